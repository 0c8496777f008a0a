#include "labs/saddle.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "labs/saddle_checks.h"
#include "labs/saddle_pictures.h"
#include "labs/saddle_study.h"

namespace basin {

namespace {

using Config = SaddleConfig;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kSurfaces[] = {{"strict", "strict saddle"},
                                {"pair", "two saddles in a row"},
                                {"monkey", "monkey saddle (not strict)"},
                                {"octopus", "octopus: d saddles in a row"}};
constexpr Choice kSides[] = {
    {"above", "y > 0"}, {"on", "exactly on it (y = 0)"}, {"below", "y < 0"}};
constexpr Choice kModes[] = {{"practical", "practical constants"},
                             {"theorem", "the theorem's constants"}};

constexpr auto kOnOctopus = [](const Config& c) { return c.surface == SaddleShape::Octopus; };
constexpr auto kHasGamma = [](const Config& c) { return c.surface != SaddleShape::Monkey; };
constexpr auto kPractical = [](const Config& c) { return c.perturbed == PerturbedMode::Practical; };
// The strict saddle's checks run the theorem's variant whatever walker is shown.
constexpr auto kTheorem = [](const Config& c) {
  return c.perturbed == PerturbedMode::Theorem || c.surface == SaddleShape::Strict;
};
constexpr auto kOffManifold = [](const Config& c) { return c.side != SaddleSide::On; };

constexpr ParamDef kParams[] = {
    choice<&Config::surface>("surface", "Surface", "The function that is descended", kSurfaces)
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
        .symbol("x")
        .group("Start"),
    onlyWhen<Config, kOffManifold>(
        real<&Config::startY>("start-y", "Offset |y|",
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

constexpr OutputDef kOutputs[] = {
    field(
        "surface", "Surface and paths",
        "f around the saddle with the paths of the three walkers; drag the ring to another start. "
        "Steep walls end flat")
        .x("x", "stable direction")
        .y("y", "direction of escape")
        .z("f", "value")
        .surface()
        .takesPokes(),
    series(
        "escape-time", "Escape time against the start",
        "Steps until |y| = y₁, from runs at 25 offsets; the walkers' own points climb as they wait")
        .x("|y₀|", "distance from the stable manifold", Scale::Log)
        .y("T", "steps to escape"),
    series("loss", "f while descending",
           "Each stair is a saddle; dashed where the law puts plain descent")
        .x("t", "step")
        .y("f", "value"),
    series("leave-times", "Step at which each saddle is left",
           "Plain descent needs 1 + κ times longer at each, perturbed descent about the same; dots "
           "are "
           "medians over 20 random starts")
        .x("k", "saddle")
        .y("T_k", "steps", Scale::Log),
    series("noisy-times", "Escape times with noise", "200 noisy runs from the same start")
        .x("T", "steps to escape")
        .y("", "runs"),
    note("now", "Now"),
    scalar("plain-steps", "Steps, plain", "Steps until plain descent left the last saddle"),
    scalar("noisy-steps", "Steps, noisy", "Steps until noisy descent left the last saddle"),
    scalar("perturbed-steps", "Steps, perturbed",
           "Steps until perturbed descent left the last saddle"),
    scalar("lambda-min", "λmin", "Smallest Hessian eigenvalue where plain descent stands"),
    scalar("gradient-norm", "|∇f|", "Gradient norm where plain descent stands"),
    scalar("value", "f", "Value where plain descent stands"),
    check("escape-law", "Plain escape obeys T = log(y₁/|y₀|)/log(1+ηγ)",
          "Linearised escape, with the quartic's effect bounded"),
    check("escape-slope", "Each factor e of the offset costs 1/log(1+ηγ) steps",
          "Linearised escape from a strict saddle"),
    check("stable-manifold", "y₀ = 0 is never left",
          "Stable manifold; Lee et al. 2016 (arXiv 1602.04915)"),
    check("noisy-median", "Noise sets the clock: median escape time",
          "Linearised noisy escape; cf. Ge et al. 2015 (arXiv 1503.02101)"),
    check("kick-decrease", "A kick at the saddle lowers f by fₜₕ within tₜₕ steps",
          "Jin et al. 2017 (arXiv 1703.00887), main lemma"),
    check("second-order", "Perturbed descent stops only where λmin ≥ −√(ρε)",
          "Jin et al. 2017 (arXiv 1703.00887), main theorem"),
    check("leave-ratio", "Leave times grow by 1 + κ from saddle to saddle",
          "After Du et al. 2017 (arXiv 1705.10412)"),
    check("perturbed-linear", "Perturbed descent spends the same at every saddle",
          "Estimate for a median kick; cf. Du et al. 2017 (arXiv 1705.10412)"),
    check("advantage", "Perturbed descent is at least 5 times faster over the row",
          "Measured claim after Du et al. 2017 (arXiv 1705.10412)"),
    check("power-law", "Not strict: T grows like 1/∛|y₀|",
          "Flow near the ray: y ∝ (1 + ηx₀ t)², x ∝ 1/(1 + ηx₀ t)"),
};

enum Out {
  kSurface,
  kLaw,
  kLoss,
  kLeave,
  kNoise,
  kNow,
  kPlainSteps,
  kNoisySteps,
  kPerturbedSteps,
  kLambdaMin,
  kGradientNorm,
  kValue,
  kCheckLaw,
  kCheckSlope,
  kCheckManifold,
  kCheckNoisy,
  kCheckDecrease,
  kCheckSecondOrder,
  kCheckRatio,
  kCheckLinear,
  kCheckAdvantage,
  kCheckPower
};
static_assert(kCheckPower + 1 == std::size(kOutputs));

const char* nameOf(Descent kind) {
  switch (kind) {
    case Descent::Plain:
      return "plain";
    case Descent::Noisy:
      return "noisy";
    case Descent::Perturbed:
      return "perturbed";
  }
  return "";
}

std::string count(long long n) {
  return std::to_string(n);
}

std::string fateOf(const SaddleStudy& study, Descent kind) {
  const SaddleWalker& w = study.walker(kind);
  const int saddles = study.surface().saddles();
  std::string text = nameOf(kind);
  if (w.leftAll()) {
    return text + (saddles == 1 ? " left after " : " left the last after ") +
           count(w.leaveTimes().back()) + " steps";
  }
  const std::string at =
      saddles == 1 ? "the saddle"
                   : "saddle " + count(static_cast<long long>(w.leaveTimes().size()) + 1) + " of " +
                         count(saddles);
  if (w.stopped() && kind == Descent::Perturbed) return text + " returned " + at;
  if (study.settled(kind)) return text + " is stuck at " + at;
  if (study.finished())
    return text + " had not left " + at + " after " + count(w.steps()) + " steps";
  return text + " is held by " + at;
}

// What the reader should know about these parameters before reading anything off.
std::string warnings(const SaddleStudy& study) {
  const SaddleConfig& c = study.config();
  const double beta = study.surface().smoothness();
  std::string text;
  if (c.rate >= 2 / beta) {
    text += "η = " + formatNumber(c.rate) + " ≥ 2/β = " + formatNumber(2 / beta) +
            ": descent overshoots where the curvature is β. ";
  }
  if (c.side == SaddleSide::On) {
    text +=
        "The start lies exactly on the stable manifold: plain descent converges to the saddle. ";
  }
  if (c.surface == SaddleShape::Octopus) {
    const double factor = 1 - 2 * c.rate * c.stable;
    if (std::abs(factor) < 1e-12) {
      text +=
          "2ηL = 1 makes κ infinite: one step sets the next coordinate to exactly 0, and plain "
          "descent is stuck at the second saddle for ever. ";
    } else if (factor < 0) {
      text += "2ηL > 1: stable coordinates change sign at each step. ";
    }
    if (c.side != SaddleSide::On && c.startX != 0 && std::abs(factor) >= 1e-12 &&
        octopusUnderflows(saddleLaw(c), c.dimension, c.stable, c.rate)) {
      text +=
          "A later coordinate will shrink below the smallest double: plain descent gets stuck at "
          "a saddle (underflow). ";
    }
    if (std::max(std::abs(c.startX), c.startY) > c.tube) {
      text += "The start is held within the tube, |xᵢ| ≤ τ. ";
    }
  }
  return text;
}

std::string describe(const SaddleStudy& study) {
  const SaddleConfig& c = study.config();
  const SaddleSurface& f = study.surface();
  std::string text = warnings(study);
  const double offset = std::abs(study.start()[f.escapeAxis()]);
  if (f.escapeCurvature() > 0 && offset > 0) {
    text += "From |y₀| = " + shortNumber(offset) + " the law gives plain descent " +
            formatNumber(escapeSteps(offset, f.exitDistance(), c.rate, f.escapeCurvature())) +
            " steps to y₁ = " + shortNumber(f.exitDistance()) + ". ";
  }
  if (c.surface == SaddleShape::Monkey) {
    text +=
        "The Hessian is zero at the monkey saddle, so it is not strict: no law in log|y₀| and no "
        "promise of the theorem to leave it. ";
  }
  if (c.perturbed == PerturbedMode::Theorem) {
    const PerturbedSpec& p = study.walker(Descent::Perturbed).perturbedSpec();
    text += "The theorem's constants: χ = " + formatNumber(p.chi) +
            ", η = " + shortNumber(p.rate) + ", r = " + formatNumber(p.radius) +
            ", gₜₕ = " + formatNumber(p.gradientThreshold) + ", tₜₕ = " + count(p.waitSteps) +
            ". ";
  }
  if (!text.empty()) text.pop_back();
  return text;
}

// Steps until plain descent has come to rest, by the law, at most max-steps; NaN without a law.
double expectedSteps(const SaddleStudy& study) {
  const SaddleConfig& c = study.config();
  const SaddleSurface& f = study.surface();
  double law = kNaN;
  if (c.surface == SaddleShape::Octopus) law = saddleLaw(c).leaveTime(c.dimension - 1);
  if (c.surface == SaddleShape::Strict) {
    law = escapeSteps(study.start()[1], f.exitDistance(), c.rate, c.gamma);
  }
  // NaN first: min returns it then.
  return std::min<double>(law + 12 / (c.rate * f.escapeCurvature()), c.maxSteps);
}

class Saddle final : public LabOf<Config> {
 public:
  Saddle(const Config& config, std::uint64_t seed)
      : LabOf(config),
        study_(config, seed),
        plane_(saddlePlane(study_)),
        field_(saddleField(study_, plane_)) {}

  void step() override {
    study_.step();
    followPlane();
  }

  Status status() const override {
    if (study_.diverged()) return Status::Diverged;
    return study_.finished() ? Status::Done : Status::Running;
  }

  std::string statusText() const override;

  double progress() const override {
    if (study_.finished()) return 1;
    const double end = expectedSteps(study_);
    return end > 0 ? std::min(0.99, static_cast<double>(study_.steps()) / end) : kNaN;
  }

  std::vector<ParamChange> poke(const Poke& poke) const override;
  void publish(Frame& frame) const override;

 protected:
  void retuned() override {
    study_.retune(config());
    followPlane();
  }

 private:
  void followPlane() {
    const int plane = saddlePlane(study_);
    if (plane == plane_) return;
    plane_ = plane;
    field_ = saddleField(study_, plane);
  }

  SaddleStudy study_;
  int plane_;
  FieldData field_;
};

std::string Saddle::statusText() const {
  if (study_.diverged()) {
    const double rate = config().rate;
    const double beta = study_.surface().smoothness();
    if (rate > 2 / beta) {
      return "step size η = " + formatNumber(rate) + " > 2/β = " + formatNumber(2 / beta);
    }
    const double local = hessianExtremes(study_.surface(), study_.start()).largest;
    if (rate > 2 / local) {
      return "step size η = " + formatNumber(rate) + " > 2/λmax = " + formatNumber(2 / local) +
             " at the start";
    }
    return "a step left the region where the surface is confined (f > 10¹²)";
  }
  std::string text = fateOf(study_, Descent::Plain);
  for (const Descent kind : {Descent::Noisy, Descent::Perturbed}) {
    text += "; " + fateOf(study_, kind);
  }
  return text;
}

std::vector<ParamChange> Saddle::poke(const Poke& poke) const {
  if (poke.output != "surface" || plane_ != 0 || poke.kind == PokeKind::Release ||
      poke.kind == PokeKind::Erase || !std::isfinite(poke.x) || !std::isfinite(poke.y)) {
    return {};
  }
  const double x = std::clamp(poke.x, -1.0, 1.0);
  const double y = std::clamp(poke.y, -1.0, 1.0);
  // A pointer cannot hit a line: near it, it means the line. Tiny offsets have their slider.
  const double near = 0.01 * field_.y1;
  const auto side = std::abs(y) < near ? SaddleSide::On
                    : y > 0            ? SaddleSide::Above
                                       : SaddleSide::Below;
  const double offset = side == SaddleSide::On ? config().startY : std::abs(y);
  return {{"start-x", x}, {"side", static_cast<std::int64_t>(side)}, {"start-y", offset}};
}

void Saddle::publish(Frame& frame) const {
  FieldData field = field_;
  addSaddlePaths(study_, plane_, field);
  frame.outputs[kSurface] = std::move(field);
  frame.outputs[kLaw] = saddleLawPicture(study_);
  frame.outputs[kLoss] = saddleLossPicture(study_);
  frame.outputs[kLeave] = saddleLeavePicture(study_);
  frame.outputs[kNoise] = saddleNoisePicture(study_);
  frame.outputs[kNow] = NoteData{describe(study_)};

  const auto steps = [&](Descent kind) {
    const SaddleWalker& w = study_.walker(kind);
    return ScalarData{w.leftAll() ? static_cast<double>(w.leaveTimes().back()) : kNaN};
  };
  frame.outputs[kPlainSteps] = steps(Descent::Plain);
  frame.outputs[kNoisySteps] = steps(Descent::Noisy);
  frame.outputs[kPerturbedSteps] = steps(Descent::Perturbed);
  const VectorXd& at = study_.walker(Descent::Plain).position();
  VectorXd gradient;
  ScalarData value{kNaN}, norm{kNaN}, curvature{kNaN};
  if (at.allFinite()) {
    value.value = study_.surface().gradient(at, gradient);
    norm.value = gradient.norm();
    curvature.value = hessianExtremes(study_.surface(), at).smallest;
  }
  frame.outputs[kLambdaMin] = curvature;
  frame.outputs[kGradientNorm] = norm;
  frame.outputs[kValue] = value;

  const SaddleChecks checks = saddleChecks(study_);
  frame.outputs[kCheckLaw] = checks.law;
  frame.outputs[kCheckSlope] = checks.slope;
  frame.outputs[kCheckManifold] = checks.manifold;
  frame.outputs[kCheckNoisy] = checks.noisy;
  frame.outputs[kCheckDecrease] = checks.decrease;
  frame.outputs[kCheckSecondOrder] = checks.secondOrder;
  frame.outputs[kCheckRatio] = checks.ratio;
  frame.outputs[kCheckLinear] = checks.linear;
  frame.outputs[kCheckAdvantage] = checks.advantage;
  frame.outputs[kCheckPower] = checks.power;
}

const bool registered = registerLab(labDef<Config, Saddle>({
    .id = "saddle",
    .title = "Leaving a saddle",
    .claim = "Plain descent waits at a saddle; noise or one small kick leaves it",
    .group = Group::Optimisation,
    .year = 2017,
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"three-ways",
          "Three ways off a saddle",
          "All three slide to the saddle; plain descent stays while the others leave. It goes when "
          "the dashed law says so",
          {}},
         {"on-the-manifold",
          "Exactly on the manifold",
          "Starting from y = 0, plain descent converges to the saddle; noise and kicks do not care",
          {{"side", "on"}}},
         {"noise-clock",
          "Noise sets the clock",
          "With y = 0 the escape time is the logarithm of the noise: ten times less noise costs "
          "the "
          "same number of steps each time",
          {{"side", "on"}, {"noise", "0.001"}}},
         {"two-in-a-row",
          "Two saddles in a row",
          "While y escapes, x shrinks into the second saddle: the wait there is 1 + κ times longer",
          {{"surface", "pair"}, {"start-y", "0.01"}}},
         {"octopus",
          "Exponential against polynomial",
          "Six saddles in a row: the stairs of plain descent grow threefold each, perturbed "
          "descent "
          "takes about 60 steps for every one. Speed it up",
          {{"surface", "octopus"}, {"start-x", "0.5"}, {"start-y", "0.9"}}},
         {"theorem",
          "The theorem's constants",
          "The constants for which the theorem is proved: a kick of 10⁻⁵, a wait of 642 steps, "
          "then "
          "it returns a minimum",
          {{"perturbed", "theorem"}, {"side", "on"}, {"start-x", "1"}}},
         {"monkey",
          "Where the theory stops",
          "A monkey saddle has no negative curvature: the escape time is a power of the offset, no "
          "logarithm",
          {{"surface", "monkey"}}},
         {"too-large",
          "A step too large",
          "Beyond η = 2/β the walker bounces off the walls instead of sliding to the saddle",
          {{"rate", "2.2"}}}},
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

}  // namespace basin
