#include "labs/convergence/sgd_cost/checks.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "lab/claim.h"
#include "lab/param_text.h"

namespace basin::sgd_cost {

namespace {

constexpr const char* kWaiting = "the runs are on their way";
// In standard errors: five for sums of thousands of steps, which are normal. Means of a few hundred
// products of random factors are skewed, where they can be judged at all: over 200 log-normal runs
// that deviate by 1.2 of their mean one in a million is off by eight.
constexpr double kAllowed = 5, kAllowedMean = 8;
constexpr double kMostSpread = 1.2;
constexpr int kSpreadRuns = 200;  // fewer have to deviate less

// Whether the mean of a lane's runs with this relative standard error says anything of its
// expectation.
bool trusted(const Lane& lane, double spread) {
  return spread * std::sqrt(std::max(kSpreadRuns, lane.runs().runs())) <= kMostSpread;
}

// The largest of several deviations, and where it is.
struct Largest {
  double deviation = -1;
  int batch = 0;
  void add(double value, int at) {
    // No number is a deviation beyond all others.
    if (!(value <= deviation)) deviation = value, batch = at;
  }
};

std::string at(const Largest& largest) {
  return "largest at b = " + std::to_string(largest.batch);
}

Largest factorDeviation(const Study& study) {
  Largest largest;
  for (const Lane& lane : study.race().lanes()) {
    const BatchRegressionRuns& runs = lane.runs();
    if (runs.steps() == 0) continue;
    largest.add(std::abs(runs.measuredFactor() - lane.law().factor()) / runs.factorError(),
                lane.batch());
  }
  return largest;
}

Largest meanDeviation(const Study& study) {
  Largest largest;
  for (const Lane& lane : study.race().lanes()) {
    const long last = lane.runs().steps();
    for (const long t : {last / 3, 2 * last / 3, last}) {
      if (t == 0) continue;
      const double spread = lane.spread(t);
      if (!trusted(lane, spread)) continue;
      const double law = lane.law().meanAfter(static_cast<double>(t), 1);
      const double measured = lane.means()[static_cast<std::size_t>(t)];
      largest.add(std::abs(measured / law - 1) / spread, lane.batch());
    }
  }
  return largest;
}

// Steps to the target, measured and as the law has them, and what the spread of the mean makes of
// the latter. Nothing close to the floor, where the mean hardly falls and chance decides when it
// crosses, nor where few runs rule the mean.
struct ToTarget {
  double measured = 0, law = 0, error = 0;
};
std::optional<ToTarget> toTarget(const Lane& lane) {
  const auto measured = lane.stepsToTarget();
  const auto law = lane.lawStepsToTarget();
  const double rest = lane.law().floor();
  if (!measured || !law || rest > kTarget / 2) return std::nullopt;
  const double spread = lane.spread(static_cast<long>(std::ceil(*law)));
  if (!trusted(lane, spread)) return std::nullopt;
  const double slope = (1 - rest / kTarget) * -std::log(lane.law().factor());
  return ToTarget{*measured, *law, spread / slope};
}

Largest samplesDeviation(const Study& study) {
  Largest largest;
  for (const Lane& lane : study.race().lanes()) {
    if (const auto found = toTarget(lane)) {
      largest.add(std::abs(found->measured - found->law) / found->error, lane.batch());
    }
  }
  return largest;
}

double samplesOf(const Lane& lane) {
  const auto steps = lane.stepsToTarget();
  return steps ? *steps * lane.batch() : std::nan("");
}

const Lane& criticalLane(const Study& study) {
  const double critical = criticalBatch(study.config().dimension);
  return *std::ranges::find(study.race().lanes(), critical, &Lane::batch);
}

}  // namespace

CheckData factorLaw(const Study& study) {
  const Largest largest = factorDeviation(study);
  return Claim(Relation::AtMost, 0, kAllowed)
      .after(study.race().finished(), kWaiting)
      .judge(largest.deviation, at(largest));
}

LawData watchedFactor(const Study& study) {
  const BatchRegressionRuns& runs = study.race().watched().runs();
  LawData law{.predicted = runs.law().factor()};
  if (runs.steps() > 0) law.measured = runs.measuredFactor();
  return law;
}

CheckData meanLaw(const Study& study) {
  const Largest largest = meanDeviation(study);
  return Claim(Relation::AtMost, 0, kAllowedMean)
      .after(study.race().finished(), kWaiting)
      .unless(largest.batch == 0, "a few runs rule the means at these settings")
      .judge(largest.deviation, at(largest));
}

CheckData samplesLaw(const Study& study) {
  const Largest largest = samplesDeviation(study);
  return Claim(Relation::AtMost, 0, kAllowedMean)
      .unless(study.config().rateOverBest >= 2, "from η = 2/A on the mean error does not fall")
      .after(study.race().finished(), kWaiting)
      .unless(largest.batch == 0, "no batch size came to a thousandth well above its floor")
      .judge(largest.deviation, at(largest));
}

LawData watchedSamples(const Study& study) {
  const Lane& lane = study.race().watched();
  const double law = lane.batch() * lane.law().stepsTo(kTarget, 1);
  if (!std::isfinite(law)) return {};
  return {.predicted = law, .measured = samplesOf(lane)};
}

CheckData floorLaw(const Study& study) {
  const Lane& lane = study.race().watched();
  const BatchRegression& law = lane.law();
  const double rest = law.floor(), q = law.factor();
  // Over the second half of the steps; neighbours are correlated by the factor q, exactly.
  const auto all = static_cast<long>(lane.means().size()), first = all / 2, length = all - first;
  double measured = 0, predicted = 0, correlated = 1;
  for (long t = first; t < all; ++t) {
    measured += lane.means()[static_cast<std::size_t>(t)] / static_cast<double>(length);
    predicted += law.meanAfter(static_cast<double>(t), 1) / static_cast<double>(length);
  }
  for (long k = 1; k < length; ++k) {
    correlated += 2 * std::pow(q, k) * (1 - static_cast<double>(k) / static_cast<double>(length));
  }
  const double spread = lane.spread(all - 1);
  const double error = spread * std::sqrt(correlated / static_cast<double>(length));
  constexpr double kRest = 0.01;
  return Claim(Relation::About, rest, kAllowedMean * error + kRest)
      .unless(study.config().dataNoise == 0, "there is no noise, and no floor")
      .unless(!std::isfinite(rest), "from η = 2/A on nothing comes to rest")
      .after(lane.ended(), kWaiting)
      .unless(!(predicted < (1 + kRest) * rest), "the runs end before the floor")
      .unless(!trusted(lane, spread), "a few runs rule the mean at these settings")
      .judge(measured, [&] { return "at b = " + std::to_string(lane.batch()); });
}

CheckData criticalCost(const Study& study) {
  const Lane &critical = criticalLane(study), &single = study.race().lanes().front();
  const auto many = toTarget(critical), one = toTarget(single);
  const bool known = many && one;
  const double law = known ? critical.batch() * many->law / one->law : 0;
  const double error = known ? std::hypot(many->error / many->law, one->error / one->law) : 0;
  return Claim(Relation::About, law, kAllowedMean * error)
      .unless(study.config().rateOverBest >= 2, "from η = 2/A on the mean error does not fall")
      .after(study.race().finished(), kWaiting)
      .unless(!known, "a thousandth is not reached well above the floor, or by few runs alone")
      .judge([&] { return critical.batch() * many->measured / one->measured; },
             [&] { return "b = " + std::to_string(critical.batch()) + " over b = 1"; });
}

CheckData smallBatchesLead(const Study& study) {
  constexpr int kJudgedEpochs = 20;
  const auto& runs = study.networks().runs();
  const auto loss = [&](std::size_t i) { return runs[i]->lossAfter(kJudgedEpochs); };
  return Claim(Relation::AtLeast, 1)
      .unless(study.config().count < 256, "judged for 256 examples and more")
      .after(study.networks().finished(), kWaiting)
      .unless(std::ranges::any_of(runs, [](const auto& run) { return run->diverged(); }),
              "a network diverged")
      .judge([&] { return loss(3) / loss(0); },
             "loss by all examples at once over that by one at a time");
}

CheckData workBound(const Study& study) {
  double most = 0;
  for (const Work& work : study.work()) most = std::max(most, work.flop / work.weights);
  return judged(most, Relation::AtMost, 6, 0, "the most of 18 tanh networks, counted");
}

}  // namespace basin::sgd_cost
