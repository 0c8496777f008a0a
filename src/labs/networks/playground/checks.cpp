#include "labs/networks/playground/checks.h"

#include <limits>

#include "lab/claim.h"
#include "lab/param_text.h"

namespace basin::playground {

namespace {

constexpr double kDescentTolerance = 0.02;

// The prediction while there is none.
double predictedBy(const Monitor::Worst& worst) {
  return worst.count > 0 ? worst.predicted : std::numeric_limits<double>::quiet_NaN();
}

// Why nothing was compared in a run that has ended; empty when something was, or may still be.
std::string missed(const Study& study, const Monitor::Worst& worst, const char* small) {
  if (worst.count > 0 || !study.ended()) return {};
  if (study.trainer().objective().empty()) return "There was nothing to train on.";
  if (study.monitor().measuredAt() < 0) return "The run ended before the curvature was measured.";
  if (study.diverged()) return "The run diverged before a step could be compared.";
  return small;
}

constexpr const char* kWaits = "Waits for the first measurement of the curvature.";

}  // namespace

CheckData descentLemma(const Study& study) {
  const Monitor& monitor = study.monitor();
  const Monitor::Worst& tightest = monitor.descent();
  return Claim(Relation::AtLeast, predictedBy(tightest), kDescentTolerance)
      .unless(study.setup().optimiser != NetworkSetup::Optimiser::GradientDescent,
              "The descent lemma is about plain gradient descent.")
      .unless(!study.trainer().isFullBatch(),
              [&] {
                return "The descent lemma is about full batches; a batch is " +
                       std::to_string(study.setup().batch) + " here.";
              })
      .unless(!study.setup().isSmooth(),
              "The gradient jumps at a kink of the activation or the loss, so that no curvature "
              "bounds it.")
      .unless(tightest.count == 0 && monitor.unstable() > 0,
              [&] {
                return "The lemma needs ηβ < 2; the least of " +
                       std::to_string(monitor.unstable()) + " measurements is " +
                       formatNumber(monitor.lowestRatio()) + ".";
              })
      .unlessSaid([&] {
        return missed(study, tightest,
                      "No step that was looked at changed the loss by more than its rounding.");
      })
      .after(tightest.count > 0, kWaits)
      .judge(tightest.measured, [&] {
        return "Decrease of the loss over η|g|², and 1 − ηβ/2: the tightest of " +
               std::to_string(tightest.count) + " steps looked at, step " +
               std::to_string(tightest.step) + ".";
      });
}

CheckData hessianProduct(const Study& study) {
  const Monitor& monitor = study.monitor();
  const Monitor::Worst& worst = monitor.agreement();
  return Claim(Relation::About, predictedBy(worst), Monitor::kProductTolerance)
      .unless(!study.setup().isSmooth(),
              "A difference of gradients is no derivative across a kink of the activation or the "
              "loss.")
      .unless(worst.count == 0 && monitor.unresolved() > 0,
              "The curvature changes too fast for a difference of gradients.")
      .unlessSaid([&] {
        return missed(study, worst, "H v is too short for a difference of gradients to show it.");
      })
      .after(worst.count > 0, kWaits)
      .decide([&] {
        const std::string excess = formatNumber(worst.excess, 2);
        const std::string count = std::to_string(worst.count);
        // Vectors of equal lengths may differ still.
        if (!(worst.excess <= Monitor::kProductTolerance)) {
          return judged(worst.excess, Relation::AtMost, Monitor::kProductTolerance, 0,
                        "H v by a difference of gradients and by the R-operator differ by " +
                            excess + " of their length, the worst of " + count +
                            " random directions.");
        }
        return judged(worst.measured, Relation::About, worst.predicted, Monitor::kProductTolerance,
                      "Lengths of H v: difference of gradients and R-operator. The vectors differ "
                      "by " + excess + " of their length at most (" + count +
                          " random directions).");
      });
}

}  // namespace basin::playground
