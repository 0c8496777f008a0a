#include "labs/playground.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/param_text.h"
#include "lab/legacy_lab.h"
#include "lab/registry.h"
#include "labs/playground_lens.h"
#include "labs/playground_params.h"
#include "labs/playground_pictures.h"

namespace basin {
namespace {

using Config = PlaygroundConfig;
using Opt = PlaygroundOptimiser;

enum Out {
  kSurface, kFit, kLandscape, kKernel, kNetwork, kLosses, kSharpness, kGradients,
  kTrainLoss, kTestLoss, kAccuracy, kTestAccuracy, kGradientNorm, kLambdaMax, kStability,
  kParameters, kEpoch, kPathShare, kKernelDrift, kKernelAlignment, kDescent, kProduct, kState
};

constexpr OutputDef kOutputs[] = {
    field("surface", "Decision surface",
          "What the network answers at every point; log losses: P(+1) − P(−1). Press or drag to "
          "paint points of your own, erase to remove them")
        .x("x", "first coordinate")
        .y("y", "second coordinate")
        .z("f", "response")
        .paints(2)
        .equal(),
    series("fit", "Fit", "The network's function, the target and the samples; press to add one")
        .x("x", "input")
        .y("f(x)", "response")
        .paints(1),
    field("landscape", "Loss landscape",
          "The training loss on the plane that the path so far spans; it is looked at again as the "
          "path grows")
        .x("a", "first principal component")
        .y("b", "second principal component")
        .z("L", "loss")
        .surface(),
    field("kernel", "Tangent kernel",
          "Inner products of the gradients of f at up to 64 training examples, class by class: blocks "
          "mean that a step for one example moves its whole class")
        .x("i", "example")
        .y("j", "example")
        .z("Θ", "tangent kernel")
        .equal(),
    graph("network", "Network",
          "Weights on the edges, what each unit answers over the input space in the nodes"),
    series("losses", "Loss", "Mean loss on training and test examples, without weight decay")
        .x("t", "step")
        .y("L", "mean loss", Scale::Log),
    series("sharpness", "Curvature",
           "Largest eigenvalue of the full-batch Hessian against what the step size can stand")
        .x("t", "step")
        .y("λmax", "largest Hessian eigenvalue", Scale::Log),
    series("gradients", "Gradient norm", "Length of the gradient of each step's batch")
        .x("t", "step")
        .y("|g|", "gradient norm", Scale::Log),
    scalar("train-loss", "Training loss", "Mean loss on the training examples"),
    scalar("test-loss", "Test loss", "Mean loss on the test examples"),
    scalar("accuracy", "Training accuracy", "Fraction of training points on the right side"),
    scalar("test-accuracy", "Test accuracy", "Fraction of test points on the right side"),
    scalar("gradient-norm", "Gradient norm |g|", "Length of the last step's gradient"),
    scalar("lambda-max", "λmax", "Largest Hessian eigenvalue, last measured"),
    scalar("stability-bound", "Stability bound",
           "2/η, with momentum β 2(1 + β)/η: the largest curvature the step size can stand"),
    scalar("parameters", "Parameters", "Free parameters; tied weights count once"),
    scalar("epoch", "Epoch", "How often every example has been seen"),
    scalar("path-share", "Path in its plane", "Share of the path's variance in the landscape's plane"),
    scalar("kernel-drift", "Kernel drift", "|Θ − Θ₀| / |Θ₀| since the kernel was first shown"),
    scalar("kernel-alignment", "Kernel alignment",
           "Of the tangent kernel with the targets; it grows where features are learned"),
    check("descent-lemma", "Every step descends as the lemma says",
          "Descent lemma, Nesterov 2004, section 1.2.3"),
    check("hessian-product", "Exact Hessian-vector product agrees with a central difference",
          "R-operator, Pearlmutter 1994"),
    note("state", "What is going on"),
};

class Playground final : public LabOf<Config> {
 public:
  Playground(const Config& config, std::uint64_t seed)
      : LabOf(config),
        seed_(seed),
        points_(config.points),
        samples_(config.samples),
        data_(makePlaygroundData(config, seed)),
        trainer_(config, data_, seed),
        monitor_(config, trainer_.objective(), seed),
        pictures_(config, trainer_.objective().network()),
        lens_(trainer_.theta()),
        before_(trainer_.theta()) {}

