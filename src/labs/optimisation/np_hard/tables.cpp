#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/optimisation/np_hard/checks.h"
#include "labs/optimisation/np_hard/pictures.h"
#include "labs/optimisation/np_hard/words.h"

namespace basin::np_hard {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kDatasets[] = {{"fano-less", "Fano plane less a line"},
                                {"fano", "Fano plane"},
                                {"xor", "Exclusive or"},
                                {"own", "Your own subsets"}};

constexpr auto kOwn = [](const Config& c) { return c.dataset == Dataset::Own; };

constexpr ParamDef kParams[] = {
    choice<&Config::dataset>("dataset", "Examples", "What is to be fitted", kDatasets)
        .group("Data"),
    onlyWhen<Config, kOwn>(
        text<&Config::subsets>("subsets", "Subsets",
                               "Of up to eight elements, a digit each, as in 123 145 24; up to 16",
                               160)
            .group("Data")),
    integer<&Config::width>("width", "Half-spaces", "Of the network shown; the sweep has up to 8",
                            {1, 7})
        .symbol("h")
        .group("Network"),
    real<&Config::rate>("rate", "Step size", "Of gradient descent on all examples",
                        {0.05, 2, Scale::Log})
        .symbol("η")
        .group("Descent"),
    integer<&Config::stepLimit>("step-limit", "Steps", "Of every run", {500, 10000, Scale::Log})
        .group("Descent"),
    integer<&Config::runs>("runs", "Runs a width", "Each from another random start",
                           {20, 100, Scale::Log})
        .group("Descent"),
};

template <int Width>
double shareAt(const Study& study) {
  const Share share = study.successes(Width);
  return share.trials > 0 ? share.value() : kNaN;
}
double shareShown(const Study& study) {
  const Share share = study.successes(study.config().width);
  return share.trials > 0 ? share.value() : kNaN;
}
double softShare(const Study& study) {
  const Share share = study.successes(study.config().width, &Run::softFits);
  return share.trials > 0 ? share.value() : kNaN;
}
double originShare(const Study& study) {
  const Share fits = study.successes(study.config().width);
  const Share lost = study.successes(study.config().width, &Run::onlyOrigin);
  const long misses = fits.trials - fits.successes;
  if (!study.system() || misses == 0) return kNaN;
  return static_cast<double>(lost.successes) / static_cast<double>(misses);
}
double colourings(const Study& study) {
  return study.system() ? static_cast<double>(countColourings(*study.system(), 2)) : kNaN;
}

constexpr OutputDef kOutputs[] = {
    series("success-share", "Runs that fit, by width",
           "Shares with Wilson's 95 % intervals; dashed: too few half-spaces, where no run can")
        .x("h", "half-spaces")
        .y("P", "share of runs")
        .from<&sharePicture>(),
    points(
        "colouring", "Half-spaces as colours",
        "Each element in the colour of the half-space that cuts it off. A subset in one colour is "
        "lost to that half-space, or the origin is. Of exclusive or: the plane")
        .x("", "")
        .y("", "")
        .equal()
        .from<&colouringPicture>(),
    series("loss", "Runs that fit and runs that do not",
           "Loss of all runs at the width shown; where no fit exists, none comes near 0")
        .x("t", "step", Scale::Log)
        .y("L", "loss", Scale::Log)
        .from<&lossPicture>(),
    series(
        "divisions", "What it costs to be sure",
        "Divisions of the negatives in two that are tried until the search ends; dashed: the laws")
        .x("n", "elements")
        .y("N", "divisions tried", Scale::Log)
        .from<&divisionsPicture>(),
    note("now", "Now").from<&describe>(),
    scalar("share-shown", "P", "Share of the runs at the width shown that fit").from<&shareShown>(),
    scalar("share-soft", "P, soft", "The same where p > ½ is to tell the classes apart")
        .from<&softShare>(),
    scalar("origin-lost", "Origin given up", "Share of the runs that do not fit and miss it alone")
        .from<&originShare>(),
    scalar("share-two", "P at h = 2", "Share of the runs that fit").from<&shareAt<2>>(),
    scalar("share-three", "P at h = 3", "Share of the runs that fit").from<&shareAt<3>>(),
    scalar("share-eight", "P at h = 8", "Share of the runs that fit").from<&shareAt<8>>(),
    scalar("least-width", "Least h", "Half-spaces it takes; 0: none is enough")
        .from<&Study::predictedLeast>(),
    scalar("colourings", "Two-colourings", "That leave no subset in one colour")
        .from<&colourings>(),
    scalar("divisions-tried", "Divisions tried", "Until two half-spaces are found or refused")
        .from<[](const Study& study) { return study.search().tried(); }>(),
    scalar("wrong", "Wrong", "Examples that the network shown gets wrong")
        .unit("examples")
        .from<&Study::wrong>(),
    check("none-below", "No run fits with too few half-spaces",
          "Blum and Rivest 1992: a fit would be a colouring")
        .quantity("runs that fit", "runs")
        .from<&noneBelow>(),
    check("as-many-as-colours", "It takes as many half-spaces as colours",
          "Blum and Rivest 1992, for any number of half-spaces")
        .quantity("half-spaces it takes")
        .law("least h = least number of colours", "h")
        .from<&asManyAsColours>(),
    check("colouring-fits", "A colouring is a fit",
          "Half-space t: Σ aᵢxᵢ > −½, aᵢ = −1 in colour t, n elsewhere")
        .quantity("wrong examples", "examples")
        .from<&colouringFits>(),
    check("one-colour-lost", "A subset in one colour is lost, or the origin is",
          "w·1_c + b = Σ (wᵢ + b) − (|c| − 1) b")
        .quantity("such subsets that are kept", "subsets")
        .from<&oneColourIsLost>(),
    check("every-division", "To refuse, every division is tried",
          "2^(n−1) divisions of n negatives, two linear programs each")
        .quantity("divisions tried over 2^(n−1)")
        .law<&divisionsLaw>("N ≤ 2^(n−1)", "N")
        .from<&everyDivision>(),
    check("most-miss-it", "Where a fit exists, many starts miss it (an observation)",
          "No theorem; seen at these settings")
        .quantity("share of runs that fit")
        .from<&mostMissIt>(),
    check("wide-helps", "Wide networks find it (an observation)",
          "No theorem; seen at these settings")
        .quantity("difference of the shares")
        .from<&wideHelps>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "np-hard",
    .title = "The 3-node network",
    .claim = "Two half-spaces never fit the Fano plane; without one of its lines they do from 4 "
             "starts in 10, and eight from nearly all",
    .group = Group::Optimisation,
    .year = 1992,
    .authors = "Blum, Rivest",
    .kind = LabKind::Theorem,
    .order = 30,
    .level = 2,
    .minutes = 8,
    .needs = {"extra-neuron"},
    .next = {"separator"},
    .keywords = {"NP-complete", "set splitting", "hypergraph colouring", "Fano plane", "XOR",
                 "intersection of half-spaces", "3-node network", "linear programming"},
    .clock = {"t", "step of descent"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"one-line-less",
          "One line less",
          "Two half-spaces can fit, yet most starts end with one that does it all but the origin",
          {},
          {{"share-two", 0.425, 1e-9},
           {"share-three", 0.625, 1e-9},
           {"share-eight", 1},
           {"share-soft", 0.35, 1e-9},
           {"least-width", 2},
           {"colourings", 10},
           {"divisions-tried", 12},
           {"wrong", 1}}},
         {"fano",
          "The Fano plane",
          "Seven lines: at h = 2 no run fits; all elements take one colour, and the origin is lost",
          {{"dataset", "fano"}},
          {{"share-two", 0},
           {"share-three", 0.1, 1e-9},
           {"share-eight", 0.775, 1e-9},
           {"least-width", 3},
           {"colourings", 0},
           {"divisions-tried", 64},
           {"origin-lost", 1}},
          "colouring"},
         {"third-colour",
          "A third colour",
          "Three half-spaces can fit the Fano plane, this start does, and nine in ten do not",
          {{"dataset", "fano"}, {"width", "3"}},
          {{"share-shown", 0.1, 1e-9}, {"wrong", 0}}},
         {"patience",
          "More patience",
          "10 000 steps: some starts were only slow, but half of them never come to a fit",
          {{"step-limit", "10000"}},
          {{"share-two", 0.55, 1e-9},
           {"share-three", 0.75, 1e-9},
           {"share-eight", 1},
           {"origin-lost", 1}}},
         {"xor",
          "Exclusive or",
          "One line never does; two lines fit from every start",
          {{"dataset", "xor"}},
          {{"share-two", 1}, {"least-width", 2}, {"wrong", 0}}},
         {"own-subsets",
          "Your own subsets",
          "Every two of four elements: four colours, so four half-spaces; write other subsets",
          {{"dataset", "own"}, {"width", "4"}},
          {{"share-three", 0}, {"share-shown", 0.4, 1e-9}, {"share-eight", 1}, {"least-width", 4}}},
         {"contradiction",
          "When it breaks",
          "A subset of one element asks one point to be in both classes: no width helps",
          {{"dataset", "own"}, {"subsets", "1 12 13 23"}},
          {{"share-eight", 0}, {"least-width", 0}}}},
    .references =
        {{"A. L. Blum, R. L. Rivest: Training a 3-node neural network is NP-complete, 1992",
          "https://doi.org/10.1016/S0893-6080%2805%2980010-3"},
         {"C. L. Lawson, R. J. Hanson: Solving least squares problems, 1974, chapter 23",
          "https://doi.org/10.1137/1.9781611971217"}},
    .thumbnailSteps = 200,
    .stepsPerSecond = 80,
}));

}  // namespace

}  // namespace basin::np_hard
