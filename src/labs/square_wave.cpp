#include "labs/square_wave.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "lab/param_text.h"
#include "lab/legacy_lab.h"
#include "lab/registry.h"
#include "labs/square_wave_pictures.h"
#include "theory/fold.h"

namespace basin {

namespace {

using Config = SquareWaveConfig;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr double kSteepness = 200;    // K: logit of the correct net is K z_L
constexpr int kMidpoints = 4096;      // where the correct net is measured
constexpr int kAssertedStarts = 60;   // starts the measured claim needs
constexpr int kAssertedSteps = 1500;  // longer training changes nothing

constexpr Choice kOptimisers[] = {{"adam", "Adam"}, {"momentum", "SGD with momentum"}};
constexpr Choice kNodes[] = {{"output", "outputs h = relu(z)"},
                             {"pre-activation", "pre-activations z"}};

constexpr ParamDef kParams[] = {
    integer<&Config::depth>("depth", "Hidden layers",
                            "Each layer folds [0, 1] once more: 2^(L−1) switches", {2, 5})
        .symbol("L")
        .group("Network"),
    integer<&Config::width>("width", "Units a layer",
                            "Two suffice; the last unit of an odd width stays free when tied",
                            {2, 8})
        .symbol("w")
        .group("Network"),
    boolean<&Config::centred>("centred", "Centred input", "Feed x - 1/2 rather than x")
        .group("Network"),
    choice<&Config::optimiser>("optimiser", "Optimiser", "What moves the weights", kOptimisers)
        .group("Training"),
    real<&Config::rate>("rate", "Learning rate", "Step size of the optimiser",
                        {0.001, 0.2, Scale::Log})
        .symbol("η")
        .group("Training"),
    onlyWhen<Config, [](const Config& c) { return c.optimiser == SquareWaveOptimiser::Momentum; }>(
        real<&Config::momentum>("momentum", "Momentum", "Weight of the past steps", {0, 0.99})
            .symbol("β")
            .group("Training")),
    integer<&Config::batch>("batch", "Batch size", "128 is the full batch", {1, kWavePoints})
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

constexpr OutputDef kOutputs[] = {
    graph("nets", "Three networks",
          "What each unit answers over x in [0, 1]: the correct parameters, the free and the "
          "negatively tied net of the present start. A flat picture is a dead unit"),
    series("learnt", "Learnt function", "Probability of y = 1 over the target square wave")
        .x("x", "input")
        .y("ŷ", "probability of y = 1"),
    series("race", "Success so far",
           "Share of starts that reach 98 % accuracy, with 95 % Wilson intervals")
        .x("", "1: free weights, 2: negatively tied")
        .y("", "success rate"),
    series("layers", "Layer by layer",
           "Pre-activations and outputs of every layer, scaled by the layer's largest |z|; the "
           "correct net dashed")
        .x("x", "input")
        .y("z, h", "pre-activation, output (scaled)"),
    series("losses", "Loss curves",
           "Logistic loss of the present start and, muted, of up to 60 earlier ones")
        .x("t", "optimiser step")
        .y("", "logistic loss", Scale::Log),
    series("rates", "Success rate, start by start", "Running success rates with 95 % Wilson bands")
        .x("n", "starts")
        .y("", "success rate"),
    series("accuracies", "Final accuracies",
           "How the starts ended; constant answers pile up at exactly 1/2")
        .x("", "final accuracy")
        .y("", "starts"),
    note("story", "Now"),
    scalar("free-rate", "Success rate, free", "Solved starts / starts, free weights"),
    scalar("tied-rate", "Success rate, tied", "Solved starts / starts, negatively tied weights"),
    scalar("ratio", "Tied / free", "Ratio of the success rates, where free is not 0"),
    scalar("free-accuracy", "Mean accuracy, free", "Mean final accuracy, free weights"),
    scalar("tied-accuracy", "Mean accuracy, tied", "Mean final accuracy, tied weights"),
    scalar("free-constant", "Constant answer, free", "Share of starts that end constant, free"),
    scalar("tied-constant", "Constant answer, tied", "Share of starts that end constant, tied"),
    scalar("free-dead", "Dead layer, free", "Share of starts that end with a dead layer, free"),
    scalar("tied-dead", "Dead layer, tied", "Share of starts that end with a dead layer, tied"),
    scalar("free-diverged", "Diverged, free", "Starts that diverged (count as failures), free"),
    scalar("tied-diverged", "Diverged, tied", "Starts that diverged (count as failures), tied"),
    check("correct-accuracy", "The correct net is right everywhere",
          "Fold construction, after Telgarsky 2015 (arXiv 1509.08101)"),
    check("correct-switches", "It switches 2^(L−1) times, at odd multiples of 2^(−L)",
          "Fold construction, after Telgarsky 2015 (arXiv 1509.08101)"),
    check("correct-loss", "Its loss is 2^L π²/(12 K) (with the tail for small K/2^L)",
          "Closed form: |z_L| is uniform on [0, 2^(−L)]"),
    check("tied-alive", "No tied layer dies", "relu(z) + relu(-z) = |z|"),
    check("tied-minus-free", "Tied beats free by 0.15 and more",
          "Measured claim, no theorem: 400 starts gave 0.42 against 0.03 at depth 3"),
    check("tied-enough", "Tied starts succeed this often",
          "Measured claim, no theorem: bound three standard errors below 400 starts"),
    check("free-rarely", "Free starts succeed at most this often",
          "Measured claim, no theorem: bound three standard errors above 400 starts"),
};

enum Out {
  kNets,
  kLearnt,
  kRace,
  kLayers,
  kLosses,
  kRates,
  kAccuracies,
  kStory,
  kFreeRate,
  kTiedRate,
  kRatio,
  kFreeAccuracy,
  kTiedAccuracy,
  kFreeConstant,
  kTiedConstant,
  kFreeDead,
  kTiedDead,
  kFreeDiverged,
  kTiedDiverged,
  kCorrectAccuracy,
  kCorrectSwitches,
  kCorrectLoss,
  kTiedAlive,
  kTiedMinusFree,
  kTiedEnough,
  kFreeRarely
};
static_assert(kFreeRarely + 1 == std::size(kOutputs));

std::string percent(double fraction) {
  return formatNumber(100 * fraction) + " %";
}

double share(int count, const WaveTally& tally) {
  return tally.starts > 0 ? static_cast<double>(count) / tally.starts : kNaN;
}

// What is claimed about success rates, by depth; no theorem stands behind it.
struct RateClaim {
  double tiedAtLeast, freeAtMost, differenceAtLeast;
};
RateClaim rateClaim(int depth) {
  if (depth == 2) return {0.70, 0.40, 0.15};
  return {0.22, 0.12, 0.15};
}

// Why the measured rates say nothing at these parameters; empty when they do.
std::string rateClaimObstacle(const Config& c) {
  if (c.depth > 3) {
    return "not asserted at depth " + std::to_string(c.depth) +
           ": with two units a layer nearly every start fails, tied or not";
  }
  const Config measured;
  if (c.width != measured.width || c.optimiser != measured.optimiser || c.rate != measured.rate ||
      c.batch != measured.batch || c.biasSd != measured.biasSd || c.centred != measured.centred ||
      c.trainSteps < kAssertedSteps) {
    return "rates were measured with 2 units a layer, Adam at rate 0.01, full batch, centred "
           "input, zero biases and 1500 steps or more; other settings are not asserted";
  }
  if (c.starts < kAssertedStarts) return "needs 60 starts";
  return {};
}

struct CorrectNet {
  VectorXd theta;
  double accuracy = 0, loss = 0;
  std::vector<double> switches;
};

CorrectNet measureCorrect(const Config& config) {
  const Architecture architecture = foldArchitecture(config.depth, config.width);
  Network<double> network(architecture);
  CorrectNet correct;
  correct.theta = foldParameters(network.layout(), network.tying(), waveShift(config), kSteepness);
  MatrixXd X(kMidpoints, 1), Y(kMidpoints, 1);
  for (int i = 0; i < kMidpoints; ++i) {
    const double x = (i + 0.5) / kMidpoints;
    X(i, 0) = x - waveShift(config);
    Y(i, 0) = squareWave(x, config.depth) ? 1 : -1;
  }
  correct.loss = network.loss(correct.theta, X, Y, {Loss::Logistic});
  const auto f = network.forward(correct.theta, X);
  int right = 0;
  for (int i = 0; i < kMidpoints; ++i) {
    right += (f(i, 0) > 0) == (Y(i, 0) > 0);
    if (i > 0 && (f(i, 0) > 0) != (f(i - 1, 0) > 0)) {
      correct.switches.push_back(static_cast<double>(i) / kMidpoints);
    }
  }
  correct.accuracy = static_cast<double>(right) / kMidpoints;
  return correct;
}

class SquareWave final : public LabOf<Config> {
 public:
  SquareWave(const Config& config, std::uint64_t seed)
      : LabOf(config), race_(config, seed), correct_(measureCorrect(config)) {}

  void step() override { race_.advance(squareWavePace(config(), race_.upcomingStart())); }

  Status status() const override { return race_.finished() ? Status::Done : Status::Running; }

  std::string statusText() const override {
    const WaveTally& free = race_.tally(0);
    const WaveTally& tied = race_.tally(1);
    if (race_.finished()) {
      return std::to_string(free.starts) + " starts raced: free weights solved " +
             std::to_string(free.solved) + ", negatively tied " + std::to_string(tied.solved);
    }
    return "start " + std::to_string(race_.start() + 1) + " of " + std::to_string(config().starts) +
           ", step " + std::to_string(race_.step());
  }

  double progress() const override {
    const double inStart =
        race_.startEnded() ? 1 : static_cast<double>(race_.step()) / config().trainSteps;
    return (race_.start() + inStart) / config().starts;
  }

  void publish(Frame& frame) const override {
    const WaveOutcome now[2] = {race_.learner(0).outcome(), race_.learner(1).outcome()};
    publishNets(frame, now);
    frame.outputs[kRace] = waveSuccessBars(race_);
    frame.outputs[kLosses] = waveLossCurves(race_);
    frame.outputs[kRates] = waveRunningRates(race_);
    frame.outputs[kAccuracies] = waveAccuracies(race_);
    frame.outputs[kStory] = NoteData{story(now)};
    publishScalars(frame);
    publishChecks(frame);
  }

 private:
  void publishNets(Frame& frame, const WaveOutcome (&now)[2]) const {
    const TyingMap none = TyingMap::none(Layout(foldArchitecture(config().depth, config().width)));
    std::vector<WaveNet> nets = {{"correct", "correct parameters", kWaveCorrectColour,
                                  CurveRole::Theory, none, correct_.theta}};
    for (int which = 0; which < 2; ++which) {
      const WaveLearner& learner = race_.learner(which);
      const std::string name(kWaveNames[which]);
      nets.push_back({name,
                      name + (now[which].diverged ? ": diverged"
                                                  : ": " + percent(now[which].accuracy) + " right"),
                      kWaveColours[which], CurveRole::Measured, learner.tying(), learner.theta()});
    }
    frame.outputs[kNets] = waveGraph(config(), nets);
    frame.outputs[kLearnt] = waveLearnt(config(), std::span(nets).subspan(1));
    frame.outputs[kLayers] = waveLayers(config(), nets);
  }

  std::string story(const WaveOutcome (&now)[2]) const {
    std::string text = "Start " + std::to_string(race_.start() + 1) + " of " +
                       std::to_string(config().starts) + ".";
    for (int which = 0; which < 2; ++which) {
      const WaveOutcome& outcome = now[which];
      text += which == 0 ? " Free: " : " Tied: ";
      if (outcome.diverged) {
        text += "diverged within step " + std::to_string(outcome.stoppedAt) +
                ", counted as a failure; a smaller learning rate avoids it.";
      } else if (outcome.dead) {
        text += "a layer is dead, the answer is constant and no gradient reaches what lies before.";
      } else if (outcome.constant) {
        text += "the same answer everywhere.";
      } else if (outcome.solved) {
        text += "solved.";
      } else {
        text += percent(outcome.accuracy) + " right.";
      }
    }
    return text;
  }

  void publishScalars(Frame& frame) const {
    for (int which = 0; which < 2; ++which) {
      const WaveTally& tally = race_.tally(which);
      const auto put = [&](Out freeId, double value) {
        frame.outputs[freeId + which] = ScalarData{value};
      };
      double sum = 0;
      for (const WaveOutcome& outcome : race_.outcomes(which)) sum += outcome.accuracy;
      put(kFreeRate, share(tally.solved, tally));
      put(kFreeAccuracy, sum / tally.starts);
      put(kFreeConstant, share(tally.constant, tally));
      put(kFreeDead, share(tally.dead, tally));
      put(kFreeDiverged, tally.diverged);
    }
    const int free = race_.tally(0).solved, tied = race_.tally(1).solved;
    frame.outputs[kRatio] = ScalarData{free > 0 ? static_cast<double>(tied) / free : kNaN};
  }

  void publishChecks(Frame& frame) const {
    const int depth = config().depth;
    frame.outputs[kCorrectAccuracy] =
        judged(correct_.accuracy, Relation::About, 1, 0, "share of 4096 points answered rightly");
    const std::vector<double> predicted = squareWaveSwitches(depth);
    frame.outputs[kCorrectSwitches] =
        correct_.switches == predicted
            ? judged(static_cast<double>(correct_.switches.size()), Relation::About,
                     static_cast<double>(predicted.size()), 0, "number of switches, all in place")
            : judged(kNaN, Relation::About, static_cast<double>(predicted.size()), 0,
                     "switches are not where predicted");
    frame.outputs[kCorrectLoss] =
        judged(correct_.loss, Relation::About, foldLoss(depth, kSteepness), 5e-4,
               "logistic loss of the correct net, K = 200, 4096 midpoints");

    const WaveTally& free = race_.tally(0);
    const WaveTally& tied = race_.tally(1);
    frame.outputs[kTiedAlive] =
        tied.starts > 0
            ? judged(tied.dead, Relation::AtMost, 0, 0,
                     "starts with a dead layer: tied " + std::to_string(tied.dead) + ", free " +
                         std::to_string(free.dead) + " of " + std::to_string(free.starts))
            : pending(Relation::AtMost, 0, 0, "waits for the first start to end");

    const std::string obstacle = rateClaimObstacle(config());
    const RateClaim claim = rateClaim(depth);
    const auto claimCheck = [&](Out out, double measured, Relation relation, double bound) {
      if (!obstacle.empty()) {
        frame.outputs[out] = notApplicable(obstacle);
      } else if (free.starts < kAssertedStarts) {
        frame.outputs[out] = pending(relation, bound, 0, "waits for 60 starts");
      } else {
        frame.outputs[out] =
            judged(measured, relation, bound, 0,
                   "measured claim over " + std::to_string(free.starts) + " starts, no theorem");
      }
    };
    const double freeRate = share(free.solved, free), tiedRate = share(tied.solved, tied);
    claimCheck(kTiedMinusFree, tiedRate - freeRate, Relation::AtLeast, claim.differenceAtLeast);
    claimCheck(kTiedEnough, tiedRate, Relation::AtLeast, claim.tiedAtLeast);
    claimCheck(kFreeRarely, freeRate, Relation::AtMost, claim.freeAtMost);
  }

  WaveRace race_;
  CorrectNet correct_;
};

const bool registered = registerLab(labDef<Config, SquareWave>({
    .id = "square-wave",
    .title = "Square wave: free or tied",
    .claim = "A deep ReLU net that fails on a square wave with free weights succeeds when its "
             "weights are tied negatively.",
    .group = Group::Tying,
    .year = 2015,
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"race",
          "The race",
          "Sixty random starts at depth 3: watch the first one learn, then the bars part. Tied "
          "weights solve about four starts in ten, free ones about one in thirty.",
          {}},
         {"shallow",
          "Depth 2",
          "Two switches only: free weights now solve one start in five, tied ones six in seven.",
          {{"depth", "2"}}},
         {"watch",
          "One start, slowly",
          "Follow the pictures in the nodes: each tied layer keeps the V of |z| and folds the one "
          "before it; compare with the correct net on the left.",
          {{"pace", "2"}, {"accelerate", "false"}, {"starts", "10"}}},
         {"dead-layers",
          "Why free weights fail",
          "Look for flat pictures in the free net: a layer whose units are all 0 makes the answer "
          "constant and passes no gradient back. Compare dead layers, free and tied.",
          {{"depth", "4"}, {"pace", "25"}}},
         {"sgd",
          "SGD with momentum",
          "Mini-batches of 32 and momentum 0.9: free weights hardly ever succeed, tied ones in one "
          "start of seven. The advantage does not come from Adam.",
          {{"optimiser", "momentum"}, {"rate", "0.05"}, {"batch", "32"}, {"train-steps", "4000"}}},
         {"too-fast",
          "Step too large",
          "At learning rate 0.2 momentum throws some tied starts to infinity; they count as "
          "failures and the race goes on.",
          {{"optimiser", "momentum"}, {"rate", "0.2"}, {"batch", "32"}}},
         {"wider",
          "Six units a layer",
          "Width is the other cure: with six units a layer hardly dies, free weights solve nine "
          "starts in ten and tying adds little.",
          {{"width", "6"}}}},
    .references = {{"M. Telgarsky, Representation benefits of deep feedforward networks, 2015",
                    "https://arxiv.org/abs/1509.08101"},
                   {"M. Telgarsky, Benefits of depth in neural networks, COLT 2016",
                    "https://arxiv.org/abs/1602.04485"},
                   {"H. G. Ramaswamy, talk on weight tying and the square wave", ""}},
    .thumbnailSteps = 240,
    .stepsPerSecond = 60,
}));

}  // namespace

int squareWavePace(const SquareWaveConfig& config, int start) {
  constexpr double kWorkPerLabStep = 1.2e6;  // weights times examples, about 2 ms
  constexpr double kOverhead = 40;           // of one optimiser step, in weights
  const Layout layout(foldArchitecture(config.depth, config.width));
  const double work = (static_cast<double>(layout.weightCount()) + kOverhead) * config.batch;
  const double limit = std::clamp(kWorkPerLabStep / work, 1.0, 400.0);
  const double doubled =
      config.accelerate ? std::ldexp(config.pace, std::min(start, 20)) : config.pace;
  return static_cast<int>(std::min(doubled, limit));
}

}  // namespace basin
