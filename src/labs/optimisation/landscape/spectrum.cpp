#include "labs/optimisation/landscape/spectrum.h"

#include <cmath>

#include "theory/spectral_laws.h"

namespace basin::landscape {

namespace {

double pureLaw(const Study& study, double x) {
  return study.config().subject == Subject::Goe ? semicircleDensity(x, 1)
                                                : marchenkoPasturDensity(x, study.config().ratio);
}

}  // namespace

bool hasLaw(const Study& study) {
  return study.config().subject == Subject::Goe || study.config().subject == Subject::Regression;
}

double spectralLaw(const Study& study, double x) {
  const double sigma = study.widening();
  double sum = 0, mass = 0;
  for (int i = -60; i <= 60; ++i) {
    const double u = i / 12.0;
    const double weight = std::exp(-0.5 * u * u);
    sum += weight * pureLaw(study, x - u * sigma);
    mass += weight;
  }
  return sum / mass;
}

double distanceFromLaw(const Study& study) {
  const SpectrumRange range = spectrumRange(study);
  const double step = (range.hi - range.lo) / kSpectrumPlaces;
  double sum = 0;
  for (int i = 0; i < kSpectrumPlaces; ++i) {
    const double x = range.lo + (i + 0.5) * step;
    sum += step * std::abs(study.density().at(x, study.widening()) - spectralLaw(study, x));
  }
  return sum;
}

double lawEdge(const Study& study) {
  return study.config().subject == Subject::Goe ? 2
                                                : marchenkoPasturEdge(study.config().ratio, true);
}

SpectrumRange spectrumRange(const Study& study) {
  const double margin = 5 * study.widening();
  return {study.density().smallest() - margin, study.density().largest() + margin};
}

}  // namespace basin::landscape
