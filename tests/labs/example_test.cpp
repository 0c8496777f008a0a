// The small lab of src/labs/README.md, and with it what a lab's tables alone are enough for.
#include <doctest/doctest.h>

#include <cmath>

#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

TEST_CASE("example lab: follows its law to the end") {
  const Frame frame = finished("test-example", {{"rate", "0.3"}});
  CHECK(frame.status == Status::Done);
  CHECK(frame.step == 60);
  CHECK(scalarOf(frame, "position") == doctest::Approx(std::pow(0.4, 60)));
  CHECK(stateOf(frame, "factor") == CheckState::Holds);
  const auto check = output<CheckData>(frame, "factor");
  CHECK(check.law.predicted == doctest::Approx(check.law.measured));
}

TEST_CASE("example lab: diverges above 2/a and says why") {
  const Frame frame = finished("test-example", {{"rate", "1.5"}});
  CHECK(frame.status == Status::Diverged);
  CHECK(frame.statusText == "step size η = 1.50 > 2/a = 1");
}

TEST_CASE("a frame holds the outputs that are asked for, and no others") {
  Session session = sessionOf("test-example", {});
  CHECK(stateOf(session.frame(), "factor") == CheckState::Pending);
  session.advance(3);
  const Frame scalar = session.frame(OutputMask{1} << 1);
  REQUIRE(scalar.outputs.size() == 3);
  CHECK(scalar.outputs[0].index() == 0);
  CHECK(std::get<ScalarData>(scalar.outputs[1]).value == doctest::Approx(std::pow(0.8, 3)));
  CHECK(scalar.outputs[2].index() == 0);
}
