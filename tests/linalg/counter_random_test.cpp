#include "support/counter_random.h"

#include <doctest/doctest.h>

using namespace basin::test;

TEST_CASE("the counter generator draws the reference numbers") {
  CHECK(counterBits(1, 0) == 0x910a2dec89025cc1u);
  CHECK(counterBits(1, 2) == 0xf893a2eefb32555eu);
  CHECK(counterBits(1234567, 0) == 6457827717110365317u);
  CHECK(counterUniform(1, 1) == doctest::Approx(0.7457817572627011).epsilon(1e-15));
  CHECK(counterNormal(7, 0) == doctest::Approx(0.9884743323187352).epsilon(1e-12));
  CHECK(counterNormals(7, 1, 3)(0, 2) == doctest::Approx(0.00392020721518934).epsilon(1e-12));
}
