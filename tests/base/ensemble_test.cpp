#include "base/ensemble.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

using namespace basin;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Outcome {
  int setting = 0, replica = 0;
  std::uint64_t draw = 0;
  double value = 0;
  bool reached = false;
  double doubled() const { return 2 * value; }
};

// Ends after `slices` calls; excluded when told so. Not movable, as a job may be.
class CountingJob {
 public:
  CountingJob(Outcome outcome, int slices, bool excluded)
      : outcome_(outcome), slices_(slices), excluded_(excluded) {}
  CountingJob(const CountingJob&) = delete;
  bool advance() { return ++made_ >= slices_; }
  std::optional<Outcome> result() const {
    return excluded_ ? std::nullopt : std::optional(outcome_);
  }

 private:
  Outcome outcome_;
  int slices_, made_ = 0;
  bool excluded_;
};

using Counting = Ensemble<int, CountingJob>;

// Job (m, r) takes m + r slices and measures 10 m + r; the jobs of `without` are excluded.
Counting counting(std::vector<int> settings, int replicas, std::uint64_t seed = 1,
                  Streams streams = Streams::Independent, Making making = Making::OwnSlice,
                  int without = -1) {
  const auto make = [without](const int& m, int r, const Rng& rng) {
    return CountingJob({m, r, Rng(rng).next(), 10.0 * m + r, r % 2 == 0}, m + r,
                       10 * m + r == without);
  };
  return {std::move(settings), replicas, Rng(seed).split(7), make, streams, making};
}

void finish(auto& ensemble) {
  while (!ensemble.finished()) ensemble.step();
}

// A power law with lognormal noise, one normal a run.
struct PowerJob {
  double y = 0;
  bool advance() { return true; }
  std::optional<double> result() const { return y; }
};

}  // namespace

TEST_CASE("ensemble: replica by replica, one slice a step, whoever looks") {
  Counting ensemble = counting({3, 1, 2}, 2);
  CHECK(ensemble.size() == 6);
  CHECK(ensemble.job() == nullptr);
  // Slices by hand: making is one, then m + r each: 4 2 3 | 5 3 4.
  std::vector<std::size_t> doneAfter;
  double before = 0;
  while (!ensemble.finished()) {
    ensemble.step();
    doneAfter.push_back(ensemble.done());
    CHECK(ensemble.progress() >= before);
    before = ensemble.progress();
    CHECK(before == static_cast<double>(ensemble.done()) / 6);
  }
  CHECK(doneAfter ==
        std::vector<std::size_t>{0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6});
  CHECK(before == 1);
  ensemble.step();
  CHECK(ensemble.done() == 6);

  Counting cheap = counting({3, 1, 2}, 2, 1, Streams::Independent, Making::FirstSlice);
  int slices = 0;
  for (; !cheap.finished(); ++slices) cheap.step();
  CHECK(slices == 15);
  CHECK(cheap.job() != nullptr);  // The last one can still be seen.

  // A job that is made to be seen is the one that runs then.
  Counting seen = counting({3, 1, 2}, 2, 1, Streams::Independent, Making::FirstSlice);
  seen.prepare();
  const CountingJob* first = seen.job();
  CHECK(first != nullptr);
  seen.prepare();
  seen.step();
  CHECK(seen.job() == first);
  for (slices = 1; !seen.finished(); ++slices) seen.step();
  CHECK(slices == 15);
  CHECK(seen.result(0, 0)->draw == cheap.result(0, 0)->draw);
  CHECK(seen.result(2, 1)->draw == cheap.result(2, 1)->draw);
  seen.prepare();
  CHECK(seen.done() == 6);
}

TEST_CASE("ensemble: results lie by setting and replica") {
  Counting ensemble = counting({3, 1, 2}, 4);
  for (int i = 0; i < 4; ++i) ensemble.step();
  CHECK(ensemble.ended(0) == 1);
  CHECK(ensemble.ended(1) == 0);
  CHECK(ensemble.result(1, 0) == nullptr);
  CHECK(ensemble.results(2).empty());
  finish(ensemble);
  for (std::size_t i = 0; i < 3; ++i) {
    REQUIRE(ensemble.results(i).size() == 4);
    for (int r = 0; r < 4; ++r) {
      REQUIRE(ensemble.result(i, r) != nullptr);
      CHECK(ensemble.results(i)[static_cast<std::size_t>(r)] == ensemble.result(i, r));
      CHECK(ensemble.result(i, r)->setting == ensemble.settings()[i]);
      CHECK(ensemble.result(i, r)->replica == r);
    }
  }
}

TEST_CASE("ensemble: an excluded run is counted and enters nothing") {
  Counting ensemble = counting({1, 2}, 5, 1, Streams::Independent, Making::OwnSlice, 14);
  finish(ensemble);
  CHECK(ensemble.progress() == 1);
  CHECK(ensemble.excluded(0) == 1);
  CHECK(ensemble.excluded(1) == 0);
  CHECK(ensemble.ended(0) == 4);
  CHECK(ensemble.ended(1) == 5);
  CHECK(ensemble.result(0, 4) == nullptr);
  CHECK(ensemble.median(0, &Outcome::value) == 11.5);
  CHECK(ensemble.median(1, &Outcome::value) == 22);
  CHECK(ensemble.share(0, &Outcome::reached).trials == 4);
}

