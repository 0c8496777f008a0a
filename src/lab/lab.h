#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "lab/frame.h"

namespace basin {

/// What the pointer did on an output, in that output's own coordinates.
enum class PokeKind { Press, Drag, Release, Erase };

struct Poke {
  std::string output;
  PokeKind kind = PokeKind::Press;
  double x = 0;
  double y = 0;
  int brush = 0;  ///< Class painted, where the lab paints points.
};

/// A parameter by its id and a new value.
struct ParamChange {
  std::string_view id;
  ParamValue value;
};

/// One experiment: state, one small unit of work, and a picture of it. A lab knows no screen, no
/// clock and no file; the same parameters, seed and number of steps give the same frames.
class Lab {
 public:
  virtual ~Lab() = default;

  /// The smallest unit of work, at most about 5 ms at the defaults. Not called after Done/Diverged.
  virtual void step() = 0;

  /// Fills every declared output: `frame.outputs` comes sized to the lab's OutputDefs.
  virtual void publish(Frame& frame) const = 0;

  virtual Status status() const { return Status::Running; }

  /// Words for the status; for Diverged the reason, e.g. "step size 0.5 > 2/λmax = 0.31".
  virtual std::string statusText() const { return {}; }

  /// 0..1 towards the lab's own end; NaN where there is none.
  virtual double progress() const { return std::numeric_limits<double>::quiet_NaN(); }

  /// What a pointer gesture means, as parameter changes; the session applies them.
  virtual std::vector<ParamChange> poke(const Poke&) const { return {}; }

  /// What a dropped text file means, as parameter changes, or a message naming line and column.
  virtual Result<std::vector<ParamChange>> readFile(std::string_view) const {
    return Failure{"this lab takes no files of data"};
  }

  /// Takes over new values of Live parameters.
  virtual void retune(const void* config) = 0;
};

/// Base of a lab with its own Config: keeps the present configuration.
template <class Config>
class LabOf : public Lab {
 public:
  explicit LabOf(const Config& config) : config_(config) {}
  void retune(const void* config) final {
    config_ = *static_cast<const Config*>(config);
    retuned();
  }

 protected:
  /// Called after a Live parameter changed.
  virtual void retuned() {}
  const Config& config() const { return config_; }

 private:
  Config config_;
};

/// Shelf of the gallery, in the order of the lectures.
enum class Group { Optimisation, Tying, Kernels, Approximation, Generalisation, Features };

/// A parameter by id with its value as text, as in a URL.
struct Setting {
  std::string_view id;
  std::string_view value;
};

/// A named parameter set with a sentence that says what to look for.
struct Preset {
  std::string_view id{};
  std::string_view label{};
  std::string_view lookFor{};
  std::vector<Setting> settings{};
};

/// A paper or theorem behind the lab; `url` is a persistent address (arXiv, DOI) or empty.
struct Reference {
  std::string_view text;
  std::string_view url;
};

/// Everything a face needs to know about a lab. All views point at static storage.
struct LabDef {
  std::string_view id{};
  std::string_view title{};
  std::string_view claim{};  ///< One line: what the reader will see.
  Group group = Group::Optimisation;
  int year = 0;  ///< Of the main result.
  std::span<const ParamDef> params{};
  std::span<const OutputDef> outputs{};
  std::vector<Preset> presets{};        ///< The first one is what a visitor sees.
  std::vector<Reference> references{};
  int thumbnailSteps = 0;  ///< Steps after which the gallery card's picture (first output) is taken.
  double stepsPerSecond = 60;  ///< Playing speed at which the lab reads well; x1 of the speed control.
  std::shared_ptr<void> (*newConfig)() = nullptr;
  std::unique_ptr<Lab> (*make)(const void* config, std::uint64_t seed) = nullptr;
};

/// Binds a LabDef to its Config type and Lab class (constructible from const Config& and a seed).
template <class Config, class LabClass>
LabDef labDef(LabDef def) {
  def.newConfig = [] { return std::shared_ptr<void>(std::make_shared<Config>()); };
#ifdef BASIN_TABLES_ONLY
  // A face whose sessions run elsewhere needs the tables, not the mathematics behind them: without
  // this reference the linker leaves both the class and all it calls out.
  def.make = [](const void*, std::uint64_t) { return std::unique_ptr<Lab>(); };
#else
  def.make = [](const void* config, std::uint64_t seed) -> std::unique_ptr<Lab> {
    return std::make_unique<LabClass>(*static_cast<const Config*>(config), seed);
  };
#endif
  return def;
}

}  // namespace basin
