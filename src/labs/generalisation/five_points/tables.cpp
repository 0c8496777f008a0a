#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/generalisation/five_points/checks.h"
#include "labs/generalisation/five_points/pictures.h"

namespace basin::five_points {

namespace {

constexpr Choice kUnits[] = {{"tanh", "tanh"}, {"relu", "ReLU"}};

constexpr ParamDef kParams[] = {
    integer<&Config::depth>("depth", "Depth", "Hidden layers of the network shown; all train",
                            {1, kDepths})
        .symbol("L")
        .group("Network")
        .live(),
    integer<&Config::degree>("degree", "Degree", "Of the polynomial, and of its kernel (1 + xz)^p",
                             {1, kDegrees})
        .symbol("p")
        .group("Polynomial")
        .live(),
    integer<&Config::attacks>("attacks", "Further points",
                              "That the constructed network passes, on top of the data", {0, 60})
        .symbol("K")
        .group("Construction")
        .live(),
    real<&Config::amplitude>("attack-size", "Their height", "Up and down in turn", {0, 3})
        .group("Construction")
        .live(),
    integer<&Config::width>("width", "Width", "Units in every hidden layer", {4, 64, Scale::Log})
        .group("Training"),
    choice<&Config::unit>("activation", "Activation", "What a hidden unit computes", kUnits)
        .group("Training"),
    real<&Config::gain>("gain", "Initial scale", "Factor on the initial weights",
                        {0.3, 3, Scale::Log})
        .group("Training"),
    integer<&Config::stepLimit>("step-limit", "Most steps", "Of Adam, where it has not arrived",
                                {100, 2000, Scale::Log})
        .group("Training"),
    text<&Config::samples>("samples", "Points",
                           "Drag them in the picture, or write x,y; x,y with x from −1 to 1, up to "
                           "eight",
                           200)
        .group("Data")
        .live(),
};

constexpr OutputDef kOutputs[] = {
    series("fits", "Five points, many fits",
           "Left: networks of all depths as they learn, and one that fits as well. Right: "
           "polynomials of least norm. Drag the points")
        .x("x", "input")
        .y("f", "output")
        .common()
        .takesPokes()
        .from<&fitsPicture>(),
    series("parts", "What they are sums of",
           "Thin: units of the last layer, terms of the polynomial, hinges; where parts are large "
           "and cancel at the points they need not cancel between")
        .x("x", "input")
        .y("f", "output")
        .from<&partsPicture>(),
    series("variation", "How much they go up and down",
           "Total variation ∫|f′| and the least that the points demand, dashed; the polynomials' "
           "norm falls while their variation grows")
        .x("n", "hidden layers, or degree")
        .y("V", "total variation", Scale::Log)
        .from<&variationPicture>(),
    series("bending", "How much they bend", "∫|f″| and the least that the points demand, dashed")
        .x("n", "hidden layers, or degree")
        .y("B", "bending", Scale::Log)
        .from<&bendingPicture>(),
    field("degrees", "Polynomials of all degrees",
          "Between the points they stay, towards the ends they leave; cut at ±2.5")
        .x("x", "input")
        .y("p", "degree")
        .z("f", "output")
        .surface()
        .from<&degreesPicture>(),
    series("loss", "Training", "Mean squared error of all eight networks")
        .x("t", "step")
        .y("E", "error", Scale::Log)
        .from<&trainingPicture>(),
    note("now", "Now").from<&describe>(),
    scalar("network-variation", "V of the network", "∫|f′| of the network shown")
        .from<[](const Study& s) { return totalVariation(s.network(s.config().depth)); }>(),
    scalar("most-variation", "Largest V", "∫|f′| of the wildest of the eight networks")
        .from<&Study::mostVariation>(),
    scalar("polynomial-variation", "V of the polynomial", "∫|f′| of the polynomial shown")
        .from<[](const Study& s) {
          return totalVariation(s.polynomial(s.config().degree).line);
        }>(),
    scalar("constructed-variation", "V constructed", "∫|f′| of the constructed network")
        .from<[](const Study& s) { return totalVariation(s.construction().line); }>(),
    scalar("least-variation", "Least V", "Of any function through the points")
        .from<[](const Study& s) { return totalVariation(s.data()); }>(),
    scalar("squared-norm", "‖f‖²", "Of the polynomial, in its kernel's space")
        .from<[](const Study& s) { return s.polynomial(s.config().degree).f.squaredNorm; }>(),
    scalar("polynomial-end", "f(1)", "Of the polynomial, where there is no point")
        .from<[](const Study& s) { return s.polynomial(s.config().degree).f(1); }>(),
    check("least-variation-of-all", "No fit goes up and down less than the points",
          "Triangle inequality")
        .quantity("total variation")
        .law("∫|f′| ≥ Σ|yᵢ₊₁ − yᵢ|", "∫|f′|")
        .from<&leastVariation>(),
    check("least-bending-of-all", "No fit bends less than the broken line",
          "Mean value theorem; Savarese et al. 2019")
        .quantity("bending")
        .law("∫|f″| ≥ Σ|sᵢ₊₁ − sᵢ|", "∫|f″|")
        .from<&leastBending>(),
    check("norm", "The polynomial's norm is that of the kernel", "Representer theorem")
        .quantity("squared norm")
        .law("‖f‖² = yᵀK⁻¹y", "‖f‖²")
        .from<&normLaw>(),
    check("norm-falls", "A higher degree has a smaller norm",
          "Kₚ₊₁ − Kₚ = xxᵀ ∘ Kₚ ⪰ 0, Schur's product theorem")
        .quantity("norm² over that of the degree before")
        .from<&normFalls>(),
    check("constructed", "The constructed network passes every point it was made for",
          "f = y₀ + Σ (sⱼ − sⱼ₋₁) relu(x − xⱼ); Wu, Zhu, E 2017")
        .quantity("largest error")
        .from<&constructed>(),
    check("also-minimum", "Nothing would drive it away", "A global minimum of the same loss")
        .quantity("norm of the gradient")
        .from<&alsoMinimum>(),
    check("networks-fit", "Whatever their depth, networks pass through the points",
          "Measured: at least six of the eight")
        .quantity("networks that pass")
        .from<&networksFit>(),
    check("networks-simple", "They vary less than twice the least",
          "Measured, not proved; Wu, Zhu, E 2017")
        .quantity("variation over the least")
        .from<&networksSimple>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "five-points",
    .title = "Five points",
    .claim =
        "Whatever its depth, a trained network passes five points with less than twice the least "
        "variation; a polynomial of degree 20 takes 15 times",
    .group = Group::Generalisation,
    .year = 2017,
    .authors = "Wu et al.",
    .kind = LabKind::Observation,
    .order = 10,
    .level = 1,
    .minutes = 8,
    .needs = {},
    .next = {"landscape"},
    .keywords = {"overfitting", "implicit regularisation", "interpolation", "polynomial kernel",
                 "kernel regression", "minimum norm", "total variation", "depth"},
    .clock = {"t", "step"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"figure",
          "The lecture's figure",
          "Watch eight networks settle on smooth curves, beside a dashed one that fits as well, "
          "while polynomials leave at the ends",
          {},
          {{"network-variation", 4.21940013976, 4e-09},
           {"most-variation", 4.451653831248, 4e-09},
           {"polynomial-variation", 10.99199118985, 1e-08},
           {"constructed-variation", 57, 6e-08},
           {"least-variation", 3.6, 4e-09},
           {"squared-norm", 0.8367912319375, 1e-09}}},
         {"lagrange",
          "Just enough degrees",
          "Of degree 4 only one polynomial fits, Lagrange's; raise the degree and the ends leave",
          {{"degree", "4"}},
          {{"polynomial-variation", 7.72574398935, 8e-09},
           {"squared-norm", 62.1209616279, 6e-08},
           {"polynomial-end", -2.17094017094, 2e-09}}},
         {"degree-20",
          "Degree 20",
          "The squared norm is 420 times smaller than at degree 4, and the curve leaves the "
          "picture "
          "at both ends",
          {{"degree", "20"}},
          {{"polynomial-variation", 55.07534716784, 6e-08},
           {"squared-norm", 0.1476944613471, 1e-10},
           {"polynomial-end", -20.31631859911, 2e-08}}},
         {"relu",
          "ReLU, eight layers",
          "Change the activation and go as deep as it gets: hardly more ups and downs",
          {{"depth", "8"}, {"activation", "relu"}},
          {{"network-variation", 4.129002579902, 4e-09},
           {"most-variation", 4.291384261053, 4e-09}}},
         {"underfit",
          "Too few degrees",
          "A cubic misses the points, though its kernel is the same; networks have no such limit",
          {{"degree", "3"}, {"depth", "1"}},
          {{"network-variation", 4.07653308953, 4e-09},
           {"polynomial-variation", 1.194861411258, 1e-09}}},
         {"sixty",
          "As wild as you like",
          "Sixty further points: a network with the same training error of 0 and a hundred times "
          "the least variation",
          {{"attacks", "60"}, {"attack-size", "3"}},
          {{"constructed-variation", 354, 4e-07}}},
         {"breaks",
          "When it breaks",
          "Start from weights three times as large: the same networks fit the same points wildly",
          {{"gain", "3"}, {"depth", "6"}},
          {{"network-variation", 17.24600526349, 2e-08},
           {"most-variation", 21.24097670483, 2e-08}}}},
    .references = {{"L. Wu, Z. Zhu, W. E: Towards understanding generalization of deep learning: "
                    "perspective of loss landscapes, 2017",
                    "https://arxiv.org/abs/1706.10239"},
                   {"P. Savarese, I. Evron, D. Soudry, N. Srebro: How do infinite width bounded "
                    "norm networks look in function space?, 2019",
                    "https://arxiv.org/abs/1902.05040"}},
    .thumbnailSteps = 120,
    .stepsPerSecond = 60,
}));

}  // namespace

}  // namespace basin::five_points
