#pragma once

#include <string_view>

namespace basin::gfx {

/// Text of one file of shaders/ ("heatmap.frag"), without a #version line; empty when there is no
/// such file. The definition is generated at build time.
std::string_view shaderSource(std::string_view fileName);

}  // namespace basin::gfx
