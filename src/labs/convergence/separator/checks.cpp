#include "labs/convergence/separator/checks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/claim.h"

namespace basin::separator {

namespace {

constexpr double kRounding = 1e-9;
constexpr const char* kNone = "the start needs no update";
constexpr const char* kRelu = "ReLU has no slope below zero, so no bound";
constexpr const char* kLearnt = "the output layer learns as well, and the theorem holds it fixed";
constexpr const char* kShown = "the network is on its way";
constexpr const char* kSweep = "the sweep is on its way";

// What the theorem says of the network shown.
Claim ofTheorem(const Study& study, Relation relation, double predicted, double tolerance = 0) {
  return Claim(relation, predicted, tolerance)
      .unless(study.config().slope == 0, kRelu)
      .unless(study.config().learnOutput, kLearnt);
}

// Largest of a number of all runs of the sweep.
template <class Projection>
double largest(const Study& study, Projection projection) {
  double most = 0;
  for (const Over over : {Over::Pairs, Over::Slope, Over::Count}) {
    for (const ValuesAt& at : study.over(over, projection)) {
      for (const double value : at.values) most = std::max(most, value);
    }
  }
  return most;
}

}  // namespace

CheckData updatesWithinBound(const Study& study) {
  return ofTheorem(study, Relation::AtMost, study.bound())
      .after(study.shownFinished(), kShown)
      .judge(static_cast<double>(study.network().updates()), "until an epoch went by without one");
}

CheckData endsAtZeroLoss(const Study& study) {
  return ofTheorem(study, Relation::AtMost, 0)
      .after(study.shownFinished(), kShown)
      .unless(!study.network().ended(), "given up on the way")
      .judge([&] { return study.loss(); }, "mean hinge loss");
}

CheckData gradientWithLoss(const Study& study) {
  return ofTheorem(study, Relation::AtLeast, 1, kRounding)
      .unless(!std::isfinite(study.leastSteepness()), "the start has no loss")
      .after(study.shownFinished(), kShown)
      .judge(study.leastSteepness(), "least of the start and the ends of the epochs");
}

CheckData everyUpdateGains(const Study& study) {
  const std::vector<Update>& updates = study.updates();
  // W.W*/|W*| is at most |W|, and rounded in its last digits; a gain may be tiny.
  const double rounding = 1e-14 * updates.back().norm / study.squeeze().gain;
  return ofTheorem(study, Relation::AtLeast, 1, kRounding + rounding)
      .after(study.shownFinished(), kShown)
      .unless(updates.size() < 2, kNone)
      .judge(
          [&] {
            double least = std::numeric_limits<double>::infinity();
            for (std::size_t t = 1; t < updates.size(); ++t) {
              least = std::min(least, updates[t].projection - updates[t - 1].projection);
            }
            return least / study.squeeze().gain;
          },
          "least of all updates");
}

CheckData normGrowsAtMost(const Study& study) {
  const std::vector<Update>& updates = study.updates();
  return Claim(Relation::AtMost, 1, kRounding)
      .unless(study.config().learnOutput, kLearnt)
      .after(study.shownFinished(), kShown)
      .unless(updates.size() < 2, kNone)
      .judge(
          [&] {
            double most = 0;
            for (std::size_t t = 1; t < updates.size(); ++t) {
              most = std::max(most, updates[t].norm * updates[t].norm -
                                        updates[t - 1].norm * updates[t - 1].norm);
            }
            return most / study.squeeze().growth;
          },
          "largest of all updates");
}

CheckData sweepWithinBound(const Study& study) {
  return ofTheorem(study, Relation::AtMost, 1)
      .unless(study.config().runs == 0, "there is no sweep")
      .after(study.finished(), kSweep)
      .judge([&] { return largest(study, [](const Run& r) { return r.updates / r.bound; }); },
             "largest of all runs");
}

CheckData widthMakesNoDifference(const Study& study) {
  const Config& c = study.config();
  return ofTheorem(study, Relation::AtMost, 0.2)
      .unless(c.runs < 5, "judged for five runs a width and more")
      .unless(c.startNorm > 0.1, "judged for starts of at most 0.1")
      .unless(c.dataset != Dataset::Gap, "judged where there is a margin")
      // At 0.02 in fifty dimensions one pair takes twice the updates of two hundred.
      .unless(c.margin < 0.1, "judged for margins of 0.1 and more")
      .after(study.finished(), kSweep)
      .decide([&] {
        const auto updates = study.over(Over::Pairs, &Run::updates);
        const auto byMean = [](const ValuesAt& a, const ValuesAt& b) {
          return mean(a.values) < mean(b.values);
        };
        const auto [least, most] = std::ranges::minmax_element(updates, byMean);
        const double middle = (mean(least->values) + mean(most->values)) / 2;
        if (middle < 10) return notApplicable("judged for ten updates and more");
        // The widths share examples and orders, so that runs are compared one by one.
        std::vector<double> differences;
        for (std::size_t r = 0; r < least->values.size(); ++r) {
          differences.push_back(most->values[r] - least->values[r]);
        }
        const double error = std::sqrt(variance(differences) / static_cast<double>(c.runs));
        return judged(mean(differences) / middle, Relation::AtMost, 0.2, 3 * error / middle,
                      "largest less least mean of nine widths, over their mean");
      });
}

CheckData errorWithinBound(const Study& study) {
  const auto errors = study.over(Over::Count, &Run::error);
  const double n = errors.empty() ? 0 : errors.back().x;
  const double bound = compressionBound(study.bound(), n);
  return ofTheorem(study, Relation::AtMost, bound)
      .unless(study.config().dataset != Dataset::Gap, "judged where there is a margin")
      .unless(study.config().runs == 0, "there is no sweep")
      .unless(!(bound < 1), "the bound is above 1 up to 1600 examples and says nothing")
      .after(study.finished(), kSweep)
      .judge([&] { return mean(errors.back().values); }, "mean over runs with 1600 examples");
}

// All of 2600 runs with 100 examples did; ReLU and large steps are another matter.
CheckData bothLayersFit(const Study& study) {
  const Config& c = study.config();
  std::vector<double> fits;
  for (const ValuesAt& at : study.over(Over::Pairs, &Run::fits)) {
    fits.insert(fits.end(), at.values.begin(), at.values.end());
  }
  return Claim(Relation::AtLeast, 0.99)
      .unless(!c.learnOutput, "the output layer is held fixed")
      .unless(c.slope < 0.05, "judged for slopes of 0.05 and more")
      .unless(c.rate > 1, "judged for step sizes up to 1: larger ones may diverge")
      .unless(c.dataset != Dataset::Gap, "judged where there is a margin")
      .unless(c.runs == 0, "there is no sweep")
      .after(study.finished(), kSweep)
      .judge([&] { return mean(fits); }, "of all widths");
}

CheckData stuckOnAxes(const Study& study) {
  const Config& c = study.config();
  double expected = 0, variance = 0, stuck = 0, runs = 0;
  for (const auto& [k, values] : study.over(Over::Pairs, &Run::stuck)) {
    const double p = 1 - reluShareOnAxes(k, c.dimension);
    const auto trials = static_cast<double>(c.runs);
    expected += p * trials;
    variance += p * (1 - p) * trials;
    runs += trials;
    for (const double each : values) stuck += each;
  }
  // Five standard deviations of a sum of independent runs, and one run for its being whole.
  return Claim(Relation::About, expected / runs, (5 * std::sqrt(variance) + 1) / expected)
      .unless(c.dataset != Dataset::Axes, "said of orthonormal examples")
      .unless(c.slope > 0, "said of ReLU")
      .unless(c.learnOutput, kLearnt)
      .unless(c.runs == 0, "there is no sweep")
      .after(study.finished(), kSweep)
      .judge(stuck / runs, "share of the runs of all widths");
}

}  // namespace basin::separator
