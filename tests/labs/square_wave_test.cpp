#include "labs/tying/square_wave/study.h"

#include <doctest/doctest.h>
#include <cmath>

#include "base/rng.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "nn/init.h"
#include "support/lab_frames.h"
#include "theory/fold.h"

using namespace basin;
using namespace basin::test;
using namespace basin::square_wave;

namespace {

const LabDef& waveLab() {
  return *findLab("square-wave");
}

Session waveSession(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return sessionOf("square-wave", settings, seed);
}

Race raced(const Config& config, std::uint64_t seed) {
  Race race(config, seed);
  while (!race.finished()) race.advance(config.trainSteps);
  return race;
}

double rate(const Tally& tally) {
  return static_cast<double>(tally.solved) / tally.starts;
}

// The article's rate over 400 starts, two digits of it: four standard errors of both.
bool agrees(const Tally& tally, double article) {
  const double variance = article * (1 - article) * (1.0 / tally.starts + 1.0 / 400);
  return std::abs(rate(tally) - article) <= 4 * std::sqrt(variance) + 0.005;
}

}  // namespace

TEST_CASE("square-wave: gradient against finite differences, free and tied") {
  Config config;
  const Architecture architecture = foldArchitecture(3, 2);
  const Layout layout(architecture);
  const MatrixXd X = inputs(config), Y = targets(3);
  for (Tying tying : {Tying::None, Tying::Negative}) {
    Network<double> network(architecture, TyingMap::make(tying, layout));
    CHECK(network.parameterCount() == (tying == Tying::None ? 19 : 11));
    Rng rng(5);
    VectorXd theta, g;
    initialise(layout, network.tying(), {InitScheme::He, 1, 0.25}, rng, theta);
    network.gradient(theta, X, Y, {Loss::Logistic}, g);
    const double h = 1e-6;
    for (Index i = 0; i < theta.size(); ++i) {
      VectorXd up = theta, down = theta;
      up[i] += h;
      down[i] -= h;
      const double difference =
          (network.loss(up, X, Y, {Loss::Logistic}) - network.loss(down, X, Y, {Loss::Logistic})) /
          (2 * h);
      CHECK(std::abs(difference - g[i]) < 1e-6);
    }
  }
}

TEST_CASE("square-wave: success rates at depth 3") {
  Config config;
  const Race race = raced(config, 11);
  const Tally free = race.tally(0);
  const Tally tied = race.tally(1);
  MESSAGE("depth 3: free ", rate(free), ", tied ", rate(tied), ", constant ", free.constant,
          " and ", tied.constant, ", dead ", free.dead, " and ", tied.dead, " of ", free.starts);
  CHECK(agrees(free, 0.03));
  CHECK(agrees(tied, 0.42));
  // 44 % and 5 % of 400 starts end exactly half right; four standard errors.
  double half[2] = {0, 0};
  for (int which = 0; which < 2; ++which) {
    for (const Outcome& outcome : race.outcomes(which)) half[which] += outcome.accuracy == 0.5;
    CHECK(race.tally(which).dead <= race.tally(which).constant);
    CHECK(race.tally(which).constant <= half[which]);
  }
  CHECK(std::abs(half[0] / free.starts - 0.44) < 0.26);
  CHECK(half[1] / tied.starts < 0.17);
  CHECK(tied.dead == 0);
}

TEST_CASE("square-wave: success rates at depth 2") {
  Config config;
  config.depth = 2;
  const Race race = raced(config, 12);
  MESSAGE("depth 2: free ", rate(race.tally(0)), ", tied ", rate(race.tally(1)));
  CHECK(agrees(race.tally(0), 0.22));
  CHECK(agrees(race.tally(1), 0.86));
}

TEST_CASE("square-wave: outcomes do not depend on the pace") {
  Config config;
  config.starts = 10;
  config.trainSteps = 500;
  Race whole(config, 3), bits(config, 3);
  while (!whole.finished()) whole.advance(500);
  while (!bits.finished()) bits.advance(7);
  for (int which = 0; which < 2; ++which) {
    for (int i = 0; i < config.starts; ++i) {
      CHECK(whole.outcomes(which)[i].losses == bits.outcomes(which)[i].losses);
      CHECK(whole.outcomes(which)[i].accuracy == bits.outcomes(which)[i].accuracy);
    }
    CHECK(whole.present().learner(which).theta() == bits.present().learner(which).theta());
  }
}

TEST_CASE("square-wave: a start depends on the seed and its number only") {
  Config config;
  config.trainSteps = 500;
  config.starts = 10;
  const Race shorter = raced(config, 4);
  config.starts = 13;
  const Race longer = raced(config, 4);
  for (int i = 0; i < 10; ++i) {
    CHECK(shorter.outcomes(1)[i].losses == longer.outcomes(1)[i].losses);
  }
  CHECK(shorter.present().learner(0).theta() != raced(config, 5).present().learner(0).theta());
}

