#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "data/table.h"
#include "io/recipe.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "labs/networks/playground/monitor.h"
#include "labs/networks/playground/painting.h"
#include "linalg/decompositions.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

const LabDef& lab() {
  const LabDef* lab = findLab("playground");
  REQUIRE(lab);
  return *lab;
}

Session sessionWith(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return sessionOf("playground", settings, seed);
}

// Null where the task at hand has no such output.
template <class T>
const T* outputOf(const Frame& frame, std::string_view id) {
  return std::get_if<T>(&frame.outputs[outputPlace(frame, id)]);
}

std::string noteOf(const Frame& frame) { return output<NoteData>(frame, "state").text; }

bool allFinite(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

// All that a frame shows is finite, and every output of the task is there.
void checkFinite(const Frame& frame, bool learns = true) {
  if (learns) {
    for (const char* id : {"train-loss", "gradient-norm", "parameters", "epoch"}) {
      CHECK_MESSAGE(std::isfinite(scalarOf(frame, id)), id);
    }
  }
  const auto* surface = outputOf<FieldData>(frame, "surface");
  const auto* fit = outputOf<SeriesData>(frame, "fit");
  CHECK((surface == nullptr) != (fit == nullptr));
  if (surface) {
    REQUIRE(surface->values.size() == static_cast<size_t>(surface->nx) * surface->ny);
    CHECK(allFinite(surface->values));
  }
  const auto graph = output<GraphData>(frame, "network");
  for (const GraphNode& node : graph.nets[0].nodes) {
    REQUIRE(static_cast<int>(node.picture.values.size()) == node.picture.nx * node.picture.ny);
    CHECK(allFinite(node.picture.values));
  }
}

int paramAt(std::string_view id) { return paramIndex(lab(), id); }

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("playground: every data set runs under every optimiser") {
  for (const char* set : {"circles", "xor", "gaussians", "spiral", "moons", "own"}) {
    for (const char* optimiser : {"gd", "momentum", "adam", "noisy", "perturbed"}) {
      Session session = sessionWith({{"dataset", set}, {"optimiser", optimiser}, {"rate", "0.02"},
                                     {"batch", "10"}, {"count", "60"}, {"widths", "4,3"}});
      session.advance(70);
      CHECK(session.status() == Status::Running);
      checkFinite(session.frame());
    }
  }
  for (const char* target : {"square-wave", "sine", "formula", "own"}) {
    for (const char* batch : {"0", "7"}) {
      Session session = sessionWith({{"task", "regression"}, {"target", target}, {"rate", "0.02"},
                                     {"batch", batch}, {"count", "40"}, {"decay", "0.01"}});
      session.advance(70);
      CHECK(session.status() == Status::Running);
      checkFinite(session.frame());
    }
  }
}

TEST_CASE("playground: every loss, activation, tying and input runs") {
  const auto run = [](std::vector<Setting> settings) {
    settings.push_back({"rate", "0.01"});
    settings.push_back({"count", "50"});
    settings.push_back({"widths", "5,4,4"});
    Session session = sessionWith(settings);
    session.advance(60);
    INFO(settings[0].id, " ", settings[0].value);
    CHECK(session.status() == Status::Running);
    checkFinite(session.frame());
  };
  for (const Choice& choice : lab().params[paramAt("loss")].choices) {
    run({{"loss", choice.id}});
  }
  for (const Choice& choice : lab().params[paramAt("activation")].choices) {
    run({{"activation", choice.id}, {"gain", "0.2"}});
  }
  for (const Choice& choice : lab().params[paramAt("tying")].choices) {
    run({{"tying", choice.id}, {"skip", "true"}});
    run({{"tying", choice.id}, {"bias", "false"}});
  }
  for (const char* norm : {"true", "false"}) {
    run({{"batch-norm", norm}, {"fix-output", "true"}, {"batch", "10"}});
    run({{"batch-norm", norm}, {"tying", "own"}, {"skip", "true"}});
  }
  for (const Choice& choice : lab().params[paramAt("init")].choices) {
    run({{"init", choice.id}, {"gain", "0.5"}});
  }
  run({{"input-xx", "true"}, {"input-yy", "true"}, {"input-xy", "true"}, {"input-sin-x", "true"},
       {"input-sin-y", "true"}, {"input-x", "false"}});
  run({{"input-x", "false"}, {"input-y", "false"}});
  run({{"test-fraction", "0"}});
}

TEST_CASE("playground: a linear model and a wide one run") {
  for (const char* hidden : {"none", "1", "64,64,64"}) {
    Session session = sessionWith({{"widths", hidden}, {"dataset", "gaussians"}, {"count", "60"},
                                   {"rate", "0.05"}});
    session.advance(30);
    checkFinite(session.frame());
  }
}

TEST_CASE("playground: the defaults learn circles, and every check holds") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Session session = sessionWith({}, seed);
    session.advance(600);
    const Frame frame = session.frame();
    CHECK(scalarOf(frame, "accuracy") > 0.95);
    CHECK(scalarOf(frame, "test-accuracy") > 0.9);
    for (const char* id : {"descent-lemma", "hessian-product"}) {
      const auto check = output<CheckData>(frame, id);
      CHECK_MESSAGE(check.state == CheckState::Holds, id << ": " << check.detail);
    }
  }
}

