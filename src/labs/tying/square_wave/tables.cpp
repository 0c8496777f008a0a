#include <limits>

#include "base/stats.h"
#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/tying/square_wave/checks.h"
#include "labs/tying/square_wave/pictures.h"
#include "labs/tying/square_wave/words.h"

namespace basin::square_wave {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kOptimisers[] = {{"adam", "Adam"}, {"momentum", "SGD with momentum"}};
constexpr Choice kNodes[] = {{"output", "outputs h = relu(z)"},
                             {"pre-activation", "pre-activations z"}};

constexpr Choice kExperiments[] = {{"race", "Race at one depth"},
                                    {"map", "Map of depths and widths"}};
constexpr Choice kGrowths[] = {{"none", "no third net"},
                               {"random", "grow by random layers"},
                               {"fold", "grow by folds"},
                               {"fold-from-zero", "grow by folds, output from 0"}};

constexpr auto kRaces = [](const Config& c) { return c.experiment == Experiment::Race; };

constexpr ParamDef kParams[] = {
    choice<&Config::experiment>("experiment", "Experiment",
                                "Many starts of one net, or some at each depth and width",
                                kExperiments)
        .group("Network"),
    onlyWhen<Config, kRaces>(
        integer<&Config::depth>("depth", "Hidden layers",
                                "Each layer folds [0, 1] once more: 2^(L−1) switches", {2, 5})
            .symbol("L")
            .group("Network")),
    onlyWhen<Config, kRaces>(
        integer<&Config::width>("width", "Units a layer",
                                "Two suffice; the last unit of an odd width stays free when tied",
                                {2, 8})
            .symbol("w")
            .group("Network")),
    choice<&Config::growth>("third-net", "Third net",
                            "A tied net that gets its layers one after the other, each on a finer "
                            "wave, in as many steps as the others",
                            kGrowths)
        .group("Network"),
    boolean<&Config::centred>("centred", "Centred input", "Feed x - 1/2 rather than x")
        .group("Network"),
    choice<&Config::optimiser>("optimiser", "Optimiser", "What moves the weights", kOptimisers)
        .group("Training"),
    real<&Config::rate>("rate", "Learning rate", "Step size of the optimiser",
                        {0.001, 0.2, Scale::Log})
        .symbol("η")
        .group("Training"),
    onlyWhen<Config, [](const Config& c) { return c.optimiser == Optimiser::Momentum; }>(
        real<&Config::momentum>("momentum", "Momentum", "Weight of the past steps", {0, 0.99})
            .symbol("β")
            .group("Training")),
    integer<&Config::batch>("batch", "Batch size", "128 is the full batch", {1, kPoints})
        .group("Training"),
    real<&Config::biasSd>("bias-sd", "Initial bias spread",
                          "Standard deviation of the hidden biases at the start", {0, 1})
        .group("Training"),
    integer<&Config::trainSteps>("train-steps", "Steps a start", "Optimiser steps of each start",
                                 {500, 8000, Scale::Log})
        .group("Training"),
    integer<&Config::starts>("starts", "Starts", "Random starts raced, one after the other",
                             {10, 400, Scale::Log})
        .group("Race"),
    integer<&Config::pace>("pace", "First pace", "Optimiser steps in one step of the first start",
                           {1, 100, Scale::Log})
        .live()
        .group("Race"),
    boolean<&Config::accelerate>("accelerate", "Speed up",
                                 "Double the pace from start to start; off: watch every start")
        .live()
        .group("Race"),
    choice<&Config::nodes>("nodes", "Nodes show", "What the pictures in the nodes are", kNodes)
        .live()
        .group("Race"),
};

// Numbers over the ended starts of a race.
template <int Which>
double success(const Study& study) {
  return study.config().experiment == Experiment::Race && Which < netsOf(study.config())
             ? successRate(study, Which)
             : kNaN;
}
template <int Which>
double meanAccuracy(const Study& study) {
  if (study.config().experiment == Experiment::Map) return kNaN;
  return mean(study.race().accuracies(Which));
}
template <int Which, int Tally::*Count>
double share(const Study& study) {
  if (study.config().experiment == Experiment::Map) return kNaN;
  const Tally tally = study.race().tally(Which);
  return tally.starts > 0 ? static_cast<double>(tally.*Count) / tally.starts : kNaN;
}
template <int Which>
double divergedStarts(const Study& study) {
  if (study.config().experiment == Experiment::Map) return kNaN;
  return study.race().tally(Which).diverged;
}
template <int Which>
double solvedStarts(const Study& study) {
  int solved = 0;
  for (int setting = 0; setting < study.race().settings(); ++setting) {
    solved += study.race().tally(Which, setting).solved;
  }
  return solved;
}
double tiedOverFree(const Study& study) {
  const int free = study.race().tally(0).solved, tied = study.race().tally(1).solved;
  return study.config().experiment == Experiment::Race && free > 0
             ? static_cast<double>(tied) / free
             : kNaN;
}

constexpr OutputDef kOutputs[] = {
    graph("nets", "The networks",
          "What each unit answers over x in [0, 1]: the correct parameters, the free, the "
          "negatively tied and the grown net of the present start. A flat picture is a dead unit")
        .from<&netsPicture>(),
    series("learnt", "Learnt function", "Probability of y = 1 over the target square wave")
        .x("x", "input")
        .y("ŷ", "probability of y = 1")
        .from<&learntPicture>(),
    series("race", "Success so far",
           "Share of starts that reach 98 % accuracy, with 95 % Wilson intervals")
        .x("", "1: free weights, 2: negatively tied, 3: grown")
        .y("", "success rate")
        .from<&successPicture>(),
    field("map-free", "Success, free weights", "Share of solved starts at each depth and width")
        .x("w", "units a layer")
        .y("L", "hidden layers")
        .z("", "success rate")
        .from<&mapPicture<kFree>>(),
    field("map-tied", "Success, negatively tied", "Share of solved starts at each depth and width")
        .x("w", "units a layer")
        .y("L", "hidden layers")
        .z("", "success rate")
        .from<&mapPicture<kTied>>(),
    field("map-grown", "Success, grown", "Share of solved starts at each depth and width")
        .x("w", "units a layer")
        .y("L", "hidden layers")
        .z("", "success rate")
        .from<&mapPicture<kGrown>>(),
    series("layers", "Layer by layer",
           "Pre-activations and outputs of every layer, scaled by the layer's largest |z|; the "
           "correct net dashed")
        .x("x", "input")
        .y("z, h", "pre-activation, output (scaled)")
        .from<&layersPicture>(),
    series("losses", "Loss curves",
           "Logistic loss of the present start and, muted, of up to 60 earlier ones")
        .x("t", "optimiser step")
        .y("", "logistic loss", Scale::Log)
        .from<&lossPicture>(),
    series("rates", "Success rate, start by start", "Running success rates with 95 % Wilson bands")
        .x("n", "starts")
        .y("", "success rate")
        .from<&ratesPicture>(),
    series("accuracies", "Final accuracies",
           "How the starts ended; constant answers pile up at exactly 1/2")
        .x("", "final accuracy")
        .y("", "starts")
        .from<&accuraciesPicture>(),
    note("story", "Now").from<&story>(),
    scalar("free-rate", "Success rate, free", "Solved starts / starts, free weights")
        .from<&success<kFree>>(),
    scalar("tied-rate", "Success rate, tied", "Solved starts / starts, negatively tied weights")
        .from<&success<kTied>>(),
    scalar("grown-rate", "Success rate, grown", "Solved starts / starts, grown layer by layer")
        .from<&success<kGrown>>(),
    scalar("ratio", "Tied / free", "Ratio of the success rates, where free is not 0")
        .from<&tiedOverFree>(),
    scalar("free-accuracy", "Mean accuracy, free", "Mean final accuracy, free weights")
        .from<&meanAccuracy<0>>(),
    scalar("tied-accuracy", "Mean accuracy, tied", "Mean final accuracy, tied weights")
        .from<&meanAccuracy<1>>(),
    scalar("free-constant", "Constant answer, free", "Share of starts that end constant, free")
        .from<&share<0, &Tally::constant>>(),
    scalar("tied-constant", "Constant answer, tied", "Share of starts that end constant, tied")
        .from<&share<1, &Tally::constant>>(),
    scalar("free-dead", "Dead layer, free", "Share of starts that end with a dead layer, free")
        .from<&share<0, &Tally::dead>>(),
    scalar("tied-dead", "Dead layer, tied", "Share of starts that end with a dead layer, tied")
        .from<&share<1, &Tally::dead>>(),
    scalar("free-diverged", "Diverged, free", "Starts that diverged (count as failures), free")
        .from<&divergedStarts<0>>(),
    scalar("tied-diverged", "Diverged, tied", "Starts that diverged (count as failures), tied")
        .from<&divergedStarts<1>>(),
    scalar("free-solved", "Solved starts, free", "Of all depths and widths tried, free weights")
        .from<&solvedStarts<kFree>>(),
    scalar("tied-solved", "Solved starts, tied",
           "Of all depths and widths tried, negatively tied weights")
        .from<&solvedStarts<kTied>>(),
    check("correct-accuracy", "The correct net is right everywhere",
          "Fold construction, after Telgarsky 2015 (arXiv 1509.08101)")
        .quantity("share of points answered rightly")
        .from<&correctAccuracy>(),
    check("correct-switches", "It switches 2^(L−1) times, at odd multiples of 2^(−L)",
          "Fold construction, after Telgarsky 2015 (arXiv 1509.08101)")
        .quantity("switches")
        .law("number of switches = 2^(L−1)", "switches")
        .from<&correctSwitches>(),
    check("correct-loss", "Its loss is 2^L π²/(12 K) (with the tail for small K/2^L)",
          "Closed form: |z_L| is uniform on [0, 2^(−L)]")
        .quantity("logistic loss")
        .law("loss = 2^L π²/(12 K)", "loss")
        .from<&correctLoss>(),
    check("tied-alive", "No tied layer dies", "relu(z) + relu(-z) = |z|")
        .quantity("starts with a dead layer", "starts")
        .law("relu(z) + relu(−z) = |z|", "dead layers", "starts")
        .from<&tiedAlive>(),
    check("tied-minus-free", "Tied beats free by 0.15 and more",
          "Measured claim, no theorem: 400 starts gave 0.42 against 0.03 at depth 3")
        .quantity("success rate, tied − free")
        .from<&tiedMinusFree>(),
    check("tied-enough", "Tied starts succeed this often",
          "Measured claim, no theorem: bound three standard errors below 400 starts")
        .quantity("success rate, tied")
        .from<&tiedEnough>(),
    check("grown-enough", "Grown nets succeed at every depth",
          "Measured claim, no theorem: 200 of 200 starts at depths 2 to 5")
        .quantity("success rate, grown")
        .from<&grownEnough>(),
    check("free-rarely", "Free starts succeed at most this often",
          "Measured claim, no theorem: bound three standard errors above 400 starts")
        .quantity("success rate, free")
        .from<&freeRarely>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "square-wave",
    .title = "Square wave: free or tied",
    .claim = "A deep ReLU net that fails on a square wave with free weights succeeds when its "
             "weights are tied negatively.",
    .group = Group::Tying,
    .year = 2015,
    .authors = "Telgarsky",
    .kind = LabKind::Observation,
    .order = 10,
    .level = 1,
    .minutes = 10,
    .next = {"overparam"},
    .keywords = {"weight tying", "weight sharing", "symmetry", "dead units", "dying ReLU", "depth",
                 "folding", "tent map", "Adam"},
    .clock = {"t", "optimiser step"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"race",
          "The race",
          "Sixty random starts at depth 3: watch the first one learn, then the bars part. Tied "
          "weights solve about four starts in ten, free ones about one in thirty.",
          {},
          {{"free-rate", 0, 0, 600},
           {"tied-rate", 11.0 / 13, 1e-12, 600},
           {"free-dead", 9.0 / 13, 1e-12, 600},
           {"tied-dead", 0, 0, 600},
           {"free-rate", 1.0 / 30, 1e-12},
           {"tied-rate", 29.0 / 60, 1e-12},
           {"ratio", 14.5, 1e-12},
           {"free-constant", 13.0 / 30, 1e-12},
           {"free-dead", 13.0 / 30, 1e-12},
           {"tied-dead", 0}}},
         {"shallow",
          "Depth 2",
          "Two switches only: free weights now solve one start in five, tied ones six in seven.",
          {{"depth", "2"}},
          {{"free-rate", 3.0 / 14, 1e-12, 600},
           {"tied-rate", 13.0 / 14, 1e-12, 600},
           {"free-dead", 5.0 / 7, 1e-12, 600},
           {"tied-dead", 0, 0, 600},
           {"free-rate", 3.0 / 20, 1e-12},
           {"tied-rate", 9.0 / 10, 1e-12}}},
         {"watch",
          "One start, slowly",
          "Follow the pictures in the nodes: each tied layer keeps the V of |z| and folds the one "
          "before it; compare with the correct net on the left.",
          {{"pace", "2"}, {"accelerate", "false"}, {"starts", "10"}},
          {{"free-rate", 0, 0, 1000},
           {"tied-rate", 1, 0, 1000},
           {"free-accuracy", 0.8671875, 1e-12, 1000}}},
         {"dead-layers",
          "Why free weights fail",
          "Look for flat pictures in the free net: a layer whose units are all 0 makes the answer "
          "constant and passes no gradient back. Compare dead layers, free and tied.",
          {{"depth", "4"}, {"pace", "25"}},
          {{"free-rate", 0, 0, 200},
           {"free-dead", 4.0 / 7, 1e-12, 200},
           {"tied-dead", 0, 0, 200},
           {"free-rate", 0},
           {"tied-rate", 1.0 / 30, 1e-12},
           {"free-dead", 2.0 / 3, 1e-12},
           {"tied-dead", 0}}},
         {"sgd",
          "SGD with momentum",
          "Mini-batches of 32 and momentum 0.9: free weights hardly ever succeed, tied ones in one "
          "start of seven. The advantage does not come from Adam.",
          {{"optimiser", "momentum"}, {"rate", "0.05"}, {"batch", "32"}, {"train-steps", "4000"}},
          {{"free-rate", 0, 0, 600},
           {"tied-rate", 0, 0, 600},
           {"free-rate", 0},
           {"tied-rate", 1.0 / 10, 1e-12}}},
         {"too-fast",
          "Step too large",
          "At learning rate 0.2 momentum throws some tied starts to infinity; they count as "
          "failures and the race goes on.",
          {{"optimiser", "momentum"}, {"rate", "0.2"}, {"batch", "32"}},
          {{"tied-diverged", 10, 0, 600},
           {"free-dead", 1, 0, 600},
           {"tied-rate", 0},
           {"tied-diverged", 27}}},
         {"wider",
          "Six units a layer",
          "Width is the other cure: with six units a layer hardly dies, free weights solve nine "
          "starts in ten and tying adds little.",
          {{"width", "6"}},
          {{"free-rate", 7.0 / 8, 1e-12, 600},
           {"tied-rate", 1, 0, 600},
           {"free-rate", 9.0 / 10, 1e-12},
           {"tied-rate", 59.0 / 60, 1e-12}}},
         {"grown",
          "Grow it, fold by fold",
          "At depth 5 free and tied nets never succeed. The third net gets one layer at a time, "
          "each a fold of what the layer before it has learnt: it always does, in as many steps.",
          {{"depth", "5"}, {"third-net", "fold-from-zero"}},
          {{"free-rate", 0}, {"tied-rate", 0}, {"grown-rate", 1, 1e-12}}},
         {"grown-at-random",
          "Grown, but no fold",
          "The same growth by layers as random as at a start: what comes in is always positive, and "
          "most new layers never find the fold.",
          {{"depth", "5"}, {"third-net", "random"}},
          {{"grown-rate", 9.0 / 60, 1e-12}, {"tied-rate", 0}}},
         {"map",
          "Depth against width",
          "2 to 5 layers of 2 to 8 units: width rescues shallow nets, tying rescues more of them, "
          "and at five layers only nets that were grown succeed.",
          {{"experiment", "map"},
           {"third-net", "fold-from-zero"},
           {"train-steps", "1000"},
           {"starts", "10"},
           {"pace", "100"}},
          {{"free-solved", 57}, {"tied-solved", 85}}}},
    .references = {{"M. Telgarsky, Representation benefits of deep feedforward networks, 2015",
                    "https://arxiv.org/abs/1509.08101"},
                   {"M. Telgarsky, Benefits of depth in neural networks, COLT 2016",
                    "https://arxiv.org/abs/1602.04485"},
                   {"H. G. Ramaswamy, talk on weight tying and the square wave", ""}},
    .thumbnailSteps = 240,
    .stepsPerSecond = 60,
}));

}  // namespace

}  // namespace basin::square_wave
