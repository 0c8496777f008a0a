#include "labs/landscapes/teacher_student/checks.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "lab/claim.h"
#include "lab/param_text.h"

namespace basin::teacher_student {

namespace {

constexpr const char* kSweeping = "the sweep is on its way";
constexpr const char* kSampling = "samples are being drawn";

Claim ofTraining(const Study& study, Claim claim) {
  return claim.unless(study.moments(), "of training, in the other view");
}
Claim ofSweep(const Study& study, Claim claim) {
  return ofTraining(study, claim)
      .unless(study.config().runs == 0, "no runs")
      .after(study.sweep().finished(), kSweeping);
}
Claim ofMoments(const Study& study, Claim claim) {
  return claim.unless(!study.moments(), "of moments, in the other view")
      .after(study.finished(), kSampling);
}

}  // namespace

CheckData reversedMinimum(const Study& study) {
  const bool minimum = study.config().teacherUnits >= 6;
  return ofTraining(study, Claim(minimum ? Relation::AtLeast : Relation::AtMost, 0))
      .judge([&] { return study.reversed().front().curvature; },
             minimum ? "n ≥ 6: a minimum, where |∇F| is zero to rounding"
                     : "n ≤ 5: a saddle, where |∇F| is zero to rounding");
}

CheckData splitSaddle(const Study& study) {
  if (study.moments()) return notApplicable("of training, in the other view");
  const Study::SplitCurvature& curvature = study.splitCurvature();
  // The angle between the halves is known to the root of a rounding error only.
  return judged(curvature.measured, Relation::About, curvature.predicted, 1e-6,
                "a unit that points rightly, halved; of all directions, below zero");
}

CheckData onLevels(const Study& study) {
  const auto& levels = study.reversed();
  const auto worst = [&] {
    double most = 0;
    for (const Outcome* run : study.sweep().results(*study.settingOf(0))) {
      if (!run->stuck) continue;
      double least = 1;
      for (const CriticalPoint& level : levels) {
        least = std::min(least, std::abs(run->loss / level.value - 1));
      }
      most = std::max(most, least);
    }
    return most;
  };
  // Where |grad F| < 1e-6, F is off by 1e-12 over twice the least curvature, some 0.005.
  return ofSweep(study, Claim(Relation::AtMost, 0, 1e-6))
      .unless(study.config().teacherUnits > 10,
              "judged up to ten units: beyond, a few runs stop at less regular minima")
      .judge(worst, [&] {
        const auto stuck = study.sweep().share(*study.settingOf(0), &Outcome::stuck);
        return std::to_string(stuck.successes) + " of " + std::to_string(stuck.trials) +
               " runs with n units stopped at a critical point; relative";
      });
}

LawData firstLevel(const Study& study) {
  LawData law;
  if (study.moments() || study.reversed().front().curvature <= 0) return law;
  law.predicted = study.reversed().front().value;
  for (const Outcome* run : study.sweep().size() > 0 ? study.sweep().results(*study.settingOf(0))
                                                     : std::vector<const Outcome*>{}) {
    if (run->stuck && std::abs(run->loss / law.predicted - 1) < 0.1) law.measured = run->loss;
  }
  return law;
}

CheckData tooFew(const Study& study) {
  return ofSweep(study, Claim(Relation::AtMost, 0))
      .judge(
          [&] {
            return static_cast<double>(study.arrivedWith(-1).successes +
                                       study.arrivedWith(-2).successes);
          },
          "with one and two units less than the teacher");
}

CheckData oneMore(const Study& study) {
  const Config& c = study.config();
  const Share as = study.arrivedWith(0);
  return ofTraining(study, Claim(Relation::AtLeast, as.value()))
      .unless(c.runs < 30 || c.rate < 0.1 || c.stepLimit < 5000,
              "judged for 30 runs, a step size of 0.1 and 5000 steps, and more")
      .after(study.sweep().finished(), kSweeping)
      .judge([&] { return study.arrivedWith(1).value(); },
             "share with n + 1 units, against that with n");
}

CheckData parting(const Study& study) {
  const Student& shown = study.shown();
  return ofTraining(study, Claim(Relation::About, shown.predictedParting(),
                                 0.02 + 2 / shown.predictedParting()))
      .unless(study.shownEnded() && std::isnan(shown.splitEigenvalue()),
              "the shown student split no unit")
      .unless(study.shownEnded() && std::isnan(shown.parting()), "the run ended before")
      .after(!std::isnan(shown.parting()), "for a unit that splits")
      .judge(shown.parting(),
             "the first unit that split, until its halves are ten times as far apart");
}

CheckData countedUnits(const Study& study) {
  const Config& c = study.config();
  return ofMoments(study, Claim(Relation::About, c.teacherUnits, 1e-12))
      // No eigenvalue moves by more than the matrix (Weyl); a run's error is near its mean.
      .unless(study.moments() && study.finished() &&
                  2 * study.errors().back().secondLaw > momentStrength() / 2,
              "too few samples to tell")
      .judge(
          [&] {
            const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(study.sampled().second(),
                                                                 Eigen::EigenvaluesOnly);
            return static_cast<double>(
                (solver.eigenvalues().array() > momentStrength() / 2).count());
          },
          "above half of 1/√(2π)");
}

CheckData secondError(const Study& study) {
  return ofMoments(study, Claim(Relation::About, 1, 0.5))
      .unless(study.config().count < 10000, "judged for 10 000 samples and more")
      .judge([&] { return study.errors().back().second / study.errors().back().secondLaw; },
             "one set of samples");
}

LawData secondErrorLaw(const Study& study) {
  if (study.errors().empty()) return {};
  return {study.errors().back().secondLaw, study.errors().back().second};
}

CheckData directionError(const Study& study) {
  return ofMoments(study, Claim(Relation::About, 1, 0.6))
      .unless(study.moments() && study.finished() && study.errors().back().directionsLaw > 0.25,
              "too few samples for the law")
      .judge([&] { return study.errors().back().directions / study.errors().back().directionsLaw; },
             "one set of samples");
}

LawData directionErrorLaw(const Study& study) {
  if (study.errors().empty()) return {};
  return {study.errors().back().directionsLaw, study.errors().back().directions};
}

}  // namespace basin::teacher_student
