// Runs of presets at their ends: the numbers they expect, no output that is never filled, and no
// check that cannot hold or cannot fail, in any lab.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <variant>
#include <vector>

#include "lab/claim.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/session.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

// Whether a reader sees anything of it.
bool isFilled(const OutputData& data) {
  struct Filled {
    bool operator()(const std::monostate&) const { return false; }
    bool operator()(const SeriesData& series) const {
      for (const Panel& panel : series.panels) {
        for (const Curve& curve : panel.curves) {
          if (!curve.x.empty()) return true;
        }
      }
      return false;
    }
    bool operator()(const FieldData& field) const { return !field.values.empty(); }
    bool operator()(const PointsData& points) const {
      for (const Marks& marks : points.marks) {
        if (!marks.x.empty()) return true;
      }
      for (const Path& path : points.paths) {
        if (!path.x.empty()) return true;
      }
      return false;
    }
    bool operator()(const GraphData& graph) const {
      return !graph.nets.empty() && !graph.nets.front().nodes.empty();
    }
    bool operator()(const ScalarData& scalar) const { return std::isfinite(scalar.value); }
    bool operator()(const CheckData& check) const { return check.state != CheckState::Pending; }
    bool operator()(const NoteData& note) const { return !note.text.empty(); }
  };
  return std::visit(Filled{}, data);
}

// A measured value that the check's relation forbids, just beyond its tolerance.
double forbidden(const CheckData& check) {
  const double scale = check.predicted == 0 ? 1 : std::abs(check.predicted);
  const double beyond = 1e-6 * scale + check.tolerance * 1e-6;
  switch (check.relation) {
    case Relation::AtMost:
      return check.predicted + check.tolerance + beyond;
    case Relation::AtLeast:
      return check.predicted - check.tolerance - beyond;
    case Relation::About:
      break;
  }
  // On the side where the measured value already is.
  const double away = check.tolerance * scale + beyond;
  return check.measured < check.predicted ? check.predicted - away : check.predicted + away;
}

// The check with that value in place of what it measured, and with what it measured.
void checkCanFail(const CheckData& check) {
  CHECK(std::isfinite(check.measured));
  CHECK(std::isfinite(check.predicted));
  CHECK(std::isfinite(check.tolerance));
  CHECK(check.tolerance >= 0);
  const auto again = [&](double measured) {
    return judged(measured, check.relation, check.predicted, check.tolerance, "").state;
  };
  CHECK(again(check.measured) == CheckState::Holds);
  CHECK(std::isfinite(forbidden(check)));
  CHECK(again(forbidden(check)) == CheckState::Fails);
}

// Takes what the frame fills, and the checks that hold in it, from what is missing.
void tickOff(const LabDef& lab, const Frame& frame, std::set<std::string_view>& missing) {
  for (std::size_t i = 0; i < frame.outputs.size(); ++i) {
    const OutputDef& def = lab.outputs[i];
    INFO(def.id);
    if (const auto* check = std::get_if<CheckData>(&frame.outputs[i])) {
      if (check->state != CheckState::Holds) continue;
      checkCanFail(*check);
      missing.erase(def.id);
    } else if (isFilled(frame.outputs[i])) {
      missing.erase(def.id);
    }
  }
}

// Runs presets to their ends, those that expect numbers there, and others until every output was
// filled and every check has held once.
void checkEnds(const LabDef& lab) {
  std::set<std::string_view> missing;
  for (const OutputDef& def : lab.outputs) missing.insert(def.id);
  for (const Preset& preset : lab.presets) {
    std::map<std::uint64_t, std::vector<Expected>> runs;  // by seed
    for (const Expected& expected : preset.expected) {
      if (expected.step == 0) runs[expected.seed].push_back(expected);
    }
    if (!preset.hidden && !missing.empty()) runs.try_emplace(1);
    for (const auto& [seed, numbers] : runs) {
      INFO(lab.id, " ", preset.id, " --seed ", seed);
      Session session(lab, presetParams(lab, preset), seed);
      session.advance(kEnough);
      const Frame frame = session.frame();
      if (!preset.hidden && seed == 1) tickOff(lab, frame, missing);
      if (session.status() != Status::Running) CHECK(checksIn(frame, CheckState::Pending) == "");
      if (!numbers.empty()) REQUIRE(session.status() != Status::Running);
      for (const Expected& expected : numbers) checkNumber(frame, expected);
    }
  }
  for (const std::string_view id : missing) FAIL_CHECK(lab.id, " ", id);
}

}  // namespace

TEST_CASE("presets end with the numbers they expect, and fill every output; every check can fail") {
  for (const LabDef* lab : realLabs()) {
    if (endsSoon(*lab)) checkEnds(*lab);
  }
}

TEST_CASE("presets of long runs end so, too [statistics]") {
  for (const LabDef* lab : realLabs()) {
    if (!endsSoon(*lab)) checkEnds(*lab);
  }
}
