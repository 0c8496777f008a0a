// One word for one thing: what ids of parameters and outputs mean that several labs have. Ids are
// permanent, for addresses and saved files hold them; so old ones stay, each with the reason why it
// differs, and new ones are held to this table.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lab/lab.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

enum class Of { Params, Outputs };

struct Meaning {
  Of of;
  std::string_view id;
  std::string_view meaning;
  std::vector<std::string_view> insteadOf{};  // Ids that would say the same.
};

const std::vector<Meaning>& vocabulary() {
  static const std::vector<Meaning> all = {
      // What is trained.
      {Of::Params, "model", "which family of functions or networks", {"family", "architecture"}},
      {Of::Params, "width", "units of a hidden layer", {"units", "neurons", "hidden-units"}},
      {Of::Params, "widths", "units of every hidden layer", {"layers", "hidden-layers"}},
      {Of::Params, "depth", "number of hidden layers"},
      {Of::Params, "factors", "matrices in the product that a linear network is", {"matrices"}},
      {Of::Params, "activation", "what a hidden unit computes", {"nonlinearity"}},
      {Of::Params, "bias", "whether units have biases, or their scale", {"biases", "use-bias"}},
      {Of::Params, "skip", "whether layers are wired to the output", {"skips", "shortcuts"}},
      {Of::Params, "slope", "of leaky ReLU for negative arguments", {"leak", "negative-slope"}},
      {Of::Params, "batch-norm", "whether hidden units are normalised over the batch",
       {"normalise", "bn"}},
      {Of::Params, "fix-output", "whether the weights into the output are held",
       {"freeze-output", "fixed-output"}},
      {Of::Params, "tying-rules", "the reader's own tying", {"rules"}},
      {Of::Params, "tying", "which weights are one parameter", {"weight-tying", "tied"}},
      {Of::Params, "init", "distribution of the initial weights", {"initialisation", "init-kind"}},
      {Of::Params, "gain", "factor on the initial weights", {"init-scale", "init-gain"}},
      {Of::Params, "learn-output", "whether the output layer learns as well", {"train-output"}},
      {Of::Params, "input-x", "whether the network is fed x"},
      {Of::Params, "input-y", "whether the network is fed y"},
      {Of::Params, "input-xx", "whether the network is fed x²"},
      {Of::Params, "input-yy", "whether the network is fed y²"},
      {Of::Params, "input-xy", "whether the network is fed xy"},
      {Of::Params, "input-sin-x", "whether the network is fed sin 2x"},
      {Of::Params, "input-sin-y", "whether the network is fed sin 2y"},
      // What it is trained on.
      {Of::Params, "task", "classification or regression", {"problem"}},
      {Of::Params, "dataset", "which points of two classes", {"data", "data-set"}},
      {Of::Params, "count", "number of examples drawn", {"examples", "data-size"}},
      {Of::Params, "points", "the points of the data: how many, or the reader's own"},
      {Of::Params, "samples", "the reader's own samples of a function"},
      {Of::Params, "data-noise", "standard deviation of the noise on the data"},
      {Of::Params, "dimension", "of the space the experiment lives in", {"dim"}},
      {Of::Params, "target", "the function to learn", {"teacher", "target-function"}},
      {Of::Params, "formula", "the reader's own function of x", {"expression"}},
      {Of::Params, "switches", "changes of sign of a square wave"},
      {Of::Params, "periods", "whole waves on the interval"},
      {Of::Params, "test-fraction", "part of the data not trained on", {"test-share"}},
      // How it is trained.
      {Of::Params, "loss", "what is minimised", {"objective", "loss-function", "criterion"}},
      {Of::Params, "hinge-power", "exponent of the hinge"},
      {Of::Params, "optimiser", "what moves the weights", {"optimizer", "method"}},
      {Of::Params,
       "rate",
       "step size η",
       {"learning-rate", "step-size", "eta", "lr", "relative-rate"}},
      {Of::Params, "momentum", "weight of past steps"},
      {Of::Params, "batch", "examples a step sees; 0: all", {"batch-size", "mini-batch"}},
      {Of::Params, "decay", "λ of the penalty λ/2 |θ|²", {"weight-decay", "ridge", "penalty"}},
      {Of::Params, "noise", "size of the noise in the gradient", {"gradient-noise"}},
      {Of::Params, "radius", "of the ball of random jumps", {"kick-radius"}},
      {Of::Params, "epsilon", "accuracy ε that is asked for", {"accuracy", "eps"}},
      {Of::Params, "start-x", "first coordinate of the start", {"x0"}},
      {Of::Params, "start-y", "second coordinate of the start", {"y0"}},
      {Of::Params,
       "step-limit",
       "steps of training after which a run ends",
       {"max-steps", "train-steps", "descent-steps", "time", "steps-limit", "iterations",
        "max-iterations", "epochs", "horizon"}},
      {Of::Params,
       "runs",
       "random starts for every setting of a sweep",
       {"starts", "trials", "repeats", "replicas", "repetitions"}},
      {Of::Params, "view", "which picture is shown"},
      // What is shown.
      {Of::Outputs, "now", "the note on what is going on", {"story", "state", "status"}},
      {Of::Outputs, "surface", "the function over a plane, with paths", {"plane"}},
      {Of::Outputs,
       "loss",
       "what is minimised: over the steps, or at the end",
       {"losses", "loss-curve", "training-loss"}},
      {Of::Outputs, "value", "f where descent stands", {"f", "objective"}},
      {Of::Outputs, "gradient-norm", "|∇f| where training stands", {"grad-norm"}},
      {Of::Outputs,
       "lambda-max",
       "largest eigenvalue, of the Hessian",
       {"largest", "sharpness-now"}},
      {Of::Outputs, "lambda-min", "smallest eigenvalue, of Hessian or kernel", {"smallest"}},
      {Of::Outputs, "sharpness", "λmax of the Hessian over the steps"},
      {Of::Outputs, "kernel", "the tangent kernel", {"ntk", "tangent-kernel"}},
      {Of::Outputs, "motion", "distance the weights have moved", {"moved"}},
      {Of::Outputs, "modes", "what is left in each mode"},
      {Of::Outputs, "variance", "how a variance is spread or falls"},
      {Of::Outputs, "edge", "where stability or a spectrum ends"},
      {Of::Outputs, "descent-lemma", "check of the descent lemma"},
  };
  return all;
}

