#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/ensemble.h"
#include "labs/tying/square_wave/learner.h"

namespace basin::square_wave {

/// The nets that start side by side: free, negatively tied and, where one grows, grown (tied, too).
inline constexpr int kFree = 0, kTied = 1, kGrown = 2;
int netsOf(const Config& config);

/// All nets of one random start, trained side by side (a job of an Ensemble).
class Start {
 public:
  Start(const Config& config, const Rng& rng);

  /// Optimiser steps that the next slices make.
  void setPace(long steps) { pace_ = steps; }
  bool advance();
  double progress() const { return ended_ ? 1 : static_cast<double>(step_) / config_.trainSteps; }
  /// Of all nets; nothing before the end.
  std::optional<std::vector<Outcome>> result() const;

  const Config& config() const { return config_; }
  long step() const { return step_; }
  bool ended() const { return ended_; }
  const Learner& learner(int net) const { return learners_[static_cast<std::size_t>(net)]; }

 private:
  Config config_;
  std::vector<Learner> learners_;
  long pace_ = 1, step_ = 0;
  bool ended_ = false;
};

/// Outcomes of one kind of net over the starts raced so far.
struct Tally {
  int starts = 0, solved = 0, constant = 0, dead = 0, diverged = 0;
  void add(const Outcome& outcome);
};

/// Start after start at one setting or, for a map, at every depth and width in turn. Start k depends
/// on the seed and k only (and the setting), so a longer race begins like a shorter one.
class Race {
 public:
  Race(const Config& config, std::uint64_t seed);

  /// Advances the nets of the present start by up to `steps` >= 1 optimiser steps. The call after
  /// a start's last step begins the next start first, so that its end can be seen.
  void advance(long steps);
  /// All starts are raced to their end.
  bool finished() const { return runs_.finished(); }
  double progress() const { return runs_.progress(); }

  /// Number of the present start, 0, 1, ...; of a map over all its settings.
  int start() const { return upcomingStart() - (present().ended() && !finished()); }
  /// The start advance() will train: at the end of a start, the next one's number.
  int upcomingStart() const;
  /// Its setting.
  const Config& upcoming() const { return runs_.settings()[static_cast<std::size_t>(upcomingStart() % settings())]; }
  /// The present start's nets; when it has ended they are seen until the next one begins.
  const Start& present() const { return *runs_.job(); }

  /// Settings of the map, x: widths, y: depths; empty in a race.
  const std::vector<int>& widths() const { return widths_; }
  const std::vector<int>& depths() const { return depths_; }
  int settings() const { return static_cast<int>(runs_.settings().size()); }
  /// Outcomes of a net in all ended starts of a setting (in a race there is one), and their counts.
  std::vector<Outcome> outcomes(int net, int setting = 0) const;
  Tally tally(int net, int setting = 0) const;
  /// Final accuracies of all ended starts.
  std::vector<double> accuracies(int net) const;

 private:
  std::vector<int> widths_, depths_;
  Ensemble<Config, Start> runs_;
};

/// Optimiser steps of all nets made in one lab step of start number `start` (0, 1, ...) of a
/// setting: `config.pace`, and with `accelerate` doubled from start to start, at most what a few
/// milliseconds allow.
int pace(const Config& config, int start);

}  // namespace basin::square_wave
