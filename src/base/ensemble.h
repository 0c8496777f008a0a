#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "base/stats.h"

namespace basin {

/// One run of an ensemble, worked off in slices: advance() does one slice (below some 5 ms) and is
/// true when the run has ended; result() is asked for then, and is nothing when the run is excluded
/// (it diverged, say). With progress() in [0, 1], if there is one, the ensemble's moves smoothly.
template <class Job>
concept EnsembleJob = requires(Job& job, const Job& ended) {
  { job.advance() } -> std::same_as<bool>;
  { ended.result().has_value() } -> std::convertible_to<bool>;
};

/// Which random numbers a run draws: Independent of every other run's, or Paired: the same ones in
/// all settings of a replica (the same data or the same start, compared over the settings).
enum class Streams { Independent, Paired };

/// Whether making a job is a slice of its own, or belongs to the job's first slice.
enum class Making { OwnSlice, FirstSlice };

/// An experiment over settings and replicas: one job a pair, made and worked off one after the
/// other, replica by replica, so that every setting has a result soon. Results are found by setting
/// and replica, never by the order in which they came. Run (i, r) depends on the generator, i and r
/// only: more replicas, or more settings at the end, change none of the others.
template <class Setting, EnsembleJob Job>
class Ensemble {
 public:
  using Result = typename decltype(std::declval<const Job&>().result())::value_type;
  /// Makes the job of a setting and a replica with the run's generator. Paired: what differs from
  /// setting to setting is drawn from splits of it.
  using Make = std::function<Job(const Setting&, int replica, const Rng&)>;

  /// No runs at all; finished.
  Ensemble() = default;
  /// `rng` is a stream of the session's generator that nothing else uses, Rng(seed).split(kSweep).
  Ensemble(std::vector<Setting> settings, int replicas, const Rng& rng, Make make,
           Streams streams = Streams::Independent, Making making = Making::OwnSlice)
      : settings_(std::move(settings)),
        replicas_(std::max(0, replicas)),
        rng_(rng),
        make_(std::move(make)),
        streams_(streams),
        making_(making) {
    restart();
  }

  /// One slice: makes the next job, or advances the running one.
  void step() {
    if (finished()) return;
    if (!running_) {
      prepare();
      if (making_ == Making::OwnSlice) return;
    }
    if (!job_->advance()) return;
    running_ = false;
    results_[done_] = job_->result();
    excluded_[done_ % settings_.size()] += !results_[done_];
    ++done_;
  }
  /// Makes the next job outside of a slice, to be seen before it begins; nothing while one runs.
  void prepare() {
    if (running_ || finished()) return;
    const std::size_t setting = done_ % settings_.size(), replica = done_ / settings_.size();
    const Rng paired = rng_.split(replica);
    // By `new`, for a job need not be movable.
    job_.reset(new Job(make_(settings_[setting], static_cast<int>(replica),
                             streams_ == Streams::Paired ? paired : paired.split(setting))));
    running_ = true;
  }

  /// Ends here: the running job and all that are still to come are dropped, results stay.
  void cancel() {
    job_.reset();
    running_ = false;
    cancelled_ = true;
  }
  /// Begins anew; gives the same results.
  void restart() {
    cancel();
    cancelled_ = false;
    done_ = 0;
    results_.assign(size(), std::nullopt);
    excluded_.assign(settings_.size(), 0);
  }

  /// Runs in all; those that have ended, with or without a result.
  std::size_t size() const { return settings_.size() * static_cast<std::size_t>(replicas_); }
  std::size_t done() const { return done_; }
  bool finished() const { return cancelled_ || done_ >= size(); }
  /// Share of the runs that have ended, in [0, 1].
  double progress() const {
    if (finished()) return 1;
    double done = static_cast<double>(done_);
    if constexpr (requires(const Job& job) { job.progress(); }) {
      if (running_) done += job_->progress();
    }
    return done / static_cast<double>(size());
  }
  /// The job at work; the one that ended last until the next is made; null before the first.
  const Job* job() const { return job_.get(); }
  Job* job() { return job_.get(); }

