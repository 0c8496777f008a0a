#include "labs/convergence/structured/checks.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "lab/claim.h"

namespace basin::structured {

namespace {

constexpr const char* kSweep = "the sweep is on its way";
constexpr const char* kTooClose = "the clusters are too close: diameter above δ/(8l)";

// Of the network shown and of all runs.
template <class Projection, class Join>
double overAll(const Study& study, Projection projection, Join join) {
  double all = std::invoke(projection, study.now());
  for (const ValuesAt& at : study.sweep().over(std::identity{}, projection)) {
    for (const double value : at.values) all = join(all, value);
  }
  return all;
}

// An exponent of the wide sweep. Where many pairs change, or few clusters are there to change,
// widths of 100 to 1600 are far from the limit.
template <class Projection>
CheckData exponent(const Study& study, bool learnt, double slope, double tolerance,
                   Projection projection) {
  const Config& c = study.config();
  return Claim(Relation::About, slope)
      .unless(study.diverged(), "the training diverged")
      .unless(c.learnOutput != learnt, learnt ? "the output layer is held fixed"
                                              : "the output layer learns as well, and the theorem "
                                                "holds it fixed")
      .unless(c.widths == Widths::Narrow, "judged for wide networks")
      .unless(c.runs < 3, "judged for three runs a width and more")
      .unless(c.dimension < 8, "judged for eight dimensions and more")
      .unless(c.classes * c.perClass < 4, "judged for four clusters and more")
      .unless(c.steps < 50, "judged for 50 steps and more")
      .unless(c.rate * c.steps > 1000, "judged for η₀t up to 1000")
      .after(study.finished(), kSweep)
      .decide([&] {
        const LineFit fit = slopeOfRuns(study.sweep().over(std::identity{}, projection));
        if (!fit.valid) return notApplicable("too few changes to tell a slope");
        return judged(fit.slope, Relation::About, slope,
                      (tolerance + 3 * fit.slopeError) / std::abs(slope),
                      "log-log slope of all runs from width 100 to 1600");
      });
}

}  // namespace

CheckData changeNeedsMovement(const Study& study) {
  return Claim(Relation::AtMost, 0)
      .unless(study.diverged(), "the training diverged")
      .after(study.finished(), kSweep)
      .judge([&] { return overAll(study, &Run::impossible, std::plus<>()); },
             "of the network shown and all runs");
}

CheckData movementWithinLimit(const Study& study) {
  const auto larger = [](double a, double b) { return std::max(a, b); };
  return Claim(Relation::AtMost, 1, 1e-9)
      .unless(study.diverged(), "the training diverged")
      .after(study.finished(), kSweep)
      .judge([&] { return overAll(study, &Run::overLimit, larger); }, "largest of all units");
}

CheckData changedWithinBound(const Study& study) {
  double changed = 0, bound = 0, expected = 0;
  const auto& widths = study.sweep().settings();
  for (std::size_t i = 0; i < widths.size(); ++i) {
    for (const Run* run : study.sweep().results(i)) {
      changed += run->changed;
      bound += std::min(1.0, run->bound);
      // Inputs of a cluster change together, so that clusters count and not inputs.
      expected += run->bound * widths[i] * static_cast<double>(study.data().centres.cols());
    }
  }
  return Claim(Relation::AtMost, 1)
      .unless(study.diverged(), "the training diverged")
      .unless(study.config().runs == 0, "there is no sweep")
      .after(study.finished(), kSweep)
      .unless(expected < 30, "too few changes to be counted")
      .judge(changed / bound, "mean over all runs, some four times below the bound");
}

CheckData changedSlope(const Study& study) {
  return exponent(study, false, -0.5, 0.1, &Run::changed);
}

CheckData pseudoSlope(const Study& study) {
  // In loose clusters inputs change one by one, each a small part of the gradient: the error falls
  // faster.
  if (!study.separated()) return notApplicable(kTooClose);
  return exponent(study, false, -0.25, 0.08, &Run::pseudoError);
}

CheckData movementSlope(const Study& study) {
  return exponent(study, false, -1, 0.2, &Run::mostMoved);
}

CheckData learntSlope(const Study& study) {
  return exponent(study, true, -0.5, 0.1, &Run::changed);
}

CheckData wideFits(const Study& study) {
  const Config& c = study.config();
  return Claim(Relation::AtLeast, 1)
      .unless(study.diverged(), "the training diverged")
      .unless(c.widths == Widths::Narrow, "judged for wide networks")
      .unless(c.runs == 0, "there is no sweep")
      .unless(!study.separated(), kTooClose)
      .unless(c.rate * c.steps < 200, "judged for η₀t of 200 and more")
      .after(study.finished(), kSweep)
      .judge(
          [&] {
            double fits = 0;
            for (std::size_t i = 0; i < study.sweep().settings().size(); ++i) {
              for (const double value : study.sweep().values(i, &Run::fits)) fits += value;
            }
            return fits / static_cast<double>(study.sweep().size());
          },
          "share of all runs");
}

}  // namespace basin::structured