  void step() override {
    const long long t = steps_++;
    if (trainer_.objective().empty()) return;
    before_ = trainer_.theta();
    const PlaygroundStep seen = trainer_.step();
    gradientNorm_ = seen.gradientNorm;
    if (history_.due(t) || seen.diverged) record(t, seen);
    monitor_.watch(config(), trainer_, before_, t, seen);
    if (!seen.diverged) lens_.watch(config(), data_, trainer_);
    if (seen.diverged) {
      monitor_.finishNow(config(), trainer_);
      diverged_ = playgroundPostMortem(config(), monitor_, t);
    }
  }

  Status status() const override {
    if (!diverged_.empty()) return Status::Diverged;
    return steps_ >= config().stepLimit ? Status::Done : Status::Running;
  }

  std::string statusText() const override {
    if (!diverged_.empty()) return diverged_;
    if (steps_ >= config().stepLimit) return "step limit reached";
    return trainer_.objective().empty() ? "waiting for data" : "learning";
  }

  double progress() const override {
    return std::min(1.0, static_cast<double>(steps_) / config().stepLimit);
  }

  std::vector<ParamChange> poke(const Poke& poke) const override {
    return playgroundPoke(config(), data_, poke);
  }

  Result<std::vector<ParamChange>> readFile(std::string_view text) const override {
    return playgroundFile(text);
  }

  void publish(Frame& frame) const override;

 private:
  void retuned() override {
    const bool changed = config().points != points_ || config().samples != samples_;
    if (changed) {
      points_ = config().points;
      samples_ = config().samples;
      data_ = makePlaygroundData(config(), seed_);
      monitor_.cancel();
      lens_.forget();
    }
    trainer_.retune(config(), changed ? &data_ : nullptr);
  }

  void record(long long t, const PlaygroundStep& seen) {
    PlaygroundObjective& objective = trainer_.objective();
    history_.add(t, {objective.trainLoss(before_), objective.testLoss(before_),
                     seen.gradientNorm});
  }

  SeriesData curves(std::initializer_list<std::pair<const char*, std::size_t>> columns) const;
  SeriesData sharpness() const;
  std::string noteText() const;

