#include "labs/ntk.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/param_text.h"
#include "lab/legacy_lab.h"
#include "lab/registry.h"
#include "labs/ntk_pictures.h"
#include "labs/ntk_study.h"

namespace basin {

namespace {

using Config = NtkConfig;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kActivations[] = {{"relu", "ReLU"}, {"erf", "erf"}, {"linear", "Linear"}};
constexpr Choice kViews[] = {{"exact", "Exact"},
                             {"empirical", "Of the wide network"},
                             {"difference", "Difference"},
                             {"drift", "Change in training"}};

constexpr ParamDef kParams[] = {
    integer<&Config::width>("width", "Width", "Neurons in a hidden layer of the wide network",
                            {16, 4096, Scale::Log})
        .symbol("m")
        .group("Networks"),
    integer<&Config::narrow>("narrow", "Narrow width", "Neurons of the network beside it",
                             {2, 4096, Scale::Log})
        .symbol("m₀")
        .group("Networks"),
    choice<&Config::activation>("activation", "Activation", "Of the hidden units", kActivations)
        .group("Networks"),
    integer<&Config::depth>("depth", "Hidden layers",
                            "Exact kernels for all; networks of up to three are trained", {1, 10})
        .symbol("L")
        .group("Networks"),
    real<&Config::bias>("bias", "Bias", "Scale of the biases; 0: none", {0, 1})
        .symbol("β")
        .group("Networks"),
    boolean<&Config::antisymmetric>(
        "antisymmetric", "Start at zero",
        "Trains the difference of two equal networks, which is 0 at the start")
        .group("Networks"),
    integer<&Config::points>("points", "Points", "On the circle, at equal angles", {2, 24})
        .symbol("n")
        .group("Data"),
    real<&Config::rate>("rate", "Step size", "Of gradient descent on ½ Σ (y − f)²",
                        {1e-3, 3, Scale::Log})
        .symbol("η")
        .group("Training"),
    boolean<&Config::stable>("stable", "Keep it stable",
                             "Holds the step size at most at 1/λmax of the network's own kernel")
        .group("Training"),
    integer<&Config::steps>("descent-steps", "Steps of descent", "Of every network",
                            {50, 3000, Scale::Log})
        .symbol("T")
        .group("Training"),
    real<&Config::multiplier>("multiplier", "Output multiplier",
                              "Trains α f with the step size over α²: the larger, the lazier",
                              {0.3, 100, Scale::Log})
        .symbol("α")
        .group("Training"),
    boolean<&Config::sweep>("sweep", "Sweep over widths",
                            "Trains eight networks of each of five widths afterwards")
        .group("Training"),
    choice<&Config::view>("view", "Kernel shown", "In the picture of the kernel", kViews)
        .live()
        .group("Pictures"),
};

enum Output {
  kFunctions,
  kGaps,
  kNeurons,
  kKernel,
  kModes,
  kProfile,
  kNow,
  kToKernel,
  kMotion,
  kDrift,
  kKernelError,
  kCondition,
  kCheckMotion,
  kCheckDrift,
  kCheckGap,
  kCheckKernel,
  kCheckLazy,
  kCheckTwin,
  kCheckDiagonal
};

constexpr OutputDef kOutputs[] = {
    series(
        "functions", "Narrow and wide network against the kernel",
        "Trained networks (solid), what their tangent kernel predicts at infinite width (dashed)")
        .x("θ", "angle on the circle, degrees")
        .y("f", "output")
        .common(),
    series("gaps", "Gaps against the width",
           "Medians over eight seeds with quartiles; guides of slope −½ and −1")
        .x("m", "width", Scale::Log)
        .y("gap", "relative or rms", Scale::Log),
    points("neurons", "Neurons before and after",
           "First-layer weights of up to 48 neurons: narrow network on the left, wide on the right")
        .x("w₁", "first weight (narrow −3, wide +3)")
        .y("w₂", "second weight")
        .equal(),
    field("kernel", "Tangent kernel", "Between two places on the circle; choose which one is shown")
        .x("θ", "first angle")
        .y("θ′", "second angle")
        .z("Θ", "tangent kernel")
        .equal(),
    series("modes", "Residual in the kernel's eigenbasis",
           "Each eigenvector of the exact kernel learns at its own rate, (1−ηλ)^t")
        .x("t", "step of descent")
        .y("|uᵢ·(y−f)|", "residual", Scale::Log),
    series("profile", "Kernel against the angle",
           "Θ(θ)/Θ(0) for several depths, dots: wide network")
        .x("θ", "angle between two inputs, degrees")
        .y("Θ/Θ(0)", "kernel"),
    note("now", "Now"),
    scalar("to-kernel", "Network − kernel", "Rms difference over 16 places between the data"),
    scalar("motion", "Motion of the weights", "|θ_T − θ_0| / |θ_0|"),
    scalar("drift", "Drift of the kernel", "|Θₜ − Θ₀| / |Θ₀| (Frobenius)"),
    scalar("kernel-error", "Kernel at the start", "|Θ₀ − Θ| / |Θ| (Frobenius)"),
    scalar("condition", "λmin/λmax", "Of the exact kernel on the data"),
    check("motion-slope", "Weights move like 1/√m", "Lee et al. 2019 (arXiv 1902.06720)"),
    check("drift-slope", "The kernel drifts like 1/m",
          "Upper bound 1/√m by Lee et al. 2019; order 1/m: Huang, Yau 2019 (arXiv 1909.08156)"),
    check("gap-slope", "Networks approach the kernel",
          "Arora et al. 2019 (arXiv 1904.11955), Theorem 3.2: no rate is given"),
    check("kernel-slope", "Random kernels approach the exact one like 1/√m",
          "Central limit theorem; Jacot et al. 2018 (arXiv 1806.07572)"),
    check("lazy-slope", "Weights move like 1/α", "Chizat, Oyallon, Bach 2019 (arXiv 1812.07956)"),
    check("twin", "The linear twin obeys its closed form", "f₀ + k(I − (I−ηH)^t)H⁻¹(y − f₀)"),
    check("diagonal", "Θ(x,x) lies within 4 √(12/m) of L + 1",
          "One ReLU layer: variance 12/m exactly"),
};

std::string describe(const NtkStudy& study) {
  const Config& c = study.config();
  const NtkTrial& wide = study.wide();
  std::string text = "Step " + std::to_string(wide.step()) + " of " + std::to_string(c.steps) +
                     " at η = " + formatNumber(wide.rate());
  if (wide.rate() < c.rate) text += " (held at 1/λmax of the network's own kernel)";
  text += ". ";
  if (!study.task().flow.strictlyPositive()) {
    text +=
        "The exact kernel is not strictly positive on these points: some labels cannot be "
        "fitted. Add a bias or depth, or take an odd number of points. ";
  }
  if (c.width > wide.width()) {
    text += "Networks with " + std::to_string(c.depth) + " hidden layers are trained up to width " +
            std::to_string(wide.width()) + ". ";
  }
  if (!study.widths().empty() && wide.finished() && !study.sweepsDone()) {
    text += "Sweep: " + formatNumber(std::floor(100 * study.progress())) + " %.";
  }
  return text;
}

class Ntk final : public LabOf<Config> {
 public:
  Ntk(const Config& config, std::uint64_t seed) : LabOf(config), study_(config, seed) {}

