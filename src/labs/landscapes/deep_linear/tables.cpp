#include <cmath>
#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/landscapes/deep_linear/checks.h"
#include "labs/landscapes/deep_linear/pictures.h"
#include "labs/landscapes/deep_linear/words.h"

namespace basin::deep_linear {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kInputKinds[] = {{"orthonormal", "Orthonormal"}, {"random", "Random examples"}};

constexpr auto kRandom = [](const Config& c) { return c.inputs == Inputs::Random; };
constexpr auto kDeep = [](const Config& c) { return c.depth > 1; };

constexpr ParamDef kParams[] = {
    integer<&Config::depth>("depth", "Hidden layers", "Between them only matrices", {1, 4})
        .symbol("H")
        .group("Network"),
    integer<&Config::width>("width", "Width", "Units in every hidden layer", {1, 4})
        .symbol("p")
        .group("Network"),
    boolean<&Config::learnStrong>("learn-1", "Strongest mode learnt",
                                  "Start where the network has it already")
        .group("Start at the saddle"),
    boolean<&Config::learnMedium>("learn-2", "Second mode learnt",
                                  "Start where the network has it already")
        .group("Start at the saddle"),
    boolean<&Config::learnWeak>("learn-3", "Weakest mode learnt",
                                "Start where the network has it already")
        .group("Start at the saddle"),
    onlyWhen<Config, kDeep>(
        real<&Config::middle>("middle", "Spare units passed on",
                              "What the middle layers do with units that no mode uses: at 1 the "
                              "saddle is strict, at 0 it is flat",
                              {0, 1})
            .symbol("m")
            .group("Start at the saddle")),
    real<&Config::offset>("offset", "Distance",
                          "Standard deviation of what is added to every weight of the saddle",
                          {1e-6, 1, Scale::Log})
        .symbol("ε")
        .group("Start at the saddle"),
    real<&Config::rate>("rate", "Step size", "Of gradient descent", {1e-3, 0.1, Scale::Log})
        .symbol("η")
        .live()
        .group("Descent"),
    integer<&Config::stepLimit>("step-limit", "Most steps", "Where descent ends at the latest",
                                {100, 20000, Scale::Log})
        .group("Descent"),
    real<&Config::strong>("strength-1", "First strength", "Singular value of what is to be learnt",
                          {0.2, 5})
        .group("Data"),
    real<&Config::medium>("strength-2", "Second strength", "Singular value of what is to be learnt",
                          {0.2, 5})
        .group("Data"),
    real<&Config::weak>("strength-3", "Third strength", "Singular value of what is to be learnt",
                        {0.2, 5})
        .group("Data"),
    choice<&Config::inputs>("inputs", "Inputs", "Orthonormal, XXᵀ = I, or examples drawn at random",
                            kInputKinds)
        .group("Data"),
    onlyWhen<Config, kRandom>(
        integer<&Config::count>("count", "Examples", "Below 4 they do not span the inputs", {2, 40})
            .symbol("N")
            .group("Data")),
    onlyWhen<Config, kRandom>(real<&Config::dataNoise>("data-noise", "Noise on the outputs",
                                                       "No network can learn it", {0, 1})
                                  .group("Data")),
};

template <auto Step>
double stepOf(const Study& study) {
  const long long step = (study.*Step)();
  return step >= 0 ? static_cast<double>(step) : kNaN;
}

constexpr OutputDef kOutputTable[] = {
    series("loss", "Down the staircase",
           "Dashed: every level at which the loss can rest, ½(tr YYᵀ − Σλ) over the modes learnt")
        .x("t", "step")
        .y("L", "loss")
        .from<&lossPicture>(),
    series("strengths", "Which mode is being learnt",
           "uᵢᵀWXvᵢ, what the product of all layers has of each mode; dashed all there is of it")
        .x("t", "step")
        .y("aᵢ", "strength learnt")
        .from<&strengthsPicture>(),
    field(
        "surface", "The saddle from close by",
        "A slice of the loss: one way the most negative curvature, the other way a flat direction, "
        "with spare units what the middle layers pass on of them")
        .x("a", "along the most negative curvature")
        .y("b", "along a flat direction")
        .z("L", "loss")
        .surface()
        .from<&surfacePicture>(),
    series("eigenvalues", "Curvatures at the saddle",
           "Eigenvalues of the Hessian at the chosen point, those up to s₁; dashed by formula")
        .x("k", "eigenvalue, in order")
        .y("λ", "curvature")
        .from<&eigenvaluesPicture>(),
    series(
        "ladder", "Higher saddles, more ways down",
        "Each set of modes that can be learnt: its loss over the number of directions of negative "
        "curvature; dashed by formula")
        .x("index", "directions of negative curvature")
        .y("L", "loss")
        .from<&ladderPicture>(),
    series("starts", "Random starts arrive",
           "Steps to the least loss from 20 normal starts of deviation ½ at each depth")
        .x("H", "hidden layers")
        .y("T", "steps to the least loss", Scale::Log)
        .from<&startsPicture>(),
    note("now", "Now").from<&describe>(),
    scalar("value", "L", "Loss where descent stands")
        .from<[](const Study& study) { return study.diverged() ? kNaN : study.loss(); }>(),
    scalar("level", "Level", "Loss at the chosen critical point")
        .from<[](const Study& study) { return criticalLevel(study.modes(), study.learnt()); }>(),
    scalar("negative-curvatures", "Index", "Negative eigenvalues at the chosen critical point")
        .from<[](const Study& study) { return study.chosen().index(study.threshold()); }>(),
    scalar("lambda-min", "λmin", "Most negative curvature at the chosen critical point")
        .from<[](const Study& study) {
          const double least = study.chosen().eigenvalues[0];
          return std::abs(least) < study.threshold() ? 0 : least;
        }>(),
    scalar("exit-step", "Left after", "Step at which the loss is half-way to the next level")
        .unit("steps")
        .from<&stepOf<&Study::exitStep>>(),
    scalar("arrival", "Arrived after", "Step at which the least loss is reached")
        .unit("steps")
        .from<&stepOf<&Study::arrival>>(),
    check("critical", "The constructed point is critical", "Kawaguchi 2016, theorem 2.3")
        .quantity("largest entry of the gradient")
        .from<&isCritical>(),
    check("level-there", "Its loss is the formula's", "Kawaguchi 2016; Achour et al. 2021")
        .quantity("loss at the critical point")
        .law("L = ½(tr YYᵀ − Σ λᵢ learnt)", "L")
        .from<&lossThere>(),
    check("index-there", "Its directions down are the formula's",
          "Second-order terms of the loss; Achour et al. 2021")
        .quantity("negative eigenvalues")
        .law("index = (p − r)(d − r) + swaps", "index")
        .from<&indexThere>(),
    check("spectrum-there", "All its eigenvalues are the closed form's",
          "Second-order terms of the loss, XXᵀ = I")
        .quantity("largest difference of an eigenvalue")
        .law<&leastEigenvalue>("λmin = least of −sᵢ m^(H−1) and the swaps", "λmin")
        .from<&spectrumThere>(),
    check("levels-met", "Where descent slows down lies a critical point of the list",
          "Kawaguchi 2016; Achour et al. 2021")
        .quantity("largest distance from a level")
        .from<&levelsMet>(),
    check("ways-down", "Every saddle met has a way down", "Kawaguchi 2016, theorem 2.3 (iv)")
        .quantity("saddles without negative curvature")
        .from<&waysDown>(),
    check("starts-rest", "No start comes to rest above the least loss",
          "Kawaguchi 2016, theorem 2.3 (ii)")
        .quantity("starts at rest too high", "starts")
        .from<&startsRest>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "deep-linear",
    .title = "Deep linear networks",
    .claim = "No bad minimum: descent can rest on saddles only, at the losses ½(tr YYᵀ − Σλ)",
    .group = Group::Landscapes,
    .year = 2016,
    .authors = "Kawaguchi",
    .kind = LabKind::Theorem,
    .order = 20,
    .level = 2,
    .minutes = 12,
    .needs = {"saddle"},
    .next = {"landscape"},
    .keywords = {"local minimum", "strict saddle", "flat saddle", "matrix factorisation",
                 "singular values", "index", "Hessian", "plateau", "staircase"},
    .clock = {"t", "step of descent"},
    .params = kParams,
    .outputs = kOutputTable,
    .presets =
        {{"staircase",
          "Down the staircase",
          "Follow the loss: it rests on dashed levels only, and each fall is one more mode learnt",
          {},
          {{"level", 14.5, 1e-10},
           {"negative-curvatures", 9},
           {"lambda-min", -4, 1e-10},
           {"exit-step", 117},
           {"arrival", 277}}},
         {"one-layer",
          "One hidden layer",
          "Every saddle has ways down; raise H to 2 and lower m, and see the curvatures fade",
          {{"depth", "1"}, {"learn-3", "on"}},
          {{"level", 12.5, 1e-10},
           {"negative-curvatures", 6},
           {"lambda-min", -4, 1e-10},
           {"exit-step", 127},
           {"arrival", 251}}},
         {"swap",
          "The wrong mode first",
          "One unit holds one mode, the second: it gives that up for the first, by way of a saddle",
          {{"width", "1"}, {"learn-2", "on"}},
          {{"level", 10, 1e-10},
           {"negative-curvatures", 1},
           {"lambda-min", -0.656854249492380195, 1e-10},  // 5 − 4√2
           {"exit-step", 758},
           {"arrival", 1180}}},
         {"random-data",
          "Random examples",
          "Other data, the same staircase; the lowest level is noise that no weights can learn",
          {{"inputs", "random"}},
          {{"level", 12.1698481814533, 1e-9},
           {"negative-curvatures", 9},
           {"lambda-min", -4.60233671587305, 1e-9},
           {"exit-step", 108},
           {"arrival", 672}}},
         {"any-start",
          "Random starts",
          "Twenty starts at each depth, none near a saddle: “Random starts arrive” shows that "
          "nearly "
          "all do",
          {{"middle", "0"}, {"offset", "0.5"}},
          {{"level", 14.5, 1e-10}, {"negative-curvatures", 0}, {"exit-step", 11}, {"arrival", 217}},
          "starts"},
         {"flat",
          "A flat saddle",
          "The same loss as at m = 1, but no negative curvature: raise m and the wait is over at "
          "once",
          {{"learn-1", "on"}, {"middle", "0"}, {"offset", "0.01"}},
          {{"level", 6.5, 1e-10},
           {"negative-curvatures", 0},
           {"lambda-min", 0, 1e-10},
           {"exit-step", 848},
           {"arrival", 10598}}},
         {"breaks",
          "When it breaks",
          "Near the origin of three hidden layers 20 000 steps lead nowhere, and it is no minimum",
          {{"depth", "3"}, {"middle", "0"}, {"offset", "0.01"}},
          {{"level", 14.5, 1e-10},
           {"negative-curvatures", 0},
           {"lambda-min", 0, 1e-10},
           {"value", 14.4999984937945, 1e-9}}}},
    .references = {{"P. Baldi, K. Hornik: Neural networks and principal component analysis: "
                    "learning from examples without local minima, 1989",
                    "https://doi.org/10.1016/0893-6080(89)90014-2"},
                   {"K. Kawaguchi: Deep learning without poor local minima, 2016",
                    "https://arxiv.org/abs/1605.07110"},
                   {"E. M. Achour, F. Malgouyres, S. Gerchinovitz: The loss landscape of deep "
                    "linear neural networks: a second-order analysis, 2021",
                    "https://arxiv.org/abs/2107.13289"}},
    .thumbnailSteps = 260,
    .stepsPerSecond = 60,
}));

}  // namespace

}  // namespace basin::deep_linear
