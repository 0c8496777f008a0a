#include "lab/history.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace basin;

namespace {

// The same from step 1 to `last`, measuring where the history asks for it.
template <class H>
H measured(H history, long long last, long long every = 1) {
  for (long long t = every; t <= last; t += every) {
    if (history.due(t)) history.add(t, {static_cast<double>(t)});
  }
  return history;
}

}  // namespace

TEST_CASE("a history spaced by octaves keeps as many steps of each, and all of the first") {
  const History<1> history = measured(History<1>(1024, PerOctave{64}), 20000);
  const auto& steps = history.steps();
  const auto within = [&](double from, double to) {
    return std::ranges::count_if(steps, [&](double t) { return t >= from && t < to; });
  };
  CHECK(within(1, 128) == 127);
  for (double from = 128; from <= 8192; from *= 2) CHECK(within(from, 2 * from) == 64);
  CHECK(history.column(0) == steps);
}

TEST_CASE("a history spaced by octaves that is full keeps fewer of each, and stays bounded") {
  const History<1> history = measured(History<1>(100, PerOctave{64}), 100000);
  CHECK(history.steps().size() <= 100);
  CHECK(history.steps().size() >= 50);
  CHECK(history.steps().front() == 1);
  for (std::size_t i = 1; i < history.steps().size(); ++i) {
    CHECK(history.steps()[i] > history.steps()[i - 1]);
    // Four are left of each octave: no gap is larger than a quarter of the way.
    if (i > 8) CHECK(history.steps()[i] / history.steps()[i - 1] <= 1.25);
  }
}

TEST_CASE("a history stays bounded where all steps are multiples of something") {
  const History<1> history = measured(History<1>(64), 200000, 20);
  CHECK(history.steps().size() <= 64);
  CHECK(history.steps().size() >= 16);
  CHECK(history.steps().back() > 190000);
}
