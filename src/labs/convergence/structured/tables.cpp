#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/convergence/structured/checks.h"
#include "labs/convergence/structured/pictures.h"
#include "labs/convergence/structured/words.h"

namespace basin::structured {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kWidths[] = {{"wide", "100 to 1600"}, {"narrow", "2 to 48"}};

constexpr ParamDef kParams[] = {
    integer<&Config::width>("width", "Width", "Units of the network shown", {2, 1600, Scale::Log})
        .symbol("m")
        .group("Network"),
    boolean<&Config::learnOutput>("learn-output", "Output layer learns too",
                                  "The theorem holds it fixed")
        .group("Network"),
    integer<&Config::classes>("classes", "Classes", "Outputs of the network", {2, 6})
        .symbol("k")
        .group("Data"),
    integer<&Config::perClass>("per-class", "Clusters a class", "At random places of the sphere",
                               {1, 4})
        .symbol("l")
        .group("Data"),
    real<&Config::radius>("cluster-radius", "Radius of a cluster",
                          "0 puts all inputs of a cluster into one point", {0, 0.2})
        .symbol("ρ")
        .group("Data"),
    integer<&Config::dimension>("dimension", "Dimension", "Of the inputs, on the unit sphere",
                                {4, 30})
        .symbol("d")
        .group("Data"),
    integer<&Config::count>("count", "Inputs", "Spread evenly over the clusters", {60, 300})
        .symbol("N")
        .group("Data"),
    real<&Config::rate>("scaled-rate", "Step size times width", "The step size is η₀/m",
                        {0.2, 5, Scale::Log})
        .symbol("η₀")
        .group("Training"),
    integer<&Config::steps>("step-limit", "Steps", "Of gradient descent on all inputs",
                            {10, 500, Scale::Log})
        .symbol("T")
        .group("Training"),
    choice<&Config::widths>("sweep-widths", "Widths", "Of the networks compared", kWidths)
        .group("Sweep"),
    integer<&Config::runs>("runs", "Runs a width", "All on the data shown", {0, 200})
        .group("Sweep"),
};

template <auto Number>
double nowOf(const Study& study) {
  return study.diverged() ? kNaN : static_cast<double>(study.now().*Number);
}
double lossOf(const Study& study) {
  return study.diverged() ? kNaN : study.network().loss();
}
// Share of the runs of one width that fit; nothing where the sweep has no such width.
template <int Width>
double fitsAt(const Study& study) {
  const auto& widths = study.sweep().settings();
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (widths[i] == Width) return study.sweep().mean(i, &Run::fits);
  }
  return kNaN;
}
double sweepSlope(const Study& study) {
  const LineFit fit =
      slopeOfRuns(study.sweep().over([](int m) { return static_cast<double>(m); }, &Run::changed));
  return study.finished() && fit.valid ? fit.slope : kNaN;
}
LawData boundLaw(const Study& study) {
  if (study.diverged()) return {};
  return {.predicted = study.course().back().bound, .measured = study.course().back().changed};
}

