#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lab/lab.h"
#include "labs/approximation/yarotsky/config.h"
#include "study/own_function.h"
#include "theory/relu_squares.h"

namespace basin::yarotsky {

/// Networks for one target, level after level: of squares alone where the target is x², else of
/// Taylor polynomials, and beside each the one hidden layer that has as many weights.
class Study {
 public:
  /// A level's networks and their largest errors on [0, 1].
  struct Level {
    int m = 0;
    long weights = 0;
    double error = 0;
    double apart = 0;  ///< Largest difference of the network, run layer by layer, from its formula.
    int units = 0;     ///< N of the one hidden layer, at most as many weights.
    double shallow = 0;
  };

  Study(const Config& config, std::uint64_t seed);

  /// The next level.
  void step() { make(now().m + 1); }
  bool finished() const { return now().m == last_; }
  double progress() const { return static_cast<double>(now().m) / last_; }
  double time() const { return now().m; }
  std::string statusText() const;
  InputProblem inputProblem() const;
  /// The pointer on the target takes it for samples of the reader's own.
  std::vector<ParamChange> poke(const Poke& poke) const;

  const Config& config() const { return config_; }
  bool square() const { return config_.target == Target::Square; }
  const OwnFunction& target() const { return target_; }
  const std::vector<Level>& levels() const { return levels_; }
  const Level& now() const { return levels_.back(); }
  /// The last level, whose network has at most 25 000 weights.
  int last() const { return last_; }
  /// The deep network of the present level, by its formula; where the target is not x², taylor()'s.
  double deep(double x) const { return square() ? squareInterpolant(x, now().m) : (*taylor_)(x); }
  const LocalTaylor& taylor() const { return *taylor_; }
  /// The one hidden layer of the present level.
  double shallow(double x) const;

  /// The target's network of Taylor polynomials of this size.
  LocalTaylor taylorOf(const TaylorSize& size) const;
  TaylorSize sizeAt(int m) const { return TaylorSize::ofLevel(config_.smoothness, m); }
  long weightsAt(int m) const { return square() ? squareWeights(m) : sizeAt(m).weights(); }
  static int unitsWith(long weights) { return static_cast<int>((weights - 1) / 3); }
  /// max |f^(k)|, k = 0..2 or n; infinite where there is no bound.
  const std::vector<double>& derivatives() const { return derivatives_; }
  /// What theory says of the errors at a level: exactly for x², else a bound or infinity.
  double deepLaw(int m) const;
  double shallowLaw(int m) const;

 private:
  void make(int m);

  Config config_;
  OwnFunction target_;
  std::vector<double> derivatives_ = {1, 2, 2};  // of x²
  int last_ = 1;
  std::optional<LocalTaylor> taylor_;
  std::vector<Level> levels_;
};

}  // namespace basin::yarotsky