struct Exception {
  Of of;
  std::string_view lab;
  std::string_view id;
  std::string_view reason;
};

// Ids of the first eight labs that say what another id says.
const std::vector<Exception> kOldWords = {
    {Of::Params, "saddle", "max-steps", "ends the wait of plain descent; older than the table"},
    {Of::Params, "square-wave", "train-steps", "of one start, of which a run races many"},
    {Of::Params, "ntk", "descent-steps", "of every network, in slices of the session's steps"},
    {Of::Params, "overparam", "descent-steps",
     "of every network, in slices of the session's steps"},
    {Of::Params, "mean-field", "time", "in the time of the limit, steps times step size"},
    {Of::Params, "square-wave", "starts", "raced one after the other; older than the table"},
    {Of::Outputs, "square-wave", "story", "older than the table"},
    {Of::Outputs, "playground", "state", "older than the table"},
    {Of::Outputs, "playground", "losses", "two of them, on training and test examples"},
    {Of::Outputs, "square-wave", "losses", "of up to 60 starts"},
    {Of::Outputs, "landscape", "largest", "a node of the quadrature; older than the table"},
    {Of::Outputs, "landscape", "smallest", "a node of the quadrature; older than the table"},
    {Of::Outputs, "gd", "sharpness-now", "older than the table"},
    {Of::Outputs, "overparam", "moved", "older than the table"},
};

// Ids of the first eight labs that say something else there than the table does.
const std::vector<Exception> kOtherMeanings = {
    {Of::Params, "ntk", "bias", "the scale of the biases"},
    {Of::Params, "mean-field", "decay", "of the modes of a unit"},
    {Of::Params, "landscape", "points", "the reader's own points, as text"},
    {Of::Params, "playground", "points", "the reader's own points, as text"},
    {Of::Params, "ntk", "stable", "whether the step size is held to what is stable"},
    {Of::Params, "saddle", "stable", "curvature across the saddle"},
    {Of::Params, "overparam", "rate", "ηλmax, relative to the kernel's edge"},
    {Of::Params, "wide-linear", "rate", "relative to the theorem's largest"},
    {Of::Outputs, "landscape", "edge", "check of the spectrum's edge"},
    {Of::Outputs, "landscape", "loss", "one number, at the end of the path"},
    {Of::Outputs, "mean-field", "modes", "check of the rates of decay"},
    {Of::Outputs, "ntk", "motion", "one number, of the network shown"},
};