TEST_CASE("square-wave: a diverged start is a failure and the race goes on") {
  Config config;
  config.starts = 40;
  config.optimiser = square_wave::Optimiser::Momentum;
  config.rate = 0.2;
  config.momentum = 0.99;
  config.trainSteps = 1000;
  const Race race = raced(config, 1);
  CHECK(race.tally(0).starts == 40);
  CHECK(race.tally(0).diverged + race.tally(1).diverged > 0);
  for (int which = 0; which < 2; ++which) {
    for (const Outcome& outcome : race.outcomes(which)) {
      if (!outcome.diverged) continue;
      CHECK_FALSE(outcome.solved);
      CHECK(outcome.stoppedAt <= config.trainSteps);
      for (double loss : outcome.losses) CHECK(std::isfinite(loss));
    }
    CHECK(race.present().learner(which).theta().allFinite());
  }
}

TEST_CASE("square-wave: the first preset ends with every check holding") {
  Session session(waveLab(), presetParams(waveLab(), waveLab().presets.front()), 1);
  const Frame first = session.frame();
  CHECK(output<CheckData>(first, "tied-minus-free").state == CheckState::Pending);
  CHECK(output<CheckData>(first, "correct-loss").state == CheckState::Holds);
  while (session.status() == Status::Running) session.advance(100);
  const Frame frame = session.frame();
  CHECK(frame.status == Status::Done);
  CHECK(frame.progress == 1);
  for (std::size_t i = 0; i < frame.outputs.size(); ++i) {
    if (const auto* check = std::get_if<CheckData>(&frame.outputs[i])) {
      CAPTURE(std::string(waveLab().outputs[i].id));
      CAPTURE(check->measured);
      const bool grown = waveLab().outputs[i].id == "grown-enough";
      CHECK(check->state == (grown ? CheckState::NotApplicable : CheckState::Holds));
    }
  }
  CHECK(scalarOf(frame, "tied-rate") > scalarOf(frame, "free-rate"));
  CHECK(scalarOf(frame, "tied-dead") == 0);
  const SeriesData& race = output<SeriesData>(frame, "race");
  for (const Curve& bar : race.panels.front().curves) {
    CHECK(bar.lo[0] <= bar.y[0]);
    CHECK(bar.y[0] <= bar.hi[0]);
  }
}

TEST_CASE("square-wave: the clock counts a net's optimiser steps over all starts") {
  Session session = waveSession({{"starts", "10"}, {"train-steps", "500"}});
  session.advance(3);
  CHECK(session.frame().time == 24);
  while (session.status() == Status::Running) session.advance(100);
  CHECK(session.frame().time == 5000);
}

TEST_CASE("square-wave: equal sessions give equal frames") {
  Session a = waveSession({{"starts", "10"}}, 9), b = waveSession({{"starts", "10"}}, 9);
  a.advance(300);
  for (int i = 0; i < 300; ++i) b.advance(1);
  CHECK(a.hash() == b.hash());
  CHECK(a.hash() != waveSession({{"starts", "10"}}, 10).hash());
}

TEST_CASE("square-wave: outputs have the declared shape at every depth and width") {
  for (const char* depth : {"2", "5"}) {
    for (const char* width : {"2", "3", "8"}) {
      Session session = waveSession({{"depth", depth}, {"width", width}, {"train-steps", "500"}});
      session.advance(3);
      const Frame frame = session.frame();
      const int L = depth[0] - '0', w = width[0] - '0';
      const GraphData& graph = output<GraphData>(frame, "nets");
      REQUIRE(graph.nets.size() == 3);
      for (const Net& net : graph.nets) {
        CHECK(net.nodes.size() == static_cast<std::size_t>(2 + L * w));
        CHECK(net.edges.size() == static_cast<std::size_t>(2 * w + (L - 1) * w * w));
        for (const GraphNode& node : net.nodes) CHECK(node.picture.nx > 0);
      }
      // Tied edges come in pairs of opposite weight.
      const std::vector<GraphEdge>& edges = graph.nets[2].edges;
      CHECK(edges[0].tie == edges[1].tie);
      CHECK(edges[0].tie >= 0);
      CHECK(edges[0].weight == -edges[1].weight);
      CHECK(graph.nets[1].edges[0].tie == -1);
      CHECK(output<SeriesData>(frame, "layers").panels.size() ==
            static_cast<std::size_t>(2 * (L + 1)));
      CHECK(output<SeriesData>(frame, "learnt").panels.size() == 2);
      CHECK(output<CheckData>(frame, "correct-accuracy").state == CheckState::Holds);
      CHECK(output<CheckData>(frame, "correct-loss").state == CheckState::Holds);
      CHECK(output<CheckData>(frame, "correct-switches").state == CheckState::Holds);
    }
  }
}

TEST_CASE("square-wave: claims are not asserted where they were not measured") {
  using Settings = std::vector<Setting>;
  for (const Settings& settings :
       {Settings{{"depth", "4"}}, Settings{{"width", "4"}}, Settings{{"rate", "0.02"}},
        Settings{{"optimiser", "momentum"}}, Settings{{"starts", "20"}}}) {
    const Frame frame = waveSession(settings).frame();
    const CheckData& check = output<CheckData>(frame, "tied-minus-free");
    CHECK(check.state == CheckState::NotApplicable);
    CHECK_FALSE(check.detail.empty());
  }
}

