#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

#include "host/host.h"
#include "host/runner.h"
#include "io/recipe.h"
#include "lab/registry.h"
#include "support/bowl_lab.h"

using namespace basin;

namespace {

Recipe longRun(std::uint64_t seed) {
  const LabDef& lab = tests::bowlLab();
  auto params = firstParams(lab);
  params[paramIndex(lab, "length")] = std::int64_t{1000000000};
  return {.lab = "test-bowl", .params = params, .seed = seed, .events = {}, .steps = 0};
}

// Polls like a screen would until `done` says so; fails after 20 s.
template <class Done>
void poll(Host& host, Done done) {
  const double end = steadyMilliseconds() + 20000;
  while (steadyMilliseconds() < end) {
    Update update;
    if (host.poll(update) && done(update)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  FAIL("the host did not answer in time");
}

}  // namespace

TEST_CASE("the thread host gives the frames of a plain session") {
  const LabDef& lab = tests::bowlLab();
  auto host = makeThreadHost();
  for (std::uint64_t seed = 1; seed < 4; ++seed) {
    Session session(lab, longRun(seed).params, seed);
    session.advance(5000);
    REQUIRE(session.setParam(paramIndex(lab, "rate"), 0.02).ok());
    session.advance(1234);

    host->send(command::Open{longRun(seed)});
    host->send(command::Advance{5000});
    poll(*host, [](const Update& u) { return u.frame && u.frame->step == 5000; });
    host->send(command::SetParam{paramIndex(lab, "rate"), 0.02});
    host->send(command::Advance{1234});
    poll(*host, [&](const Update& u) {
      if (!u.frame || u.frame->step != 6234) return false;
      CHECK(frameHash(*u.frame) == session.hash());
      return u.current;
    });
  }
}

TEST_CASE("no call to a busy thread host blocks, and cancel stops it") {
  std::atomic<int> woken = 0;
  auto host = makeThreadHost([&] { ++woken; });
  host->send(command::Open{longRun(1)});
  host->send(command::Advance{1000000000});
  double longest = 0;
  std::uint64_t seen = 0;
  for (int i = 0; i < 200; ++i) {
    const double begin = steadyMilliseconds();
    Update update;
    if (host->poll(update) && update.frame) seen = update.frame->step;
    host->send(command::PokeOutput{{"nowhere", PokeKind::Press, 0, 0, 0}});
    longest = std::max(longest, steadyMilliseconds() - begin);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  CHECK(longest < 200);
  CHECK(host->busy());
  host->cancel();
  poll(*host, [&](const Update& u) {
    if (u.frame) seen = u.frame->step;
    return u.current && std::isnan(u.advancing);
  });
  CHECK(seen > 0);
  CHECK(seen < 1000000000);
  const double end = steadyMilliseconds() + 20000;
  Update update;
  while (host->busy() && steadyMilliseconds() < end) host->poll(update);
  CHECK(!host->busy());
  CHECK(woken > 0);
}

TEST_CASE("a host that is killed can be succeeded by one restored from its last frame") {
  std::optional<Frame> last;
  {
    auto host = makeThreadHost();
    host->send(command::Open{longRun(9)});
    host->send(command::Play{std::numeric_limits<double>::infinity()});
    poll(*host, [&](const Update& u) {
      if (u.frame) last = u.frame;
      return last && last->step > 1000;
    });
  }
  auto host = makeThreadHost();
  host->send(command::Open{recipeOf(*last)});
  poll(*host, [&](const Update& u) {
    if (!u.frame) return false;
    CHECK(u.frame->step == last->step);
    CHECK(frameHash(*u.frame) == frameHash(*last));
    return true;
  });
}

TEST_CASE("pacing holds on the real clock") {
  auto host = makeThreadHost();
  host->send(command::Open{longRun(1)});
  host->send(command::Play{50});
  std::uint64_t step = 0;
  const double begin = steadyMilliseconds();
  while (steadyMilliseconds() < begin + 1000) {
    Update update;
    if (host->poll(update) && update.frame) step = update.frame->step;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  // Not faster than asked for; a busy machine may be slower.
  CHECK(step <= 54);
  CHECK(step >= 10);
}

TEST_CASE("a host at rest sleeps") {
  auto host = makeThreadHost();
  host->send(command::Open{longRun(1)});
  poll(*host, [](const Update& u) { return u.current; });
  const double end = steadyMilliseconds() + 5000;
  Update update;
  while (host->busy() && steadyMilliseconds() < end) host->poll(update);
  CHECK(!host->busy());
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  CHECK(!host->poll(update));
}
