#pragma once

namespace basin {

/// Arc-cosine kernels of degree 0 and 1 (Cho and Saul 2009) at the correlation rho of two inputs, both
/// 1 at rho = 1 and 0 at rho = -1; rho is clipped to [-1, 1], NaN stays NaN.
///
/// With (u, v) standard normal of correlation rho: arcCosine0 = 2 P(u > 0, v > 0).
double arcCosine0(double rho);
/// arcCosine1 = 2 E[relu(u) relu(v)].
double arcCosine1(double rho);

}  // namespace basin
