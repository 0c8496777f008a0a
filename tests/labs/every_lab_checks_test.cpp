// No output that is never filled, and no check that cannot hold or cannot fail, in any lab.
#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <variant>

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

// Runs presets to their ends, until every output was filled and every check has held once.
void checkOutputs(const LabDef& lab) {
  std::set<std::string_view> missing;
  for (const OutputDef& def : lab.outputs) missing.insert(def.id);
  for (const Preset& preset : lab.presets) {
    if (preset.hidden || missing.empty()) continue;
    INFO(lab.id, " ", preset.id);
    Session session(lab, presetParams(lab, preset), 1);
    session.advance(kEnough);
    const Frame frame = session.frame();
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
  for (const std::string_view id : missing) FAIL_CHECK(lab.id, " ", id);
}

}  // namespace

TEST_CASE("presets fill every output; every check holds in one of them, and can fail") {
  for (const LabDef* lab : realLabs()) {
    if (endsSoon(*lab)) checkOutputs(*lab);
  }
}

TEST_CASE(
    "presets of long runs fill every output, and their checks hold and can fail [statistics]") {
  for (const LabDef* lab : realLabs()) {
    if (!endsSoon(*lab)) checkOutputs(*lab);
  }
}
