#pragma once

#include "labs/networks/landscape/study.h"

namespace basin::landscape {

/// A law is known for this subject's spectrum.
bool hasLaw(const Study& study);
/// The law at x, widened like the measurement; for subjects that have one.
double spectralLaw(const Study& study, double x);
/// Integral of |measured - law| over the spectrum, 0..2.
double distanceFromLaw(const Study& study);
/// The upper end of the law's support, where the largest eigenvalue lies in the limit.
double lawEdge(const Study& study);

/// Where the widened spectrum is drawn, and the number of intervals.
struct SpectrumRange {
  double lo, hi;
};
SpectrumRange spectrumRange(const Study& study);
inline constexpr int kSpectrumPlaces = 240;

}  // namespace basin::landscape
