#include "labs/landscapes/deep_linear/checks.h"

#include <algorithm>
#include <cmath>

#include "lab/claim.h"
#include "lab/param_text.h"

namespace basin::deep_linear {

namespace {

// Why the theorem says nothing about these data; empty where it does.
std::string assumption(const Study& study) {
  if (!study.modes().fullRank) return "XXᵀ or XYᵀ is not of full rank: too few examples";
  if (study.modes().smallestGap < 1e-6) return "two modes are equally strong";
  return {};
}

// Whether steps are too large to stay at the least loss, and so may end anywhere: N balanced
// factors of the strongest mode s have the curvature N s^(2 - 2/N) there, and what is beyond 2 over
// it is left again; factors that are not balanced bear a little less than 2.
bool overshoots(const Study& study) {
  const double N = study.starts().settings().back() + 1, s = study.modes().strength[0];
  return study.config().rate * N * std::pow(s, 2 - 2 / N) > 1.5;
}

double scaleOf(const Study& study) {
  return std::max(1.0, study.modes().total);
}

std::string counted(std::size_t n) {
  return std::to_string(n) + (n == 1 ? " critical point" : " critical points");
}

}  // namespace

CheckData isCritical(const Study& study) {
  return Claim(Relation::AtMost, 0, 1e-12 * scaleOf(study))
      .judge(study.largestGradient(), "at the chosen point");
}

CheckData lossThere(const Study& study) {
  const double level = criticalLevel(study.modes(), study.learnt());
  // Relative, and where all is learnt the rounding of tr YY^T.
  const double rounding = 1e-12 * scaleOf(study);
  return Claim(Relation::About, level > 1e-9 ? level : 0,
               level > 1e-9 ? 1e-10 + rounding / level : rounding + level)
      .judge(study.chosen().value, "at the chosen point");
}

CheckData indexThere(const Study& study) {
  const int index = criticalIndex(study.shape(), study.modes(), study.learnt(), study.middle());
  return Claim(Relation::About, index)
      .unlessSaid(assumption(study))
      .unless(study.shallowest() < 100 * study.threshold(),
              "a negative eigenvalue is as small as the rounding")
      .judge(study.chosen().index(study.threshold()),
             [&] { return "of " + std::to_string(study.shape().parameters()) + " eigenvalues"; });
}

CheckData spectrumThere(const Study& study) {
  const char* where = "over all eigenvalues, sorted";
  if (!study.modes().white) return notApplicable("the closed form is for orthonormal inputs");
  const VectorXd law =
      criticalSpectrum(study.shape(), study.modes(), study.learnt(), study.middle());
  const double error = (study.chosen().eigenvalues - law).cwiseAbs().maxCoeff();
  return Claim(Relation::AtMost, 0, 1e-10 * std::max(1.0, law.cwiseAbs().maxCoeff()))
      .judge(error, where);
}

LawData leastEigenvalue(const Study& study) {
  if (!study.modes().white) return {};
  return {.predicted =
              criticalSpectrum(study.shape(), study.modes(), study.learnt(), study.middle())[0],
          .measured = study.chosen().eigenvalues[0]};
}

CheckData levelsMet(const Study& study) {
  std::size_t found = 0;
  double worst = 0;
  for (const Study::Meeting& meeting : study.meetings()) {
    if (!meeting.found) continue;
    ++found;
    worst = std::max(worst, std::abs(meeting.place.value - meeting.level));
  }
  return Claim(Relation::AtMost, 0, 1e-6 * scaleOf(study))
      .unlessSaid(assumption(study))
      .unless(study.finished() && found == 0, "descent met no critical point")
      .after(study.finished(), "descent is on its way")
      .judge(worst, [&] { return counted(found) + ", found by Newton's search"; });
}

CheckData waysDown(const Study& study) {
  const double least = criticalLevel(study.modes(), study.best());
  std::size_t saddles = 0, stuck = 0;
  for (const Study::Meeting& meeting : study.meetings()) {
    const bool saddle = meeting.place.value > least + 1e-6 * scaleOf(study);
    if (!meeting.found || !meeting.fullRank || !saddle) continue;
    ++saddles;
    stuck += meeting.index() == 0;
  }
  return Claim(Relation::AtMost, 0)
      .unlessSaid(assumption(study))
      .unless(study.finished() && saddles == 0, "descent met no saddle with rank(W_H⋯W₂) = p")
      .after(study.finished(), "descent is on its way")
      .judge(static_cast<double>(stuck),
             [&] { return counted(saddles) + " above the least loss"; });
}

CheckData startsRest(const Study& study) {
  double resting = 0;
  std::size_t ended = 0, arrived = 0;
  for (std::size_t i = 0; i < study.starts().settings().size(); ++i) {
    for (const StartJob::End* end : study.starts().results(i)) {
      ++ended;
      resting += end->resting;
      arrived += end->arrived();
    }
  }
  return Claim(Relation::AtMost, 0)
      .unlessSaid(assumption(study))
      .unless(study.diverged(), [&] { return study.statusText(); })
      .unless(overshoots(study), "steps of this size cannot stay at the least loss")
      .unless(study.finished() && arrived == 0, "no start came to rest")
      .after(study.finished(), [&] { return std::to_string(arrived) + " starts arrived so far"; })
      .judge(resting, [&] {
        return std::to_string(arrived) + " of " + std::to_string(ended) +
               " arrived at the least loss";
      });
}

}  // namespace basin::deep_linear
