#include "labs/tying/convolution/checks.h"

#include <algorithm>
#include <cmath>

#include "lab/claim.h"

namespace basin::convolution {

namespace {

constexpr const char* kWaiting = "the sweep is on its way";

// Why what was measured at the defaults says nothing here; empty when it does.
std::string measuredElsewhere(const Config& c) {
  const Config d;
  const bool same = c.question == d.question && c.length == d.length &&
                    c.patternLength == d.patternLength && c.strength == d.strength &&
                    c.seenShare == d.seenShare && c.filters == d.filters && c.rate == d.rate &&
                    c.stepLimit == d.stepLimit;
  if (!same) return "measured at the default settings, of which only n and the runs may differ";
  return c.runs < 4 ? "judged for four runs a setting and more" : "";
}

// Variance of a measured share.
double shareVariance(double p) {
  return p * (1 - p) / kTests;
}

}  // namespace

double meanAccuracy(const Study& study, Kind kind, int count, double Outcome::*accuracy) {
  const auto& counts = study.counts();
  const auto at = std::ranges::find(counts, count) - counts.begin();
  return study.sweep().mean(study.settingOf(kind, static_cast<std::size_t>(at)), accuracy);
}

CheckData shiftsAlike(const Study& study) {
  // Every window adds up the same numbers in the same order.
  return Claim(Relation::AtMost, 0, 1e-9)
      .judge(study.shiftDifference(), "of the noise-free pattern, over all its places");
}

CheckData parametersCounted(const Study& study) {
  long different = 0;
  for (const Kind kind : kKinds) {
    different += std::abs(study.learner(kind).network().parameterCount() -
                          parametersOf(study.config(), kind));
  }
  return judged(
      static_cast<double>(different), Relation::About, 0, 0,
      "convolution " + std::to_string(parametersOf(study.config(), Kind::Tied)) +
          ", locally connected " + std::to_string(parametersOf(study.config(), Kind::Local)) +
          ", fully connected " + std::to_string(parametersOf(study.config(), Kind::Full)));
}

LawData parametersLaw(const Study& study) {
  return {.predicted = static_cast<double>(parametersOf(study.config(), Kind::Tied)),
          .measured = static_cast<double>(study.learner(Kind::Tied).network().parameterCount())};
}

CheckData noneBeatsBest(const Study& study) {
  // Both are measured on the same 500 examples, so that their difference has at most the deviation
  // of independent ones; five of them is no chance in any number of runs.
  const auto beats = [](double accuracy, double best) {
    if (std::isnan(accuracy) || std::isnan(best)) return false;
    const double slack = 5 * std::sqrt(shareVariance(accuracy) + shareVariance(best));
    return accuracy > best + slack + 1.0 / kTests;
  };
  return Claim(Relation::AtMost, 0)
      .unless(study.config().runs == 0, "needs runs of the sweep")
      .after(study.sweep().finished(), kWaiting)
      .judge(
          [&] {
            int count = 0;
            for (std::size_t i = 0; i < study.sweep().settings().size(); ++i) {
              for (const Outcome* o : study.sweep().results(i)) {
                count += beats(o->seen, o->bestSeen) + beats(o->unseen, o->bestUnseen);
              }
            }
            return count;
          },
          "all networks of the sweep, beyond five standard deviations of the test");
}

CheckData unseenAsSeen(const Study& study) {
  const Study::Accuracies& now = study.accuracies(Kind::Tied);
  // Five deviations of a difference of two tests.
  const double slack = 5 * std::sqrt(shareVariance(now.seen) + shareVariance(now.unseen));
  return Claim(Relation::AtMost, 0, slack)
      .unless(study.problem().unseen.count == 0, "no places are kept from training")
      .judge(std::abs(now.seen - now.unseen), "of the convolution shown, 500 signals each");
}

LawData unseenLaw(const Study& study) {
  if (study.problem().unseen.count == 0) return {};
  const Study::Accuracies& now = study.accuracies(Kind::Tied);
  return {.predicted = now.seen, .measured = now.unseen};
}

CheckData tiedNeedsFewer(const Study& study) {
  // Over 200 runs the mean accuracies at 64 examples were 0.935, 0.781 and 0.684, with deviations
  // of 0.03, 0.054 and 0.067; a difference of means of four runs deviates by 0.03.
  return Claim(Relation::AtLeast, 0.02)
      .unlessSaid(measuredElsewhere(study.config()))
      .after(study.sweep().finished(), kWaiting)
      .judge(
          [&] {
            return meanAccuracy(study, Kind::Tied, 64, &Outcome::seen) -
                   std::max(meanAccuracy(study, Kind::Local, 64, &Outcome::seen),
                            meanAccuracy(study, Kind::Full, 64, &Outcome::seen));
          },
          "mean accuracies at 64 examples, convolution − the better of the others");
}

CheckData othersMissUnseen(const Study& study) {
  // Over 200 runs the mean accuracies were 0.491 and 0.488, with deviations of 0.018.
  return Claim(Relation::AtMost, 0.55)
      .unlessSaid(measuredElsewhere(study.config()))
      .after(study.sweep().finished(), kWaiting)
      .judge(
          [&] {
            return std::max(meanAccuracy(study, Kind::Local, 1024, &Outcome::unseen),
                            meanAccuracy(study, Kind::Full, 1024, &Outcome::unseen));
          },
          "mean accuracy of the better of both at 1024 examples; guessing is right half the time");
}

CheckData sideIsLost(const Study& study) {
  const Config& c = study.config();
  // Five deviations of the mean of tests that guess.
  const double slack = 5 * 0.5 / std::sqrt(static_cast<double>(kTests) * std::max(1, c.runs));
  return Claim(Relation::AtMost, 0.5, slack)
      .unless(c.question != PatternQuestion::Side, "asked is whether the pattern is there")
      .unless(study.problem().seen.count < 2, "a single place has no sides")
      .unless(c.runs == 0, "needs runs of the sweep")
      .after(study.sweep().finished(), kWaiting)
      .judge([&] { return meanAccuracy(study, Kind::Tied, 1024, &Outcome::seen); },
             "mean accuracy at 1024 examples");
}

}  // namespace basin::convolution
