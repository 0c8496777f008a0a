#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/convergence/separator/checks.h"
#include "labs/convergence/separator/pictures.h"
#include "labs/convergence/separator/words.h"

namespace basin::separator {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kDatasets[] = {{"margin", "Two sides of a margin"},
                                {"axes", "Orthonormal examples"},
                                {"no-margin", "Two half spheres, no margin"}};

constexpr auto kHasGap = [](const Config& c) { return c.dataset == Dataset::Gap; };
constexpr auto kHasCount = [](const Config& c) { return c.dataset != Dataset::Axes; };

constexpr ParamDef kParams[] = {
    real<&Config::slope>("slope", "Slope below zero",
                         "Of the activation: 0 is ReLU, 1 makes the network linear", {0, 1})
        .symbol("α")
        .group("Network"),
    integer<&Config::pairs>("pairs", "Pairs of units", "As many with output weight v as with −v",
                            {1, 200, Scale::Log})
        .symbol("k")
        .group("Network"),
    boolean<&Config::learnOutput>("learn-output", "Output layer learns too",
                                  "The theorem holds it fixed")
        .group("Network"),
    real<&Config::rate>("rate", "Step size", "Large steps need fewer updates",
                        {0.05, 20, Scale::Log})
        .symbol("η")
        .group("Training"),
    real<&Config::startNorm>("start-norm", "Length of the start", "Norm of each row of W",
                             {1e-4, 1, Scale::Log})
        .symbol("R₀")
        .group("Training"),
    choice<&Config::dataset>("dataset", "Kind", "What the network tells apart", kDatasets)
        .group("Data"),
    onlyWhen<Config, kHasGap>(real<&Config::margin>("margin", "Margin",
                                                    "Distance of every example from x₁ = 0",
                                                    {0.02, 0.5, Scale::Log})
                                  .symbol("γ")
                                  .group("Data")),
    onlyWhen<Config, kHasCount>(integer<&Config::count>("count", "Examples",
                                                        "Drawn from the unit sphere",
                                                        {10, 1600, Scale::Log})
                                    .symbol("n")
                                    .group("Data")),
    integer<&Config::dimension>("dimension", "Dimension", "Of the inputs", {2, 50})
        .symbol("d")
        .group("Data"),
    integer<&Config::runs>("runs", "Runs a setting", "Of the sweeps over k, α and n", {0, 200})
        .group("Sweep"),
};

double updatesOf(const Study& study) {
  return study.diverged() ? kNaN : static_cast<double>(study.network().updates());
}
double lossOf(const Study& study) {
  return study.diverged() ? kNaN : study.loss();
}
double deadOf(const Study& study) {
  if (study.diverged()) return kNaN;
  double count = 0;
  for (const bool dead : study.network().deadUnits()) count += dead;
  return count;
}
// Of the runs of all widths; nothing before the first.
template <auto Number>
double ofWidths(const Study& study) {
  std::vector<double> all;
  for (const ValuesAt& at : study.over(Over::Pairs, Number)) {
    all.insert(all.end(), at.values.begin(), at.values.end());
  }
  return mean(all);
}
// Of the runs at the narrowest and the widest network that a reader compares.
template <int Pairs>
double stuckAt(const Study& study) {
  for (const ValuesAt& at : study.over(Over::Pairs, &Run::stuck)) {
    if (at.x == Pairs) return mean(at.values);
  }
  return kNaN;
}

constexpr OutputDef kOutputs[] = {
    series("updates", "Updates under their bound",
           "Examples that moved the weights: the staircase ends below the dashed M; muted, "
           "networks of other widths")
        .x("s/n", "epochs")
        .y("t", "updates", Scale::Log)
        .from<&updatesPicture>(),
    field("learnt-plane", "What it has learnt",
          "Examples, the network's output and the weight vectors of its units; dotted: the margin")
        .x("x₁", "first coordinate")
        .y("x₂", "second coordinate")
        .z("N", "output")
        .equal()
        .from<&planePicture>(),
    series("stuck-share", "Runs that get stuck",
           "At a loss and no gradient, with Wilson's 95 % intervals")
        .x("k", "pairs of units", Scale::Log)
        .y("P", "share of runs")
        .from<&stuckPicture>(),
    series("squeeze", "Why it must end",
           "Each update adds to W·W*/|W*| as to a line, and to |W| as to a root: they meet at M")
        .x("t", "updates", Scale::Log)
        .y("", "length", Scale::Log)
        .from<&squeezePicture>(),
    series("updates-by-width", "Updates against width", "All runs and their medians; dashed: M")
        .x("k", "pairs of units", Scale::Log)
        .y("t", "updates", Scale::Log)
        .from<&widthPicture>(),
    series("updates-by-slope", "Updates against slope", "M grows like α⁻², the updates hardly do")
        .x("α", "slope below zero", Scale::Log)
        .y("t", "updates", Scale::Log)
        .from<&slopePicture>(),
    series("error-by-count", "Error on new examples",
           "Mean over the runs, under 8 M log(n/0.05)/n, which is above 1 for a long time")
        .x("n", "examples", Scale::Log)
        .y("P", "error", Scale::Log)
        .from<&errorPicture>(),
    note("now", "Now").from<&describe>(),
    scalar("update-count", "t", "Updates of the network shown").from<&updatesOf>(),
    scalar("most-updates", "M", "Most updates the theorem allows").from<&Study::bound>(),
    scalar("end-loss", "Loss", "Mean hinge loss of the network shown").from<&lossOf>(),
    scalar("dead-units", "Dead units", "Inactive on every example").from<&deadOf>(),
    scalar("mean-updates", "Mean updates", "Of the runs of all widths")
        .from<&ofWidths<&Run::updates>>(),
    scalar("fitting", "Share that fits", "Runs of all widths that end at zero loss")
        .from<&ofWidths<&Run::fits>>(),
    scalar("stuck-narrow", "Stuck, one pair", "Share of the runs with k = 1").from<&stuckAt<1>>(),
    scalar("stuck-wide", "Stuck, ten pairs", "Share of the runs with k = 10").from<&stuckAt<10>>(),
    check("updates-bounded", "Training ends within M updates",
          "Brutzkus et al. 2018, Theorem 2 (arXiv 1710.10174)")
        .quantity("updates", "updates")
        .law("t ≤ M = |w*|²/α² · (1 + 2/η) + start", "t", "updates")
        .from<&updatesWithinBound>(),
    check("zero-loss", "It ends at zero loss", "Brutzkus et al. 2018, Theorem 1")
        .quantity("training loss")
        .from<&endsAtZeroLoss>(),
    check("no-critical-point", "Where there is a loss there is a gradient",
          "Brutzkus et al. 2018, Theorem 1: along W* the loss falls")
        .quantity("|∇L| over α/|w*| · share of examples with a loss")
        .law("|∇L| ≥ α/|w*| · share of examples with a loss", "least ratio")
        .from<&gradientWithLoss>(),
    check("gain", "Every update goes ahead by ηα/|w*|", "Novikoff 1962; Brutzkus et al. 2018")
        .quantity("step along W* over ηα/|w*|")
        .law("(W′ − W)·W*/|W*| ≥ ηα/|w*|", "least ratio")
        .from<&everyUpdateGains>(),
    check("growth", "No update adds more than 2η + η² to |W|²",
          "Novikoff 1962; Brutzkus et al. 2018")
        .quantity("growth of |W|² over 2η + η²")
        .law("|W′|² − |W|² ≤ 2η + η²", "largest ratio")
        .from<&normGrowsAtMost>(),
    check("sweep-bounded", "So do all runs of the sweeps", "Brutzkus et al. 2018, Theorem 2")
        .quantity("updates over M")
        .from<&sweepWithinBound>(),
    check("width-free", "Width makes no difference to the updates",
          "An observation; M without the start does not depend on k")
        .quantity("spread of the mean updates over the widths")
        .from<&widthMakesNoDifference>(),
    check("error-bounded", "New examples are told apart as well as promised",
          "Brutzkus et al. 2018, Theorem 3; Shalev-Shwartz and Ben-David 2014, Corollary 30.3")
        .quantity("error on new examples")
        .law("error ≤ 8 M log(n/δ)/n, δ = 0.05", "error")
        .from<&errorWithinBound>(),
    check("both-fit", "With both layers learning every run fits (an observation)",
          "No theorem; an open question of the lectures")
        .quantity("share of runs that end at zero loss")
        .from<&bothLayersFit>(),
    check("stuck-law", "ReLU on orthonormal examples is stuck as often as counted",
          "Each example needs an active unit of its sign, present with chance 1 − 2⁻ᵏ")
        .quantity("share of runs that are stuck")
        .law("P = 1 − (1 − 2⁻ᵏ)ⁿ", "P")
        .from<&stuckOnAxes>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "separator",
    .title = "Linear separators",
    .claim = "A leaky-ReLU net needs at most (1 + 2/η)/(αγ)² updates, however wide it is",
    .group = Group::Convergence,
    .year = 2018,
    .authors = "Brutzkus et al.",
    .order = 40,
    .level = 2,
    .minutes = 10,
    .needs = {"gd"},
    .next = {"structured", "overparam"},
    .keywords = {"perceptron", "leaky ReLU", "hinge loss", "margin", "mistake bound",
                 "over-parameterization", "compression bound", "dead units", "dying ReLU", "SGD"},
    .clock = {"s", "example"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"updates-end",
          "The updates end",
          "Watch the staircase flatten far below the dashed M; add units and it hardly changes",
          {},
          {{"update-count", 28},
           {"most-updates", 301.786203499, 3e-07},
           {"mean-updates", 25.0777777778, 3e-08},
           {"end-loss", 0}}},
         {"small-steps",
          "Small steps",
          "With η = 0.1 the bound is seven times as high, and the updates grow alike",
          {{"rate", "0.1"}},
          {{"update-count", 234},
           {"most-updates", 2117.85076968, 2e-06},
           {"mean-updates", 217.522222222, 2e-07}}},
         {"certificate",
          "Where the bound certifies",
          "Wide margin, few updates: 1600 examples promise an error below 0.26, and there is none",
          {{"margin", "0.5"}, {"slope", "0.95"}, {"rate", "20"}, {"dimension", "10"}},
          {{"update-count", 3}, {"most-updates", 4.89415819458, 5e-09}}},
         {"no-margin",
          "No margin",
          "Without a gap there are more updates the more examples; the error falls like n^(−0.6)",
          {{"dataset", "no-margin"}, {"dimension", "10"}, {"runs", "5"}},
          {{"update-count", 331},
           {"most-updates", 100355368.505, 1e-01},
           {"mean-updates", 664.222222222, 7e-07}},
          "error-by-count"},
         {"both-layers",
          "Both layers learn",
          "No theorem speaks of it: all of 200 runs a width arrive, with half the updates",
          {{"learn-output", "true"}, {"dimension", "10"}, {"runs", "200"}},
          {{"update-count", 16}, {"mean-updates", 14.9272222222, 1e-08}, {"fitting", 1}},
          "updates-by-width"},
         {"relu",
          "Plain ReLU",
          "Ten examples: 37 % of the nets with one pair get stuck, 12 % of those with ten; a cross "
          "marks the example on which no unit is active",
          {{"slope", "0"}, {"count", "10"}, {"margin", "0.1"}, {"pairs", "3"}, {"runs", "200"}},
          {{"update-count", 11},
           {"end-loss", 0.1, 1e-10},
           {"dead-units", 0},
           {"stuck-narrow", 0.37, 4e-10},
           {"stuck-wide", 0.115, 1e-10}},
          "stuck-share"},
         {"orthonormal",
          "When it breaks",
          "Examples that cannot help each other: ReLU is stuck as often as the dashed law counts",
          {{"slope", "0"},
           {"dataset", "axes"},
           {"dimension", "3"},
           {"pairs", "2"},
           {"runs", "200"}},
          {{"end-loss", 0.666666666667, 7e-10},
           {"dead-units", 2},
           {"stuck-narrow", 0.905, 9e-10},
           {"stuck-wide", 0}},
          "stuck-share"}},
    .references =
        {{"A. Brutzkus, A. Globerson, E. Malach, S. Shalev-Shwartz: SGD learns over-parameterized "
          "networks that provably generalize on linearly separable data, 2018",
          "https://arxiv.org/abs/1710.10174"},
         {"A. B. J. Novikoff: On convergence proofs on perceptrons, 1962", ""},
         {"S. Shalev-Shwartz, S. Ben-David: Understanding machine learning, 2014, chapter 30",
          "https://doi.org/10.1017/CBO9781107298019"}},
    .thumbnailSteps = 400,
    .stepsPerSecond = 100,
}));

}  // namespace

}  // namespace basin::separator
