#include <numbers>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/kernels/mean_field/checks.h"
#include "labs/kernels/mean_field/pictures.h"
#include "labs/kernels/mean_field/words.h"

namespace basin::mean_field {

namespace {

constexpr Choice kModels[] = {{"torus", "Waves on the circle"}, {"plane", "ReLU units, plane"}};
constexpr Choice kTargets[] = {
    {"waves", "cos x + ½ cos 3x"}, {"square", "Square wave"}, {"beyond", "cos x + ½ cos 8x"}};
constexpr Choice kStarts[] = {
    {"random", "Random"}, {"fitted", "Representing f"}, {"even", "Even, zero"}};

constexpr auto kOnTorus = [](const Config& c) { return c.units == Units::Torus; };

constexpr ParamDef kParams[] = {
    choice<&Config::units>("model", "Units", "What the particles are", kModels).group("Network"),
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

template <Scaling S>
double lossOf(const Study& study) {
  return study.shown(S).loss.back();
}
double lossOfLimit(const Study& study) {
  return study.limitLoss().back();
}
double lossOfKernel(const Study& study) {
  return study.kernel().loss(study.steps());
}
template <Scaling S>
double movedOf(const Study& study) {
  return study.shown(S).flow->positionMotion();
}

constexpr OutputDef kOutputs[] = {
    series("particles", "Particles in both scalings",
           "Where every unit is on the circle, its coefficient, and the way it has come")
        .x("y", "position")
        .y("c", "coefficient")
        .common()
        .from<&circlePicture>(),
    series("units", "Units in both scalings",
           "Every unit as |c| times its position, and the way it has come; dashed: those of f")
        .x("|c|y₁", "first coordinate")
        .y("|c|y₂", "second coordinate")
        .equal()
        .common()
        .from<&planePicture>(),
    series(
        "loss", "Loss in both scalings",
        "Shown network (solid) and what its scaling predicts (dashed); faint: means of the sweep")
        .x("t", "time")
        .y("ℓ", "loss", Scale::Log)
        .common()
        .from<&lossPicture>(),
    series("function", "Function learnt", "Network (solid), prediction (dashed), target (faint)")
        .x("x", "angle of the input")
        .angle(2 * std::numbers::pi)
        .y("f", "output")
        .common()
        .from<&functionPicture>(),
    series("motion", "Distance moved",
           "Medians over the starts with quartiles; dashed: the limit, and the kernel of the start")
        .x("n", "particles", Scale::Log)
        .y("|Δy|", "rms displacement", Scale::Log)
        .from<&motionPicture>(),
    series("variance", "Spread over starts",
           "Variance of the trained network's output, with lines of slope −1")
        .x("n", "particles", Scale::Log)
        .y("Var", "of the output", Scale::Log)
        .from<&variancePicture>(),
    note("now", "Now").from<&describe>(),
    scalar("loss-mean-field", "Loss, mean field", "Of the network with 1/n")
        .from<&lossOf<kMeanField>>(),
    scalar("loss-limit", "Loss of the limit", "Mean-field equation at the same time")
        .from<&lossOfLimit>(),
    scalar("loss-tangent", "Loss, tangent kernel", "Of the network with 1/√n")
        .from<&lossOf<kTangent>>(),
    scalar("loss-kernel", "Loss of the kernel", "With the kernel of its start held fixed")
        .from<&lossOfKernel>(),
    scalar("moved-mean-field", "Moved, mean field", "Root mean square of |y − y₀|")
        .from<&movedOf<kMeanField>>(),
    scalar("moved-tangent", "Moved, tangent kernel", "Root mean square of |y − y₀|")
        .from<&movedOf<kTangent>>(),
    check("closed-form", "Loss by F and K = loss over inputs",
          "Rotskoff, Vanden-Eijnden 2018, (1.3)")
        .quantity("relative difference of the losses")
        .law<&closedFormLoss>("ℓ = C_f − (1/n) Σ cᵢF(yᵢ) + (1/2n²) Σ cᵢcⱼK(yᵢ, yⱼ)", "ℓ")
        .from<&closedForm>(),
    check("start-loss", "Mean loss of random starts",
          "E ℓ = ℓ(f, f̄) + (E c²K(y,y) − |f̄|²)/2n, exact for every n")
        .quantity("distance of the mean from the law", "standard errors")
        .law<&meanStartLoss>("E ℓ = ℓ(f, f̄) + (E c²K(y,y) − |f̄|²)/2n, n = 16", "E ℓ")
        .from<&startLoss>(),
    check("modes", "Every mode decays at its own rate", "r_k(t) = (1 − b_k² dt/4)^(t/dt) r_k(0)")
        .quantity("largest error of a mode")
        .law<&firstMode>("r_k(t) = (1 − b_k² dt/4)^(t/dt) r_k(0)", "r₁")
        .from<&modeDecay>(),
    check("balance", "c² − |y|² is conserved", "Du, Hu, Lee 2018 (arXiv 1806.00900)")
        .quantity("mean change of c² − |y|²")
        .from<&balance>(),
    check("limit-loss", "Wide networks follow the mean-field limit",
          "Mei, Montanari, Nguyen 2018 (arXiv 1804.06561)")
        .quantity("relative area between the losses")
        .law<&lastLoss>("ℓₙ(t) → ℓ(t) of the limit for n → ∞", "ℓ(T)")
        .from<&limitLoss>(),
    check("kernel-motion", "With 1/√n they move as far as the kernel says",
          "Chizat, Oyallon, Bach 2019 (arXiv 1812.07956)")
        .quantity("distance over its prediction")
        .law<&widestMotion>("Δyᵢ = (cᵢ/√n) ∫ E r ∂φ(·,yᵢ) dt, r(t) = exp(−Θt) r(0)", "|Δy|")
        .from<&kernelMotion>(),
    check("mean-field-slope", "With 1/n the distance does not depend on n",
          "Rotskoff, Vanden-Eijnden 2018 (arXiv 1805.00915)")
        .quantity("log-log slope")
        .law("|Δy| ∝ n⁰", "exponent")
        .from<&meanFieldSlope>(),
    check("tangent-slope", "With 1/√n it falls like 1/√n",
          "Jacot, Gabriel, Hongler 2018 (arXiv 1806.07572)")
        .quantity("log-log slope")
        .law("|Δy| ∝ n^(−1/2)", "exponent")
        .from<&tangentSlope>(),
    check("variance-slope", "The variance over starts falls like 1/n",
          "Rotskoff, Vanden-Eijnden 2018 (arXiv 1805.00915)")
        .quantity("log-log slope")
        .law("Var fₙ ∝ 1/n", "exponent")
        .from<&varianceSlope>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "mean-field",
    .title = "Mean field",
    .claim = "Units as particles: they travel under 1/n, and stay where they are under 1/√n",
    .group = Group::Kernels,
    .year = 2018,
    .authors = "Rotskoff, Vanden-Eijnden",
    .order = 30,
    .level = 3,
    .minutes = 10,
    .needs = {"ntk"},
    .keywords = {"infinite width", "interacting particles", "law of large numbers",
                 "feature learning", "lazy training", "scaling"},
    .clock = {"t", "time"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"two-scalings",
          "Two scalings",
          "Left the particles travel and the loss follows the limit; right they hardly move",
          {},
          {{"loss-mean-field", 0.0021086779165, 3e-12, 250},
           {"loss-limit", 0.00222500276674, 3e-12, 250},
           {"loss-tangent", 0.00105855510857, 2e-12, 250},
           {"loss-kernel", 0.00581677027397, 6e-12, 250},
           {"moved-mean-field", 0.601772688421, 7e-10, 250},
           {"moved-tangent", 0.254149578498, 3e-10, 250}}},
         {"wide",
          "Five hundred particles",
          "The left loss lies on the limit's curve, the right particles stand still",
          {{"particles", "512"}},
          {{"loss-mean-field", 0.0022642507626, 3e-12, 250},
           {"loss-tangent", 0.000241750769333, 3e-13, 250},
           {"moved-mean-field", 0.589357587697, 6e-10, 250},
           {"moved-tangent", 0.0914510150551, 1e-10, 250}}},
         {"relu",
          "ReLU units in the plane",
          "Under 1/n the units grow out to the three dashed ones of the target; under 1/√n they "
          "stay",
          {{"model", "plane"}, {"particles", "100"}, {"rate", "0.05"}, {"time", "60"}},
          {{"loss-mean-field", 0.00164359760409, 2e-12, 60},
           {"moved-mean-field", 0.860632156778, 9e-10, 60},
           {"moved-tangent", 0.127145249147, 2e-10, 60},
           {"loss-mean-field", 0.000387622097632, 4e-13},
           {"moved-mean-field", 0.888803729696, 9e-10},
           {"moved-tangent", 0.137959957035, 2e-10}}},
         {"modes",
          "Coefficients alone",
          "With even positions that stay, every mode decays at a rate known in advance",
          {{"start", "even"}, {"move", "off"}, {"particles", "32"}},
          // After 1000 steps: ¼ ((1 − 0.02 · 0.7²/4)²⁰⁰⁰ + ¼ (1 − 0.02 · 0.7⁶/4)²⁰⁰⁰).
          {{"loss-mean-field", 0.0211162650620591, 1e-14},
           {"loss-tangent", 0.0211162650620591, 1e-14},
           {"moved-mean-field", 0}},
          "loss"},
         {"law-of-large-numbers",
          "Sampled from a solution",
          "c = C(y) would be f itself for n → ∞: what is left at the start is chance alone, 1/n",
          {{"start", "fitted"}},
          {{"loss-limit", 0, 1e-20, 250},
           {"loss-mean-field", 0.00125536339232, 2e-12, 250},
           {"loss-tangent", 4.32185503718e-05, 5e-14, 250}}},
         {"out-of-reach",
          "A mode out of reach",
          "The units have no eighth mode: the loss ends at 1/16, whatever the width",
          {{"target", "beyond"}, {"particles", "256"}},
          {{"loss-mean-field", 0.0631799833926, 7e-11, 250},
           {"loss-tangent", 0.062978061992, 7e-11, 250},
           {"loss-limit", 0.0631273318353, 7e-11, 250}},
          "loss"},
         {"few-steps",
          "Fewer steps than samples",
          "Thirty-three steps in all: the sweep keeps the loss of each of them",
          {{"rate", "0.6"}, {"runs", "2"}},
          {{"loss-mean-field", 0.00222026548152, 3e-12, 61},
           {"loss-tangent", 0.000926955776058, 1e-12, 61}},
          "",
          true}},
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

}  // namespace basin::mean_field
