#include "labs/kernels/mean_field/words.h"

#include <cmath>

#include "lab/param_text.h"

namespace basin::mean_field {

std::string describe(const Study& study) {
  std::string text =
      "t = " + formatNumber(study.time()) + " of " + formatNumber(study.config().time) + ". ";
  if (study.networks().floor() > 0) {
    text += "The units have no mode 8: no network falls below the loss " +
            formatNumber(study.networks().floor()) + ". ";
  }
  if (study.excluded() > 0) {
    text += "Runs of the sweep that diverged and are left out: " +
            std::to_string(study.excluded()) + ". ";
  }
  if (study.config().start == Start::Even) {
    text += "An even start leaves nothing to chance: there is no sweep over starts.";
  } else if (study.shownFinished() && !study.finished()) {
    text += "Sweep: " + formatNumber(std::floor(100 * study.progress())) + " %.";
  }
  return text;
}

std::string Study::statusText() const {
  if (!diverged()) return {};
  return "step size dt = " + formatNumber(config().rate) +
         " against 2/λmax = " + formatNumber(kernel_->largestRate()) +
         " of the tangent kernel at the start";
}

}  // namespace basin::mean_field
