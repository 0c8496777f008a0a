#include "host/runner.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "io/recipe.h"
#include "lab/registry.h"
#include "support/bowl_lab.h"
#include "support/random_values.h"

using namespace basin;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<ParamValue> longParams(std::int64_t length) {
  auto params = firstParams(tests::bowlLab());
  params[paramIndex(tests::bowlLab(), "length")] = length;
  return params;
}

Recipe longRecipe(std::int64_t length) {
  return {.lab = "test-bowl", .params = longParams(length), .seed = 1, .events = {}, .steps = 0};
}

// A runner under a clock the test turns; every look at the clock costs a microsecond, as work
// would.
struct Bench {
  double now = 0;
  Runner runner{[this] { return now += 0.001; }};
  std::optional<Frame> frame;
  Update last;
  std::string error;

  Bench() { runner.execute(command::Open{longRecipe(1000000)}); }

  // One round of a host: slice, take, acknowledge. Returns when the runner wants to be called
  // again.
  double round() {
    const double wait = runner.slice(12);
    while (runner.take(last)) {
      if (!last.error.empty()) error = last.error;
      if (last.frame) {
        frame = std::move(last.frame);
        runner.execute(command::Ack{});
      }
    }
    return wait;
  }

  // Lets `milliseconds` pass as a host would, sleeping when nothing is to be done.
  void pass(double milliseconds) {
    const double end = now + milliseconds;
    while (now < end) {
      const double wait = round();
      if (wait < 0) now = end;
      if (wait > 0) now = std::min(end, now + wait);
    }
    round();
  }
};

// A runner under the real clock.
struct Live {
  Runner runner{steadyMilliseconds};
  std::optional<Frame> frame;
  Update last;

  void open(std::uint64_t seed) {
    Recipe recipe = longRecipe(1000000000);
    recipe.seed = seed;
    runner.execute(command::Open{recipe});
  }

  // Works until `done` after some update; fails after 20 s.
  template <class Done>
  void until(Done done) {
    const double end = steadyMilliseconds() + 20000;
    while (steadyMilliseconds() < end) {
      runner.slice(12);
      if (!runner.take(last)) continue;
      if (last.frame) {
        frame = std::move(last.frame);
        runner.execute(command::Ack{});
      }
      if (done()) return;
    }
    FAIL("the runner did not get there in time");
  }
};

}  // namespace

TEST_CASE("an opened session shows its first frame and rests") {
  Bench bench;
  bench.round();
  REQUIRE(bench.frame);
  CHECK(bench.frame->step == 0);
  CHECK(bench.round() < 0);
  CHECK(bench.last.commands == 1);
}

TEST_CASE("play keeps the pace, also below one step a slice") {
  for (double rate : {0.5, 3.0, 60.0, 1000.0, 20000.0}) {
    CAPTURE(rate);
    Bench bench;
    bench.round();
    bench.runner.execute(command::Play{rate});
    bench.pass(10000);
    const double expected = rate * 10;
    CHECK(std::abs(static_cast<double>(bench.frame->step) - expected) <=
          std::max(1.5, 0.02 * expected));
  }
}

TEST_CASE("slow play sleeps between steps instead of spinning") {
  Bench bench;
  bench.round();
  bench.runner.execute(command::Play{2});
  bench.round();
  bench.now += 20;
  bench.round();
  CHECK(bench.frame->step == 1);
  CHECK(bench.round() > 400);
}

TEST_CASE("infinite speed uses the whole slice and stops at the lab's end") {
  Bench bench;
  bench.round();
  bench.runner.execute(command::Play{kInfinity});
  bench.now += 50;
  const double before = bench.now;
  CHECK(bench.round() == 0);
  CHECK(bench.now - before < 14);
  bench.pass(60000);
  CHECK(bench.frame->status == Status::Done);
  CHECK(bench.frame->step == 1000000);
  CHECK(!bench.last.playing);
  CHECK(bench.round() < 0);
  bench.runner.execute(command::Play{kInfinity});
  CHECK(bench.round() < 0);
}

TEST_CASE("a change of speed is no step, and a slow machine does not catch up for ever") {
  Bench bench;
  bench.round();
  bench.runner.execute(command::Play{1});
  for (int i = 0; i < 50; ++i) bench.runner.execute(command::Play{1.0 + 0.01 * i});
  bench.pass(100);
  CHECK(bench.frame->step == 1);
  bench.runner.execute(command::Play{1000});
  bench.pass(20);
  const auto before = bench.frame->step;
  bench.now += 60000;
  bench.pass(20);
  CHECK(bench.frame->step - before < 200);
}