TEST_CASE("playground: the run ends at its step limit") {
  Session session = sessionWith({{"step-limit", "120"}, {"count", "30"}});
  CHECK(session.advance(1000) == 120);
  CHECK(session.status() == Status::Done);
  CHECK(session.frame().progress == 1);
}

TEST_CASE("playground: lambda max is the dense Hessian's") {
  for (const char* optimiser : {"gd", "adam"}) {
    NetworkSetup setup;
    setup.count = 80;
    setup.hidden = {6, 4};
    setup.decay = 0.003;
    setup.rate = 0.02;
    if (std::string(optimiser) == "adam") setup.optimiser = NetworkSetup::Optimiser::Adam;
    const NetworkData data = makeNetworkData(setup, 3);
    NetworkTrainer trainer(setup, data, 3);
    playground::Monitor monitor(setup, trainer, 3);
    VectorXd measured;
    for (long long t = 0; t <= 240; ++t) {
      const VectorXd before = trainer.theta();
      if (t == 200) measured = before;
      monitor.watch(setup, trainer, before, t, trainer.step());
    }
    REQUIRE(monitor.measuredAt() == 200);
    MatrixXd H;
    trainer.objective().hessian(measured, H);
    const double exact = symmetricEigenvalues(H).maxCoeff();
    CHECK(monitor.largestEigenvalue() == doctest::Approx(exact).epsilon(1e-6));
  }
}

TEST_CASE("playground: divergence names the step size and 2/lambda max") {
  Session session = sessionWith({{"activation", "relu"}, {"init", "he"}, {"rate", "3"}});
  session.advance(1000);
  REQUIRE(session.status() == Status::Diverged);
  const Frame frame = session.frame();
  CHECK_MESSAGE(has(frame.statusText, "step size 3 > 2/λmax = "), frame.statusText);
  CHECK(has(frame.statusText, "λmax = "));
  CHECK(scalarOf(frame, "lambda-max") * 3 > 2);
  CHECK(has(noteOf(frame), "Diverged"));

  Session steep = sessionWith({{"activation", "exp"}, {"gain", "10"}});
  steep.advance(1000);
  REQUIRE(steep.status() == Status::Diverged);
  CHECK(has(steep.frame().statusText, "from the start"));
}

TEST_CASE("playground: at the edge of stability lambda max hovers at 2/step size") {
  Session session = sessionWith({{"rate", "0.5"}, {"widths", "20,20"}, {"count", "100"}});
  session.advance(2000);
  const Frame frame = session.frame();
  CHECK(scalarOf(frame, "lambda-max") == doctest::Approx(4).epsilon(0.1));
  CHECK(scalarOf(frame, "stability-bound") == 4);
  CHECK(has(noteOf(frame), "edge of stability"));
  CHECK(stateOf(frame, "descent-lemma") == CheckState::Holds);
}

