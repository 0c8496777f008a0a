#include "labs/kernels/ntk/words.h"

#include <algorithm>
#include <cmath>

#include "lab/param_text.h"

namespace basin::ntk {

std::string describe(const Study& study) {
  const Config& c = study.config();
  const Trial& wide = study.wide();
  std::string text = "Step " + std::to_string(wide.step()) + " of " + std::to_string(c.steps) +
                     " at η = " + formatNumber(wide.rate());
  if (wide.rate() < c.rate) text += " (held at 1/λmax of the network's own kernel)";
  text += ". ";
  if (!study.task().flow.strictlyPositive()) {
    text +=
        "The exact kernel is not strictly positive on these points: some labels cannot be "
        "fitted. Add a bias or depth, or take an odd number of points. ";
  }
  if (std::max(c.width, c.narrow) > widestTrained(c.depth)) {
    text += "Networks with " + std::to_string(c.depth) + " hidden layers are trained up to width " +
            std::to_string(widestTrained(c.depth)) + ". ";
  }
  if (c.sweep && wide.finished() && !study.sweepsDone()) {
    text += "Sweep: " + formatNumber(std::floor(100 * study.progress())) + " %.";
  }
  return text;
}

}  // namespace basin::ntk
