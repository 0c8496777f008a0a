#include "labs/tying/square_wave/words.h"

#include "lab/param_text.h"

namespace basin::square_wave {

std::string percent(double fraction) {
  return formatNumber(100 * fraction) + " %";
}

std::string story(const Study& study) {
  std::string text = "Start " + std::to_string(study.race().start() + 1) + " of " +
                     std::to_string(study.config().starts) + ".";
  for (int which = 0; which < 2; ++which) {
    const Outcome& outcome = study.present(which);
    text += which == 0 ? " Free: " : " Tied: ";
    if (outcome.diverged) {
      text += "diverged within step " + std::to_string(outcome.stoppedAt) +
              ", counted as a failure; a smaller learning rate avoids it.";
    } else if (outcome.dead) {
      text += "a layer is dead, the answer is constant and no gradient reaches what lies before.";
    } else if (outcome.constant) {
      text += "the same answer everywhere.";
    } else if (outcome.solved) {
      text += "solved.";
    } else {
      text += percent(outcome.accuracy) + " right.";
    }
  }
  return text;
}

std::string Study::statusText() const {
  const Tally& free = race_.tally(0);
  const Tally& tied = race_.tally(1);
  if (race_.finished()) {
    return std::to_string(free.starts) + " starts raced: free weights solved " +
           std::to_string(free.solved) + ", negatively tied " + std::to_string(tied.solved);
  }
  return "start " + std::to_string(race_.start() + 1) + " of " + std::to_string(config_.starts) +
         ", step " + std::to_string(race_.step());
}

}  // namespace basin::square_wave
