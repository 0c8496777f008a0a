#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lab/session.h"

namespace basin::test {

/// Steps enough for any lab to come to its end.
inline constexpr std::uint64_t kEnough = 100000;

/// All labs but those of the tests themselves.
std::vector<const LabDef*> realLabs();
/// Whether the lab's presets all end within a second, so that tests need no tier of statistics.
bool endsSoon(const LabDef& lab);

/// A session of a lab at its defaults overlaid with settings as in a URL.
Session sessionOf(std::string_view lab, const std::vector<Setting>& settings,
                  std::uint64_t seed = 1);
/// The frame at the lab's own end.
Frame finished(std::string_view lab, const std::vector<Setting>& settings, std::uint64_t seed = 1);

/// Fails unless `steps` steps at the defaults lead to the same frame at once and one by one, where a
/// frame is asked for every `look` steps.
void checkSlices(std::string_view lab, int steps, int look);

/// Where an output stands in the frame's lab; the test fails when there is none of that id.
std::size_t outputPlace(const Frame& frame, std::string_view id);

/// An output by its id; the test fails when it is not of this kind.
template <class T>
T output(const Frame& frame, std::string_view id) {
  const T* data = std::get_if<T>(&frame.outputs[outputPlace(frame, id)]);
  REQUIRE_MESSAGE(data, id);
  return *data;
}

double scalarOf(const Frame& frame, std::string_view id);
/// Fails unless the frame shows the number that a preset expects.
void checkNumber(const Frame& frame, const Expected& expected);
CheckState stateOf(const Frame& frame, std::string_view id);
/// Ids of the checks in this state, each followed by a space.
std::string checksIn(const Frame& frame, CheckState state);
/// Ids of the checks that fail or are still pending.
std::string undecided(const Frame& frame);

}  // namespace basin::test
