#include "labs/convergence/zas/checks.h"

#include <cmath>
#include <vector>

#include "lab/claim.h"
#include "lab/param_text.h"

namespace basin::zas {

namespace {

constexpr double kRounding = 1e-9;  // of 20 000 steps
constexpr double kSmallRate = 0.02;

const Racer& own(const Study& study) {
  return study.racer(LinearStart::ZeroAsymmetric);
}

// Why nothing is promised of the sweep; empty where it is.
std::string noSweep(const Study& study) {
  if (study.sweep().size() == 0) return "without a sweep";
  return study.rate() > kSmallRate ? "judged for step sizes up to 0.02, where descent is a flow"
                                   : "";
}

// Logarithms of median steps from four factors on, over the number of factors.
struct Growth {
  std::vector<double> factors, measured, predicted;
};
Growth growthOf(const Study& study) {
  Growth growth;
  const Study::Sweep& sweep = study.sweep();
  for (std::size_t i = 0; i < sweep.settings().size(); ++i) {
    const double steps = study.medianArrival(i, LinearStart::NearIdentity);
    if (sweep.settings()[i] < 4 || !std::isfinite(steps) || steps < 1) continue;
    growth.factors.push_back(sweep.settings()[i]);
    growth.measured.push_back(std::log(steps));
    growth.predicted.push_back(std::log(median(study.predicted(LinearStart::NearIdentity)[i])));
  }
  return growth;
}

}  // namespace

CheckData provedBound(const Study& study) {
  const bool proved = study.rate() <= study.provedRate() * (1 + 1e-12);
  return Claim(Relation::AtMost, 1, kRounding)
      .unless(!proved && study.overshot(),
              "a singular value went beyond its target, with a step size far above the theorem's")
      .unless(!proved && study.rate() > 1, "proved for step sizes up to 1")
      .after(study.steps() > 0, "no step yet")
      .judge(study.provedRatio(), "largest R(t) over (1 − η/2)^t R(0), of all steps");
}

LawData provedBoundLaw(const Study& study) {
  const Racer& racer = own(study);
  if (racer.diverged()) return {};
  const double decay = provedDecay(study.rate(), static_cast<double>(racer.steps()));
  return {.predicted = racer.firstLoss() * std::exp(decay), .measured = racer.loss()};
}

CheckData oneSidedBound(const Study& study) {
  return Claim(Relation::AtMost, 1, kRounding)
      .unless(study.rate() > 1, "proved for step sizes up to 1")
      .after(study.steps() > 0, "no step yet")
      .judge(study.oneSidedRatio(),
             "largest R(t) over (1 − η)^(2t) R(0), until a singular value is beyond its target");
}

CheckData ownTime(const Study& study) {
  const double predicted = study.flowTime(LinearStart::ZeroAsymmetric) / study.rate();
  // A whole step, and descent's lag behind the flow, a part of the order eta of 1/eta steps.
  return Claim(Relation::About, 0, 1.5)
      .unless(std::isnan(predicted), "the target's singular values differ")
      .unless(study.rate() > kSmallRate,
              "judged for step sizes up to 0.02, where descent is a flow")
      .unless(!own(study).arrived() && study.raceFinished(), "it did not come in the steps given")
      .after(own(study).arrived(), "it is on its way")
      .judge(own(study).arrival() - predicted, "steps until R ≤ ε, less T/η");
}

LawData ownTimeLaw(const Study& study) {
  return {.predicted = study.flowTime(LinearStart::ZeroAsymmetric) / study.rate(),
          .measured = own(study).arrived() ? own(study).arrival() : std::nan("")};
}

CheckData bottleneckTime(const Study& study) {
  const Racer& racer = study.racer(LinearStart::NearIdentity);
  const double predicted = study.flowTime(LinearStart::NearIdentity) / study.rate();
  // Descent lags behind the flow by a part of the order eta, most where few gaps are wide: of twelve
  // factors 7 eta were seen. Where there is nothing to cross a few steps are enough, and the last is whole.
  return Claim(Relation::About, predicted, 0.01 + 10 * study.rate() + 1.5 / predicted)
      .unless(!study.scalar(), "a law for scalars")
      .unless(!std::isfinite(predicted), "the flow needs for ever, T = ∞")
      .unless(study.rate() > kSmallRate,
              "judged for step sizes up to 0.02, where descent is a flow")
      .unless(study.config().spread > 0.1, "judged for spreads up to 0.1")
      .unless(!racer.arrived() && study.raceFinished(), "it did not come in the steps given")
      .after(racer.arrived(), "it is on its way")
      .judge(racer.arrival(), "steps until R ≤ ε");
}

CheckData exponentialGrowth(const Study& study) {
  const Growth growth = growthOf(study);
  const double predicted = leastSquaresSlope(growth.factors, growth.predicted);
  return Claim(Relation::About, predicted, 0.1)
      .unlessSaid(noSweep(study))
      .unless(!study.scalar(), "a law for scalars")
      .unless(study.config().spread > 0.1 || study.config().spread == 0,
              "judged for spreads above 0 and up to 0.1")
      .unless(!study.mustCross(), "the target has the identity's sign: nothing has to cross zero")
      .after(study.finished(), "the sweep is on its way")
      .unless(growth.factors.size() < 3, "too few depths with a median in the steps given")
      .judge([&] { return leastSquaresSlope(growth.factors, growth.measured); },
             "slope of log median steps from four factors on, of the depths with a median");
}

CheckData deeperIsFaster(const Study& study) {
  const std::size_t last = study.sweep().settings().size() - 1;
  const double deep = study.medianArrival(last, LinearStart::ZeroAsymmetric);
  const double flat = study.medianArrival(0, LinearStart::ZeroAsymmetric);
  return Claim(Relation::AtMost, 1)
      .unlessSaid(noSweep(study))
      .after(study.finished(), "the sweep is on its way")
      .unless(!std::isfinite(flat) || flat < 1, "two factors did not arrive in the steps given")
      .judge(deep / flat, "steps of twelve factors over those of two");
}

}  // namespace basin::zas
