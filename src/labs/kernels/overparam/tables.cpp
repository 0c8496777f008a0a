#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/kernels/overparam/checks.h"
#include "labs/kernels/overparam/pictures.h"
#include "labs/kernels/overparam/words.h"

namespace basin::overparam {

namespace {

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

double stepOf(long time) {
  return time >= 0 ? static_cast<double>(time) : kNaN;
}

// Of the network shown; NaN for what is lost or has not come.
double zeroErrorTime(const Study& study) {
  return stepOf(study.network().zeroErrorTime());
}
double predictedTime(const Study& study) {
  return stepOf(study.predictedTime());
}
double moved(const Study& study) {
  return study.diverged() ? kNaN : study.network().relativeMovement();
}
double predictedMoved(const Study& study) {
  const LazyNetwork& network = study.network();
  if (study.diverged()) return kNaN;
  return study.prediction().movement(network.steps()) / network.startWeights().norm();
}
double flips(const Study& study) {
  return study.diverged() ? kNaN : study.network().flips();
}
double lambdaMin(const Study& study) {
  return study.limit().smallest();
}
LawData movementLaw(const Study& study) {
  return {.predicted = predictedMoved(study), .measured = moved(study)};
}

constexpr OutputDef kOutputs[] = {
    series("time", "Steps to zero training error",
           "Runs from random starts; those that never come are at the top; dashed: the kernel of "
           "the start")
        .x("m", "width", Scale::Log)
        .y("T₀", "steps to zero error", Scale::Log)
        .from<&timePicture>(),
    series("movement", "Distance moved",
           "|Wₜ − W₀| / |W₀| and share of flipped activations after t steps; bars over the runs")
        .x("m", "width", Scale::Log)
        .y("share", "relative", Scale::Log)
        .from<&movementPicture>(),
    points("weights", "Weights before and after",
           "First two coordinates of up to 120 units, with the way each has gone")
        .x("w₁", "first coordinate")
        .y("w₂", "second coordinate")
        .equal()
        .from<&weightsPicture>(),
    series("loss", "Loss", "Of the network shown, and with the kernel of its start held fixed")
        .x("t", "step")
        .y("½|u−y|²", "loss", Scale::Log)
        .from<&lossPicture>(),
    series("success", "Share of runs with zero error", "With Wilson's 95 % intervals")
        .x("m", "width", Scale::Log)
        .y("P", "share of runs")
        .from<&successPicture>(),
    note("now", "Now").from<&describe>(),
    scalar("zero-error", "T₀", "First step with zero training error of the network shown")
        .from<&zeroErrorTime>(),
    scalar("kernel-zero-error", "T₀ of the kernel", "With the kernel of its start held fixed")
        .from<&predictedTime>(),
    scalar("moved", "Distance moved", "|Wₜ − W₀| / |W₀| of the network shown").from<&moved>(),
    scalar("kernel-moved", "Distance predicted", "√(aᵀHa) / |W₀|").from<&predictedMoved>(),
    scalar("flips", "Flipped activations", "Share of pairs of unit and point").from<&flips>(),
    scalar("lambda-min", "λmin", "Of the Gram matrix at infinite width").from<&lambdaMin>(),
    check("wide-succeeds", "Wide networks reach zero error from every start",
          "Du et al. 2018 (arXiv 1810.02054); their sufficient width is of the order n⁶/λmin⁴")
        .quantity("share of wide runs with zero error")
        .from<&wideSucceeds>(),
    check("narrow-fails", "Two units do not", "Counting sign patterns of two units")
        .quantity("share of runs of two units with zero error")
        .from<&narrowFails>(),
    check("kernel-time", "Wide networks take the kernel's time", "e_t = (I − ηH)^t e_0")
        .quantity("median time to zero error", "steps")
        .law("eₜ = (I − ηH)ᵗ e₀, T₀ = min{t: yᵢuᵢ > 0 for all i}", "T₀", "steps")
        .from<&kernelTime>(),
    check("kernel-movement", "Wide networks move as far as the kernel says",
          "Du et al. 2018; Arora et al. 2019 (arXiv 1901.08584)")
        .quantity("distance moved over the predicted one")
        .law<&movementLaw>("|Wₜ − W₀|/|W₀| = √(aᵀHa)/|W₀|, a = η Σ(y − uₛ)", "|Wₜ − W₀|/|W₀|")
        .from<&kernelMovement>(),
    check("movement-slope", "Movement shrinks like 1/√m", "|W₀| ~ √(md), |Wₜ − W₀| ~ 1")
        .quantity("log-log slope")
        .law("|Wₜ − W₀|/|W₀| ∝ m^(−1/2)", "exponent")
        .from<&movementSlope>(),
    check("flip-slope", "Flips shrink like 1/√m", "Du et al. 2018, Lemma 3.2")
        .quantity("log-log slope")
        .law("flips ∝ m^(−1/2)", "exponent")
        .from<&flipSlope>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "overparam",
    .title = "Over-parametrisation",
    .claim = "Wide networks fit at once and hardly move; narrow ones go far or never arrive",
    .group = Group::Kernels,
    .year = 2018,
    .authors = "Du et al.",
    .order = 20,
    .level = 2,
    .minutes = 8,
    .needs = {"ntk"},
    .next = {"mean-field"},
    .keywords = {"overparameterization", "over-parameterization", "global convergence", "width",
                 "Gram matrix", "lazy training", "zero training error", "catapult"},
    .clock = {"t", "step of descent"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"width-and-time",
          "Width against time",
          "From about n/3 units on every start arrives, soon in the kernel's own time",
          {},
          {{"zero-error", 19, 0, 200},
           {"kernel-zero-error", 17, 0, 200},
           {"moved", 0.257091602254, 3e-10, 200},
           {"kernel-moved", 0.235718746945, 3e-10, 200},
           {"flips", 0.080859375, 9e-11, 200},
           {"lambda-min", 0.0863058468278, 9e-11, 200}}},
         {"narrow",
          "A narrow network",
          "Twelve units go a long way, and the dashed loss is not theirs",
          {{"width", "12"}},
          {{"zero-error", 29, 0, 200},
           {"kernel-zero-error", 15, 0, 200},
           {"moved", 1.62489448461, 2e-9, 200},
           {"kernel-moved", 1.26990058952, 2e-9, 200},
           {"flips", 0.272916666667, 3e-10, 200}},
          "loss"},
         {"very-wide",
          "A very wide network",
          "The loss follows the kernel's curve, and the weights stay where they were",
          {{"width", "2560"}, {"runs", "3"}},
          {{"zero-error", 14, 0, 200},
           {"kernel-zero-error", 14, 0, 200},
           {"moved", 0.0870524894729, 9e-11, 200},
           {"kernel-moved", 0.0854434128067, 9e-11, 200},
           {"flips", 0.02736328125, 3e-11, 200}},
          "loss"},
         {"twins",
          "Twins with opposite labels",
          "Pairs of points 0.1 apart: λmin nearly vanishes, and zero error takes for ever",
          {{"twins", "0.1"}},
          {{"zero-error", 236, 0, 200},
           {"lambda-min", 0.0155547842471, 2e-11, 200},
           {"moved", 0.276385239829, 3e-10, 200}}},
         {"few-dimensions",
          "Few dimensions",
          "Forty points in five dimensions are close to each other: wider, and longer",
          {{"dimension", "5"}},
          {{"zero-error", 89, 0, 200},
           {"lambda-min", 0.0364561574104, 4e-11, 200},
           {"moved", 0.477413284218, 5e-10, 200}}},
         {"catapult",
          "Beyond the kernel's edge",
          "The kernel's loss explodes; the network's jumps, and lands where its kernel is flatter",
          {{"rate", "2.6"}, {"width", "2560"}, {"runs", "0"}},
          {{"zero-error", 16, 0, 200},
           {"moved", 0.409697885224, 5e-10, 200},
           {"flips", 0.1614453125, 2e-10, 200}},
          "loss"},
         {"too-large",
          "A step too large",
          "Far beyond 2/λmax the network's own loss is lost as well",
          {{"rate", "4"}, {"width", "2560"}},
          {{"lambda-min", 0.0863058468278, 9e-11, 18}},
          "loss"},
         {"lost-runs",
          "Runs that diverge",
          "Runs of the sweep that diverge are left out of its medians, counted and said",
          {{"rate", "3"}, {"runs", "3"}},
          {{"zero-error", 16, 0, 200}, {"moved", 1.20492369169, 2e-9, 200}},
          "",
          true}},
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

}  // namespace basin::overparam
