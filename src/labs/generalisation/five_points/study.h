#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "base/rng.h"
#include "data/points.h"
#include "lab/history.h"
#include "lab/lab.h"
#include "lab/memo.h"
#include "labs/generalisation/five_points/config.h"
#include "theory/broken_line.h"
#include "theory/polynomial_kernel.h"
#include "train/network_objective.h"
#include "train/optimiser.h"

namespace basin::five_points {

inline constexpr int kDepths = 8, kDegrees = 40;
inline constexpr double kArrived = 1e-8;  ///< Mean squared error at which training stops.

/// A function through the points, on a grid that has the points among its own.
struct Fit {
  std::vector<Sample> line;
  double variation = 0, bending = 0;
  /// What its own values at the points demand of both.
  double leastVariation = 0, leastBending = 0;
};

/// A network on its way through the points by Adam, all of them at each step.
class Learner {
 public:
  /// With `depth` >= 1 hidden layers.
  Learner(const Config& config, int depth, const std::vector<Sample>& data, Rng rng);

  /// Other points from here on, with the weights that there are, and as many steps anew.
  void learn(const std::vector<Sample>& data);
  /// Nothing once it has ended.
  void step();
  /// Mean squared error.
  double error() const { return 2 * loss_; }
  bool arrived() const { return error() <= kArrived; }
  bool ended() const { return arrived() || steps_ >= limit_; }
  long steps() const { return steps_; }
  const Fit& fit() const;
  /// What each unit of the last hidden layer adds to the output at these places: a column a unit.
  MatrixXd parts(const VectorXd& x) const;

 private:
  std::vector<Sample> data_;
  int limit_;
  long steps_ = 0;
  mutable Network<double> network_;  // for looking
  NetworkObjective<double> objective_;
  Optimiser<double> optimiser_;
  VectorXd theta_, gradient_;
  double loss_ = 0;
  Memo<long, Fit> fit_;
};

/// Points, the networks of all depths that learn them, polynomials of all degrees and the
/// interpolant made for its wildness.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;

  /// A step of Adam for every network that has not ended, or two of them.
  void step();
  bool finished() const;
  double progress() const;
  /// Steps of Adam.
  double time() const { return static_cast<double>(steps_); }
  std::string statusText() const;
  /// Points that cannot be read, or that no function passes through.
  InputProblem inputProblem() const;
  void retune(const Config& config);
  /// Takes the point next to the pointer along, as far as its neighbours let it.
  std::vector<ParamChange> poke(const Poke& poke) const;

  const Config& config() const { return config_; }
  const std::vector<Sample>& data() const { return data_; }
  const Learner& learner(int depth) const { return learners_[static_cast<std::size_t>(depth - 1)]; }
  const Learner& shown() const { return learner(config_.depth); }
  /// Mean squared errors by depth over the steps.
  const History<kDepths>& errors() const { return errors_; }
  /// Points were moved while networks learnt them.
  bool moved() const { return moved_; }

  struct Polynomial {
    KernelPolynomial polynomial;
    Fit fit;
  };
  /// From degree 1 to kDegrees; interpolants from `interpolates()` on.
  const std::vector<Polynomial>& polynomials() const;
  const Polynomial& polynomial() const {
    return polynomials()[static_cast<std::size_t>(config_.degree - 1)];
  }
  int interpolates() const { return static_cast<int>(data_.size()) - 1; }

  struct Construction {
    std::vector<Sample> line;  ///< Its corners.
    double miss = 0;           ///< Of the network that computes it, at a corner; the largest.
    double gradient = 0;       ///< Norm of the loss' gradient on the points there.
  };
  const Construction& construction() const;

 private:
  void record();

  Config config_;
  std::vector<Sample> data_;
  std::vector<Learner> learners_;
  long steps_ = 0;
  bool moved_ = false;
  History<kDepths> errors_{400, PerOctave{32}};
  Memo<std::string, std::vector<Polynomial>> polynomials_;
  Memo<std::tuple<std::string, int, double>, Construction> construction_;
};

}  // namespace basin::five_points
