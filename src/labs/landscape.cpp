#include "labs/landscape.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "base/stats.h"
#include "lab/param_text.h"
#include "lab/legacy_lab.h"
#include "lab/registry.h"
#include "labs/landscape_pictures.h"
#include "labs/landscape_study.h"
#include "labs/playground_params.h"
#include "theory/spectral_laws.h"

namespace basin {

namespace {

using Config = LandscapeConfig;
using Phase = LandscapeStudy::Phase;

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

constexpr auto kOnNetwork = [](const Config& c) { return c.subject == LandscapeSubject::Network; };
constexpr auto kRandom = [](const Config& c) {
  return c.view == LandscapeView::Random && c.subject == LandscapeSubject::Network;
};
constexpr auto kOnRegression = [](const Config& c) {
  return c.subject == LandscapeSubject::Regression;
};
constexpr auto kNotProduct = [](const Config& c) { return c.subject != LandscapeSubject::Product; };

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

// The playground's rows, shown for the network only, and restarting what was measured on its path.
template <std::size_t I>
bool relevantOnNetwork(const void* config) {
  const auto* own = static_cast<const Config*>(config);
  const auto relevant = playgroundParams()[I].relevant;
  return kOnNetwork(*own) && (!relevant || relevant(static_cast<const PlaygroundConfig*>(own)));
}

template <std::size_t... I>
std::vector<ParamDef> joined(std::index_sequence<I...>) {
  using Test = bool (*)(const void*);
  constexpr Test kTests[] = {&relevantOnNetwork<I>...};
  std::vector<ParamDef> all(std::begin(kOwnParams), std::end(kOwnParams));
  const auto rows = playgroundParams();
  for (std::size_t i = 0; i < rows.size() && i < sizeof...(I); ++i) {
    // This lab is that lens.
    if (rows[i].id == "lens") continue;
    ParamDef def = rows[i];
    def.relevant = kTests[i];
    def.effect = Effect::Restart;
    all.push_back(def);
  }
  return all;
}

std::span<const ParamDef> landscapeParams() {
  // As many as the playground may come to have.
  static const std::vector<ParamDef> params = joined(std::make_index_sequence<64>());
  return params;
}

enum Output {
  kSurface,
  kVariance,
  kSpectrum,
  kInterpolation,
  kNow,
  kLoss,
  kLargest,
  kSmallest,
  kTrace,
  kExplained,
  kBarrier,
  kIndex,
  kCriticalNorm,
  kCheckCentre,
  kCheckCurvature,
  kCheckTrace,
  kCheckLargest,
  kCheckLaw,
  kCheckEdge,
  kCheckWalk,
  kCheckCurve,
  kCheckIndex
};

constexpr OutputDef kOutputs[] = {
    field(
        "surface", "Loss landscape",
        "The loss on a plane through the trained weights, from coarse to fine; the path lies on it")
        .x("a", "along the first direction")
        .y("b", "along the second direction")
        .z("L", "loss")
        .surface(),
    series("variance", "Path's variance by component",
           "Two components explain most of any random walk as well: dashed")
        .x("k", "principal component")
        .y("share", "of the variance"),
    series("spectrum", "Spectrum of the Hessian",
           "Density of the eigenvalues by stochastic Lanczos quadrature")
        .x("λ", "eigenvalue")
        .y("density", "of eigenvalues", Scale::Log),
    series("interpolation", "Between two solutions",
           "Loss along the straight line and along a curve whose middle was trained")
        .x("t", "from one solution to the other")
        .y("L", "loss"),
    note("now", "Now"),
    scalar("loss", "Loss", "At the end of the path"),
    scalar("largest", "λmax", "Largest node of the quadrature"),
    scalar("smallest", "λmin", "Smallest node of the quadrature"),
    scalar("trace", "Mean eigenvalue", "First moment of the quadrature, trace over n"),
    scalar("explained", "Two components", "Share of the path's variance in its own plane"),
    scalar("barrier", "Barrier", "Height of the straight line above its ends"),
    scalar("index", "Index", "Negative eigenvalues at the critical point found"),
    scalar("critical-norm", "|∇L| there", "Gradient norm at the critical point found"),
    check("centre", "The plane's middle is the trained loss", "Definition of the plane"),
    check("curvature", "Curvature along the plane is that of the Hessian-vector product",
          "R-operator, Pearlmutter 1994"),
    check("trace-moment", "First moment of the quadrature is the trace",
          "Hutchinson 1989; exact variance of Rademacher probes"),
    check("largest-node", "The largest node is λmax of the dense Hessian", "Lanczos 1950"),
    check("law", "The spectrum follows its law", "Wigner 1958; Marchenko, Pastur 1967"),
    check("edge", "The largest eigenvalue is at the law's edge",
          "Füredi, Komlós 1981; Bai, Yin 1988"),
    check("walk", "A random walk's first component explains 8/π² (from its mean 6/π²)",
          "Antognini, Sohl-Dickstein 2018 (arXiv 1806.08805)"),
    check("curve", "The trained curve lies lower than the straight line",
          "Garipov et al. 2018 (arXiv 1802.10026)"),
    check("saddle-index", "The origin of ½(ab − 1)² is a saddle of index 1",
          "Hessian ((0,−1),(−1,0))"),
};

std::string phaseText(const LandscapeStudy& study) {
  switch (study.phase()) {
    case Phase::Train:
      return "Training; the picture follows.";
    case Phase::Scan:
      return "Scanning the plane: " + formatNumber(std::floor(100 * study.scan().progress())) +
             " %.";
    case Phase::Spectrum:
      return "Spectrum: probe " + std::to_string(study.density().probes() + 1) + " of " +
             std::to_string(study.config().probes) + ".";
    case Phase::Second:
      return "Training a second solution.";
    case Phase::Connect:
      return "Training the curve between the two solutions.";
    case Phase::Search:
      return "Searching for the critical point nearby.";
    case Phase::Done:
      break;
  }
  std::string text;
  if (const CriticalPlace* place = study.critical()) {
    const int index = place->index();
    text += place->gradientNorm < 1e-6
                ? (index == 0 ? "Next to the end lies a minimum"
                              : "Next to the end lies a saddle of index " + std::to_string(index))
                : "No critical point was reached from the end";
    text += " (|∇L| = " + formatNumber(place->gradientNorm) + "). ";
  } else if (study.onNetwork() && !study.searchable()) {
    text += study.smooth() ? "Critical points are searched for up to 160 parameters. "
                           : "The loss has kinks: its Hessian holds almost everywhere only, and no "
                             "critical point is searched. ";
  }
  return text;
}

class Landscape final : public LabOf<Config> {
 public:
  Landscape(const Config& config, std::uint64_t seed) : LabOf(config), study_(config, seed) {}