TEST_CASE("ensemble: statistics of a projection over the replicas") {
  Counting ensemble = counting({1, 2}, 5);
  CHECK(std::isnan(ensemble.median(0, &Outcome::value)));
  CHECK(std::isnan(ensemble.mean(0, &Outcome::value)));
  finish(ensemble);
  CHECK(ensemble.values(1, &Outcome::value) == std::vector<double>{20, 21, 22, 23, 24});
  CHECK(ensemble.median(1, &Outcome::doubled) == 44);
  CHECK(ensemble.quantile(1, &Outcome::value, 0.25) == 21);
  CHECK(ensemble.mean(1, [](const Outcome& o) { return o.replica; }) == 2);
  CHECK(ensemble.variance(1, &Outcome::value) == 2.5);
  // What a projection leaves out is no value.
  const auto even = [](const Outcome& o) {
    return o.reached ? std::optional(o.value) : std::nullopt;
  };
  CHECK(ensemble.values(0, even) == std::vector<double>{10, 12, 14});
  const Share share = ensemble.share(1, &Outcome::reached);
  CHECK(share.successes == 3);
  CHECK(share.value() == 0.6);
  CHECK(share.interval().lo == wilsonInterval(3, 5).lo);
  CHECK(share.interval().hi == wilsonInterval(3, 5).hi);
  const auto samples = ensemble.over(std::identity{}, &Outcome::value);
  REQUIRE(samples.size() == 2);
  CHECK(samples[1].x == 2);
  CHECK(samples[1].values == ensemble.values(1, &Outcome::value));
  const auto wide = [](int m) { return m > 1 ? 100.0 * m : kNaN; };
  REQUIRE(ensemble.over(wide, &Outcome::value).size() == 1);
  CHECK(ensemble.over(wide, &Outcome::value)[0].x == 200);
}

TEST_CASE("ensemble: every setting, replica and session has a stream of its own") {
  // Seeds that sums and products of seeds would bring together: 1 and 1001, neighbours, 0.
  std::vector<std::uint64_t> seeds{1000, 1001, 1002, 1003, 2001, 1000001};
  for (std::uint64_t s = 0; s < 40; ++s) seeds.push_back(s);
  std::set<std::uint64_t> draws;
  std::size_t runs = 0;
  for (const std::uint64_t seed : seeds) {
    Counting ensemble = counting({1, 2, 3, 4, 5, 6}, 12, seed);
    finish(ensemble);
    for (std::size_t i = 0; i < 6; ++i) {
      for (const Outcome* run : ensemble.results(i)) draws.insert(run->draw), ++runs;
    }
  }
  CHECK(runs == seeds.size() * 72);
  CHECK(draws.size() == runs);
}

TEST_CASE("ensemble: neighbouring streams are not correlated") {
  // Normals of (i, r) against those of the next setting, the next replica and the next session.
  constexpr int kSettings = 40, kReplicas = 40;
  const auto normals = [](std::uint64_t seed) {
    const auto make = [](const int&, int, const Rng& rng) { return PowerJob{Rng(rng).normal()}; };
    Ensemble<int, PowerJob> e(std::vector<int>(kSettings, 0), kReplicas, Rng(seed).split(3), make);
    finish(e);
    std::vector<std::vector<double>> all;
    for (std::size_t i = 0; i < kSettings; ++i) all.push_back(e.values(i, std::identity{}));
    return all;
  };
  const auto a = normals(5), b = normals(6);
  double setting = 0, replica = 0, session = 0;
  for (std::size_t i = 0; i + 1 < kSettings; ++i) {
    for (std::size_t r = 0; r + 1 < kReplicas; ++r) {
      setting += a[i][r] * a[i + 1][r];
      replica += a[i][r] * a[i][r + 1];
      session += a[i][r] * b[i][r];
    }
  }
  // Sums of 1521 products of variance one: four standard deviations.
  for (const double sum : {setting, replica, session}) CHECK(std::abs(sum) < 4 * 39);
}

TEST_CASE("ensemble: paired runs share the stream of their replica") {
  Counting ensemble = counting({1, 2, 3}, 6, 1, Streams::Paired);
  finish(ensemble);
  std::set<std::uint64_t> draws;
  for (int r = 0; r < 6; ++r) {
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(ensemble.result(i, r)->draw == ensemble.result(0, r)->draw);
    }
    draws.insert(ensemble.result(0, r)->draw);
  }
  CHECK(draws.size() == 6);
}

