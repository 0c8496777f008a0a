#include "labs/networks/landscape/spectrum.h"

#include <cmath>

#include "theory/spectral_laws.h"

namespace basin::landscape {

bool hasLaw(const Study& study) {
  return study.config().subject == Subject::Goe || study.config().subject == Subject::Regression;
}

double spectralLaw(const Study& study, double x) {
  const double sigma = study.widening();
  return study.config().subject == Subject::Goe
             ? widenedSemicircle(x, 1, sigma)
             : widenedMarchenkoPastur(x, study.config().ratio, sigma);
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
