#include "labs/convergence/wide_linear/pictures.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "lab/param_text.h"
#include "study/sweep_pictures.h"

namespace basin::wide_linear {

namespace {

constexpr double kFloor = 1e-12;  // of the first loss, where pictures of losses end
constexpr int kCorners = 48;
constexpr double kSize = 0.42;  // of a circle, layers being 1 apart

void add(Curve& c, double x, double y) {
  c.x.push_back(x);
  c.y.push_back(y);
}

// The image of the unit circle under a symmetric 2 x 2 matrix, drawn around (x, y).
Path ellipse(const MatrixXd& shape, double x, double y) {
  Path path;
  for (int i = 0; i <= kCorners; ++i) {
    const double angle = 2 * std::numbers::pi * i / kCorners;
    const double c = std::cos(angle), s = std::sin(angle);
    path.x.push_back(x + kSize * (shape(0, 0) * c + shape(0, 1) * s));
    path.y.push_back(y + kSize * (shape(1, 0) * c + shape(1, 1) * s));
  }
  return path;
}

Path named(Path path, const char* name, CurveRole role, int colour) {
  path.name = name;
  path.role = role;
  path.colour = colour;
  return path;
}

}  // namespace

SeriesData lossPicture(const Study& study) {
  const Descent& shown = study.shown();
  const double first = shown.losses()[0];
  const long long last = study.config().stepLimit;
  Curve measured = curve("measured", CurveRole::Measured, 0);
  const std::size_t stride = shown.losses().size() / 500 + 1;
  for (std::size_t t = 0; t < shown.losses().size(); t += stride) {
    if (shown.losses()[t] >= kFloor * first)
      add(measured, static_cast<double>(t), shown.losses()[t]);
  }
  Curve bound =
      curve("bound, " + formatNumber(shown.law().provedFactor) + " a step", CurveRole::Theory, 1);
  Curve limit = curve("infinite width", CurveRole::Theory, 2);
  bool falls = true;
  for (int i = 0; i <= 200; ++i) {
    const double t = std::round(static_cast<double>(last) * i / 200);
    const double proved = first * std::pow(shown.law().provedFactor, t);
    if (proved >= kFloor * first) add(bound, t, proved);
    const double wide = study.limitLoss(t);
    falls = falls && wide >= kFloor * first && wide <= 100 * first;
    if (falls) add(limit, t, wide);
  }
  return onePanel({std::move(measured), std::move(bound), std::move(limit)});
}

std::optional<FieldData> holdsPicture(const Study& study) {
  if (study.sweep().size() == 0) return std::nullopt;
  std::vector<double> x, y, shares;
  for (const int depth : study.depths()) x.push_back(depth);
  for (const int width : study.widths()) y.push_back(std::log2(width));
  for (std::size_t i = 0; i < study.sweep().settings().size(); ++i) {
    const Share share = study.holding(i);
    shares.push_back(share.trials > 0 ? share.value() : std::nan(""));
  }
  FieldData field = phaseMap(x, y, shares);
  field.lo = 0;
  field.hi = 1;
  Path line{.name = "m = 4L", .role = CurveRole::Guide, .colour = 2, .x = {}, .y = {}};
  for (const double depth : x) {
    line.x.push_back(depth);
    line.y.push_back(std::log2(4 * depth));
  }
  field.paths.push_back(std::move(line));
  const double own = std::log2(study.config().width);
  if (study.config().factors >= x.front() && own <= y.back()) {
    field.marks.push_back({.name = "shown network",
                           .colour = 3,
                           .handle = false,
                           .x = {static_cast<double>(study.config().factors)},
                           .y = {own}});
  }
  return field;
}

PointsData circlesPicture(const Study& study) {
  const LinearNet& net = study.shown().net();
  const int depth = study.config().factors;
  PointsData data;
  data.x0 = -0.6;
  data.x1 = depth + 0.6;
  data.y0 = -0.75;  // room above and below, or ten layers were a strip on a phone
  data.y1 = 1.75;
  if (study.diverged()) return data;
  const MatrixXd directions = MatrixXd::Identity(kInputs, 2), circle = MatrixXd::Identity(2, 2);
  for (int i = 0; i <= depth; ++i) {
    const LayerShapes shapes = layerShapes(net, directions, i);
    for (const double row : {0.0, 1.0}) {
      data.paths.push_back(named(ellipse(circle, i, row), "infinite width", CurveRole::Theory, 2));
    }
    data.paths.push_back(named(ellipse(shapes.below, i, 0), "a circle of inputs, on its way up",
                               CurveRole::Measured, 0));
    data.paths.push_back(named(ellipse(shapes.above, i, 1), "a circle of outputs, on its way down",
                               CurveRole::Measured, 1));
  }
  return data;
}

std::optional<SeriesData> factorsPicture(const Study& study) {
  const int depth = study.config().factors;
  if (study.sweep().size() == 0 || depth < study.depths().front()) return std::nullopt;
  std::vector<ValuesAt> measured, kernels;
  std::vector<double> widths;
  for (const int width : study.widths()) {
    const std::size_t at = study.place(depth, width);
    measured.push_back({static_cast<double>(width), study.sweep().values(at, &Run::factor)});
    kernels.push_back({static_cast<double>(width), study.sweep().values(at, &Run::kernelFactor)});
    widths.push_back(width);
    std::erase_if(measured.back().values, [](double f) { return !std::isfinite(f); });
  }
  const Law& law = study.shown().law();
  const auto level = [&](const char* name, double value) {
    return lawOver(widths, curve(name, CurveRole::Theory, 1), [&](double) { return value; });
  };
  Curve own = curve("shown network", CurveRole::Measured, 3, CurveStyle::Scatter);
  const double factor = study.shown().factor();
  if (std::isfinite(factor) && !study.diverged()) add(own, study.config().width, factor);
  return onePanel(
      {mediansOver(measured, curve("median, range", CurveRole::Measured, 0, CurveStyle::Scatter),
                   Bars::Range),
       mediansOver(kernels, curve("kernel of the start", CurveRole::Theory, 4), Bars::None),
       level("bound", law.provedFactor), level("infinite width", law.limitFactor), std::move(own)});
}

}  // namespace basin::wide_linear
