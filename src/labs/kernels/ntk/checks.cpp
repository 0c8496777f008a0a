#include "labs/kernels/ntk/checks.h"

#include <cmath>
#include <functional>

#include "lab/claim.h"
#include "lab/param_text.h"

namespace basin::ntk {

namespace {

constexpr const char* kWaiting = "the sweep is on its way";

// The claim on a sweep, as far as it does not hang on the whole training.
Claim onSweep(const Study& study, Relation relation, double predicted, double tolerance) {
  const Config& c = study.config();
  return Claim(relation, predicted, tolerance)
      .unless(!c.sweep, "the sweep is switched off")
      .unless(study.diverged(), "the training diverged")
      .unless(!study.task().flow.strictlyPositive(), "the kernel is not strictly positive")
      .unless(c.activation == KernelActivation::Linear,
              "linear networks of few inputs have too few modes");
}

// The same for what training to the end does; what it assumes is said first.
Claim onTraining(const Study& study, Relation relation, double predicted, double tolerance) {
  const Config& c = study.config();
  const bool fair = c.points == 7 && c.multiplier == 1 && c.depth == 1 && c.rate >= 0.05 &&
                    c.steps >= 400 && c.antisymmetric;
  return fair ? onSweep(study, relation, predicted, tolerance)
              : Claim(relation, predicted, tolerance)
                    .unless(true,
                            "judged for 7 points, one layer, α = 1, a start at zero and training "
                            "to the end");
}

// The exponent of a gap over all runs of a sweep. It may be off by `allowance`, for finite widths,
// and by half its 99.99 % interval: runs are independent, their logarithms nearly normal.
template <class Sweep>
CheckData exponent(Claim claim, const Sweep& sweep, double Gaps::*gap, double predicted,
                   double allowance) {
  return claim.after(sweep.finished(), kWaiting).decide([&] {
    const LineFit fit = slopeOfRuns(sweep.over(std::identity{}, gap));
    if (!fit.valid) return notApplicable("too many networks diverged");
    const Interval interval = slopeInterval(fit, 0.9999);
    const double error = (interval.hi - interval.lo) / 2;
    return judged(fit.slope, Relation::About, predicted, (allowance + error) / std::abs(predicted),
                  "log-log slope over all runs; its error is at most " + formatNumber(error));
  });
}

}  // namespace

CheckData motionSlope(const Study& study) {
  constexpr double kAllowance = 0.1;  // narrow networks move more
  return exponent(onTraining(study, Relation::About, -0.5, kAllowance / 0.5), study.widths(),
                  &Gaps::motion, -0.5, kAllowance);
}

CheckData driftSlope(const Study& study) {
  constexpr double kAllowance = 0.2;  // kernels of narrow networks drift less than the law says
  return exponent(onTraining(study, Relation::About, -1, kAllowance), study.widths(), &Gaps::drift,
                  -1, kAllowance);
}

CheckData gapSlope(const Study& study) {
  return onTraining(study, Relation::AtMost, -0.05, 0)
      .after(study.widths().finished(), kWaiting)
      .judge(
          [&] { return slopeOfRuns(study.widths().over(std::identity{}, &Gaps::toKernel)).slope; },
          "the theorem names no rate: the slope must be negative");
}

CheckData kernelSlope(const Study& study) {
  constexpr double kAllowance = 0.05;
  return exponent(onSweep(study, Relation::About, -0.5, kAllowance / 0.5)
                      .unless(study.config().depth > 2, "judged for one or two hidden layers"),
                  study.widths(), &Gaps::kernel, -0.5, kAllowance);
}

CheckData lazySlope(const Study& study) {
  // At α = 1 the motion is not yet in proportion.
  return onTraining(study, Relation::About, -1, 0.1)
      .after(study.multipliers().finished(), kWaiting)
      .judge(
          [&] {
            return slopeOfRuns(study.multipliers().over(std::identity{}, &Gaps::motion)).slope;
          },
          "log-log slope over α = 1 to 100 at width 256");
}

CheckData twinClosedForm(const Study& study) {
  const Trial& wide = study.wide();
  return Claim(Relation::AtMost, 0, 1e-8)
      .unless(study.diverged(), "the training diverged")
      .unless(wide.rate() > wide.largestRate(), "beyond 2/λmax the linear twin explodes")
      .after(wide.step() > 0, "no step yet")
      .judge([&] { return study.gaps().closedForm; }, "largest difference anywhere on the circle");
}

CheckData diagonal(const Study& study) {
  const Config& c = study.config();
  const Trial& wide = study.wide();
  // The antisymmetric pair has half as many different neurons.
  const double neurons = c.antisymmetric ? wide.width() / 2 : wide.width();
  return Claim(Relation::About, 2, 2 * std::sqrt(12 / neurons))
      .unless(c.activation != KernelActivation::Relu || c.depth != 1 || c.bias != 0,
              "for one ReLU layer without a bias")
      .unless(neurons < 32, "a mean over so few neurons is far from normal")
      .judge(wide.firstKernel()(0, 0), "tolerance: four standard deviations");
}

}  // namespace basin::ntk
