#include <cmath>
#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/convergence/zas/checks.h"
#include "labs/convergence/zas/pictures.h"
#include "labs/convergence/zas/words.h"

namespace basin::zas {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kTargets[] = {{"reflection", "Reflection diag(−1, 1, …)"},
                               {"minus", "Minus the identity"},
                               {"random", "Random, |Φ| = 1"}};
constexpr Choice kConstants[] = {{"practical", "Chosen here"},
                                 {"theorem", "The theorem's largest"}};

constexpr auto kPractical = [](const Config& c) { return c.constants == Constants::Practical; };

constexpr ParamDef kParams[] = {
    integer<&Config::factors>("factors", "Layers", "Matrices in the product", {2, 12})
        .symbol("L")
        .group("Product"),
    real<&Config::spread>("spread", "Spread near the identity",
                          "Standard deviation of what is added to each entry of I", {0, 0.5})
        .symbol("s")
        .group("Product"),
    choice<&Config::target>("target", "Kind", "What the product is to become", kTargets)
        .group("Target"),
    integer<&Config::dimension>("dimension", "Dimension", "Rows of each matrix; 1: scalars",
                                {1, kMostDimensions})
        .symbol("d")
        .group("Target"),
    choice<&Config::constants>("constants", "Which step size",
                               "One that works, or the largest for which the theorem is proved",
                               kConstants)
        .group("Descent"),
    onlyWhen<Config, kPractical>(real<&Config::rate>("rate", "Step size",
                                                     "Of gradient descent on all matrices",
                                                     {0.001, 1, Scale::Log})
                                     .symbol("η")
                                     .group("Descent")),
    real<&Config::epsilon>("epsilon", "Arrived at", "A run has arrived when R is at most this",
                           {1e-4, 0.1, Scale::Log})
        .symbol("ε")
        .group("Descent"),
    integer<&Config::stepLimit>("step-limit", "Most steps", "Where a run is given up",
                                {1000, 20000, Scale::Log})
        .group("Descent"),
    onlyWhen<Config, kPractical>(integer<&Config::runs>("runs", "Runs a depth",
                                                        "Of the sweep over two to twelve layers",
                                                        {0, 25})
                                     .group("Descent")),
};

template <LinearStart kKind>
double arrival(const Study& study) {
  const double steps = study.racer(kKind).arrival();
  return std::isfinite(steps) ? steps : kNaN;
}
template <LinearStart kKind>
double flowSteps(const Study& study) {
  const double steps = study.flowTime(kKind) / study.rate();
  return std::isfinite(steps) ? steps : kNaN;
}
double left(const Study& study) {
  const Racer& own = study.racer(LinearStart::ZeroAsymmetric);
  return own.diverged() ? kNaN : own.loss() / own.firstLoss();
}
double bound(const Study& study) {
  const Racer& own = study.racer(LinearStart::ZeroAsymmetric);
  return std::exp(provedDecay(study.rate(), static_cast<double>(own.steps())));
}

constexpr OutputDef kOutputs[] = {
    series("loss", "Three starts, one target",
           "R over time; dashed the bound of the zero-asymmetric start, and the exact flow of "
           "scalars")
        .x("ηt", "time", Scale::Log)
        .y("R", "loss", Scale::Log)
        .from<&lossPicture>(),
    series("arrivals", "Steps against depth",
           "Medians over random starts; dashed what the flow predicts for the same starts")
        .x("L", "layers")
        .y("T", "steps to R ≤ ε", Scale::Log)
        .from<&stepsPicture>(),
    field(
        "surface", "The bottleneck",
        "R over the smallest weight u and the geometric mean v of the others: at u = 0 the ground "
        "is flat, the flatter the smaller v is there")
        .x("u", "smallest weight, signed")
        .y("v", "mean of the others")
        .z("R", "loss")
        .surface()
        .from<&surfacePicture>(),
    series("singular-values", "Singular values of the product",
           "The smallest carries the sign of the determinant; to change it, it has to pass zero")
        .x("ηt", "time", Scale::Log)
        .y("σ", "singular value")
        .from<&singularPicture>(),
    note("now", "Now").from<&describe>(),
    scalar("own-steps", "Zero-asymmetric", "Steps until R ≤ ε")
        .unit("steps")
        .from<&arrival<LinearStart::ZeroAsymmetric>>(),
    scalar("near-steps", "Near the identity", "Steps until R ≤ ε")
        .unit("steps")
        .from<&arrival<LinearStart::NearIdentity>>(),
    scalar("xavier-steps", "Xavier", "Steps until R ≤ ε")
        .unit("steps")
        .from<&arrival<LinearStart::Xavier>>(),
    scalar("own-law", "Zero-asymmetric, flow", "T/η of the exact flow")
        .unit("steps")
        .from<&flowSteps<LinearStart::ZeroAsymmetric>>(),
    scalar("near-law", "Near the identity, flow", "T/η of the exact flow")
        .unit("steps")
        .from<&flowSteps<LinearStart::NearIdentity>>(),
    scalar("left", "R(t)/R(0)", "Of the zero-asymmetric start").from<&left>(),
    scalar("left-bound", "(1 − η/2)^t", "Its bound").from<&bound>(),
    scalar("proved-rate", "η of the theorem", "min{1/(4L³φ⁶), 1/(144L²φ⁴)}")
        .from<&Study::provedRate>(),
    check("bound", "The zero-asymmetric start stays below its bound",
          "Wu, Wang, Ma 2019, Theorem 4.3; for larger steps while nothing overshoots")
        .quantity("largest R over its bound")
        .law<&provedBoundLaw>("R(t) ≤ (1 − η/2)^t R(0)", "R")
        .from<&provedBound>(),
    check("one-sided", "It stays below (1 − η)^(2t), until it overshoots",
          "One singular value at a time: uw^(L−1) grows, and so does w")
        .quantity("largest R over that bound")
        .from<&oneSidedBound>(),
    check("own-time", "It takes the time of the flow",
          "∫ du/(P(1 − uP)) with P = (1 + u²)^((L−1)/2)")
        .quantity("time to R ≤ ε less T/η", "steps")
        .law<&ownTimeLaw>("T = ∫ du/(P(1 − uP)), P = (1 + u²)^((L−1)/2)", "T/η", "steps")
        .from<&ownTime>(),
    check("bottleneck-time", "Near the identity one integral tells the wait",
          "Gradient flow of scalars conserves wᵢ² − wⱼ²")
        .quantity("time to R ≤ ε", "steps")
        .law("T = ∫ du/(−P(uP − y)), P = ∏ √(u² + δⱼ)", "T/η", "steps")
        .from<&bottleneckTime>(),
    check("wait-growth", "Near the identity the wait grows exponentially with depth",
          "Shamir 2018 (arXiv 1809.08587); the rate is that of the flow")
        .quantity("growth of log steps a layer")
        .law("log T ≈ cL", "c")
        .from<&exponentialGrowth>(),
    check("deeper", "From the zero-asymmetric start twelve layers take no longer than two",
          "P(u) = (1 + u²)^((L−1)/2) grows with L")
        .quantity("steps of twelve layers over those of two")
        .from<&deeperIsFaster>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "zas",
    .title = "Start with one zero",
    .claim = "Six layers learn in 71 steps when the last one starts at zero, and in thousands when "
             "all start near the identity",
    .group = Group::Convergence,
    .year = 2019,
    .authors = "Wu, Wang, Ma",
    .order = 30,
    .level = 2,
    .minutes = 8,
    .needs = {"gd"},
    .next = {"wide-linear"},
    .keywords = {"zero-asymmetric initialization", "initialisation", "deep linear network",
                 "near identity", "Xavier", "plateau", "exponential time", "conserved quantity"},
    .clock = {"t", "step of descent"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"three-starts",
          "Three starts",
          "The zero-asymmetric start arrives at once; the other two wait at R = ½, their product "
          "near zero",
          {},
          {{"own-steps", 71, 0, 320},
           {"near-steps", 2306, 0, 320},
           {"xavier-steps", 865, 0, 320},
           {"own-law", 70.7143106958756, 1e-7, 320},
           {"near-law", 2286.3647752849906, 4e-6, 320},
           {"left", 0.01878262018727095, 2e-11, 320},
           {"left-bound", 0.7005493475733618, 1e-9, 320},
           {"proved-rate", 1.2056327160493826e-05, 1e-14, 320}}},
         {"deeper",
          "Three layers more",
          "Nine layers: the zero-asymmetric start is faster still, the others wait far longer",
          {{"factors", "9"}},
          {{"own-steps", 56, 0, 320},
           {"near-steps", 5389, 0, 320},
           {"xavier-steps", 17217, 0, 320},
           {"own-law", 56.107084539387465, 1e-7, 320},
           {"near-law", 5330.264087295205, 1e-5, 320}}},
         {"reflection",
          "Matrices: a reflection",
          "A singular value has to pass zero, for the determinant must change its sign",
          {{"dimension", "2"}, {"rate", "0.02"}},
          {{"own-steps", 38, 0, 320},
           {"near-steps", 2782, 0, 320},
           {"xavier-steps", 1287, 0, 320},
           {"own-law", 38.16541158542025, 7e-8, 320}},
          "singular-values"},
         {"rotation",
          "Minus one is a rotation",
          "In the plane −I is half a turn away from I: no determinant in the way, no long wait",
          {{"target", "minus"}, {"dimension", "2"}, {"rate", "0.02"}},
          {{"own-steps", 38, 0, 320}, {"near-steps", 397, 0, 320}, {"xavier-steps", 548, 0, 320}}},
         {"spread",
          "A wider start",
          "With a spread of 0.3 the other weights carry u across: hardly any growth with depth",
          {{"spread", "0.3"}},
          {{"near-steps", 321, 0, 200}, {"near-law", 317.621460351928, 6e-7, 200}}},
         {"theorem",
          "The theorem's own step",
          "A step size 800 times smaller, with every constant explicit: R stays below the dashes",
          {{"constants", "theorem"}, {"target", "random"}, {"dimension", "2"}},
          {{"left", 0.5669782460737024, 1e-9, 275},
           {"left-bound", 0.8864206781760969, 1e-9, 275},
           {"proved-rate", 1.2056327160493826e-05, 1e-14, 275}}},
         {"identity",
          "When it breaks",
          "Exactly the identity: all weights shrink together towards the saddle at 0, for ever",
          {{"spread", "0"}},
          {{"own-steps", 71, 0, 320}, {"xavier-steps", 865, 0, 320}}}},
    .references = {{"L. Wu, Q. Wang, C. Ma: Global convergence of gradient descent for deep linear "
                    "residual networks, 2019",
                    "https://arxiv.org/abs/1911.00645"},
                   {"O. Shamir: Exponential convergence time of gradient descent for "
                    "one-dimensional deep linear neural networks, 2018",
                    "https://arxiv.org/abs/1809.08587"}},
    .thumbnailSteps = 220,
    .stepsPerSecond = 80,
}));

}  // namespace

}  // namespace basin::zas
