#include "labs/networks/landscape/pictures.h"

#include <algorithm>
#include <cmath>

#include "labs/networks/landscape/spectrum.h"
#include "study/plane_picture.h"
#include "theory/spectral_laws.h"

namespace basin::landscape {

namespace {

constexpr int kPathColour = 3, kSolution = 5, kCurve = 1, kCritical = 4;

// Far walls would press what matters into one colour.
void cutHighest(std::vector<float>& values) {
  std::vector<float> sorted;
  for (const float v : values) {
    if (std::isfinite(v)) sorted.push_back(v);
  }
  if (sorted.empty()) return;
  const auto at =
      sorted.begin() + static_cast<std::ptrdiff_t>(0.98 * static_cast<double>(sorted.size() - 1));
  std::nth_element(sorted.begin(), at, sorted.end());
  for (float& v : values) v = std::isnan(v) ? v : std::min(v, *at);
}

Path pathOf(std::string name, int colour) {
  return {.name = std::move(name), .role = CurveRole::Measured, .colour = colour, .x = {}, .y = {}};
}

}  // namespace

std::optional<FieldData> surfacePicture(const Study& study) {
  const PlaneScan& scan = study.scan();
  if (scan.values().empty()) return std::nullopt;
  FieldData field = planeField(scan);
  field.logColour = study.config().logHeight;
  cutHighest(field.values);
  Path path = pathOf("training path", kPathColour);
  for (const VectorXd& x : study.path()) {
    if (const auto place = placeOn(scan, x)) {
      path.x.push_back((*place)[0]);
      path.y.push_back((*place)[1]);
    } else {
      // What comes back into sight starts a new line.
      path.x.clear();
      path.y.clear();
    }
  }
  if (path.x.size() > 1) field.paths.push_back(std::move(path));
  const auto mark = [&](std::string name, int colour, const VectorXd& x) {
    if (const auto place = placeOn(scan, x)) {
      field.marks.push_back({std::move(name), colour, false, {(*place)[0]}, {(*place)[1]}});
    }
  };
  if (study.path().size() > 1) mark("start", kSolution, study.path().front());
  const bool together =
      study.config().view == View::Solutions || study.config().subject == Subject::Product;
  if (together && !study.line().at.empty()) {
    Path bezier = pathOf("trained curve", kCurve);
    for (int i = 0; i <= 60; ++i) {
      const auto place =
          placeOn(scan, bezierPoint(study.end(), study.control(), study.secondEnd(), i / 60.0));
      if (!place) continue;
      bezier.x.push_back((*place)[0]);
      bezier.y.push_back((*place)[1]);
    }
    field.paths.push_back(std::move(bezier));
    mark("second solution", kCurve, study.secondEnd());
  }
  mark("end", kPathColour, study.end());
  if (study.foundCritical()) mark("critical point", kCritical, study.critical()->x);
  return field;
}

std::optional<SeriesData> variancePicture(const Study& study) {
  const auto& explained = study.explained();
  if (explained.size() < 3) return std::nullopt;
  Curve measured = curve("path", CurveRole::Measured, 0, CurveStyle::Bars);
  Curve walk = curve("random walk", CurveRole::Theory, 1);
  const std::size_t shown = std::min<std::size_t>(6, explained.size());
  for (std::size_t k = 0; k < shown; ++k) {
    measured.x.push_back(static_cast<double>(k + 1));
    measured.y.push_back(explained[k]);
    walk.x.push_back(static_cast<double>(k + 1));
    walk.y.push_back(randomWalkExplained(static_cast<int>(k + 1), study.config().fromEnd));
  }
  return onePanel({std::move(measured), std::move(walk)});
}

std::optional<SeriesData> spectrumPicture(const Study& study) {
  if (study.density().probes() == 0) return std::nullopt;
  constexpr double kFloor = 1e-6;  // of the logarithmic axis
  const bool goe = study.config().subject == Subject::Goe;
  Curve measured = curve("Hessian", CurveRole::Measured, 0);
  Curve law = curve(goe ? "semicircle" : "Marchenko–Pastur", CurveRole::Theory, 1);
  const SpectrumRange range = spectrumRange(study);
  for (int i = 0; i <= kSpectrumPlaces; ++i) {
    const double x = range.lo + (range.hi - range.lo) * i / kSpectrumPlaces;
    const double density = study.density().at(x, study.widening());
    measured.x.push_back(x);
    measured.y.push_back(std::max(density, kFloor));
    if (!hasLaw(study)) continue;
    law.x.push_back(x);
    law.y.push_back(std::max(spectralLaw(study, x), kFloor));
  }
  if (!hasLaw(study)) return onePanel({std::move(measured)});
  return onePanel({std::move(measured), std::move(law)});
}

std::optional<SeriesData> interpolationPicture(const Study& study) {
  if (study.line().at.empty()) return std::nullopt;
  Curve line = curve("straight line", CurveRole::Measured, 0);
  line.x = study.line().at;
  line.y = study.line().value;
  Curve bezier = curve("trained curve", CurveRole::Measured, kCurve);
  bezier.x = study.curve().at;
  bezier.y = study.curve().value;
  Curve chord = curve("between the ends", CurveRole::Guide, 2);
  chord.x = {0, 1};
  chord.y = {line.y.front(), line.y.back()};
  return onePanel({std::move(line), std::move(bezier), std::move(chord)});
}

}  // namespace basin::landscape
