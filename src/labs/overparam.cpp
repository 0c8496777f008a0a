#include "labs/overparam.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/param_text.h"
#include "lab/legacy_lab.h"
#include "lab/registry.h"
#include "labs/overparam_pictures.h"
#include "labs/overparam_study.h"

namespace basin {

namespace {

using Config = OverparamConfig;
using Run = OverparamStudy::Run;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr ParamDef kParams[] = {
    integer<&Config::width>("width", "Width", "Units of the network shown", {2, 2560, Scale::Log})
        .symbol("m")
        .group("Network"),
    integer<&Config::points>("points", "Points", "On the unit sphere, with random labels ±1",
                             {10, 100})
        .symbol("n")
        .group("Data"),
    integer<&Config::dimension>("dimension", "Dimension", "Of the inputs", {5, 30})
        .symbol("d")
        .group("Data"),
    real<&Config::twins>("twins", "Angle between twins",
                         "Puts points in pairs this close with opposite labels; 0: none", {0, 1.5})
        .symbol("φ")
        .group("Data"),
    real<&Config::rateFactor>("rate", "Relative step size",
                              "The kernel of the start is stable below 2", {0.05, 5, Scale::Log})
        .symbol("ηλmax")
        .group("Training"),
    integer<&Config::steps>("descent-steps", "Steps of descent",
                            "After which distances are measured", {50, 3000, Scale::Log})
        .symbol("t")
        .group("Training"),
    integer<&Config::seeds>("runs", "Runs a width", "Of the sweep over twelve widths", {0, 20})
        .group("Training"),
};

enum Output {
  kTime,
  kMovement,
  kWeights,
  kLoss,
  kSuccess,
  kNow,
  kZeroTime,
  kPredictedTime,
  kMoved,
  kPredictedMoved,
  kFlips,
  kLambdaMin,
  kCheckWide,
  kCheckNarrow,
  kCheckTime,
  kCheckMovement,
  kCheckSlope,
  kCheckFlips
};

constexpr OutputDef kOutputs[] = {
    series("time", "Steps to zero training error",
           "Runs from random starts; those that never come are at the top; dashed: the kernel of "
           "the start")
        .x("m", "width", Scale::Log)
        .y("T₀", "steps to zero error", Scale::Log),
    series("movement", "Distance moved",
           "|Wₜ − W₀| / |W₀| and share of flipped activations after t steps; bars over the runs")
        .x("m", "width", Scale::Log)
        .y("share", "relative", Scale::Log),
    points("weights", "Weights before and after",
           "First two coordinates of up to 120 units, with the way each has gone")
        .x("w₁", "first coordinate")
        .y("w₂", "second coordinate")
        .equal(),
    series("loss", "Loss", "Of the network shown, and with the kernel of its start held fixed")
        .x("t", "step")
        .y("½|u−y|²", "loss", Scale::Log),
    series("success", "Share of runs with zero error", "With Wilson's 95 % intervals")
        .x("m", "width", Scale::Log)
        .y("P", "share of runs"),
    note("now", "Now"),
    scalar("zero-error", "T₀", "First step with zero training error of the network shown"),
    scalar("kernel-zero-error", "T₀ of the kernel", "With the kernel of its start held fixed"),
    scalar("moved", "Distance moved", "|Wₜ − W₀| / |W₀| of the network shown"),
    scalar("kernel-moved", "Distance predicted", "√(aᵀHa) / |W₀|"),
    scalar("flips", "Flipped activations", "Share of pairs of unit and point"),
    scalar("lambda-min", "λmin", "Of the Gram matrix at infinite width"),
    check("wide-succeeds", "Wide networks reach zero error from every start",
          "Du et al. 2018 (arXiv 1810.02054); their sufficient width is of the order n⁶/λmin⁴"),
    check("narrow-fails", "Two units do not", "Counting sign patterns of two units"),
    check("kernel-time", "Wide networks take the kernel's time", "e_t = (I − ηH)^t e_0"),
    check("kernel-movement", "Wide networks move as far as the kernel says",
          "Du et al. 2018; Arora et al. 2019 (arXiv 1901.08584)"),
    check("movement-slope", "Movement shrinks like 1/√m", "|W₀| ~ √(md), |Wₜ − W₀| ~ 1"),
    check("flip-slope", "Flips shrink like 1/√m", "Du et al. 2018, Lemma 3.2"),
};

std::string describe(const OverparamStudy& study) {
  const Config& c = study.config();
  const double n = c.points;
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
  text += "A width of the order n³ = " + formatNumber(n * n * n) +
          " would be sufficient by theorems of this kind, with constants they leave open: far "
          "off the axis.";
  return text;
}

class Overparam final : public LabOf<Config> {
 public:
  Overparam(const Config& config, std::uint64_t seed) : LabOf(config), study_(config, seed) {}