  void step() override { study_.step(); }
  Status status() const override { return statusOf(study_); }
  std::string statusText() const override {
    if (!study_.diverged()) return {};
    return "step size η = " + formatNumber(config().rate) +
           " > 2/λmax = " + formatNumber(study_.wide().largestRate()) + " of the network's kernel";
  }
  double progress() const override { return study_.progress(); }
  void publish(Frame& frame) const override;

 protected:
  void retuned() override { study_.retune(config()); }

 private:
  void publishChecks(Frame& frame) const;

  NtkStudy study_;
};

void Ntk::publish(Frame& frame) const {
  frame.outputs[kFunctions] = ntkFunctionPicture(study_);
  if (!study_.widths().empty()) frame.outputs[kGaps] = ntkGapPicture(study_);
  frame.outputs[kNeurons] = ntkNeuronPicture(study_);
  frame.outputs[kKernel] = ntkKernelPicture(study_);
  frame.outputs[kModes] = ntkModePicture(study_);
  frame.outputs[kProfile] = ntkProfilePicture(study_);
  frame.outputs[kNow] = NoteData{describe(study_)};
  const KernelFlow& flow = study_.task().flow;
  const NtkTrial::Gaps gaps =
      study_.diverged() ? NtkTrial::Gaps{kNaN, kNaN, kNaN, kNaN, kNaN, kNaN} : study_.wide().gaps();
  frame.outputs[kToKernel] = ScalarData{gaps.toKernel};
  frame.outputs[kMotion] = ScalarData{gaps.motion};
  frame.outputs[kDrift] = ScalarData{gaps.drift};
  frame.outputs[kKernelError] = ScalarData{gaps.kernel};
  frame.outputs[kCondition] = ScalarData{flow.smallest() / flow.largest()};
  publishChecks(frame);
  const NtkTrial& wide = study_.wide();
  frame.outputs[kCheckTwin] =
      study_.diverged() || wide.diverged() ? notApplicable("the training diverged")
      : wide.step() == 0                   ? pending(Relation::AtMost, 0, 1e-8, "no step yet")
                                           : judged(gaps.closedForm, Relation::AtMost, 0, 1e-8,
                                                    "largest difference anywhere on the circle");
}

void Ntk::publishChecks(Frame& frame) const {
  using Gap = double NtkTrial::Gaps::*;
  const Config& c = config();
  const std::string why = !c.sweep            ? "the sweep is switched off"
                          : study_.diverged() ? "the training diverged"
                          : !study_.task().flow.strictlyPositive()
                              ? "the kernel is not strictly positive"
                          : c.activation == KernelActivation::Linear
                              ? "linear networks of few inputs have too few modes"
                              : "";
  const bool fair = c.points == 7 && c.multiplier == 1 && c.depth == 1 && c.rate >= 0.05 &&
                    c.steps >= 400 && c.antisymmetric;
  const auto slopeCheck = [&](const std::vector<NtkStudy::Bunch>& bunches, Gap gap,
                              Relation relation, double predicted, double tolerance,
                              std::string detail) {
    if (!why.empty()) return notApplicable(why);
    if (bunches.empty()) return notApplicable("for one hidden layer only");
    if (!study_.sweepsDone()) {
      return pending(relation, predicted, tolerance, "the sweep is on its way");
    }
    const LineFit fit = NtkStudy::slope(bunches, gap);
    if (!fit.valid) return notApplicable("too many networks diverged");
    return judged(fit.slope, relation, predicted, tolerance, std::move(detail));
  };
  // Over 72 sweeps (three activations and biases, 24 seeds each) the slopes lay in [-0.61, -0.41],
  // [-1.08, -0.65], [-0.72, -0.13], [-0.69, -0.36] and [-1.05, -0.97].
  const std::string medians = "log-log slope of the medians over the seeds";
  const CheckData unfair = notApplicable(
      "judged for 7 points, one layer, α = 1, a start at zero and training to the end");
  frame.outputs[kCheckMotion] = fair ? slopeCheck(study_.widths(), &NtkTrial::Gaps::motion,
                                                  Relation::About, -0.5, 0.3, medians)
                                     : unfair;
  frame.outputs[kCheckDrift] =
      fair ? slopeCheck(study_.widths(), &NtkTrial::Gaps::drift, Relation::About, -1, 0.45,
                        medians + "; narrow networks lie below the line")
           : unfair;
  frame.outputs[kCheckGap] =
      fair ? slopeCheck(study_.widths(), &NtkTrial::Gaps::toKernel, Relation::AtMost, -0.05, 0,
                        "the theorem names no rate: the slope must be negative")
           : unfair;
  frame.outputs[kCheckKernel] =
      slopeCheck(study_.widths(), &NtkTrial::Gaps::kernel, Relation::About, -0.5, 0.55, medians);
  frame.outputs[kCheckLazy] =
      fair ? slopeCheck(study_.multipliers(), &NtkTrial::Gaps::motion, Relation::About, -1, 0.1,
                        "log-log slope over α = 1 to 100 at width 256")
           : unfair;
  const bool relu = c.activation == KernelActivation::Relu && c.depth == 1 && c.bias == 0;
  const NtkTrial& wide = study_.wide();
  // The antisymmetric pair has half as many different neurons.
  const double neurons = c.antisymmetric ? wide.width() / 2 : wide.width();
  frame.outputs[kCheckDiagonal] =
      relu ? judged(wide.firstKernel()(0, 0), Relation::About, 2, 2 * std::sqrt(12 / neurons),
                    "tolerance: four standard deviations")
           : notApplicable("for one ReLU layer without a bias");
}

const bool registered = registerLab(labDef<Config, Ntk>({
    .id = "ntk",
    .title = "Tangent kernel",
    .claim = "The wider a network, the more it trains like its fixed tangent kernel",
    .group = Group::Kernels,
    .year = 2018,
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"narrow-and-wide",
          "Narrow and wide",
          "Sixteen neurons go their own way, a thousand follow the dashed kernel; drag the width",
          {}},
         {"deeper",
          "Two hidden layers",
          "Deeper kernels are more curved, and networks stray further from them",
          {{"depth", "2"}, {"width", "512"}, {"narrow", "16"}}},
         {"lazy",
          "Lazy by scaling",
          "Even 16 neurons follow their own linear twin when the output is multiplied by 30",
          {{"multiplier", "30"}, {"sweep", "off"}}},
         {"smooth",
          "A smooth kernel",
          "With erf the kernel is smooth and its functions are, too",
          {{"activation", "erf"}, {"bias", "0.5"}}},
         {"singular",
          "Labels no kernel fits",
          "Eight points in opposite pairs: one ReLU layer without bias cannot tell them apart in "
          "two ways",
          {{"points", "8"}, {"sweep", "off"}}},
         {"random-start",
          "A random start",
          "Without the antisymmetric start the network's own f₀ stays in the result",
          {{"antisymmetric", "off"}, {"width", "512"}}},
         {"too-large",
          "A step too large",
          "Beyond 2/λmax of the kernel the linear twin, and with it the network, is lost",
          {{"stable", "off"}, {"rate", "1.5"}, {"sweep", "off"}}}},
    .references =
        {{"A. Jacot, F. Gabriel, C. Hongler: Neural tangent kernel, 2018",
          "https://arxiv.org/abs/1806.07572"},
         {"S. Arora, S. Du, W. Hu, Z. Li, R. Salakhutdinov, R. Wang: On exact computation with an "
          "infinitely wide neural net, 2019",
          "https://arxiv.org/abs/1904.11955"},
         {"J. Lee et al.: Wide neural networks of any depth evolve as linear models, 2019",
          "https://arxiv.org/abs/1902.06720"},
         {"L. Chizat, E. Oyallon, F. Bach: On lazy training in differentiable programming, 2019",
          "https://arxiv.org/abs/1812.07956"},
         {"J. Huang, H.-T. Yau: Dynamics of deep neural networks and neural tangent hierarchy, "
          "2019",
          "https://arxiv.org/abs/1909.08156"}},
    .thumbnailSteps = 60,
    .stepsPerSecond = 60,
}));

}  // namespace

}  // namespace basin
