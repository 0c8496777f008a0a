#pragma once

namespace basin {

/// Wigner's semicircle (1958): limit density of the eigenvalues of a symmetric n x n matrix whose
/// entries off the diagonal have variance scale^2/n; on [-2 scale, 2 scale].
double semicircleDensity(double x, double scale);

/// Marchenko and Pastur (1967): limit density of the eigenvalues of X^T X/n for n x p standard
/// normal X with ratio = p/n <= 1, on [marchenkoPasturEdge(ratio, false), ...(ratio, true)].
double marchenkoPasturDensity(double x, double ratio);
/// (1 -+ sqrt ratio)^2.
double marchenkoPasturEdge(double ratio, bool upper);

/// The same laws with every eigenvalue widened to a normal of standard deviation sigma > 0, as
/// measured spectra are drawn; of integral 1 at every ratio.
double widenedSemicircle(double x, double scale, double sigma);
double widenedMarchenkoPastur(double x, double ratio, double sigma);

/// Part of the variance that the k-th principal component (k >= 1) of a long random walk in very
/// many dimensions explains: 8/(pi (2k - 1))^2 for offsets from the walk's end, 6/(pi k)^2 for
/// offsets from its mean (Antognini, Sohl-Dickstein 2018, for the latter).
double randomWalkExplained(int k, bool fromEnd);

}  // namespace basin
