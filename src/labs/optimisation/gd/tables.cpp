#include <cmath>
#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/optimisation/gd/checks.h"
#include "labs/optimisation/gd/pictures.h"
#include "labs/optimisation/gd/words.h"

namespace basin::gd {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kModels[] = {{"network", "Network (edge of stability)"},
                              {"quadratic", "Quadratic, β = 4"},
                              {"cosine", "Sum of cosines, β = 2"},
                              {"pseudo-huber", "Pseudo-Huber cone, β = 1"}};

constexpr auto kOnNetwork = [](const Config& c) { return c.model == Model::Network; };
constexpr auto kOnCosine = [](const Config& c) { return c.model == Model::Cosine; };
constexpr auto kStarts = [](const Config& c) {
  return c.model == Model::Quadratic || c.model == Model::Huber ||
         (c.model == Model::Cosine && !c.randomStart);
};

constexpr ParamDef kParams[] = {
    choice<&Config::model>("model", "Kind", "What is descended", kModels).group("Function"),
    onlyWhen<Config, kOnNetwork>(integer<&Config::width>("width", "Hidden units",
                                                         "Of the tanh network v·tanh(Wx)",
                                                         {4, 64, Scale::Log})
                                     .symbol("m")
                                     .group("Function")),
    real<&Config::rate>("rate", "Step size",
                        "Below 2/β every step descends; 1/β has the best guarantee",
                        {1e-3, 3, Scale::Log})
        .symbol("η")
        .live()
        .group("Descent"),
    real<&Config::epsilon>("epsilon", "Critical at",
                           "A point counts as critical when |∇f| is at most this; the cone is made "
                           "hard for it",
                           {1e-3, 0.3, Scale::Log})
        .symbol("ε")
        .group("Descent"),
    integer<&Config::stepLimit>("step-limit", "Most steps", "Where the run ends",
                                {10, 20000, Scale::Log})
        .group("Descent"),
    onlyWhen<Config, kOnCosine>(boolean<&Config::randomStart>("random-start", "Random start",
                                                              "Uniform in [-3, 3]³, from the seed")
                                    .group("Start")),
    onlyWhen<Config, kStarts>(real<&Config::startX>("start-x", "Start x",
                                                    "First coordinate (cone: direction only)",
                                                    {-3, 3})
                                  .group("Start")),
    onlyWhen<Config, kStarts>(real<&Config::startY>("start-y", "Start y",
                                                    "Second coordinate (cone: direction only)",
                                                    {-3, 3})
                                  .group("Start")),
};

// A number of the run, nothing once it is lost.
template <auto Number>
double unlessLost(const Study& study) {
  return study.diverged() ? kNaN : (study.*Number)();
}

constexpr OutputDef kOutputs[] = {
    series("sharpness", "Sharpness while training",
           "Largest Hessian eigenvalue of the training loss; it rises to 2/η and hovers there")
        .x("t", "step")
        .y("λmax", "sharpness")
        .from<&sharpnessPicture>(),
    field(
        "surface", "Function and path",
        "f over the first two coordinates, the third one at its minimum; drag the ring to another "
        "start")
        .x("x", "first coordinate")
        .y("y", "second coordinate")
        .z("f", "value")
        .surface()
        .takesPokes()
        .from<&surfacePicture>(),
    series("gradient", "Gradient norm under its bound",
           "The least norm so far never crosses √((f0−f*)/(η(1−βη/2)t))")
        .x("t", "step", Scale::Log)
        .y("|∇f|", "gradient norm", Scale::Log)
        .from<&gradientPicture>(),
    series("steps-to-critical", "Steps to a critical point",
           "Steps until |∇f| ≤ ε, with the bound (f0−f*)/(η(1−βη/2)ε²)")
        .x("ε", "gradient norm asked for", Scale::Log)
        .y("T", "steps", Scale::Log)
        .from<&ladderPicture>(),
    series("loss", "Value while descending", "At the edge the loss jumps up and still comes down")
        .x("t", "step")
        .y("f − f*", "value above the infimum", Scale::Log)
        .from<&lossPicture>(),
    series("decrease", "Decrease in a step", "Measured, and what the descent lemma promises")
        .x("t", "step", Scale::Log)
        .y("Δf", "decrease of f", Scale::Log)
        .from<&decreasePicture>(),
    note("now", "Now").from<&describe>(),
    scalar("value", "f", "Value, training loss of the network").from<&unlessLost<&Study::loss>>(),
    scalar("gradient-norm", "|∇f|", "Gradient norm").from<&unlessLost<&Study::gradientNorm>>(),
    scalar("sharpness-now", "λmax", "Largest Hessian eigenvalue, last measured")
        .from<&Study::lambdaMax>(),
    scalar("edge", "2/η", "Curvature above which a step overshoots with growing amplitude")
        .from<[](const Study& study) { return 2 / study.config().rate; }>(),
    scalar("critical-step", "T(ε)", "First step with |∇f| ≤ ε").from<[](const Study& study) {
      const long long reached = study.criticalStep();
      return reached >= 0 ? static_cast<double>(reached) : kNaN;
    }>(),
    scalar("critical-bound", "Bound on T(ε)", "(f0−f*)/(η(1−βη/2)ε²)").from<[](const Study& study) {
      const double bound = study.stepsBound(study.config().epsilon);
      return std::isfinite(bound) && !study.rateChanged() ? bound : kNaN;
    }>(),
    check("descent-lemma", "Every step takes off what the lemma promises",
          "Descent lemma; Nesterov 2004, 1.2.3")
        .quantity("least of decrease − promise")
        .law<&Study::lastDecrease>("f(t) − f(t+1) ≥ η(1 − βη/2)|∇f|²", "Δf")
        .from<&descentLemma>(),
    check("critical-steps", "|∇f| ≤ ε within the bound", "Descent lemma, summed over the steps")
        .quantity("time to |∇f| ≤ ε", "steps")
        .law("T ≤ (f₀ − f*)/(η(1 − βη/2)ε²)", "T", "steps")
        .from<&criticalWithin>(),
    check("hard-slope", "Steps on the cone grow like ε⁻²", "Pseudo-Huber function with D = 1.2 ε/β")
        .quantity("log-log slope")
        .law("T ∝ ε⁻²", "exponent")
        .from<&hardSlope>(),
    check("hard-ratio", "The cone needs (1−βη/2)/1.44 of the bound",
          "Length of the cone over the length of a step")
        .quantity("steps over the bound")
        .law("T/bound → (1 − βη/2)/1.44", "T/bound")
        .from<&hardRatio>(),
    check("factor", "The steepest coordinate is multiplied by 1 − ηβ",
          "Gradient descent on a quadratic")
        .quantity("factor of the steepest coordinate")
        .law("x(t+1)/x(t) = 1 − ηβ", "1 − ηβ")
        .from<&steepestFactor>(),
    check("edge-of-stability", "Sharpness stays at 2/η (an observation, no theorem)",
          "Cohen et al. 2021 (arXiv 2103.00065)")
        .quantity("mean of λmax η/2")
        .law<&sharpnessLaw>("λmax ≈ 2/η", "λmax")
        .from<&edgeOfStability>(),
    check("stable-descent", "Below the edge the loss never rises",
          "Descent lemma along the path; Cohen et al. 2021")
        .quantity("steps that raised the loss", "steps")
        .from<&stableDescent>(),
    check("lanczos", "25 Lanczos steps find λmax of the dense Hessian", "Lanczos 1950")
        .quantity("λmax by Lanczos")
        .from<&lanczosAgrees>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "gd",
    .title = "Step size and smoothness",
    .claim = "Below 2/β every step descends; a network climbs to 2/η and stays there",
    .group = Group::Optimisation,
    .year = 2021,
    .authors = "Cohen et al.",
    .kind = LabKind::Observation,
    .order = 10,
    .level = 1,
    .minutes = 8,
    .next = {"saddle", "landscape"},
    .keywords = {"learning rate", "descent lemma", "smoothness", "Lipschitz gradient",
                 "critical point", "sharpness", "edge of stability"},
    .clock = {"t", "step of descent"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"edge-of-stability",
          "Edge of stability",
          "The sharpness climbs to the dashed 2/η and hovers there; lower η and watch it climb on",
          {},
          {{"edge", 2 / 0.35, 1e-12},
           {"critical-step", 11},
           {"sharpness-now", 5.71754487467, 6e-9},
           {"value", 0.00390352935124, 4e-12, 100}}},
         {"below-the-edge",
          "Below the edge",
          "With η = 0.2 the sharpness never comes to 2/η = 10, and the loss only falls",
          {{"rate", "0.2"}},
          {{"edge", 10, 1e-12},
           {"critical-step", 20},
           {"sharpness-now", 6.78299539187, 7e-9},
           {"value", 0.0117231777269, 2e-11, 100}}},
         {"valley",
          "A valley, at 1/β",
          "One step settles the steep direction, the flat one takes a hundred; dashed the exact "
          "law",
          {{"model", "quadratic"}, {"rate", "0.25"}},
          {{"critical-step", 33},
           {"critical-bound", 70000.0 / 3, 1e-8},
           {"sharpness-now", 4, 1e-12}}},
         {"bouncing",
          "Almost 2/β",
          "Each step lands on the opposite wall, a little lower: ηβ = 1.9",
          {{"model", "quadratic"}, {"rate", "0.475"}},
          {{"critical-step", 47},
           {"critical-bound", 122807.017544, 2e-4},
           {"edge", 2 / 0.475, 1e-12}}},
         {"too-large",
          "Beyond 2/β",
          "Each step lands on the opposite wall, a little higher, until the run is lost",
          {{"model", "quadratic"}, {"rate", "0.505"}},
          {{"edge", 2 / 0.505, 1e-12}, {"value", 5509.32890571, 6e-6, 200}}},
         {"cosines",
          "Not convex",
          "The promise needs no convexity: every step takes off more than the lemma says",
          {{"model", "cosine"}, {"rate", "0.5"}},
          {{"critical-step", 21},
           {"critical-bound", 7474.65502249, 8e-6},
           {"sharpness-now", 2, 1e-12}}},
         {"hardest",
          "Nearly the worst case",
          "A cone just steeper than ε: the steps needed run parallel to the bound, ε to the power "
          "−2",
          {{"model", "pseudo-huber"}, {"rate", "1"}, {"epsilon", "0.05"}},
          {{"critical-step", 278}, {"critical-bound", 800, 1e-9}, {"value", 0, 1e-12}}},
         {"rounding",
          "A factor of rounded numbers",
          "1 − ηβ is 4 · 10⁻¹⁰: the steepest factor is judged within its own rounding",
          {{"model", "quadratic"}, {"rate", "0.2500000001"}},
          {{"critical-step", 33}},
          "",
          true}},
    .references = {{"Y. Nesterov: Introductory lectures on convex optimization, 2004",
                    "https://doi.org/10.1007/978-1-4419-8853-9"},
                   {"J. Cohen, S. Kaur, Y. Li, J. Z. Kolter, A. Talwalkar: Gradient descent on "
                    "neural networks "
                    "typically occurs at the edge of stability, 2021",
                    "https://arxiv.org/abs/2103.00065"}},
    .thumbnailSteps = 300,
    .stepsPerSecond = 40,
}));

}  // namespace

}  // namespace basin::gd