TEST_CASE("pause and advance") {
  Bench bench;
  bench.round();
  bench.runner.execute(command::Play{100});
  bench.pass(1000);
  bench.runner.execute(command::Pause{});
  bench.pass(100);
  const auto step = bench.frame->step;
  CHECK(!bench.last.playing);
  bench.pass(5000);
  CHECK(bench.frame->step == step);
  bench.runner.execute(command::Advance{7});
  bench.pass(100);
  CHECK(bench.frame->step == step + 7);
}

TEST_CASE("cancelling stops an advance between steps and forgets queued work") {
  Live live;
  live.open(1);
  live.runner.execute(command::Advance{1000000000});
  live.until([&] { return live.last.advancing > 0; });
  CHECK(live.last.advancing < 1);
  live.runner.execute(command::Advance{5});
  live.runner.cancel();
  live.until([&] { return live.last.commands == 3; });
  CHECK(std::isnan(live.last.advancing));
  REQUIRE(live.frame);
  CHECK(live.frame->step < 1000000000);
  CHECK(live.frame->step > 0);
}

TEST_CASE("a recipe is replayed with progress and ends in the same frame") {
  const LabDef& lab = tests::bowlLab();
  Session original(lab, longParams(1000000000), 5);
  original.advance(300);
  REQUIRE(original.setParam(paramIndex(lab, "rate"), 0.01).ok());
  original.advance(20000000);

  Live live;
  live.open(1);
  live.until([&] { return live.frame.has_value(); });
  live.runner.execute(command::Open{original.recipe()});
  live.until([&] { return live.last.restoring > 0; });
  CHECK(live.last.restoring < 1);
  CHECK(live.frame->step == 0);
  live.until([&] { return live.frame->step > 0; });
  CHECK(std::isnan(live.last.restoring));
  CHECK(frameHash(*live.frame) == original.hash());
}

TEST_CASE("play during a replay begins when the replay has arrived") {
  const LabDef& lab = tests::bowlLab();
  Session original(lab, longParams(1000000), 5);
  original.advance(5000);
  Bench bench;
  bench.runner.execute(command::Open{original.recipe()});
  bench.runner.execute(command::Play{10});
  bench.pass(1050);
  CHECK(bench.frame->step >= 5009);
  CHECK(bench.frame->step <= 5012);
}

TEST_CASE("the newest frame waits for the acknowledgement of the last one") {
  Bench bench;
  bench.round();
  bench.runner.execute(command::Play{1000});
  Update update;
  int frames = 0;
  for (int i = 0; i < 100; ++i) {
    bench.runner.slice(12);
    while (bench.runner.take(update)) frames += update.frame.has_value();
    bench.now += 5;
  }
  CHECK(frames == 1);
  bench.runner.execute(command::Ack{});
  bench.runner.slice(12);
  REQUIRE(bench.runner.take(update));
  CHECK(update.frame->step > 100);
}

TEST_CASE("bad commands are answered, not obeyed") {
  Bench bench;
  bench.runner.execute(command::SetParam{0, 99.0});
  bench.pass(50);
  CHECK(bench.error.find("rate") == 0);
  CHECK(bench.frame->params[0] == ParamValue(0.2));
  const std::vector<Command> bad = {
      command::SetParam{-1, 1.0},
      command::SetParam{99, 1.0},
      command::SetParam{0, std::string("x")},
      command::SetSeed{~std::uint64_t{0}},
      command::Play{std::nan("")},
      command::Play{-1},
      command::Open{{.lab = "nowhere", .params = {}, .seed = 0, .events = {}, .steps = 0}}};
  for (const Command& command : bad) {
    bench.error.clear();
    bench.runner.execute(command);
    bench.round();
    CHECK(!bench.error.empty());
  }
  bench.error.clear();
  bench.runner.execute(command::PokeOutput{{"nowhere", PokeKind::Press, 0, 0, 0}});
  bench.runner.execute(command::PokeOutput{{"surface", PokeKind::Press, std::nan(""), 0, 0}});
  bench.runner.execute(command::PokeOutput{{"surface", PokeKind::Press, 1e300, 0, 0}});
  bench.pass(100);
  CHECK(bench.error.empty());
  CHECK(bench.frame->params[paramIndex(tests::bowlLab(), "x")] == ParamValue(2.0));
  CHECK(bench.frame->lab == "test-bowl");
}

