#pragma once

#include "lab/output_data.h"
#include "labs/kernels/ntk/study.h"

namespace basin::ntk {

/// Exponents in the width: of the weights' motion, of the kernel's drift, of the distance between
/// network and kernel, and of the distance between random and exact kernel.
CheckData motionSlope(const Study& study);
CheckData driftSlope(const Study& study);
CheckData gapSlope(const Study& study);
CheckData kernelSlope(const Study& study);
/// Exponent of the weights' motion in the multiplier.
CheckData lazySlope(const Study& study);
/// The linear twin against its closed form.
CheckData twinClosedForm(const Study& study);
/// Theta(x, x) of one ReLU layer against 2.
CheckData diagonal(const Study& study);

}  // namespace basin::ntk
