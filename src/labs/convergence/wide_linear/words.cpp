#include "labs/convergence/wide_linear/words.h"

#include "lab/param_text.h"

namespace basin::wide_linear {

std::string describe(const Study& study) {
  const Config& c = study.config();
  const Law& law = study.shown().law();
  std::string text =
      "t = " + std::to_string(study.shown().steps()) + ". η = " + formatNumber(law.rate) + ". ";
  if (c.rate > 1) {
    text += "At infinite width each step leaves the share " + formatNumber(law.limitFactor) +
            " of the loss. The step size is beyond the theorem's. ";
  } else {
    text += "Each step leaves at most the share " + formatNumber(law.provedFactor) +
            " of the loss, if the network is wide enough; at infinite width it leaves " +
            formatNumber(law.limitFactor) + ". ";
  }
  if (c.rate <= 1 && c.factors > 1 && c.width < 4 * c.factors) {
    text += "This network is narrower than 4L: its layers flatten circles. ";
  }
  int lost = 0;
  for (std::size_t i = 0; i < study.sweep().settings().size(); ++i)
    lost += study.sweep().excluded(i);
  if (lost > 0) {
    text += std::to_string(lost) + " of " + std::to_string(study.sweep().done()) +
            " runs of the sweep diverged, and count as above the bound. ";
  }
  text.pop_back();
  return text;
}

std::string Study::statusText() const {
  if (!diverged()) return {};
  return "step size " + formatNumber(config_.rate) +
         " ηmax is too large for this network; infinitely wide ones diverge beyond 6 ηmax";
}

}  // namespace basin::wide_linear
