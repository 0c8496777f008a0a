#include "labs/optimisation/gd/pictures.h"

#include <algorithm>
#include <cmath>

#include "study/sweep_pictures.h"

namespace basin::gd {

namespace {

constexpr int kGrid = 81;
constexpr int kMeasured = 0, kPredicted = 1, kOther = 2;
constexpr int kPathColour = 3, kMinimumColour = 4, kStartColour = 5;

void add(Curve& c, double x, double y) {
  c.x.push_back(x);
  c.y.push_back(y);
}

Marks mark(std::string name, int colour, double x, double y, bool handle = false) {
  return {.name = std::move(name), .colour = colour, .handle = handle, .x = {x}, .y = {y}};
}

FieldData sampled(const Study& study) {
  const double reach = study.reach();
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

// Quadratic: each coordinate by itself, x_i(t) = (1 - eta lambda_i)^t x_i(0).
Curve exactLaw(const Study& study) {
  Curve law = curve("exact law", CurveRole::Theory, kPredicted);
  const double last = std::max<double>(100, 1.25 * static_cast<double>(study.steps()));
  for (int i = 0; i <= 200; ++i) {
    const double t = std::round(last * i / 200);
    double f = 0;
    for (Index k = 0; k < 3; ++k) {
      const double factor = std::abs(1 - study.config().rate * kCurvatures[k]);
      f += 0.5 * kCurvatures[k] * std::pow(factor, 2 * t) * study.start()[k] * study.start()[k];
    }
    if (!(f > 1e-14) || f > 1e12) break;
    add(law, t, f);
  }
  return law;
}

// Whether the lemma bounds the steps of this run.
bool bounded(const Study& study) {
  return study.rateTimesSmoothness() < 2 && !study.rateChanged();
}

}  // namespace

std::optional<SeriesData> sharpnessPicture(const Study& study) {
  if (!study.onNetwork()) return std::nullopt;
  const History<2>& s = study.sharpness();
  Curve edge = curve("edge 2/η", CurveRole::Theory, kPredicted, s.steps(), s.column(1));
  // The line goes on to where the run will end: what the curve climbs towards is seen at once.
  add(edge, study.config().stepLimit, 2 / study.config().rate);
  return onePanel(
      {curve("sharpness λmax", CurveRole::Measured, kMeasured, s.steps(), s.column(0)), edge});
}

std::optional<FieldData> surfacePicture(const Study& study) {
  if (study.onNetwork()) return std::nullopt;
  const double reach = study.reach();
  FieldData field = study.shownField().get(reach, [&] { return sampled(study); });
  Path path{.name = "descent", .colour = kPathColour, .x = {}, .y = {}};
  // A path that leaves the picture ends at its edge.
  const auto inside = [&](double x, double y) {
    if (!(std::max(std::abs(x), std::abs(y)) <= reach)) return false;
    path.x.push_back(x);
    path.y.push_back(y);
    return true;
  };
  const History<2>& past = study.path();
  bool here = true;
  for (std::size_t i = 0; i < past.steps().size() && here; ++i) {
    here = inside(past.column(0)[i], past.column(1)[i]);
  }
  const VectorXd& at = study.position();
  if (here && inside(at[0], at[1])) field.marks.push_back(mark("now", kPathColour, at[0], at[1]));
  field.paths.push_back(std::move(path));
  field.marks.push_back(mark("minimum", kMinimumColour, 0, 0));
  field.marks.push_back(mark("start", kStartColour, study.start()[0], study.start()[1], true));
  return field;
}

SeriesData lossPicture(const Study& study) {
  Curve loss = curve(study.onNetwork() ? "loss" : "f − f*", CurveRole::Measured, kMeasured,
                     study.losses().steps(), study.losses().column(0));
  for (double& value : loss.y) value -= study.infimum();
  SeriesData series = onePanel({positivePart(std::move(loss))});
  if (study.config().model == Model::Quadratic && !study.rateChanged()) {
    series.panels[0].curves.push_back(exactLaw(study));
  }
  return series;
}

SeriesData gradientPicture(const Study& study) {
  const Config& c = study.config();
  const History<4>& trace = study.trace();
  const double last = std::max<double>(100, 2 * static_cast<double>(study.steps()));
  SeriesData series = onePanel(
      {curve("|∇f|", CurveRole::Context, kOther, trace.steps(), trace.column(Study::kNorm)),
       curve("least so far", CurveRole::Measured, kMeasured, trace.steps(),
             trace.column(Study::kLeast))});
  std::vector<Curve>& curves = series.panels[0].curves;
  if (bounded(study)) {
    Curve bound = curve("bound", CurveRole::Theory, kPredicted);
    for (double t = 1; t <= last * 1.0001; t *= std::pow(last, 1.0 / 60)) {
      add(bound, t, criticalNorm(study.gap(), c.rate, study.smooth()->smoothness(), t));
    }
    curves.push_back(std::move(bound));
  }
  curves.push_back(curve("ε", CurveRole::Guide, kOther, {1, last}, {c.epsilon, c.epsilon}));
  return series;
}

std::optional<SeriesData> ladderPicture(const Study& study) {
  // A quadratic goes down so fast that its steps say nothing about the bound.
  const Model model = study.config().model;
  if (model == Model::Network || model == Model::Quadratic) return std::nullopt;
  Curve measured = curve("steps needed", CurveRole::Measured, kMeasured, CurveStyle::Scatter);
  Curve bound = curve("bound", CurveRole::Theory, kPredicted);
  for (const Study::Rung& rung : study.ladder()) {
    add(bound, rung.epsilon, study.stepsBound(rung.epsilon));
    if (rung.steps >= 1) add(measured, rung.epsilon, static_cast<double>(rung.steps));
  }
  SeriesData series = onePanel({std::move(measured)});
  // The cone's runs are made anew when the step size changes.
  const bool drawn = model == Model::Huber ? study.rateTimesSmoothness() < 2 : bounded(study);
  if (drawn) series.panels[0].curves.push_back(std::move(bound));
  return series;
}

std::optional<SeriesData> decreasePicture(const Study& study) {
  if (study.onNetwork()) return std::nullopt;
  const History<4>& trace = study.trace();
  return onePanel({positivePart(curve("f(t) − f(t+1)", CurveRole::Measured, kMeasured,
                                      trace.steps(), trace.column(Study::kDecrease))),
                   positivePart(curve("promised", CurveRole::Theory, kPredicted, trace.steps(),
                                      trace.column(Study::kPromised)))});
}

}  // namespace basin::gd
