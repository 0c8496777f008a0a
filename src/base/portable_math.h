#pragma once

namespace basin {

/// Natural logarithm of a positive normal number (infinity and NaN return themselves), built on
/// + - * / and bit operations only, so that every platform returns the same bits; relative error
/// below 1e-15.
double portableLog(double x);

}  // namespace basin
