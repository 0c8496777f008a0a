#include "labs/tying/weight_sharing/checks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/claim.h"
#include "lab/param_text.h"

namespace basin::weight_sharing {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kRounding = 1e-12;

std::string needsCosine(const Study& study) {
  return study.free().teacher().cosine ? "" : "the teacher has no cosine, and no plateau";
}

std::string needsConvexity(const Study& study) {
  return sharedCurvature(study.shared().teacher()).least > 0
             ? ""
             : "promised for c² > 1.4463k only, where the shared loss is strongly convex";
}

double contraction(const Study& study) {
  return 1 - study.shared().rate() * sharedCurvature(study.shared().teacher()).least;
}

// Runs of the sweep for which `broken` holds, and the shown one.
template <class Broken>
int countRuns(const Study& study, Broken broken) {
  int count = 0;
  for (std::size_t i = 0; i < study.sweep().settings().size(); ++i) {
    for (const Outcome* o : study.sweep().results(i)) count += broken(*o);
  }
  return count;
}

}  // namespace

CheckData aboveFloor(const Study& study) {
  return Claim(Relation::AtLeast, 0, kRounding)
      .unlessSaid(needsCosine(study))
      .judge(study.leastAboveFloor(), "least of all steps so far, F itself and not a sample of it");
}

LawData floorLaw(const Study& study) {
  const Student& free = study.free();
  if (!free.teacher().cosine) return {};
  return {.predicted = plateauFloor(free.teacher(), free.rho()), .measured = free.loss()};
}

CheckData gradientBounded(const Study& study) {
  return Claim(Relation::AtMost, 1, kRounding)
      .unlessSaid(needsCosine(study))
      .judge(study.largestGradientShare(), "largest of all steps so far with ρ ≤ 1");
}

LawData gradientLaw(const Study& study) {
  const Student& free = study.free();
  if (!free.teacher().cosine || free.rho() > 1) return {};
  return {.predicted = restGradientBound(free.teacher(), free.rho()),
          .measured = free.restGradient()};
}

CheckData annulusKept(const Study& study) {
  const auto tooSoon = [](const Outcome& o) {
    return o.leftAnnulus >= 0 && static_cast<double>(o.leftAnnulus) < o.annulusBound;
  };
  const Student& free = study.free();
  const bool shownTooSoon =
      free.leftAnnulus() >= 0 && static_cast<double>(free.leftAnnulus()) < annulusBound(free);
  return Claim(Relation::AtMost, 0)
      .unlessSaid(needsCosine(study))
      .unless(annulusBound(free) == 0, "the start is not at a ρ between 1/3 and 1/2")
      .after(study.finished(), "the sweep is on its way")
      .judge(countRuns(study, tooSoon) + shownTooSoon, "all runs of the sweep, and the shown one");
}

LawData annulusLaw(const Study& study) {
  const double bound = annulusBound(study.free());
  const long left = study.free().leftAnnulus();
  return {.predicted = bound > 0 ? bound : kNaN,
          .measured = bound > 0 && left >= 0 ? static_cast<double>(left) : kNaN};
}

// The flow is the limit of small steps; the largest step taken here, 1/2 against a curvature of at
// most 1.45, shortens or lengthens the way by less than a quarter.
CheckData flowSteps(const Study& study) {
  const Student& free = study.free();
  const double predicted = free.predictedSteps();
  return Claim(Relation::About, predicted, 0.25)
      .unlessSaid(free.noPrediction())
      .unless(std::isinf(predicted) && !free.arrived(),
              "the flow ends in the false minimum at the mirror image")
      .unless(1.25 * predicted > study.config().stepLimit && free.ended() && !free.arrived(),
              "the step limit comes before the predicted arrival")
      .after(free.ended(), "the run is on its way")
      .decide([&] {
        // A run that arrives where the flow does not, or is late, fails.
        const double measured = free.arrived() ? static_cast<double>(free.steps()) : kNaN;
        return judged(measured, Relation::About, predicted, 0.25,
                      "steps to F < 0.001; predicted when w₁ had come to u₀");
      });
}