struct Use {
  std::string_view lab;
  int kind;
};

// Ids of all labs, and where they are used.
std::map<std::string_view, std::vector<Use>> usesOf(Of of) {
  std::map<std::string_view, std::vector<Use>> uses;
  for (const LabDef* lab : realLabs()) {
    if (of == Of::Params) {
      for (const ParamDef& def : lab->params) {
        uses[def.id].push_back({lab->id, static_cast<int>(def.kind)});
      }
    } else {
      for (const OutputDef& def : lab->outputs) {
        uses[def.id].push_back({lab->id, static_cast<int>(def.kind)});
      }
    }
  }
  return uses;
}

bool listed(const std::vector<Exception>& exceptions, Of of, std::string_view lab,
            std::string_view id) {
  return std::ranges::any_of(exceptions, [&](const Exception& each) {
    return each.of == of && each.lab == lab && each.id == id;
  });
}

// The id that a lab has to take instead of this one.
std::optional<std::string_view> betterId(Of of, std::string_view lab, std::string_view id) {
  if (listed(kOldWords, of, lab, id)) return std::nullopt;
  for (const Meaning& each : vocabulary()) {
    if (each.of == of && std::ranges::find(each.insteadOf, id) != each.insteadOf.end()) {
      return each.id;
    }
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("ids: no lab has another word for a thing that has one") {
  for (const Of of : {Of::Params, Of::Outputs}) {
    for (const auto& [id, uses] : usesOf(of)) {
      for (const Use& use : uses) {
        const auto better = betterId(of, use.lab, id);
        CHECK_MESSAGE(!better, use.lab, ": ", id, " means ", better.value_or(""));
      }
    }
  }
}

TEST_CASE("ids: a new lab's other word is refused, by the name it should have") {
  for (const char* id : {"max-steps", "train-steps", "descent-steps", "time"}) {
    CHECK(betterId(Of::Params, "new-lab", id) == "step-limit");
  }
  CHECK(betterId(Of::Params, "new-lab", "learning-rate") == "rate");
  CHECK(betterId(Of::Params, "new-lab", "starts") == "runs");
  for (const char* id : {"story", "state"}) CHECK(betterId(Of::Outputs, "new-lab", id) == "now");
  CHECK_FALSE(betterId(Of::Params, "new-lab", "step-limit"));
  CHECK_FALSE(betterId(Of::Outputs, "new-lab", "time"));  // A series of times is something else.
  CHECK_FALSE(betterId(Of::Params, "saddle", "max-steps"));
}

TEST_CASE("ids: what several labs have is in the table, and of one kind but where it says so") {
  for (const Of of : {Of::Params, Of::Outputs}) {
    for (const auto& [id, uses] : usesOf(of)) {
      std::vector<Use> common;
      for (const Use& use : uses) {
        const bool excepted =
            listed(kOtherMeanings, of, use.lab, id) || listed(kOldWords, of, use.lab, id);
        if (!excepted) common.push_back(use);
      }
      if (common.size() < 2) continue;
      INFO(id);
      CHECK(std::ranges::any_of(vocabulary(), [&](const Meaning& each) {
        return each.of == of && each.id == id && !each.meaning.empty();
      }));
      for (const Use& use : common) CHECK_MESSAGE(use.kind == common.front().kind, use.lab);
    }
  }
}

TEST_CASE("ids: the table has no word twice, and no exception that is none") {
  std::set<std::pair<Of, std::string_view>> words;
  for (const Meaning& each : vocabulary()) {
    INFO(each.id);
    CHECK(words.emplace(each.of, each.id).second);
    for (const std::string_view other : each.insteadOf) {
      CHECK_MESSAGE(words.emplace(each.of, other).second, other);
    }
  }
  for (const auto* exceptions : {&kOldWords, &kOtherMeanings}) {
    for (const Exception& each : *exceptions) {
      INFO(each.lab, " ", each.id);
      CHECK_FALSE(each.reason.empty());
      const auto uses = usesOf(each.of);
      const auto found = uses.find(each.id);
      REQUIRE(found != uses.end());
      CHECK(std::ranges::find(found->second, each.lab, &Use::lab) != found->second.end());
    }
  }
}