TEST_CASE("ensemble: a run depends on neither the number of replicas nor on later settings") {
  for (const Streams streams : {Streams::Independent, Streams::Paired}) {
    Counting small = counting({1, 2}, 3, 9, streams), large = counting({1, 2, 3}, 5, 9, streams);
    finish(small);
    finish(large);
    for (std::size_t i = 0; i < 2; ++i) {
      for (int r = 0; r < 3; ++r) CHECK(small.result(i, r)->draw == large.result(i, r)->draw);
    }
  }
}

TEST_CASE("ensemble: cancelled it keeps what it has, restarted it does the same again") {
  Counting ensemble = counting({3, 1, 2}, 2);
  for (int i = 0; i < 6; ++i) ensemble.step();
  const std::uint64_t draw = ensemble.result(0, 0)->draw;
  ensemble.step();  // A job is under way.
  ensemble.cancel();
  CHECK(ensemble.finished());
  CHECK(ensemble.progress() == 1);
  CHECK(ensemble.job() == nullptr);
  CHECK(ensemble.done() == 2);
  ensemble.step();
  CHECK(ensemble.done() == 2);
  CHECK(ensemble.result(0, 0)->draw == draw);
  CHECK(ensemble.ended(2) == 0);
  ensemble.restart();
  CHECK_FALSE(ensemble.finished());
  CHECK(ensemble.progress() == 0);
  CHECK(ensemble.result(0, 0) == nullptr);
  int slices = 0;
  for (; !ensemble.finished(); ++slices) ensemble.step();
  CHECK(slices == 21);
  CHECK(ensemble.result(0, 0)->draw == draw);
  CHECK(ensemble.ended(2) == 2);
}

TEST_CASE("ensemble: without runs it is finished") {
  Counting none;
  none.step();
  CHECK(none.finished());
  CHECK(none.progress() == 1);
  CHECK(counting({}, 5).finished());
  CHECK(counting({1, 2}, 0).finished());
}

TEST_CASE("ensemble: a job's own progress moves the ensemble's") {
  struct Half {
    int made = 0;
    bool advance() { return ++made == 2; }
    std::optional<double> result() const { return made; }
    double progress() const { return made / 2.0; }
  };
  Ensemble<std::string, Half> e({"a", "b"}, 1, Rng(1),
                                [](const std::string&, int, const Rng&) { return Half{}; });
  std::vector<double> seen;
  while (!e.finished()) {
    e.step();
    seen.push_back(e.progress());
  }
  CHECK(seen == std::vector<double>{0, 0.25, 0.5, 0.5, 0.75, 1});
}

TEST_CASE("ensemble: slopes with honest intervals over many sessions") {
  const std::vector<double> widths{8, 16, 32, 64, 128, 256};
  constexpr int kSessions = 600;
  constexpr double kSlope = -0.5;
  int medians = 0, runs = 0;
  double chi = 0;
  for (std::uint64_t seed = 0; seed < kSessions; ++seed) {
    const auto make = [](const double& m, int, const Rng& rng) {
      return PowerJob{3 * std::pow(m, kSlope) * std::exp(0.4 * Rng(rng).normal())};
    };
    Ensemble<double, PowerJob> e(widths, 5, Rng(seed).split(11), make);
    e.step();
    e.step();
    CHECK_FALSE(slopeOfMedians(e.over(std::identity{}, std::identity{})).valid);
    finish(e);
    const auto samples = e.over(std::identity{}, std::identity{});
    const LineFit median = slopeOfMedians(samples), all = slopeOfRuns(samples);
    REQUIRE(median.points == 6);
    REQUIRE(all.points == 30);
    const Interval m = slopeInterval(median), a = slopeInterval(all);
    medians += m.lo <= kSlope && kSlope <= m.hi;
    runs += a.lo <= kSlope && kSlope <= a.hi;
    chi += std::pow((all.slope - kSlope) / all.slopeError, 2);
  }
  // 95 % of 600 are 570 with a standard deviation of 5.3: four of them.
  CHECK(std::abs(medians - 570) < 22);
  CHECK(std::abs(runs - 570) < 22);
  // t squared with 28 degrees of freedom has the mean 28 / 26 and a variance of about 2.7.
  CHECK(std::abs(chi / kSessions - 28.0 / 26) < 4 * std::sqrt(2.7 / kSessions));
}

TEST_CASE("ensemble: progress of a shown run and its sweep") {
  CHECK(studyProgress(false, 0.5, 0, 9) == 0.3 * 0.5);
  for (std::size_t done = 0; done <= 48; ++done) {
    CHECK(studyProgress(false, 1, done, 48) == 0.3 * 1 + 0.69 * static_cast<double>(done) / 48);
    CHECK(studyProgress(false, 1, done, 48, 0.4) ==
          0.4 * 1 + 0.59 * static_cast<double>(done) / 48);
  }
  CHECK(studyProgress(false, 0.25, 0, 0) == 0.25);
  CHECK(studyProgress(false, 1, 0, 0) == 0.99);
  CHECK(studyProgress(true, 0.1, 1, 5) == 1);
}
