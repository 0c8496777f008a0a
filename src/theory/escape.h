#pragma once

#include <vector>

#include "theory/saddle_surfaces.h"
#include "train/perturbed.h"

namespace basin {

/// Steps which plain descent with the given rate needs from distance |y0| to y1 along a direction
/// of curvature -gamma, where y is multiplied by 1 + rate gamma each step:
/// log(y1/|y0|) / log(1 + rate gamma). 0 when |y0| >= y1, infinite when y0 = 0.
double escapeSteps(double y0, double y1, double rate, double gamma);

/// On StrictSaddle: upper bound on (whole steps to reach |y| >= y1) - escapeSteps. The factor of a
/// step lies between q = 1 + rate (gamma - y1^2) and 1 + rate gamma, hence the excess lies between
/// 0 and 1 + rate y1^2 q / ((q^2 - 1) log(1 + rate gamma)). Needs y1^2 < gamma.
double quarticEscapeSlack(double y1, double rate, double gamma);

/// kappa = -log|1 - rate stable| / log(1 + rate escape): while one coordinate escapes by one
/// factor e, the next one, on its way into the following saddle, shrinks by e^-kappa, so each
/// saddle costs about 1 + kappa times all before it. Infinite when rate stable = 1.
double escapeRatio(double rate, double stable, double escape);

/// Spread of the noise as seen from the start: noisy descent x -= rate (gradient + sigma xi), xi
/// uniform on the unit sphere of `dimension`, has after many steps
/// y_t (1 + rate gamma)^-t = y0 + s Z, Z nearly standard normal, with
/// s = rate sigma / sqrt(dimension) / sqrt((1 + rate gamma)^2 - 1).
double noiseOffset(double rate, double sigma, double gamma, Index dimension);

/// Median of |mean + spread Z|, Z standard normal (0.6745 spread when mean = 0).
double medianAbsNormal(double mean, double spread);

/// Median number of steps to |y| >= y1 of noisy descent from y0: escapeSteps from the distance
/// medianAbsNormal(y0, noiseOffset). Without noise this is the law of plain descent.
double noisyEscapeMedian(double y0, double y1, double rate, double sigma, double gamma,
                         Index dimension);

/// Standard error of the median of `samples` such escape times, from the density at the median.
double noisyEscapeMedianError(double y0, double rate, double sigma, double gamma, Index dimension,
                              int samples);

/// Leave times of plain descent on the octopus, as recursion.
struct OctopusLaw {
  double first = 0;    ///< Steps until |x_0| >= 2 tau.
  double ratio = 0;    ///< 1 + kappa.
  double offset = 0;   ///< T_{k+1} = ratio T_k + offset.
  double transit = 0;  ///< Steps from tau to 2 tau.

  /// Leave time of saddle k >= 0.
  double leaveTime(int k) const;
};

/// The recursion for a start with |x_0| = head and all later coordinates `tail` (both in (0, tau]).
/// A coordinate on its way through [tau, 2 tau] has always nearly the same trajectory, which
/// is run once for the constant: its n steps and what they do to the next coordinate.
OctopusLaw octopusLaw(double L, double gamma, double tau, double rate, double head, double tail);

/// True when descent under the law gets stuck before the last saddle in double precision: a
/// coordinate shrinks |1 - 2 rate L|^T_k below the smallest positive number (e^-745).
bool octopusUnderflows(const OctopusLaw& law, int dimension, double L, double rate);

/// Median of |u_0| for u uniform in the unit ball of this dimension (>= 1).
double medianBallCoordinate(Index dimension);

/// Steps which perturbed descent without stopping test spends at one saddle of the octopus when its
/// kick is a median one: approach until |gradient| <= g_th, at most a full wait, escape, transit.
/// The same at every saddle: polynomial where plain descent is exponential.
double perturbedSaddleSteps(double L, double gamma, double tau, const PerturbedSpec& spec,
                            int dimension);

}  // namespace basin