  const std::vector<Setting>& settings() const { return settings_; }
  int replicas() const { return replicas_; }

  // ---- Results; `setting` is an index into settings() ----

  /// The result of one run; null before its end, and when it is excluded.
  const Result* result(std::size_t setting, int replica) const {
    const auto& found = results_[static_cast<std::size_t>(replica) * settings_.size() + setting];
    return found ? &*found : nullptr;
  }
  /// Results of a setting so far, in the order of the replicas.
  std::vector<const Result*> results(std::size_t setting) const {
    std::vector<const Result*> found;
    for (int r = 0; r < replicas_; ++r) {
      if (const Result* run = result(setting, r)) found.push_back(run);
    }
    return found;
  }
  /// Runs of a setting that gave a result, and runs that ended without one.
  int ended(std::size_t setting) const { return static_cast<int>(results(setting).size()); }
  int excluded(std::size_t setting) const { return excluded_[setting]; }

  /// A number of every result of a setting: `projection` is a member or a callable, of a number or
  /// of std::optional; where that is empty the run is left out.
  template <class Projection>
  std::vector<double> values(std::size_t setting, Projection projection) const {
    std::vector<double> found;
    for (const Result* run : results(setting)) {
      const auto value = std::invoke(projection, *run);
      if constexpr (requires { value.has_value(); }) {
        if (value) found.push_back(static_cast<double>(*value));
      } else {
        found.push_back(static_cast<double>(value));
      }
    }
    return found;
  }
  /// The values of every setting at its abscissa, a projection of Setting (std::identity{} for
  /// numbers); a setting whose abscissa is NaN is left out, one without results has no values.
  /// Their slopes: slopeOfMedians, slopeOfRuns.
  template <class Abscissa, class Projection>
  std::vector<ValuesAt> over(Abscissa abscissa, Projection projection) const {
    std::vector<ValuesAt> all;
    for (std::size_t i = 0; i < settings_.size(); ++i) {
      const auto x = static_cast<double>(std::invoke(abscissa, settings_[i]));
      if (!std::isnan(x)) all.push_back({x, values(i, projection)});
    }
    return all;
  }

  /// Statistics of the values over the replicas, as base/stats.h has them.
  template <class Projection>
  double median(std::size_t setting, Projection projection) const {
    return basin::median(values(setting, projection));
  }
  template <class Projection>
  double quantile(std::size_t setting, Projection projection, double q) const {
    return basin::quantile(values(setting, projection), q);
  }
  template <class Projection>
  double mean(std::size_t setting, Projection projection) const {
    return basin::mean(values(setting, projection));
  }
  template <class Projection>
  double variance(std::size_t setting, Projection projection) const {
    return basin::variance(values(setting, projection));
  }
  /// How many results of a setting satisfy the predicate.
  template <class Predicate>
  Share share(std::size_t setting, Predicate predicate) const {
    return shareOf(values(setting, predicate));
  }

 private:
  std::vector<Setting> settings_;
  int replicas_ = 0;
  Rng rng_;
  Make make_;
  Streams streams_ = Streams::Independent;
  Making making_ = Making::OwnSlice;
  std::unique_ptr<Job> job_;
  bool running_ = false, cancelled_ = false;
  std::size_t done_ = 0;
  std::vector<std::optional<Result>> results_;
  std::vector<int> excluded_;
};

/// Progress in [0, 1] of a study that makes the run it shows and then a sweep: `shown` is the
/// run's, `done` runs of `size` have ended in the sweep (in all its ensembles; 0 of 0 without one),
/// and `shownPart` is what the shown run takes of the whole. 1 is kept for a finished study.
double studyProgress(bool finished, double shown, std::size_t done, std::size_t size,
                     double shownPart = 0.3);

}  // namespace basin
