#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/landscapes/extra_neuron/checks.h"
#include "labs/landscapes/extra_neuron/pictures.h"
#include "labs/landscapes/extra_neuron/words.h"

namespace basin::extra_neuron {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr ParamDef kParams[] = {
    real<&Config::penalty>("penalty-neuron", "Penalty", "On the neuron's amplitude, λa²/2", {0, 1})
        .symbol("λ")
        .group("Neuron"),
    real<&Config::amplitude>("start-amplitude", "Amplitude at the start",
                             "Zero with zero steepness is exactly the saddle", {-0.5, 0.5})
        .symbol("a₀")
        .group("Neuron"),
    real<&Config::steepness>("start-steepness", "Steepness at the start",
                             "Zero with zero amplitude is exactly the saddle", {-0.5, 0.5})
        .symbol("w₀")
        .group("Neuron"),
    real<&Config::rate>("rate", "Step size", "Of gradient descent; time is steps times step size",
                        {1e-3, 0.02, Scale::Log})
        .symbol("η")
        .group("Descent"),
    integer<&Config::stepLimit>("step-limit", "Steps", "Of gradient descent",
                                {1000, 1000000, Scale::Log})
        .group("Descent"),
    text<&Config::samples>("samples", "Points",
                           "Press on the picture of the function, or write x,y; x,y with y = −1 or "
                           "1, up to eight",
                           200)
        .group("Data"),
};

// A number of the run, nothing once it is lost.
template <auto Number>
double unlessLost(const Study& study) {
  return study.diverged() ? kNaN : (study.*Number)();
}

constexpr OutputDef kOutputs[] = {
    series("loss", "Out of the bad minimum",
           "From the bad minimum the loss falls along 1/(8t), and the network alone gets worse")
        .x("t", "time", Scale::Log)
        .y("L", "loss", Scale::Log)
        .from<&lossPicture>(),
    field("valley", "A valley without an end",
          "log₁₀ of the loss over the neuron's exponent and what the hinge sees at its steepest "
          "point: "
          "the floor at z = −1 sinks for ever towards larger exponents")
        .x("s", "exponent at the steepest point")
        .y("z", "output there, times −y")
        .z("lg", "loss, power of ten")
        .surface()
        .from<&valleyPicture>(),
    series("amplitude", "Ever smaller, ever steeper",
           "The amplitude falls as 1/√(4λt), the exponential rises, and their product stays")
        .x("t", "time", Scale::Log)
        .y("a", "size", Scale::Log)
        .from<&amplitudePicture>(),
    series("output-function", "What is learnt",
           "All the work is done by the neuron; press above or below the axis to add a point of a "
           "class, and again to take it away")
        .x("x", "input")
        .y("f", "output")
        .takesPokes()
        .from<&functionPicture>(),
    field("bad-minimum", "The bad minimum",
          "Loss of the network alone over its bias and the weight of its unit, which is dead for u "
          "above −2")
        .x("c₀", "bias of the output")
        .y("u", "weight of the unit")
        .z("L", "loss")
        .surface()
        .from<&badMinimumPicture>(),
    note("now", "Now").from<&describe>(),
    scalar("value", "Loss with the neuron", "L̃, penalty included")
        .from<&unlessLost<&Study::totalLoss>>(),
    scalar("network-loss", "Loss of the network alone", "At the same weights")
        .from<&unlessLost<&Study::networkLoss>>(),
    scalar("amplitude-now", "a", "Amplitude of the neuron").from<&unlessLost<&Study::amplitude>>(),
    scalar("exponent-now", "s", "Exponent of the neuron at its steepest point")
        .from<&unlessLost<&Study::exponent>>(),
    scalar("lambda-min", "λmin", "Of the bad minimum once the neuron is added")
        .from<[](const Study& study) { return study.around().lambdaMin; }>(),
    check("is-bad-minimum", "The network's dead unit is a local minimum",
          "All constants have at least this loss")
        .quantity("least loss around it")
        .from<&badMinimum>(),
    check("saddle-with-neuron", "With the neuron it is a strict saddle",
          "Hessian over c₀, a and w; Liang et al. 2018")
        .quantity("least eigenvalue")
        .law("λmin of [[s, s, 0], [s, s + λ, q], [0, q, 0]]", "λmin")
        .from<&saddleWithNeuron>(),
    check("identity", "a ∂L/∂a − ∂L/∂b = λa²", "Liang et al. 2018")
        .quantity("largest error")
        .from<&identity>(),
    check("never-critical", "While a ≠ 0 no point is critical",
          "|∇L| ≥ λa²/√(1 + a²), from the identity")
        .quantity("least |∇L| over its bound")
        .from<&neverCritical>(),
    check("steepens", "b grows by what the amplitudes add up to",
          "The identity, summed over the steps of descent")
        .quantity("error of the sum")
        .law<&steepnessLaw>("b = b₀ + (a² − a₀²)/2 + λη Σa² − Σ(η ∂L/∂a)²/2", "b")
        .from<&steepens>(),
    check("amplitude-law", "The amplitude falls as 1/√(4λt)",
          "Gradient flow; Kawaguchi and Kaelbling 2019")
        .quantity("a √(4λt)")
        .law<&amplitudeNow>("a = 1/√(4λt)", "a")
        .from<&amplitudeLaw>(),
    check("loss-slope", "The loss falls as 1/t, without an end", "Gradient flow")
        .quantity("slope of the loss")
        .law("L = λa²/2 = 1/(8t)", "slope")
        .from<&lossSlope>(),
    check("stays-bad", "The network alone never gets better", "A dead unit has no gradient")
        .quantity("least loss of the network alone")
        .from<&staysBad>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "extra-neuron",
    .title = "The extra neuron",
    .claim = "One more neuron removes every bad minimum, and moves it to infinity: L falls as "
             "1/(8t)",
    .group = Group::Landscapes,
    .year = 2018,
    .authors = "Liang et al.",
    .kind = LabKind::Theorem,
    .order = 30,
    .level = 2,
    .minutes = 10,
    .needs = {"deep-linear"},
    .next = {"landscape"},
    .keywords = {"local minimum", "exponential neuron", "regularisation", "minimum at infinity",
                 "dead unit", "cubic hinge", "strict saddle"},
    .clock = {"t", "time, steps times step size"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"escape",
          "Out of the bad minimum",
          "Watch the loss fall along the dashed 1/(8t) while the network alone gets four times "
          "worse",
          {},
          {{"value", 0.0001252680293218, 1e-13},
           {"network-loss", 8.136421708262, 8e-09},
           {"amplitude-now", 0.04994989054821, 5e-11},
           {"exponent-now", 3.692305654577, 4e-09},
           {"lambda-min", -4.538681013882, 5e-09}}},
         {"other-side",
          "The other side",
          "Start with negative a and w: the neuron grows at x = −1 instead, on the same law",
          {{"start-amplitude", "-0.01"}, {"start-steepness", "-0.01"}},
          {{"value", 0.0001252680293218, 1e-13}, {"amplitude-now", -0.04994989054821, 5e-11}}},
         {"penalty",
          "A large penalty",
          "The amplitude falls three times lower, and the loss still lies on 1/(8t)",
          {{"penalty-neuron", "1"}, {"step-limit", "10000"}},
          {{"value", 0.001305878483033, 1e-12},
           {"network-loss", 7.977612420767, 8e-09},
           {"amplitude-now", 0.05074566782348, 5e-11}}},
         {"on-the-saddle",
          "Exactly on the saddle",
          "With a = w = 0 nothing ever moves; give either a little and the neuron is off",
          {{"start-amplitude", "0"}, {"start-steepness", "0"}, {"step-limit", "1000"}},
          {{"value", 2, 2e-09}, {"network-loss", 2, 2e-09}}},
         {"own-points",
          "Your own points",
          "Press on the function's picture: one neuron bends to all points that a network can part",
          {{"samples", "-1.5,-1; -0.5,-1; 0.3,1; 1.2,1; 1.6,1"}, {"rate", "0.002"}},
          {{"value", 0.001170563336528, 1e-12},
           {"network-loss", 37.8378249318, 4e-08},
           {"lambda-min", -11.23656477222, 1e-08}},
          "output-function"},
         {"too-steep",
          "Too steep for the step",
          "The valley narrows until the step is too large for it: what the neuron adds starts to "
          "bounce",
          {{"penalty-neuron", "1"}, {"step-limit", "300000"}},
          {{"amplitude-now", 0.008945065252058, 9e-12}}},
         {"breaks",
          "When it breaks",
          "Without the penalty the neuron stays, and a loss of 0 says nothing of the network",
          {{"penalty-neuron", "0"}},
          {{"value", 4.306443342181e-11, 1e-13},
           {"network-loss", 10.73224645505, 1e-08},
           {"amplitude-now", 0.5730946799331, 6e-10}}}},
    .references =
        {{"S. Liang, R. Sun, J. D. Lee, R. Srikant: Adding one neuron can eliminate all bad local "
          "minima, 2018",
          "https://arxiv.org/abs/1805.08671"},
         {"K. Kawaguchi, L. P. Kaelbling: Elimination of all bad local minima in deep learning, "
          "2019",
          "https://arxiv.org/abs/1901.00279"},
         {"J. Sohl-Dickstein, K. Kawaguchi: Eliminating all bad local minima from loss landscapes "
          "without even adding an extra unit, 2019",
          "https://arxiv.org/abs/1901.03909"}},
    .thumbnailSteps = 300,
    .stepsPerSecond = 60,
}));

}  // namespace

}  // namespace basin::extra_neuron
