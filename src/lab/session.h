#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "lab/lab.h"

namespace basin {

/// All that determines a session's frame; a session restored from it reaches the same state.
struct Recipe {
  std::string lab;
  std::vector<ParamValue> params;
  std::uint64_t seed = 0;
  std::vector<Event> events;
  std::uint64_t steps = 0;
};

/// A lab at work: owns restart, advancing, the frame and its hash. Every face (page, desktop,
/// command line, tests) drives labs through this and nothing else.
class Session {
 public:
  /// `params` in the order of the lab's ParamDefs, within range.
  Session(const LabDef& lab, std::vector<ParamValue> params, std::uint64_t seed);

  /// Begins again with the present parameters and seed.
  void restart();

  /// Does up to `steps` steps; fewer when the lab ends or diverges. Returns how many were done.
  std::uint64_t advance(std::uint64_t steps);

  /// Changes a parameter: a Live one at once (recorded as an event), another by restarting. The
  /// message says what is wrong with the value; then nothing changes.
  Result<void> setParam(int param, const ParamValue& value);

  /// Changes the seed and restarts.
  void setSeed(std::uint64_t seed);

  /// Applies a pointer gesture. Returns true when it changed anything.
  bool poke(const Poke& poke);

  /// Takes over a dropped text file (points, samples); says in one line what was done with it. The message
  /// of a failure says what is wrong with it; then nothing changes.
  Result<std::string> readFile(std::string_view text);

  /// Advances a session made from `recipe` towards its steps and events, at most `budget` steps;
  /// true when it is there.
  bool replay(const Recipe& recipe, std::uint64_t budget);

  /// The frame with the wanted outputs; the others stay empty and cost nothing.
  Frame frame(OutputMask wanted = kAllOutputs) const;
  Recipe recipe() const;
  std::uint64_t hash() const { return frameHash(frame()); }

  const LabDef& lab() const { return *def_; }
  const std::vector<ParamValue>& params() const { return params_; }
  std::uint64_t seed() const { return seed_; }
  std::uint64_t step() const { return step_; }
  Status status() const { return lab_->status(); }
  /// What is wrong with a text among the parameters (Lab::inputProblem).
  InputProblem inputProblem() const { return lab_->inputProblem(); }

 private:
  bool apply(const std::vector<ParamChange>& changes);

  const LabDef* def_;
  std::vector<ParamValue> params_;
  std::vector<ParamValue> initial_;
  std::vector<Event> events_;
  std::uint64_t seed_;
  std::uint64_t step_ = 0;
  std::unique_ptr<Lab> lab_;
};

}  // namespace basin
