#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "lab/session.h"

namespace basin {

/// What a face asks of a session that runs elsewhere.
namespace command {

/// Replaces the session; a recipe with steps is replayed with progress. Paused afterwards.
struct Open {
  Recipe recipe;
};
/// Changes a parameter (index into LabDef::params): live ones at once, others by a restart.
struct SetParam {
  int param = 0;
  ParamValue value;
};
/// Changes the seed and restarts.
struct SetSeed {
  std::uint64_t seed = 0;
};
/// Begins again with the present parameters and seed; keeps playing or not.
struct Restart {};
/// A pointer gesture on an output.
struct PokeOutput {
  Poke poke;
};
/// A dropped text file for the lab (points, samples); what was done with it, or what is wrong, comes back as one line.
struct ReadFile {
  std::string text;
};
/// Does this many steps as fast as possible, then rests; pauses playing.
struct Advance {
  std::uint64_t steps = 1;
};
/// Keeps stepping at a pace in steps a second (> 0; infinity: as fast as possible).
struct Play {
  double stepsPerSecond = 60;
};
/// Stops stepping: playing, an unfinished Advance and an unfinished replay.
struct Pause {};
/// Outputs that somebody looks at: while there is work to do, most frames hold no others.
struct Watch {
  OutputMask outputs = kAllOutputs;
};
/// Asks for a frame with all outputs, soon.
struct Whole {};
/// The last frame was taken; the next may be sent. Hosts send it themselves.
struct Ack {};
/// Ends the session and frees it.
struct Close {};

}  // namespace command

using Command = std::variant<command::Open, command::SetParam, command::SetSeed, command::Restart,
                             command::PokeOutput, command::ReadFile, command::Advance,
                             command::Play, command::Pause, command::Ack, command::Close,
                             command::Watch, command::Whole>;

/// Versioned, little-endian.
std::vector<std::byte> encodeCommand(const Command& command);

/// Survives any bytes: a message instead of a command when they are not one.
Result<Command> decodeCommand(std::span<const std::byte> bytes);

}  // namespace basin
