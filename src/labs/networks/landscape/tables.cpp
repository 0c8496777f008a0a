#include <iterator>
#include <limits>
#include <vector>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/networks/landscape/checks.h"
#include "labs/networks/landscape/pictures.h"
#include "labs/networks/landscape/words.h"
#include "study/network_params.h"

namespace basin::landscape {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kSubjects[] = {{"network", "Network"},
                                {"product", "½(ab − 1)²"},
                                {"random-walk", "Random walk"},
                                {"goe", "Random symmetric matrix"},
                                {"regression", "Linear regression"}};
constexpr Choice kViews[] = {{"path", "Path's own plane"},
                             {"random", "Random plane"},
                             {"curvature", "Steepest and flattest"},
                             {"solutions", "Two solutions"}};

constexpr auto kOnNetwork = [](const Config& c) { return c.subject == Subject::Network; };
constexpr auto kRandom = [](const Config& c) {
  return c.view == View::Random && c.subject == Subject::Network;
};
constexpr auto kOnRegression = [](const Config& c) { return c.subject == Subject::Regression; };
constexpr auto kNotProduct = [](const Config& c) { return c.subject != Subject::Product; };

constexpr ParamDef kOwnParams[] = {
    choice<&Config::subject>("subject", "Subject", "Whose landscape is looked at", kSubjects)
        .group("Landscape"),
    onlyWhen<Config, kNotProduct>(
        choice<&Config::view>("view", "Plane", "The two directions that span the picture", kViews)
            .live()
            .group("Landscape")),
    real<&Config::reach>("reach", "Reach",
                         "Half width: times the path's extent, or the weights' length",
                         {0.1, 3, Scale::Log})
        .live()
        .group("Landscape"),
    integer<&Config::resolution>("resolution", "Resolution", "Points along a side, made odd",
                                 {11, 81})
        .live()
        .group("Landscape"),
    boolean<&Config::logHeight>("log-height", "Logarithmic height",
                                "Spreads heights and colours by the logarithm")
        .live()
        .group("Landscape"),
    onlyWhen<Config, kRandom>(boolean<&Config::filters>("filters", "Filter normalisation",
                                                        "Gives each unit's part of a direction the "
                                                        "length of its weights")
                                  .live()
                                  .group("Landscape")),
    onlyWhen<Config, kRandom>(integer<&Config::directionSeed>("direction", "Directions",
                                                              "Number of the random directions",
                                                              {1, 99})
                                  .live()
                                  .group("Landscape")),
    onlyWhen<Config, kNotProduct>(
        boolean<&Config::fromEnd>("from-end", "Components from the end",
                                  "Principal components of offsets from the path's end, else from "
                                  "its mean")
            .group("Landscape")),
    onlyWhen<Config, kOnNetwork>(integer<&Config::secondSeed>("second-seed", "Second solution",
                                                              "Number of the other start", {1, 99})
                                     .group("Landscape")),
    onlyWhen<Config, kOnRegression>(
        real<&Config::ratio>("ratio", "Parameters per example", "Of 400 examples", {0.05, 1})
            .symbol("p/n")
            .group("Landscape")),
    integer<&Config::probes>("probes", "Probes", "Random vectors for the spectrum", {1, 50})
        .group("Spectrum"),
    integer<&Config::lanczosSteps>("lanczos-steps", "Lanczos steps", "Of each probe", {5, 100})
        .symbol("m")
        .group("Spectrum"),
    real<&Config::sigma>("widening", "Widening",
                         "Standard deviation drawn for each node, of the spectrum's range",
                         {0.005, 0.2, Scale::Log})
        .symbol("σ")
        .live()
        .group("Spectrum"),
};

// The network's rows, shown for the network only; what was measured on its path begins anew.
const std::vector<ParamDef> kParams = [] {
  std::vector<ParamDef> rows(std::begin(kOwnParams), std::end(kOwnParams));
  for (const ParamDef& row : networkParamsIn<&Config::network>()) {
    rows.push_back(withinWhen<Config, kOnNetwork>(row));
    rows.back().effect = Effect::Restart;
  }
  return rows;
}();

double ofSpectrum(const Study& study, double value) {
  return study.density().probes() > 0 ? value : kNaN;
}
double largest(const Study& study) {
  return ofSpectrum(study, study.density().largest());
}
double smallest(const Study& study) {
  return ofSpectrum(study, study.density().smallest());
}
double meanEigenvalue(const Study& study) {
  return ofSpectrum(study, study.density().moment(1));
}
LawData meanLaw(const Study& study) {
  return {.predicted = study.exactTrace(), .measured = meanEigenvalue(study)};
}
double loss(const Study& study) {
  return study.endValue();
}
double twoComponents(const Study& study) {
  const auto& explained = study.explained();
  return explained.size() > 2 ? explained[0] + explained[1] : kNaN;
}
double barrier(const Study& study) {
  return study.line().at.empty() ? kNaN : study.line().barrier();
}
double index(const Study& study) {
  return study.foundCritical() ? study.critical()->index() : kNaN;
}
double criticalNorm(const Study& study) {
  return study.critical() ? study.critical()->gradientNorm : kNaN;
}

constexpr OutputDef kOutputs[] = {
    field(
        "surface", "Loss landscape",
        "The loss on a plane through the trained weights, from coarse to fine; the path lies on it")
        .x("a", "along the first direction")
        .y("b", "along the second direction")
        .z("L", "loss")
        .surface()
        .from<&surfacePicture>(),
    series("variance", "Path's variance by component",
           "Two components explain most of any random walk as well: dashed")
        .x("k", "principal component")
        .y("share", "of the variance")
        .from<&variancePicture>(),
    series("spectrum", "Spectrum of the Hessian",
           "Density of the eigenvalues by stochastic Lanczos quadrature")
        .x("λ", "eigenvalue")
        .y("density", "of eigenvalues", Scale::Log)
        .from<&spectrumPicture>(),
    series("interpolation", "Between two solutions",
           "Loss along the straight line and along a curve whose middle was trained")
        .x("t", "from one solution to the other")
        .y("L", "loss")
        .from<&interpolationPicture>(),
    note("now", "Now").from<&describe>(),
    scalar("loss", "Loss", "At the end of the path").from<&loss>(),
    scalar("largest", "λmax", "Largest node of the quadrature").from<&largest>(),
    scalar("smallest", "λmin", "Smallest node of the quadrature").from<&smallest>(),
    scalar("trace", "Mean eigenvalue", "First moment of the quadrature, trace over n")
        .from<&meanEigenvalue>(),
    scalar("explained", "Two components", "Share of the path's variance in its own plane")
        .from<&twoComponents>(),
    scalar("barrier", "Barrier", "Height of the straight line above its ends").from<&barrier>(),
    scalar("index", "Index", "Negative eigenvalues at the critical point found").from<&index>(),
    scalar("critical-norm", "|∇L| there", "Gradient norm at the critical point found")
        .from<&criticalNorm>(),
    check("centre", "The plane's middle is the trained loss", "Definition of the plane")
        .quantity("loss in the middle")
        .from<&centre>(),
    check("curvature", "Curvature along the plane is that of the Hessian-vector product",
          "R-operator, Pearlmutter 1994")
        .quantity("error of uᵀHu")
        .from<&curvature>(),
    check("trace-moment", "First moment of the quadrature is the trace",
          "Hutchinson 1989; exact variance of Rademacher probes")
        .quantity("error of the mean eigenvalue")
        .law<&meanLaw>("E vᵀHv/n = tr H/n", "mean eigenvalue")
        .from<&traceMoment>(),
    check("largest-node", "The largest node is λmax of the dense Hessian", "Lanczos 1950")
        .quantity("λmax")
        .from<&largestNode>(),
    check("law", "The spectrum follows its law", "Wigner 1958; Marchenko, Pastur 1967")
        .quantity("area between the curves")
        .from<&spectrumLaw>(),
    check("edge", "The largest eigenvalue is at the law's edge",
          "Füredi, Komlós 1981; Bai, Yin 1988")
        .quantity("λmax")
        .law("λmax → 2, (1 + √(p/n))²", "λmax")
        .from<&spectrumEdge>(),
    check("walk", "A random walk's first component explains 8/π² (from its mean 6/π²)",
          "Antognini, Sohl-Dickstein 2018 (arXiv 1806.08805)")
        .quantity("share of the first component")
        .law("8/(π(2k − 1))², from the mean 6/(πk)²", "share")
        .from<&walkShare>(),
    check("curve", "The trained curve lies lower than the straight line",
          "Garipov et al. 2018 (arXiv 1802.10026)")
        .quantity("mean loss over the curve")
        .from<&curveMean>(),
    check("saddle-index", "The origin of ½(ab − 1)² is a saddle of index 1",
          "Hessian ((0,−1),(−1,0))")
        .quantity("index")
        .law("spec H(0, 0) = {−1, 1}", "index")
        .from<&saddleIndex>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "landscape",
    .title = "Loss landscapes",
    .claim = "The loss of any network as a surface, with the path that training took on it",
    .group = Group::Networks,
    .year = 2018,
    .authors = "Li et al.",
    .kind = LabKind::Observation,
    .order = 40,
    .level = 2,
    .minutes = 15,
    .needs = {"playground", "saddle"},
    .next = {"overparam"},
    .keywords = {"filter normalisation", "principal components", "random walk", "Hessian spectrum",
                 "Lanczos", "mode connectivity", "barrier", "semicircle", "Marchenko-Pastur"},
    .clock = {"t", "step of training"},
    .params = kParams,
    .outputs = kOutputs,
    .presets = {{"own-plane",
                 "The path on its own plane",
                 "Training winds down into the valley; dashed what a random walk would explain",
                 {},
                 {{"loss", 0.00833553942847, 9e-12, 100},
                  {"explained", 0.965969261682, 1e-9, 100},
                  {"largest", 3.86117727297, 4e-9, 100},
                  {"smallest", -0.181317980539, 2e-10, 100},
                  {"barrier", 0.372267693974, 4e-10},
                  {"trace", 0.102872475628, 2e-10}}},
                {"random-plane",
                 "A random plane",
                 "Around the solution the loss is a bowl in almost every direction; switch off the "
                 "filters",
                 {{"view", "random"}, {"reach", "1"}},
                 {{"loss", 0.00833553942847, 9e-12, 100}}},
                {"steepest",
                 "Steepest and flattest",
                 "Across the valley the walls are steep, along it almost nothing happens",
                 {{"view", "curvature"}, {"reach", "2"}},
                 {{"largest", 3.86117727297, 4e-9, 100},
                  {"smallest", -0.181317980539, 2e-10, 100}}},
                {"two-solutions",
                 "Two solutions",
                 "Between two solutions lies a barrier, and a curve around it",
                 {{"view", "solutions"}, {"reach", "1.6"}},
                 {{"barrier", 0.372267693974, 4e-10}}},
                {"saddle",
                 "A saddle between valleys",
                 "½(ab − 1)²: the search for a critical point ends on the saddle, index 1",
                 {{"subject", "product"}},
                 // Half-way from (2, ½) to (½, 2): ½ ((5/4)² − 1)².
                 {{"barrier", 81.0 / 512, 1e-12, 144},
                  {"index", 1, 0, 144},
                  {"critical-norm", 0, 1e-9, 144},
                  {"largest", 2.00004416419, 3e-9, 144}}},
                {"random-walk",
                 "Only a random walk",
                 "Nothing is learned here, and yet two components explain nine tenths of the path",
                 {{"subject", "random-walk"}},
                 {{"explained", 0.895133487512, 9e-10, 100}, {"largest", 1, 1e-12, 491}}},
                {"semicircle",
                 "The semicircle",
                 "Half of all directions go up, half go down: the spectrum is Wigner's semicircle",
                 {{"subject", "goe"}, {"view", "random"}, {"log-height", "off"}},
                 {{"largest", 1.93786788521, 2e-9, 80},
                  {"smallest", -1.99461664352, 2e-9, 80},
                  {"trace", 0.00588961259321, 6e-12, 80}}},
                {"marchenko-pastur",
                 "Linear regression",
                 "The Hessian is a sample covariance: its spectrum follows Marchenko and Pastur",
                 {{"subject", "regression"}},
                 {{"largest", 2.85823995716, 3e-9, 117},
                  {"smallest", 0.0912372459053, 1e-10, 117},
                  {"loss", 3.64510358109e-05, 4e-14, 117}}},
                {"zero-weights",
                 "All weights zero",
                 "Filters without length still have directions of length 1 to look along",
                 {{"init", "zero"}, {"step-limit", "100"}},
                 {{"loss", 0.5, 1e-12, 110},
                  {"largest", 1, 1e-12, 110},
                  {"explained", 0, 0, 110},
                  {"barrier", 0, 0, 110}},
                 "",
                 true}},
    .references =
        {{"H. Li, Z. Xu, G. Taylor, C. Studer, T. Goldstein: Visualizing the loss landscape of "
          "neural "
          "nets, 2018",
          "https://arxiv.org/abs/1712.09913"},
         {"J. Antognini, J. Sohl-Dickstein: PCA of high dimensional random walks with comparison "
          "to "
          "neural network training, 2018",
          "https://arxiv.org/abs/1806.08805"},
         {"B. Ghorbani, S. Krishnan, Y. Xiao: An investigation into neural net optimization via "
          "Hessian eigenvalue density, 2019",
          "https://arxiv.org/abs/1901.10159"},
         {"T. Garipov, P. Izmailov, D. Podoprikhin, D. Vetrov, A. Wilson: Loss surfaces, mode "
          "connectivity, and fast ensembling of DNNs, 2018",
          "https://arxiv.org/abs/1802.10026"},
         {"I. Goodfellow, O. Vinyals, A. Saxe: Qualitatively characterizing neural network "
          "optimization problems, 2015",
          "https://arxiv.org/abs/1412.6544"}},
    .thumbnailSteps = 120,
    .stepsPerSecond = 40,
}));

}  // namespace

}  // namespace basin::landscape
