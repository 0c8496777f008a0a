#include "labs/kernels/mean_field/checks.h"

#include <algorithm>
#include <cmath>

#include "lab/claim.h"

namespace basin::mean_field {

namespace {

constexpr const char* kDiverged = "the training diverged";
constexpr const char* kTraining = "judged at the end of training";
constexpr const char* kSweeping = "the sweep is on its way";

// What every check of the sweep assumes.
Claim overSweep(const Study& study, Claim claim) {
  return claim.unless(study.diverged(), kDiverged)
      .unless(study.config().start == Start::Even, "an even start has no chance in it")
      .unless(study.config().runs < 8, "judged for eight runs a size and more")
      .unless(study.excluded() > 0, [&] {
        return std::to_string(study.excluded()) + " runs of the sweep diverged and are left out";
      });
}

// What the asymptotic ones assume besides: networks of 16 units must be wide enough already.
Claim overUsualSweep(const Study& study, Claim claim) {
  const Config& c = study.config();
  const bool usual = c.start == Start::Random && c.move && c.time >= 10 && c.rate <= 0.1 &&
                     c.target != Target::Beyond && c.decay >= 0.5 && c.decay <= 0.85;
  claim.unless(!usual,
               "judged for a random start, positions that learn, b from 0.5 to 0.85, dt up to 0.1 "
               "and a time of 10 and more");
  return overSweep(study, claim);
}

CheckData motionSlope(const Study& study, Scaling s, Claim claim, const char* detail) {
  return overUsualSweep(study, claim)
      .after(study.finished(), kSweeping)
      .judge([&] { return slopeOfRuns(study.sweepOf(s, &Run::positionMotion)).slope; }, detail);
}

// Mode k of the residual, cosine part: at the start, now, and by the law.
struct Mode {
  double now, predicted;
};
std::vector<Mode> modesOf(const Study& study) {
  const TorusModel& torus = *study.torus();
  const ParticleFlow& flow = *study.shown(kMeanField).flow;
  const VectorXd now = torus.residual(flow.now().y, flow.amplitude());
  const VectorXd first = torus.residual(flow.start().y, VectorXd::Zero(flow.start().size()));
  std::vector<Mode> modes;
  for (int k = 0; k <= torus.modes(); ++k) {
    const double b = torus.unitModes()[static_cast<std::size_t>(k)];
    const double rate = k == 0 ? b * b : b * b / 4;
    const Index at = k == 0 ? 0 : 2 * k - 1;
    modes.push_back(
        {now[at], first[at] * std::pow(1 - study.config().rate * rate, study.steps())});
  }
  return modes;
}

bool modesApply(const Study& study) {
  const Config& c = study.config();
  // The n positions resolve all modes of the units when n > 2 * 6.
  return study.torus() && c.start == Start::Even && !c.move && c.particles > 2 * kModes;
}

}  // namespace

CheckData closedForm(const Study& study) {
  const auto farthest = [&] {
    double most = 0;
    for (const Scaling s : kScalings) {
      most = std::max(most, study.shown(s).flow->now().y.cwiseAbs().maxCoeff());
    }
    return most;
  };
  // On the circle an angle y is known up to 2e-16 |y|, and six modes make some ten of that. In the
  // plane the sum over directions has an error of its own.
  const double tolerance = study.torus() ? std::max(1e-10, 1e-12 * farthest()) : 1e-4;
  return Claim(Relation::AtMost, 0, tolerance)
      .unless(study.diverged(), kDiverged)
      .after(study.shownFinished(), kTraining)
      .judge(
          [&] {
            double worst = 0;
            for (const LawData& loss : study.closedForms()) {
              // A loss far above C_f is known no better than to its own last digits.
              const double size = std::max(study.model().targetLoss(), std::abs(loss.measured));
              worst = std::max(worst, std::abs(loss.predicted - loss.measured) / size);
            }
            return worst;
          },
          study.torus() ? "relative to C_f; 64 inputs are exact for these waves"
                        : "relative to C_f; 4096 directions");
}

LawData closedFormLoss(const Study& study) {
  return study.shownFinished() ? study.closedForms()[kMeanField] : LawData{};
}

CheckData startLoss(const Study& study) {
  return overSweep(study, Claim(Relation::AtMost, 0, 4.5))
      .after(study.finished(), kSweeping)
      .judge(
          [&] {
            // The size whose mean is furthest from its expectation, in standard errors.
            double worst = 0;
            for (std::size_t i = 0; i < study.draws().settings().size(); ++i) {
              const std::vector<double>& loss = *study.draws().result(i, 0);
              const double expected =
                  study.networks().expectedStartLoss(study.draws().settings()[i]);
              const double error = std::sqrt(variance(loss) / static_cast<double>(loss.size()));
              worst = std::max(worst, std::abs(mean(loss) - expected) / error);
            }
            return worst;
          },
          "standard errors between the mean of 400 starts and the law, n = 16 and 64");
}

LawData meanStartLoss(const Study& study) {
  if (study.draws().size() == 0) return {};
  LawData law{.predicted = study.networks().expectedStartLoss(study.draws().settings().front())};
  if (const auto* losses = study.draws().result(0, 0)) law.measured = mean(*losses);
  return law;
}

CheckData modeDecay(const Study& study) {
  return Claim(Relation::AtMost, 0, 1e-9)
      .unless(study.diverged(), kDiverged)
      .unless(!modesApply(study),
              "for an even start, more than 12 particles and positions that stay")
      .unless(study.config().rate >= 2,
              "a step of 2/b₀² and more makes the mean grow, which the target lacks, from rounding")
      .judge(
          [&] {
            double worst = 0;
            for (const Mode& mode : modesOf(study)) {
              worst = std::max(worst, std::abs(mode.now - mode.predicted));
            }
            return worst;
          },
          "largest error of a mode");
}

LawData firstMode(const Study& study) {
  if (!modesApply(study)) return {};
  const Mode mode = modesOf(study)[1];
  return {.predicted = mode.predicted, .measured = mode.now};
}

CheckData balance(const Study& study) {
  const ParticleFlow& flow = *study.shown(kMeanField).flow;
  // The last digits of c^2 and |y|^2, as large as they have become.
  const double squares =
      (flow.now().c.cwiseAbs2() + VectorXd(flow.now().y.colwise().squaredNorm().transpose()))
          .dot(flow.now().weight);
  return Claim(Relation::AtMost, study.imbalanceBound(), std::max(1e-9, 1e-12 * squares))
      .unless(study.diverged(), kDiverged)
      .unless(study.torus() != nullptr, "for units that are homogeneous in y: the plane's")
      .after(study.shownFinished(), kTraining)
      .judge([&] { return study.imbalance(); },
             "mean change; a step dt can change it by dt² (c′² + |y′|²)");
}

CheckData limitLoss(const Study& study) {
  return overUsualSweep(study, Claim(Relation::AtMost, 0, 0.2))
      .after(study.finished(), kSweeping)
      .judge(
          [&] {
            // Mean over the starts of the loss at n = largest, over all of the training.
            const std::vector<double> losses = study.meanLoss(study.widest(kMeanField));
            const std::vector<long> steps = sampleSteps(study.config());
            double gap = 0, size = 0;
            for (std::size_t t = 0; t < steps.size(); ++t) {
              const double limit = study.limitLoss()[static_cast<std::size_t>(steps[t])];
              gap += std::abs(losses[t] - limit);
              size += limit;
            }
            return gap / size;
          },
          "area between the losses of the widest networks and the limit, relative");
}

LawData lastLoss(const Study& study) {
  LawData law{.predicted = study.limitLoss().back()};
  if (study.sweep().size() > 0 && study.sweep().ended(study.widest(kMeanField)) > 0) {
    law.measured = study.meanLoss(study.widest(kMeanField)).back();
  }
  return law;
}

CheckData kernelMotion(const Study& study) {
  return overUsualSweep(study, Claim(Relation::About, 1, 0.05))
      .after(study.finished(), kSweeping)
      .judge(
          [&] {
            return study.sweep().median(study.widest(kTangent), [](const Run& run) {
              return run.positionMotion / run.predictedMotion;
            });
          },
          "ratio, median over the widest networks");
}

LawData widestMotion(const Study& study) {
  if (study.sweep().size() == 0) return {};
  const std::size_t widest = study.widest(kTangent);
  return {.predicted = study.sweep().median(widest, &Run::predictedMotion),
          .measured = study.sweep().median(widest, &Run::positionMotion)};
}

CheckData meanFieldSlope(const Study& study) {
  return motionSlope(study, kMeanField, Claim(Relation::About, 0, 0.12),
                     "log-log slope over all runs");
}

CheckData tangentSlope(const Study& study) {
  return motionSlope(study, kTangent, Claim(Relation::About, -0.5, 0.3),
                     "log-log slope over all runs; it is approached from above");
}

CheckData varianceSlope(const Study& study) {
  const Config& c = study.config();
  return overUsualSweep(study, Claim(Relation::About, -1, 0.4))
      .unless(study.torus() && c.decay > 0.75,
              "judged for b up to 0.75: else small networks miss the highest modes")
      .unless(!study.torus() && c.time > 25,
              "judged up to a time of 25: later 16 units still differ by what they miss")
      .after(study.finished(), kSweeping)
      .judge([&] { return slopeOfMedians(study.variances(kMeanField)).slope; }, "log-log slope");
}

}  // namespace basin::mean_field
