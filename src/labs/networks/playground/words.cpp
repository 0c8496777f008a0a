#include "labs/networks/playground/words.h"

#include <cmath>

#include "lab/param_text.h"

namespace basin::playground {

std::string describe(const Study& study) {
  std::string text = study.data().problem;
  const std::string& tying = study.trainer().objective().problem();
  if (!tying.empty()) text += (text.empty() ? "" : " ") + tying;
  const auto say = [&](const std::string& sentence) {
    return text + (text.empty() ? "" : " ") + sentence;
  };
  if (study.trainer().objective().empty()) {
    return say(
        "There is nothing to train on: press on the picture to paint points, or drop a CSV file.");
  }
  if (study.diverged()) return say("Diverged: " + study.statusText() + ".");
  const Monitor& monitor = study.monitor();
  if (monitor.measuredAt() < 0) {
    return say(study.ended() ? "The run ended before the curvature was measured."
                             : "The curvature is being measured.");
  }
  const double bound = study.setup().stabilityBound();
  const double lambda = monitor.largestEigenvalue();
  const std::string found = "λmax = " + formatNumber(lambda);
  if (!std::isfinite(bound)) {
    return say(found + "; Adam rescales every direction, so 2/η is no bound for it.");
  }
  if (study.gradientNorm() < 1e-6) {
    return say("The gradient has all but vanished (|g| = " + formatNumber(study.gradientNorm()) +
               "): a critical point, where nothing moves any more.");
  }
  if (lambda < 0.95 * bound) {
    return say(found + " is below the stability bound " + formatNumber(bound) +
               ": the step size stands this curvature with room to spare.");
  }
  if (lambda <= 1.1 * bound) {
    return say(found + " is at the stability bound " + formatNumber(bound) +
               ": the edge of stability, where the loss falls in the long run but not at every "
               "step.");
  }
  return say(found + " is above the stability bound " + formatNumber(bound) +
             ": along its sharpest direction the run overshoots.");
}

std::string postMortem(const NetworkSetup& setup, const Monitor& monitor, long long step) {
  if (step == 0) {
    return "the loss is above 10¹² or undefined from the start; smaller initial weights would help";
  }
  const std::string rate = "step size " + formatNumber(setup.rate);
  const std::string when = "the loss passed 10¹² at step " + std::to_string(step);
  if (setup.optimiser == NetworkSetup::Optimiser::Adam) {
    return rate + " is too large for Adam here: " + when;
  }
  const double lambda = monitor.largestEigenvalue();
  if (monitor.measuredAt() < 0 || !std::isfinite(lambda)) {
    return rate + " is too large: " + when + ", before any curvature could be measured";
  }
  const bool momentum = setup.optimiser == NetworkSetup::Optimiser::Momentum;
  const double critical = setup.stabilityBound() * setup.rate / lambda;
  const std::string measured = (momentum ? "2(1 + β)/λmax = " : "2/λmax = ") +
                               formatNumber(critical) + " (λmax = " + formatNumber(lambda) +
                               " at step " + std::to_string(monitor.measuredAt()) + ")";
  if (lambda > 0 && setup.rate > critical) return rate + " > " + measured;
  const std::string lambdaText =
      lambda > 0 ? measured
                 : "no positive curvature at step " + std::to_string(monitor.measuredAt());
  return when + " although " + rate + (lambda > 0 ? " < " : " met ") + lambdaText +
         ": the curvature grew on the way";
}

}  // namespace basin::playground