  void step() override { study_.step(); }
  Status status() const override {
    return study_.phase() == Phase::Done ? Status::Done : Status::Running;
  }
  std::string statusText() const override { return study_.problem(); }
  double progress() const override { return study_.progress(); }
  void publish(Frame& frame) const override;

 protected:
  void retuned() override { study_.retune(config()); }

 private:
  void publishChecks(Frame& frame) const;

  LandscapeStudy study_;
};

void Landscape::publish(Frame& frame) const {
  FieldData field = landscapeField(study_);
  if (field.nx > 0) {
    frame.outputs[kSurface] = std::move(field);
  }
  if (study_.explained().size() > 2) {
    frame.outputs[kVariance] = landscapeVariancePicture(study_);
  }
  if (study_.density().probes() > 0) frame.outputs[kSpectrum] = landscapeSpectrumPicture(study_);
  if (!study_.line().at.empty())
    frame.outputs[kInterpolation] = landscapeInterpolationPicture(study_);
  frame.outputs[kNow] =
      NoteData{study_.problem().empty() ? phaseText(study_) : study_.problem() + "."};
  const bool trained = study_.end().size() > 0;
  const SpectralDensity& density = study_.density();
  const bool probed = density.probes() > 0;
  frame.outputs[kLoss] = ScalarData{trained ? study_.endValue() : kNaN};
  frame.outputs[kLargest] = ScalarData{probed ? density.largest() : kNaN};
  frame.outputs[kSmallest] = ScalarData{probed ? density.smallest() : kNaN};
  frame.outputs[kTrace] = ScalarData{probed ? density.moment(1) : kNaN};
  const auto& explained = study_.explained();
  frame.outputs[kExplained] = ScalarData{explained.size() > 2 ? explained[0] + explained[1] : kNaN};
  frame.outputs[kBarrier] = ScalarData{study_.line().at.empty() ? kNaN : study_.line().barrier()};
  const CriticalPlace* place = study_.critical();
  const bool reached = place && place->gradientNorm < 1e-6;
  frame.outputs[kIndex] = ScalarData{reached ? static_cast<double>(place->index()) : kNaN};
  frame.outputs[kCriticalNorm] = ScalarData{place ? place->gradientNorm : kNaN};
  publishChecks(frame);
}

void Landscape::publishChecks(Frame& frame) const {
  const Config& c = config();
  const bool over = study_.phase() == Phase::Done;
  const bool hopeless = over && !study_.problem().empty();
  const CheckData none = notApplicable("there is no picture: " + study_.problem());
  const auto waiting = [&](Relation relation, double predicted, double tolerance, const char* why) {
    return hopeless ? none : pending(relation, predicted, tolerance, why);
  };
  const PlaneScan& scan = study_.scan();
  const bool scanned = scan.side() > 0 && scan.done();
  double centre = kNaN, there = kNaN;
  if (scanned) {
    centre = scan.values()[scan.values().size() / 2];
    there = study_.objective().value(scan.plane().origin);
  }
  frame.outputs[kCheckCentre] =
      !scanned               ? waiting(Relation::About, kNaN, 1e-6, "the scan is on its way")
      : std::isfinite(there) ? judged(centre, Relation::About, there, there == 0 ? 1e-9 : 1e-6,
                                      "pictures are kept in single precision")
                             : notApplicable("the loss is not finite there");
  const double tolerance = 1e-4 * (1 + std::abs(study_.curvature()));
  frame.outputs[kCheckCurvature] =
      !study_.smooth() ? notApplicable("the loss has kinks")
      : scan.side() == 0
          ? waiting(Relation::About, kNaN, 1e-4, "the plane is not chosen yet")
          : judged(std::abs(study_.differenceCurvature() - study_.curvature()), Relation::AtMost, 0,
                   tolerance, "against a fourth-order difference, along the first direction");
  const bool finished = study_.density().probes() >= c.probes;
  if (!finished) {
    frame.outputs[kCheckTrace] = waiting(Relation::AtMost, 0, kNaN, "the probes are on their way");
    frame.outputs[kCheckLargest] =
        waiting(Relation::About, kNaN, 1e-4, "the probes are on their way");
  } else if (std::isnan(study_.exactTrace())) {
    frame.outputs[kCheckTrace] = frame.outputs[kCheckLargest] =
        notApplicable("dense Hessians are made for up to 420 parameters");
  } else {
    const double slack = 5 * study_.probeDeviation() / std::sqrt(c.probes) +
                         1e-9 * (1 + std::abs(study_.exactTrace()));
    frame.outputs[kCheckTrace] =
        judged(std::abs(study_.density().moment(1) - study_.exactTrace()), Relation::AtMost, 0,
               slack, "tolerance: five exact standard errors of the probes");
    frame.outputs[kCheckLargest] =
        c.lanczosSteps < 20 ? notApplicable("judged for 20 Lanczos steps and more")
                            : judged(study_.density().largest(), Relation::About,
                                     study_.exactLargest(), 0.03, "a Ritz value from below");
  }
  const bool goe = c.subject == LandscapeSubject::Goe;
  const bool regression = c.subject == LandscapeSubject::Regression;
  const CheckData lawless = notApplicable("no law is known for this Hessian");
  const bool fine = c.probes >= 5 && c.lanczosSteps >= 20 && c.sigma >= 0.02 &&
                    (!regression || (c.ratio >= 0.2 && c.ratio <= 0.9));
  if (!goe && !regression) {
    frame.outputs[kCheckLaw] = frame.outputs[kCheckEdge] = lawless;
  } else if (!finished) {
    frame.outputs[kCheckLaw] = frame.outputs[kCheckEdge] =
        waiting(Relation::AtMost, 0, 0.2, "the probes are on their way");
  } else {
    frame.outputs[kCheckLaw] =
        fine ? judged(landscapeLawDistance(study_), Relation::AtMost, 0, 0.2,
                      "area between the curves, of 2 at most; probes and matrix are random")
             : notApplicable(
                   "judged for 5 probes, 20 steps, widening 0.02 and more, p/n in [0.2, 0.9]");
    const double edge = goe ? 2 : marchenkoPasturEdge(c.ratio, true);
    frame.outputs[kCheckEdge] =
        fine ? judged(study_.density().largest(), Relation::About, edge, 0.08,
                      "fluctuates by 1/∛n² of a matrix of a few hundred rows")
             : notApplicable("judged for enough probes and steps");
  }
  if (c.subject != LandscapeSubject::Walk) {
    frame.outputs[kCheckWalk] = notApplicable("for the random walk");
  } else if (study_.explained().size() < 3) {
    frame.outputs[kCheckWalk] =
        waiting(Relation::About, randomWalkExplained(1, c.fromEnd), 0.06, "the walk is on its way");
  } else {
    frame.outputs[kCheckWalk] =
        judged(study_.explained()[0], Relation::About, randomWalkExplained(1, c.fromEnd), 0.06,
               "300 steps in 1000 dimensions");
  }
  const bool connects = study_.onNetwork() || c.subject == LandscapeSubject::Product;
  const bool connected = study_.phase() == Phase::Search || (over && !study_.curve().at.empty());
  const auto meanOf = [](const Interpolation& i) { return mean(i.value); };
  frame.outputs[kCheckCurve] =
      !connects    ? notApplicable("for networks and for ½(ab − 1)²")
      : !connected ? waiting(Relation::AtMost, kNaN, 0, "two solutions are waited for")
      : !(study_.line().barrier() > 1e-3 * (1e-9 + std::abs(meanOf(study_.line()))))
          ? notApplicable("there is no barrier on the straight line")
          : judged(meanOf(study_.curve()), Relation::AtMost, meanOf(study_.line()), 0,
                   "mean loss over the curve; an observation for networks");
  frame.outputs[kCheckIndex] =
      c.subject != LandscapeSubject::Product ? notApplicable("for ½(ab − 1)²")
      : !study_.critical() ? waiting(Relation::About, 1, 0, "the search is on its way")
                           : judged(study_.critical()->index(), Relation::About, 1, 0,
                                    "eigenvalues −1 and 1 at the origin");
}

const bool registered = registerLab(labDef<Config, Landscape>({
    .id = "landscape",
    .title = "Loss landscapes",
    .claim = "The loss of any network as a surface, with the path that training took on it",
    .group = Group::Optimisation,
    .year = 2018,
    .params = landscapeParams(),
    .outputs = kOutputs,
    .presets = {{"own-plane",
                 "The path on its own plane",
                 "Training winds down into the valley; dashed what a random walk would explain",
                 {}},
                {"random-plane",
                 "A random plane",
                 "Around the solution the loss is a bowl in almost every direction; switch off the "
                 "filters",
                 {{"view", "random"}, {"reach", "1"}}},
                {"steepest",
                 "Steepest and flattest",
                 "Across the valley the walls are steep, along it almost nothing happens",
                 {{"view", "curvature"}, {"reach", "2"}}},
                {"two-solutions",
                 "Two solutions",
                 "Between two solutions lies a barrier, and a curve around it",
                 {{"view", "solutions"}, {"reach", "1.6"}}},
                {"saddle",
                 "A saddle between valleys",
                 "½(ab − 1)²: the search for a critical point ends on the saddle, index 1",
                 {{"subject", "product"}}},
                {"random-walk",
                 "Only a random walk",
                 "Nothing is learned here, and yet two components explain nine tenths of the path",
                 {{"subject", "random-walk"}}},
                {"semicircle",
                 "The semicircle",
                 "Half of all directions go up, half go down: the spectrum is Wigner's semicircle",
                 {{"subject", "goe"}, {"view", "random"}, {"log-height", "off"}}},
                {"marchenko-pastur",
                 "Linear regression",
                 "The Hessian is a sample covariance: its spectrum follows Marchenko and Pastur",
                 {{"subject", "regression"}}}},
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

}  // namespace basin
