#pragma once

#include <optional>

#include "base/rng.h"
#include "labs/landscapes/deep_linear/config.h"

namespace basin::deep_linear {

/// The matrices of a run.
struct Data {
  MatrixXd X, Y;
};
Data makeData(const Config& config, Rng rng);
/// Independent normal entries.
MatrixXd gaussian(Index rows, Index columns, double deviation, Rng& rng);

/// Part of tr YY^T by which the least loss counts as reached, and a loss that counts as lost.
inline constexpr double kArrived = 1e-6;
inline constexpr double kLost = 1e12;
/// Steps after which a random start is given up.
inline constexpr long kMostSteps = 20000;

/// Descent from a random start, to the least loss or to where it rests.
class StartJob {
 public:
  StartJob(const Data& data, const DeepLinearShape& shape, double least, double rate, Rng rng);

  /// A few hundred steps; true at the end.
  bool advance();
  /// How it ended: steps to within kArrived of the least loss, or -1; at rest above it.
  struct End {
    long steps = -1;
    bool resting = false;
    bool arrived() const { return steps >= 0; }
  };
  std::optional<End> result() const;

 private:
  NetworkObjective<double> loss_;
  double least_, rate_;
  VectorXd theta_, gradient_;
  long steps_ = 0;
  bool lost_ = false;
  End end_;
};

}  // namespace basin::deep_linear