TEST_CASE("playground: checks say why they do not apply") {
  const auto detail = [](const std::vector<Setting>& settings, const char* id) {
    Session session = sessionWith(settings);
    session.advance(60);
    const Frame frame = session.frame();
    const auto check = output<CheckData>(frame, id);
    CHECK(check.state == CheckState::NotApplicable);
    return check.detail;
  };
  CHECK(has(detail({{"activation", "relu"}}, "descent-lemma"), "kink"));
  CHECK(has(detail({{"loss", "hinge"}}, "hessian-product"), "kink"));
  CHECK(has(detail({{"optimiser", "adam"}, {"rate", "0.01"}}, "descent-lemma"), "plain gradient"));
  CHECK(has(detail({{"batch", "10"}}, "descent-lemma"), "full batches"));
}

TEST_CASE("playground: a sharp loss gets a difference of gradients as fine as it needs") {
  // At seed 4 a difference over 4e-5 misses the product by three times what is tolerated.
  for (const std::uint64_t seed : {3, 4}) {
    const Frame frame = finished("playground",
                                 {{"dataset", "spiral"},
                                  {"widths", "4,9,8"},
                                  {"activation", "identity"},
                                  {"init", "normal"},
                                  {"gain", "6"},
                                  {"loss", "logistic"},
                                  {"rate", "0.0001"},
                                  {"step-limit", "100"}},
                                 seed);
    CHECK(scalarOf(frame, "lambda-max") > 1000);
    const auto check = output<CheckData>(frame, "hessian-product");
    CHECK_MESSAGE(check.state == CheckState::Holds, check.detail);
  }
}

TEST_CASE("playground: a live change of the weight decay is no step of descent") {
  Session session = sessionWith({});
  session.advance(1);
  REQUIRE(session.setParam(paramAt("decay"), 0.1).ok());
  session.advance(200);
  const auto check = output<CheckData>(session.frame(), "descent-lemma");
  CHECK_MESSAGE(check.state == CheckState::Holds, check.detail);
}

TEST_CASE("playground: no check is pending when a run has ended") {
  for (const std::vector<Setting>& settings :
       {std::vector<Setting>{{"dataset", "own"}, {"points", ""}},
        {{"init", "zero"}, {"bias", "false"}},
        {{"init", "zero"}, {"loss", "logistic"}, {"batch", "10"}},
        {{"activation", "exp"}, {"gain", "10"}}}) {
    std::vector<Setting> all = settings;
    all.push_back({"step-limit", "100"});
    const Frame frame = finished("playground", all);
    CHECK(frame.status != Status::Running);
    CHECK(undecided(frame) == "");
  }
}

TEST_CASE("playground: weights lost by the last step are told") {
  const auto racing = [](std::int64_t stepLimit) {
    Session session = sessionWith({{"loss", "exponential"}, {"step-limit", "1000"}});
    session.advance(150);
    REQUIRE(session.setParam(paramAt("rate"), 10.0).ok());
    REQUIRE(session.setParam(paramAt("step-limit"), stepLimit).ok());
    session.advance(1000);
    return session;
  };
  const Session lost = racing(1000);
  REQUIRE(lost.status() == Status::Diverged);
  REQUIRE(lost.step() > 152);
  const Session ended = racing(static_cast<std::int64_t>(lost.step()) - 1);
  CHECK(ended.step() == lost.step() - 1);
  CHECK(ended.status() == Status::Diverged);
}

