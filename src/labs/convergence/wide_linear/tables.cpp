#include <cmath>
#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/convergence/wide_linear/checks.h"
#include "labs/convergence/wide_linear/pictures.h"
#include "labs/convergence/wide_linear/words.h"

namespace basin::wide_linear {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr auto kHidden = [](const Config& c) { return c.factors > 1; };
constexpr auto kSeveral = [](const Config& c) { return c.rank > 1; };

constexpr ParamDef kParams[] = {
    onlyWhen<Config, kHidden>(integer<&Config::width>("width", "Width",
                                                      "Units of each hidden layer",
                                                      {2, 256, Scale::Log})
                                  .symbol("m")
                                  .group("Network")),
    integer<&Config::factors>("factors", "Layers", "Matrices in the product; 1: linear regression",
                              {1, 10})
        .symbol("L")
        .group("Network"),
    onlyWhen<Config, kSeveral>(real<&Config::condition>("condition", "Condition of the data",
                                                        "λ₁/λᵣ of XᵀX", {1, 20, Scale::Log})
                                   .symbol("κ")
                                   .group("Data")),
    integer<&Config::rank>("rank", "Rank of the data", "Of five inputs", {1, kInputs})
        .symbol("r")
        .group("Data"),
    real<&Config::rate>("rate", "Relative step size",
                        "Over the theorem's largest, d/(3Lλ₁); infinitely wide networks diverge "
                        "beyond 6",
                        {0.1, 8, Scale::Log})
        .symbol("η/ηmax")
        .group("Descent"),
    integer<&Config::stepLimit>("step-limit", "Steps of descent", "Of every network",
                                {50, 1000, Scale::Log})
        .symbol("t")
        .group("Descent"),
    integer<&Config::runs>("runs", "Runs a cell", "Of the map over depths and widths", {0, 20})
        .group("Descent"),
};

double rateOf(const Study& study) {
  return study.shown().law().rate;
}
double boundFactor(const Study& study) {
  return study.shown().law().provedFactor;
}
double wideFactor(const Study& study) {
  return study.shown().law().limitFactor;
}
double measuredFactor(const Study& study) {
  return study.diverged() ? kNaN : study.shown().factor();
}
double left(const Study& study) {
  return study.diverged() ? kNaN : study.shown().losses().back() / study.shown().losses()[0];
}
double boundRatio(const Study& study) {
  return study.diverged() ? kNaN : study.shown().boundRatio();
}

constexpr OutputDef kOutputs[] = {
    series("loss", "Loss under its bound",
           "Dashed the theorem's bound and the loss at infinite width, from the same start")
        .x("t", "step")
        .y("ℓ − OPT", "loss", Scale::Log)
        .from<&lossPicture>(),
    field("holds", "How often the bound holds",
          "Share of random starts whose loss stays below the bound at every step; dotted m = 4L")
        .x("L", "layers")
        .y("log₂ m", "width")
        .z("P", "share of runs")
        .from<&holdsPicture>(),
    points("circles", "What the layers make of a circle",
           "Below: two inputs' circle as W₁ to Wᵢ map it; above: a circle of outputs as the "
           "transposed layers do. Round: every direction learns alike; a needle: one learns alone. "
           "Sizes are left out")
        .x("i", "layer")
        .y("", "row")
        .equal()
        .from<&circlesPicture>(),
    series("factors", "Loss factor against width",
           "What a step leaves of the loss, late in training; dashed the bound, the kernel of the "
           "start, and infinite width")
        .x("m", "width", Scale::Log)
        .y("ℓ(t+1)/ℓ(t)", "factor of the loss")
        .from<&factorsPicture>(),
    note("now", "Now").from<&describe>(),
    scalar("rate-now", "η", "Step size").from<&rateOf>(),
    scalar("bound-factor", "Factor of the bound", "1 − ηLλᵣ/(4d)").from<&boundFactor>(),
    scalar("limit-factor", "Factor at infinite width", "(1 − ηLλᵣ/d)², of the slowest mode")
        .from<&wideFactor>(),
    scalar("measured-factor", "Factor measured",
           "Second half of the way to a millionth of the loss")
        .from<&measuredFactor>(),
    scalar("loss-left", "ℓ(t)/ℓ(0)", "Of the network shown").from<&left>(),
    scalar("bound-ratio", "Largest ℓ over its bound", "Of all steps; above 1 it is broken")
        .from<&boundRatio>(),
    check("wide-bound", "A wide network stays below its bound", "Du, Hu 2019, Theorem 4.1")
        .quantity("largest loss over its bound")
        .law<&boundLaw>("ℓ(t) − OPT ≤ (1 − ηLλᵣ/(4d))^t (ℓ(0) − OPT)", "ℓ")
        .from<&bound>(),
    check("wide-holds", "Eight times as wide as deep, every run does",
          "Du, Hu 2019: m ≥ C·L·…, with a constant they do not name; an observation of ours")
        .quantity("share of wide runs below the bound")
        .from<&wideHolds>(),
    check("narrow-breaks", "Eight layers of width 2 do not",
          "An observation; for width 1 Shamir 2018 (arXiv 1809.08587) proves exponential time")
        .quantity("share of narrow runs below the bound")
        .from<&narrowFails>(),
    check("towards-limit", "Width brings the rate to that of infinite width",
          "The kernel of the start comes to (L/d) XᵀX")
        .quantity("distance from the limit, wide over narrow")
        .from<&towardsLimit>(),
    check("depth-hurts", "Without width, depth hurts", "An observation")
        .quantity("loss left, deep over shallow")
        .from<&depthHurts>(),
    check("one-layer", "One layer has the rate of infinite width", "Its kernel is XᵀX/d throughout")
        .quantity("factor of the loss")
        .law("(1 − ηλᵣ/d)²", "factor")
        .from<&oneLayer>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "wide-linear",
    .title = "Width lets depth learn",
    .claim =
        "Wide linear networks lose at least 1/12 of their loss in each step, two layers deep or "
        "ten; narrow deep ones do not",
    .group = Group::Convergence,
    .year = 2019,
    .authors = "Du, Hu",
    .order = 20,
    .level = 2,
    .minutes = 8,
    .needs = {"gd"},
    .next = {"zas", "overparam"},
    .keywords = {"deep linear network", "width", "linear convergence", "Gaussian initialization",
                 "initialisation", "condition number", "phase diagram", "isometry"},
    .clock = {"t", "step of descent"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"wide",
          "Wide enough",
          "The loss falls faster than the bound, and slower than at infinite width; pull the width",
          {},
          {{"rate-now", 1.0 / 24, 1e-12, 200},
           {"bound-factor", 11.0 / 12, 1e-12, 200},
           {"limit-factor", 4.0 / 9, 1e-12, 200},
           {"measured-factor", 0.6718784648592219, 1e-9, 200},
           {"bound-ratio", 0.5733763960878516, 1e-9, 200}}},
         {"wider",
          "Four times as wide",
          "The circles stay round, and the loss comes close to the line of infinite width",
          {{"width", "256"}},
          {{"measured-factor", 0.4786057882027718, 9e-10, 200},
           {"bound-ratio", 0.4188582189036309, 8e-10, 200}},
          "circles"},
         {"deeper",
          "Ten layers, same bound",
          "The step size shrinks with L and the gradient grows with it: the bound is the same line",
          {{"factors", "10"}, {"width", "128"}},
          {{"rate-now", 1.0 / 60, 1e-12, 200},
           {"bound-factor", 11.0 / 12, 1e-12, 200},
           {"measured-factor", 0.7552486383455516, 1e-9, 200}}},
         {"condition",
          "Badly conditioned data",
          "With κ = 10 all three lines are flatter: each step promises 1/120",
          {{"condition", "10"}},
          {{"bound-factor", 119.0 / 120, 1e-12, 200},
           {"limit-factor", 0.9344444444444444, 1e-12, 200},
           {"measured-factor", 0.9494829395851578, 1e-9, 200}}},
         {"one-layer",
          "One layer",
          "Linear regression: nothing to be wide, and exactly the rate of infinite width",
          {{"factors", "1"}},
          {{"measured-factor", 4.0 / 9, 1e-9, 200}, {"limit-factor", 4.0 / 9, 1e-12, 200}}},
         {"larger-steps",
          "Three times the step",
          "At infinite width one step would do; this network needs some ten, far below the bound",
          {{"rate", "3"}},
          {{"measured-factor", 0.2798467791079591, 5e-10, 200},
           {"bound-factor", 0.75, 1e-12, 200},
           {"limit-factor", 0, 1e-12, 200}}},
         {"narrow",
          "When it breaks",
          "Eight layers of width 2 make needles of circles, and the loss stays above its bound",
          {{"factors", "8"}, {"width", "2"}},
          {{"measured-factor", 0.9940479082598686, 1e-9, 200},
           {"loss-left", 0.2750426176830892, 5e-10, 200}},
          "circles"}},
    .references = {{"S. Du, W. Hu: Width provably matters in optimization for deep linear neural "
                    "networks, 2019",
                    "https://arxiv.org/abs/1901.08572"},
                   {"O. Shamir: Exponential convergence time of gradient descent for "
                    "one-dimensional deep linear neural networks, 2018",
                    "https://arxiv.org/abs/1809.08587"}},
    .thumbnailSteps = 200,
    .stepsPerSecond = 120,
}));

}  // namespace

}  // namespace basin::wide_linear
