#include "labs/tying/square_wave/words.h"

#include "lab/param_text.h"

namespace basin::square_wave {

std::string percent(double fraction) {
  return formatNumber(100 * fraction) + " %";
}

std::string story(const Study& study) {
  const Race& race = study.race();
  const int starts = study.config().starts * race.settings();
  std::string text =
      "Start " + std::to_string(race.start() + 1) + " of " + std::to_string(starts) + ".";
  if (study.config().experiment == Experiment::Map) {
    text += " Now " + std::to_string(study.depth()) + " hidden layers of " +
            std::to_string(study.width()) + " units.";
  }
  constexpr const char* kNets[] = {" Free: ", " Tied: ", " Grown: "};
  for (int net = 0; net < netsOf(study.config()); ++net) {
    const Outcome& outcome = study.present(net);
    text += kNets[net];
    if (outcome.diverged) {
      text += "diverged within step " + std::to_string(outcome.stoppedAt) +
              ", counted as a failure; a smaller learning rate avoids it.";
    } else if (outcome.dead) {
      text += "a layer is dead, the answer is constant and no gradient reaches what lies before.";
    } else if (outcome.constant) {
      text += "the same answer everywhere.";
    } else if (study.learner(net).depth() < study.depth()) {
      text += percent(outcome.accuracy) + " right of the wave for " +
              std::to_string(study.learner(net).depth()) + " of " +
              std::to_string(study.depth()) + " layers.";
    } else if (outcome.solved) {
      text += "solved.";
    } else {
      text += percent(outcome.accuracy) + " right.";
    }
  }
  return text;
}

std::string Study::statusText() const {
  const int starts = config_.starts * race_.settings();
  if (!race_.finished()) {
    return "start " + std::to_string(race_.start() + 1) + " of " + std::to_string(starts) +
           ", step " + std::to_string(race_.present().step());
  }
  int solved[3] = {0, 0, 0};
  for (int setting = 0; setting < race_.settings(); ++setting) {
    for (int net = 0; net < netsOf(config_); ++net) solved[net] += race_.tally(net, setting).solved;
  }
  std::string text = std::to_string(starts) + " starts raced: free weights solved " +
                     std::to_string(solved[kFree]) + ", negatively tied " +
                     std::to_string(solved[kTied]);
  if (netsOf(config_) > kGrown) text += ", grown " + std::to_string(solved[kGrown]);
  return text;
}

}  // namespace basin::square_wave
