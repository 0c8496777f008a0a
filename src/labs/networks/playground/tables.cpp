#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/networks/playground/checks.h"
#include "labs/networks/playground/pictures.h"
#include "labs/networks/playground/words.h"
#include "study/network_params.h"

namespace basin::playground {

namespace {

constexpr Choice kLenses[] = {
    {"none", "Training only"}, {"landscape", "Loss landscape"}, {"kernel", "Tangent kernel"}};

// The network's rows; the lens stands before the last one, the step limit.
const std::vector<ParamDef> kParams = [] {
  std::vector<ParamDef> rows = networkParamsIn<&Config::network>();
  rows.insert(rows.end() - 1,
              choice<&Config::lens>(
                  "lens", "Also show",
                  "The loss around the path taken, or the tangent kernel on the examples", kLenses)
                  .live()
                  .group("Pictures"));
  return rows;
}();

// A scalar that is there while it is a number.
std::optional<double> ifFinite(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

auto trainLoss(const Study& study) {
  return ifFinite(study.scores().trainLoss);
}
auto testLoss(const Study& study) {
  return ifFinite(study.scores().testLoss);
}
auto trainAccuracy(const Study& study) {
  return ifFinite(study.scores().trainAccuracy);
}
auto testAccuracy(const Study& study) {
  return ifFinite(study.scores().testAccuracy);
}
auto gradientNorm(const Study& study) {
  return ifFinite(study.gradientNorm());
}
auto stabilityBound(const Study& study) {
  return ifFinite(study.setup().stabilityBound());
}
double parameters(const Study& study) {
  return static_cast<double>(study.theta().size());
}
double epoch(const Study& study) {
  return static_cast<double>(study.trainer().steps()) /
         static_cast<double>(study.trainer().stepsPerEpoch());
}
std::optional<double> lambdaMax(const Study& study) {
  if (study.monitor().measuredAt() < 0) return std::nullopt;
  return ifFinite(study.monitor().largestEigenvalue());
}
std::optional<double> pathShare(const Study& study) {
  if (study.lensKind() != LensKind::Landscape) return std::nullopt;
  return ifFinite(study.lens().explained());
}
template <auto Member>
std::optional<double> ofKernel(const Study& study) {
  const Lens& lens = study.lens();
  if (study.lensKind() != LensKind::Kernel || !lens.hasKernel()) return std::nullopt;
  return ifFinite((lens.*Member)());
}

constexpr OutputDef kOutputs[] = {
    field("surface", "Decision surface",
          "What the network answers at every point; log losses: P(+1) − P(−1). Press or drag to "
          "paint points of your own, erase to remove them")
        .x("x", "first coordinate")
        .y("y", "second coordinate")
        .z("f", "response")
        .paints(2)
        .equal()
        .from<&surfacePicture>(),
    series("fit", "Fit", "The network's function, the target and the samples; press to add one")
        .x("x", "input")
        .y("f(x)", "response")
        .paints(1)
        .from<&fitPicture>(),
    field("landscape", "Loss landscape",
          "The training loss on the plane that the path so far spans; it is looked at again as the "
          "path grows")
        .x("a", "first principal component")
        .y("b", "second principal component")
        .z("L", "loss")
        .surface()
        .from<&landscapePicture>(),
    field("kernel", "Tangent kernel",
          "Inner products of the gradients of f at up to 64 training examples, class by class: "
          "blocks "
          "mean that a step for one example moves its whole class")
        .x("i", "example")
        .y("j", "example")
        .z("Θ", "tangent kernel")
        .equal()
        .from<&kernelPicture>(),
    graph("network", "Network",
          "Weights on the edges, what each unit answers over the input space in the nodes")
        .from<&graphPicture>(),
    series("losses", "Loss", "Mean loss on training and test examples, without weight decay")
        .x("t", "step")
        .y("L", "mean loss", Scale::Log)
        .from<&lossPicture>(),
    series("sharpness", "Curvature",
           "Largest eigenvalue of the full-batch Hessian against what the step size can stand")
        .x("t", "step")
        .y("λmax", "largest Hessian eigenvalue", Scale::Log)
        .from<&sharpnessPicture>(),
    series("gradients", "Gradient norm", "Length of the gradient of each step's batch")
        .x("t", "step")
        .y("|g|", "gradient norm", Scale::Log)
        .from<&gradientPicture>(),
    scalar("train-loss", "Training loss", "Mean loss on the training examples").from<&trainLoss>(),
    scalar("test-loss", "Test loss", "Mean loss on the test examples").from<&testLoss>(),
    scalar("accuracy", "Training accuracy", "Fraction of training points on the right side")
        .from<&trainAccuracy>(),
    scalar("test-accuracy", "Test accuracy", "Fraction of test points on the right side")
        .from<&testAccuracy>(),
    scalar("gradient-norm", "Gradient norm |g|", "Length of the last step's gradient")
        .from<&gradientNorm>(),
    scalar("lambda-max", "λmax", "Largest Hessian eigenvalue, last measured").from<&lambdaMax>(),
    scalar("stability-bound", "Stability bound",
           "2/η, with momentum β 2(1 + β)/η: the largest curvature the step size can stand")
        .from<&stabilityBound>(),
    scalar("parameters", "Parameters", "Free parameters; tied weights count once")
        .from<&parameters>(),
    scalar("epoch", "Epoch", "How often every example has been seen").from<&epoch>(),
    scalar("path-share", "Path in its plane",
           "Share of the path's variance in the landscape's plane")
        .from<&pathShare>(),
    scalar("kernel-drift", "Kernel drift", "|Θ − Θ₀| / |Θ₀| since the kernel was first shown")
        .from<&ofKernel<&Lens::drift>>(),
    scalar("kernel-alignment", "Kernel alignment",
           "Of the tangent kernel with the targets; it grows where features are learned")
        .from<&ofKernel<&Lens::alignment>>(),
    check("descent-lemma", "Every step descends as the lemma says",
          "Descent lemma, Nesterov 2004, section 1.2.3")
        .quantity("decrease of the loss over η|g|²")
        .law("−ΔL/(η|∇L|²) ≥ 1 − ηβ/2", "−ΔL/(η|∇L|²)")
        .from<&descentLemma>(),
    check("hessian-product", "Exact Hessian-vector product agrees with a central difference",
          "R-operator, Pearlmutter 1994")
        .quantity("length of H v")
        .from<&hessianProduct>(),
    note("state", "What is going on").from<&describe>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "playground",
    .title = "Playground",
    .claim = "Build a network, choose or paint its data, and watch it learn, with the curvature "
             "of its loss beside the step size that it allows.",
    .group = Group::Networks,
    .year = 2021,
    .authors = "Cohen et al.",
    .kind = LabKind::Observation,
    .order = 30,
    .level = 1,
    .minutes = 15,
    .needs = {"gd"},
    .next = {"landscape", "ntk"},
    .keywords = {"neural network", "backpropagation", "decision boundary", "sharpness",
                 "edge of stability", "descent lemma", "Adam", "momentum", "mini-batch"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"circles",
          "Circles",
          "The boundary closes around the disc within two seconds while λmax climbs towards the "
          "dashed 2/η; try step size 0.5.",
          {},
          {{"parameters", 105, 0, 1000},
           {"stability-bound", 10, 1e-12, 1000},
           {"accuracy", 1, 0, 1000},
           {"train-loss", 0.0191026461146, 2e-11, 1000},
           {"test-loss", 0.0389993310863, 4e-11, 1000},
           {"lambda-max", 6.51458657063, 7e-9, 1000}}},
         {"xor",
          "Exclusive or",
          "Four units, four straight cuts: the nodes show which corner each of them takes.",
          {{"dataset", "xor"}, {"widths", "4"}, {"loss", "logistic"}, {"rate", "0.5"}},
          {{"parameters", 17, 0, 1000},
           {"stability-bound", 4, 1e-12, 1000},
           {"train-loss", 0.0768693264605, 8e-11, 1000},
           {"accuracy", 0.975, 1e-9, 1000},
           {"lambda-max", 1.14987954961, 2e-9, 1000}},
          "network"},
         {"spiral",
          "Spiral",
          "Look at the nodes: units of the first layer are straight cuts, those of the second bend "
          "along the arms.",
          {{"dataset", "spiral"},
           {"widths", "16,16"},
           {"optimiser", "adam"},
           {"rate", "0.01"},
           {"data-noise", "0.02"}},
          {{"parameters", 337, 0, 500},
           {"train-loss", 0.329776566925, 4e-10, 500},
           {"train-loss", 0.00323115263877, 4e-12},
           {"accuracy", 1},
           {"test-accuracy", 0.975, 1e-9}},
          "network"},
         {"moons",
          "Moons with SGD",
          "Batches of 10 make the loss jitter, yet the boundary threads between the moons.",
          {{"dataset", "moons"},
           {"widths", "8"},
           {"batch", "10"},
           {"rate", "0.1"},
           {"data-noise", "0.15"}},
          {{"epoch", 62.5, 0, 1000},
           {"train-loss", 0.0362318891049, 4e-11, 1000},
           {"accuracy", 1, 0, 1000},
           {"test-accuracy", 1, 0, 1000}}},
         {"square-wave",
          "Square wave",
          "One plateau after the other appears; with 9 switches instead of 3 the same network "
          "needs several times as long.",
          {{"task", "regression"},
           {"widths", "16,16"},
           {"optimiser", "adam"},
           {"rate", "0.01"},
           {"data-noise", "0"}},
          {{"train-loss", 0.0380168387841, 4e-11, 500},
           {"train-loss", 4.15011017213e-05, 5e-14},
           {"test-loss", 0.034941352632, 4e-11}},
          "losses"},
         {"own-formula",
          "Your own formula",
          "Write any function of x: the target changes at once, and the network sets out after it.",
          {{"task", "regression"},
           {"target", "formula"},
           {"widths", "16,16"},
           {"optimiser", "adam"},
           {"rate", "0.01"}},
          {{"train-loss", 0.00197387633565, 2e-12, 500},
           {"test-loss", 0.00268151630334, 3e-12, 500}}},
         {"too-fast",
          "Step size too large",
          "The run blows up within a few steps, and the status says why: the step size is above "
          "2/λmax.",
          {{"activation", "relu"}, {"init", "he"}, {"rate", "3"}},
          {{"stability-bound", 2.0 / 3, 1e-12, 14}, {"lambda-max", 22.5149758048, 3e-8, 14}}},
         {"edge",
          "Edge of stability",
          "The curvature climbs to the dashed line 2/η and stays there; the loss is no longer "
          "monotone, yet it goes on falling.",
          {{"rate", "0.5"}, {"widths", "20,20"}},
          {{"stability-bound", 4, 1e-12, 300},
           {"train-loss", 0.0177174811764, 2e-11, 300},
           {"lambda-max", 3.99014766377, 4e-9},
           {"train-loss", 0.00108373645315, 2e-12}},
          "sharpness"},
         {"landscape",
          "Its loss landscape",
          "The path lies on the loss around it: down a slope, then along a valley floor.",
          {{"lens", "landscape"}, {"dataset", "moons"}, {"rate", "0.5"}},
          {{"train-loss", 0.0188230664287, 2e-11, 300}, {"path-share", 0.957803495205, 1e-9, 300}},
          "landscape"},
         {"kernel",
          "Its tangent kernel",
          "Two blocks appear in the kernel as the classes come apart: features are being learned.",
          {{"lens", "kernel"}, {"widths", "16,16"}, {"rate", "0.3"}},
          {{"kernel-drift", 0.994180965038, 1e-9, 300},
           {"kernel-alignment", 0.0878138319459, 9e-11, 300},
           {"train-loss", 0.0296019058306, 3e-11, 300}},
          "kernel"},
         {"tied",
          "Negatively tied pairs",
          "Each pair of ReLU units has opposite weights, so that no pair can die; half the "
          "parameters do the work.",
          {{"activation", "relu"},
           {"init", "he"},
           {"tying", "negative"},
           {"loss", "logistic"},
           {"rate", "0.1"}},
          {{"parameters", 57, 0, 1000},
           {"accuracy", 1, 0, 1000},
           {"train-loss", 0.00852243334404, 9e-12, 1000}},
          "network"},
         {"skip",
          "Skip connections",
          "Six layers of four sigmoid units learn because each is wired to the output; without the "
          "skips the loss stays at 1/2.",
          {{"dataset", "moons"},
           {"activation", "sigmoid"},
           {"widths", "4,4,4,4,4,4"},
           {"skip", "true"}},
          {{"parameters", 137, 0, 500},
           {"train-loss", 0.101879370773, 2e-10, 500},
           {"train-loss", 0.0320702318573, 4e-11}}},
         {"normalised",
          "Batch normalisation",
          "The same six layers learn without skips once every unit is normalised over the batch; "
          "switch it off and the loss stays at 1/2.",
          {{"dataset", "moons"},
           {"activation", "sigmoid"},
           {"widths", "4,4,4,4,4,4"},
           {"batch-norm", "true"}},
          {{"parameters", 141, 0, 300},
           {"train-loss", 0.00199733445325, 2e-12, 300},
           {"test-loss", 0.00472591392442, 5e-12, 300}}},
         {"own-tying",
          "Your own tying",
          "Rules tie what you like: units 3 and 4 mirror 1 and 2, and the second layer sees the "
          "first through a window of three.",
          {{"widths", "4,4"},
           {"tying", "own"},
           {"tying-rules",
            "1:3 = -1:1; 1:4 = -1:2; 2:1<3 = 0; 2:1<4 = 0; 2:2<4 = 0; 2:3<1 = 0; 2:4<1 = 0; "
            "2:4<2 = 0"}},
          {{"parameters", 25, 0, 300},
           {"train-loss", 0.138500965153, 1e-10, 300},
           {"test-loss", 0.276101752036, 3e-10, 300}},
          "network"},
         {"fixed-output",
          "Only the first layer learns",
          "The weights into the output stay as they were drawn, and forty units fit all the same: "
          "what many proofs assume is no loss in practice.",
          {{"widths", "40"}, {"fix-output", "true"}, {"dataset", "moons"}},
          {{"parameters", 121, 0, 300},
           {"train-loss", 0.0867004687088, 9e-11, 300},
           {"test-loss", 0.123573124901, 1e-10, 300}}},
         {"sharp",
          "A sharp loss",
          "With a curvature of four thousand a difference of gradients needs a finer step",
          {{"dataset", "spiral"},
           {"widths", "4,9,8"},
           {"activation", "identity"},
           {"init", "normal"},
           {"gain", "6"},
           {"loss", "logistic"},
           {"rate", "0.0001"},
           {"step-limit", "100"}},
          {{"parameters", 146, 0, 100, 4}, {"lambda-max", 3983.66344215, 4e-6, 100, 4}},
          "",
          true}},
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

}  // namespace basin::playground
