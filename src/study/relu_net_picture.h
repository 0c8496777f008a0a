#pragma once

#include <functional>
#include <string>

#include "lab/output_data.h"
#include "theory/relu_squares.h"

namespace basin {

/// What a unit answers over [0, 1], as the picture in its node.
NodePicture picturedOnLine(const std::function<double(double)>& f);

/// A network of one input unit by unit, each picturing what it makes of x in [0, 1]; wires of
/// weight 0 are left out.
Net picturedUnits(const ReluNet& network, std::string title);

}  // namespace basin
