#pragma once

#include "lab/output_data.h"
#include "labs/approximation/yarotsky/study.h"

namespace basin::yarotsky {

/// The error of f_m against 4^(-m-1).
CheckData squareExact(const Study& study);
/// Taylor polynomials: the error against the explicit bound.
CheckData taylorBounded(const Study& study);
/// One hidden layer: exact for x², else a bound.
CheckData shallowExact(const Study& study);
/// Depth against one hidden layer, on x².
CheckData depthWins(const Study& study);
/// The worst product of the level against -4^-m.
CheckData productExact(const Study& study);
/// The network run layer by layer against its formula.
CheckData layersAgree(const Study& study);

}  // namespace basin::yarotsky
