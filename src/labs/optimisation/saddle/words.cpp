#include "labs/optimisation/saddle/words.h"

#include <algorithm>
#include <cmath>

#include "lab/param_text.h"
#include "labs/optimisation/saddle/checks.h"

namespace basin::saddle {

namespace {

const char* nameOf(Descent kind) {
  switch (kind) {
    case Descent::Plain:
      return "plain";
    case Descent::Noisy:
      return "noisy";
    case Descent::Perturbed:
      return "perturbed";
  }
  return "";
}

std::string count(long long n) {
  return std::to_string(n);
}

std::string fateOf(const Study& study, Descent kind) {
  const SaddleWalker& w = study.walker(kind);
  const int saddles = study.surface().saddles();
  std::string text = nameOf(kind);
  if (w.leftAll()) {
    return text + (saddles == 1 ? " left after " : " left the last after ") +
           count(w.leaveTimes().back()) + " steps";
  }
  const std::string at =
      saddles == 1 ? "the saddle"
                   : "saddle " + count(static_cast<long long>(w.leaveTimes().size()) + 1) + " of " +
                         count(saddles);
  if (w.stopped() && kind == Descent::Perturbed) return text + " returned " + at;
  if (study.settled(kind)) return text + " is stuck at " + at;
  if (study.finished())
    return text + " had not left " + at + " after " + count(w.steps()) + " steps";
  return text + " is held by " + at;
}

// What the reader should know about these parameters before reading anything off.
std::string warnings(const Study& study) {
  const Config& c = study.config();
  const double beta = study.surface().smoothness();
  std::string text;
  if (c.rate >= 2 / beta) {
    text += "η = " + formatNumber(c.rate) + " ≥ 2/β = " + formatNumber(2 / beta) +
            ": descent overshoots where the curvature is β. ";
  }
  if (c.side == Side::On) {
    text +=
        "The start lies exactly on the stable manifold: plain descent converges to the saddle. ";
  }
  if (c.surface == Shape::Octopus) {
    const double factor = 1 - 2 * c.rate * c.stable;
    if (std::abs(factor) < 1e-12) {
      text +=
          "2ηL = 1 makes κ infinite: one step sets the next coordinate to exactly 0, and plain "
          "descent is stuck at the second saddle for ever. ";
    } else if (factor < 0) {
      text += "2ηL > 1: stable coordinates change sign at each step. ";
    }
    if (c.side != Side::On && c.startX != 0 && std::abs(factor) >= 1e-12 &&
        octopusUnderflows(plainLaw(c), c.dimension, c.stable, c.rate)) {
      text +=
          "A later coordinate will shrink below the smallest double: plain descent gets stuck at "
          "a saddle (underflow). ";
    }
    if (std::max(std::abs(c.startX), c.startY) > c.tube) {
      text += "The start is held within the tube, |xᵢ| ≤ τ. ";
    }
  }
  return text;
}

}  // namespace

std::string describe(const Study& study) {
  const Config& c = study.config();
  const SaddleSurface& f = study.surface();
  std::string text = warnings(study);
  const double offset = std::abs(study.start()[f.escapeAxis()]);
  if (f.escapeCurvature() > 0 && offset > 0) {
    text += "From |y₀| = " + shortNumber(offset) + " the law gives plain descent " +
            formatNumber(escapeSteps(offset, f.exitDistance(), c.rate, f.escapeCurvature())) +
            " steps to y₁ = " + shortNumber(f.exitDistance()) + ". ";
  }
  if (c.surface == Shape::Monkey) {
    text +=
        "The Hessian is zero at the monkey saddle, so it is not strict: no law in log|y₀| and no "
        "promise of the theorem to leave it. ";
  }
  if (c.perturbed == PerturbedMode::Theorem) {
    const PerturbedSpec& p = study.walker(Descent::Perturbed).perturbedSpec();
    text += "The theorem's constants: χ = " + formatNumber(p.chi) + ", η = " + shortNumber(p.rate) +
            ", r = " + formatNumber(p.radius) + ", gₜₕ = " + formatNumber(p.gradientThreshold) +
            ", tₜₕ = " + count(p.waitSteps) + ". ";
  }
  if (!text.empty()) text.pop_back();
  return text;
}

std::string Study::statusText() const {
  if (diverged()) {
    const double rate = config_.rate;
    const double beta = surface_->smoothness();
    if (rate > 2 / beta) {
      return "step size η = " + formatNumber(rate) + " > 2/β = " + formatNumber(2 / beta);
    }
    const double local = hessianExtremes(*surface_, start_).largest;
    if (rate > 2 / local) {
      return "step size η = " + formatNumber(rate) + " > 2/λmax = " + formatNumber(2 / local) +
             " at the start";
    }
    return "a step left the region where the surface is confined (f > 10¹²)";
  }
  std::string text = fateOf(*this, Descent::Plain);
  for (const Descent kind : {Descent::Noisy, Descent::Perturbed}) {
    text += "; " + fateOf(*this, kind);
  }
  return text;
}

}  // namespace basin::saddle
