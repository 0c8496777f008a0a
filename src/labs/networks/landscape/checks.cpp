#include "labs/networks/landscape/checks.h"

#include <cmath>
#include <limits>

#include "base/stats.h"
#include "lab/claim.h"
#include "labs/networks/landscape/spectrum.h"
#include "theory/spectral_laws.h"

namespace basin::landscape {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// A claim about what may be on its way still, or will never come.
Claim needing(Claim claim, const Study& study, bool ready, const char* why) {
  return claim
      .unless(!ready && study.finished(), [&] { return "there is no picture: " + study.problem(); })
      .after(ready, why);
}

constexpr const char* kProbing = "the probes are on their way";
constexpr const char* kFewParameters = "dense Hessians are made for up to 420 parameters";
constexpr const char* kNoLaw = "no law is known for this Hessian";

// Enough probes and steps for a law to be seen.
bool resolvesLaw(const Study& study) {
  const Config& c = study.config();
  const bool regular = c.subject != Subject::Regression || (c.ratio >= 0.2 && c.ratio <= 0.9);
  return c.probes >= 5 && c.lanczosSteps >= 20 && c.sigma >= 0.02 && regular;
}

}  // namespace

CheckData centre(const Study& study) {
  const PlaneScan& scan = study.scan();
  const bool scanned = study.scanned();
  const double there = scanned ? study.objective().value(scan.plane().origin) : kNaN;
  return needing(Claim(Relation::About, there, there == 0 ? 1e-9 : 1e-6), study, scanned,
                 "the scan is on its way")
      .unless(!std::isfinite(there), "the loss is not finite there")
      .judge([&] { return scan.values()[scan.values().size() / 2]; },
             "pictures are kept in single precision");
}

CheckData curvature(const Study& study) {
  return needing(Claim(Relation::AtMost, 0, study.curvatureTolerance())
                     .unless(!study.smooth(), "the loss has kinks"),
                 study, study.scan().side() > 0, "the plane is not chosen yet")
      .unless(std::isnan(study.differenceCurvature()),
              "the curvature changes too fast for differences of the loss")
      .judge(std::abs(study.differenceCurvature() - study.curvature()),
             "against a fourth-order difference, along the first direction");
}

CheckData traceMoment(const Study& study) {
  // Five exact standard errors of the probes, and rounding.
  const double slack = 5 * study.probeDeviation() / std::sqrt(study.config().probes) +
                       1e-9 * (1 + std::abs(study.exactTrace()));
  return needing(Claim(Relation::AtMost, 0, slack), study, study.probed(), kProbing)
      .unless(std::isnan(study.exactTrace()), kFewParameters)
      .judge(std::abs(study.density().moment(1) - study.exactTrace()),
             "tolerance: five exact standard errors of the probes");
}

CheckData largestNode(const Study& study) {
  return needing(Claim(Relation::About, study.exactLargest(), 0.03), study, study.probed(),
                 kProbing)
      .unless(std::isnan(study.exactTrace()), kFewParameters)
      .unless(study.config().lanczosSteps < 20, "judged for 20 Lanczos steps and more")
      .judge(study.density().largest(), "a Ritz value from below");
}

CheckData spectrumLaw(const Study& study) {
  return needing(Claim(Relation::AtMost, 0, 0.2).unless(!hasLaw(study), kNoLaw), study,
                 study.probed(), kProbing)
      .unless(!resolvesLaw(study),
              "judged for 5 probes, 20 steps, widening 0.02 and more, p/n in [0.2, 0.9]")
      .judge([&] { return distanceFromLaw(study); },
             "area between the curves, of 2 at most; probes and matrix are random");
}

CheckData spectrumEdge(const Study& study) {
  if (!hasLaw(study)) return notApplicable(kNoLaw);
  return needing(Claim(Relation::About, lawEdge(study), 0.08), study, study.probed(), kProbing)
      .unless(!resolvesLaw(study), "judged for enough probes and steps")
      .judge(study.density().largest(), "fluctuates by 1/∛n² of a matrix of a few hundred rows");
}

CheckData walkShare(const Study& study) {
  const bool walked = study.explained().size() >= 3;
  return needing(Claim(Relation::About, randomWalkExplained(1, study.config().fromEnd), 0.06)
                     .unless(study.config().subject != Subject::Walk, "for the random walk"),
                 study, walked, "the walk is on its way")
      .judge([&] { return study.explained()[0]; }, "300 steps in 1000 dimensions");
}

CheckData curveMean(const Study& study) {
  const double line = mean(study.line().value);
  const double curve = mean(study.curve().value);
  const bool connected =
      study.phase() == Study::Phase::Search || (study.finished() && !study.curve().at.empty());
  return needing(Claim(Relation::AtMost, line)
                     .unless(!study.connects(), "for networks and for ½(ab − 1)²"),
                 study, connected, "two solutions are waited for")
      .unless(!(study.line().barrier() > 1e-3 * (1e-9 + std::abs(line))),
              "there is no barrier on the straight line")
      .judge(curve, "mean loss over the curve; an observation for networks");
}

CheckData saddleIndex(const Study& study) {
  return needing(Claim(Relation::About, 1)
                     .unless(study.config().subject != Subject::Product, "for ½(ab − 1)²"),
                 study, study.critical() != nullptr, "the search is on its way")
      .judge([&] { return study.critical()->index(); }, "eigenvalues −1 and 1 at the origin");
}

}  // namespace basin::landscape
