#include "labs/networks/landscape/words.h"

#include <cmath>

#include "lab/param_text.h"

namespace basin::landscape {

namespace {

std::string criticalText(const Study& study) {
  const CriticalPlace& place = *study.critical();
  const int index = place.index();
  const std::string what = !study.foundCritical() ? "No critical point was reached from the end"
                           : index == 0
                               ? "Next to the end lies a minimum"
                               : "Next to the end lies a saddle of index " + std::to_string(index);
  return what + " (|∇L| = " + formatNumber(place.gradientNorm) + "). ";
}

}  // namespace

std::string describe(const Study& study) {
  using Phase = Study::Phase;
  if (!study.problem().empty()) return study.problem() + ".";
  switch (study.phase()) {
    case Phase::Train:
      return "Training; the picture follows.";
    case Phase::Scan:
      return "Scanning the plane: " + formatNumber(std::floor(100 * study.scan().progress())) +
             " %.";
    case Phase::Spectrum:
      return "Spectrum: probe " + std::to_string(study.density().probes() + 1) + " of " +
             std::to_string(study.config().probes) + ".";
    case Phase::Second:
      return "Training a second solution.";
    case Phase::Connect:
      return "Training the curve between the two solutions.";
    case Phase::Search:
      return "Searching for the critical point nearby.";
    case Phase::Done:
      break;
  }
  if (study.critical()) return criticalText(study);
  if (!study.onNetwork() || study.searchable()) return {};
  return study.smooth() ? "Critical points are searched for up to 160 parameters. "
                        : "The loss has kinks: its Hessian holds almost everywhere only, and no "
                          "critical point is searched. ";
}

}  // namespace basin::landscape
