#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "lab/frame.h"
#include "lab/output.h"

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

/// What a text file means as parameter changes, and what was done with it, in whole sentences on
/// one line.
struct FileContent {
  std::vector<ParamChange> changes;
  std::string told;
};

/// What is wrong with a text among the parameters (a formula, data, rules), so that there is
/// nothing to run: the id of the parameter and a whole sentence; empty where all is well.
struct InputProblem {
  std::string_view param{};
  std::string text{};

  bool empty() const { return text.empty(); }
};

/// One experiment at work: its study and the words around it. A lab knows no screen, no clock and
/// no file; the same parameters, seed and number of steps give the same frames. StudyLab is the
/// only one there needs to be.
class Lab {
 public:
  virtual ~Lab() = default;

  /// The smallest unit of work, at most about 5 ms at the defaults. Not called after Done/Diverged.
  virtual void step() = 0;

  /// What the lab's outputs are filled from (OutputDef::fill).
  virtual const void* study() const = 0;

  virtual Status status() const = 0;

  /// Words for the status; for Diverged the reason, e.g. "step size 0.5 > 2/λmax = 0.31".
  virtual std::string statusText() const { return {}; }

  virtual InputProblem inputProblem() const { return {}; }

  /// 0..1 towards the lab's own end; NaN where there is none.
  virtual double progress() const { return std::numeric_limits<double>::quiet_NaN(); }

  /// What the lab's own clock shows (LabDef::clock); NaN: the number of steps.
  virtual double time() const { return std::numeric_limits<double>::quiet_NaN(); }

  /// What a pointer gesture means, as parameter changes; the session applies them.
  virtual std::vector<ParamChange> poke(const Poke&) const { return {}; }

  /// What a dropped text file means, or a message naming line and column.
  virtual Result<FileContent> readFile(std::string_view) const {
    return Failure{"this lab takes no files of data"};
  }

  /// Takes over new values of Live parameters.
  virtual void retune(const void* config) = 0;
};

/// Shelf of the gallery, in the order of the lectures. A shelf is also what a page loads at once
/// (basin-core-SHELF), so one with more than some six labs is better split.
enum class Group {
  Optimisation,
  Landscapes,
  Convergence,
  Tying,
  Kernels,
  Approximation,
  Generalisation,
  Features,
  Networks
};
inline constexpr int kGroups = 9;

/// A parameter by id with its value as text, as in a URL.
struct Setting {
  std::string_view id;
  std::string_view value;
};

/// A number that a run of a preset must show: a scalar's value at a step (0: at the lab's own end).
struct Expected {
  std::string_view scalar;
  double value = 0;
  double tolerance = 0;  ///< Absolute.
  std::uint64_t step = 0;
  std::uint64_t seed = 1;
};

/// A named parameter set with a sentence that says what to look for.
struct Preset {
  std::string_view id{};
  std::string_view label{};
  std::string_view lookFor{};
  std::vector<Setting> settings{};
  std::vector<Expected> expected{};  ///< Tested natively and as WebAssembly; texts quote them.
  std::string_view
      picture{};  ///< The output that lookFor speaks of, shown large; the first one when empty.
  bool hidden = false;  ///< The recipe of a fault that was mended: tested, not offered.
  std::vector<ParamValue> values{};  ///< Of all parameters; filled in when the lab is registered.
};

/// A paper or theorem behind the lab; `url` is a persistent address (arXiv, DOI) or empty.
struct Reference {
  std::string_view text;
  std::string_view url;
};

/// What stands behind a lab's claim.
enum class LabKind { Theorem, Observation, NullModel };

/// The unit in which a lab counts its time for readers; StudyLab asks the study's time() for it.
struct Clock {
  std::string_view symbol = "t";
  std::string_view meaning = "step";
};

/// Everything a face needs to know about a lab. All views point at static storage.
struct LabDef {
  std::string_view id{};
  std::string_view title{};
  std::string_view claim{};  ///< One line: what the reader will see.
  Group group = Group::Optimisation;
  int year = 0;                ///< Of the main result.
  std::string_view authors{};  ///< Of the main result, as in "Lee et al.".
  LabKind kind = LabKind::Theorem;
  int order = 0;    ///< Place in teaching order on its shelf.
  int level = 1;    ///< 1: no more than a first course needs, 2, 3: a paper's proof.
  int minutes = 5;  ///< That a reader needs for its presets.
  std::vector<std::string_view> needs{};     ///< Ids of labs to see before.
  std::vector<std::string_view> next{};      ///< Ids of labs that lead on.
  std::vector<std::string_view> keywords{};  ///< That people search it by, beside its own words.
  Clock clock{};
  std::span<const ParamDef> params{};
  std::span<const OutputDef> outputs{};
  std::vector<Preset> presets{};  ///< The first one is what a visitor sees.
  std::vector<Reference> references{};
  int thumbnailSteps =
      0;  ///< Steps after which the gallery card's picture (first output) is taken.
  double stepsPerSecond =
      60;  ///< Playing speed at which the lab reads well; x1 of the speed control.
  std::vector<ParamValue>
      defaults{};                 ///< Filled in when the lab is registered, as is the next one.
  std::vector<int> irrelevant{};  ///< Parameters without effect at the first preset's values.
  // What only the lab's own code can say; null where only its tables are there.
  std::shared_ptr<void> (*newConfig)() = nullptr;
  std::unique_ptr<Lab> (*make)(const void* config, std::uint64_t seed) =
      nullptr;  ///< null where only tables are there.
};

/// What a face knows of every lab before it is opened.
struct LabCard {
  std::string id{};
  std::string title{};
  std::string claim{};
  Group group = Group::Optimisation;
  int year = 0;
  std::string authors{};
  LabKind kind = LabKind::Theorem;
  int order = 0;
  int level = 1;
  int minutes = 5;
  std::vector<std::string> keywords{};
};

}  // namespace basin