TEST_CASE("playground: painting adds points, dragging spaces them, erasing removes them") {
  Session session = sessionWith({{"count", "40"}});
  session.advance(50);
  const auto points = [&] {
    return readPoints(std::get<std::string>(session.params()[paramAt("points")])).value();
  };
  // On a toy set painting goes on from the points in sight.
  CHECK(session.poke({"surface", PokeKind::Press, 2.75, -2.75, 1}));
  CHECK(std::get<std::int64_t>(session.params()[paramAt("dataset")]) ==
        static_cast<int>(NetworkSetup::DataSet::Own));
  REQUIRE(points().size() == 41);
  CHECK(points().back().x == 2.75);
  CHECK(points().back().label == 1);
  session.advance(30);
  CHECK(session.step() == 30);
  CHECK_FALSE(session.poke({"surface", PokeKind::Drag, 2.7, -2.7, 1}));
  CHECK(session.poke({"surface", PokeKind::Drag, 2.75, -2.2, 0}));
  CHECK(session.poke({"surface", PokeKind::Press, 99, 0, 0}));
  CHECK(points().back().x == kPlaneExtent);
  CHECK(points().size() == 43);
  CHECK(session.step() == 30);  // live: the run goes on
  CHECK_FALSE(session.poke({"surface", PokeKind::Release, 0, 0, 0}));
  CHECK_FALSE(session.poke({"fit", PokeKind::Press, 0, 0, 0}));
  CHECK_FALSE(session.poke({"surface", PokeKind::Press, std::nan(""), 0, 0}));
  CHECK(session.poke({"surface", PokeKind::Erase, 2.75, -2.75, 0}));
  CHECK(points().size() == 42);
  for (double x = -3; x <= 3; x += 0.3) {
    for (double y = -3; y <= 3; y += 0.3) session.poke({"surface", PokeKind::Erase, x, y, 0});
  }
  CHECK(points().empty());
  session.advance(20);
  CHECK(has(noteOf(session.frame()), "nothing to train on"));
  CHECK(session.poke({"surface", PokeKind::Press, 1, 1, 1}));
  session.advance(20);
  CHECK(scalarOf(session.frame(), "accuracy") == 1);
}

TEST_CASE("playground: own points are bounded") {
  Session session = sessionWith({{"count", "400"}});
  CHECK_FALSE(session.poke({"surface", PokeKind::Press, 0, 0, 0}));
  CHECK(session.poke({"surface", PokeKind::Erase, 0, 0, 0}));
  const auto& text = std::get<std::string>(session.params()[paramAt("points")]);
  CHECK(text.size() <= static_cast<size_t>(kMaxPointsText));
  CHECK(readPoints(text).value().size() < 300);
}

TEST_CASE("playground: samples of a function are painted on the fit") {
  Session session = sessionWith({{"task", "regression"}, {"target", "own"}});
  session.advance(10);
  CHECK(session.poke({"fit", PokeKind::Press, 0.1, 0.9, 0}));
  CHECK(session.step() == 10);
  const auto& text = std::get<std::string>(session.params()[paramAt("samples")]);
  CHECK(readSamples(text).value().back().y == 0.9);
  session.advance(10);
  checkFinite(session.frame());
}

TEST_CASE("playground: dropped files become own data") {
  const auto valueOf = [](const FileContent& content, std::string_view id) {
    for (const ParamChange& change : content.changes) {
      if (change.id == id) return change.value;
    }
    FAIL("no change of " << id);
    return ParamValue{};
  };
  std::string csv = "height,weight,species\n";
  for (int i = 0; i < 900; ++i) {
    csv += std::to_string(100 + i) + ".5," + std::to_string(i % 7);
    csv += i < 450 ? ",cat\n" : ",dog\n";
  }
  const auto points = playground::readOwnData(csv);
  REQUIRE(points.ok());
  const auto text = std::get<std::string>(valueOf(points.value(), "points"));
  CHECK(text.size() <= static_cast<size_t>(kMaxPointsText));
  const auto read = readPoints(text);
  REQUIRE(read.ok());
  CHECK(read.value().size() == 300);
  int dogs = 0;
  for (const LabelledPoint& p : read.value()) {
    CHECK(std::abs(p.x) <= kPlaneExtent);
    CHECK(std::abs(p.y) <= kPlaneExtent);
    dogs += p.label;
  }
  CHECK(dogs == 150);
  CHECK(points.value().told ==
        "300 of 900 rows are taken, evenly spread. x from 100 to 998 is scaled to ±2.55. "
        "y from 0 to 6 is scaled to ±2.55. Class 0 stands for 'cat'. Class 1 stands for 'dog'.");
  const auto early = playground::readOwnData("class,a,b\n1,-2,1\n0,2,-2\n");
  CHECK(early.value().told == "All 2 rows are taken. Column 1 is taken for the label.");
  const auto samples = playground::readOwnData("0\t1\n1\t2\n2\t-1.5\n");
  REQUIRE(samples.ok());
  CHECK(std::get<std::int64_t>(valueOf(samples.value(), "task")) == 1);
  CHECK(has(playground::readOwnData("1,2,0\n3,x,1\n").error(), "line 2, column 2: 'x' is not a number"));
  CHECK(has(playground::readOwnData("1\n2\n").error(), "too few values"));
  CHECK(has(playground::readOwnData("").error(), "no data"));
  CHECK(has(playground::readOwnData("a,b,c\n").error(), "headings but no numbers"));
}

