#include "labs/mean_field.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/param_text.h"
#include "lab/legacy_lab.h"
#include "lab/registry.h"
#include "labs/mean_field_pictures.h"
#include "labs/mean_field_study.h"

namespace basin {

namespace {

using Config = MeanFieldConfig;
using Run = MeanFieldStudy::Run;
using Scaling = MeanFieldStudy::Scaling;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr Scaling kMeanField = MeanFieldStudy::kMeanField, kTangent = MeanFieldStudy::kTangent;

constexpr Choice kModels[] = {{"torus", "Waves on the circle"}, {"plane", "ReLU units, plane"}};
constexpr Choice kTargets[] = {
    {"waves", "cos x + ½ cos 3x"}, {"square", "Square wave"}, {"beyond", "cos x + ½ cos 8x"}};
constexpr Choice kStarts[] = {
    {"random", "Random"}, {"fitted", "Representing f"}, {"even", "Even, zero"}};

constexpr auto kOnTorus = [](const Config& c) { return c.model == MeanFieldModel::Torus; };

constexpr ParamDef kParams[] = {
    choice<&Config::model>("model", "Units", "What the particles are", kModels).group("Network"),
    integer<&Config::particles>("particles", "Particles", "Units of the networks shown",
                                {4, 1024, Scale::Log})
        .symbol("n")
        .group("Network"),
    onlyWhen<Config, kOnTorus>(real<&Config::decay>("decay", "Decay of the units",
                                                    "Mode k of a unit has the size bᵏ, up to k = 6",
                                                    {0.3, 1})
                                   .symbol("b")
                                   .group("Network")),
    onlyWhen<Config, kOnTorus>(
        choice<&Config::target>("target", "Target", "The function to be learnt", kTargets)
            .symbol("f")
            .group("Task")),
    onlyWhen<Config, kOnTorus>(
        choice<&Config::start>("start", "Start",
                               "Random: c normal, y uniform; representing: c = C(y); even: y at "
                               "equal distances, c = 0",
                               kStarts)
            .group("Task")),
    onlyWhen<Config, kOnTorus>(
        boolean<&Config::move>("move", "Positions learn", "Else only the coefficients do")
            .group("Training")),
    real<&Config::rate>("rate", "Step size", "Of gradient descent, in the time of the limit",
                        {0.005, 5, Scale::Log})
        .symbol("dt")
        .group("Training"),
    real<&Config::time>("time", "Time", "Until the end of training", {1, 200, Scale::Log})
        .symbol("T")
        .group("Training"),
    integer<&Config::runs>("runs", "Runs a size", "Of the sweep over sizes, in both scalings",
                           {0, 40})
        .group("Training"),
};

enum Output {
  kParticles,
  kUnits,
  kLoss,
  kFunction,
  kMotion,
  kVariance,
  kNow,
  kMeanLoss,
  kLimitLoss,
  kTangentLoss,
  kKernelLoss,
  kMeanMotion,
  kTangentMotion,
  kCheckClosed,
  kCheckStart,
  kCheckModes,
  kCheckBalance,
  kCheckLimit,
  kCheckKernel,
  kCheckMeanMotion,
  kCheckTangentMotion,
  kCheckVariance
};

constexpr OutputDef kOutputs[] = {
    series("particles", "Particles in both scalings",
           "Where every unit is on the circle, its coefficient, and the way it has come")
        .x("y", "position")
        .y("c", "coefficient")
        .common(),
    series("units", "Units in both scalings",
           "Every unit as |c| times its position, and the way it has come; dashed: those of f")
        .x("|c|y₁", "first coordinate")
        .y("|c|y₂", "second coordinate")
        .equal()
        .common(),
    series(
        "loss", "Loss in both scalings",
        "Shown network (solid) and what its scaling predicts (dashed); faint: means of the sweep")
        .x("t", "time")
        .y("ℓ", "loss", Scale::Log)
        .common(),
    series("function", "Function learnt", "Network (solid), prediction (dashed), target (faint)")
        .x("x", "angle of the input")
        .y("f", "output")
        .common(),
    series("motion", "Distance moved",
           "Medians over the starts with quartiles; dashed: the limit, and the kernel of the start")
        .x("n", "particles", Scale::Log)
        .y("|Δy|", "rms displacement", Scale::Log),
    series("variance", "Spread over starts",
           "Variance of the trained network's output, with lines of slope −1")
        .x("n", "particles", Scale::Log)
        .y("Var", "of the output", Scale::Log),
    note("now", "Now"),
    scalar("loss-mean-field", "Loss, mean field", "Of the network with 1/n"),
    scalar("loss-limit", "Loss of the limit", "Mean-field equation at the same time"),
    scalar("loss-tangent", "Loss, tangent kernel", "Of the network with 1/√n"),
    scalar("loss-kernel", "Loss of the kernel", "With the kernel of its start held fixed"),
    scalar("moved-mean-field", "Moved, mean field", "Root mean square of |y − y₀|"),
    scalar("moved-tangent", "Moved, tangent kernel", "Root mean square of |y − y₀|"),
    check("closed-form", "Loss by F and K = loss over inputs",
          "Rotskoff, Vanden-Eijnden 2018, (1.3)"),
    check("start-loss", "Mean loss of random starts",
          "E ℓ = ℓ(f, f̄) + (E c²K(y,y) − |f̄|²)/2n, exact for every n"),
    check("modes", "Every mode decays at its own rate", "r_k(t) = (1 − b_k² dt/4)^(t/dt) r_k(0)"),
    check("balance", "c² − |y|² is conserved", "Du, Hu, Lee 2018 (arXiv 1806.00900)"),
    check("limit-loss", "Wide networks follow the mean-field limit",
          "Mei, Montanari, Nguyen 2018 (arXiv 1804.06561)"),
    check("kernel-motion", "With 1/√n they move as far as the kernel says",
          "Chizat, Oyallon, Bach 2019 (arXiv 1812.07956)"),
    check("mean-field-slope", "With 1/n the distance does not depend on n",
          "Rotskoff, Vanden-Eijnden 2018 (arXiv 1805.00915)"),
    check("tangent-slope", "With 1/√n it falls like 1/√n",
          "Jacot, Gabriel, Hongler 2018 (arXiv 1806.07572)"),
    check("variance-slope", "The variance over starts falls like 1/n",
          "Rotskoff, Vanden-Eijnden 2018 (arXiv 1805.00915)"),
};

std::string describe(const MeanFieldStudy& study) {
  std::string text =
      "t = " + formatNumber(study.config().rate * static_cast<double>(study.steps())) + " of " +
      formatNumber(study.config().time) + ". ";
  if (study.floor() > 0) {
    text += "The units have no mode 8: no network falls below the loss " +
            formatNumber(study.floor()) + ". ";
  }
  if (study.config().start == MeanFieldStart::Even) {
    text += "An even start leaves nothing to chance: there is no sweep over starts.";
  } else if (study.shownFinished() && !study.finished()) {
    text += "Sweep: " + formatNumber(std::floor(100 * study.progress())) + " %.";
  }
  return text;
}

class MeanField final : public LabOf<Config> {
 public:
  MeanField(const Config& config, std::uint64_t seed) : LabOf(config), study_(config, seed) {}

