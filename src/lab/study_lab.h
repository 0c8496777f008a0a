#pragma once

#include <memory>
#include <type_traits>

#include "base/check.h"
#include "lab/lab.h"

namespace basin {

/// The status of what tells whether it is finished() and, where it can, whether it has diverged();
/// where the parameters make no sense there is nothing to do.
template <class Study>
Status statusOf(const Study& study) {
  if constexpr (requires { study.inputProblem(); }) {
    if (!study.inputProblem().empty()) return Status::Done;
  }
  if constexpr (requires { study.diverged(); }) {
    if (study.diverged()) return Status::Diverged;
  }
  return study.finished() ? Status::Done : Status::Running;
}

/// The lab of a study: what runs a Study and fills outputs as their table says. A Study is made
/// from (const Config&, std::uint64_t seed) and has step() and finished(); further members are used
/// where it has them:
///
///     bool diverged() const                      its loss is lost; then statusText() says why
///     InputProblem inputProblem() const          what is wrong with a text among the parameters
///     double progress() const                    0..1 towards its end
///     double time() const                        on the lab's own clock (LabDef::clock)
///     std::string statusText() const             words for the status
///     void retune(const Config&)                 takes over live parameters
///     std::vector<ParamChange> poke(const Poke&) const
///     Result<FileContent> readFile(std::string_view) const
template <class Config, class Study>
class StudyLab final : public Lab {
 public:
  StudyLab(const Config& config, std::uint64_t seed) : study_(config, seed) {}

  void step() override { study_.step(); }
  Status status() const override { return statusOf(study_); }
  std::string statusText() const override {
    if (InputProblem problem = inputProblem(); !problem.empty()) return std::move(problem.text);
    if constexpr (requires { study_.statusText(); }) return study_.statusText();
    return {};
  }
  InputProblem inputProblem() const override {
    if constexpr (requires { study_.inputProblem(); }) return study_.inputProblem();
    return {};
  }
  double progress() const override {
    if constexpr (requires { study_.progress(); }) return study_.progress();
    return Lab::progress();
  }
  double time() const override {
    if constexpr (requires { study_.time(); }) return study_.time();
    return Lab::time();
  }
  std::vector<ParamChange> poke(const Poke& poke) const override {
    if constexpr (requires { study_.poke(poke); }) return study_.poke(poke);
    return {};
  }
  Result<FileContent> readFile(std::string_view text) const override {
    if constexpr (requires { study_.readFile(text); }) return study_.readFile(text);
    return Lab::readFile(text);
  }
  void retune(const void* config) override {
    if constexpr (kRetunes) study_.retune(*static_cast<const Config*>(config));
  }
  const void* study() const override { return &study_; }

  static constexpr bool kRetunes = requires(Study & study, const Config& config) {
    study.retune(config);
  };

 private:
  Study study_;
};

/// Completes the tables of a lab by its Config and Study. Every output must be filled from this
/// Study, and live parameters need a Study that can be retuned.
template <class Config, class Study>
LabDef labOf(LabDef def) {
  for (const OutputDef& output : def.outputs) {
    CHECK(output.studyTag == &detail::kTypeTag<Study>, "output ", output.id, " of lab ", def.id,
          " is filled from something else than its study");
  }
  if constexpr (!StudyLab<Config, Study>::kRetunes) {
    for (const ParamDef& param : def.params) {
      CHECK(param.effect == Effect::Restart, "parameter ", param.id, " of lab ", def.id,
            " is live, but its study cannot be retuned");
    }
  }
  def.newConfig = [] { return std::shared_ptr<void>(std::make_shared<Config>()); };
  def.make = [](const void* config, std::uint64_t seed) -> std::unique_ptr<Lab> {
    return std::make_unique<StudyLab<Config, Study>>(*static_cast<const Config*>(config), seed);
  };
  return def;
}

}  // namespace basin
