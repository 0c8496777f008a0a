#pragma once

#include <limits>

#include "linalg/types.h"

namespace basin {

/// What a computation has proved; Undecided: neither side, within rounding.
enum class Verdict { Yes, No, Undecided };

/// The point next to 0 that satisfies G x >= h, and how near any such point can be.
struct LeastDistance {
  Verdict feasible = Verdict::Undecided;
  VectorXd point;        ///< Yes: G x >= h, each row up to 1e-9 of |G_i||x| + |h_i|.
  VectorXd multipliers;  ///< u >= 0, one a row.
  /// h.u/|G^T u|: no point that satisfies all has a smaller norm, for h.u <= x.G^T u.
  double atLeast = 0;
};

/// Least-distance programming through non-negative least squares (Lawson and Hanson 1974, chapter
/// 23): u >= 0 minimises |G^T u|^2 + (1 - h.u)^2, and x = G^T u/(1 - h.u). G has a row a
/// constraint; entries are finite. No: atLeast is above 1e9 times the distance of the furthest
/// half-space alone, so that nothing within that satisfies them all.
LeastDistance leastDistance(const MatrixXd& G, const VectorXd& h);

/// A hyperplane between two sets of points, as far from both as can be.
struct Separator {
  Verdict separable = Verdict::Undecided;
  VectorXd normal;    ///< Of length 1; 0 where a class is empty.
  double offset = 0;  ///< normal.x + offset is positive on one class, negative on the other.
  /// Distance of the nearest point, evaluated at all of them. Yes: above its rounding error.
  double margin = 0;
  /// No hyperplane has a larger one: half the distance of two points of the convex hulls.
  double marginAtMost = std::numeric_limits<double>::infinity();
};

/// The separator of largest margin, by least-distance programming over w.(p - q) >= 1 for all
/// pairs; points are columns of equal, possibly zero, dimension. No: marginAtMost is below
/// `resolution` (the default: 1e-9 times the largest distance). With an empty class Yes, with an
/// infinite margin.
Separator separate(const MatrixXd& positives, const MatrixXd& negatives, double resolution = 0);

/// A margin that two separable sets of points with integer coordinates cannot fall below, so that
/// as a resolution it makes No a proof: 1/2 D^(1 - d) with D >= 1 the sum of their diameters. The
/// nearest difference z of their hulls is that of a simplex of linearly independent integer
/// differences g_0, ..., g_k, k < d, and |z|^2 = det Gram(g_i)/det Gram(g_i - g_0) >= 1/D^(2k) by
/// Hadamard.
double integerResolution(const MatrixXd& positives, const MatrixXd& negatives);

}  // namespace basin
