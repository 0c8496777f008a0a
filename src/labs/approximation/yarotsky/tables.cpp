#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/approximation/yarotsky/checks.h"
#include "labs/approximation/yarotsky/pictures.h"

namespace basin::yarotsky {

namespace {

constexpr Choice kTargets[] = {{"square", "x²"},
                               {"sine", "Sine, its derivatives at most 1"},
                               {"formula", "Own formula"},
                               {"own", "Own samples"}};

constexpr auto kFormula = [](const Config& c) { return c.target == Target::Formula; };
constexpr auto kOwn = [](const Config& c) { return c.target == Target::Own; };
constexpr auto kTaylor = [](const Config& c) { return c.target != Target::Square; };

constexpr ParamDef kParams[] = {
    choice<&Config::target>("target", "Function", "On [0, 1]; or draw on its picture", kTargets)
        .group("Target"),
    onlyWhen<Config, kFormula>(
        text<&Config::formula>("formula", "Formula",
                               "A function of x, as people write it: sin(2πx), "
                               "e^(−x²), 0.5|x| + √2, max(0, x)",
                               200))
        .symbol("f(x)")
        .group("Target"),
    onlyWhen<Config, kOwn>(
        text<&Config::samples>("samples", "Samples",
                               "x,y; x,y with x from 0 to 1: a smooth curve goes "
                               "through them; or draw on the picture",
                               400))
        .group("Target"),
    onlyWhen<Config, kTaylor>(
        integer<&Config::smoothness>("smoothness", "Derivatives used",
                                     "Taylor polynomials have one degree less", {1, 3}))
        .symbol("n")
        .group("Network"),
    integer<&Config::level>("level", "Last level", "Layers of a squarer; a step adds one", {1, 12})
        .symbol("m")
        .group("Network"),
};

constexpr OutputDef kOutputs[] = {
    series("error-by-weights", "Error against weights",
           "Every level of depth divides the error of x² by four; one hidden layer needs twice the "
           "weights for that")
        .x("W", "weights", Scale::Log)
        .y("E", "largest error", Scale::Log)
        .from<&errorPicture>(),
    graph("construction", "Unit by unit",
          "In each node what it makes of x, of up to five layers: teeth that double from layer to "
          "layer; one hidden layer has one kink a unit; of Taylor polynomials up to N = 4")
        .from<&networkPicture>(),
    series("approximation", "What the network makes",
           "The target and the deep network; press and drag to draw a target of your own")
        .x("x", "input")
        .y("f", "output")
        .takesPokes()
        .from<&approximationPicture>(),
    series("miss", "What is missed",
           "Network less target; for x² equal arches, of which eight are drawn")
        .x("x", "input")
        .y("e", "error")
        .from<&missPicture>(),
    field("product", "Error of a product",
          "Three squares make xy; up to level 3, finer cells would not be seen. It is never too "
          "large, and "
          "exact on both axes")
        .x("x", "factor")
        .y("y", "factor")
        .z("e", "product less xy")
        .surface()
        .from<&productPicture>(),
    scalar("deep-now", "E, deep", "Largest error of the deep network")
        .from<[](const Study& s) { return s.now().error; }>(),
    scalar("shallow-now", "E, one hidden layer", "Largest error with at most as many weights")
        .from<[](const Study& s) { return s.now().shallow; }>(),
    scalar("weights-now", "W", "Weights and biases of the deep network")
        .from<[](const Study& s) { return static_cast<double>(s.now().weights); }>(),
    scalar("shallow-units", "N, one hidden layer", "Its units")
        .from<[](const Study& s) { return s.now().units; }>(),
    check("square-error", "m layers square with error 4^(−m−1)",
          "Yarotsky 2017, Proposition 2; exact")
        .quantity("largest error on x²")
        .law("E = 4^(−m−1)", "E")
        .from<&squareExact>(),
    check("taylor-bound", "Taylor polynomials stay within their bound",
          "Yarotsky 2017, Theorem 1, d = 1, with explicit constants")
        .quantity("largest error")
        .law("E ≤ max|f⁽ⁿ⁾|/((2N)ⁿ n!) + products", "E")
        .from<&taylorBounded>(),
    check("shallow-error", "One hidden layer errs by at most max|f″|/(8N²)",
          "Linear interpolation; exact for x²")
        .quantity("largest error of one hidden layer")
        .law("E = max|f″|/(8N²)", "E")
        .from<&shallowExact>(),
    check("depth-wins", "From 46 weights on depth wins on x²",
          "4^(−m−1) < 1/(4(4m − 1)²) for m ≥ 4")
        .quantity("error, deep over one hidden layer")
        .from<&depthWins>(),
    check("product-error", "The worst product errs by 4^(−m)",
          "Yarotsky 2017, Proposition 3, with the exact constant for |x|, |y| ≤ 1")
        .quantity("least of product less xy")
        .from<&productExact>(),
    check("layers-agree", "The layers, run one by one, make the formula",
          "A strict feed-forward network")
        .quantity("difference")
        .from<&layersAgree>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "yarotsky",
    .title = "What depth buys",
    .claim =
        "Ten layers of three ReLUs square with error 2.4·10⁻⁷; one hidden layer of as many weights "
        "errs 690 times more",
    .group = Group::Approximation,
    .year = 2017,
    .authors = "Yarotsky",
    .order = 10,
    .level = 1,
    .minutes = 10,
    .needs = {},
    .next = {},
    .keywords = {"depth", "approximation", "expressive power", "ReLU", "sawtooth",
                 "Taylor polynomial", "universal approximation", "multiplication"},
    .clock = {"m", "level"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"square",
          "The square",
          "Watch the blue points fall along the dashed 4^(−m−1), while one hidden layer creeps: "
          "every "
          "layer halves the distance between kinks",
          {},
          {{"deep-now", 2.384185791015625e-7, 1e-18},
           {"shallow-now", 1.643655489809e-4, 1e-13},
           {"weights-now", 118},
           {"shallow-units", 39}}},
         {"crossover",
          "Where depth begins to win",
          "Step by step: with 10, 22 and 34 weights one hidden layer is better, with 46 and more "
          "never again",
          {{"level", "4"}},
          {{"deep-now", 9.765625e-4, 1e-15},
           {"shallow-now", 1.111111111111e-3, 1e-12},
           {"weights-now", 46}}},
         {"sine",
          "From squares to a sine",
          "Squares make products, products make Taylor polynomials, and the points keep under "
          "their dashed "
          "bound; but one hidden layer is far better yet",
          {{"target", "sine"}, {"level", "9"}},
          {{"deep-now", 3.355771060708e-5, 1e-13},
           {"shallow-now", 2.17671117e-9, 1e-15},
           {"weights-now", 22735}}},
         {"smoother",
          "One more derivative",
          "With n = 3 the error falls as 1/N³ instead of 1/N²: smoothness pays by the weight",
          {{"target", "sine"}, {"smoothness", "3"}, {"level", "11"}},
          {{"deep-now", 6.65722254e-7, 1e-14}, {"weights-now", 19683}}},
         {"own-formula",
          "Your own formula",
          "Write a function of x: its largest derivatives make the dashed bound",
          {{"target", "formula"}, {"level", "9"}},
          {{"deep-now", 1.79208477e-3, 3e-12}, {"shallow-now", 1.16517952e-7, 2e-14}}},
         {"drawn",
          "Draw a target",
          "Press and drag on the picture of the function: the network is made anew for it",
          {{"target", "own"}, {"smoothness", "3"}, {"level", "11"}},
          {{"deep-now", 8.59006605e-4, 1e-12}}},
         {"breaks",
          "When it breaks",
          "A kink has no second derivative: the theorem is silent, and the points leave the dotted "
          "1/N² for "
          "1/N",
          {{"target", "formula"}, {"formula", "|x - 1/pi|"}, {"level", "9"}},
          {{"deep-now", 1.533251203e-3, 3e-12}}}},
    .references = {{"D. Yarotsky: Error bounds for approximations with deep ReLU networks, 2017",
                    "https://arxiv.org/abs/1610.01145"},
                   {"M. Telgarsky: Representation benefits of deep feedforward networks, 2015",
                    "https://arxiv.org/abs/1509.08101"}},
    .thumbnailSteps = 9,
    .stepsPerSecond = 3,
}));

}  // namespace

}  // namespace basin::yarotsky
