#include "labs/convergence/zas/words.h"

#include <cmath>

#include "lab/param_text.h"

namespace basin::zas {

namespace {

std::string stepsText(const Study& study, LinearStart kind) {
  const Racer& racer = study.racer(kind);
  if (racer.diverged()) return "is lost";
  if (racer.arrived()) return "took " + std::to_string(racer.steps()) + " steps";
  return study.raceFinished() ? "did not arrive" : "is on its way";
}

}  // namespace

std::string describe(const Study& study) {
  std::string text = "t = " + std::to_string(study.steps()) + ". ";
  if (study.config().constants == Constants::Theorem) {
    text += "η = " + formatNumber(study.provedRate()) + ", the largest step the theorem allows. ";
  }
  const auto& near = study.flow(LinearStart::NearIdentity);
  if (near) {
    const double time = near->time(study.config().epsilon);
    if (!near->crosses(study.config().epsilon) && std::isfinite(time)) {
      text += "Near the identity nothing has to change its sign. ";
    } else {
      text +=
          "Near the identity the product has to pass zero, where the other weights let through "
          "a speed of " +
          formatNumber(near->others(0)) + " only: T/η = " +
          (std::isfinite(time) ? formatNumber(time / study.rate()) : std::string("∞")) + ". ";
    }
  } else {
    text += study.mustCross()
                ? "The target's determinant is negative: near the identity the product has to pass "
                  "determinant zero. "
                : "The target's determinant is positive: a path of rotations and stretchings leads "
                  "there from the identity. ";
  }
  int lost = 0;
  for (std::size_t i = 0; i < study.sweep().settings().size(); ++i) {
    for (const Arrivals* run : study.sweep().results(i)) {
      for (const bool each : run->lost) lost += each;
    }
  }
  if (lost > 0) text += std::to_string(lost) + " runs of the sweep diverged and are left out. ";
  text.pop_back();
  return text;
}

std::string Study::statusText() const {
  if (!finished()) return {};
  if (diverged())
    return "step size η = " + formatNumber(rate_) + " is too large for all three starts";
  return "zero-asymmetric " + stepsText(*this, LinearStart::ZeroAsymmetric) + "; near identity " +
         stepsText(*this, LinearStart::NearIdentity) + "; Xavier " +
         stepsText(*this, LinearStart::Xavier);
}

}  // namespace basin::zas
