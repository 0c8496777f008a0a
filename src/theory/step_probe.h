#pragma once

#include <utility>
#include <vector>

#include "nn/network.h"
#include "theory/batch_norm_identity.h"

namespace basin {

// What a network meets along its own step, as Santurkar et al. 2018 (arXiv 1805.11604, section 3)
// measure it: at theta, with the gradient g of a batch's loss L, the same batch throughout.

/// The measurement.
struct StepMeasurement {
  double loss = 0;            ///< L(theta).
  double squaredNorm = 0;     ///< |g|^2, by which L falls per unit of step size at first.
  std::vector<double> along;  ///< L(theta - alpha g) for every alpha looked at.
  double change = 0;          ///< Largest |g - g_alpha|, "gradient predictiveness".
  double smoothness = 0;      ///< Largest |g - g_alpha|/(alpha |g|), "effective beta".
  /// "Internal covariate shift" of a layer: the gradients G by its weights before and G' after all
  /// layers below it have made the step, itself and those above as before. |G - G'| and cos(G, G'),
  /// means over the hidden layers from the second on; layers without a gradient have no cosine.
  double shift = 0, cosine = 0;

  /// Ends of the band of losses along the step, and its width.
  double least() const;
  double most() const;
  double variation() const { return most() - least(); }
};

/// Takes such measurements of a fully connected network of two or more hidden layers in passes of
/// one gradient each, as many as step sizes and hidden layers but the first.
class StepProbe {
 public:
  /// `ways` are the step sizes alpha > 0 to look at, `rate` that of the step.
  StepProbe(std::vector<double> ways, double rate) : ways_(std::move(ways)), rate_(rate) {}

  /// Begins anew at a point with this loss and gradient.
  void begin(double loss, const VectorXd& gradient);
  /// One pass; true when the measurement is complete. Everything but the network's workspaces is to
  /// stay as it was from begin() to the end.
  bool advance(Network<double>& network, const VectorXd& theta, const VectorXd& gradient,
               const MatrixXd& X, const MatrixXd& Y, const LossSpec& loss);
  const StepMeasurement& measurement() const { return now_; }
  const std::vector<double>& ways() const { return ways_; }

 private:
  std::vector<double> ways_;
  double rate_;
  StepMeasurement now_;
  VectorXd moved_, gradient_;
  int layer_ = 0, alive_ = 0;  // layers compared, and those of them with a cosine
};

/// A network in training by plain steps on batches with the cross-entropy loss, measured at some of
/// them, in passes of one gradient each.
class ProbedTraining {
 public:
  ProbedTraining(const Architecture& architecture, VectorXd theta, double rate,
                 std::vector<double> ways);

  /// One pass of step number `step` on its batch; true when the step is made. A measurement, where
  /// it is wanted, is of the point before the step.
  bool advance(int step, bool measured, const MatrixXd& X, const MatrixXd& Y);

  /// The loss was above 1e12 or no number, and training has ended.
  bool diverged() const { return diverged_; }
  /// Measurements, and the steps at which they were made.
  const std::vector<StepMeasurement>& measurements() const { return measurements_; }
  const std::vector<double>& steps() const { return steps_; }
  const std::vector<double>& ways() const { return probe_.ways(); }
  /// normalisedLayers at the last measured step; none without normalisation.
  const std::vector<NormalisedLayer>& layers() const { return layers_; }

 private:
  double rate_;
  Network<double> network_;
  StepProbe probe_;
  VectorXd theta_, gradient_;
  bool probing_ = false, diverged_ = false;
  std::vector<StepMeasurement> measurements_;
  std::vector<double> steps_;
  std::vector<NormalisedLayer> layers_;
};

/// `count` >= 2 step sizes, evenly spread in logarithms from `least` to `most`.
std::vector<double> spreadWays(double least, double most, int count);

}  // namespace basin
