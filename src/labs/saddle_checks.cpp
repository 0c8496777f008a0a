#include "labs/saddle_checks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/stats.h"
#include "lab/param_text.h"

namespace basin {

namespace {

constexpr double kRounding = 1e-6;  // steps; of the law's logarithms
constexpr double kFarFromExit = 0.01;

std::string progressText(const EscapeRuns& runs) {
  return std::to_string(runs.records().size()) + " of " +
         std::to_string(runs.plan().starts.size()) + " runs";
}

CheckData onOctopusOnly() {
  return notApplicable("needs saddles in a row: choose the octopus");
}

// (log 1/y0, T) of the sweep's runs far from the exit.
struct FarRuns {
  std::vector<double> logInverse, escape, first, second;
};
FarRuns farRuns(const SaddleStudy& study, double largest) {
  FarRuns far;
  const auto& records = study.sweep().records();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (study.offsets()[i] > largest || records[i].escape < 0) continue;
    far.logInverse.push_back(-std::log(study.offsets()[i]));
    far.escape.push_back(static_cast<double>(records[i].escape));
    if (records[i].leave.size() >= 2) {
      far.first.push_back(static_cast<double>(records[i].leave[0]));
      far.second.push_back(static_cast<double>(records[i].leave[1]));
    }
  }
  return far;
}

// True when a run of the sweep diverged or did not escape within its cap.
bool sweepIncomplete(const SaddleStudy& study) {
  return std::ranges::any_of(study.sweep().records(),
                             [](const EscapeRecord& r) { return r.escape < 0; });
}
constexpr const char* kIncomplete = "some runs diverge or underflow before they escape";

CheckData checkLaw(const SaddleStudy& study) {
  const SaddleConfig& c = study.config();
  if (c.surface == SaddleShape::Monkey) {
    return notApplicable("the monkey saddle is not strict: its Hessian is zero");
  }
  if (c.surface == SaddleShape::Pair) {
    return notApplicable("x and y act on each other here: see the slope");
  }
  const SaddleSurface& f = study.surface();
  // Up to |x_0| = tau the octopus is exactly quadratic: only rounding up to whole steps remains.
  const double bound = c.surface == SaddleShape::Octopus
                           ? 1
                           : quarticEscapeSlack(f.exitDistance(), c.rate, f.escapeCurvature());
  if (!study.sweep().finished()) {
    return pending(Relation::AtMost, bound, kRounding, progressText(study.sweep()));
  }
  if (sweepIncomplete(study)) return notApplicable(kIncomplete);
  double least = std::numeric_limits<double>::infinity();
  double most = -least;
  for (std::size_t i = 0; i < study.offsets().size(); ++i) {
    const double law =
        escapeSteps(study.offsets()[i], f.exitDistance(), c.rate, f.escapeCurvature());
    const double excess = static_cast<double>(study.sweep().records()[i].escape) - law;
    least = std::min(least, excess);
    most = std::max(most, excess);
  }
  CheckData check =
      judged(most, Relation::AtMost, bound, kRounding,
             "T − law lies between " + formatNumber(least) + " and " + formatNumber(most) +
                 " steps over 25 offsets from 10⁻¹² up; it must lie between 0 and the bound");
  if (least < -kRounding) check.state = CheckState::Fails;
  return check;
}

CheckData checkSlope(const SaddleStudy& study) {
  const SaddleConfig& c = study.config();
  const SaddleSurface& f = study.surface();
  if (c.surface == SaddleShape::Monkey) {
    return notApplicable("no logarithm at a saddle that is not strict: see the power law");
  }
  const double growth = std::log1p(c.rate * f.escapeCurvature());
  const FarRuns far = farRuns(study, kFarFromExit * f.exitDistance());
  if (!study.sweep().finished()) {
    return pending(Relation::About, 1 / growth, 0.02, progressText(study.sweep()));
  }
  if (sweepIncomplete(study)) return notApplicable(kIncomplete);
  // Whole steps blur the slope by at most one step over the whole span.
  const double span = far.logInverse.back() - far.logInverse.front();
  return judged(leastSquaresSlope(far.logInverse, far.escape), Relation::About, 1 / growth,
                0.02 + growth / span, "steps per factor e, from runs far from the exit");
}

CheckData checkManifold(const SaddleStudy& study) {
  if (study.config().surface == SaddleShape::Monkey && study.config().startX < 0) {
    return notApplicable("x < 0 is a way down from the monkey saddle");
  }
  if (!study.manifoldDone()) return pending(Relation::AtMost, 0, 0, "2000 steps");
  return judged(study.manifoldDistance(), Relation::AtMost, 0, 0,
                "largest distance from the manifold in 2000 steps from y₀ = 0");
}

CheckData checkNoisy(const SaddleStudy& study) {
  const SaddleConfig& c = study.config();
  const SaddleSurface& f = study.surface();
  if (c.surface == SaddleShape::Monkey) {
    return notApplicable("the prediction needs a strict saddle");
  }
  const double gamma = f.escapeCurvature();
  const double y0 = study.start()[f.escapeAxis()];
  const Index n = study.start().size();
  const double theory = noisyEscapeMedian(y0, f.exitDistance(), c.rate, c.noise, gamma, n);
  if (c.rate * f.smoothness() >= 2) {
    return notApplicable("η exceeds 2/β: descent overshoots");
  }
  if (theory * std::log1p(c.rate * gamma) < 1.5) {
    return notApplicable("start or noise lie near the exit: predicted " + formatNumber(theory) +
                         " steps are too few for the limit law");
  }
  const double error =
      noisyEscapeMedianError(y0, c.rate, c.noise, gamma, n, SaddleStudy::kNoisyRuns);
  const double tolerance = std::max(0.06, (3.5 * error + 1) / theory);
  if (!study.noisyRuns().finished()) {
    return pending(Relation::About, theory, tolerance, progressText(study.noisyRuns()));
  }
  std::vector<double> times;
  for (const EscapeRecord& r : study.noisyRuns().records()) {
    times.push_back(r.escape < 0 ? 1e9 : static_cast<double>(r.escape));
  }
  return judged(median(times), Relation::About, theory, tolerance,
                "steps, median of 200 runs; standard error " + formatNumber(error));
}

// Why the theorem's assumptions fail; empty when they hold.
std::string theoremObstacle(const SaddleStudy& study) {
  const SaddleConfig& c = study.config();
  if (!study.theoremRun()) return "ℓ and ρ are set for the strict saddle";
  const double beta = study.surface().smoothness();
  if (c.ell < beta) {
    return "ℓ = " + formatNumber(c.ell) + " is below the largest curvature " + formatNumber(beta);
  }
  // On the strict saddle |f'''| = 6|y|, and the iterates stay within |y| <= sqrt gamma.
  const double third = 6 * std::sqrt(c.gamma);
  if (c.rho < third) {
    return "ρ = " + formatNumber(c.rho) + " is below the Hessian's Lipschitz constant " +
           formatNumber(third);
  }
  return {};
}

CheckData checkDecrease(const SaddleStudy& study) {
  const std::string obstacle = theoremObstacle(study);
  if (!obstacle.empty()) return notApplicable(obstacle);
  const SaddleConfig& c = study.config();
  const double flat = std::sqrt(c.rho * c.epsilon);
  if (c.gamma < flat) {
    return notApplicable("λmin = " + formatNumber(-c.gamma) + " is flatter than −√(ρε) = " +
                         formatNumber(-flat) + ": the theorem may stop at this saddle");
  }
  const SaddleWalker& run = *study.theoremRun();
  const auto wait = static_cast<double>(run.perturbedSpec().waitSteps);
  if (run.decreaseTime() < 0 && !run.stopped()) {
    return pending(Relation::AtMost, wait, 0, "step " + std::to_string(run.steps()));
  }
  const double taken = run.decreaseTime() < 0
                           ? std::numeric_limits<double>::infinity()
                           : static_cast<double>(run.decreaseTime() - run.firstPerturbation());
  return judged(taken, Relation::AtMost, wait, 0,
                "steps from the kick at the saddle until f fell by fₜₕ = " +
                    formatNumber(run.perturbedSpec().decreaseThreshold) + ", against tₜₕ");
}

CheckData checkSecondOrder(const SaddleStudy& study) {
  const std::string obstacle = theoremObstacle(study);
  if (!obstacle.empty()) return notApplicable(obstacle);
  const SaddleWalker& run = *study.theoremRun();
  const double bound = -std::sqrt(study.config().rho * study.config().epsilon);
  if (!run.stopped()) {
    return pending(Relation::AtLeast, bound, 0, "step " + std::to_string(run.steps()));
  }
  return judged(hessianExtremes(study.surface(), run.position()).smallest, Relation::AtLeast, bound,
                0,
                "λmin where it stopped, after " + std::to_string(run.steps()) + " steps and " +
                    std::to_string(run.perturbations()) + " kicks; −√(ρε) promised");
}

CheckData checkPairRatio(const SaddleStudy& study) {
  const SaddleConfig& c = study.config();
  const SaddleSurface& f = study.surface();
  if (c.startX == 0) return notApplicable("from x = 0 the second saddle is never left");
  if (c.rate * f.smoothness() >= 2) return notApplicable("η exceeds 2/β: descent overshoots");
  const double ratio = 1 + escapeRatio(c.rate, f.stableCurvature(), f.escapeCurvature());
  if (!std::isfinite(ratio)) return notApplicable("η β = 1: one step removes x altogether");
  if (!study.sweep().finished()) {
    return pending(Relation::About, ratio, 0.03, progressText(study.sweep()));
  }
  const FarRuns far = farRuns(study, kFarFromExit * f.exitDistance());
  const LineFit fit = fitLine(far.first, far.second);
  if (!fit.valid || far.first.size() < 5) {
    return notApplicable("too few runs left the second saddle (x underflows)");
  }
  const double span = far.first.back() - far.first.front();
  return judged(fit.slope, Relation::About, ratio, 0.03 + 2 / span,
                "slope of T₂ against T₁ over the offsets");
}

CheckData checkRatio(const SaddleStudy& study) {
  const SaddleConfig& c = study.config();
  if (c.surface == SaddleShape::Pair) return checkPairRatio(study);
  if (c.surface != SaddleShape::Octopus) return onOctopusOnly();
  if (c.dimension < 3) return notApplicable("needs three saddles or more");
  if (study.rateChanged()) return notApplicable("the step size changed on the way");
  const double ratio = 1 + escapeRatio(c.rate, 2 * c.stable, 2 * c.gamma);
  if (!std::isfinite(ratio)) {
    return notApplicable("2ηL = 1 makes κ infinite: one step lands on the next stable manifold");
  }
  if (2 * c.rate * c.stable > 1) {
    return notApplicable("2ηL > 1: stable coordinates change sign at each step");
  }
  const SaddleWalker& plain = study.walker(Descent::Plain);
  const auto& t = plain.leaveTimes();
  if (t.size() < 3) {
    if (plain.stopped() || study.walkersDone()) {
      return notApplicable("plain descent left only " + std::to_string(t.size()) + " saddles in " +
                           std::to_string(plain.steps()) + " steps; three are needed");
    }
    return pending(Relation::About, ratio, 0.01, std::to_string(t.size()) + " saddles left");
  }
  const std::size_t k = t.size() - 1;
  const auto last = static_cast<double>(t[k] - t[k - 1]);
  const auto before = static_cast<double>(t[k - 1] - t[k - 2]);
  // The constant of the recursion drops out of increments; whole steps blur both by one.
  return judged(last / before, Relation::About, ratio, 0.01 + 2 / before,
                "(T_" + std::to_string(k + 1) + " - T_" + std::to_string(k) + ") / (T_" +
                    std::to_string(k) + " - T_" + std::to_string(k - 1) + ") of plain descent");
}

CheckData checkLinear(const SaddleStudy& study) {
  const SaddleConfig& c = study.config();
  if (c.surface != SaddleShape::Octopus) return onOctopusOnly();
  if (2 * c.rate * c.stable >= 1) return notApplicable("2ηL ≥ 1: the estimate needs a step below");
  const EscapeRuns& runs = *study.race(Descent::Perturbed);
  const double bound =
      c.dimension *
      perturbedSaddleSteps(c.stable, c.gamma, c.tube, runs.plan().descent.perturbed, c.dimension);
  if (bound > c.maxSteps) {
    return notApplicable("needs more than the most steps: " + formatNumber(bound));
  }
  if (!runs.finished()) return pending(Relation::AtMost, bound, 0, progressText(runs));
  const std::vector<double> medians = medianLeaveTimes(runs.records(), c.dimension);
  const bool all = static_cast<int>(medians.size()) == c.dimension;
  return judged(all ? medians.back() : std::numeric_limits<double>::infinity(), Relation::AtMost,
                bound, 0,
                "steps to leave all saddles, median of 20 starts, against saddles times "
                "(approach + wait + escape of a median kick)");
}

CheckData checkAdvantage(const SaddleStudy& study) {
  const SaddleConfig& c = study.config();
  if (c.surface != SaddleShape::Octopus) return onOctopusOnly();
  if (2 * c.rate * c.stable >= 1) return notApplicable("2ηL ≥ 1: no law for plain descent");
  const EscapeRuns& plain = *study.race(Descent::Plain);
  const EscapeRuns& perturbed = *study.race(Descent::Perturbed);
  const double bound =
      c.dimension * perturbedSaddleSteps(c.stable, c.gamma, c.tube,
                                         perturbed.plan().descent.perturbed, c.dimension);
  if (bound > c.maxSteps) {
    return notApplicable("needs more than the most steps: " + formatNumber(bound));
  }
  // From a coordinate of median size; random starts spread around it.
  const double expected = octopusLaw(c.stable, c.gamma, c.tube, c.rate, c.tube / 2, c.tube / 2)
                              .leaveTime(c.dimension - 1) /
                          bound;
  if (expected < 10) {
    return notApplicable("asserted where the laws predict a factor of 10 or more; here " +
                         formatNumber(expected));
  }
  if (!plain.finished() || !perturbed.finished()) {
    return pending(Relation::AtLeast, 5, 0, progressText(perturbed.finished() ? plain : perturbed));
  }
  const std::vector<double> fast = medianLeaveTimes(perturbed.records(), c.dimension);
  const std::vector<double> slow = medianLeaveTimes(plain.records(), c.dimension);
  if (static_cast<int>(fast.size()) < c.dimension) {
    return judged(0, Relation::AtLeast, 5, 0, "perturbed descent did not finish");
  }
  const bool all = static_cast<int>(slow.size()) == c.dimension;
  const double factor = (all ? slow.back() : c.maxSteps) / fast.back();
  if (!all && factor < 5) return notApplicable("most plain runs need more than the most steps");
  return judged(factor, Relation::AtLeast, 5, 0,
                "median plain / median perturbed time to leave all saddles, 20 random starts" +
                    std::string(all ? "" : "; most plain runs ended before: a lower bound"));
}

CheckData checkPower(const SaddleStudy& study) {
  const SaddleConfig& c = study.config();
  if (c.surface != SaddleShape::Monkey) {
    return notApplicable("belongs to the monkey saddle, which is not strict");
  }
  if (c.startX < 0.05) return notApplicable("needs a start on the ray x > 0, say x ≥ 0.05");
  if (c.rate * hessianExtremes(study.surface(), study.start()).largest >= 1) {
    return notApplicable("the step is too large to slide along the ray");
  }
  if (!study.sweep().finished()) {
    return pending(Relation::About, -1.0 / 3, 0.03, progressText(study.sweep()));
  }
  if (sweepIncomplete(study)) return notApplicable(kIncomplete);
  std::vector<double> offsets, times;
  for (std::size_t i = 0; i < study.offsets().size(); ++i) {
    if (study.offsets()[i] > 1e-6 || study.sweep().records()[i].escape < 0) continue;
    offsets.push_back(study.offsets()[i]);
    times.push_back(static_cast<double>(study.sweep().records()[i].escape));
  }
  return judged(fitLogLog(offsets, times).slope, Relation::About, -1.0 / 3, 0.03,
                "slope of log T against log |y₀|; the theory gives the exponent, no constant");
}

}  // namespace

OctopusLaw saddleLaw(const SaddleConfig& config) {
  const VectorXd start = saddleStart(config);
  const double tail = start.size() > 1 ? std::abs(start[1]) : config.tube;
  return octopusLaw(config.stable, config.gamma, config.tube, config.rate, std::abs(start[0]),
                    tail);
}

SaddleChecks saddleChecks(const SaddleStudy& study) {
  return {.law = checkLaw(study),
          .slope = checkSlope(study),
          .manifold = checkManifold(study),
          .noisy = checkNoisy(study),
          .decrease = checkDecrease(study),
          .secondOrder = checkSecondOrder(study),
          .ratio = checkRatio(study),
          .linear = checkLinear(study),
          .advantage = checkAdvantage(study),
          .power = checkPower(study)};
}

}  // namespace basin
