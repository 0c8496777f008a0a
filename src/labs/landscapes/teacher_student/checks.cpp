#include "labs/landscapes/teacher_student/checks.h"

#include <algorithm>
#include <cmath>

#include "lab/claim.h"
#include "linalg/decompositions.h"

namespace basin::teacher_student {

namespace {

Claim ofTraining(const Study& study, Claim claim) {
  return claim.unless(study.moments(), "of training, in the other view");
}
Claim ofSweep(const Study& study, Claim claim) {
  return ofTraining(study, claim)
      .unless(study.config().runs == 0, "no runs")
      .after(study.sweep().finished(), "the sweep is on its way");
}
Claim ofMoments(const Study& study, Claim claim) {
  return claim.unless(!study.moments(), "of moments, in the other view")
      .after(study.finished(), "samples are being drawn");
}

}  // namespace

CheckData reversedMinimum(const Study& study) {
  const bool minimum = study.config().teacherUnits >= 6;
  return ofTraining(study, Claim(minimum ? Relation::AtLeast : Relation::AtMost, 0))
      .judge([&] { return study.reversed().front().curvature; },
             minimum ? "n ≥ 6: a minimum" : "n ≤ 5: a saddle");
}

CheckData splitSaddle(const Study& study) {
  return ofTraining(study, Claim(Relation::About, 0)).decide([&] {
    return judged(study.splitCurvature().measured, Relation::About,
                  study.splitCurvature().predicted, 1e-9, "a unit that points rightly, halved");
  });
}

CheckData onLevels(const Study& study) {
  // Where |grad F| < 1e-6, F is off by 1e-12 over twice the least curvature, some 0.005.
  return ofSweep(study, Claim(Relation::AtMost, 0, 1e-6))
      .unless(study.config().teacherUnits > 9,
              "judged up to nine units: of more, a few runs stop at less regular minima")
      .judge(
          [&] {
            double most = 0;
            for (const Outcome* run : study.runsWith(0)) {
              if (!run->stuck) continue;
              double least = 1;
              for (const StuckPoint& level : study.reversed()) {
                least = std::min(least, std::abs(run->loss / level.value - 1));
              }
              most = std::max(most, least);
            }
            return most;
          },
          "relative, over all runs with n units that stopped");
}

CheckData tooFew(const Study& study) {
  return ofSweep(study, Claim(Relation::AtMost, 0))
      .judge(
          [&] {
            return static_cast<double>(study.arrivedWith(-1).successes +
                                       study.arrivedWith(-2).successes);
          },
          "with one and two units less");
}

CheckData oneMore(const Study& study) {
  const Config& c = study.config();
  return ofSweep(study, Claim(Relation::AtLeast, study.arrivedWith(0).value()))
      .unless(c.runs < 30 || c.rate < 0.1 || c.stepLimit < 5000,
              "judged for 30 runs, a step size of 0.1 and 5000 steps, and more")
      .judge([&] { return study.arrivedWith(1).value(); }, "n + 1 units against n");
}

CheckData parting(const Study& study) {
  const StudentDescent& shown = study.shown();
  const double law = shown.predictedParting();
  // A step more or less, and what is not linear any more.
  return ofTraining(study, Claim(Relation::About, law, 0.02 + 2 / law))
      .unless(study.shownEnded() && shown.splits() == 0, "the shown student split no unit")
      .unless(study.shownEnded() && std::isnan(shown.parting()), "the run ended before")
      .after(!std::isnan(shown.parting()), "for a unit that splits")
      .judge(shown.parting(), "of the first unit that split");
}

CheckData countedUnits(const Study& study) {
  return ofMoments(study, Claim(Relation::About, study.config().teacherUnits, 1e-12))
      // No eigenvalue moves by more than the matrix does (Weyl), whose error is near its mean.
      .unless([&] { return 4 * study.errors().back().secondLaw > momentStrength(); },
              "too few samples to tell")
      .judge(
          [&] {
            const VectorXd found = symmetricEigenvalues(study.sampled().second());
            const auto large = found.array() > momentStrength() / 2;
            return static_cast<double>(large.count());
          },
          "above half of 1/√(2π)");
}

CheckData secondError(const Study& study) {
  // The law is the mean over sets of samples; one set of few dimensions spreads that much.
  return ofMoments(study, Claim(Relation::About, 1, 0.8))
      .unless(study.config().count < 10000, "judged for 10 000 samples and more")
      .judge([&] { return secondErrorLaw(study).measured / secondErrorLaw(study).predicted; },
             "one set of samples");
}
LawData secondErrorLaw(const Study& study) {
  if (study.errors().empty()) return {};
  return {study.errors().back().secondLaw, study.errors().back().second};
}

CheckData directionError(const Study& study) {
  // One mean over a few units spreads that much; beyond 0.2 some unit may be lost in the noise.
  return ofMoments(study, Claim(Relation::About, 1, 0.9))
      .unless([&] { return study.errors().back().directionsLaw > 0.2; },
              "too few samples for the law")
      .judge([&] { return directionErrorLaw(study).measured / directionErrorLaw(study).predicted; },
             "one set of samples");
}
LawData directionErrorLaw(const Study& study) {
  if (study.errors().empty()) return {};
  return {study.errors().back().directionsLaw, study.errors().back().directions};
}

}  // namespace basin::teacher_student
