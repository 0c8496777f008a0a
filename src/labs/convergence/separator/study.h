#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ensemble.h"
#include "lab/memo.h"
#include "labs/convergence/separator/config.h"

namespace basin::separator {

/// The data of a run and what separates them.
struct Problem {
  LabelledInputs data;
  VectorXd direction;        ///< w*/|w*|.
  double separatorNorm = 0;  ///< |w*|, so that y w*.x >= 1 on all examples.
};
Problem makeProblem(const Config& config, int count, const Rng& rng);

/// What a sweep varies; all else is as shown.
enum class Over { Pairs, Slope, Count };
struct Setting {
  Over over = Over::Pairs;
  double value = 0;
};

/// What a run of the sweep has measured.
struct Run {
  long updates = 0;
  double bound = 0;    ///< M; NaN where the theorem says nothing.
  bool fits = false;   ///< Ended at zero loss.
  bool stuck = false;  ///< Ended at a loss, where no weight moves any more.
  double error = 0;    ///< Share of new examples with the wrong sign; NaN where not asked for.
  std::vector<double> epochs;  ///< When updates were made, of the first run of a width only.
};

/// Epochs after which a run is given up; only runs that no theorem holds come so far.
inline constexpr long kMostEpochs = 2000;
/// New examples in all with which the error at each number of examples is measured.
inline constexpr int kTests = 200000;

/// A network of the sweep on its way to its end, then tried on new examples. It has no result when
/// it diverges.
class Trial {
 public:
  Trial(const Config& config, const Setting& setting, int replica, const Rng& rng);
  Trial(const Trial&) = delete;  // the network holds on to the data

  /// A slice of a few million multiplications; true at the end.
  bool advance();
  std::optional<Run> result() const;
  /// Multiplications of the last slice.
  double cost() const { return cost_; }

 private:
  void test();

  Config config_;
  Setting setting_;
  Problem problem_;
  MarginNetwork network_;
  Rng testRng_;
  bool traced_;
  int tests_ = 0, tested_ = 0;
  long wrong_ = 0;
  double cost_ = 0;
  Run run_;
};

/// What one update did to the network shown.
struct Update {
  long example = 0;       ///< Examples seen, this one included.
  double projection = 0;  ///< W.W*/|W*|.
  double norm = 0;        ///< |W|.
};

/// One network, and a sweep over widths, slopes and numbers of examples.
class Study {
 public:
  using Sweep = Ensemble<Setting, Trial>;

  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;  // the network holds on to the data

  /// A bunch of examples, then slices of the sweep.
  void step();

  const Config& config() const { return config_; }
  const Problem& problem() const { return problem_; }
  const MarginNetwork& network() const { return network_; }
  const UpdateSqueeze& squeeze() const { return squeeze_; }
  /// M; NaN where the theorem says nothing.
  double bound() const;
  /// The start, then each update.
  const std::vector<Update>& updates() const { return updates_; }
  /// The example that made the last update; -1 before.
  Index lastExample() const { return lastExample_; }
  /// Least |dL/dW| over alpha/|w*| times the share of examples with a loss, of all points measured;
  /// infinite before the first.
  double leastSteepness() const { return leastSteepness_; }
  /// At the end of the run at a loss, whatever is shown.
  bool stuck() const;
  double loss() const;

  const Sweep& sweep() const { return sweep_; }
  /// Indices of the sweep's settings of one kind.
  std::vector<std::size_t> settingsOf(Over over) const;
  /// A number of every run of the settings of one kind, by value.
  template <class Projection>
  std::vector<ValuesAt> over(Over kind, Projection projection) const {
    return sweep_.over([kind](const Setting& s) { return s.over == kind ? s.value : std::nan(""); },
                       projection);
  }
  /// Runs of the sweep so far that diverged.
  int lostRuns() const;

  bool diverged() const { return network_.diverged(); }
  bool shownFinished() const;
  bool finished() const { return diverged() || (shownFinished() && sweep_.finished()); }
  double progress() const;
  /// Examples that the network shown has seen.
  double time() const { return static_cast<double>(network_.examples()); }
  std::string statusText() const;

 private:
  void present();
  void record();
  void measureSteepness();

  Config config_;
  Problem problem_;
  MarginNetwork network_;
  UpdateSqueeze squeeze_;
  MatrixXd reference_;  // W*/|W*|
  std::vector<Update> updates_;
  Index lastExample_ = -1;
  double leastSteepness_;
  Sweep sweep_;
  Memo<long, double> loss_;
};

}  // namespace basin::separator
