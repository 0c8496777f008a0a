#include "labs/convergence/batchnorm/words.h"

#include <cmath>

#include "lab/param_text.h"

namespace basin::batchnorm {

std::string describe(const Study& study) {
  std::string text = "t = " + std::to_string(study.race().step()) + ". ";
  if (study.race().lost(0)) text += "The network without normalisation diverged. ";
  if (study.race().lost(1)) text += "The network with normalisation diverged. ";
  const auto &plain = study.learner(0).measurements(), &norm = study.learner(1).measurements();
  if (plain.empty() || norm.empty()) return text + "The first measurement is on its way.";
  const StepMeasurement &a = plain.back(), &b = norm.back();
  return text + "On the way to " + formatNumber(study.config().reach) +
         " step sizes the loss moves by " + formatNumber(a.variation(), 2) +
         " without normalisation and by " + formatNumber(b.variation(), 2) +
         " with it; the step of the layers below moves a layer's gradient by " +
         formatNumber(a.shift, 2) + " and " + formatNumber(b.shift, 2) + ".";
}

std::string Study::statusText() const {
  if (!finished()) return {};
  if (diverged()) {
    return "step size η = " + formatNumber(config_.rate) + " is too large for both networks";
  }
  const std::size_t lost = 1 + others_.done() - races().size();
  if (races().empty()) return "a network diverged in every race, the other trained to the end";
  std::string text = "the band with normalisation has " + formatNumber(ratio(kBand), 2) +
                     " times the width of the one without";
  // A dead network has no shift to compare with.
  if (std::isfinite(ratio(kShift))) {
    text += "; the covariate shift is " + formatNumber(ratio(kShift), 2) + " times as large";
  }
  if (lost > 0)
    text += "; left out: " + std::to_string(lost) + " races with a network that diverged";
  return text;
}

}  // namespace basin::batchnorm
