#include "labs/optimisation/gd/words.h"

#include <algorithm>

#include "lab/param_text.h"

namespace basin::gd {

namespace {

std::string overshoot(const Study& study) {
  const double rate = study.config().rate;
  if (const SmoothFunction* f = study.smooth()) {
    return "step size η = " + formatNumber(rate) + " > 2/β = " + formatNumber(2 / f->smoothness());
  }
  const double sharpest = std::max(study.firstLambdaMax(), study.lambdaMax());
  return "step size η = " + formatNumber(rate) + " > 2/λmax = " + formatNumber(2 / sharpest) +
         (study.firstLambdaMax() >= study.lambdaMax() ? " at the start" : "");
}

}  // namespace

std::string describe(const Study& study) {
  const double rate = study.config().rate;
  std::string text = "t = " + std::to_string(study.steps()) + ". ";
  if (study.diverged()) return text + "Diverged: " + overshoot(study) + ".";
  if (!study.onNetwork()) {
    const double beta = study.smooth()->smoothness();
    const double product = rate * beta;
    text += "ηβ = " + formatNumber(product) +
            (product > 2    ? ": above 2, the steepest direction grows."
             : product == 2 ? ": exactly 2, the steepest direction swings for ever."
             : product > 1  ? ": each step lands on the other side of the valley."
                            : ": steps stay on their side of the valley.");
    const long long reached = study.criticalStep();
    if (reached >= 0) text += " |∇f| ≤ ε since step " + std::to_string(reached) + ".";
    return text;
  }
  text += "λmax = " + formatNumber(study.lambdaMax()) + ", 2/η = " + formatNumber(2 / rate) + ". ";
  if (study.arrival() < 0) return text + "The sharpness is on its way up.";
  const double share = study.lateSteps() > 0 ? 100.0 * static_cast<double>(study.upSteps()) /
                                                   static_cast<double>(study.lateSteps())
                                             : 0;
  text += "At the edge since step " + std::to_string(study.arrival()) + ".";
  if (study.lateSteps() > 0) {
    text += " " + formatNumber(share) + " % of the later steps raised the loss, and yet it falls.";
  }
  return text;
}

std::string Study::statusText() const {
  if (diverged_) return overshoot(*this);
  if (!finished_) return {};
  const long long reached = criticalStep();
  return onNetwork() || reached < 0
             ? "the step limit is reached"
             : "a critical point, |∇f| ≤ ε after " + std::to_string(reached) + " steps";
}

}  // namespace basin::gd