constexpr OutputDef kOutputs[] = {
    series("changed-by-width", "Units that change sides",
           "Share of pairs (unit, input) whose activation differs from the start; bars: all runs; "
           "dashed: the most that the movement allows")
        .x("m", "width", Scale::Log)
        .y("P", "share of changed pairs", Scale::Log)
        .from<&changedPicture>(),
    points("moved-and-off", "Who changes, and why so few",
           "Each point a pair, in units of σ: only below the dashed line, where a unit moved "
           "further than it was off, can it change sides")
        .x("|Δw|/σ", "moved by")
        .y("|w₀·x|/σ", "off by")
        .from<&flipsPicture>(),
    points(
        "clusters", "Clusters and units",
        "Inputs on their two main axes, and the ways that directions of units went; other classes "
        "are further off than they look")
        .x("c₁", "first component")
        .y("c₂", "second component")
        .equal()
        .from<&clustersPicture>(),
    series("accuracy-by-width", "How narrow it may be",
           "Share of runs that are right on all training inputs, with Wilson's 95 % intervals")
        .x("m", "width", Scale::Log)
        .y("P", "share")
        .from<&accuracyPicture>(),
    series("pseudo-by-width", "Gradient and pseudo-gradient",
           "Their distance over the gradient's length after T steps; bars: all runs")
        .x("m", "width", Scale::Log)
        .y("|g − g̃|/|g|", "relative distance", Scale::Log)
        .from<&pseudoPicture>(),
    series("course", "While it learns", "Of the network shown; dashed: the bound on the changes")
        .x("t", "step")
        .y("", "share, loss")
        .from<&coursePicture>(),
    note("now", "Now").from<&describe>(),
    scalar("changed-pairs", "Changed pairs", "Of the network shown").from<&nowOf<&Run::changed>>(),
    scalar("changed-bound", "Bound on changed pairs", "√(2/π) mean|Δw|/σ")
        .from<&nowOf<&Run::bound>>(),
    scalar("changed-units", "Changed units", "With a change on at least one input")
        .from<&nowOf<&Run::units>>(),
    scalar("pseudo-error", "|g − g̃|/|g|", "Of the network shown").from<&nowOf<&Run::pseudoError>>(),
    scalar("fresh-accuracy", "Accuracy on new inputs", "Of the network shown, on 600")
        .from<&nowOf<&Run::fresh>>(),
    scalar("training-loss-now", "Loss", "Mean cross-entropy of the network shown").from<&lossOf>(),
    scalar("class-distance", "δ", "Least distance between inputs of different classes")
        .from<&Study::separation>(),
    scalar("cluster-diameter", "Diameter", "Largest distance within a cluster")
        .from<&Study::diameter>(),
    scalar("changes-exponent", "Exponent of the changes", "Log-log slope of the sweep")
        .from<&sweepSlope>(),
    scalar("fits-at-8", "Fit at width 8", "Share of the runs").from<&fitsAt<8>>(),
    scalar("fits-at-16", "Fit at width 16", "Share of the runs").from<&fitsAt<16>>(),
    scalar("fits-at-32", "Fit at width 32", "Share of the runs").from<&fitsAt<32>>(),
    check("change-needs-movement", "No unit changes sides that moved less than it was off",
          "Exact, for inputs of length 1")
        .quantity("pairs that did", "pairs")
        .law("change at x only if |w₀·x| ≤ |Δw|", "exceptions", "pairs")
        .from<&changeNeedsMovement>(),
    check("movement-limit", "No unit moves further than the errors push it",
          "Exact: |∂L/∂w_r| ≤ (max A − min A) · mean probability of wrong classes")
        .quantity("movement over its limit")
        .from<&movementWithinLimit>(),
    check("changed-bounded", "Fewer pairs change than the small ball allows",
          "Gaussian density at most 1/(√(2π) σ); heuristic, for the movement depends on the start")
        .quantity("changed pairs over the bound")
        .law<&boundLaw>("changed ≤ √(2/π) mean|Δw|/σ", "changed")
        .from<&changedWithinBound>(),
    check("changed-slope", "Changes fall like m^(−1/2)",
          "Li and Liang 2018 (arXiv 1808.01204); constants unspecified, the slope is judged")
        .quantity("log-log slope")
        .law("changed ∝ |Δw|/σ ∝ m^(−1/2)", "exponent")
        .from<&changedSlope>(),
    check("pseudo-slope", "The pseudo-gradient's error falls like m^(−1/4)",
          "Li and Liang 2018, Lemma 1; root of the share of changes")
        .quantity("log-log slope")
        .law("|g − g̃|/|g| ∝ m^(−1/4)", "exponent")
        .from<&pseudoSlope>(),
    check("largest-movement-slope", "The largest movement falls like 1/m", "|Δw| = O(ηT) = O(T/m)")
        .quantity("log-log slope")
        .law("max|Δw| ∝ 1/m", "exponent")
        .from<&movementSlope>(),
    check("learnt-slope", "With both layers learning changes fall alike (an observation)",
          "No theorem; an open question of the lectures")
        .quantity("log-log slope")
        .from<&learntSlope>(),
    check("wide-fits", "Wide networks are right on all training inputs",
          "Li and Liang 2018, Theorem 4.1; their width is polynomial, its constants unspecified")
        .quantity("share of runs that fit")
        .from<&wideFits>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "structured",
    .title = "Clusters and kinks",
    .claim = "Four times as wide, half as many units change sides: the share falls like m^(−1/2)",
    .group = Group::Convergence,
    .year = 2018,
    .authors = "Li and Liang",
    .order = 50,
    .level = 2,
    .minutes = 8,
    .needs = {"separator"},
    .next = {"overparam", "ntk"},
    .keywords = {"over-parameterization", "structured data", "activation patterns",
                 "pseudo-gradient", "lazy training", "cross-entropy", "softmax", "coupling"},
    .clock = {"t", "step of descent"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"wide",
          "Few change sides",
          "Follow the dot, then the widths: four times as wide, half as many changes, under the "
          "dashed bound",
          {},
          {{"changed-pairs", 0.0971041666667, 1e-10},
           {"changed-bound", 0.488336206794, 5e-10},
           {"changed-units", 0.5625, 6e-10},
           {"pseudo-error", 0.610536485073, 6e-10},
           {"changes-exponent", -0.504328399079, 5e-10},
           {"class-distance", 1.00239969471, 1e-09},
           {"cluster-diameter", 0.0365986144187, 4e-11}}},
         {"very-wide",
          "Wider still",
          "At width 1600 only one pair in twenty changes, and yet one unit in three is concerned",
          {{"width", "1600"}},
          {{"changed-pairs", 0.0454322916667, 5e-11},
           {"changed-units", 0.365, 4e-10},
           {"fresh-accuracy", 1}},
          "moved-and-off"},
         {"long",
          "Train on",
          "After 500 steps hardly more have changed than after 200: small errors push little",
          {{"step-limit", "500"}},
          {{"changed-pairs", 0.1143125, 1e-10}, {"training-loss-now", 0.0137596507058, 1e-11}}},
         {"loose",
          "Loose clusters",
          "Clusters ten times as wide: the theorem's assumption is violated, and nothing happens",
          {{"cluster-radius", "0.2"}},
          {{"changed-pairs", 0.100979166667, 1e-10},
           {"changed-units", 0.89, 9e-10},
           {"cluster-diameter", 0.365267532554, 4e-10}}},
         {"both-layers",
          "Both layers learn",
          "No theorem speaks of it: the same share changes, with the same slope",
          {{"learn-output", "true"}},
          {{"changed-pairs", 0.0970208333333, 1e-10},
           {"changes-exponent", -0.500688837483, 5e-10}}},
         {"narrow",
          "When it breaks",
          "How narrow may it be? With 8 units six runs of ten fit, with 16 nine, with 32 nearly "
          "all",
          {{"sweep-widths", "narrow"}, {"width", "8"}, {"runs", "100"}},
          {{"changed-pairs", 0.333333333333, 3e-10},
           {"fits-at-8", 0.6, 6e-10},
           {"fits-at-16", 0.92, 9e-10},
           {"fits-at-32", 0.99, 1e-09}},
          "accuracy-by-width"}},
    .references = {{"Y. Li, Y. Liang: Learning overparameterized neural networks via stochastic "
                    "gradient descent on structured data, 2018",
                    "https://arxiv.org/abs/1808.01204"}},
    .thumbnailSteps = 1200,
    .stepsPerSecond = 200,
}));

}  // namespace

}  // namespace basin::structured