  std::uint64_t seed_;
  std::string points_, samples_;
  PlaygroundData data_;
  PlaygroundTrainer trainer_;
  PlaygroundMonitor monitor_;
  mutable PlaygroundPictures pictures_;
  PlaygroundLens lens_;
  VectorXd before_;
  History<3> history_{512};
  double gradientNorm_ = std::numeric_limits<double>::quiet_NaN();
  long long steps_ = 0;
  std::string diverged_;
};

SeriesData Playground::curves(
    std::initializer_list<std::pair<const char*, std::size_t>> columns) const {
  Panel panel;
  int colour = 0;
  for (const auto& [name, column] : columns) {
    Curve curve;
    curve.name = name;
    curve.colour = colour++;
    for (std::size_t i = 0; i < history_.steps().size(); ++i) {
      const double value = history_.column(column)[i];
      if (!std::isfinite(value)) continue;
      curve.x.push_back(history_.steps()[i]);
      curve.y.push_back(value);
    }
    if (!curve.x.empty()) panel.curves.push_back(std::move(curve));
  }
  return {.panels = {std::move(panel)}};
}

SeriesData Playground::sharpness() const {
  Curve measured, bound;
  measured.name = "λmax";
  bound.name = config().optimiser == Opt::Momentum ? "2(1 + β)/η" : "2/η";
  bound.role = CurveRole::Theory;
  bound.colour = 3;
  const History<2>& history = monitor_.history();
  for (std::size_t i = 0; i < history.steps().size(); ++i) {
    const double lambda = history.column(0)[i];
    if (lambda > 0) {
      measured.x.push_back(history.steps()[i]);
      measured.y.push_back(lambda);
    }
    bound.x.push_back(history.steps()[i]);
    bound.y.push_back(history.column(1)[i]);
  }
  bound.x.push_back(static_cast<double>(steps_));
  bound.y.push_back(playgroundStabilityBound(config()));
  Panel panel;
  panel.curves.push_back(std::move(measured));
  if (std::isfinite(bound.y.back())) panel.curves.push_back(std::move(bound));
  return {.panels = {std::move(panel)}};
}

std::string Playground::noteText() const {
  std::string text = data_.problem;
  const auto say = [&](const std::string& sentence) {
    text += (text.empty() ? "" : " ") + sentence;
  };
  if (trainer_.objective().empty()) {
    say("There is nothing to train on: press on the picture to paint points, or drop a CSV file.");
    return text;
  }
  if (!diverged_.empty()) {
    say("Diverged: " + diverged_ + ".");
    return text;
  }
  if (monitor_.measuredAt() < 0) {
    say("The curvature is being measured.");
    return text;
  }
  const double bound = playgroundStabilityBound(config());
  const double lambda = monitor_.largestEigenvalue();
  const std::string found = "λmax = " + formatNumber(lambda);
  if (!std::isfinite(bound)) {
    say(found + "; Adam rescales every direction, so 2/η is no bound for it.");
  } else if (gradientNorm_ < 1e-6) {
    say("The gradient has all but vanished (|g| = " + formatNumber(gradientNorm_) +
        "): a critical point, where nothing moves any more.");
  } else if (lambda < 0.95 * bound) {
    say(found + " is below the stability bound " + formatNumber(bound) +
        ": the step size stands this curvature with room to spare.");
  } else if (lambda <= 1.1 * bound) {
    say(found + " is at the stability bound " + formatNumber(bound) +
        ": the edge of stability, where the loss falls in the long run but not at every step.");
  } else {
    say(found + " is above the stability bound " + formatNumber(bound) +
        ": along its sharpest direction the run overshoots.");
  }
  return text;
}

void Playground::publish(Frame& frame) const {
  auto& out = frame.outputs;
  const VectorXd& theta = trainer_.theta();
  const auto number = [&](Out at, double value) {
    if (std::isfinite(value)) out[at] = ScalarData{value};
  };
  pictures_.evaluate(theta);
  if (config().task == PlaygroundTask::Classification) {
    out[kSurface] = pictures_.surface(config(), data_);
  } else {
    out[kFit] = pictures_.fit(data_);
  }
  if (config().lens == PlaygroundLensKind::Landscape) {
    out[kLandscape] = lens_.landscape();
    number(kPathShare, lens_.explained());
  }
  if (config().lens == PlaygroundLensKind::Kernel) {
    out[kKernel] = lens_.kernel();
    if (lens_.hasKernel()) {
      number(kKernelDrift, lens_.drift());
      number(kKernelAlignment, lens_.alignment());
    }
  }
  out[kNetwork] = pictures_.graph(theta);
  out[kLosses] = curves({{"training", 0}, {"test", 1}});
  out[kSharpness] = sharpness();
  out[kGradients] = curves({{"|g|", 2}});

  const PlaygroundScore train = pictures_.score(theta, data_.trainX, data_.trainY);
  const PlaygroundScore test = pictures_.score(theta, data_.testX, data_.testY);
  number(kTrainLoss, train.loss);
  number(kTestLoss, test.loss);
  number(kAccuracy, train.accuracy);
  number(kTestAccuracy, test.accuracy);
  number(kGradientNorm, gradientNorm_);
  if (monitor_.measuredAt() >= 0) number(kLambdaMax, monitor_.largestEigenvalue());
  number(kStability, playgroundStabilityBound(config()));
  number(kParameters, static_cast<double>(theta.size()));
  const PlaygroundObjective& objective = trainer_.objective();
  number(kEpoch, static_cast<double>(trainer_.steps()) /
                     static_cast<double>(objective.stepsPerEpoch()));
  out[kDescent] = monitor_.descentCheck(config(), objective.isFullBatch());
  out[kProduct] = monitor_.productCheck();
  out[kState] = NoteData{noteText()};
}

const bool registered = registerLab(labDef<Config, Playground>({
    .id = "playground",
    .title = "Playground",
    .claim = "Build a network, choose or paint its data, and watch it learn, with the curvature "
             "of its loss beside the step size that it allows.",
    .group = Group::Optimisation,
    .year = 2021,
    .params = playgroundParams(),
    .outputs = kOutputs,
    .presets =
        {{"circles", "Circles",
          "The boundary closes around the disc within two seconds while λmax climbs towards the "
          "dashed 2/η; try step size 0.5.",
          {}},
         {"xor", "Exclusive or",
          "Four units, four straight cuts: the nodes show which corner each of them takes.",
          {{"dataset", "xor"}, {"widths", "4"}, {"loss", "logistic"}, {"rate", "0.5"}}},
         {"spiral", "Spiral",
          "Look at the nodes: units of the first layer are straight cuts, those of the second bend "
          "along the arms.",
          {{"dataset", "spiral"}, {"widths", "16,16"}, {"optimiser", "adam"}, {"rate", "0.01"},
           {"data-noise", "0.02"}}},
         {"moons", "Moons with SGD",
          "Batches of 10 make the loss jitter, yet the boundary threads between the moons.",
          {{"dataset", "moons"}, {"widths", "8"}, {"batch", "10"}, {"rate", "0.1"},
           {"data-noise", "0.15"}}},
         {"square-wave", "Square wave",
          "One plateau after the other appears; with 9 switches instead of 3 the same network "
          "needs several times as long.",
          {{"task", "regression"}, {"widths", "16,16"}, {"optimiser", "adam"}, {"rate", "0.01"},
           {"data-noise", "0"}}},
         {"own-formula", "Your own formula",
          "Write any function of x: the target changes at once, and the network sets out after it.",
          {{"task", "regression"}, {"target", "formula"}, {"widths", "16,16"},
           {"optimiser", "adam"}, {"rate", "0.01"}}},
         {"too-fast", "Step size too large",
          "The run blows up within a few steps, and the status says why: the step size is above "
          "2/λmax.",
          {{"activation", "relu"}, {"init", "he"}, {"rate", "3"}}},
         {"edge", "Edge of stability",
          "The curvature climbs to the dashed line 2/η and stays there; the loss is no longer "
          "monotone, yet it goes on falling.",
          {{"rate", "0.5"}, {"widths", "20,20"}}},
         {"landscape", "Its loss landscape",
          "The path lies on the loss around it: down a slope, then along a valley floor.",
          {{"lens", "landscape"}, {"dataset", "moons"}, {"rate", "0.5"}}},
         {"kernel", "Its tangent kernel",
          "Two blocks appear in the kernel as the classes come apart: features are being learned.",
          {{"lens", "kernel"}, {"widths", "16,16"}, {"rate", "0.3"}}},
         {"tied", "Negatively tied pairs",
          "Each pair of ReLU units has opposite weights, so that no pair can die; half the "
          "parameters do the work.",
          {{"activation", "relu"}, {"init", "he"}, {"tying", "negative"}, {"loss", "logistic"},
           {"rate", "0.1"}}},
         {"skip", "Skip connections",
          "Six layers of four sigmoid units learn because each is wired to the output; without the "
          "skips the loss stays at 1/2.",
          {{"dataset", "moons"}, {"activation", "sigmoid"}, {"widths", "4,4,4,4,4,4"},
           {"skip", "true"}}}},
    .references =
        {{"Y. Nesterov, Introductory Lectures on Convex Optimization, 2004, section 1.2.3", ""},
         {"J. Cohen, S. Kaur, Y. Li, J. Z. Kolter, A. Talwalkar, Gradient Descent on Neural "
          "Networks Typically Occurs at the Edge of Stability, ICLR 2021",
          "https://arxiv.org/abs/2103.00065"},
         {"B. A. Pearlmutter, Fast Exact Multiplication by the Hessian, Neural Computation 1994",
          "https://doi.org/10.1162/neco.1994.6.1.147"},
         {"Q. Nguyen, M. C. Mukkamala, M. Hein, On the Loss Landscape of a Class of Deep Neural "
          "Networks with No Bad Local Valleys, ICLR 2019",
          "https://arxiv.org/abs/1809.10749"},
         {"D. Smilkov, S. Carter, D. Sculley, F. B. Viégas, M. Wattenberg, Direct-Manipulation "
          "Visualization of Deep Networks, 2017",
          "https://arxiv.org/abs/1708.03788"}},
    .thumbnailSteps = 480,
    .stepsPerSecond = 120,
}));

}  // namespace

std::string playgroundPostMortem(const PlaygroundConfig& config, const PlaygroundMonitor& monitor,
                                 long long step) {
  if (step == 0) {
    return "the loss is above 10¹² or undefined from the start; smaller initial weights would help";
  }
  const std::string rate = "step size " + formatNumber(config.rate);
  const std::string when = "the loss passed 10¹² at step " + std::to_string(step);
  if (config.optimiser == Opt::Adam) return rate + " is too large for Adam here: " + when;
  const double lambda = monitor.largestEigenvalue();
  if (monitor.measuredAt() < 0 || !std::isfinite(lambda)) {
    return rate + " is too large: " + when + ", before any curvature could be measured";
  }
  const bool momentum = config.optimiser == Opt::Momentum;
  const double critical = (momentum ? 2 * (1 + config.momentum) : 2) / lambda;
  const std::string measured = (momentum ? "2(1 + β)/λmax = " : "2/λmax = ") +
                               formatNumber(critical) + " (λmax = " + formatNumber(lambda) +
                               " at step " + std::to_string(monitor.measuredAt()) + ")";
  if (lambda > 0 && config.rate > critical) return rate + " > " + measured;
  const std::string lambdaText =
      lambda > 0 ? measured
                 : "no positive curvature at step " + std::to_string(monitor.measuredAt());
  return when + " although " + rate + (lambda > 0 ? " < " : " met ") + lambdaText +
         ": the curvature grew on the way";
}

}  // namespace basin
