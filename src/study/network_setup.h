#pragma once

#include <string>
#include <vector>

#include "nn/activation.h"
#include "nn/architecture.h"
#include "nn/init.h"
#include "nn/loss.h"
#include "nn/tying.h"

namespace basin {

/// Most points or samples of the reader's own, and the longest texts they and a formula fill.
inline constexpr int kMaxOwnPoints = 300;
inline constexpr int kMaxPointsText = 6000;
inline constexpr int kMaxFormulaText = 200;
inline constexpr int kMaxTyingText = 1000;

/// A network of the reader's own, the data it learns and how it is trained: the group of
/// parameters that labs about networks hold in their Config. The meanings and ranges of its members
/// are declared once, in network_params.h; network_data.h makes the data, network_trainer.h trains.
struct NetworkSetup {
  enum class Task { Classification, Regression };
  enum class DataSet { Circles, Xor, Gaussians, Spiral, Moons, Own };
  enum class Target { SquareWave, Sine, Formula, Own };
  enum class Ties { None, Shared, Negative, Convolutional, Own };
  enum class Optimiser { GradientDescent, Momentum, Adam, Noisy, Perturbed };

  Task task = Task::Classification;
  DataSet set = DataSet::Circles;
  Target target = Target::SquareWave;
  int switches = 3;
  double periods = 1.5;
  std::string formula = "sin(3x) exp(-x^2/4)";
  std::string points = "-1.5,0,0;-1,0.5,0;-0.5,-1,0;0.5,1,1;1,-0.5,1;1.5,0.5,1";
  std::string samples = "-2.5,-0.5;-1.5,0.8;-0.5,0.2;0.5,-0.6;1.5,0.4;2.5,1";
  int count = 200;
  double dataNoise = 0.05;
  double testFraction = 0.2;

  bool inputX = true, inputY = true;
  bool inputXX = false, inputYY = false, inputXY = false;
  bool inputSinX = false, inputSinY = false;

  std::vector<int> hidden = {8, 8};
  Activation activation = Activation::Tanh;
  double slope = 0.1;
  Ties tying = Ties::None;
  std::string rules = "1:2 = -1:1; 2:2 = -2:1";  ///< Of one's own tying (nn/tying_text.h).
  bool bias = true;
  bool batchNorm = false;
  bool fixOutput = false;  ///< The weights into the output stay as they were drawn.
  bool skip = false;
  InitScheme init = InitScheme::Xavier;
  double gain = 1;

  Loss loss = Loss::Squared;
  int hingePower = 2;
  Optimiser optimiser = Optimiser::GradientDescent;
  double rate = 0.2;
  double momentum = 0.9;
  double noise = 0.05;
  double radius = 0.1;
  int batch = 0;
  double decay = 0;
  int stepLimit = 6000;

  bool classifies() const { return task == Task::Classification; }
  /// The data are what the reader wrote or painted.
  bool ownData() const { return classifies() ? set == DataSet::Own : target == Target::Own; }
  /// The loss in use: regression always has the squared loss.
  LossSpec lossSpec() const;
  /// The layers, the inputs switched on and the outputs that the loss needs included.
  Architecture architecture() const;
  /// The weights into the output are not learnt: as said, and where there are others to learn.
  bool outputFixed() const { return fixOutput && !hidden.empty(); }
  /// True when loss and activation have continuous second derivatives, which the descent lemma and
  /// a difference quotient of gradients need; a threshold, a kink or a squared hinge has not.
  bool isSmooth() const;
  /// The largest curvature at which the optimiser does not oscillate with growing amplitude along a
  /// fixed direction: 2/rate for gradient descent, 2(1+momentum)/rate for heavy-ball momentum
  /// (Polyak 1964); NaN for Adam, which preconditions.
  double stabilityBound() const;
};

}  // namespace basin
