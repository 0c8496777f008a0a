#include "host/host.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "host/runner.h"
#include "io/recipe.h"
#include "lab/registry.h"
#include "support/bowl_lab.h"

using namespace basin;

TEST_CASE("the inline host gives the frames of a plain session") {
  const LabDef& lab = tests::bowlLab();
  Session session(lab, firstParams(lab), 3);
  session.advance(150);

  auto host = makeInlineHost();
  host->send(command::Open{
      {.lab = "test-bowl", .params = firstParams(lab), .seed = 3, .events = {}, .steps = 0}});
  host->send(command::Advance{150});
  CHECK(host->busy());
  std::optional<Frame> frame;
  bool current = false;
  const double end = steadyMilliseconds() + 10000;
  while (steadyMilliseconds() < end && (host->busy() || !frame || frame->step < 150)) {
    Update update;
    if (!host->poll(update)) continue;
    CHECK(update.error.empty());
    if (update.frame) frame = std::move(update.frame);
    current = update.current;
  }
  REQUIRE(frame);
  CHECK(frameHash(*frame) == session.hash());
  CHECK(current);
  CHECK(!host->busy());
}

TEST_CASE("the inline host never computes for long at a time") {
  const LabDef& lab = tests::bowlLab();
  auto params = firstParams(lab);
  params[paramIndex(lab, "length")] = std::int64_t{1000000000};
  auto host = makeInlineHost();
  host->send(
      command::Open{{.lab = "test-bowl", .params = params, .seed = 3, .events = {}, .steps = 0}});
  host->send(command::Advance{1000000000});
  double longest = 0;
  for (int i = 0; i < 50; ++i) {
    Update update;
    const double begin = steadyMilliseconds();
    host->poll(update);
    longest = std::max(longest, steadyMilliseconds() - begin);
  }
  // Generous: the machine may be busy with other things.
  CHECK(longest < 200);
  host->cancel();
  const double end = steadyMilliseconds() + 10000;
  while (steadyMilliseconds() < end && host->busy()) {
    Update update;
    host->poll(update);
  }
  CHECK(!host->busy());
}
