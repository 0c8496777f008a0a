#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"
#include "lab/session.h"

namespace basin {

/// A frame as bytes: 4 bytes of kind and version, then all fields little-endian.
std::vector<std::byte> encodeFrame(const Frame& frame);

/// Survives any bytes: only a frame that validateFrame() accepts comes back.
Result<Frame> decodeFrame(std::span<const std::byte> bytes);

/// A recipe as bytes, likewise.
std::vector<std::byte> encodeRecipe(const Recipe& recipe);

/// Survives any bytes: only a recipe that validateRecipe() accepts comes back.
Result<Recipe> decodeRecipe(std::span<const std::byte> bytes);

/// Whether a frame can be drawn and written without further questions: known lab, parameters of
/// the right types and within range, outputs of the declared kinds, lists that belong together
/// equally long, grids as large as they say, edges between existing nodes.
Result<void> validateFrame(const Frame& frame);

}  // namespace basin
