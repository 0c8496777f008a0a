#include "labs/optimisation/gd/checks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/stats.h"
#include "lab/claim.h"
#include "lab/param_text.h"

namespace basin::gd {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr long long kFewSteps = 60;  // fewer are blurred by whole steps

// Why a claim about this function does not apply; empty where it does.
std::string elsewhere(const Study& study, Model model) {
  if (study.onNetwork() && model != Model::Network) return "a network's curvature has no bound β";
  if (study.config().model == model) return {};
  return model == Model::Network ? "for the network only" : "on another function";
}

// Why the descent lemma promises nothing; empty where it does.
std::string noPromise(const Study& study) {
  if (study.onNetwork()) return elsewhere(study, Model::Quadratic);
  const double product = study.rateTimesSmoothness();
  if (product < 2) return {};
  return "ηβ = " + formatNumber(product) + ", and nothing is promised from 2 on";
}

// The cone's runs that took long enough, and the last one's steps over its bound.
struct HardRuns {
  std::vector<double> epsilon, steps;
  double ratio = kNaN;
  bool few() const { return steps.size() < 3; }
};
HardRuns hardRuns(const Study& study) {
  HardRuns runs;
  for (const Study::Rung& rung : study.ladder()) {
    if (rung.steps < kFewSteps) continue;
    runs.epsilon.push_back(rung.epsilon);
    runs.steps.push_back(static_cast<double>(rung.steps));
    runs.ratio = runs.steps.back() / study.stepsBound(rung.epsilon);
  }
  return runs;
}
constexpr const char* kFewRuns = "too few of the runs needed between 60 and 60 000 steps";

}  // namespace

CheckData descentLemma(const Study& study) {
  const bool stepped = std::isfinite(study.slack());
  return Claim(Relation::AtLeast, 0, 1e-12 * (1 + study.gap()))
      .unlessSaid(noPromise(study))
      .unless(!stepped && study.finished(), "the run ended before a step of this size")
      .after(stepped, "no step yet")
      .judge(study.slack(), "least of (decrease − promised) over all steps");
}

CheckData criticalWithin(const Study& study) {
  const double bound = study.stepsBound(study.config().epsilon);
  const auto reached = static_cast<double>(study.criticalStep());
  const auto waited = static_cast<double>(study.steps());
  const bool decided = reached >= 0 || waited > bound + 1;
  return Claim(Relation::AtMost, bound, 1)
      .unlessSaid(noPromise(study))
      .unless(study.rateChanged(), "the step size changed on the way")
      .unless(!decided && study.finished(),
              [&] { return "the run ended after " + std::to_string(study.steps()) + " steps"; })
      .after(decided, "|∇f| is still above ε")
      .judge(reached >= 0 ? reached : waited,
             reached >= 0 ? "steps until |∇f| ≤ ε" : "steps so far, and |∇f| > ε");
}

CheckData hardSlope(const Study& study) {
  const HardRuns runs = hardRuns(study);
  return Claim(Relation::About, -2, 0.02)
      .unlessSaid(elsewhere(study, Model::Huber))
      .unlessSaid(noPromise(study))
      .unless(runs.few(), kFewRuns)
      .judge(fitLogLog(runs.epsilon, runs.steps).slope, "log-log slope over ε");
}

CheckData hardRatio(const Study& study) {
  const HardRuns runs = hardRuns(study);
  // It depends on eta beta alone.
  return Claim(Relation::About, hardHuberRatio(study.rateTimesSmoothness(), 1), 0.03)
      .unlessSaid(elsewhere(study, Model::Huber))
      .unlessSaid(noPromise(study))
      .unless(runs.steps.empty(), kFewRuns)
      .judge(runs.ratio,
             [&] { return "at ε = " + formatNumber(runs.epsilon.back()) + "; a limit for ε → 0"; });
}

CheckData steepestFactor(const Study& study) {
  const double predicted = 1 - study.rateTimesSmoothness();
  // Relative, and at least the rounding of 1 - eta beta.
  const double tolerance = predicted == 0 ? 1e-9 : std::max(1e-9, 1e-14 / std::abs(predicted));
  const bool measured = !std::isnan(study.factor());
  return Claim(Relation::About, predicted, tolerance)
      .unlessSaid(elsewhere(study, Model::Quadratic))
      .unless(study.start()[0] == 0, "the start has no steepest coordinate")
      .unless(!measured && (study.finished() || study.position()[0] == 0),
              "no step of this size moved the steepest coordinate")
      .after(measured, "no step yet")
      .judge(study.factor(), "in the last step");
}

CheckData edgeOfStability(const Study& study) {
  const Study::Stay stay = study.stay();
  const bool enough = stay.count >= 20;
  return Claim(Relation::About, 1, 0.08)
      .unlessSaid(elsewhere(study, Model::Network))
      .unless(!enough && study.finished(),
              [&] {
                return study.arrival() < 0
                           ? "λmax rose to " + formatNumber(study.peakLambdaMax()) +
                                 " only, 2/η = " + formatNumber(2 / study.config().rate)
                           : "the run ended soon after the sharpness came to 2/η";
              })
      .unless(study.diverged(), [&] { return study.statusText(); })
      .after(enough, "1000 steps at the edge are waited for")
      .judge(stay.mean, "mean of λmax η/2 over the last two fifths of the run");
}

LawData sharpnessLaw(const Study& study) {
  if (!study.onNetwork()) return {};
  return {.predicted = 2 / study.config().rate, .measured = study.lambdaMax()};
}

CheckData stableDescent(const Study& study) {
  const bool late = study.lateSteps() > 0;
  return Claim(Relation::AtMost, 0)
      .unlessSaid(elsewhere(study, Model::Network))
      .unless(study.arrival() >= 0, "the sharpness is at 2/η")
      .unless(!late && study.finished(), "the run ended within the first 1000 steps")
      .after(late, "the first 1000 steps are left out")
      .judge(static_cast<double>(study.upSteps()),
             "steps after the first 1000 that raised the loss");
}

CheckData lanczosAgrees(const Study& study) {
  const double dense = study.denseLambdaMax();
  return Claim(Relation::About, dense, 1e-6)
      .unlessSaid(elsewhere(study, Model::Network))
      .unless(std::isnan(dense) && study.finished(),
              "the dense Hessian is made at the end of runs of up to 128 parameters")
      .after(!std::isnan(dense), "made at the end")
      .judge(study.lambdaMax(), "where the run ended");
}

}  // namespace basin::gd
