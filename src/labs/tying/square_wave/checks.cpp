#include "labs/tying/square_wave/checks.h"

#include <algorithm>
#include <limits>

#include "lab/claim.h"
#include "theory/fold.h"

namespace basin::square_wave {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kAssertedStarts = 60;
constexpr int kAssertedSteps = 1500;  // longer training changes nothing

// Why the measured rates say nothing at these parameters; empty when they do.
std::string notMeasuredHere(const Config& c) {
  if (c.experiment == Experiment::Map) return "a map has few starts a setting; it is looked at";
  if (c.depth > 3) {
    return "not asserted at depth " + std::to_string(c.depth) +
           ": with two units a layer nearly every start fails, tied or not";
  }
  const Config measured;
  if (c.width != measured.width || c.optimiser != measured.optimiser || c.rate != measured.rate ||
      c.batch != measured.batch || c.biasSd != measured.biasSd || c.centred != measured.centred ||
      c.trainSteps < kAssertedSteps) {
    return "rates were measured with 2 units a layer, Adam at rate 0.01, full batch, centred "
           "input, zero biases and 1500 steps or more; other settings are not asserted";
  }
  return c.starts < kAssertedStarts ? "needs 60 starts" : "";
}

// A claim about success rates with its bounds at depths 2 and 3; no theorem stands behind it.
CheckData rateClaim(const Study& study, double measured, Relation relation, double atDepth2,
                    double atDepth3) {
  const int starts = study.race().tally(kFree).starts;
  return Claim(relation, study.config().depth == 2 ? atDepth2 : atDepth3)
      .unlessSaid(notMeasuredHere(study.config()))
      .after(starts >= kAssertedStarts, "waits for 60 starts")
      .judge(measured, "measured claim over " + std::to_string(starts) + " starts, no theorem");
}

}  // namespace

double successRate(const Study& study, int which) {
  const Tally tally = study.race().tally(which);
  return tally.starts > 0 ? static_cast<double>(tally.solved) / tally.starts : kNaN;
}

CheckData correctAccuracy(const Study& study) {
  return judged(study.correct().accuracy, Relation::About, 1, 0,
                "share of 4096 points answered rightly");
}

CheckData correctSwitches(const Study& study) {
  const std::vector<double> predicted = squareWaveSwitches(study.depth());
  const std::vector<double>& measured = study.correct().switches;
  const bool inPlace = measured == predicted;
  return judged(inPlace ? static_cast<double>(measured.size()) : kNaN, Relation::About,
                static_cast<double>(predicted.size()), 0,
                inPlace ? "number of switches, all in place" : "switches are not where predicted");
}

CheckData correctLoss(const Study& study) {
  return judged(study.correct().loss, Relation::About, foldLoss(study.depth(), kSteepness),
                5e-4, "logistic loss of the correct net, K = 200, 4096 midpoints");
}

CheckData tiedAlive(const Study& study) {
  Tally free, tied;
  for (int setting = 0; setting < study.race().settings(); ++setting) {
    for (const Outcome& outcome : study.race().outcomes(kFree, setting)) free.add(outcome);
    for (const Outcome& outcome : study.race().outcomes(kTied, setting)) tied.add(outcome);
  }
  return Claim(Relation::AtMost, 0)
      .after(tied.starts > 0, "waits for the first start to end")
      .judge(tied.dead, [&] {
        return "starts with a dead layer: tied " + std::to_string(tied.dead) + ", free " +
               std::to_string(free.dead) + " of " + std::to_string(free.starts);
      });
}

CheckData tiedMinusFree(const Study& study) {
  return rateClaim(study, successRate(study, 1) - successRate(study, 0), Relation::AtLeast, 0.15,
                   0.15);
}

CheckData tiedEnough(const Study& study) {
  return rateClaim(study, successRate(study, 1), Relation::AtLeast, 0.70, 0.22);
}

CheckData grownEnough(const Study& study) {
  const Config& c = study.config();
  const int starts = study.race().tally(kFree).starts;
  Config atDepth3 = c;  // other depths are measured, too
  atDepth3.depth = std::min(c.depth, 3);
  // 200 of 200 starts at each depth: with 60 starts or more fewer than nine in ten would be a chance
  // of less than one in a thousand even if the true rate were 0.98, the lower end of Wilson's interval.
  return Claim(Relation::AtLeast, 0.9)
      .unless(c.growth != Growth::FoldFromZero,
              "measured for a net that grows by folds under an output of zeros")
      .unlessSaid([&] { return notMeasuredHere(atDepth3); })
      .after(starts >= kAssertedStarts, "waits for 60 starts")
      .judge([&] { return successRate(study, kGrown); },
             "measured claim over " + std::to_string(starts) + " starts, no theorem");
}

CheckData freeRarely(const Study& study) {
  return rateClaim(study, successRate(study, 0), Relation::AtMost, 0.40, 0.12);
}

}  // namespace basin::square_wave