TEST_CASE("playground: a text that makes no sense leaves nothing to run and no check open") {
  const std::vector<Setting> formula = {{"task", "regression"}, {"target", "formula"},
                                        {"formula", "2 + foo"}};
  const std::vector<Setting> tying = {{"tying", "own"}, {"tying-rules", "nonsense"}};
  const std::vector<Setting> nothing = {{"dataset", "own"}, {"points", ""}};
  const std::vector<Setting> nowhere = {{"task", "regression"}, {"target", "formula"},
                                        {"formula", "log(-1-x^2)"}};
  const std::vector<Setting> mixed = {{"task", "regression"}, {"target", "own"}, {"samples", "1,a"}};
  const std::pair<std::vector<Setting>, const char*> cases[] = {
      {formula, "formula"}, {tying, "tying-rules"}, {nothing, "points"}, {nowhere, "formula"}, {mixed, "samples"}};
  for (const auto& [settings, param] : cases) {
    Session session = sessionWith(settings);
    CAPTURE(param);
    CHECK(session.inputProblem().param == param);
    CHECK(session.frame().unreadable == static_cast<int>(paramAt(param)));
    CHECK(!session.inputProblem().text.empty());
    CHECK(session.advance(5) == 0);
    const Frame frame = session.frame();
    CHECK(frame.status == Status::Done);
    CHECK(frame.statusText == session.inputProblem().text);
    for (const OutputData& output : frame.outputs) {
      if (const auto* check = std::get_if<CheckData>(&output)) {
        CHECK(check->state == CheckState::NotApplicable);
        CHECK(check->detail == session.inputProblem().text);
      }
    }
  }
  CHECK(sessionWith({}).inputProblem().empty());
  CHECK(sessionWith({}).frame().unreadable == -1);
}

TEST_CASE("playground: unreadable texts are told and leave the picture standing") {
  Session session = sessionWith({{"dataset", "own"}, {"points", "1,2,0;1,abc,1"}});
  session.advance(5);
  checkFinite(session.frame(), false);
  CHECK(has(noteOf(session.frame()), "point 2, column 2: 'abc' is not a number"));
  Session formula = sessionWith({{"task", "regression"}, {"target", "formula"},
                                 {"formula", "2 + foo"}});
  formula.advance(5);
  CHECK(has(noteOf(formula.frame()), "position 5: unknown name 'foo'"));
  Session partial = sessionWith({{"task", "regression"}, {"target", "formula"},
                                 {"formula", "log(x)"}});
  partial.advance(5);
  checkFinite(partial.frame());
  CHECK(has(noteOf(partial.frame()), "100 of 200"));
}

TEST_CASE("playground: equal sessions have equal frames, whatever was looked at") {
  const std::vector<Setting> settings = {{"optimiser", "noisy"}, {"batch", "8"}, {"count", "50"},
                                         {"rate", "0.05"}};
  Session a = sessionWith(settings, 7), b = sessionWith(settings, 7), c = sessionWith(settings, 8);
  for (int i = 0; i < 20; ++i) {
    a.advance(15);
    (void)a.frame();
  }
  b.advance(300);
  c.advance(300);
  CHECK(a.hash() == b.hash());
  CHECK(a.hash() != c.hash());
}

