#include <cmath>
#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/optimisation/saddle/checks.h"
#include "labs/optimisation/saddle/pictures.h"
#include "labs/optimisation/saddle/words.h"

namespace basin::saddle {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kSurfaces[] = {{"strict", "strict saddle"},
                                {"pair", "two saddles in a row"},
                                {"monkey", "monkey saddle (not strict)"},
                                {"octopus", "octopus: d saddles in a row"}};
constexpr Choice kSides[] = {
    {"above", "y > 0"}, {"on", "exactly on it (y = 0)"}, {"below", "y < 0"}};
constexpr Choice kModes[] = {{"practical", "practical constants"},
                             {"theorem", "the theorem's constants"}};

constexpr auto kOnOctopus = [](const Config& c) { return c.surface == Shape::Octopus; };
constexpr auto kHasGamma = [](const Config& c) { return c.surface != Shape::Monkey; };
constexpr auto kPractical = [](const Config& c) { return c.perturbed == PerturbedMode::Practical; };
// The strict saddle's checks run the theorem's variant whatever walker is shown.
constexpr auto kTheorem = [](const Config& c) {
  return c.perturbed == PerturbedMode::Theorem || c.surface == Shape::Strict;
};
constexpr auto kOffManifold = [](const Config& c) { return c.side != Side::On; };

constexpr ParamDef kParams[] = {
    choice<&Config::surface>("surface", "Function", "The function that is descended", kSurfaces)
        .group("Surface"),
    onlyWhen<Config, kHasGamma>(
        real<&Config::gamma>("gamma", "Escape curvature",
                             "The Hessian at the saddle has the eigenvalue −γ (octopus: −2γ)",
                             {0.05, 2, Scale::Log})
            .symbol("γ")
            .group("Surface")),
    onlyWhen<Config, kOnOctopus>(integer<&Config::dimension>("dimension", "Saddles in a row",
                                                             "Dimension of the octopus", {2, 8})
                                     .symbol("d")
                                     .group("Surface")),
    onlyWhen<Config, kOnOctopus>(real<&Config::stable>("stable", "Stable curvature",
                                                       "All other eigenvalues at a saddle are 2L",
                                                       {0.1, 4, Scale::Log})
                                     .symbol("L")
                                     .group("Surface")),
    onlyWhen<Config, kOnOctopus>(
        real<&Config::tube>("tube", "Tube radius", "Saddles lie 4τ apart", {0.25, 2})
            .symbol("τ")
            .group("Surface")),
    onlyWhen<Config, kOnOctopus>(
        integer<&Config::plane>("plane", "Saddle shown",
                                "Plane of the picture; 0 follows plain descent", {0, 7})
            .live()
            .group("Surface")),
    real<&Config::startX>("start-x", "Start x",
                          "Across the saddle, where descent contracts (octopus: all coordinates "
                          "but the first)",
                          {-1, 1})
        .group("Start"),
    onlyWhen<Config, kOffManifold>(
        real<&Config::startY>("start-y", "Offset",
                              "Distance from the stable manifold (octopus: the first coordinate)",
                              {1e-12, 1, Scale::Log})
            .symbol("|y₀|")
            .group("Start")),
    choice<&Config::side>("side", "Side of the stable manifold",
                          "Exactly on it, plain descent never leaves", kSides)
        .group("Start"),
    real<&Config::rate>("rate", "Step size", "Of all walkers; the theorem's variant has its own",
                        {0.01, 2.5, Scale::Log})
        .symbol("η")
        .live()
        .group("Descent"),
    real<&Config::noise>("noise", "Noise",
                         "Noisy descent adds σξ to the gradient, ξ uniform on the unit sphere",
                         {1e-6, 1, Scale::Log})
        .symbol("σ")
        .live()
        .group("Descent"),
    integer<&Config::maxSteps>("max-steps", "Most steps", "Where waiting for plain descent ends",
                               {100, 20000, Scale::Log})
        .group("Descent"),
    boolean<&Config::showPlain>("show-plain", "Show plain", "Gradient descent")
        .live()
        .group("Show"),
    boolean<&Config::showNoisy>("show-noisy", "Show noisy",
                                "Gradient descent with noise in each step")
        .live()
        .group("Show"),
    boolean<&Config::showPerturbed>("show-perturbed", "Show perturbed",
                                    "Gradient descent with a kick where the gradient vanishes")
        .live()
        .group("Show"),
    choice<&Config::perturbed>("perturbed", "Constants",
                               "Practical ones, or those for which the theorem is proved", kModes)
        .group("Perturbed descent"),
    onlyWhen<Config, kPractical>(real<&Config::radius>("radius", "Kick radius",
                                                       "Kicks are uniform in a ball",
                                                       {1e-4, 0.3, Scale::Log})
                                     .symbol("r")
                                     .group("Perturbed descent")),
    onlyWhen<Config, kPractical>(real<&Config::threshold>("threshold", "Gradient threshold",
                                                          "Kicks come where |∇f| is at most this",
                                                          {1e-4, 0.3, Scale::Log})
                                     .symbol("gₜₕ")
                                     .group("Perturbed descent")),
    onlyWhen<Config, kPractical>(integer<&Config::wait>("wait", "Wait",
                                                        "Least number of steps between kicks",
                                                        {1, 500, Scale::Log})
                                     .symbol("tₜₕ")
                                     .group("Perturbed descent")),
    onlyWhen<Config, kTheorem>(real<&Config::ell>("ell", "Gradient Lipschitz constant",
                                                  "At least the largest curvature met", {0.5, 10})
                                   .symbol("ℓ")
                                   .group("Perturbed descent")),
    onlyWhen<Config, kTheorem>(real<&Config::rho>("rho", "Hessian Lipschitz constant",
                                                  "At least the largest third derivative met",
                                                  {0.5, 20})
                                   .symbol("ρ")
                                   .group("Perturbed descent")),
    onlyWhen<Config, kTheorem>(real<&Config::epsilon>("epsilon", "Accuracy",
                                                      "Promises |∇f| ≤ ε and λmin ≥ −√(ρε)",
                                                      {0.005, 0.5, Scale::Log})
                                   .symbol("ε")
                                   .group("Perturbed descent")),
    onlyWhen<Config, kTheorem>(real<&Config::c>("c", "Absolute constant",
                                                "The theorem leaves it open; the step size is c/ℓ",
                                                {0.1, 1})
                                   .symbol("c")
                                   .group("Perturbed descent")),
    onlyWhen<Config, kTheorem>(real<&Config::delta>("delta", "Failure probability",
                                                    "The promise holds but for this",
                                                    {0.001, 0.5, Scale::Log})
                                   .symbol("δ")
                                   .group("Perturbed descent")),
};

template <Descent Kind>
double stepsOf(const Study& study) {
  const SaddleWalker& w = study.walker(Kind);
  return w.leftAll() ? static_cast<double>(w.leaveTimes().back()) : kNaN;
}

// Where plain descent stands; NaN once it is lost.
double value(const Study& study) {
  const VectorXd& at = study.walker(Descent::Plain).position();
  VectorXd gradient;
  return at.allFinite() ? study.surface().gradient(at, gradient) : kNaN;
}
double gradientNorm(const Study& study) {
  const VectorXd& at = study.walker(Descent::Plain).position();
  VectorXd gradient;
  if (!at.allFinite()) return kNaN;
  study.surface().gradient(at, gradient);
  return gradient.norm();
}
double lambdaMin(const Study& study) {
  const VectorXd& at = study.walker(Descent::Plain).position();
  return at.allFinite() ? hessianExtremes(study.surface(), at).smallest : kNaN;
}

constexpr OutputDef kOutputs[] = {
    field(
        "surface", "Surface and paths",
        "f around the saddle with the paths of the three walkers; drag the ring to another start. "
        "Steep walls end flat")
        .x("x", "stable direction")
        .y("y", "direction of escape")
        .z("f", "value")
        .surface()
        .takesPokes()
        .from<&surfacePicture>(),
    series(
        "escape-time", "Escape time against the start",
        "Steps until |y| = y₁, from runs at 25 offsets; the walkers' own points climb as they wait")
        .x("|y₀|", "distance from the stable manifold", Scale::Log)
        .y("T", "steps to escape")
        .from<&lawPicture>(),
    series("loss", "f while descending",
           "Each stair is a saddle; dashed where the law puts plain descent")
        .x("t", "step")
        .y("f", "value")
        .from<&lossPicture>(),
    series("leave-times", "Step at which each saddle is left",
           "Plain descent needs 1 + κ times longer at each, perturbed descent about the same; dots "
           "are "
           "medians over 20 random starts")
        .x("k", "saddle")
        .y("T_k", "steps", Scale::Log)
        .from<&leavePicture>(),
    series("noisy-times", "Escape times with noise", "200 noisy runs from the same start")
        .x("T", "steps to escape")
        .y("", "runs")
        .from<&noisePicture>(),
    note("now", "Now").from<&describe>(),
    scalar("plain-steps", "Steps, plain", "Steps until plain descent left the last saddle")
        .from<&stepsOf<Descent::Plain>>(),
    scalar("noisy-steps", "Steps, noisy", "Steps until noisy descent left the last saddle")
        .from<&stepsOf<Descent::Noisy>>(),
    scalar("perturbed-steps", "Steps, perturbed",
           "Steps until perturbed descent left the last saddle")
        .from<&stepsOf<Descent::Perturbed>>(),
    scalar("lambda-min", "λmin", "Smallest Hessian eigenvalue where plain descent stands")
        .from<&lambdaMin>(),
    scalar("gradient-norm", "|∇f|", "Gradient norm where plain descent stands")
        .from<&gradientNorm>(),
    scalar("value", "f", "Value where plain descent stands").from<&value>(),
    check("escape-law", "Plain escape obeys T = log(y₁/|y₀|)/log(1+ηγ)",
          "Linearised escape, with the quartic's effect bounded")
        .quantity("excess over the law", "steps")
        .law<&escapeTime>("T = log(y₁/|y₀|)/log(1 + ηγ)", "T", "steps")
        .from<&escapeLaw>(),
    check("escape-slope", "Each factor e of the offset costs 1/log(1+ηγ) steps",
          "Linearised escape from a strict saddle")
        .quantity("cost of a factor e", "steps")
        .law("dT/d log(1/|y₀|) = 1/log(1 + ηγ)", "slope", "steps")
        .from<&escapeSlope>(),
    check("stable-manifold", "y₀ = 0 is never left",
          "Stable manifold; Lee et al. 2016 (arXiv 1602.04915)")
        .quantity("largest distance")
        .from<&stableManifold>(),
    check("noisy-median", "Noise sets the clock: median escape time",
          "Linearised noisy escape; cf. Ge et al. 2015 (arXiv 1503.02101)")
        .quantity("median escape time", "steps")
        .law("T = log(y₁/|y₀ + s Z|)/log(1 + ηγ), median", "T", "steps")
        .from<&noisyMedian>(),
    check("kick-decrease", "A kick at the saddle lowers f by fₜₕ within tₜₕ steps",
          "Jin et al. 2017 (arXiv 1703.00887), main lemma")
        .quantity("time to fall by fₜₕ", "steps")
        .from<&kickDecrease>(),
    check("second-order", "Perturbed descent stops only where λmin ≥ −√(ρε)",
          "Jin et al. 2017 (arXiv 1703.00887), main theorem")
        .quantity("λmin where it stops")
        .from<&secondOrder>(),
    check("leave-ratio", "Leave times grow by 1 + κ from saddle to saddle",
          "After Du et al. 2017 (arXiv 1705.10412)")
        .quantity("growth of the waits")
        .law("ΔTₖ₊₁/ΔTₖ = 1 + κ", "1 + κ")
        .from<&leaveRatio>(),
    check("perturbed-linear", "Perturbed descent spends the same at every saddle",
          "Estimate for a median kick; cf. Du et al. 2017 (arXiv 1705.10412)")
        .quantity("time to leave all", "steps")
        .from<&perturbedLinear>(),
    check("advantage", "Perturbed descent is at least 5 times faster over the row",
          "Measured claim after Du et al. 2017 (arXiv 1705.10412)")
        .quantity("plain over perturbed time")
        .from<&advantage>(),
    check("power-law", "Not strict: T grows like 1/∛|y₀|",
          "Flow near the ray: y ∝ (1 + ηx₀ t)², x ∝ 1/(1 + ηx₀ t)")
        .quantity("log-log slope")
        .law("T ∝ |y₀|^(−1/3)", "exponent")
        .from<&powerLaw>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "saddle",
    .title = "Leaving a saddle",
    .claim = "Plain descent waits at a saddle; noise or one small kick leaves it",
    .group = Group::Optimisation,
    .year = 2017,
    .authors = "Jin et al.",
    .order = 20,
    .level = 1,
    .minutes = 8,
    .needs = {"gd"},
    .next = {"landscape"},
    .keywords = {"escape", "strict saddle", "stable manifold", "perturbed gradient descent",
                 "noise", "octopus"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"three-ways",
          "Three ways off a saddle",
          "All three slide to the saddle; plain descent stays while the others leave. It goes when "
          "the dashed law says so",
          {},
          // It ends in a minimum of −½γy² + ¼y⁴: −γ²/4.
          {{"plain-steps", 142},
           {"noisy-steps", 79},
           {"perturbed-steps", 36},
           {"value", -0.0625, 1e-12},
           {"lambda-min", 1, 1e-6}}},
         {"on-the-manifold",
          "Exactly on the manifold",
          "Starting from y = 0, plain descent converges to the saddle; noise and kicks do not care",
          {{"side", "on"}},
          {{"lambda-min", -0.5, 1e-12},
           {"value", 0, 1e-20},
           {"noisy-steps", 80},
           {"perturbed-steps", 35}}},
         {"noise-clock",
          "Noise sets the clock",
          "With y = 0 the escape time is the logarithm of the noise: ten times less noise costs "
          "the "
          "same number of steps each time",
          {{"side", "on"}, {"noise", "0.001"}},
          {{"lambda-min", -0.5, 1e-12}, {"noisy-steps", 127}, {"perturbed-steps", 35}},
          "noisy-times"},
         {"two-in-a-row",
          "Two saddles in a row",
          "While y escapes, x shrinks into the second saddle: the wait there is 1 + κ times longer",
          {{"surface", "pair"}, {"start-y", "0.01"}},
          {{"plain-steps", 280},
           {"noisy-steps", 179},
           {"perturbed-steps", 163},
           {"value", -0.553405883179, 6e-10}}},
         {"octopus",
          "Exponential against polynomial",
          "Six saddles in a row: the stairs of plain descent grow threefold each, perturbed "
          "descent "
          "takes about 60 steps for every one. Speed it up",
          {{"surface", "octopus"}, {"start-x", "0.5"}, {"start-y", "0.9"}},
          {{"plain-steps", 4021},
           {"noisy-steps", 322},
           {"perturbed-steps", 283},
           {"lambda-min", 2, 1e-12},
           {"value", -43.5, 1e-9}},
          "loss"},
         {"theorem",
          "The theorem's constants",
          "The constants for which the theorem is proved: a kick of 10⁻⁵, a wait of 642 steps, "
          "then "
          "it returns a minimum",
          {{"perturbed", "theorem"}, {"side", "on"}, {"start-x", "1"}},
          {{"lambda-min", -0.5, 1e-12}, {"noisy-steps", 80}, {"perturbed-steps", 150}}},
         {"monkey",
          "Where the theory stops",
          "A monkey saddle has no negative curvature: the escape time is a power of the offset, no "
          "logarithm",
          {{"surface", "monkey"}},
          {{"plain-steps", 740},
           {"noisy-steps", 237},
           {"perturbed-steps", 93},
           {"value", -1.0 / 12, 1e-12}},
          "escape-time"},
         {"too-large",
          "A step too large",
          "Beyond η = 2/β the walker bounces off the walls instead of sliding to the saddle",
          {{"rate", "2.2"}},
          {{"plain-steps", 10}, {"noisy-steps", 4}, {"perturbed-steps", 10}}}},
    .references =
        {{"R. Ge, F. Huang, C. Jin, Y. Yuan: Escaping from saddle points, 2015",
          "https://arxiv.org/abs/1503.02101"},
         {"J. Lee, M. Simchowitz, M. Jordan, B. Recht: Gradient descent only converges to "
          "minimizers, 2016",
          "https://arxiv.org/abs/1602.04915"},
         {"C. Jin, R. Ge, P. Netrapalli, S. Kakade, M. Jordan: How to escape saddle points "
          "efficiently, 2017",
          "https://arxiv.org/abs/1703.00887"},
         {"S. Du, C. Jin, J. Lee, M. Jordan, B. Poczos, A. Singh: Gradient descent can take "
          "exponential time to escape saddle points, 2017",
          "https://arxiv.org/abs/1705.10412"}},
    .thumbnailSteps = 120,
    .stepsPerSecond = 60,
}));

}  // namespace

}  // namespace basin::saddle
