#include "labs/kernels/overparam/words.h"

#include "lab/param_text.h"

namespace basin::overparam {

std::string describe(const Study& study) {
  const double n = study.config().points;
  std::string text = "η = " + formatNumber(study.rate()) + ". ";
  const long zero = study.network().zeroErrorTime();
  text += zero >= 0 ? "Zero training error since step " + std::to_string(zero) + ". "
                    : "The training error is not zero. ";
  if (study.rate() * study.prediction().flow().largest() > 2 && !study.diverged()) {
    text += "This is beyond 2/λmax of the kernel at the start, which alone would diverge. ";
  }
  if (study.limit().smallest() < 1e-3 * study.limit().largest()) {
    text += "λmin is " + formatNumber(study.limit().smallest()) +
            ": points that can hardly be told apart have opposite labels. ";
  }
  if (study.lostRuns() > 0) {
    text += std::to_string(study.lostRuns()) + " of " + std::to_string(study.sweep().done()) +
            " runs of the sweep diverged: they have no zero error and are in no median. ";
  }
  text += "A width of the order n³ = " + formatNumber(n * n * n) +
          " would be sufficient by theorems of this kind, with constants they leave open: far "
          "off the axis.";
  return text;
}

}  // namespace basin::overparam
