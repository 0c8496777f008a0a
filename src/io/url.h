#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/recipe.h"

namespace basin {

/// Colours of the page; Auto follows the system.
enum class Theme { Auto, Light, Dark };

/// What the hash of the page's address says: always usable, whatever the text was.
struct UrlState {
  std::string lab;                 ///< Id of a registered lab; empty: the gallery.
  std::string preset;              ///< Id of the preset the parameters started from; may be empty.
  std::vector<ParamValue> params;  ///< All of the lab's parameters, in range; empty without a lab.
  std::uint64_t seed = kDefaultSeed;
  std::optional<bool> play;       ///< Not said: the face decides.
  bool embed = false;             ///< Hide all but the stage and the named controls.
  std::vector<std::string> show;  ///< Parameters whose controls an embedded lab shows.
  std::string goal;               ///< What a teacher asks for; the page around the app reads it.
  Theme theme = Theme::Auto;
  std::string locale;              ///< Tag of a language there is, such as "de-CH"; empty: the browser's.
  std::vector<std::string> notes;  ///< What could not be understood or was changed, for the reader.
  std::string guess;  ///< The hash with the nearest known names for unknown ones; empty: none is near.
};

/// Reads `lab=square-wave&depth=3&tying=negative&seed=7&play=1` (with or without a leading '#',
/// percent-encoded). Never fails: unknown keys, bad values and clamped values become notes.
UrlState parseUrlHash(std::string_view hash);

/// The lab that an address names, whether there is one of that id or not; empty without one.
std::string labOfUrlHash(std::string_view hash);

/// Writes the shortest hash (without '#') that parses back to the state: of the parameters only
/// those that differ from the named preset, else from the first one.
std::string formatUrlHash(const UrlState& state);

/// The same for the lab, parameters and seed of a recipe.
std::string formatUrlHash(const Recipe& recipe);

/// Keys of the address and of the command line that no parameter may be called.
bool isReservedKey(std::string_view key);

/// "a b&c" -> "a%20b%26c": everything but letters, digits and "-._~,:;*()!/@" as %XX of its bytes.
std::string percentEncode(std::string_view text);

/// The reverse ('+' stays '+'); a malformed %-sequence stays as it is.
std::string percentDecode(std::string_view text);

}  // namespace basin
