#include "labs/optimisation/saddle/checks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/stats.h"
#include "lab/claim.h"
#include "lab/param_text.h"

namespace basin::saddle {

namespace {

constexpr double kRounding = 1e-6;  // steps; of the law's logarithms
constexpr double kFarFromExit = 0.01;

std::string progressText(const EscapeRuns& runs) {
  return std::to_string(runs.records().size()) + " of " +
         std::to_string(runs.plan().starts.size()) + " runs";
}

constexpr const char* kOnOctopusOnly = "needs saddles in a row: choose the octopus";

// (log 1/y0, T) of the sweep's runs far from the exit.
struct FarRuns {
  std::vector<double> logInverse, escape, first, second;
};
FarRuns farRuns(const Study& study, double largest) {
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
bool sweepIncomplete(const Study& study) {
  return std::ranges::any_of(study.sweep().records(),
                             [](const EscapeRecord& r) { return r.escape < 0; });
}
constexpr const char* kIncomplete = "some runs diverge or underflow before they escape";

// Why the theorem's assumptions fail; empty when they hold.
std::string theoremObstacle(const Study& study) {
  const Config& c = study.config();
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

CheckData pairRatio(const Study& study) {
  const Config& c = study.config();
  const SaddleSurface& f = study.surface();
  const double ratio = 1 + escapeRatio(c.rate, f.stableCurvature(), f.escapeCurvature());
  return Claim(Relation::About, ratio, 0.03)
      .unless(c.startX == 0, "from x = 0 the second saddle is never left")
      .unless(c.rate * f.smoothness() >= 2, "η exceeds 2/β: descent overshoots")
      .unless(!std::isfinite(ratio), "η β = 1: one step removes x altogether")
      .after(study.sweep().finished(), [&] { return progressText(study.sweep()); })
      .decide([&] {
        const FarRuns far = farRuns(study, kFarFromExit * f.exitDistance());
        const LineFit fit = fitLine(far.first, far.second);
        if (!fit.valid || far.first.size() < 5) {
          return notApplicable("too few runs left the second saddle (x underflows)");
        }
        const double span = far.first.back() - far.first.front();
        return judged(fit.slope, Relation::About, ratio, 0.03 + 2 / span,
                      "slope of T₂ against T₁ over the offsets");
      });
}

// Steps to leave all saddles by perturbed descent, at most in the median.
double allSaddlesBound(const Config& c, const EscapeRuns& runs) {
  return c.dimension * perturbedSaddleSteps(c.stable, c.gamma, c.tube,
                                            runs.plan().descent.perturbed, c.dimension);
}

}  // namespace

CheckData escapeLaw(const Study& study) {
  const Config& c = study.config();
  const SaddleSurface& f = study.surface();
  // Up to |x_0| = tau the octopus is exactly quadratic: only rounding up to whole steps remains.
  const double bound = c.surface == Shape::Octopus
                           ? 1
                           : quarticEscapeSlack(f.exitDistance(), c.rate, f.escapeCurvature());
  return Claim(Relation::AtMost, bound, kRounding)
      .unless(c.surface == Shape::Monkey, "the monkey saddle is not strict: its Hessian is zero")
      .unless(c.surface == Shape::Pair, "x and y act on each other here: see the slope")
      .after(study.sweep().finished(), [&] { return progressText(study.sweep()); })
      .unless([&] { return sweepIncomplete(study); }, kIncomplete)
      .decide([&] {
        double least = std::numeric_limits<double>::infinity();
        double most = -least;
        for (std::size_t i = 0; i < study.offsets().size(); ++i) {
          const double law =
              escapeSteps(study.offsets()[i], f.exitDistance(), c.rate, f.escapeCurvature());
          const double excess = static_cast<double>(study.sweep().records()[i].escape) - law;
          least = std::min(least, excess);
          most = std::max(most, excess);
        }
        return judgedBetween(
            least, most, 0, bound, kRounding,
            "T − law lies between " + formatNumber(least) + " and " + formatNumber(most) +
                " steps over 25 offsets from 10⁻¹² up; it must lie between 0 and the bound");
      });
}

LawData escapeTime(const Study& study) {
  const Config& c = study.config();
  const SaddleSurface& f = study.surface();
  const double offset = std::abs(study.start()[f.escapeAxis()]);
  const long long measured = study.walker(Descent::Plain).escapeTime();
  LawData law;
  if (offset > 0 && f.escapeCurvature() > 0) {
    law.predicted = escapeSteps(offset, f.exitDistance(), c.rate, f.escapeCurvature());
  }
  if (measured >= 0 && !study.rateChanged()) law.measured = static_cast<double>(measured);
  return law;
}

CheckData escapeSlope(const Study& study) {
  const Config& c = study.config();
  const SaddleSurface& f = study.surface();
  const double growth = std::log1p(c.rate * f.escapeCurvature());
  return Claim(Relation::About, 1 / growth, 0.02)
      .unless(c.surface == Shape::Monkey,
              "no logarithm at a saddle that is not strict: see the power law")
      .after(study.sweep().finished(), [&] { return progressText(study.sweep()); })
      .unless([&] { return sweepIncomplete(study); }, kIncomplete)
      .decide([&] {
        const FarRuns far = farRuns(study, kFarFromExit * f.exitDistance());
        // Whole steps blur the slope by at most one step over the whole span.
        const double span = far.logInverse.back() - far.logInverse.front();
        return judged(leastSquaresSlope(far.logInverse, far.escape), Relation::About, 1 / growth,
                      0.02 + growth / span, "steps per factor e, from runs far from the exit");
      });
}

CheckData stableManifold(const Study& study) {
  const Config& c = study.config();
  return Claim(Relation::AtMost, 0)
      .unless(c.surface == Shape::Monkey && c.startX < 0,
              "x < 0 is a way down from the monkey saddle")
      .after(study.manifoldDone(), "2000 steps")
      .judge(study.manifoldDistance(),
             "largest distance from the manifold in 2000 steps from y₀ = 0");
}

CheckData noisyMedian(const Study& study) {
  const Config& c = study.config();
  const SaddleSurface& f = study.surface();
  if (c.surface == Shape::Monkey) return notApplicable("the prediction needs a strict saddle");
  const double gamma = f.escapeCurvature();
  const double y0 = study.start()[f.escapeAxis()];
  const Index n = study.start().size();
  const double theory = noisyEscapeMedian(y0, f.exitDistance(), c.rate, c.noise, gamma, n);
  const double error = noisyEscapeMedianError(y0, c.rate, c.noise, gamma, n, Study::kNoisyRuns);
  return Claim(Relation::About, theory, std::max(0.06, (3.5 * error + 1) / theory))
      .unless(c.rate * f.smoothness() >= 2, "η exceeds 2/β: descent overshoots")
      .unless(theory * std::log1p(c.rate * gamma) < 1.5,
              [&] {
                return "start or noise lie near the exit: predicted " + formatNumber(theory) +
                       " steps are too few for the limit law";
              })
      .after(study.noisyRuns().finished(), [&] { return progressText(study.noisyRuns()); })
      .judge(
          [&] {
            std::vector<double> times;
            for (const EscapeRecord& r : study.noisyRuns().records()) {
              times.push_back(r.escape < 0 ? 1e9 : static_cast<double>(r.escape));
            }
            return median(times);
          },
          [&] { return "steps, median of 200 runs; standard error " + formatNumber(error); });
}

CheckData kickDecrease(const Study& study) {
  const std::string obstacle = theoremObstacle(study);
  if (!obstacle.empty()) return notApplicable(obstacle);
  const Config& c = study.config();
  const double flat = std::sqrt(c.rho * c.epsilon);
  const SaddleWalker& run = *study.theoremRun();
  const bool fell = run.decreaseTime() >= 0;
  return Claim(Relation::AtMost, static_cast<double>(run.perturbedSpec().waitSteps))
      .unless(c.gamma < flat,
              [&] {
                return "λmin = " + formatNumber(-c.gamma) +
                       " is flatter than −√(ρε) = " + formatNumber(-flat) +
                       ": the theorem may stop at this saddle";
              })
      .after(fell || run.stopped(), [&] { return "step " + std::to_string(run.steps()); })
      .judge(fell ? static_cast<double>(run.decreaseTime() - run.firstPerturbation())
                  : std::numeric_limits<double>::infinity(),
             [&] {
               return "steps from the kick at the saddle until f fell by fₜₕ = " +
                      formatNumber(run.perturbedSpec().decreaseThreshold) + ", against tₜₕ";
             });
}

CheckData secondOrder(const Study& study) {
  const std::string obstacle = theoremObstacle(study);
  if (!obstacle.empty()) return notApplicable(obstacle);
  const SaddleWalker& run = *study.theoremRun();
  return Claim(Relation::AtLeast, -std::sqrt(study.config().rho * study.config().epsilon))
      .after(run.stopped(), [&] { return "step " + std::to_string(run.steps()); })
      .judge([&] { return hessianExtremes(study.surface(), run.position()).smallest; },
             [&] {
               return "λmin where it stopped, after " + std::to_string(run.steps()) +
                      " steps and " + std::to_string(run.perturbations()) +
                      " kicks; −√(ρε) promised";
             });
}

CheckData leaveRatio(const Study& study) {
  const Config& c = study.config();
  if (c.surface == Shape::Pair) return pairRatio(study);
  const double ratio = 1 + escapeRatio(c.rate, 2 * c.stable, 2 * c.gamma);
  const SaddleWalker& plain = study.walker(Descent::Plain);
  const auto& t = plain.leaveTimes();
  return Claim(Relation::About, ratio, 0.01)
      .unless(c.surface != Shape::Octopus, kOnOctopusOnly)
      .unless(c.dimension < 3, "needs three saddles or more")
      .unless(study.rateChanged(), "the step size changed on the way")
      .unless(!std::isfinite(ratio),
              "2ηL = 1 makes κ infinite: one step lands on the next stable manifold")
      .unless(2 * c.rate * c.stable > 1, "2ηL > 1: stable coordinates change sign at each step")
      .unless(t.size() < 3 && (plain.stopped() || study.walkersDone()),
              [&] {
                return "plain descent left only " + std::to_string(t.size()) + " saddles in " +
                       std::to_string(plain.steps()) + " steps; three are needed";
              })
      .after(t.size() >= 3, [&] { return std::to_string(t.size()) + " saddles left"; })
      .decide([&] {
        const std::size_t k = t.size() - 1;
        const auto last = static_cast<double>(t[k] - t[k - 1]);
        const auto before = static_cast<double>(t[k - 1] - t[k - 2]);
        // The constant of the recursion drops out of increments; whole steps blur both by one.
        return judged(last / before, Relation::About, ratio, 0.01 + 2 / before,
                      "(T_" + std::to_string(k + 1) + " - T_" + std::to_string(k) + ") / (T_" +
                          std::to_string(k) + " - T_" + std::to_string(k - 1) +
                          ") of plain descent");
      });
}

CheckData perturbedLinear(const Study& study) {
  const Config& c = study.config();
  if (c.surface != Shape::Octopus) return notApplicable(kOnOctopusOnly);
  const EscapeRuns& runs = *study.race(Descent::Perturbed);
  const double bound = allSaddlesBound(c, runs);
  return Claim(Relation::AtMost, bound)
      .unless(2 * c.rate * c.stable >= 1, "2ηL ≥ 1: the estimate needs a step below")
      .unless(bound > c.maxSteps,
              [&] { return "needs more than the most steps: " + formatNumber(bound); })
      .after(runs.finished(), [&] { return progressText(runs); })
      .judge(
          [&] {
            const std::vector<double> medians = medianLeaveTimes(runs.records(), c.dimension);
            const bool all = static_cast<int>(medians.size()) == c.dimension;
            return all ? medians.back() : std::numeric_limits<double>::infinity();
          },
          "steps to leave all saddles, median of 20 starts, against saddles times "
          "(approach + wait + escape of a median kick)");
}

CheckData advantage(const Study& study) {
  const Config& c = study.config();
  if (c.surface != Shape::Octopus) return notApplicable(kOnOctopusOnly);
  const EscapeRuns& plain = *study.race(Descent::Plain);
  const EscapeRuns& perturbed = *study.race(Descent::Perturbed);
  const double bound = allSaddlesBound(c, perturbed);
  // From a coordinate of median size; random starts spread around it.
  const double expected = octopusLaw(c.stable, c.gamma, c.tube, c.rate, c.tube / 2, c.tube / 2)
                              .leaveTime(c.dimension - 1) /
                          bound;
  return Claim(Relation::AtLeast, 5)
      .unless(2 * c.rate * c.stable >= 1, "2ηL ≥ 1: no law for plain descent")
      .unless(bound > c.maxSteps,
              [&] { return "needs more than the most steps: " + formatNumber(bound); })
      .unless(expected < 10,
              [&] {
                return "asserted where the laws predict a factor of 10 or more; here " +
                       formatNumber(expected);
              })
      .after(plain.finished() && perturbed.finished(),
             [&] { return progressText(perturbed.finished() ? plain : perturbed); })
      .decide([&] {
        const std::vector<double> fast = medianLeaveTimes(perturbed.records(), c.dimension);
        const std::vector<double> slow = medianLeaveTimes(plain.records(), c.dimension);
        if (static_cast<int>(fast.size()) < c.dimension) {
          return judged(0, Relation::AtLeast, 5, 0, "perturbed descent did not finish");
        }
        const bool all = static_cast<int>(slow.size()) == c.dimension;
        const double factor = (all ? slow.back() : c.maxSteps) / fast.back();
        if (!all && factor < 5)
          return notApplicable("most plain runs need more than the most steps");
        return judged(
            factor, Relation::AtLeast, 5, 0,
            "median plain / median perturbed time to leave all saddles, 20 random starts" +
                std::string(all ? "" : "; most plain runs ended before: a lower bound"));
      });
}

CheckData powerLaw(const Study& study) {
  const Config& c = study.config();
  return Claim(Relation::About, -1.0 / 3, 0.03)
      .unless(c.surface != Shape::Monkey, "belongs to the monkey saddle, which is not strict")
      .unless(c.startX < 0.05, "needs a start on the ray x > 0, say x ≥ 0.05")
      .unless([&] { return c.rate * hessianExtremes(study.surface(), study.start()).largest >= 1; },
              "the step is too large to slide along the ray")
      .after(study.sweep().finished(), [&] { return progressText(study.sweep()); })
      .unless([&] { return sweepIncomplete(study); }, kIncomplete)
      .judge(
          [&] {
            std::vector<double> offsets, times;
            for (std::size_t i = 0; i < study.offsets().size(); ++i) {
              if (study.offsets()[i] > 1e-6 || study.sweep().records()[i].escape < 0) continue;
              offsets.push_back(study.offsets()[i]);
              times.push_back(static_cast<double>(study.sweep().records()[i].escape));
            }
            return fitLogLog(offsets, times).slope;
          },
          "slope of log T against log |y₀|; the theory gives the exponent, no constant");
}

OctopusLaw plainLaw(const Config& config) {
  const VectorXd start = startOf(config);
  const double tail = start.size() > 1 ? std::abs(start[1]) : config.tube;
  return octopusLaw(config.stable, config.gamma, config.tube, config.rate, std::abs(start[0]),
                    tail);
}

}  // namespace basin::saddle
