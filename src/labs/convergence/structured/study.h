#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ensemble.h"
#include "labs/convergence/structured/config.h"
#include "theory/clustered_network.h"

namespace basin::structured {

/// What a network has done after its steps.
struct Run {
  double changed = 0;              ///< Share of pairs (unit, input) with another activation.
  double bound = 0;                ///< The small ball's, sqrt(2/pi) mean|dw|/sigma.
  double units = 0;                ///< Share of units with at least one such pair.
  double pseudoError = 0;          ///< |g - g~|/|g|.
  double mostMoved = 0;            ///< max_r |w_r(t) - w_r(0)|.
  double training = 0, fresh = 0;  ///< Accuracy on the training and on new inputs.
  long impossible = 0;             ///< Pairs that changed and cannot have.
  double overLimit = 0;            ///< Largest |dw_r| over what it is at most.

  bool fits() const { return training == 1; }
};
/// Measures a network at its present step.
Run measure(const ClusteredNetwork& network, const ClusteredData& fresh);

/// A network of the sweep. It has no result when it diverges.
class Trial {
 public:
  /// `data` and `fresh` must outlive the trial.
  Trial(const ClusteredData& data, const ClusteredData& fresh, const Config& config, int width,
        const Rng& rng);

  /// A slice of a few million multiplications; true at the end.
  bool advance();
  std::optional<Run> result() const;

 private:
  ClusteredNetwork network_;
  const ClusteredData* fresh_;
  int steps_;
};

/// The shown network after one of its steps.
struct Moment {
  long step = 0;
  double changed = 0, bound = 0, pseudoError = 0, loss = 0;
};

/// One network on clustered data, and a sweep over widths on the same data.
class Study {
 public:
  using Sweep = Ensemble<int, Trial>;

  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;  // networks hold on to the data

  /// A slice of the sweep, and now and then a step of the network shown.
  void step();

  const Config& config() const { return config_; }
  const ClusteredData& data() const { return data_; }
  const ClusteredData& fresh() const { return fresh_; }
  /// Least distance between classes, and largest within a cluster.
  double separation() const { return separation_; }
  double diameter() const { return diameter_; }
  /// Whether diameter <= separation/(8 l), as the theorem assumes.
  bool separated() const;
  const ClusteredNetwork& network() const { return network_; }
  /// Every few steps of the network shown, its present one last.
  const std::vector<Moment>& course() const { return course_; }
  /// Of the network shown at its present step.
  Run now() const { return measure(network_, fresh_); }
  /// By width, narrowest first.
  const Sweep& sweep() const { return sweep_; }
  int lostRuns() const;

  bool diverged() const { return network_.diverged(); }
  bool shownFinished() const { return diverged() || network_.steps() >= config_.steps; }
  bool finished() const { return diverged() || (shownFinished() && sweep_.finished()); }
  double progress() const;
  /// Steps of descent of the network shown.
  double time() const { return static_cast<double>(network_.steps()); }
  std::string statusText() const;

 private:
  void record();

  Config config_;
  ClusteredData data_, fresh_;
  double separation_, diameter_;
  ClusteredNetwork network_;
  std::vector<Moment> course_;
  long turn_ = 0;
  Sweep sweep_;
};

}  // namespace basin::structured