CheckData exponentialGrowth(const Study& study) {
  const Config& c = study.config();
  const Config d;
  const bool asMeasured = c.target == d.target && c.norm == d.norm && c.strength == d.strength &&
                          c.direction == d.direction && c.startLength == d.startLength &&
                          c.dimension == d.dimension;
  // Of 150 sweeps the slope lay in [0.36, 0.66], with mean 0.475 and deviation 0.06.
  return Claim(Relation::AtLeast, 0.25)
      .unless(!asMeasured, "measured for d = 2, ‖u₀‖ = 1, c² = 2k and random starts at ρ = 0.4")
      .unless(c.runs < 9, "judged for nine runs a setting and more")
      .unless(c.stepLimit < 30000, "judged for a step limit of 30000 and more")
      .after(study.sweep().finished(), "the sweep is on its way")
      .judge(
          [&] {
            std::vector<double> k, logs;
            for (std::size_t i = 0; i < study.sweep().settings().size(); ++i) {
              const int blocks = study.sweep().settings()[i];
              if (blocks < 4) continue;
              k.push_back(blocks);
              logs.push_back(std::log(study.sweep().median(i, [&](const Outcome& o) {
                return static_cast<double>(o.freeSteps.value_or(c.stepLimit));
              })));
            }
            return leastSquaresSlope(k, logs);
          },
          "slope of log T over k = 4 ... 12, medians; measured, the theorem leaves it open");
}

CheckData curvatureBounded(const Study& study) {
  const CurvatureBounds bounds = sharedCurvature(study.shared().teacher());
  // Where k|u_0|^2 = 3 the bounds are attained, at w_0 = 0.
  return Claim(Relation::AtLeast, bounds.least, kRounding)
      .unless(!study.shared().teacher().cosine, "the linear term alone has one curvature, c²")
      .judge(
          [&] {
            const Curvatures& found = study.curvatures();
            // An eigenvalue above the upper bound fails as well.
            return found.largestOfAll <= bounds.largest + kRounding ? found.leastOfAll : kNaN;
          },
          [&] {
            return "at 562 places; the largest is " +
                   formatNumber(study.curvatures().largestOfAll) + ", at most " +
                   formatNumber(bounds.largest);
          });
}

CheckData sharedContracts(const Study& study) {
  // Where w_0 is all but at the target, rounding moves it.
  return Claim(Relation::AtMost, 1, 1e-9)
      .unlessSaid(needsConvexity(study))
      .judge(study.largestDistanceShare(), "largest of all steps so far");
}

LawData contractionLaw(const Study& study) {
  if (!needsConvexity(study).empty()) return {};
  const Student& s = study.shared();
  return {
      .predicted = s.startDistance() * std::pow(contraction(study), static_cast<double>(s.steps())),
      .measured = s.distance()};
}

CheckData sharedInTime(const Study& study) {
  const auto late = [](double bound, long steps) {
    return std::isfinite(bound) && static_cast<double>(steps) > bound;
  };
  const long limit = study.config().stepLimit;
  const Student& s = study.shared();
  return Claim(Relation::AtMost, 0)
      .unlessSaid(needsConvexity(study))
      .after(study.finished(), "the sweep is on its way")
      .judge(
          [&] {
            return countRuns(study,
                             [&](const Outcome& o) {
                               return late(o.sharedBound, o.sharedSteps.value_or(limit));
                             }) +
                   late(sharedStepsBound(s), s.steps());
          },
          "all runs of the sweep, and the shown one");
}

LawData sharedLaw(const Study& study) {
  if (!needsConvexity(study).empty()) return {};
  const Student& s = study.shared();
  return {.predicted = sharedStepsBound(s),
          .measured = s.arrived() ? static_cast<double>(s.steps()) : kNaN};
}

CheckData linearExact(const Study& study) {
  const Student& free = study.free();
  const auto& trace = study.freeTrace();
  const double factor = 1 - free.rate() * free.teacher().slope * free.teacher().slope;
  const double expected =
      trace.column(Study::kLoss).front() * std::pow(factor, 2 * static_cast<double>(free.steps()));
  return Claim(Relation::About, expected, 1e-9)
      .unless(free.teacher().cosine, "for the linear term alone")
      .judge(free.loss(), "F of the student without sharing");
}

}  // namespace basin::weight_sharing
