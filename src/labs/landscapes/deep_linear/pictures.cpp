#include "labs/landscapes/deep_linear/pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "labs/landscapes/deep_linear/words.h"
#include "study/plane_picture.h"
#include "study/sweep_pictures.h"

namespace basin::deep_linear {

namespace {

constexpr int kLoss = 0, kMet = 1, kPath = 3, kStrict = 4, kFlat = 5;
constexpr int kModeColours[] = {0, 1, 2};
constexpr const char* kModeNames[] = {"mode s₁", "mode s₂", "mode s₃"};

void add(Curve& c, double x, double y) {
  c.x.push_back(x);
  c.y.push_back(y);
}

// How far the axis of steps goes: a little beyond the present one.
double horizon(const Study& study) {
  return std::max(200.0, 1.12 * study.time());
}

Marks mark(std::string name, int colour, double x, double y) {
  return {.name = std::move(name), .colour = colour, .x = {x}, .y = {y}};
}

}  // namespace

SeriesData lossPicture(const Study& study) {
  const double end = horizon(study);
  std::vector<Curve> curves;
  for (const ModeSet set : study.sets()) {
    const double level = criticalLevel(study.modes(), set);
    const double last = 0.94 * end;
    curves.push_back(
        curve("where it can rest", CurveRole::Theory, kLoss, {0, last}, {level, level}));
    // The name stands at the end of the line, where descent has long gone by.
    curves.push_back(curve(nameOf(set), CurveRole::Guide, kLoss, {last, end}, {level, level}));
  }
  curves.push_back(curve("loss", CurveRole::Measured, kLoss, study.trace().steps(),
                         study.trace().column(0)));
  Curve met = curve("critical point met", CurveRole::Measured, kMet, CurveStyle::Scatter);
  for (const Study::Meeting& meeting : study.meetings()) {
    if (meeting.found) add(met, static_cast<double>(meeting.step), meeting.place.value);
  }
  curves.push_back(std::move(met));
  return onePanel(std::move(curves));
}

SeriesData strengthsPicture(const Study& study) {
  const double end = horizon(study);
  std::vector<Curve> curves;
  for (Index i = 0; i < kOutputs; ++i) {
    const double whole = study.modes().strength[i];
    const auto column = static_cast<std::size_t>(1 + i);
    curves.push_back(curve(kModeNames[i], CurveRole::Measured, kModeColours[i],
                           study.trace().steps(), study.trace().column(column)));
    curves.push_back(
        curve("all of it", CurveRole::Theory, kModeColours[i], {0, end}, {whole, whole}));
  }
  return onePanel(std::move(curves));
}

std::optional<FieldData> surfacePicture(const Study& study) {
  const PlaneScan& scan = study.scan();
  if (scan.values().empty()) return std::nullopt;
  FieldData field = planeField(scan);
  const double shift = study.shift();
  field.y0 += shift;
  field.y1 += shift;
  // Walls far above the saddle would press what matters into one colour.
  const double top = 1.25 * criticalLevel(study.modes(), study.learnt()) + 0.5;
  for (float& v : field.values) v = std::min(v, static_cast<float>(top));
  Path path{.name = "descent", .colour = kPath, .x = {}, .y = {}};
  for (const VectorXd& theta : study.path()) {
    const auto place = placeOn(scan, theta);
    if (!place) break;
    path.x.push_back((*place)[0]);
    path.y.push_back((*place)[1] + shift);
  }
  if (!path.x.empty()) {
    field.marks.push_back(mark("now", kPath, path.x.back(), path.y.back()));
    field.paths.push_back(std::move(path));
  }
  if (study.hasSpare()) {
    field.marks.push_back(mark("strict saddle", kStrict, 0, 1));
    field.marks.push_back(mark("flat saddle", kFlat, 0, 0));
    if (study.learnt() == study.best()) field.marks.resize(field.marks.size() - 2);
  } else {
    field.marks.push_back(mark("critical point", kStrict, 0, 0));
  }
  return field;
}

SeriesData eigenvaluesPicture(const Study& study) {
  // What is learnt curves far more strongly than what decides here: it is left out.
  const double most = 1.05 * study.modes().strength[0];
  const VectorXd& values = study.chosen().eigenvalues;
  Curve measured = curve("Hessian", CurveRole::Measured, kLoss, CurveStyle::Scatter);
  for (Index i = 0; i < values.size() && values[i] <= most; ++i) {
    add(measured, static_cast<double>(i + 1), values[i]);
  }
  const auto shown = static_cast<Index>(measured.x.size());
  const double index =
      criticalIndex(study.shape(), study.modes(), study.learnt(), study.middle()) + 0.5;
  const double low = std::min(values[0], -0.25 * most);
  std::vector<Curve> curves{
      curve("index by formula", CurveRole::Theory, kMet, {index, index}, {low, most})};
  if (study.modes().white) {
    Curve law = curve("closed form", CurveRole::Theory, kMet);
    const VectorXd spectrum =
        criticalSpectrum(study.shape(), study.modes(), study.learnt(), study.middle());
    for (Index i = 0; i < shown; ++i) {
      add(law, static_cast<double>(i) + 0.5, spectrum[i]);
      add(law, static_cast<double>(i) + 1.5, spectrum[i]);
    }
    curves.push_back(std::move(law));
  }
  curves.push_back(std::move(measured));
  return onePanel(std::move(curves));
}

SeriesData ladderPicture(const Study& study) {
  Curve measured = curve("Hessian", CurveRole::Measured, kLoss, CurveStyle::Scatter);
  for (const Study::Rung& rung : study.ladder()) add(measured, rung.index, rung.loss);
  // A short dash where each point should lie.
  Curve law = curve("formula", CurveRole::Theory, kMet);
  for (const ModeSet set : study.sets()) {
    const double level = criticalLevel(study.modes(), set);
    const int index = criticalIndex(study.shape(), study.modes(), set, study.middle());
    add(law, index - 0.3, level);
    add(law, index + 0.3, level);
    add(law, index, std::numeric_limits<double>::quiet_NaN());
  }
  return onePanel({std::move(measured), std::move(law)});
}

SeriesData startsPicture(const Study& study) {
  const auto steps = [](const StartJob::End& end) -> std::optional<double> {
    if (!end.arrived()) return std::nullopt;
    return std::max(1.0, static_cast<double>(end.steps));
  };
  const auto waiting = [](const StartJob::End& end) -> std::optional<double> {
    if (end.arrived()) return std::nullopt;
    return static_cast<double>(kMostSteps);
  };
  const auto depths = study.starts().over(std::identity{}, steps);
  SeriesData series = onePanel(
      {runsOver(depths, curve("a start", CurveRole::Measured, kLoss, CurveStyle::Scatter)),
       mediansOver(depths, curve("median", CurveRole::Measured, kMet), Bars::None)});
  Curve late = runsOver(study.starts().over(std::identity{}, waiting),
                        curve("not yet there", CurveRole::Measured, kPath, CurveStyle::Scatter));
  if (!late.x.empty()) series.panels[0].curves.push_back(std::move(late));
  return series;
}

}  // namespace basin::deep_linear
