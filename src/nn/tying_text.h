#pragma once

#include <string_view>

#include "base/result.h"
#include "nn/tying.h"

namespace basin {

/// A tying map in a reader's words, rules separated by `;` or on lines of their own:
///
///     1:2 = -1:1      unit 2 of hidden layer 1 has minus the incoming weights and bias of unit 1
///     3 = 2           layer 3 has the weights and biases of layer 2 (both of one shape)
///     2:1<3 = 2:2<4   one weight: into unit 1 of layer 2 from unit 3 of the layer before
///     2:1<4 = 0       no such connection
///
/// Layers count from 1, the output is the last one; what no rule names is free. The message says
/// which rule cannot be taken, and why.
Result<TyingMap> tyingFromText(std::string_view text, const Layout& layout);

}  // namespace basin