TEST_CASE("square-wave: every preset starts and moves") {
  for (const Preset& preset : waveLab().presets) {
    CAPTURE(std::string(preset.id));
    Session session(waveLab(), presetParams(waveLab(), preset), 1);
    const std::uint64_t before = session.hash();
    CHECK(session.advance(5) == 5);
    CHECK(session.hash() != before);
    CHECK_FALSE(preset.lookFor.empty());
  }
}

TEST_CASE("square-wave: pace doubles from start to start within a bound") {
  Config config;
  CHECK(pace(config, 0) == 8);
  CHECK(pace(config, 1) == 16);
  CHECK(pace(config, 300) == pace(config, 20));
  config.depth = 5;
  config.width = 8;
  CHECK(pace(config, 300) >= 1);
  CHECK(pace(config, 300) <= pace({}, 300));
  config.accelerate = false;
  CHECK(pace(config, 300) == pace(config, 0));
}

TEST_CASE("square-wave: a layer that is added folds what comes in, and forgets nothing") {
  Config config;
  config.depth = 3;
  config.trainSteps = 1200;
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    Learner net(config, Tying::Negative, Rng(seed), Growth::FoldFromZero);
    CHECK(net.depth() == 1);
    net.run(400);
    CHECK(net.depth() == 1);
    CHECK(net.outcome().accuracy >= kSolved);
    CHECK_FALSE(net.outcome().solved);  // of a wave of one switch only
    const VectorXd before = net.theta();
    Network<double> one(foldArchitecture(1, 2), net.tying());
    one.forward(before, inputs(config));
    const double mean = one.preActivation(0).col(0).cwiseAbs().mean();

    net.run(1);
    REQUIRE(net.depth() == 2);
    const Layout layout(foldArchitecture(2, 2));
    VectorXd weights(layout.weightCount());
    net.tying().expand(net.theta().data(), weights.data());
    // Adam's first step moves every parameter by its rate at most.
    const double step = config.rate * (1 + 1e-6);
    CHECK(std::abs(weights[layout.weightIndex(0, 0, 0)] - before[0]) <= step);
    for (int from : {0, 1}) {
      CHECK(std::abs(weights[layout.weightIndex(1, 0, from)] - 1 / mean) <= step);
      CHECK(weights[layout.weightIndex(1, 1, from)] == -weights[layout.weightIndex(1, 0, from)]);
      CHECK(std::abs(weights[layout.weightIndex(2, 0, from)]) <= step);
    }
    CHECK(std::abs(weights[layout.biasIndex(1, 0)] + 1) <= step);
    net.run(config.trainSteps);
    CHECK(net.steps() == 401 + config.trainSteps);
    CHECK(net.depth() == 3);
    CHECK(net.outcome().solved);
  }
}

TEST_CASE("square-wave: grown by folds nearly every start succeeds [statistics]") {
  // Random new layers for comparison: 63, 26 and 9 % of 200 starts; four standard errors of both.
  const double random[] = {0.63, 0.26, 0.09};
  for (int depth : {3, 4, 5}) {
    CAPTURE(depth);
    Config config;
    config.depth = depth;
    config.starts = 200;
    config.growth = Growth::FoldFromZero;
    const Race folds = raced(config, 21);
    MESSAGE("grown by folds at depth ", depth, ": ", rate(folds.tally(kGrown)));
    CHECK(rate(folds.tally(kGrown)) >= 0.98);
    CHECK(folds.tally(kGrown).dead == 0);
    // The free and the tied net of a start do not know of the third.
    config.growth = Growth::Random;
    const Race layers = raced(config, 21);
    CHECK(layers.tally(kTied).solved == folds.tally(kTied).solved);
    CHECK(agrees(layers.tally(kGrown), random[depth - 3]));
  }
}

TEST_CASE("square-wave: a map fills start by start, free beside tied") {
  Session session = waveSession({{"experiment", "map"}, {"train-steps", "500"}, {"starts", "10"},
                                 {"pace", "100"}});
  CHECK(std::isnan(output<FieldData>(session.frame(), "map-free").values[0]));
  CHECK(std::holds_alternative<std::monostate>(
      session.frame().outputs[outputIndex(waveLab(), "race")]));
  while (session.status() == Status::Running) session.advance(100);
  const Frame frame = session.frame();
  for (const char* id : {"map-free", "map-tied"}) {
    const FieldData& map = output<FieldData>(frame, id);
    CHECK(map.nx == 4);
    CHECK(map.ny == 4);
    double solved = 0;
    for (float share : map.values) {
      CHECK(share >= 0);
      CHECK(share <= 1);
      solved += 10 * share;
    }
    CHECK(solved == doctest::Approx(scalarOf(frame, id == std::string("map-free") ? "free-solved"
                                                                               : "tied-solved")));
  }
  CHECK(output<FieldData>(frame, "map-tied").values[0] >
        output<FieldData>(frame, "map-free").values[0]);
  CHECK(checksIn(frame, CheckState::Fails) == "");
  CHECK(checksIn(frame, CheckState::Pending) == "");
}
