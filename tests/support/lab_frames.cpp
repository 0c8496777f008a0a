#include "support/lab_frames.h"

#include <cmath>

#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin::test {

namespace {

const LabDef& labNamed(std::string_view id) {
  const LabDef* lab = findLab(id);
  REQUIRE_MESSAGE(lab, id);
  return *lab;
}

}  // namespace

std::vector<const LabDef*> realLabs() {
  std::vector<const LabDef*> all;
  for (const LabDef* lab : labs()) {
    if (!lab->id.starts_with("test-")) all.push_back(lab);
  }
  return all;
}

bool endsSoon(const LabDef& lab) {
  return lab.id == "gd" || lab.id == "saddle";
}

Session sessionOf(std::string_view lab, const std::vector<Setting>& settings, std::uint64_t seed) {
  const Preset preset{.id = "test", .label = "", .lookFor = "", .settings = settings};
  return Session(labNamed(lab), presetParams(labNamed(lab), preset), seed);
}

Frame finished(std::string_view lab, const std::vector<Setting>& settings, std::uint64_t seed) {
  Session session = sessionOf(lab, settings, seed);
  session.advance(kEnough);
  return session.frame();
}

void checkSlices(std::string_view id, int steps, int look) {
  Session whole = sessionOf(id, {}, 7), sliced = sessionOf(id, {}, 7);
  whole.advance(static_cast<std::uint64_t>(steps));
  for (int i = 0; i < steps; ++i) {
    sliced.advance(1);
    if (i % look == 0) sliced.frame();
  }
  CHECK(whole.hash() == sliced.hash());
}

std::size_t outputPlace(const Frame& frame, std::string_view id) {
  const int index = outputIndex(labNamed(frame.lab), id);
  REQUIRE_MESSAGE(index >= 0, id);
  return static_cast<std::size_t>(index);
}

double scalarOf(const Frame& frame, std::string_view id) {
  return output<ScalarData>(frame, id).value;
}

void checkNumber(const Frame& frame, const Expected& expected) {
  const double value = scalarOf(frame, expected.scalar);
  CHECK_MESSAGE(std::abs(value - expected.value) <= expected.tolerance, expected.scalar, " is ",
                formatNumber(value, 12), " for ", formatNumber(expected.value, 12));
}

CheckState stateOf(const Frame& frame, std::string_view id) {
  return output<CheckData>(frame, id).state;
}

std::string checksIn(const Frame& frame, CheckState state) {
  std::string ids;
  for (std::size_t i = 0; i < frame.outputs.size(); ++i) {
    const auto* check = std::get_if<CheckData>(&frame.outputs[i]);
    if (check && check->state == state) ids += std::string(labNamed(frame.lab).outputs[i].id) + " ";
  }
  return ids;
}

std::string undecided(const Frame& frame) {
  return checksIn(frame, CheckState::Fails) + checksIn(frame, CheckState::Pending);
}

}  // namespace basin::test
