#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "lab/frame.h"

namespace basin {

/// What a session running elsewhere tells its face.
struct Update {
  std::optional<Frame> frame;  ///< The newest picture; none when only the rest changed.
  std::string error;           ///< One line on why a command was not obeyed or what was done with a file.
  double restoring = std::numeric_limits<double>::quiet_NaN();  ///< 0..1 of a replay; else NaN.
  double advancing = std::numeric_limits<double>::quiet_NaN();  ///< 0..1 of an Advance; else NaN.
  bool playing = false;
  double stepsPerSecond = 0;   ///< Measured over about the last second; 0 at rest.
  std::uint64_t commands = 0;  ///< So many commands the newest frame shows, Ack not counted.
  bool current = false;        ///< Set by the host: the newest frame shows all that was sent.
};

/// One update instead of two that came after each other: nothing of `older` is lost but what
/// `newer` replaces.
Update merged(Update older, Update newer);

/// Versioned, little-endian; `current` is not part of it.
std::vector<std::byte> encodeUpdate(const Update& update);

/// Survives any bytes: a message instead of an update when they are not one.
Result<Update> decodeUpdate(std::span<const std::byte> bytes);

}  // namespace basin
