#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/ensemble.h"
#include "lab/history.h"
#include "lab/memo.h"
#include "labs/convergence/zas/config.h"
#include "theory/linear_net.h"
#include "theory/scalar_product.h"
#include "theory/zero_asymmetric.h"

namespace basin::zas {

inline constexpr int kStarts = 3;
inline constexpr int kMostDimensions = 4;
inline constexpr double kNever = std::numeric_limits<double>::infinity();

/// A product on its way from one start to the target.
class Racer {
 public:
  Racer(LinearStart kind, std::vector<MatrixXd> factors, const MatrixXd& target, double epsilon);

  void step(double rate);
  LinearStart kind() const { return kind_; }
  long long steps() const { return steps_; }
  const LinearNet& net() const { return net_; }
  double loss() const { return net_.loss(); }
  double firstLoss() const { return firstLoss_; }
  /// R <= epsilon; R is lost (not finite, or above 1e12).
  bool arrived() const { return net_.loss() <= epsilon_; }
  bool diverged() const { return !(net_.loss() <= 1e12); }
  bool ended() const { return arrived() || diverged(); }
  /// Steps it took to arrive; infinite before, and where it never will.
  double arrival() const { return arrived() ? static_cast<double>(steps_) : kNever; }

 private:
  LinearStart kind_;
  LinearNet net_;
  double epsilon_, firstLoss_;
  long long steps_ = 0;
};

/// One depth of the sweep: steps until the three starts arrive.
struct Arrivals {
  std::array<double, kStarts> steps{};  ///< Infinite: not within config.stepLimit.
  std::array<bool, kStarts> lost{};     ///< Diverged.
};
class SweepJob {
 public:
  SweepJob(const Config& config, const MatrixXd& target, int factors, std::uint64_t seed,
           int replica);
  /// A slice of some thousand steps; true at the end.
  bool advance();
  std::optional<Arrivals> result() const { return arrivals_; }

 private:
  double rate_;
  int stepLimit_, slice_;
  std::vector<Racer> racers_;
  std::size_t running_ = 0;
  Arrivals arrivals_;
};

/// Three starts raced to one target, and a sweep over depths and random starts.
class Study {
 public:
  using Sweep = Ensemble<int, SweepJob>;
  /// Columns of a trace: R; u and the geometric mean v of the other weights, for scalars; singular
  /// values of the product, the smallest one first and with the sign of the determinant.
  enum Column { kLoss, kBottleneck, kOthers, kSingular };
  using Trace = History<kSingular + kMostDimensions>;

  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;

  /// A longer and longer slice of the race, for it is seen on a logarithmic axis, and one of the
  /// sweep.
  void step();

  const Config& config() const { return config_; }
  double rate() const { return rate_; }
  /// The largest step size of the theorem.
  double provedRate() const { return provedRate_; }
  const MatrixXd& target() const { return target_; }
  bool scalar() const { return config_.dimension == 1; }
  /// det Phi < 0: near the identity the determinant has to change its sign.
  bool mustCross() const;
  const Racer& racer(LinearStart kind) const { return racers_[static_cast<std::size_t>(kind)]; }
  const Trace& trace(LinearStart kind) const { return traces_[static_cast<std::size_t>(kind)]; }
  /// The flow of the shown scalars from this start.
  const std::optional<ScalarProductFlow>& flow(LinearStart kind) const {
    return flows_[static_cast<std::size_t>(kind)];
  }
  /// The scalar flow of every singular value from the zero-asymmetric start; nothing where they
  /// differ. There are config.dimension of them.
  std::optional<ScalarProductFlow> ownFlow(int factors) const;
  /// Time in which that flow, or the shown start's own, arrives.
  double flowTime(LinearStart kind) const;

  /// Largest R(t) / ((1 - eta/2)^t R(0)) and R(t) / ((1 - eta)^(2t) R(0)) of the zero-asymmetric
  /// start so far, the second until a singular value went beyond its target.
  double provedRatio() const { return provedRatio_; }
  double oneSidedRatio() const { return oneSidedRatio_; }
  bool overshot() const { return overshot_; }

  /// By depth, 2 to 12.
  const Sweep& sweep() const { return sweep_; }
  /// Steps of every replica of a depth; those that diverged are left out.
  std::vector<double> arrivals(std::size_t depth, LinearStart kind) const;
  /// Their median; infinite while not more than half of them have arrived.
  double medianArrival(std::size_t depth, LinearStart kind) const;
  /// Steps that the flow predicts for the same starts, T/eta; empty where there is no law.
  const std::vector<std::vector<double>>& predicted(LinearStart kind) const;

  long long steps() const { return steps_; }
  bool raceFinished() const;
  bool diverged() const;
  bool finished() const { return diverged() || (raceFinished() && sweep_.finished()); }
  double progress() const;
  double time() const { return static_cast<double>(steps_); }
  std::string statusText() const;

 private:
  void measure(std::size_t racer);
  void watchBounds();

  Config config_;
  std::uint64_t seed_;
  MatrixXd target_;
  double provedRate_, rate_;
  std::vector<Racer> racers_;
  std::array<std::optional<ScalarProductFlow>, kStarts> flows_;
  std::vector<Trace> traces_;
  MatrixXd left_, right_;  // singular vectors of the target
  long long steps_ = 0;
  double provedRatio_ = 0, oneSidedRatio_ = 0;
  bool overshot_ = false;
  Sweep sweep_;
  std::array<Memo<bool, std::vector<std::vector<double>>>, kStarts> predicted_;
};

}  // namespace basin::zas
