// The exit status of `basin run` for checks that hold and that fail; the rest of the contract is tried on the built command.
#include <doctest/doctest.h>

#include "cli/commands.h"
#include "support/bowl_lab.h"

using namespace basin;

TEST_CASE("basin run ends with 1 when a check fails, else with 0") {
  tests::bowlLab();
  CHECK(cli::run({"test-bowl", "--length", "50"}) == cli::kAllHold);
  // A step size above 2/λ: one check fails, and the run diverges.
  CHECK(cli::run({"test-bowl", "--rate", "1.5"}) == cli::kCheckFails);
  // Before the end a check is pending, and fails nothing.
  CHECK(cli::run({"test-bowl", "--steps", "3"}) == cli::kAllHold);
  CHECK(cli::run({"test-bowl", "--rate", "11"}) == cli::kBadUsage);
}
