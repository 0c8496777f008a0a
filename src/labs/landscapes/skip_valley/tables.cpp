#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/landscapes/skip_valley/checks.h"
#include "labs/landscapes/skip_valley/pictures.h"
#include "labs/landscapes/skip_valley/words.h"

namespace basin::skip_valley {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kLosses[] = {{"squared", "Squared"}, {"logistic", "Logistic"}};

constexpr ParamDef kParams[] = {
    integer<&Config::wired>("wired", "Wired units",
                            "Hidden units wired to the output as well, from the first layer on",
                            {0, 60})
        .symbol("M")
        .group("Network"),
    integers<&Config::widths>("widths", "Hidden layers", "Units of each, tanh", {1, 30}, 10)
        .group("Network"),
    real<&Config::gain>("gain", "Scale of weights",
                        "Standard deviation of weights times √fan-in; 0: all weights zero", {0, 4})
        .symbol("σ")
        .group("Network"),
    integer<&Config::points>("points", "Points", "In the plane, N(0, I), with random labels ±1",
                             {4, 40})
        .symbol("N")
        .group("Data"),
    boolean<&Config::contradiction>("contradiction", "A contradiction",
                                    "Puts the second point on the first, with the opposite label")
        .group("Data"),
    choice<&Config::loss>("loss", "Loss", "Squared: half the mean of (u − y)²", kLosses)
        .group("Descent"),
    real<&Config::rate>("rate", "Step size", "Of descent, without and with wires",
                        {0.01, 0.3, Scale::Log})
        .symbol("η")
        .group("Descent"),
    integer<&Config::stepLimit>("step-limit", "Steps of descent", "Before the path is laid",
                                {10, 5000, Scale::Log})
        .symbol("T")
        .group("Descent"),
    integer<&Config::runs>("runs", "Pairs of descents",
                           "Without and with wires; 30 random networks each measure residuals",
                           {1, 30})
        .group("Descent"),
};

double stuckLoss(const Study& study) {
  return study.descended() ? study.stuckLoss() : kNaN;
}
double lossNow(const Study& study) {
  return study.losses().empty() ? kNaN : study.losses().back();
}
double rightNow(const Study& study) {
  return study.losses().empty() ? kNaN : study.right();
}
double wiresNorm(const Study& study) {
  return study.path() ? study.path()->norm() : kNaN;
}
double sigmaMin(const Study& study) {
  const auto& path = study.path();
  return path && path->rank > 0 ? path->singularValues[path->rank - 1] : kNaN;
}
double rank(const Study& study) {
  return study.path() ? static_cast<double>(study.path()->rank) : kNaN;
}
double floorOf(const Study& study) {
  return study.path() && study.loss() == Loss::Squared ? study.path()->lastLoss : kNaN;
}

constexpr OutputDef kOutputs[] = {
    series(
        "path", "Loss along the path",
        "Left of 0 descent without wires, on a logarithmic clock, until it is stuck; then the path "
        "that the wires open, V = s D")
        .x("s", "place on the path")
        .y("L", "loss")
        .from<&pathPicture>(),
    field("surface", "The way out of the valley",
          "A slice of the loss: across, descent without wires from its start to where it is stuck; "
          "along, the wires. High walls are cut")
        .x("a", "towards the start")
        .y("s", "wires")
        .z("L", "loss")
        .surface()
        .from<&surfacePicture>(),
    field("answer", "What the network answers", "Its output where the walk is; white: 0")
        .x("x₁", "first input")
        .y("x₂", "second input")
        .z("u", "output")
        .equal()
        .from<&answerPicture>(),
    field("before", "What it answered before", "Where descent without wires is stuck")
        .x("x₁", "first input")
        .y("x₂", "second input")
        .z("u", "output")
        .equal()
        .from<&beforePicture>(),
    graph("wires", "The network and its wires", "Wires go from hidden units straight to the output")
        .from<&wiresPicture>(),
    series("residual", "What M wires leave",
           "Part of random labels out of reach of the first M units of random networks")
        .x("M", "wires")
        .y("r", "residual share")
        .from<&residualPicture>(),
    series("pairs", "Descent with and without wires",
           "From the same starts; no theorem says that descent finds the path")
        .x("t", "step", Scale::Log)
        .y("L", "loss")
        .from<&pairsPicture>(),
    note("now", "Now").from<&describe>(),
    scalar("stuck-loss", "L₀", "Where descent without wires ends").from<&stuckLoss>(),
    scalar("loss-now", "L(s)", "Where the walk is").from<&lossNow>(),
    scalar("right", "Right answers", "Of the N points, where the walk is").from<&rightNow>(),
    scalar("wires-norm", "|D|", "Length of the wires' weights at s = 1").from<&wiresNorm>(),
    scalar("sigma-min", "σN", "Smallest singular value of the features that counts")
        .from<&sigmaMin>(),
    scalar("rank", "Rank", "Of the features Ψ, singular values above 10⁻⁹ of the largest")
        .from<&rank>(),
    scalar("path-floor", "L₁", "What the path leaves of the squared loss").from<&floorOf>(),
    check("squared-law", "The squared loss falls as (1 − s)²",
          "Outputs move on a straight line to the labels")
        .quantity("largest |L(s) − law|/L₀")
        .law<&lossHere>("L(s) = (1 − s)² (L₀ − L₁) + L₁", "L")
        .from<&squaredLaw>(),
    check("logistic-bound", "The logistic loss stays below A e⁻ˢ",
          "Every margin grows by s, and log(1 + z) < z")
        .quantity("largest L(s)/(A e⁻ˢ)")
        .law<&lossHere>("L(s) ≤ A e⁻ˢ, A = mean of exp(−yu)", "L")
        .from<&logisticBound>(),
    check("never-rises", "The loss never rises on the path",
          "Nguyen, Mukkamala, Hein 2019 (arXiv 1809.10749), Theorem 3.4")
        .quantity("largest rise over L₀")
        .from<&neverRises>(),
    check("all-right", "At its end every point is right",
          "Nguyen, Mukkamala, Hein 2019, Theorem 3.4: zero training error")
        .quantity("right answers", "points")
        .from<&allRight>(),
    check("residual-law", "M wires leave 1 − M/N of random labels",
          "Projection of independent signs; standard errors from their exact variance")
        .quantity("largest deviation of r", "standard errors")
        .law("r = 1 − M/N", "r")
        .from<&residualLaw>(),
    check("wires-help", "Descent with wires ends below half the loss (an observation)",
          "Measured over pairs; no theorem")
        .quantity("ratio of median losses")
        .from<&wiresHelp>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "skip-valley",
    .title = "Wires out of a valley",
    .claim = "With as many units wired to the output as points, a path leads down from anywhere",
    .group = Group::Landscapes,
    .year = 2019,
    .authors = "Nguyen et al.",
    .order = 40,
    .level = 2,
    .minutes = 7,
    .needs = {"landscape"},
    .keywords = {"skip connections", "bad local valleys", "local minima", "interpolation",
                 "zero training error", "bottleneck", "least squares"},
    .clock = {"s", "place on the path"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"bottleneck",
          "Out of a bottleneck",
          "Descent is stuck behind three single units; 30 wires around them lead down to zero, "
          "exactly as dashed",
          {},
          {{"rank", 20},
           {"right", 20},
           {"stuck-loss", 0.3749732037824476, 7e-10},
           {"wires-norm", 19.397457834108916, 3e-08},
           {"sigma-min", 0.10230481148410057, 2e-10}}},
         {"logistic",
          "Margins that grow",
          "Along the wires every margin grows by s: the logistic loss falls below A e⁻ˢ",
          {{"loss", "logistic"}},
          {{"rank", 20},
           {"right", 20},
           {"stuck-loss", 0.5623114018447272, 1e-09},
           {"loss-now", 6.1439722048135696e-06, 1e-12}}},
         {"three-layers",
          "Three wide layers",
          "Nothing is stuck here, and the path is there all the same: from the random start it "
          "goes straight down",
          {{"widths", "10,10,10"}, {"step-limit", "10"}},
          {{"rank", 20},
           {"right", 20},
           {"stuck-loss", 0.3133221836504856, 6e-10},
           {"wires-norm", 113.66066922935914, 2e-07}}},
         {"tower",
          "Ten layers of two",
          "Descent without wires often stays far up; with them it often comes down, and the path "
          "needs enormous weights",
          {{"widths", "2,2,2,2,2,2,2,2,2,2"},
           {"points", "10"},
           {"wired", "20"},
           {"gain", "1"},
           {"loss", "logistic"},
           {"rate", "0.3"},
           {"step-limit", "5000"}},
          {{"rank", 10},
           {"right", 10},
           {"stuck-loss", 0.4783158024028708, 9e-10},
           {"wires-norm", 163565.73553370105, 3e-04}}},
         {"zero",
          "From all weights zero",
          "All units answer the same, so no wires help: a shake of the hidden weights, which costs "
          "nothing here, then the path",
          {{"gain", "0"}},
          {{"rank", 20},
           {"right", 20},
           {"stuck-loss", 0.375, 7e-10},
           {"wires-norm", 23.502891047767793, 4e-08}}},
         {"too-few",
          "Too few wires",
          "Fifteen wires for twenty points leave a quarter of random labels: the path ends above "
          "zero",
          {{"wired", "15"}},
          {{"rank", 15}, {"path-floor", 0.07648705572369699, 1e-10}}},
         {"contradiction",
          "When it breaks",
          "Two points at one place with opposite labels: no network tells them apart, however many "
          "wires it has",
          {{"contradiction", "true"}, {"wired", "32"}},
          {{"rank", 19}, {"right", 19}, {"path-floor", 0.05, 9e-11}}}},
    .references = {{"Q. Nguyen, M. C. Mukkamala, M. Hein: On the loss landscape of a class of deep "
                    "neural networks with no bad local valleys, 2019",
                    "https://arxiv.org/abs/1809.10749"}},
    .thumbnailSteps = 130,
    .stepsPerSecond = 50,
}));

}  // namespace

}  // namespace basin::skip_valley
