#include "labs/landscape_pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "theory/spectral_laws.h"

namespace basin {

namespace {

constexpr int kPath = 3, kSolution = 5, kCurve = 1, kCritical = 4;
constexpr int kPlaces = 240;

bool hasLaw(const LandscapeStudy& study) {
  return study.config().subject == LandscapeSubject::Goe ||
         study.config().subject == LandscapeSubject::Regression;
}

double pureLaw(const LandscapeStudy& study, double x) {
  return study.config().subject == LandscapeSubject::Goe
             ? semicircleDensity(x, 1)
             : marchenkoPasturDensity(x, study.config().ratio);
}

struct Span {
  double lo, hi;
};
Span spectrumRange(const LandscapeStudy& study) {
  const double margin = 5 * study.widening();
  return {study.density().smallest() - margin, study.density().largest() + margin};
}

}  // namespace

FieldData landscapeField(const LandscapeStudy& study) {
  const PlaneScan& scan = study.scan();
  FieldData field;
  if (scan.side() == 0 || scan.values().empty()) return field;
  field.nx = field.ny = scan.side();
  field.x0 = -scan.half();
  field.x1 = scan.half();
  field.y0 = -scan.halfV();
  field.y1 = scan.halfV();
  field.values = scan.values();
  field.logColour = study.config().logHeight;
  // Far walls would press what matters into one colour.
  std::vector<float> sorted;
  for (const float v : field.values) {
    if (std::isfinite(v)) sorted.push_back(v);
  }
  if (!sorted.empty()) {
    const auto at =
        sorted.begin() + static_cast<std::ptrdiff_t>(0.98 * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), at, sorted.end());
    const float top = *at;
    for (float& v : field.values) v = std::isnan(v) ? v : std::min(v, top);
  }
  const auto inside = [&](double a, double b) {
    return std::abs(a) <= scan.half() && std::abs(b) <= scan.halfV();
  };
  double a = 0, b = 0;
  Path path{
      .name = "training path", .role = CurveRole::Measured, .colour = kPath, .x = {}, .y = {}};
  for (const VectorXd& x : study.path()) {
    scan.plane().project(x, a, b);
    if (!inside(a, b)) {
      // What comes back into sight starts a new line.
      path.x.clear();
      path.y.clear();
      continue;
    }
    path.x.push_back(a);
    path.y.push_back(b);
  }
  if (path.x.size() > 1) field.paths.push_back(std::move(path));
  const auto mark = [&](std::string name, int colour, const VectorXd& x) {
    scan.plane().project(x, a, b);
    if (inside(a, b)) field.marks.push_back({std::move(name), colour, false, {a}, {b}});
  };
  if (study.path().size() > 1) mark("start", kSolution, study.path().front());
  const bool together = study.config().view == LandscapeView::Solutions ||
                        study.config().subject == LandscapeSubject::Product;
  if (together && !study.line().at.empty()) {
    Path bezier{
        .name = "trained curve", .role = CurveRole::Measured, .colour = kCurve, .x = {}, .y = {}};
    for (int i = 0; i <= 60; ++i) {
      scan.plane().project(bezierPoint(study.end(), study.control(), study.secondEnd(), i / 60.0),
                           a, b);
      if (!inside(a, b)) continue;
      bezier.x.push_back(a);
      bezier.y.push_back(b);
    }
    field.paths.push_back(std::move(bezier));
    mark("second solution", kCurve, study.secondEnd());
  }
  mark("end", kPath, study.end());
  if (const CriticalPlace* place = study.critical(); place && place->gradientNorm < 1e-6) {
    mark("critical point", kCritical, place->x);
  }
  return field;
}

SeriesData landscapeVariancePicture(const LandscapeStudy& study) {
  Curve measured = curve("path", CurveRole::Measured, 0);
  measured.style = CurveStyle::Bars;
  Curve walk = curve("random walk", CurveRole::Theory, 1);
  const auto& explained = study.explained();
  const std::size_t shown = std::min<std::size_t>(6, explained.size());
  for (std::size_t k = 0; k < shown; ++k) {
    measured.x.push_back(static_cast<double>(k + 1));
    measured.y.push_back(explained[k]);
    walk.x.push_back(static_cast<double>(k + 1));
    walk.y.push_back(randomWalkExplained(static_cast<int>(k + 1), study.config().fromEnd));
  }
  return onePanel({std::move(measured), std::move(walk)});
}

double landscapeLaw(const LandscapeStudy& study, double x) {
  if (!hasLaw(study)) return std::numeric_limits<double>::quiet_NaN();
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

double landscapeLawDistance(const LandscapeStudy& study) {
  const Span range = spectrumRange(study);
  const double step = (range.hi - range.lo) / kPlaces;
  double sum = 0;
  for (int i = 0; i < kPlaces; ++i) {
    const double x = range.lo + (i + 0.5) * step;
    sum += step * std::abs(study.density().at(x, study.widening()) - landscapeLaw(study, x));
  }
  return sum;
}

SeriesData landscapeSpectrumPicture(const LandscapeStudy& study) {
  Curve measured = curve("Hessian", CurveRole::Measured, 0);
  Curve law =
      curve(study.config().subject == LandscapeSubject::Goe ? "semicircle" : "Marchenko–Pastur",
            CurveRole::Theory, 1);
  if (study.density().probes() > 0) {
    const Span range = spectrumRange(study);
    for (int i = 0; i <= kPlaces; ++i) {
      const double x = range.lo + (range.hi - range.lo) * i / kPlaces;
      const double density = study.density().at(x, study.widening());
      measured.x.push_back(x);
      measured.y.push_back(std::max(density, 1e-6));
      if (!hasLaw(study)) continue;
      law.x.push_back(x);
      law.y.push_back(std::max(landscapeLaw(study, x), 1e-6));
    }
  }
  if (!hasLaw(study)) return onePanel({std::move(measured)});
  return onePanel({std::move(measured), std::move(law)});
}

SeriesData landscapeInterpolationPicture(const LandscapeStudy& study) {
  Curve line = curve("straight line", CurveRole::Measured, 0);
  line.x = study.line().at;
  line.y = study.line().value;
  Curve bezier = curve("trained curve", CurveRole::Measured, kCurve);
  bezier.x = study.curve().at;
  bezier.y = study.curve().value;
  Curve chord = curve("between the ends", CurveRole::Theory, 2);
  if (!line.y.empty()) {
    chord.x = {0, 1};
    chord.y = {line.y.front(), line.y.back()};
  }
  return onePanel({std::move(line), std::move(bezier), std::move(chord)});
}

}  // namespace basin
