#include "labs/approximation/yarotsky/words.h"

#include <cmath>

#include "lab/param_text.h"

namespace basin::yarotsky {

std::string describe(const Study& study) {
  if (InputProblem problem = study.inputProblem(); !problem.empty()) return problem.text;
  const Study::Level& now = study.now();
  const int layers = study.square() ? now.m : study.taylor()->size().hiddenLayers();
  std::string text = std::to_string(layers) + " hidden layers with " + std::to_string(now.weights) +
                     " weights err by " + formatNumber(now.error) + ". One hidden layer with as many has " +
                     std::to_string(now.units) + " units and errs by " + formatNumber(now.shallow) + ". ";
  if (!study.square() && !std::isfinite(study.norm())) {
    text += "The target has no bounded derivative of order n, and the theorem says nothing of it. ";
  }
  return text;
}

}  // namespace basin::yarotsky