TEST_CASE("playground: a recipe with live changes is replayed") {
  Session session = sessionWith({{"dataset", "own"}, {"optimiser", "perturbed"}});
  session.advance(40);
  REQUIRE(session.setParam(paramAt("rate"), 0.05).ok());
  session.advance(30);
  session.poke({"surface", PokeKind::Press, 1.5, -2, 1});
  session.advance(77);
  const Recipe recipe = session.recipe();
  Session other(lab(), recipe.params, recipe.seed);
  while (!other.replay(recipe, 10)) {
  }
  CHECK(other.step() == 147);
  CHECK(other.hash() == session.hash());
}

TEST_CASE("playground: histories stay bounded and reach back to the start") {
  History<1> history(8, 2);
  for (long long t = 0; t < 1000; ++t) {
    if (history.due(t)) history.add(t, {static_cast<double>(t * t)});
  }
  CHECK(history.steps().size() <= 8);
  CHECK(history.steps().size() >= 4);
  CHECK(history.steps().front() == 0);
  for (size_t i = 0; i < history.steps().size(); ++i) {
    CHECK(history.column(0)[i] == history.steps()[i] * history.steps()[i]);
    CHECK(history.steps()[i] == static_cast<double>(i) * history.stride());
  }
}

TEST_CASE("playground: the landscape lens draws the path on the loss around it, live") {
  const LabDef& def = *findLab("playground");
  Session session(def, presetParams(def, *findPreset(def, "landscape")), 1);
  const auto at = static_cast<std::size_t>(outputIndex(def, "landscape"));
  session.advance(2);
  CHECK(std::get<FieldData>(session.frame().outputs[at]).values.size() > 3);
  session.advance(300);
  const Frame frame = session.frame();
  const auto& field = std::get<FieldData>(frame.outputs[at]);
  CHECK(field.values.size() == 33 * 33);
  REQUIRE(field.paths.size() == 1);
  CHECK(field.paths[0].x.size() > 20);
  // Its middle is a loss that training passed through.
  const double middle = field.values[field.values.size() / 2];
  CHECK(middle > 0);
  CHECK(middle < 0.5);
  // Switched on later it starts from the path already taken, and training is the same with it.
  Session plain(def, presetParams(def, *findPreset(def, "landscape")), 1);
  REQUIRE(plain.setParam(paramIndex(def, "lens"), std::int64_t{0}).ok());
  plain.advance(302);
  CHECK(plain.frame().outputs[at].index() == 0);
  const auto loss = static_cast<std::size_t>(outputIndex(def, "train-loss"));
  CHECK(std::get<ScalarData>(plain.frame().outputs[loss]).value ==
        std::get<ScalarData>(frame.outputs[loss]).value);
}

TEST_CASE("playground: the kernel lens is symmetric, positive, and aligns with what is learned") {
  const LabDef& def = *findLab("playground");
  Session session(def, presetParams(def, *findPreset(def, "kernel")), 1);
  const auto at = static_cast<std::size_t>(outputIndex(def, "kernel"));
  const auto scalarAt = [&](std::string_view id) {
    return std::get<ScalarData>(
               session.frame().outputs[static_cast<std::size_t>(outputIndex(def, id))]).value;
  };
  session.advance(1);
  const double before = scalarAt("kernel-alignment");
  CHECK(scalarAt("kernel-drift") == 0);
  session.advance(1500);
  const Frame frame = session.frame();
  const auto& field = std::get<FieldData>(frame.outputs[at]);
  REQUIRE(field.nx == 64);
  for (int j = 0; j < 64; ++j) {
    CHECK(field.values[static_cast<std::size_t>(j * 65)] > 0);
    for (int i = 0; i < j; ++i) {
      CHECK(field.values[static_cast<std::size_t>(j * 64 + i)] ==
            field.values[static_cast<std::size_t>(i * 64 + j)]);
    }
  }
  CHECK(scalarAt("kernel-drift") > 0.1);
  CHECK(scalarAt("kernel-alignment") > before);
}