  void step() override { study_.step(); }
  Status status() const override { return statusOf(study_); }
  std::string statusText() const override {
    if (!study_.diverged()) return {};
    return "step size η = " + formatNumber(study_.rate()) +
           " > 2/λmax = " + formatNumber(2 / study_.prediction().flow().largest());
  }
  double progress() const override { return study_.progress(); }
  void publish(Frame& frame) const override;

 private:
  void publishChecks(Frame& frame) const;

  OverparamStudy study_;
};

void Overparam::publish(Frame& frame) const {
  frame.outputs[kTime] = overparamTimePicture(study_);
  frame.outputs[kMovement] = overparamMovementPicture(study_);
  frame.outputs[kWeights] = overparamWeightsPicture(study_);
  frame.outputs[kLoss] = overparamLossPicture(study_);
  frame.outputs[kSuccess] = overparamSuccessPicture(study_);
  frame.outputs[kNow] = NoteData{describe(study_)};
  const LazyNetwork& network = study_.network();
  const auto time = [](long t) { return ScalarData{t >= 0 ? static_cast<double>(t) : kNaN}; };
  frame.outputs[kZeroTime] = time(network.zeroErrorTime());
  frame.outputs[kPredictedTime] =
      time(study_.prediction().zeroErrorTime(OverparamStudy::kMostSteps));
  const bool lost = study_.diverged();
  frame.outputs[kMoved] = ScalarData{lost ? kNaN : network.relativeMovement()};
  frame.outputs[kPredictedMoved] = ScalarData{
      lost ? kNaN : study_.prediction().movement(network.steps()) / network.startWeights().norm()};
  frame.outputs[kFlips] = ScalarData{lost ? kNaN : network.flips()};
  frame.outputs[kLambdaMin] = ScalarData{study_.limit().smallest()};
  publishChecks(frame);
}

void Overparam::publishChecks(Frame& frame) const {
  const Config& c = config();
  const std::string why =
      study_.diverged()                          ? "the training diverged"
      : c.seeds < 3                              ? "judged for three runs a width and more"
      : c.twins > 0                              ? "judged without twins"
      : c.rateFactor < 0.2 || c.rateFactor > 1.5 ? "judged for step sizes from 0.2 to 1.5 over λmax"
      : c.steps < 200                            ? "judged for 200 steps and more"
      : c.dimension < 8                          ? "judged for eight dimensions and more"
      : c.points > 4 * c.dimension               ? "judged for at most four points a dimension"
                                                 : "";
  const auto each = [&](Output at, Relation relation, double predicted, double tolerance,
                        auto measure) {
    frame.outputs[at] = !why.empty() ? notApplicable(why)
                        : !study_.finished()
                            ? pending(relation, predicted, tolerance, "the sweep is on its way")
                            : measure();
  };
  const auto successes = [&](int m) {
    return static_cast<double>(std::ranges::count_if(
        study_.runsAt(m), [](const Run& run) { return run.zeroErrorTime >= 0; }));
  };
  each(kCheckWide, Relation::AtLeast, 1, 0, [&] {
    return judged(successes(640) / c.seeds, Relation::AtLeast, 1, 0,
                  "share of the runs at width 640");
  });
  each(kCheckNarrow, Relation::AtMost, 0.1, 0, [&] {
    return c.points < 20 ? notApplicable("judged for 20 points and more")
                         : judged(successes(2) / c.seeds, Relation::AtMost, 0.1, 0,
                                  "share of the runs at width 2");
  });
  const auto medianAt = [&](int m, auto value) {
    std::vector<double> values;
    for (const Run& run : study_.runsAt(m)) values.push_back(value(run));
    return median(values);
  };
  each(kCheckTime, Relation::About, kNaN, 0.3, [&] {
    const double kernel =
        medianAt(640, [](const Run& r) { return static_cast<double>(r.predictedTime); });
    return judged(medianAt(640, [](const Run& r) { return static_cast<double>(r.zeroErrorTime); }),
                  Relation::About, kernel, 0.3, "medians at width 640");
  });
  each(kCheckMovement, Relation::About, 1, 0.15, [&] {
    return judged(medianAt(640, [](const Run& r) { return r.movement / r.predictedMovement; }),
                  Relation::About, 1, 0.15, "ratio at width 640; it comes to 1 from above");
  });
  const auto slope = [&](auto value) {
    std::vector<double> x, y;
    for (const int m : {80, 160, 320, 640}) {
      x.push_back(m);
      y.push_back(medianAt(m, value));
    }
    return fitLogLog(x, y).slope;
  };
  // Over 60 data sets at the defaults the slopes lay in [-0.61, -0.47] and [-0.52, -0.34].
  each(kCheckSlope, Relation::About, -0.5, 0.25, [&] {
    return judged(slope([](const Run& r) { return r.movement; }), Relation::About, -0.5, 0.25,
                  "log-log slope of the medians from width 80 to 640; narrow networks move more");
  });
  each(kCheckFlips, Relation::About, -0.5, 0.35, [&] {
    return judged(slope([](const Run& r) { return r.flips; }), Relation::About, -0.5, 0.35,
                  "log-log slope of the medians from width 80 to 640");
  });
}

const bool registered = registerLab(labDef<Config, Overparam>({
    .id = "overparam",
    .title = "Over-parametrisation",
    .claim = "Wide networks fit at once and hardly move; narrow ones go far or never arrive",
    .group = Group::Kernels,
    .year = 2018,
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"width-and-time",
          "Width against time",
          "From about n/3 units on every start arrives, soon in the kernel's own time",
          {}},
         {"narrow",
          "A narrow network",
          "Twelve units go a long way, and the dashed loss is not theirs",
          {{"width", "12"}}},
         {"very-wide",
          "A very wide network",
          "The loss follows the kernel's curve, and the weights stay where they were",
          {{"width", "2560"}, {"runs", "3"}}},
         {"twins",
          "Twins with opposite labels",
          "Pairs of points 0.1 apart: λmin nearly vanishes, and zero error takes for ever",
          {{"twins", "0.1"}}},
         {"few-dimensions",
          "Few dimensions",
          "Forty points in five dimensions are close to each other: wider, and longer",
          {{"dimension", "5"}}},
         {"catapult",
          "Beyond the kernel's edge",
          "The kernel's loss explodes; the network's jumps, and lands where its kernel is flatter",
          {{"rate", "2.6"}, {"width", "2560"}, {"runs", "0"}}},
         {"too-large",
          "A step too large",
          "Far beyond 2/λmax the network's own loss is lost as well",
          {{"rate", "4"}, {"width", "2560"}}}},
    .references =
        {{"S. Du, X. Zhai, B. Poczos, A. Singh: Gradient descent provably optimizes "
          "over-parameterized neural networks, 2018",
          "https://arxiv.org/abs/1810.02054"},
         {"A. Jacot, F. Gabriel, C. Hongler: Neural tangent kernel, 2018",
          "https://arxiv.org/abs/1806.07572"},
         {"S. Arora, S. Du, W. Hu, Z. Li, R. Wang: Fine-grained analysis of optimization and "
          "generalization for overparameterized two-layer neural networks, 2019",
          "https://arxiv.org/abs/1901.08584"},
         {"A. Lewkowycz, Y. Bahri, E. Dyer, J. Sohl-Dickstein, G. Gur-Ari: The large learning rate "
          "phase of deep learning: the catapult mechanism, 2020",
          "https://arxiv.org/abs/2003.02218"}},
    .thumbnailSteps = 800,
    .stepsPerSecond = 60,
}));

}  // namespace

}  // namespace basin
