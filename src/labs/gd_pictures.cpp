#include "labs/gd_pictures.h"

#include <algorithm>
#include <cmath>

#include "lab/param_text.h"

namespace basin {

namespace {

constexpr int kGrid = 81;
constexpr int kMeasured = 0, kPredicted = 1, kOther = 2;

}  // namespace

SeriesData gdSharpnessPicture(const GdStudy& study) {
  Curve measured = curve("sharpness λmax", CurveRole::Measured, kMeasured);
  Curve edge = curve("edge 2/η", CurveRole::Theory, kPredicted);
  measured.x = study.sharpness().steps();
  measured.y = study.sharpness().column(0);
  edge.x = study.sharpness().steps();
  edge.y = study.sharpness().column(1);
  // The line goes on to where the run will end: what the curve climbs towards is seen at once.
  edge.x.push_back(study.config().stepLimit);
  edge.y.push_back(2 / study.config().rate);
  return onePanel({std::move(measured), std::move(edge)});
}

FieldData gdField(const GdStudy& study) {
  const double reach = gdReach(study.config());
  FieldData field;
  field.nx = field.ny = kGrid;
  field.x0 = field.y0 = -reach;
  field.x1 = field.y1 = reach;
  field.values.reserve(kGrid * kGrid);
  VectorXd x = VectorXd::Zero(study.position().size());
  for (int row = 0; row < kGrid; ++row) {
    x[1] = -reach + 2 * reach * row / (kGrid - 1);
    for (int column = 0; column < kGrid; ++column) {
      x[0] = -reach + 2 * reach * column / (kGrid - 1);
      field.values.push_back(static_cast<float>(study.objective().value(x)));
    }
  }
  return field;
}

void addGdPath(const GdStudy& study, FieldData& field) {
  Path path{.name = "descent", .role = CurveRole::Measured, .colour = 3, .x = {}, .y = {}};
  const double reach = field.x1;
  const auto add = [&](double x, double y) {
    if (std::max(std::abs(x), std::abs(y)) > reach) return false;
    path.x.push_back(x);
    path.y.push_back(y);
    return true;
  };
  bool inside = true;
  for (std::size_t i = 0; i < study.path().steps().size() && inside; ++i) {
    inside = add(study.path().column(0)[i], study.path().column(1)[i]);
  }
  const VectorXd& at = study.position();
  if (inside && at.allFinite()) inside = add(at[0], at[1]);
  if (inside) {
    field.marks.push_back(
        {.name = "now", .colour = 3, .handle = false, .x = {at[0]}, .y = {at[1]}});
  }
  field.paths.push_back(std::move(path));
  field.marks.push_back({.name = "minimum", .colour = 4, .handle = false, .x = {0}, .y = {0}});
  field.marks.push_back({.name = "start",
                         .colour = 5,
                         .handle = true,
                         .x = {study.start()[0]},
                         .y = {study.start()[1]}});
}

SeriesData gdLossPicture(const GdStudy& study) {
  Curve loss = curve(study.onNetwork() ? "loss" : "f − f*", CurveRole::Measured, kMeasured);
  for (std::size_t i = 0; i < study.losses().steps().size(); ++i) {
    const double value = study.losses().column(0)[i] - study.infimum();
    if (!(value > 0)) continue;
    loss.x.push_back(study.losses().steps()[i]);
    loss.y.push_back(value);
  }
  std::vector<Curve> curves;
  curves.push_back(std::move(loss));
  if (study.config().model == GdModel::Quadratic) {
    // Each coordinate by itself: x_i(t) = (1 - eta lambda_i)^t x_i(0).
    Curve exact = curve("exact law", CurveRole::Theory, kPredicted);
    constexpr double kLambda[] = {4, 1, 0.25};
    const double last = std::max<double>(100, 1.25 * static_cast<double>(study.steps()));
    for (int i = 0; i <= 200; ++i) {
      const double t = std::round(last * i / 200);
      double f = 0;
      for (Index k = 0; k < 3; ++k) {
        const double factor = std::abs(1 - study.config().rate * kLambda[k]);
        f += 0.5 * kLambda[k] * std::pow(factor, 2 * t) * study.start()[k] * study.start()[k];
      }
      if (!(f > 1e-14) || f > 1e12) break;
      exact.x.push_back(t);
      exact.y.push_back(f);
    }
    curves.push_back(std::move(exact));
  }
  return onePanel(std::move(curves));
}

SeriesData gdGradientPicture(const GdStudy& study) {
  Curve norm = curve("|∇f|", CurveRole::Context, kOther);
  Curve least = curve("least so far", CurveRole::Measured, kMeasured);
  for (const GdStudy::Step& s : study.trace()) {
    norm.x.push_back(s.t);
    norm.y.push_back(s.norm);
    least.x.push_back(s.t);
    least.y.push_back(s.least);
  }
  const double last = std::max<double>(100, 2 * static_cast<double>(study.steps()));
  std::vector<Curve> curves;
  curves.push_back(std::move(norm));
  curves.push_back(std::move(least));
  if (study.smooth() && study.config().rate < 2 / study.smooth()->smoothness()) {
    Curve bound = curve("bound", CurveRole::Theory, kPredicted);
    for (double t = 1; t <= last * 1.0001; t *= std::pow(last, 1.0 / 60)) {
      bound.x.push_back(t);
      bound.y.push_back(
          criticalNorm(study.gap(), study.config().rate, study.smooth()->smoothness(), t));
    }
    curves.push_back(std::move(bound));
  }
  Curve epsilon = curve("ε", CurveRole::Context, kOther);
  epsilon.x = {1, last};
  epsilon.y = {study.config().epsilon, study.config().epsilon};
  curves.push_back(std::move(epsilon));
  return onePanel(std::move(curves));
}

SeriesData gdLadderPicture(const GdStudy& study) {
  Curve measured = curve("steps needed", CurveRole::Measured, kMeasured);
  measured.style = CurveStyle::Scatter;
  Curve bound = curve("bound", CurveRole::Theory, kPredicted);
  for (const GdStudy::Rung& rung : study.ladder()) {
    bound.x.push_back(rung.epsilon);
    bound.y.push_back(criticalSteps(study.gap(), study.config().rate, study.smooth()->smoothness(),
                                    rung.epsilon));
    if (rung.steps < 1) continue;
    measured.x.push_back(rung.epsilon);
    measured.y.push_back(static_cast<double>(rung.steps));
  }
  std::vector<Curve> curves;
  curves.push_back(std::move(measured));
  if (study.config().rate < 2 / study.smooth()->smoothness()) curves.push_back(std::move(bound));
  return onePanel(std::move(curves));
}

SeriesData gdDecreasePicture(const GdStudy& study) {
  Curve measured = curve("f(t) − f(t+1)", CurveRole::Measured, kMeasured);
  Curve promised = curve("promised", CurveRole::Theory, kPredicted);
  for (const GdStudy::Step& s : study.trace()) {
    if (s.decrease > 0) {
      measured.x.push_back(s.t);
      measured.y.push_back(s.decrease);
    }
    if (s.promised > 0) {
      promised.x.push_back(s.t);
      promised.y.push_back(s.promised);
    }
  }
  return onePanel({std::move(measured), std::move(promised)});
}

}  // namespace basin
