#pragma once

#include <string_view>

namespace basin::app {

/// A file embedded at build time (fonts, articles) by its name; empty when there is none.
std::string_view asset(std::string_view name);

}  // namespace basin::app
