#include "labs/gd.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/stats.h"
#include "lab/param_text.h"
#include "lab/legacy_lab.h"
#include "lab/registry.h"
#include "labs/gd_pictures.h"
#include "labs/gd_study.h"

namespace basin {

namespace {

using Config = GdConfig;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kModels[] = {{"network", "Network (edge of stability)"},
                              {"quadratic", "Quadratic, β = 4"},
                              {"cosine", "Sum of cosines, β = 2"},
                              {"pseudo-huber", "Pseudo-Huber cone, β = 1"}};

constexpr auto kOnNetwork = [](const Config& c) { return c.model == GdModel::Network; };
constexpr auto kOnCosine = [](const Config& c) { return c.model == GdModel::Cosine; };
constexpr auto kStarts = [](const Config& c) {
  return c.model == GdModel::Quadratic || c.model == GdModel::Huber ||
         (c.model == GdModel::Cosine && !c.randomStart);
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

enum Output {
  kSharpness,
  kSurface,
  kGradient,
  kLadder,
  kLoss,
  kDecrease,
  kNow,
  kValue,
  kNorm,
  kLambda,
  kEdge,
  kCritical,
  kBound,
  kCheckLemma,
  kCheckCritical,
  kCheckSlope,
  kCheckHard,
  kCheckFactor,
  kCheckEdge,
  kCheckStable,
  kCheckLanczos
};

constexpr OutputDef kOutputs[] = {
    series("sharpness", "Sharpness while training",
           "Largest Hessian eigenvalue of the training loss; it rises to 2/η and hovers there")
        .x("t", "step")
        .y("λmax", "sharpness"),
    field(
        "surface", "Function and path",
        "f over the first two coordinates, the third one at its minimum; drag the ring to another "
        "start")
        .x("x", "first coordinate")
        .y("y", "second coordinate")
        .z("f", "value")
        .surface()
        .takesPokes(),
    series("gradient", "Gradient norm under its bound",
           "The least norm so far never crosses √((f0−f*)/(η(1−βη/2)t))")
        .x("t", "step", Scale::Log)
        .y("|∇f|", "gradient norm", Scale::Log),
    series("steps-to-critical", "Steps to a critical point",
           "Steps until |∇f| ≤ ε, with the bound (f0−f*)/(η(1−βη/2)ε²)")
        .x("ε", "gradient norm asked for", Scale::Log)
        .y("T", "steps", Scale::Log),
    series("loss", "Value while descending", "At the edge the loss jumps up and still comes down")
        .x("t", "step")
        .y("f − f*", "value above the infimum", Scale::Log),
    series("decrease", "Decrease in a step", "Measured, and what the descent lemma promises")
        .x("t", "step", Scale::Log)
        .y("Δf", "decrease of f", Scale::Log),
    note("now", "Now"),
    scalar("value", "f", "Value, training loss of the network"),
    scalar("gradient-norm", "|∇f|", "Gradient norm"),
    scalar("sharpness-now", "λmax", "Largest Hessian eigenvalue, last measured"),
    scalar("edge", "2/η", "Curvature above which a step overshoots with growing amplitude"),
    scalar("critical-step", "T(ε)", "First step with |∇f| ≤ ε"),
    scalar("critical-bound", "Bound on T(ε)", "(f0−f*)/(η(1−βη/2)ε²)"),
    check("descent-lemma", "Every step takes off what the lemma promises",
          "Descent lemma; Nesterov 2004, 1.2.3"),
    check("critical-steps", "|∇f| ≤ ε within the bound", "Descent lemma, summed over the steps"),
    check("hard-slope", "Steps on the cone grow like ε⁻²",
          "Pseudo-Huber function with D = 1.2 ε/β"),
    check("hard-ratio", "The cone needs (1−βη/2)/1.44 of the bound",
          "Length of the cone over the length of a step"),
    check("factor", "The steepest coordinate is multiplied by 1 − ηβ",
          "Gradient descent on a quadratic"),
    check("edge-of-stability", "Sharpness stays at 2/η (an observation, no theorem)",
          "Cohen et al. 2021 (arXiv 2103.00065)"),
    check("stable-descent", "Below the edge the loss never rises",
          "Descent lemma along the path; Cohen et al. 2021"),
    check("lanczos", "25 Lanczos steps find λmax of the dense Hessian", "Lanczos 1950"),
};

std::string overshoot(const GdStudy& study) {
  const double rate = study.config().rate;
  if (const SmoothFunction* f = study.smooth()) {
    return "step size η = " + formatNumber(rate) + " > 2/β = " + formatNumber(2 / f->smoothness());
  }
  const double sharpest = std::max(study.firstLambdaMax(), study.lambdaMax());
  return "step size η = " + formatNumber(rate) + " > 2/λmax = " + formatNumber(2 / sharpest) +
         (study.firstLambdaMax() >= study.lambdaMax() ? " at the start" : "");
}

std::string describe(const GdStudy& study) {
  const double rate = study.config().rate;
  std::string text = "t = " + std::to_string(study.steps()) + ". ";
  if (study.diverged()) return text + "Diverged: " + overshoot(study) + ".";
  if (!study.onNetwork()) {
    const double beta = study.smooth()->smoothness();
    const double product = rate * beta;
    text += "ηβ = " + formatNumber(product) +
            (product > 2    ? ": above 2, the steepest direction grows."
             : product == 2 ? ": exactly 2, the steepest direction swings for ever."
             : product > 1  ? ": each step lands on the other side of the valley."
                            : ": steps stay on their side of the valley.");
    const long long reached = study.criticalStep();
    if (reached >= 0) text += " |∇f| ≤ ε since step " + std::to_string(reached) + ".";
    return text;
  }
  text += "λmax = " + formatNumber(study.lambdaMax()) + ", 2/η = " + formatNumber(2 / rate) + ". ";
  if (study.arrival() < 0) return text + "The sharpness is on its way up.";
  const double share = study.lateSteps() > 0 ? 100.0 * static_cast<double>(study.upSteps()) /
                                                   static_cast<double>(study.lateSteps())
                                             : 0;
  text += "At the edge since step " + std::to_string(study.arrival()) + ".";
  if (study.lateSteps() > 0) {
    text += " " + formatNumber(share) + " % of the later steps raised the loss, and yet it falls.";
  }
  return text;
}

class Gd final : public LabOf<Config> {
 public:
  Gd(const Config& config, std::uint64_t seed) : LabOf(config), study_(config, seed) {
    if (!study_.onNetwork()) field_ = gdField(study_);
  }

  void step() override { study_.step(); }
  Status status() const override { return statusOf(study_); }
  std::string statusText() const override {
    if (study_.diverged()) return overshoot(study_);
    if (!study_.finished()) return {};
    const long long reached = study_.criticalStep();
    return study_.onNetwork() || reached < 0
               ? "the step limit is reached"
               : "a critical point, |∇f| ≤ ε after " + std::to_string(reached) + " steps";
  }
  double progress() const override {
    if (study_.finished()) return 1;
    return std::min(0.99, static_cast<double>(study_.steps()) / config().stepLimit);
  }
  std::vector<ParamChange> poke(const Poke& poke) const override;
  void publish(Frame& frame) const override;

 protected:
  void retuned() override { study_.retune(config()); }

 private:
  void publishChecks(Frame& frame) const;

  GdStudy study_;
  FieldData field_;
};

std::vector<ParamChange> Gd::poke(const Poke& poke) const {
  if (poke.output != "surface" || study_.onNetwork() || poke.kind == PokeKind::Release ||
      poke.kind == PokeKind::Erase || !std::isfinite(poke.x) || !std::isfinite(poke.y)) {
    return {};
  }
  double x = poke.x, y = poke.y;
  // On the cone only the direction counts.
  if (config().model == GdModel::Huber) {
    const double length = std::hypot(x, y);
    if (length == 0) return {};
    x /= length;
    y /= length;
  }
  std::vector<ParamChange> changes = {{"start-x", std::clamp(x, -3.0, 3.0)},
                                      {"start-y", std::clamp(y, -3.0, 3.0)}};
  if (config().model == GdModel::Cosine) changes.push_back({"random-start", false});
  return changes;
}

void Gd::publish(Frame& frame) const {
  const double rate = config().rate;
  const SmoothFunction* f = study_.smooth();
  if (f) {
    FieldData field = field_;
    addGdPath(study_, field);
    frame.outputs[kSurface] = std::move(field);
    // A quadratic goes down so fast that its steps say nothing about the bound.
    if (config().model != GdModel::Quadratic) frame.outputs[kLadder] = gdLadderPicture(study_);
    frame.outputs[kDecrease] = gdDecreasePicture(study_);
  } else {
    frame.outputs[kSharpness] = gdSharpnessPicture(study_);
  }
  frame.outputs[kLoss] = gdLossPicture(study_);
  frame.outputs[kGradient] = gdGradientPicture(study_);
  frame.outputs[kNow] = NoteData{describe(study_)};
  frame.outputs[kValue] = ScalarData{study_.diverged() ? kNaN : study_.loss()};
  frame.outputs[kNorm] = ScalarData{study_.diverged() ? kNaN : study_.gradientNorm()};
  frame.outputs[kLambda] = ScalarData{study_.lambdaMax()};
  frame.outputs[kEdge] = ScalarData{2 / rate};
  const long long reached = study_.criticalStep();
  frame.outputs[kCritical] = ScalarData{reached >= 0 ? static_cast<double>(reached) : kNaN};
  const double bound =
      f ? criticalSteps(study_.gap(), rate, f->smoothness(), config().epsilon) : kNaN;
  frame.outputs[kBound] = ScalarData{std::isfinite(bound) ? bound : kNaN};
  publishChecks(frame);
}

void Gd::publishChecks(Frame& frame) const {
  const double rate = config().rate;
  const SmoothFunction* f = study_.smooth();
  const CheckData onNetwork = notApplicable("a network's curvature has no bound β");
  const CheckData onFunction = notApplicable("for the network only");
  const CheckData elsewhere = notApplicable("on another function");
  for (int i = kCheckLemma; i <= kCheckFactor; ++i) {
    frame.outputs[static_cast<std::size_t>(i)] = f ? elsewhere : onNetwork;
  }
  for (int i = kCheckEdge; i <= kCheckLanczos; ++i) {
    frame.outputs[static_cast<std::size_t>(i)] = onFunction;
  }
  if (f) {
    const double beta = f->smoothness();
    const CheckData above =
        notApplicable("ηβ = " + formatNumber(rate * beta) + ", and nothing is promised from 2 on");
    const bool promises = rate * beta < 2;
    const double slack = 1e-12 * (1 + study_.gap());
    frame.outputs[kCheckLemma] = !promises ? above
                                 : std::isinf(study_.slack())
                                     ? pending(Relation::AtLeast, 0, slack, "no step yet")
                                     : judged(study_.slack(), Relation::AtLeast, 0, slack,
                                              "least of (decrease − promised) over all steps");
    const double bound = criticalSteps(study_.gap(), rate, beta, config().epsilon);
    const long long reached = study_.criticalStep();
    const double waited = static_cast<double>(study_.steps());
    frame.outputs[kCheckCritical] =
        !promises      ? above
        : reached >= 0 ? judged(static_cast<double>(reached), Relation::AtMost, bound, 1,
                                "steps until |∇f| ≤ ε")
        : waited > bound + 1
            ? judged(waited, Relation::AtMost, bound, 1, "steps so far, and |∇f| > ε")
        : study_.finished()
            ? notApplicable("the run ended after " + std::to_string(study_.steps()) + " steps")
            : pending(Relation::AtMost, bound, 1, "|∇f| is still above ε");
    if (config().model == GdModel::Huber && promises) {
      std::vector<double> epsilons, steps;
      double ratio = kNaN, finest = kNaN;
      for (const GdStudy::Rung& rung : study_.ladder()) {
        if (rung.steps < 60) continue;
        epsilons.push_back(rung.epsilon);
        steps.push_back(static_cast<double>(rung.steps));
        finest = rung.epsilon;
        ratio = steps.back() / criticalSteps(study_.gap(), rate, beta, rung.epsilon);
      }
      const LineFit fit = fitLogLog(epsilons, steps);
      const CheckData few = notApplicable("too few of the runs needed between 60 and 60 000 steps");
      frame.outputs[kCheckSlope] =
          fit.valid ? judged(fit.slope, Relation::About, -2, 0.02, "log-log slope over ε") : few;
      frame.outputs[kCheckHard] =
          std::isnan(ratio) ? few
                            : judged(ratio, Relation::About, hardHuberRatio(rate, beta), 0.03,
                                     "at ε = " + formatNumber(finest) + "; a limit for ε → 0");
    }
    if (config().model == GdModel::Quadratic) {
      frame.outputs[kCheckFactor] =
          study_.start()[0] == 0 ? notApplicable("the start has no steepest coordinate")
          : std::isnan(study_.factor())
              ? pending(Relation::About, 1 - rate * beta, 1e-9, "no step yet")
              : judged(study_.factor(), Relation::About, 1 - rate * beta, 1e-9, "in the last step");
    }
    return;
  }
  const GdStudy::Stay stay = study_.stay();
  frame.outputs[kCheckEdge] =
      stay.count >= 20 ? judged(stay.mean, Relation::About, 1, 0.08,
                                "mean of λmax η/2 over the last two fifths of the run")
      : study_.finished() || study_.diverged()
          ? notApplicable(study_.arrival() < 0
                              ? "λmax rose to " + formatNumber(study_.peakLambdaMax()) +
                                    " only, 2/η = " + formatNumber(2 / rate)
                              : "the run ended soon after the sharpness came to 2/η")
          : pending(Relation::About, 1, 0.08, "1000 steps at the edge are waited for");
  frame.outputs[kCheckStable] =
      study_.arrival() >= 0 ? notApplicable("the sharpness is at 2/η")
      : study_.lateSteps() == 0
          ? pending(Relation::AtMost, 0, 0, "the first 1000 steps are left out")
          : judged(static_cast<double>(study_.upSteps()), Relation::AtMost, 0, 0,
                   "steps after the first 1000 that raised the loss");
  const double dense = study_.denseLambdaMax();
  frame.outputs[kCheckLanczos] =
      !std::isnan(dense)
          ? judged(study_.lambdaMax(), Relation::About, dense, 1e-6, "where the run ended")
      : study_.finished() || study_.diverged()
          ? notApplicable("the dense Hessian is made at the end of runs of up to 128 parameters")
          : pending(Relation::About, kNaN, 1e-6, "made at the end");
}

const bool registered = registerLab(labDef<Config, Gd>({
    .id = "gd",
    .title = "Step size and smoothness",
    .claim = "Below 2/β every step descends; a network climbs to 2/η and stays there",
    .group = Group::Optimisation,
    .year = 2021,
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"edge-of-stability",
          "Edge of stability",
          "The sharpness climbs to the dashed 2/η and hovers there; lower η and watch it climb on",
          {}},
         {"below-the-edge",
          "Below the edge",
          "With η = 0.2 the sharpness never comes to 2/η = 10, and the loss only falls",
          {{"rate", "0.2"}}},
         {"valley",
          "A valley, at 1/β",
          "One step settles the steep direction, the flat one takes a hundred; dashed the exact "
          "law",
          {{"model", "quadratic"}, {"rate", "0.25"}}},
         {"bouncing",
          "Almost 2/β",
          "Each step lands on the opposite wall, a little lower: ηβ = 1.9",
          {{"model", "quadratic"}, {"rate", "0.475"}}},
         {"too-large",
          "Beyond 2/β",
          "Each step lands on the opposite wall, a little higher, until the run is lost",
          {{"model", "quadratic"}, {"rate", "0.505"}}},
         {"cosines",
          "Not convex",
          "The promise needs no convexity: every step takes off more than the lemma says",
          {{"model", "cosine"}, {"rate", "0.5"}}},
         {"hardest",
          "Nearly the worst case",
          "A cone just steeper than ε: the steps needed run parallel to the bound, ε to the power "
          "−2",
          {{"model", "pseudo-huber"}, {"rate", "1"}, {"epsilon", "0.05"}}}},
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

}  // namespace basin
