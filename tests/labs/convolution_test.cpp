#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/stats.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "labs/tying/convolution/study.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;
using namespace basin::convolution;

namespace {

const LabDef& lab() {
  return *findLab("convolution");
}

Frame ended(const std::vector<basin::Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("convolution", settings, seed);
}

// Accuracies of `runs` networks of a kind trained on n examples, and those of the best detector.
struct Measured {
  std::vector<double> seen, unseen, train, best;
};
Measured measured(const Config& config, Kind kind, int n, int runs) {
  Measured all;
  for (int run = 0; run < runs; ++run) {
    SweepJob job(config, {kind, n}, Rng(901).split(run));
    while (!job.advance()) {
    }
    const Outcome outcome = *job.result();
    all.seen.push_back(outcome.seen);
    all.unseen.push_back(outcome.unseen);
    all.train.push_back(outcome.train);
    all.best.push_back(outcome.bestSeen);
  }
  return all;
}

double errorOf(const std::vector<double>& values) {
  return std::sqrt(variance(values) / static_cast<double>(values.size()));
}

}  // namespace

TEST_CASE("convolution: every preset ends with each check decided, each holding in one") {
  std::string holding;
  for (const Preset& preset : lab().presets) {
    INFO(preset.id);
    auto params = presetParams(lab(), preset);
    params[paramIndex(lab(), "runs")] = std::int64_t{preset.id == "places" ? 4 : 1};
    Session session(lab(), params, 1);
    session.advance(kEnough);
    const Frame frame = session.frame();
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    holding += checksIn(frame, CheckState::Holds);
  }
  for (const OutputDef& def : lab().outputs) {
    if (def.kind != OutputKind::Check) continue;
    INFO(def.id);
    CHECK(holding.find(std::string(def.id) + " ") != std::string::npos);
  }
}

TEST_CASE("convolution: parameters are as many as the formula says") {
  for (const int filters : {1, 4, 7}) {
    for (const int p : {3, 5, 7}) {
      Config config;
      config.filters = filters;
      config.patternLength = p;
      const int windows = 32 - p + 1;
      const long expected[] = {filters * (p + 2) + 1, filters * windows * (p + 1) + filters + 1,
                               filters * windows * (32 + 2) + 1};
      for (const Kind kind : kKinds) {
        const Network<double> network(architectureOf(config, kind));
        CHECK(network.parameterCount() == expected[static_cast<int>(kind)]);
        CHECK(parametersOf(config, kind) == expected[static_cast<int>(kind)]);
      }
    }
  }
}

