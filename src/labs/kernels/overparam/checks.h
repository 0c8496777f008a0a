#pragma once

#include "lab/output_data.h"
#include "labs/kernels/overparam/study.h"

namespace basin::overparam {

/// Share of wide networks that reach zero training error.
CheckData wideSucceeds(const Study& study);
/// Share of networks of two units that do.
CheckData narrowFails(const Study& study);
/// Steps to zero training error of wide networks against those of the kernels of their starts.
CheckData kernelTime(const Study& study);
/// Movement of wide networks over the one predicted.
CheckData kernelMovement(const Study& study);
/// Exponents of movement and flips in the width.
CheckData movementSlope(const Study& study);
CheckData flipSlope(const Study& study);

}  // namespace basin::overparam