TEST_CASE("playground: an output that is fixed stays as it was drawn") {
  for (const char* tying : {"none", "negative", "own"}) {
    Session session = sessionWith({{"fix-output", "true"}, {"tying", tying}, {"widths", "6,5"},
                                   {"count", "40"}});
    const Net before = output<GraphData>(session.frame(), "network").nets[0];
    session.advance(50);
    const Net after = output<GraphData>(session.frame(), "network").nets[0];
    int fixed = 0, moved = 0;
    for (std::size_t i = 0; i < before.edges.size(); ++i) {
      const bool intoOutput = before.nodes[static_cast<std::size_t>(before.edges[i].to)].layer == 3;
      const bool same = before.edges[i].weight == after.edges[i].weight;
      if (intoOutput) CHECK(same);
      fixed += intoOutput && before.edges[i].weight != 0;
      moved += !intoOutput && !same;
    }
    CHECK(fixed == 5);
    CHECK(moved > 20);
    // The bias of the output is learnt.
    CHECK(before.nodes.back().value != after.nodes.back().value);
    CHECK(has(after.nodes.back().label, "fixed"));
  }
  // Without a hidden layer there would be nothing to learn, so the switch has no effect.
  Session linear = sessionWith({{"fix-output", "true"}, {"widths", "none"}});
  const double before = scalarOf(linear.frame(), "train-loss");
  linear.advance(20);
  CHECK(scalarOf(linear.frame(), "train-loss") < before);
}

TEST_CASE("playground: the reader's own tying is taken, or the note says why not") {
  Session session = sessionWith({{"tying", "own"}, {"widths", "4,4"},
                                 {"tying-rules", "1:2 = -1:1; 2:1<3 = 0"}});
  session.advance(20);
  const Net net = output<GraphData>(session.frame(), "network").nets[0];
  const auto edge = [&](int from, int to) {
    for (const GraphEdge& e : net.edges) {
      if (e.from == from && e.to == to) return e;
    }
    return GraphEdge{};
  };
  // Nodes: x, y, then the first layer's four, then the second's.
  CHECK(edge(0, 3).weight == -edge(0, 2).weight);
  CHECK(edge(0, 3).tie == edge(0, 2).tie);
  CHECK(edge(0, 2).tie >= 0);
  CHECK(edge(4, 6).weight == 0);
  CHECK(scalarOf(session.frame(), "parameters") == 37 - 3 - 1);

  const Frame wrong = sessionWith({{"tying", "own"}, {"tying-rules", "1:2 = 7:1"}}).frame();
  CHECK(has(output<NoteData>(wrong, "state").text, "\"7:1\" names layer 7, there are 3"));
  CHECK(scalarOf(wrong, "parameters") == 105);  // nothing tied meanwhile
}

TEST_CASE("playground: with batch normalisation single points get the answers of training") {
  Session session = sessionWith({{"batch-norm", "true"}, {"test-fraction", "0"}, {"count", "60"},
                                 {"widths", "6,6"}, {"data-noise", "0"}});
  session.advance(300);
  const Frame frame = session.frame();
  CHECK(scalarOf(frame, "accuracy") == 1);
  // The surface, answered point by point with the statistics of all examples, has their signs.
  const FieldData& field = output<FieldData>(frame, "surface");
  int seen = 0;
  for (const Marks& marks : field.marks) {
    const bool positive = has(marks.name, "+1");
    for (std::size_t i = 0; i < marks.x.size(); ++i, ++seen) {
      const auto cell = [](double v, double lo, double hi, int n) {
        return static_cast<int>(std::lround((v - lo) / (hi - lo) * (n - 1)));
      };
      const int at = cell(marks.y[i], field.y0, field.y1, field.ny) * field.nx +
                     cell(marks.x[i], field.x0, field.x1, field.nx);
      CHECK((field.values[static_cast<std::size_t>(at)] > 0) == positive);
    }
  }
  CHECK(seen == 60);
  CHECK(output<CheckData>(frame, "hessian-product").state == CheckState::Holds);
}