TEST_CASE("convolution: the tied network is the locally connected one with equal filters") {
  Config config;
  const Problem problem = makeProblem(config, Rng(5));
  const PatternExamples data = trainingExamples(problem, 64, Rng(5));
  Learner tied(config, Kind::Tied, data, Rng(5));
  tied.run(100);
  Network<double> local(architectureOf(config, Kind::Local));
  const LayerBlock &from = tied.network().layout().layers()[0], &to = local.layout().layers()[0];
  VectorXd theta(local.parameterCount());
  for (Index t = 0; t < to.matrices; ++t) {
    theta.segment(to.weight + t * to.in * to.out, to.in * to.out) =
        tied.theta().segment(from.weight, from.in * from.out);
    theta.segment(to.bias + t * to.out, to.out) = tied.theta().segment(from.bias, from.out);
  }
  theta.tail(config.filters + 1) = tied.theta().tail(config.filters + 1);
  const MatrixXd expected = tied.answers(data.signals);
  CHECK((MatrixXd(local.forward(theta, data.signals)) - expected).cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("convolution: only the tied network does not notice where the pattern is") {
  Config config;
  const Problem problem = makeProblem(config, Rng(6));
  const PatternExamples data = trainingExamples(problem, 128, Rng(6));
  const PlaceRange places = problem.task.places();
  MatrixXd signals = MatrixXd::Zero(places.count, config.length);
  for (int t = 0; t < places.count; ++t) {
    signals.row(t).segment(places.first + t, 5) = problem.task.pattern.transpose();
  }
  for (const Kind kind : kKinds) {
    Learner learner(config, kind, data, Rng(6));
    learner.run(300);
    const auto f = learner.answers(signals);
    const double difference = f.maxCoeff() - f.minCoeff();
    if (kind == Kind::Tied) CHECK(difference == 0);
    if (kind != Kind::Tied) CHECK(difference > 1);
  }
}

TEST_CASE("convolution: fewer tied weights learn more from 64 examples") {
  const Config config;
  const double tied = mean(measured(config, Kind::Tied, 64, 6).seen);
  CHECK(tied > mean(measured(config, Kind::Local, 64, 6).seen) + 0.08);
  CHECK(tied > mean(measured(config, Kind::Full, 64, 6).seen) + 0.08);
}

TEST_CASE("convolution: mean accuracies are those listed, over 200 runs [statistics]") {
  // Of 200 runs with other random numbers; both means have an error.
  const auto about = [](double listed, const std::vector<double>& values) {
    CHECK(std::abs(mean(values) - listed) < 4 * std::sqrt(2.0) * errorOf(values));
  };
  const Config config;
  const Measured few = measured(config, Kind::Tied, 16, 200);
  about(0.880, few.seen);
  about(0.880, few.unseen);
  about(0.983, few.best);
  about(0.935, measured(config, Kind::Tied, 64, 200).seen);
  const Measured local = measured(config, Kind::Local, 256, 200);
  about(0.894, local.seen);
  about(0.490, local.unseen);
  const Measured full = measured(config, Kind::Full, 512, 200);
  about(0.889, full.seen);
  about(0.482, full.unseen);
  // All have learnt their examples by heart.
  for (const double share : local.train) CHECK(share > 0.99);
  for (const double share : full.train) CHECK(share > 0.99);
  // And no run is better than the likelihood ratio by more than chance.
  for (std::size_t i = 0; i < few.seen.size(); ++i) CHECK(few.seen[i] < few.best[i] + 0.04);
}

TEST_CASE("convolution: which side the pattern is on only the others can tell") {
  Config config;
  config.question = PatternQuestion::Side;
  config.seenShare = 1;
  const Measured tied = measured(config, Kind::Tied, 512, 6),
                 local = measured(config, Kind::Local, 512, 6);
  // 6 times 500 guesses, five deviations.
  CHECK(std::abs(mean(tied.seen) - 0.5) < 0.046);
  CHECK(mean(local.seen) > 0.9);
  CHECK(std::isnan(tied.unseen[0]));
}

TEST_CASE("convolution: with all places seen there are none to be found elsewhere") {
  Session session = sessionOf("convolution", {{"seen-share", "1"}, {"runs", "1"}});
  session.advance(60);
  const Frame frame = session.frame();
  CHECK(std::isnan(scalarOf(frame, "tied-unseen")));
  CHECK(output<SeriesData>(frame, "accuracy-by-examples").panels.size() == 1);
  CHECK(stateOf(frame, "unseen-as-seen") == CheckState::NotApplicable);
}

TEST_CASE("convolution: the shortest signals with the longest pattern still have places") {
  const Frame frame = ended({{"signal-length", "24"},
                             {"pattern-length", "7"},
                             {"runs", "1"},
                             {"step-limit", "100"},
                             {"seen-share", "0.1"}});
  CHECK(undecided(frame) == "");
  CHECK(output<SeriesData>(frame, "places").panels[0].curves[0].x.size() == 6);
}

TEST_CASE("convolution: tied connections are marked as one parameter") {
  Session session = sessionOf("convolution", {});
  const GraphData graph = output<GraphData>(session.frame(), "networks");
  REQUIRE(graph.nets.size() == 3);
  // The five connections of the first window have five ties, which every window has again.
  std::vector<int> uses(100, 0);
  for (const GraphEdge& edge : graph.nets[0].edges) {
    if (edge.tie >= 0) ++uses[static_cast<std::size_t>(edge.tie)];
  }
  CHECK(std::ranges::count(uses, 28) == 5);
  for (const int net : {1, 2}) {
    for (const GraphEdge& edge : graph.nets[net].edges) CHECK(edge.tie == -1);
  }
  CHECK(graph.nets[1].edges.size() == 28 * 5 + 28);
  CHECK(graph.nets[2].edges.size() == 28 * 32 + 28);
}
