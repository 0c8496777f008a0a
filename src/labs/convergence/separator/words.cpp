#include "labs/convergence/separator/words.h"

#include <algorithm>
#include <cmath>

#include "lab/param_text.h"

namespace basin::separator {

std::string describe(const Study& study) {
  const Config& c = study.config();
  const MarginNetwork& network = study.network();
  std::string text = std::to_string(network.updates()) + " updates so far";
  text += c.bounded() ? ", at most " + formatNumber(std::floor(study.bound())) + " in all. " : ". ";
  if (c.slope == 0) {
    const std::vector<bool> dead = network.deadUnits();
    const auto count = std::count(dead.begin(), dead.end(), true);
    text += std::to_string(count) + " of " + std::to_string(dead.size()) + " units are dead. ";
    if (study.shownFinished() && study.stuck()) {
      text += "Stuck at the loss " + formatNumber(study.loss()) + ": " +
              std::to_string(network.violations()) + " of " +
              std::to_string(study.problem().data.inputs.cols()) +
              " examples are not fitted, and no unit is active on them. ";
    }
  }
  if (c.learnOutput) text += "Both layers learn: no theorem speaks of it. ";
  if (c.dataset == Dataset::NoGap) {
    text += "The closest example has the margin " +
            formatNumber(1 / study.problem().separatorNorm) + ". ";
  }
  if (c.dimension > 2 && c.dataset != Dataset::Axes) {
    text += "The plane is a slice through " + std::to_string(c.dimension) +
            " dimensions; examples are projected onto it. ";
  }
  if (study.lostRuns() > 0) {
    text += std::to_string(study.lostRuns()) + " of " + std::to_string(study.sweep().done()) +
            " runs of the sweep diverged and are left out. ";
  }
  return text;
}

}  // namespace basin::separator
