#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lab/lab.h"
#include "labs/approximation/yarotsky/config.h"
#include "theory/line_target.h"
#include "theory/relu_squares.h"

namespace basin::yarotsky {

/// Networks for one target, level after level: of squares alone where the target is x², else of Taylor
/// polynomials, and beside each the one hidden layer that has as many weights.
class Study {
 public:
  /// A level's networks and their largest errors on [0, 1].
  struct Level {
    int m = 0;
    long weights = 0;
    double error = 0;
    double least = 0;   ///< Of network less target.
    double layers = 0;  ///< Largest difference of the network, run layer by layer, from its formula.
    int units = 0;      ///< N of the one hidden layer, at most as many weights.
    double shallow = 0;
  };

  Study(const Config& config, std::uint64_t seed);

  /// The next level.
  void step();
  bool finished() const { return now().m == last_; }
  double progress() const { return static_cast<double>(now().m) / last_; }
  double time() const { return now().m; }
  std::string statusText() const;
  /// A formula without values, samples that cannot be read or used.
  InputProblem inputProblem() const;
  /// The pointer on the target: its nearest sample is moved there.
  std::vector<ParamChange> poke(const Poke& poke) const;

  const Config& config() const { return config_; }
  bool square() const { return config_.target == Target::Square; }
  const std::vector<Level>& levels() const { return levels_; }
  const Level& now() const { return levels_.back(); }
  int last() const { return last_; }

  double target(double x) const { return f_(x); }
  /// The reader's own samples, or the target's where the first touch would take hold of it.
  const std::vector<Sample>& samples() const { return samples_; }
  /// The deep network's formula at the present level.
  double made(double x) const;
  double error(double x) const { return made(x) - f_(x); }
  /// max |f^(k)|, k = 0..n; infinite where there is no bound.
  const std::vector<double>& derivatives() const { return derivatives_; }
  /// max |f''|.
  double curvature() const { return curvature_; }
  /// The largest of `derivatives`: f's norm in W^{n, infinity}.
  double norm() const;

  TaylorSize sizeAt(int m) const { return TaylorSize::ofLevel(config_.smoothness, m); }
  /// Of the present level; none for x².
  const std::optional<LocalTaylor>& taylor() const { return taylor_; }
  long weightsAt(int m) const;
  /// Units of one hidden layer with at most so many weights.
  static int shallowUnits(long weights) { return static_cast<int>((weights - 1) / 3); }
  /// What theory says of the error at a level: exactly for x², else a bound.
  double lawAt(int m) const;
  double shallowLaw(int units) const { return polygonError(curvature_, units); }

 private:
  void make(int m);

  Config config_;
  std::string problem_;
  std::vector<Sample> samples_;
  LineFunction f_;
  std::vector<double> derivatives_;
  double curvature_ = 0;
  std::vector<double> x_, y_;  // the target on a fine grid
  int last_ = 1;
  std::optional<LocalTaylor> taylor_;
  std::vector<Level> levels_;
};

}  // namespace basin::yarotsky
