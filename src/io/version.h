#pragma once

#include <string_view>

namespace basin {

/// Version of Basin, as in the build's project() line.
inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace basin