TEST_CASE("a dragged slider does not queue up") {
  Bench bench;
  bench.round();
  for (int i = 0; i < 1000; ++i) bench.runner.execute(command::SetParam{1, 1.0 + 0.001 * i});
  bench.pass(40);
  CHECK(bench.frame->params[1] == ParamValue(1.999));
  CHECK(bench.last.commands == 1001);
}

TEST_CASE("live changes while playing can be restored") {
  const LabDef& lab = tests::bowlLab();
  Bench bench;
  bench.round();
  bench.runner.execute(command::Play{500});
  for (int i = 0; i < 10; ++i) {
    bench.pass(77);
    bench.runner.execute(command::SetParam{0, 0.01 * (i + 1)});
  }
  bench.pass(50);
  const Frame frame = *bench.frame;
  CHECK(frame.events.size() >= 5);
  const Recipe recipe = recipeOf(frame);
  Session session(lab, recipe.params, recipe.seed);
  REQUIRE(session.replay(recipe, kMaxSeed));
  CHECK(session.hash() == frameHash(frame));
}

TEST_CASE("whatever was commanded, the last frame's recipe leads to it again") {
  const LabDef& lab = tests::bowlLab();
  Rng rng(11);
  for (int round = 0; round < 60; ++round) {
    Bench bench;
    for (int n = rng.below(30); n > 0; --n) {
      switch (rng.below(7)) {
        case 0:
        case 1: {
          const int param = rng.below(static_cast<int>(lab.params.size()));
          if (lab.params[param].id == "length") break;
          bench.runner.execute(
              command::SetParam{param, tests::randomValue(rng, lab.params[param])});
          break;
        }
        case 2:
          bench.runner.execute(command::SetSeed{static_cast<std::uint64_t>(rng.below(1000))});
          break;
        case 3:
          bench.runner.execute(command::Advance{static_cast<std::uint64_t>(rng.below(50))});
          break;
        case 4:
          bench.runner.execute(command::Play{1.0 + rng.below(500)});
          break;
        case 5:
          bench.runner.execute(
              command::PokeOutput{{"surface", PokeKind::Drag, rng.uniform(-3, 3), 0, 0}});
          break;
        default:
          bench.runner.cancel();
      }
      bench.pass(rng.below(60));
    }
    bench.runner.execute(command::Pause{});
    bench.pass(100);
    const Recipe recipe = recipeOf(*bench.frame);
    const auto valid = validateRecipe(recipe);
    REQUIRE_MESSAGE(valid.ok(), valid.error());
    Session session(lab, recipe.params, recipe.seed);
    REQUIRE(session.replay(recipe, kMaxSeed));
    REQUIRE(session.hash() == frameHash(*bench.frame));
  }
}

TEST_CASE("without a session commands only say so") {
  Runner runner(steadyMilliseconds);
  runner.execute(command::Play{1});
  CHECK(runner.slice(12) < 0);
  Update update;
  REQUIRE(runner.take(update));
  CHECK(!update.error.empty());
}

TEST_CASE("while it plays, frames hold what is watched; at rest, and when asked for, everything") {
  const LabDef& lab = tests::bowlLab();
  double now = 0;
  Runner runner([&now] { return now; });
  const auto next = [&] {
    for (int i = 0; i < 100; ++i) {
      now += 5;
      runner.slice(1);
      Update update;
      if (!runner.take(update) || !update.frame) continue;
      runner.execute(command::Ack{});
      return *update.frame;
    }
    FAIL("no frame came");
    return Frame{};
  };
  const OutputMask watched = OutputMask{1} << 1 | OutputMask{1} << 4;
  Recipe recipe = firstRecipe(lab);
  recipe.params[paramIndex(lab, "length")] = std::int64_t{1000000};
  runner.execute(command::Open{recipe});
  runner.execute(command::Watch{watched});
  CHECK(next().whole());
  runner.execute(command::Play{200});
  Frame frame = next();
  while (frame.step == 0) frame = next();
  // The first ones may be whole still, for what was opened is shown once.
  for (int i = 0; i < 3; ++i) frame = next();
  CHECK(frame.wanted == watched);
  for (std::size_t i = 0; i < frame.outputs.size(); ++i) {
    CHECK((frame.outputs[i].index() != 0) == ((watched >> i & 1) != 0));
  }
  runner.execute(command::Whole{});
  CHECK(next().whole());
  CHECK(next().wanted == watched);
  // What nobody looks at comes along once in a while all the same.
  bool whole = false;
  for (int i = 0; i < 80; ++i) whole = next().whole() || whole;
  CHECK(whole);
  runner.execute(command::Pause{});
  CHECK(next().whole());
}
