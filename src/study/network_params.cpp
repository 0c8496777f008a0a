#include "study/network_params.h"

#include "study/network_setup.h"

namespace basin {
namespace {

using Config = NetworkSetup;
using Target = NetworkSetup::Target;
using Opt = NetworkSetup::Optimiser;

constexpr Choice kTasks[] = {{"classification", "Classification in the plane"},
                             {"regression", "Regression on a line"}};
constexpr Choice kSets[] = {{"circles", "Circles"},     {"xor", "Exclusive or"},
                            {"gaussians", "Gaussians"}, {"spiral", "Spiral"},
                            {"moons", "Moons"},         {"own", "Own points"}};
constexpr Choice kTargets[] = {{"square-wave", "Square wave"},
                               {"sine", "Sine"},
                               {"formula", "Own formula"},
                               {"own", "Own samples"}};
constexpr Choice kActivationChoices[] = {{"identity", "Identity"}, {"threshold", "Threshold"},
                                         {"sigmoid", "Sigmoid"},   {"tanh", "Tanh"},
                                         {"relu", "ReLU"},         {"leaky-relu", "Leaky ReLU"},
                                         {"gelu", "GELU"},         {"softplus", "Softplus"},
                                         {"sin", "Sine"},          {"exp", "Exponential"}};
constexpr Choice kTyings[] = {{"none", "None"},
                              {"shared", "Layers share weights"},
                              {"negative", "Pairs of opposite units"},
                              {"convolutional", "A sliding window of three"},
                              {"own", "Own rules"}};
constexpr Choice kInits[] = {{"zero", "Zero"},
                             {"normal", "Normal"},
                             {"uniform", "Uniform"},
                             {"xavier", "Xavier, normal"},
                             {"xavier-uniform", "Xavier, uniform"},
                             {"he", "He"},
                             {"lecun", "LeCun, normal"},
                             {"lecun-uniform", "LeCun, uniform"}};
constexpr Choice kLossChoices[] = {{"squared", "Squared"},
                                   {"hinge", "Hinge"},
                                   {"polynomial-hinge", "Polynomial hinge"},
                                   {"logistic", "Logistic"},
                                   {"exponential", "Exponential"},
                                   {"cross-entropy", "Cross-entropy"}};
constexpr Choice kOptimisers[] = {{"gd", "Gradient descent, SGD with batches"},
                                  {"momentum", "Heavy-ball momentum"},
                                  {"adam", "Adam"},
                                  {"noisy", "Noisy gradient descent"},
                                  {"perturbed", "Perturbed gradient descent"}};

template <auto Test>
constexpr ParamDef when(ParamDef def) {
  return onlyWhen<Config, Test>(def);
}
constexpr ParamDef inPlane(ParamDef def) {
  return onlyWhen<Config, [](const Config& c) { return c.classifies(); }>(def);
}
constexpr ParamDef generated(ParamDef def) {
  return onlyWhen<Config, [](const Config& c) { return !c.ownData(); }>(def);
}
constexpr ParamDef onLine(ParamDef def) {
  return onlyWhen<Config, [](const Config& c) { return !c.classifies(); }>(def);
}

constexpr ParamDef kParams[] = {
    choice<&Config::task>("task", "Task", "Two classes in the plane, or a function of x", kTasks)
        .group("Data"),
    inPlane(choice<&Config::set>("dataset", "Data set", "Points of two classes", kSets))
        .group("Data"),
    onLine(choice<&Config::target>("target", "Target", "The function to learn", kTargets))
        .group("Data"),
    when<[](const Config& c) { return !c.classifies() && c.target == Target::SquareWave; }>(
        integer<&Config::switches>("switches", "Switches", "Changes of sign of the square wave",
                                   {0, 24}))
        .group("Data"),
    when<[](const Config& c) { return !c.classifies() && c.target == Target::Sine; }>(
        real<&Config::periods>("periods", "Periods", "Whole waves on the interval [−3, 3]",
                               {0.25, 8}))
        .group("Data"),
    when<[](const Config& c) { return !c.classifies() && c.target == Target::Formula; }>(
        text<&Config::formula>("formula", "Formula",
                               "A function of x, as people write it: sin(2πx), e^(−x²), 0.5|x| + √2, "
                               "max(0, x)",
                               kMaxFormulaText))
        .symbol("f*(x)")
        .group("Data"),
    when<[](const Config& c) { return c.classifies() && c.ownData(); }>(
        text<&Config::points>("points", "Points",
                              "Paint on the picture, or write x,y,label; x,y,label; ...",
                              kMaxPointsText))
        .live()
        .group("Data"),
    when<[](const Config& c) { return !c.classifies() && c.ownData(); }>(
        text<&Config::samples>("samples", "Samples", "Paint on the picture, or write x,y; x,y; ...",
                               kMaxPointsText))
        .live()
        .group("Data"),
    generated(integer<&Config::count>("count", "Points",
                                      "Number of examples, test examples included",
                                      {10, 1000, Scale::Log}))
        .symbol("n")
        .group("Data"),
    generated(real<&Config::dataNoise>("data-noise", "Data noise",
                                       "Standard deviation of the noise on the coordinates",
                                       {0, 1}))
        .group("Data"),
    real<&Config::testFraction>("test-fraction", "Test fraction",
                                "Part of the data which is not trained on", {0, 0.8})
        .group("Data"),

    boolean<&Config::inputX>("input-x", "x", "Feed x to the network").group("Inputs"),
    inPlane(boolean<&Config::inputY>("input-y", "y", "Feed y to the network")).group("Inputs"),
    boolean<&Config::inputXX>("input-xx", "x²", "Feed x² to the network").group("Inputs"),
    inPlane(boolean<&Config::inputYY>("input-yy", "y²", "Feed y² to the network")).group("Inputs"),
    inPlane(boolean<&Config::inputXY>("input-xy", "xy", "Feed xy to the network")).group("Inputs"),
    boolean<&Config::inputSinX>("input-sin-x", "sin 2x", "Feed sin 2x to the network")
        .group("Inputs"),
    inPlane(boolean<&Config::inputSinY>("input-sin-y", "sin 2y", "Feed sin 2y to the network"))
        .group("Inputs"),

    integers<&Config::hidden>("widths", "Hidden layers",
                              "Units of every hidden layer; none: a linear model", {1, 64}, 8)
        .group("Network"),
    choice<&Config::activation>("activation", "Activation", "What a hidden unit computes",
                                kActivationChoices)
        .symbol("σ")
        .group("Network"),
    when<[](const Config& c) { return c.activation == Activation::LeakyRelu; }>(
        real<&Config::slope>("slope", "Slope", "Slope of leaky ReLU for negative arguments",
                             {0, 1}))
        .symbol("α")
        .group("Network"),
    choice<&Config::tying>("tying", "Weight tying",
                           "Weights which are one parameter: layers of equal shape, every second "
                           "unit minus the one before, the same three weights everywhere",
                           kTyings)
        .group("Network"),
    when<[](const Config& c) { return c.tying == Config::Ties::Own; }>(
        text<&Config::rules>("tying-rules", "Rules",
                             "Units 1:2 = -1:1, layers 3 = 2, weights 2:1<3 = 2:2<4, none 2:1<4 = 0",
                             kMaxTyingText))
        .group("Network"),
    boolean<&Config::bias>("bias", "Biases", "Give every unit a bias").group("Network"),
    boolean<&Config::batchNorm>("batch-norm", "Batch normalisation",
                                "Give every hidden unit mean 0 and variance 1 over the batch, then "
                                "a learnt scale and shift")
        .group("Network"),
    when<[](const Config& c) { return !c.hidden.empty(); }>(
        boolean<&Config::fixOutput>("fix-output", "Fixed output layer",
                                    "Leave the weights into the output as they were drawn"))
        .group("Network"),
    boolean<&Config::skip>("skip", "Skip connections", "Wire every hidden layer to the output")
        .group("Network"),
    choice<&Config::init>("init", "Initial weights", "Distribution the weights are drawn from",
                          kInits)
        .group("Network"),
    when<[](const Config& c) { return c.init != InitScheme::Zero; }>(
        real<&Config::gain>("gain", "Initial gain", "Factor on the initial weights",
                            {0.01, 10, Scale::Log}))
        .group("Network"),

    inPlane(choice<&Config::loss>("loss", "Loss", "What is minimised; the labels are −1 and +1",
                                  kLossChoices))
        .symbol("ℓ")
        .group("Training"),
    when<[](const Config& c) { return c.classifies() && c.loss == Loss::PolynomialHinge; }>(
        integer<&Config::hingePower>("hinge-power", "Power of the hinge",
                                     "Exponent p of max(0, 1 − yf)^p", {1, 6}))
        .symbol("p")
        .group("Training"),
    choice<&Config::optimiser>("optimiser", "Optimiser", "What moves the weights", kOptimisers)
        .group("Training"),
    real<&Config::rate>("rate", "Step size", "Learning rate", {1e-4, 10, Scale::Log})
        .symbol("η")
        .live()
        .group("Training"),
    when<[](const Config& c) { return c.optimiser == Opt::Momentum; }>(
        real<&Config::momentum>("momentum", "Momentum", "Weight of the past steps", {0, 0.99}))
        .symbol("β")
        .live()
        .group("Training"),
    when<[](const Config& c) { return c.optimiser == Opt::Noisy; }>(
        real<&Config::noise>("noise", "Noise",
                             "Length of the random vector added to every gradient", {0, 2}))
        .symbol("σ")
        .live()
        .group("Training"),
    when<[](const Config& c) { return c.optimiser == Opt::Perturbed; }>(
        real<&Config::radius>("radius", "Perturbation radius",
                              "Radius of the ball of a jump, made where the gradient is below 0.1",
                              {1e-4, 2, Scale::Log}))
        .symbol("r")
        .live()
        .group("Training"),
    integer<&Config::batch>("batch", "Batch size", "Examples a step sees; 0: all", {0, 500})
        .group("Training"),
    real<&Config::decay>("decay", "Weight decay", "λ of the penalty λ/2 |θ|² added to the loss",
                         {0, 0.1})
        .symbol("λ")
        .live()
        .group("Training"),
    integer<&Config::stepLimit>("step-limit", "Step limit", "The run ends after so many steps",
                                {100, 1'000'000, Scale::Log})
        .live()
        .group("Training"),
};

}  // namespace

std::span<const ParamDef> networkParams() {
  return kParams;
}

}  // namespace basin
