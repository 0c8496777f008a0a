#pragma once

#include "linalg/pack_math.h"

namespace basin {

/// sin x and cos x with the same bits on every platform for |x| < 2^20: for what is fed into long
/// runs, where a last bit grows. Beyond, the platform's own.
inline double portableSin(double x) { return packSin<double>(splat(x))[0]; }
inline double portableCos(double x) { return packCos<double>(splat(x))[0]; }

}  // namespace basin
