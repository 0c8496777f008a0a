// The worker form against a page and a worker played by the test.
#ifdef __EMSCRIPTEN__

#include <doctest/doctest.h>
#include <emscripten.h>

#include <cmath>
#include <limits>

#include "host/host.h"
#include "host/runner.h"
#include "io/recipe.h"
#include "lab/registry.h"
#include "support/bowl_lab.h"

// The page: keeps what is posted, counts workers started for a shelf and stopped.
EM_JS(void, testPageOpen, (bool startsWorkers), {
  Module.testPosts = [];
  Module.testStarted = 0;
  Module.testStopped = 0;
  Module.basinStartWorker = (id, shelf) => {
    if (!startsWorkers) return false;
    if (shelf) ++Module.testStarted;
    return true;
  };
  Module.basinStopWorker = (id) => { ++Module.testStopped; };
  Module.basinPost = (id, bytes) => { Module.testPosts.push(bytes); };
});
EM_JS(void, testPageRefuseWorkers, (), { Module.basinStartWorker = () => false; });
EM_JS(int, testPageStarted, (), { return Module.testStarted; });
EM_JS(int, testPageNext, (), { return Module.testPosts.length ? Module.testPosts[0].length : 0; });
EM_JS(void, testPageTake, (void* target), { HEAPU8.set(Module.testPosts.shift(), target); });

using namespace basin;

namespace {

Recipe longRun() {
  const LabDef& lab = tests::bowlLab();
  auto params = firstParams(lab);
  params[paramIndex(lab, "length")] = std::int64_t{1000000000};
  return {.lab = "test-bowl", .params = params, .seed = 4, .events = {}, .steps = 0};
}

// The worker: a runner fed with what the page was given, as web/core/worker.mjs does it.
struct Worker {
  std::unique_ptr<Runner> runner = std::make_unique<Runner>(steadyMilliseconds);

  void serve(Host& host) {
    while (const int size = testPageNext()) {
      std::vector<std::byte> bytes(static_cast<std::size_t>(size));
      testPageTake(bytes.data());
      const auto command = decodeCommand(bytes);
      REQUIRE(command.ok());
      runner->execute(command.value());
    }
    runner->slice(12);
    Update update;
    while (runner->take(update)) host.receive(encodeUpdate(update));
  }

  // What the page has not delivered dies with the worker.
  void die() {
    std::vector<std::byte> bytes;
    while (const int size = testPageNext()) {
      bytes.resize(static_cast<std::size_t>(size));
      testPageTake(bytes.data());
    }
    runner = std::make_unique<Runner>(steadyMilliseconds);
  }
};

struct Seen {
  std::optional<Frame> frame;
  Update last;
  std::string error;
  bool restoring = false;

  void poll(Host& host) {
    Update update;
    if (!host.poll(update)) return;
    if (!update.error.empty()) error = update.error;
    restoring = restoring || !std::isnan(update.restoring);
    if (update.frame) frame = update.frame;
    last = std::move(update);
  }
};

// Lets page and worker take turns until `done`; fails after 20 s.
template <class Done>
void play(Host& host, Worker& worker, Seen& seen, Done done) {
  const double end = steadyMilliseconds() + 20000;
  while (steadyMilliseconds() < end) {
    worker.serve(host);
    seen.poll(host);
    if (done()) return;
  }
  FAIL("the worker did not answer in time");
}

}  // namespace

TEST_CASE("the worker host gives the frames of a plain session") {
  testPageOpen(true);
  Session session(tests::bowlLab(), longRun().params, 4);
  session.advance(5000);
  auto host = makeHost(1);
  Worker worker;
  Seen seen;
  host->send(command::Open{longRun()});
  host->send(command::Advance{5000});
  CHECK(host->busy());
  play(*host, worker, seen, [&] { return seen.last.current && seen.frame->step == 5000; });
  CHECK(frameHash(*seen.frame) == session.hash());
  play(*host, worker, seen, [&] { return !host->busy(); });
  CHECK(testPageStarted() == 1);
}

TEST_CASE("a worker that dies is replaced, restored from its last frame and plays on") {
  testPageOpen(true);
  auto host = makeHost(1);
  Worker worker;
  Seen seen;
  host->send(command::Open{longRun()});
  host->send(command::Play{std::numeric_limits<double>::infinity()});
  play(*host, worker, seen, [&] { return seen.frame && seen.frame->step > 1000; });
  const Frame before = *seen.frame;
  worker.die();
  host->lost();
  CHECK(host->alive());
  seen.poll(*host);
  CHECK(seen.restoring);
  CHECK(!seen.error.empty());
  CHECK(testPageStarted() == 2);
  seen.frame.reset();
  play(*host, worker, seen, [&] { return seen.frame.has_value(); });
  // The first frame of the successor is not behind the last one of its predecessor.
  CHECK(seen.frame->step >= before.step);
  play(*host, worker, seen, [&] { return seen.frame->step > before.step; });
  host->send(command::Pause{});
  play(*host, worker, seen, [&] { return seen.last.current && !seen.last.playing; });
  Session session(tests::bowlLab(), longRun().params, 4);
  session.advance(seen.frame->step);
  CHECK(frameHash(*seen.frame) == session.hash());
}

TEST_CASE("a worker that does not answer a cancellation is replaced and stays paused") {
  testPageOpen(true);
  auto host = makeHost(1);
  Worker worker;
  Seen seen;
  host->send(command::Open{longRun()});
  host->send(command::Play{std::numeric_limits<double>::infinity()});
  play(*host, worker, seen, [&] { return seen.frame && seen.frame->step > 1000; });
  host->cancel();
  // It hangs: what is posted to it comes to nothing.
  worker.die();
  const double end = steadyMilliseconds() + 5000;
  while (testPageStarted() == 1 && steadyMilliseconds() < end) {
    CHECK(host->busy());
    seen.poll(*host);
  }
  REQUIRE(testPageStarted() == 2);
  const auto step = seen.frame->step;
  seen.frame.reset();
  play(*host, worker, seen, [&] { return seen.frame && !host->busy(); });
  CHECK(!seen.last.playing);
  CHECK(seen.frame->step >= step);
}

TEST_CASE("a worker that dies again and again is given up with a message") {
  testPageOpen(true);
  auto host = makeHost(1);
  Seen seen;
  host->send(command::Open{longRun()});
  for (int i = 0; i < 3; ++i) host->lost();
  CHECK(!host->alive());
  seen.poll(*host);
  CHECK(!seen.error.empty());
  host->send(command::Play{1});
  host->receive({});
  CHECK(!host->busy());
}

TEST_CASE("a page that can start no worker says so") {
  testPageOpen(true);
  auto host = makeHost(1);
  Seen seen;
  host->send(command::Open{longRun()});
  testPageRefuseWorkers();
  host->lost();
  CHECK(!host->alive());
  seen.poll(*host);
  CHECK(seen.error.find("cannot be restarted") != std::string::npos);

  testPageOpen(false);
  auto never = makeHost(2);
  CHECK(!never->alive());
  seen.error.clear();
  seen.poll(*never);
  CHECK(!seen.error.empty());
}

TEST_CASE("bytes that are no update change nothing") {
  testPageOpen(true);
  auto host = makeHost(1);
  const std::vector<std::byte> noise(100, std::byte{0x42});
  host->receive(noise);
  Update update;
  CHECK(!host->poll(update));
}

#endif
