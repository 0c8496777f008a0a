#include "lab/session.h"

#include <algorithm>

#include "base/check.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin {

Session::Session(const LabDef& lab, std::vector<ParamValue> params, std::uint64_t seed)
    : def_(&lab), params_(std::move(params)), seed_(seed) {
  CHECK(params_.size() == lab.params.size(), "parameters do not fit the lab ", lab.id);
  restart();
}

void Session::restart() {
  initial_ = params_;
  events_.clear();
  step_ = 0;
  CHECK(def_->make, "only the tables of lab ", def_->id, " are here");
  lab_ = def_->make(makeConfig(*def_, params_).get(), seed_);
}

std::uint64_t Session::advance(std::uint64_t steps) {
  std::uint64_t done = 0;
  while (done < steps && lab_->status() == Status::Running) {
    lab_->step();
    ++step_;
    ++done;
  }
  return done;
}

Result<void> Session::setParam(int param, const ParamValue& value) {
  if (param < 0 || param >= static_cast<int>(def_->params.size())) {
    return Failure{"lab " + std::string(def_->id) + " has no parameter number " +
                   std::to_string(param)};
  }
  const ParamDef& def = def_->params[param];
  if (auto error = rangeError(def, value)) return Failure{*error};
  if (params_[param] == value) return {};
  params_[param] = value;
  // A live change of a lab that has not moved yet, or has ended, is a change of its beginning.
  if (def.effect == Effect::Live && step_ > 0 && lab_->status() == Status::Running) {
    // While a slider is dragged many changes fall on one step; only the last one counts.
    std::erase_if(events_, [&](const Event& e) { return e.step == step_ && e.param == param; });
    events_.push_back({step_, param, value});
    lab_->retune(makeConfig(*def_, params_).get());
  } else {
    restart();
  }
  return {};
}

void Session::setSeed(std::uint64_t seed) {
  seed_ = seed;
  restart();
}

bool Session::apply(const std::vector<ParamChange>& changes) {
  bool changed = false;
  for (const ParamChange& change : changes) {
    const int index = paramIndex(*def_, change.id);
    CHECK(index >= 0, "the lab changes an unknown parameter: ", change.id);
    const ParamValue value = clampValue(def_->params[index], change.value);
    changed = changed || value != params_[index];
    const auto result = setParam(index, value);
    CHECK(result.ok(), result.error());
  }
  return changed;
}

// The lab may be replaced by a restart while its changes are applied; their ids are static.
bool Session::poke(const Poke& poke) {
  return apply(lab_->poke(poke));
}

Result<std::string> Session::readFile(std::string_view text) {
  auto content = lab_->readFile(text);
  if (!content.ok()) return Failure{content.error()};
  apply(content.value().changes);
  return std::move(content.value().told);
}

bool Session::replay(const Recipe& recipe, std::uint64_t budget) {
  for (;;) {
    for (const Event& event : recipe.events) {
      if (event.step != step_ || params_[event.param] == event.value) continue;
      params_[event.param] = event.value;
      events_.push_back(event);
      lab_->retune(makeConfig(*def_, params_).get());
    }
    if (step_ >= recipe.steps || lab_->status() != Status::Running) return true;
    if (budget == 0) return false;
    // Up to the next event, so that it falls on its own step.
    std::uint64_t target = recipe.steps;
    for (const Event& event : recipe.events) {
      if (event.step > step_) target = std::min(target, event.step);
    }
    const std::uint64_t done = advance(std::min(target - step_, budget));
    budget -= done;
  }
}

Frame Session::frame(OutputMask wanted) const {
  Frame frame{.lab = std::string(def_->id),
              .seed = seed_,
              .step = step_,
              .status = lab_->status(),
              .statusText = lab_->statusText(),
              .progress = lab_->progress(),
              .time = lab_->time(),
              .params = params_,
              .irrelevant = irrelevantParams(*def_, params_),
              .initial = initial_,
              .events = events_,
              .wanted = wanted};
  const InputProblem problem = lab_->inputProblem();
  for (std::size_t i = 0; i < def_->params.size() && !problem.empty(); ++i) {
    if (def_->params[i].id == problem.param) frame.unreadable = static_cast<int>(i);
  }
  frame.outputs.resize(def_->outputs.size());
  for (std::size_t i = 0; i < frame.outputs.size(); ++i) {
    if ((wanted >> i & 1) == 0) continue;
    const OutputDef& def = def_->outputs[i];
    frame.outputs[i] = def.fill(lab_->study());
    // Where there is nothing to run nothing is ever decided.
    if (!problem.empty() && def.kind == OutputKind::Check) {
      frame.outputs[i] = CheckData{.state = CheckState::NotApplicable, .detail = problem.text};
    }
    auto* check = std::get_if<CheckData>(&frame.outputs[i]);
    // A run may be lost at any moment, also before what goes on beside it has ended.
    if (check && check->state == CheckState::Pending && frame.status == Status::Diverged) {
      *check = {.state = CheckState::NotApplicable,
                .detail = "the run was lost before this was measured"};
    }
    if (check && !def.lawText.empty()) {
      check->law = def.fillLaw ? def.fillLaw(lab_->study())
                               : LawData{check->predicted, check->measured};
    }
  }
  return frame;
}

Recipe Session::recipe() const {
  return {.lab = std::string(def_->id),
          .params = initial_,
          .seed = seed_,
          .events = events_,
          .steps = step_};
}

}  // namespace basin