  void step() override { study_.step(); }
  Status status() const override { return statusOf(study_); }
  std::string statusText() const override {
    if (!study_.diverged()) return {};
    return "step size dt = " + formatNumber(config().rate) +
           " against 2/λmax = " + formatNumber(study_.largestRate()) +
           " of the tangent kernel at the start";
  }
  double progress() const override { return study_.progress(); }
  void publish(Frame& frame) const override;

 private:
  void publishClosedForms(Frame& frame) const;
  void publishSweepChecks(Frame& frame) const;

  MeanFieldStudy study_;
};

void MeanField::publish(Frame& frame) const {
  frame.outputs[study_.torus() ? kParticles : kUnits] = meanFieldParticlePicture(study_);
  frame.outputs[kLoss] = meanFieldLossPicture(study_);
  frame.outputs[kFunction] = meanFieldFunctionPicture(study_);
  if (!study_.runsAt(kMeanField, study_.sizes().empty() ? 0 : study_.sizes().front()).empty()) {
    frame.outputs[kMotion] = meanFieldMotionPicture(study_);
    frame.outputs[kVariance] = meanFieldVariancePicture(study_);
  }
  frame.outputs[kNow] = NoteData{describe(study_)};
  const auto& mean = study_.shown(kMeanField);
  const auto& tangent = study_.shown(kTangent);
  frame.outputs[kMeanLoss] = ScalarData{mean.loss.back()};
  frame.outputs[kLimitLoss] = ScalarData{study_.limitLoss().back()};
  frame.outputs[kTangentLoss] = ScalarData{tangent.loss.back()};
  frame.outputs[kKernelLoss] =
      ScalarData{study_.kernel().loss(study_.config().rate, study_.steps())};
  frame.outputs[kMeanMotion] = ScalarData{mean.flow->positionMotion()};
  frame.outputs[kTangentMotion] = ScalarData{tangent.flow->positionMotion()};
  publishClosedForms(frame);
  publishSweepChecks(frame);
}

void MeanField::publishClosedForms(Frame& frame) const {
  const MeanFieldConfig& c = study_.config();
  const bool lost = study_.diverged(), there = study_.shownFinished();
  const CheckData none = notApplicable("the training diverged");
  const double exact = study_.torus() ? 1e-10 : 1e-4;
  frame.outputs[kCheckClosed] =
      lost     ? none
      : !there ? pending(Relation::AtMost, 0, exact, "judged at the end of training")
               : judged(study_.closedFormError(), Relation::AtMost, 0, exact,
                        study_.torus() ? "relative to C_f; 64 inputs are exact for these waves"
                                       : "relative to C_f; 4096 directions");
  if (lost) {
    frame.outputs[kCheckModes] = frame.outputs[kCheckBalance] = none;
    return;
  }
  // The n positions resolve all modes of the units when n > 2 * 6.
  const TorusModel* torus = study_.torus();
  if (!torus || c.start != MeanFieldStart::Even || c.move ||
      c.particles <= 2 * MeanFieldStudy::kModes) {
    frame.outputs[kCheckModes] =
        notApplicable("for an even start, more than 12 particles and positions that stay");
  } else {
    const ParticleFlow& flow = *study_.shown(kMeanField).flow;
    const VectorXd now = torus->residual(flow.now().y, flow.amplitude());
    const VectorXd first = torus->residual(flow.start().y, VectorXd::Zero(flow.start().size()));
    double worst = 0;
    for (int k = 0; k <= torus->modes(); ++k) {
      const double b = torus->unitModes()[static_cast<std::size_t>(k)];
      const double rate = k == 0 ? b * b : b * b / 4;
      const Index at = k == 0 ? 0 : 2 * k - 1;
      worst = std::max(worst,
                       std::abs(now[at] - first[at] * std::pow(1 - c.rate * rate, study_.steps())));
    }
    frame.outputs[kCheckModes] =
        judged(worst, Relation::AtMost, 0, 1e-9, "largest error of a mode");
  }
  frame.outputs[kCheckBalance] =
      torus    ? notApplicable("for units that are homogeneous in y: the plane's")
      : !there ? pending(Relation::AtMost, kNaN, 0, "judged at the end of training")
               : judged(study_.imbalance(), Relation::AtMost, study_.imbalanceBound(), 1e-9,
                        "mean change; a step dt can change it by dt² (c′² + |y′|²)");
}

void MeanField::publishSweepChecks(Frame& frame) const {
  const MeanFieldConfig& c = study_.config();
  const std::string why = study_.diverged()                 ? "the training diverged"
                          : c.start == MeanFieldStart::Even ? "an even start has no chance in it"
                          : c.runs < 8 ? "judged for eight runs a size and more"
                                       : "";
  const auto each = [&](Output at, Relation relation, double predicted, double tolerance,
                        auto measure) {
    frame.outputs[at] = !why.empty() ? notApplicable(why)
                        : !study_.finished()
                            ? pending(relation, predicted, tolerance, "the sweep is on its way")
                            : measure();
  };
  each(kCheckStart, Relation::About, kNaN, kNaN, [&] {
    // The size whose mean is furthest from its expectation, in standard errors.
    double worst = 0;
    for (const auto& draws : study_.draws()) {
      const double error = std::sqrt(variance(draws.loss) / static_cast<double>(draws.loss.size()));
      worst =
          std::max(worst, std::abs(mean(draws.loss) - study_.expectedStartLoss(draws.n)) / error);
    }
    return judged(worst, Relation::AtMost, 0, 4.5,
                  "standard errors between the mean of 400 starts and the law, n = 16 and 64");
  });
  const bool usual = c.start == MeanFieldStart::Random && c.move && c.time >= 10 && c.rate <= 0.1 &&
                     c.target != MeanFieldTarget::Beyond && c.decay >= 0.5 && c.decay <= 0.85;
  const CheckData unusual = notApplicable(
      "judged for a random start, positions that learn, b from 0.5 to 0.85, dt up to 0.1 and a "
      "time "
      "of 10 and more");
  // Through all runs: steadier than through a few medians.
  const auto motionSlope = [&](Scaling s) {
    std::vector<double> x, y;
    for (const int n : study_.sizes()) {
      for (const Run* run : study_.runsAt(s, n)) {
        x.push_back(n);
        y.push_back(run->positionMotion);
      }
    }
    return fitLogLog(x, y).slope;
  };
  const auto onUsual = [&](Output at, Relation relation, double predicted, double tolerance,
                           auto measure) {
    if (!usual) {
      frame.outputs[at] = unusual;
    } else {
      each(at, relation, predicted, tolerance, measure);
    }
  };
  onUsual(kCheckLimit, Relation::AtMost, kNaN, kNaN, [&] {
    // Mean over the starts of the loss at n = largest, over all of the training.
    const std::vector<double> times = study_.sampleTimes();
    double gap = 0, size = 0;
    const auto runs = study_.runsAt(kMeanField, study_.sizes().back());
    for (std::size_t t = 0; t < times.size(); ++t) {
      double sum = 0;
      for (const Run* run : runs) sum += run->loss[t];
      const auto at = static_cast<std::size_t>(std::lround(times[t] / c.rate));
      gap += std::abs(sum / static_cast<double>(runs.size()) - study_.limitLoss()[at]);
      size += study_.limitLoss()[at];
    }
    return judged(gap / size, Relation::AtMost, 0, 0.2,
                  "area between the losses of the widest networks and the limit, relative");
  });
  onUsual(kCheckKernel, Relation::About, 1, 0.05, [&] {
    std::vector<double> ratios;
    for (const Run* run : study_.runsAt(kTangent, study_.sizes().back())) {
      ratios.push_back(run->positionMotion / run->predictedMotion);
    }
    return judged(median(ratios), Relation::About, 1, 0.05,
                  "ratio, median over the widest networks");
  });
  onUsual(kCheckMeanMotion, Relation::About, 0, 0.12, [&] {
    return judged(motionSlope(kMeanField), Relation::About, 0, 0.12, "log-log slope over all runs");
  });
  onUsual(kCheckTangentMotion, Relation::About, -0.5, 0.3, [&] {
    return judged(motionSlope(kTangent), Relation::About, -0.5, 0.3,
                  "log-log slope over all runs; it is approached from above");
  });
  onUsual(kCheckVariance, Relation::About, -1, 0.4, [&] {
    if (study_.torus() && c.decay > 0.75) {
      return notApplicable("judged for b up to 0.75: else small networks miss the highest modes");
    }
    if (!study_.torus() && c.time > 25) {
      return notApplicable(
          "judged up to a time of 25: later 16 units still differ by what they miss");
    }
    std::vector<double> x, y;
    for (const int n : study_.sizes()) {
      x.push_back(n);
      y.push_back(study_.variance(kMeanField, n));
    }
    return judged(fitLogLog(x, y).slope, Relation::About, -1, 0.4, "log-log slope");
  });
}

const bool registered = registerLab(labDef<Config, MeanField>({
    .id = "mean-field",
    .title = "Mean field",
    .claim = "Units as particles: they travel under 1/n, and stay where they are under 1/√n",
    .group = Group::Kernels,
    .year = 2018,
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"two-scalings",
          "Two scalings",
          "Left the particles travel and the loss follows the limit; right they hardly move",
          {}},
         {"wide",
          "Five hundred particles",
          "The left loss lies on the limit's curve, the right particles stand still",
          {{"particles", "512"}}},
         {"relu",
          "ReLU units in the plane",
          "Under 1/n the units grow out to the three dashed ones of the target; under 1/√n they "
          "stay",
          {{"model", "plane"}, {"particles", "100"}, {"rate", "0.05"}, {"time", "60"}}},
         {"modes",
          "Coefficients alone",
          "With even positions that stay, every mode decays at a rate known in advance",
          {{"start", "even"}, {"move", "off"}, {"particles", "32"}}},
         {"law-of-large-numbers",
          "Sampled from a solution",
          "c = C(y) would be f itself for n → ∞: what is left at the start is chance alone, 1/n",
          {{"start", "fitted"}}},
         {"out-of-reach",
          "A mode out of reach",
          "The units have no eighth mode: the loss ends at 1/16, whatever the width",
          {{"target", "beyond"}, {"particles", "256"}}}},
    .references =
        {{"G. Rotskoff, E. Vanden-Eijnden: Trainability and accuracy of neural networks: an "
          "interacting particle system approach, 2018",
          "https://arxiv.org/abs/1805.00915"},
         {"S. Mei, A. Montanari, P.-M. Nguyen: A mean field view of the landscape of two-layer "
          "neural networks, 2018",
          "https://arxiv.org/abs/1804.06561"},
         {"L. Chizat, F. Bach: On the global convergence of gradient descent for "
          "over-parameterized models using optimal transport, 2018",
          "https://arxiv.org/abs/1805.09545"},
         {"J. Sirignano, K. Spiliopoulos: Mean field analysis of neural networks, 2018",
          "https://arxiv.org/abs/1805.01053"}},
    .thumbnailSteps = 120,
    .stepsPerSecond = 60,
}));

}  // namespace

}  // namespace basin
