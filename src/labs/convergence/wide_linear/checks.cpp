#include "labs/convergence/wide_linear/checks.h"

#include <cmath>
#include <vector>

#include "lab/claim.h"

namespace basin::wide_linear {

namespace {

// The theorem's own constant is unknown. In 14 400 runs of m = 8 L, two to ten layers deep, none
// was above the bound (tests/theory/wide_linear_test.cpp repeats some); of m = 4 L 36 were.
constexpr int kWidePerLayer = 8;
constexpr double kLargest = 1 + 1e-12;
constexpr int kWidest = 64;  // of the sweep

Claim ofTheSweep(const Study& study, Relation relation, double predicted, int runs) {
  return Claim(relation, predicted)
      .unless(study.diverged(), "the shown network diverged")
      .unless(study.config().runs < runs, "judged for " + std::to_string(runs) + " runs and more")
      .unless(study.config().rate > kLargest, "the theorem asks for η ≤ d/(3Lλ₁)");
}

// Losses left by the narrowest networks of these depths.
double narrowLeft(const Study& study, std::initializer_list<int> depths) {
  std::vector<double> left;
  for (const int depth : depths) {
    for (const double each : study.sweep().values(study.place(depth, 2), &Run::left)) {
      left.push_back(each);
    }
  }
  return median(left);
}

double medianFactor(const Study& study, int width) {
  std::vector<double> factors =
      study.sweep().values(study.place(study.config().factors, width), &Run::factor);
  std::erase_if(factors, [](double f) { return !std::isfinite(f); });
  return median(factors);
}

constexpr const char* kWaiting = "the sweep is on its way";

}  // namespace

CheckData bound(const Study& study) {
  const Config& c = study.config();
  return Claim(Relation::AtMost, 1)
      .unless(c.rate > kLargest, "the theorem asks for η ≤ d/(3Lλ₁)")
      .unless(c.factors > 1 && c.width < kWidePerLayer * c.factors,
              "too narrow: the theorem's width has a constant it does not name; judged from 8L on")
      .after(study.shown().steps() > 0, "no step yet")
      .judge(study.shown().boundRatio(), "largest loss over its bound, of all steps");
}

LawData boundLaw(const Study& study) {
  const Descent& shown = study.shown();
  if (shown.diverged()) return {};
  return {.predicted = shown.losses()[0] *
                       std::pow(shown.law().provedFactor, static_cast<double>(shown.steps())),
          .measured = shown.losses().back()};
}

CheckData wideHolds(const Study& study) {
  Share share;
  for (const int depth : study.depths()) {
    for (const int width : study.widths()) {
      if (width < kWidePerLayer * depth) continue;
      const Share each = study.holding(study.place(depth, width));
      share.successes += each.successes;
      share.trials += each.trials;
    }
  }
  return ofTheSweep(study, Relation::AtLeast, 1, 1)
      .after(study.finished(), kWaiting)
      .judge(share.value(), "share of the runs of all depths with m ≥ 8L");
}

CheckData narrowFails(const Study& study) {
  const Config& c = study.config();
  return ofTheSweep(study, Relation::AtMost, 0.2, 5)
      .unless(c.rank < kInputs || c.condition > 2 || c.rate < 0.5 || c.stepLimit < 100,
              "judged for full rank, κ ≤ 2, half the largest step size and 100 steps at least")
      .after(study.finished(), kWaiting)
      .judge([&] { return study.holding(study.place(8, 2)).value(); },
             "share of the runs of eight layers of width 2");
}

CheckData oneLayer(const Study& study) {
  const double predicted = study.shown().law().limitFactor;
  const double measured = study.shown().factor();
  return Claim(Relation::About, predicted, 0.02)
      .unless(study.config().factors > 1, "for one layer, where the kernel never moves")
      .unless(study.config().condition > 1 && study.config().rank > 1,
              "with κ > 1 faster modes are in the loss as well")
      .unless(study.diverged(), "the shown network diverged")
      .unless(predicted < 1e-3, "one step takes nearly all of the loss")
      .after(study.shownFinished(), "it is on its way")
      .judge(measured, "factor of the loss in a step");
}

CheckData towardsLimit(const Study& study) {
  const double limit = study.shown().law().limitFactor;
  return ofTheSweep(study, Relation::AtMost, 1, 5)
      .unless(study.config().factors < 2, "one layer has no width")
      .unless(std::pow(limit, study.config().stepLimit) > 1e-5,
              "too few steps for the slowest mode to be alone in the loss")
      .after(study.finished(), kWaiting)
      .judge(
          [&] {
            return std::abs(medianFactor(study, kWidest) - limit) /
                   std::abs(medianFactor(study, 4) - limit);
          },
          "distance of the median factor from its limit, at width 64 over that at width 4");
}

CheckData depthHurts(const Study& study) {
  return ofTheSweep(study, Relation::AtLeast, 1, 5)
      .unless(study.config().stepLimit < 100, "judged for 100 steps and more")
      .unless(study.config().rank < kInputs, "judged for full rank")
      .after(study.finished(), kWaiting)
      .judge(
          [&] {
            return narrowLeft(study, {8, 9, 10}) / narrowLeft(study, {2, 3});
          },
          "median of the loss left at width 2, of eight to ten layers over two to three");
}

}  // namespace basin::wide_linear
