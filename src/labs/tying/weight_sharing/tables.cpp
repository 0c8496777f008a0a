#include <cmath>
#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/tying/weight_sharing/checks.h"
#include "labs/tying/weight_sharing/pictures.h"
#include "labs/tying/weight_sharing/words.h"

namespace basin::weight_sharing {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kTargets[] = {{"mid", "Mid: linear + cosine"},
                               {"low", "Low: linear, first block only"},
                               {"high", "High: the cosine alone"}};
constexpr Choice kDirections[] = {{"random", "Random"}, {"chosen", "At a chosen angle"}};

constexpr auto kLinear = [](const Config& c) { return c.target != Target::High; };
constexpr auto kChosen = [](const Config& c) { return c.direction == Direction::Chosen; };

constexpr ParamDef kParams[] = {
    integer<&Config::blocks>("blocks", "Blocks", "Parts of the input that one weight vector serves",
                             {2, 12})
        .symbol("k")
        .group("Teacher"),
    choice<&Config::target>("target", "Terms", "What the teacher adds up; the student has the same",
                            kTargets)
        .group("Teacher"),
    real<&Config::norm>("teacher-norm", "Length of the teacher's vector",
                        "Longer: faster waves, and a wider plateau", {0.5, 2})
        .symbol("‖u₀‖")
        .group("Teacher"),
    onlyWhen<Config, kLinear>(real<&Config::strength>("linear-strength", "Linear term",
                                                      "Squared, a block; above 1.4463 sharing "
                                                      "makes the loss strongly convex",
                                                      {0, 6})
                                  .symbol("c²/k")
                                  .group("Teacher")),
    integer<&Config::dimension>("dimension", "Dimension", "Of every block", {1, 5})
        .symbol("d")
        .group("Teacher"),
    real<&Config::startLength>("start-length", "Distance from 0",
                               "Of the blocks to be found, over the teacher's", {0.1, 1})
        .symbol("ρ")
        .group("Start"),
    choice<&Config::direction>("start-direction", "Direction", "Where the start lies from 0",
                               kDirections)
        .group("Start"),
    onlyWhen<Config, kChosen>(real<&Config::cosine>("start-cosine", "Cosine to the teacher",
                                                    "1: straight at it, −1: away from it", {-1, 1})
                                  .symbol("cos φ")
                                  .group("Start")),
    integer<&Config::stepLimit>("step-limit", "Most steps", "Where a run ends without arriving",
                                {1000, 300000, Scale::Log})
        .group("Descent"),
    integer<&Config::runs>("runs", "Runs a setting", "Of the sweep over k = 2 ... 12", {0, 15})
        .group("Descent"),
};

double stepsOf(const Student& student) {
  return student.arrived() ? static_cast<double>(student.steps()) : kNaN;
}

constexpr OutputDef kOutputs[] = {
    series("loss", "Loss while training",
           "Exact, not sampled: without sharing it waits at ½, with sharing it is gone in a few "
           "steps")
        .x("t", "step", Scale::Log)
        .y("F", "loss", Scale::Log)
        .from<&lossPicture>(),
    field("plateau", "Without sharing: a hole in a plain",
          "The loss where w₁ = u₀, over what is left to find, in lengths of the target: it depends "
          "on these two numbers alone; drag the ring to another start")
        .x("a", "along the target")
        .y("b", "across")
        .z("F", "loss")
        .surface()
        .takesPokes()
        .from<&plateauPicture>(),
    field("bowl", "With sharing: a bowl",
          "The loss over the shared vector w₀, in lengths of u₀; drag the ring to another start")
        .x("a", "along the target")
        .y("b", "across")
        .z("F", "loss")
        .surface()
        .takesPokes()
        .from<&bowlPicture>(),
    series("steps-by-blocks", "Steps against blocks",
           "Every run of the sweep; runs at the step limit have not arrived, some never will")
        .x("k", "blocks")
        .y("T", "steps to F < 0.001", Scale::Log)
        .from<&stepsPicture>(),
    series("plateau-slope", "The gradient on the plateau",
           "Length of the gradient of blocks 2 to k; it is what the walk has to live on")
        .x("ρ", "distance from 0")
        .y("|∂F|", "gradient norm", Scale::Log)
        .from<&gradientPicture>(),
    series("shared-curvature", "Curvature with sharing",
           "Eigenvalues of the shared Hessian on the line through 0 and the teacher, at 1")
        .x("s", "place on the line")
        .y("λ", "eigenvalue")
        .from<&curvaturePicture>(),
    note("now", "Now").from<&describe>(),
    scalar("free-steps", "T without sharing", "Steps to F < 0.001 of the shown student")
        .from<[](const Study& s) { return stepsOf(s.free()); }>(),
    scalar("shared-steps", "T with sharing", "Steps to F < 0.001 of the shown student")
        .from<[](const Study& s) { return stepsOf(s.shared()); }>(),
    scalar("predicted-steps", "T predicted", "Without sharing, by the gradient flow")
        .from<[](const Study& s) {
          const double steps = s.free().predictedSteps();
          return std::isfinite(steps) ? steps : kNaN;
        }>(),
    scalar("free-loss", "F without sharing", "Loss of the shown student")
        .from<[](const Study& s) { return s.free().loss(); }>(),
    scalar("shared-loss", "F with sharing", "Loss of the shown student")
        .from<[](const Study& s) { return s.shared().loss(); }>(),
    scalar("rho", "Distance from 0 now", "|(w₂, …, wₖ)| / (√(k−1) ‖u₀‖)")
        .from<[](const Study& s) { return s.free().rho(); }>(),
    scalar("least-curvature", "Least curvature with sharing",
           "Smallest eigenvalue of the shared Hessian in the plane drawn")
        .from<[](const Study& s) { return s.curvatures().leastOfAll; }>(),
    check("flow-steps", "The wait is the way, each piece over its gradient",
          "Gradient flow in the plane of target and start, where F depends on two numbers")
        .quantity("steps to F < 0.001", "steps")
        .law("T = ∫ ds/(η|∂F/∂w|)", "T", "steps")
        .from<&flowSteps>(),
    check("plateau-floor", "The loss stays above the floor at its ρ",
          "Lemma 2 of Shalev-Shwartz et al. 2017, with constants; its plateau is ½ for this F")
        .quantity("least of F − floor")
        .law<&floorLaw>("F ≥ ½ + ¼e^(−2k‖u₀‖²) − ½Σ± e^(−(1±ρ)²(k−1)‖u₀‖²/2)", "F")
        .from<&aboveFloor>(),
    check("plateau-gradient", "The gradient stays under its bound",
          "Lemma 1 of Shalev-Shwartz et al. 2017, with constants")
        .quantity("largest of |∂F/∂w′| over its bound")
        .law<&gradientLaw>("|∂F/∂w′| ≤ U(ρe^(−2ρ²U²) + (1+ρ)e^(−(1−ρ)²U²/2)), U² = (k−1)‖u₀‖²",
                           "|∂F/∂w′|")
        .from<&gradientBounded>(),
    check("plateau-steps", "No run leaves ρ in [1/3, 1/2] too soon",
          "Theorem 1 of Shalev-Shwartz et al. 2017, as an explicit bound")
        .quantity("runs that left too soon", "runs")
        .law<&annulusLaw>("T ≥ U min(½ − ρ, ρ − ⅓)/(ηB), B the largest bound of the gradient", "T",
                          "steps")
        .from<&annulusKept>(),
    check("exponential-growth", "Without sharing the steps grow exponentially (an observation)",
          "Measured at these settings; the theorem leaves the exponent open")
        .quantity("slope of log T over k")
        .from<&exponentialGrowth>(),
    check("shared-convexity", "With sharing the curvature keeps within its bounds",
          "Theorem 2 of Shalev-Shwartz et al. 2017, with constants")
        .quantity("least eigenvalue of the shared Hessian")
        .law("c² − (1 + 2e^(−3/2))k ≤ λ", "λ")
        .from<&curvatureBounded>(),
    check("shared-contraction", "With sharing every step comes closer",
          "Gradient descent on a strongly convex function")
        .quantity("distance to u₀ over what is allowed")
        .law<&contractionLaw>("|w₀(t) − u₀| ≤ (1 − η(c² − 1.4463k))ᵗ |w₀(0) − u₀|", "|w₀ − u₀|")
        .from<&sharedContracts>(),
    check("shared-steps-bound", "With sharing every run arrives in time",
          "Strong convexity and smoothness, Theorem 2")
        .quantity("runs that were late", "runs")
        .law<&sharedLaw>("T ≤ log(LD²/0.002)/(−2 log(1 − ηm))", "T", "steps")
        .from<&sharedInTime>(),
    check("linear-term", "The linear term alone is learnt at one rate", "F is quadratic in w₁")
        .quantity("loss")
        .law("F(t) = F(0)(1 − ηc²)²ᵗ", "F")
        .from<&linearExact>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "weight-sharing",
    .title = "Weight sharing",
    .claim = "With a weight vector a block training waits at F = ½, exponentially long in k; one "
             "shared vector arrives in 5 steps",
    .group = Group::Tying,
    .year = 2017,
    .authors = "Shalev-Shwartz et al.",
    .order = 20,
    .level = 2,
    .minutes = 10,
    .needs = {},
    .next = {"square-wave"},
    .keywords = {"weight tying", "vanishing gradient", "plateau", "strong convexity", "convolution",
                 "failures of gradient-based learning", "exponential time"},
    .clock = {"t", "step of descent"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"plateau",
          "The plateau",
          "Watch the loss without sharing wait at the dashed ½, while sharing is done at step 5; "
          "then drag k",
          {},
          {{"free-steps", 522},
           {"shared-steps", 5},
           {"predicted-steps", 521.495932716, 1e-6},
           {"free-loss", 0.000979430341668, 1e-11},
           {"least-curvature", 9.39358477008, 1e-9}}},
         {"four-blocks",
          "Six blocks fewer",
          "With four blocks the wait is a seventh as long; sharing saves hardly a step",
          {{"blocks", "4"}},
          {{"free-steps", 75}, {"shared-steps", 4}, {"predicted-steps", 75.4472550435, 1e-7}}},
         {"straight",
          "Straight at it",
          "Even a start that points at the teacher waits: the gradient is tiny until the hole is "
          "near",
          {{"start-direction", "chosen"}, {"start-cosine", "1"}},
          {{"free-steps", 203}, {"shared-steps", 4}, {"predicted-steps", 203.788400422, 1e-6}}},
         {"mirror",
          "The mirror image",
          "A start that points away slides into the shallow hole on the other side and stays at "
          "F = 0.432; drag the ring across the ridge",
          {{"start-direction", "chosen"}, {"start-cosine", "-0.5"}},
          {{"shared-steps", 5}, {"free-loss", 0.431869758346, 1e-9}},
          "bowl"},
         {"first-block",
          "The linear term alone",
          "Nothing hangs on the other blocks: no plateau, and sharing gains nothing",
          {{"target", "low"}},
          {{"free-steps", 2},
           {"shared-steps", 6},
           {"rho", 0.4, 1e-12},
           {"least-curvature", 20, 1e-12},
           {"free-loss", 0.000602461454008, 1e-12}}},
         {"cosine-alone",
          "The cosine alone",
          "Sharing without the linear term is no help: the bowl is gone, and both wait longer with "
          "every block",
          {{"target", "high"}, {"blocks", "12"}},
          {{"free-steps", 272},
           {"shared-steps", 343},
           {"predicted-steps", 269.931417850, 1e-6},
           {"least-curvature", -12.3271952873, 1e-9}},
          "bowl"},
         {"breaks",
          "When it breaks",
          "A linear term this weak no longer bends the ripples into a bowl: w₀ stays where it "
          "should not",
          {{"linear-strength", "0.02"},
           {"start-direction", "chosen"},
           {"start-cosine", "-1"},
           {"start-length", "0.8"},
           {"blocks", "12"}},
          {{"shared-loss", 0.461203921848, 1e-9},
           {"free-loss", 0.309717354859, 1e-9},
           {"least-curvature", -12.0871952873, 1e-9}},
          "bowl"}},
    .references = {{"S. Shalev-Shwartz, O. Shamir, S. Shammah: Failures of gradient-based deep "
                    "learning, 2017",
                    "https://arxiv.org/abs/1703.07950"},
                   {"S. Shalev-Shwartz, O. Shamir, S. Shammah: Weight sharing is crucial to "
                    "succesful optimization, 2017",
                    "https://arxiv.org/abs/1706.00687"}},
    .thumbnailSteps = 120,
    .stepsPerSecond = 40,
}));

}  // namespace

}  // namespace basin::weight_sharing
