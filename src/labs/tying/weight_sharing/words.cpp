#include "labs/tying/weight_sharing/words.h"

#include <cmath>

#include "lab/param_text.h"

namespace basin::weight_sharing {

namespace {

std::string fateOf(const Student& student) {
  if (student.arrived()) return "arrived after " + std::to_string(student.steps()) + " steps";
  return std::string(student.ended() ? "not arrived" : "on its way") +
         ", F = " + formatNumber(student.loss());
}

}  // namespace

std::string describe(const Study& study) {
  const Student& free = study.free();
  std::string text =
      "With sharing: " + fateOf(study.shared()) + ". Without sharing: " + fateOf(free) + ". ";
  if (!free.teacher().cosine) {
    return text + "Only the first block matters, so there is nothing to share. ";
  }
  const double predicted = free.predictedSteps();
  if (std::isinf(predicted)) {
    text += "From this start the gradient leads to the mirror image, a false minimum, and stays. ";
  } else if (std::isfinite(predicted) && !free.arrived()) {
    text += "It should arrive after " + formatNumber(std::round(predicted)) + " steps. ";
  }
  if (sharedCurvature(study.shared().teacher()).least <= 0) {
    text += "With c² ≤ 1.4463k nothing promises a convex loss with sharing. ";
  }
  return text;
}

std::string Study::statusText() const {
  if (!finished()) return {};
  const auto steps = [](const Student& s) {
    return s.arrived() ? std::to_string(s.steps()) + " steps"
                       : "not within " + std::to_string(s.steps()) + " steps";
  };
  return "with sharing: " + steps(shared_) + "; without: " + steps(free_);
}

}  // namespace basin::weight_sharing
