#include "labs/landscapes/extra_neuron/checks.h"

#include <algorithm>
#include <cmath>

#include "base/stats.h"
#include "lab/claim.h"
#include "lab/param_text.h"

namespace basin::extra_neuron {

namespace {

// Why the points have no bad minimum of this kind; empty where they have.
std::string noBadMinimum(const Study& study) {
  if (!study.points().realizable()) return "no network of this form separates the points";
  if (deadLoss(study.points()) <= 0) return "all points are of one class";
  return {};
}

// Part of 4 lambda t that the law's beginning, at the largest amplitude, makes.
double early(const Study& study) {
  const double peak = study.peakAmplitude();
  return 1 / (4 * study.config().penalty * study.time() * peak * peak);
}

// Why the laws of the valley say nothing of this run; empty where they do.
std::string noLaw(const Study& study) {
  if (study.config().penalty == 0) return "without a penalty the amplitude need not decay";
  if (!study.standard()) return "the law is for two points at −1 and 1";
  if (study.onSaddle()) return "the start lies exactly on the saddle";
  if (study.diverged()) return study.statusText();
  if (!std::isnan(study.edgeTime())) {
    return "the valley grew too steep for the step size at t = " + formatNumber(study.edgeTime());
  }
  if (study.finished() && !(early(study) < 0.1)) return "the run ended before the law begins";
  return {};
}

}  // namespace

CheckData badMinimum(const Study& study) {
  return Claim(Relation::AtLeast, deadLoss(study.points()), 1e-12)
      .unlessSaid(noBadMinimum(study))
      .judge(study.around().least, "20 000 networks around it whose unit is dead as well");
}

CheckData saddleWithNeuron(const Study& study) {
  const double predicted = study.around().predictedLambdaMin;
  return Claim(Relation::About, predicted, 1e-9)
      .unlessSaid(noBadMinimum(study))
      .judge(study.around().lambdaMin, "of all seven weights; below zero");
}

CheckData identity(const Study& study) {
  return Claim(Relation::AtMost, 0, 1e-12)
      .judge(study.around().identityError, "at 1000 random points, relative");
}

CheckData neverCritical(const Study& study) {
  const bool measured = std::isfinite(study.gradientRatio());
  return Claim(Relation::AtLeast, 1, 1e-9)
      .unless(study.config().penalty == 0, "without a penalty the bound is zero")
      .unless(study.finished() && !measured, "the neuron was never used")
      .after(measured, "no step yet")
      .judge(study.gradientRatio(), "the least of all steps");
}

CheckData steepens(const Study& study) {
  return Claim(Relation::AtMost, 0, 1e-9 * study.invariantScale())
      .unless(study.diverged(), [&] { return study.statusText(); })
      .after(study.time() > 0, "no step yet")
      .judge(std::abs(study.invariant()), "over all steps so far");
}

LawData steepnessLaw(const Study& study) {
  const double b = study.theta()[NeuronLoss::B];
  return {.predicted = b - study.invariant(), .measured = b};
}

CheckData amplitudeLaw(const Study& study) {
  const double t = study.time();
  const double ratio =
      std::abs(study.amplitude()) / neuronAmplitude(study.config().penalty, t);
  // Two per cent for what e^(-2w) leaves out, and the law's own beginning.
  return Claim(Relation::About, 1, 0.02 + early(study))
      .unlessSaid(noLaw(study))
      .after(study.finished(), "at the end of the run")
      .judge(ratio, [&] { return "at t = " + formatNumber(t); });
}

LawData amplitudeNow(const Study& study) {
  if (!noLaw(study).empty() || study.time() == 0) return {};
  return {.predicted = neuronAmplitude(study.config().penalty, study.time()),
          .measured = std::abs(study.amplitude())};
}

CheckData lossSlope(const Study& study) {
  const auto slope = [&] {
    const Study::Traced traced = study.traced(Study::kTotal);
    std::vector<double> time, loss;
    for (std::size_t i = 0; i < traced.time.size(); ++i) {
      if (traced.time[i] < 0.2 * study.time()) continue;
      time.push_back(traced.time[i]);
      loss.push_back(traced.values[i]);
    }
    return fitLogLog(time, loss).slope;
  };
  // At 0.2 t the law's beginning weighs five times as much as at t.
  return Claim(Relation::About, -1, 0.02 + 5 * early(study))
      .unlessSaid(noLaw(study))
      .after(study.finished(), "at the end of the run")
      .judge(slope, "log-log slope from t/5 to t");
}

CheckData staysBad(const Study& study) {
  return Claim(Relation::AtLeast, deadLoss(study.points()), 1e-12)
      .unlessSaid(noBadMinimum(study))
      .unless(study.diverged(), [&] { return study.statusText(); })
      .judge(study.leastNetworkLoss(), "the least of all steps");
}

}  // namespace basin::extra_neuron
