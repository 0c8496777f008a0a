#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/convergence/batchnorm/checks.h"
#include "labs/convergence/batchnorm/pictures.h"
#include "labs/convergence/batchnorm/words.h"

namespace basin::batchnorm {

namespace {

constexpr Choice kActivations[] = {{"relu", "ReLU"}, {"tanh", "tanh"}};

constexpr ParamDef kParams[] = {
    integer<&Config::depth>("depth", "Hidden layers", "Of both networks", {2, 12})
        .symbol("H")
        .group("Networks"),
    integer<&Config::width>("width", "Width", "Units of every hidden layer", {8, 32, Scale::Log})
        .symbol("w")
        .group("Networks"),
    choice<&Config::activation>("activation", "Activation", "Of the hidden units", kActivations)
        .group("Networks"),
    real<&Config::rate>("rate", "Step size", "Of gradient descent on batches",
                        {0.01, 1, Scale::Log})
        .symbol("η")
        .group("Training"),
    integer<&Config::batch>("batch", "Batch size",
                            "Examples of a step, over which units are normalised; below 4 their "
                            "variance says little",
                            {4, 128, Scale::Log})
        .symbol("m")
        .group("Training"),
    integer<&Config::stepLimit>("step-limit", "Steps",
                                "Of training; some thirty of them are measured",
                                {60, 400, Scale::Log})
        .group("Training"),
    real<&Config::reach>("longest-way", "Longest way",
                         "In step sizes, on which the loss is followed", {1, 8, Scale::Log})
        .symbol("α/η")
        .group("Measurement"),
    integer<&Config::runs>("runs", "Races", "From other starts on other data, compared at the end",
                           {1, 5})
        .symbol("R")
        .group("Measurement"),
};

// Median of a quantity over the measurements of the race shown, network by network; the ratio of
// the networks, of all races.
template <Quantity kQuantity, int kNet>
consteval OutputDef middle(std::string_view id, std::string_view label, std::string_view help) {
  return scalar(id, label, help)
      .from<[](const Study& study) { return medianOf(study.learner(kNet), kQuantity); }>();
}
template <Quantity kQuantity>
consteval OutputDef ratio(std::string_view id, std::string_view label) {
  return scalar(id, label, "With normalisation over without, of all races")
      .from<[](const Study& study) { return study.ratio(kQuantity); }>();
}

constexpr OutputDef kOutputs[] = {
    series("bands", "Loss on the way to four steps",
           "Line: the loss; band: least and largest loss from half a step to the longest way along "
           "the same gradient. Above 2 it is cut")
        .x("t", "step")
        .y("L", "loss of the batch")
        .from<&bandPicture>(),
    series(
        "along", "Along the gradient",
        "How the loss changes a way α along the gradient: bold now, pale before; dashed: what the "
        "gradient promises now")
        .x("α", "way along the gradient")
        .y("L(θ − αg) − L", "change of the loss")
        .from<&alongPicture>(),
    series(
        "covariate-shift", "Covariate shift",
        "G: a layer's gradient, G′: after the layers below have made the step; means over layers")
        .x("t", "step")
        .y("|G − G′|, cos", "shift, cosine")
        .from<&shiftPicture>(),
    series("passed-back", "What comes back through a normalised layer",
           "Points: |∂L/∂a|² of all units of a layer; dashed: the identity; pale: γ²/s² |∂L/∂z|², "
           "before two directions are taken out")
        .x("l", "hidden layer")
        .y("|∂L/∂a|²", "square of the gradient", Scale::Log)
        .from<&layersPicture>(),
    series("change", "How far the gradient changes", "On the same way as the bands")
        .x("t", "step")
        .y("|g − g(α)|, β", "change", Scale::Log)
        .from<&changePicture>(),
    field("surface", "Without: the loss over step and way",
          "Each row a way along the gradient, each column a step of training; cut at 2")
        .x("t", "step")
        .y("log₂ α/η", "way, in doublings")
        .z("L", "loss")
        .surface()
        .from<&surfacePicture<0>>(),
    field("surface-norm", "Batch norm: the loss over step and way", "The same with normalisation")
        .x("t", "step")
        .y("log₂ α/η", "way, in doublings")
        .z("L", "loss")
        .surface()
        .from<&surfacePicture<1>>(),
    series("races", "Other starts", "Medians over a race's measurements, one point a race")
        .x("r", "race")
        .y("q", "median", Scale::Log)
        .from<&racesPicture>(),
    note("now", "Now").from<&describe>(),
    middle<kBand, 0>("plain-band", "Band without", "Median width of the band of losses"),
    middle<kBand, 1>("norm-band", "Band, batch norm", "Median width of the band of losses"),
    middle<kBandOverLoss, 0>("plain-relative", "Band over loss without", "Median of the ratio"),
    middle<kBandOverLoss, 1>("norm-relative", "Band over loss, batch norm", "Median of the ratio"),
    middle<kChange, 0>("plain-change", "Change without", "Median of max |g − g(α)|"),
    middle<kChange, 1>("norm-change", "Change, batch norm", "Median of max |g − g(α)|"),
    middle<kShift, 0>("plain-shift", "Shift without", "Median of |G − G′|"),
    middle<kShift, 1>("norm-shift", "Shift, batch norm", "Median of |G − G′|"),
    middle<kCosine, 0>("plain-cosine", "Cosine without", "Median of cos(G, G′)"),
    middle<kCosine, 1>("norm-cosine", "Cosine, batch norm", "Median of cos(G, G′)"),
    middle<kSmoothness, 0>("plain-beta", "β without", "Median of max |g − g(α)|/(α|g|)"),
    middle<kSmoothness, 1>("norm-beta", "β, batch norm", "Median of max |g − g(α)|/(α|g|)"),
    middle<kLoss, 0>("plain-loss", "Loss without", "Median loss of the batch"),
    middle<kLoss, 1>("norm-loss", "Loss, batch norm", "Median loss of the batch"),
    ratio<kBand>("band-ratio", "Ratio of bands"),
    ratio<kChange>("change-ratio", "Ratio of changes"),
    ratio<kShift>("shift-ratio", "Ratio of shifts"),
    check("norm-identity", "A normalised unit passes back what the identity says",
          "Santurkar et al. 2018 (arXiv 1805.11604), Theorem 4.1, as an identity")
        .quantity("largest relative error")
        .law<&identityLaw>("|∂L/∂a|² = γ²/s² (|g|² − (1·g)²/m − (g·n)²/m)", "|∂L/∂a|²")
        .from<&identity>(),
    check("narrower", "The band is narrower with batch norm (an observation)",
          "Santurkar et al. 2018; no theorem for networks in training")
        .quantity("width of the band over that without")
        .from<&narrower>(),
    check("steadier", "The gradient changes less with batch norm (an observation)",
          "Santurkar et al. 2018; no theorem for networks in training")
        .quantity("change of the gradient over that without")
        .from<&steadier>(),
    check("lower", "The loss is lower with batch norm (an observation)",
          "Ioffe, Szegedy 2015 (arXiv 1502.03167)")
        .quantity("median loss over that without")
        .from<&lower>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "batchnorm",
    .title = "What batch norm does",
    .claim = "Ten layers deep, batch norm makes the band of losses along a step eight times "
             "narrower; it does not make covariate shift smaller",
    .group = Group::Convergence,
    .year = 2018,
    .authors = "Santurkar et al.",
    .kind = LabKind::Observation,
    .order = 60,
    .level = 2,
    .minutes = 8,
    .needs = {"gd"},
    .keywords = {"batch normalization", "BN", "internal covariate shift", "smoothness",
                 "gradient predictiveness", "Lipschitz", "loss landscape"},
    .clock = {"t", "step of training"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"ten-layers",
          "Ten layers",
          "Orange: four steps ahead the loss may be anywhere; blue: with batch norm the band is "
          "narrow and lies low. Both see the same batches",
          {},
          {{"plain-band", 0.31883328372546577, 3e-10},
           {"norm-band", 0.039902666502472324, 4e-11},
           {"plain-relative", 0.4964666965326237, 5e-10},
           {"norm-relative", 0.29544579037913055, 3e-10},
           {"plain-change", 4.092112174535153, 4e-09},
           {"norm-change", 2.370291425384736, 2e-09},
           {"plain-shift", 0.24176188686977412, 2e-10},
           {"norm-shift", 0.2947747971498689, 3e-10},
           {"plain-loss", 0.4540834839549993, 5e-10},
           {"norm-loss", 0.08780089449149825, 9e-11},
           {"band-ratio", 0.10360410597879742, 1e-10},
           {"change-ratio", 0.3661991418373948, 4e-10},
           {"shift-ratio", 0.9116074487555378, 9e-10}}},
         {"six-layers",
          "Six layers",
          "Watch the covariate shift: the curves cross all the time, and yet the bands differ as "
          "before",
          {{"depth", "6"}},
          {{"plain-band", 0.19182223016817013, 2e-10},
           {"norm-band", 0.021270478560919407, 2e-11},
           {"plain-shift", 0.21987697268065448, 2e-10},
           {"norm-shift", 0.17325258459102308, 2e-10},
           {"shift-ratio", 0.8403409617093998, 8e-10}},
          "covariate-shift"},
         {"tanh",
          "tanh instead of ReLU",
          "Over five races the band is half as wide, the gradient changes hardly less, and the "
          "covariate shift is no smaller",
          {{"activation", "tanh"}},
          {{"band-ratio", 0.5247481973464754, 5e-10},
           {"change-ratio", 0.9061620447370045, 9e-10},
           {"shift-ratio", 0.9655161214133371, 1e-09}}},
         {"large-steps",
          "Ten times the step",
          "The network without normalisation diverges or dies at a loss of log 2; batch norm "
          "stands "
          "the step and learns",
          {{"rate", "1"}},
          {{"plain-loss", 1.1366983664746362, 1e-09}, {"norm-loss", 0.08616362368564691, 9e-11}}},
         {"few-examples",
          "Four examples a batch",
          "Mean and variance of four are noise: now batch norm has the wider band, and learns no "
          "faster",
          {{"batch", "4"}},
          {{"plain-band", 0.11464033536451224, 1e-10},
           {"norm-band", 0.33032424940884914, 3e-10},
           {"band-ratio", 3.430922772940978, 3e-09}}},
         {"small-steps",
          "A tenth of the step",
          "The network without hardly learns, its band is narrow; that of batch norm is some four "
          "times as wide",
          {{"rate", "0.01"}},
          {{"plain-band", 0.009897076772806213, 1e-11},
           {"norm-band", 0.02803484820749612, 3e-11},
           {"band-ratio", 3.6456488712698243, 4e-09}}},
         {"breaks",
          "When it breaks",
          "Two layers: the network without has nothing to smooth, and its band is half as wide",
          {{"depth", "2"}},
          {{"plain-band", 0.03227180253585554, 3e-11},
           {"norm-band", 0.06508505057208674, 7e-11},
           {"band-ratio", 1.7660406625131342, 2e-09},
           {"shift-ratio", 12.465590353903083, 1e-08}}}},
    .references = {{"S. Santurkar, D. Tsipras, A. Ilyas, A. Madry: How does batch normalization "
                    "help optimization?, 2018",
                    "https://arxiv.org/abs/1805.11604"},
                   {"S. Ioffe, C. Szegedy: Batch normalization: accelerating deep network training "
                    "by reducing internal covariate shift, 2015",
                    "https://arxiv.org/abs/1502.03167"}},
    .thumbnailSteps = 270,
    .stepsPerSecond = 120,
}));

}  // namespace

}  // namespace basin::batchnorm
