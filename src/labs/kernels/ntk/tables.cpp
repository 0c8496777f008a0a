#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/kernels/ntk/checks.h"
#include "labs/kernels/ntk/pictures.h"
#include "labs/kernels/ntk/words.h"

namespace basin::ntk {

namespace {

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
                            "Networks of two are trained up to width 512, of more up to width 256",
                            {1, 10})
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

template <auto Gap>
double gap(const Study& study) {
  return study.gaps().*Gap;
}
double condition(const Study& study) {
  const KernelFlow& flow = study.task().flow;
  return flow.smallest() / flow.largest();
}
double trainedWidth(const Study& study) {
  return study.wide().width();
}
double trainedRate(const Study& study) {
  return study.wide().rate();
}

constexpr OutputDef kOutputs[] = {
    series(
        "functions", "Narrow and wide network against the kernel",
        "Trained networks (solid), what their tangent kernel predicts at infinite width (dashed)")
        .x("θ", "angle on the circle")
        .angle(360)
        .y("f", "output")
        .common()
        .from<&functionPicture>(),
    series("gaps", "Gaps against the width",
           "Medians over eight seeds with quartiles; guides of slope −½ and −1")
        .x("m", "width", Scale::Log)
        .y("gap", "relative or rms", Scale::Log)
        .from<&gapPicture>(),
    points("neurons", "Neurons before and after",
           "First-layer weights of up to 48 neurons: narrow network on the left, wide on the right")
        .x("w₁", "first weight (narrow −3, wide +3)")
        .y("w₂", "second weight")
        .equal()
        .from<&neuronPicture>(),
    field("kernel", "Tangent kernel", "Between two places on the circle; choose which one is shown")
        .x("θ", "first angle")
        .y("θ′", "second angle")
        .z("Θ", "tangent kernel")
        .equal()
        .angle(360)
        .from<&kernelPicture>(),
    series("modes", "Residual in the kernel's eigenbasis",
           "Each eigenvector of the exact kernel learns at its own rate, (1−ηλ)^t")
        .x("t", "step of descent")
        .y("|uᵢ·(y−f)|", "residual", Scale::Log)
        .from<&modePicture>(),
    series("profile", "Kernel against the angle",
           "Θ(θ)/Θ(0) for several depths, dots: wide network")
        .x("θ", "angle between two inputs")
        .angle(360)
        .y("Θ/Θ(0)", "kernel")
        .from<&profilePicture>(),
    note("now", "Now").from<&describe>(),
    scalar("to-kernel", "Network − kernel", "Rms difference over 16 places between the data")
        .from<&gap<&Gaps::toKernel>>(),
    scalar("motion", "Motion of the weights", "|θ_T − θ_0| / |θ_0|").from<&gap<&Gaps::motion>>(),
    scalar("drift", "Drift of the kernel", "|Θₜ − Θ₀| / |Θ₀| (Frobenius)")
        .from<&gap<&Gaps::drift>>(),
    scalar("kernel-error", "Kernel at the start", "|Θ₀ − Θ| / |Θ| (Frobenius)")
        .from<&gap<&Gaps::kernel>>(),
    scalar("condition", "λmin/λmax", "Of the exact kernel on the data").from<&condition>(),
    scalar("trained-width", "Trained width",
           "Neurons in a hidden layer of the wide network as it is trained: at most 4096 with one "
           "layer, 512 with two, 256 with more")
        .from<&trainedWidth>(),
    scalar("trained-rate", "Trained step size",
           "Of the wide network, where it is held at 1/λmax of the network's own kernel")
        .from<&trainedRate>(),
    check("motion-slope", "Weights move like 1/√m", "Lee et al. 2019 (arXiv 1902.06720)")
        .quantity("log-log slope")
        .law("|θ_T − θ_0|/|θ_0| ∝ m^(−1/2)", "exponent")
        .from<&motionSlope>(),
    check("drift-slope", "The kernel drifts like 1/m",
          "Upper bound 1/√m by Lee et al. 2019; order 1/m: Huang, Yau 2019 (arXiv 1909.08156)")
        .quantity("log-log slope")
        .law("|Θ_T − Θ₀|/|Θ₀| ∝ 1/m", "exponent")
        .from<&driftSlope>(),
    check("gap-slope", "Networks approach the kernel",
          "Arora et al. 2019 (arXiv 1904.11955), Theorem 3.2: no rate is given")
        .quantity("log-log slope")
        .from<&gapSlope>(),
    check("kernel-slope", "Random kernels approach the exact one like 1/√m",
          "Central limit theorem; Jacot et al. 2018 (arXiv 1806.07572)")
        .quantity("log-log slope")
        .law("|Θ₀ − Θ|/|Θ| ∝ m^(−1/2)", "exponent")
        .from<&kernelSlope>(),
    check("lazy-slope", "Weights move like 1/α", "Chizat, Oyallon, Bach 2019 (arXiv 1812.07956)")
        .quantity("log-log slope")
        .law("|θ_T − θ_0|/|θ_0| ∝ 1/α", "exponent")
        .from<&lazySlope>(),
    check("twin", "The linear twin obeys its closed form", "f₀ + k(I − (I−ηH)^t)H⁻¹(y − f₀)")
        .quantity("largest difference")
        .from<&twinClosedForm>(),
    check("diagonal", "Θ(x,x) lies within 4 √(12/m) of L + 1",
          "One ReLU layer: variance 12/m exactly")
        .quantity("Θ(x,x)")
        .law("Θ(x,x) = L + 1", "Θ(x,x)")
        .from<&diagonal>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "ntk",
    .title = "Tangent kernel",
    .claim = "The wider a network, the more it trains like its fixed tangent kernel",
    .group = Group::Kernels,
    .year = 2018,
    .authors = "Jacot et al.",
    .order = 10,
    .level = 2,
    .minutes = 10,
    .needs = {"gd"},
    .next = {"overparam", "mean-field"},
    .keywords = {"NTK", "neural tangent kernel", "lazy training", "infinite width", "linearisation",
                 "kernel regression"},
    .clock = {"t", "step of descent"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"narrow-and-wide",
          "Narrow and wide",
          "Sixteen neurons go their own way, a thousand follow the dashed kernel; drag the width",
          {},
          {{"condition", 0.0347708521516, 4e-11, 40},
           {"kernel-error", 0.0475819965643, 5e-11, 40},
           {"to-kernel", 0.0346444501025, 4e-11},
           {"motion", 0.086299983662, 9e-11},
           {"drift", 0.0432163508354, 5e-11}}},
         {"deeper",
          "Two hidden layers",
          "Deeper kernels are more curved, and networks stray further from them",
          {{"depth", "2"}, {"width", "512"}, {"narrow", "16"}},
          {{"trained-width", 512, 0, 40},
           {"condition", 0.0824052253185, 9e-11, 40},
           {"kernel-error", 0.101394496885, 2e-10, 40},
           {"to-kernel", 0.0480324367434, 5e-11, 40},
           {"motion", 0.00309072765507, 4e-12, 40},
           {"drift", 0.0189153856575, 2e-11, 40}},
          "profile"},
         {"lazy",
          "Lazy by scaling",
          "Even 16 neurons follow their own linear twin when the output is multiplied by 30",
          {{"multiplier", "30"}, {"sweep", "off"}},
          {{"to-kernel", 0.0466751846931, 5e-11, 40},
           {"motion", 0.00263063694509, 3e-12, 40},
           {"drift", 0.000765550817501, 8e-13, 40}}},
         {"smooth",
          "A smooth kernel",
          "With erf the kernel is smooth and its functions are, too",
          {{"activation", "erf"}, {"bias", "0.5"}},
          {{"condition", 0.0488317818183, 5e-11, 40},
           {"kernel-error", 0.0577044570215, 6e-11, 40},
           {"to-kernel", 0.0442978779297, 5e-11, 40},
           {"motion", 0.0595970228892, 6e-11, 40},
           {"drift", 0.00523813911858, 6e-12, 40}}},
         {"singular",
          "Labels no kernel fits",
          "Eight points in opposite pairs: one ReLU layer without bias cannot tell them apart in "
          "two ways",
          {{"points", "8"}, {"sweep", "off"}},
          {{"condition", 0, 1e-12, 40},
           {"to-kernel", 0.0112650062741, 2e-11, 40},
           {"drift", 0.0111129760114, 2e-11, 40}},
          "modes"},
         {"random-start",
          "A random start",
          "Without the antisymmetric start the network's own f₀ stays in the result",
          {{"antisymmetric", "off"}, {"width", "512"}},
          {{"to-kernel", 0.0629587208748, 7e-11, 40},
           {"motion", 0.148639068047, 2e-10, 40},
           {"drift", 0.064235325861, 7e-11, 40}}},
         {"too-large",
          "A step too large",
          "Beyond 2/λmax of the kernel the linear twin, and with it the network, is lost",
          {{"stable", "off"}, {"rate", "1.5"}, {"sweep", "off"}},
          {{"trained-rate", 1.5, 0, 1}, {"condition", 0.0347708521516, 4e-11, 1}}},
         {"many-layers",
          "Ten layers",
          "Widths up to 128 are not wide for ten layers: no slope is asserted",
          {{"depth", "10"}, {"width", "64"}, {"descent-steps", "50"}},
          {{"trained-width", 64, 0, 40}, {"kernel-error", 0.748149089145, 8e-10, 40}},
          "",
          true}},
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

}  // namespace basin::ntk
