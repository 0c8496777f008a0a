#include "labs/landscapes/skip_valley/words.h"

#include "lab/param_text.h"

namespace basin::skip_valley {

std::string describe(const Study& study) {
  if (study.diverged()) return "Plain descent diverged: lower the step size.";
  if (!study.path()) return "Descent without wires, from a random start.";
  const SkipPath& path = *study.path();
  std::string text = "Descent without wires is at L = " + formatNumber(study.stuckLoss()) + ". ";
  if (!study.jump().empty()) {
    text += "Its units answer too much alike, so the hidden weights are shaken first. ";
  }
  const std::string obstacle = study.obstacle();
  if (!obstacle.empty()) {
    text += "The theorem does not apply: " + obstacle + ". ";
  } else {
    text += "The wires' weights grow to |D| = " + formatNumber(path.norm()) +
            ", the larger the closer the features are to dependent: σN = " +
            formatNumber(path.singularValues[path.rank - 1]) + ". ";
  }
  return text + "That a path is there says nothing about whether descent finds it.";
}

std::string Study::statusText() const {
  if (diverged_) {
    return "the loss of plain descent is lost at step size η = " + formatNumber(config_.rate);
  }
  if (!walked()) return {};
  return "from L = " + formatNumber(stuckLoss_) + " to " + formatNumber(losses_.back()) + ", " +
         std::to_string(right_) + " of " + std::to_string(config_.points) + " right";
}

}  // namespace basin::skip_valley
