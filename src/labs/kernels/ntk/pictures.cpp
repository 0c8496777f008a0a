#include "labs/kernels/ntk/pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>

#include "lab/param_text.h"
#include "study/sweep_pictures.h"

namespace basin::ntk {

namespace {

constexpr int kNetwork = 0, kKernel = 1, kTwin = 2, kData = 3;

std::string widthText(const Trial& trial) {
  return "m = " + std::to_string(trial.width());
}

// A function on the grid, closed at 360 degrees.
Curve overCircle(std::string name, CurveRole role, int colour, const VectorXd& f) {
  Curve c = curve(std::move(name), role, colour);
  for (Index i = 0; i <= f.size(); ++i) {
    c.x.push_back(Task::degrees(i));
    c.y.push_back(std::clamp(f[i % f.size()], -1e3, 1e3));
  }
  return c;
}

Panel functionPanel(const Study& study, const Trial& trial) {
  Curve data = curve("data", CurveRole::Measured, kData, CurveStyle::Scatter);
  const VectorXd& y = study.task().y;
  for (Index i = 0; i < y.size(); ++i) {
    data.x.push_back(360.0 * static_cast<double>(i) / static_cast<double>(y.size()));
    data.y.push_back(y[i]);
  }
  return {.title = widthText(trial),
          .curves = {overCircle("linear twin", CurveRole::Context, kTwin, trial.twin()),
                     overCircle("network", CurveRole::Measured, kNetwork, trial.network()),
                     overCircle("kernel", CurveRole::Theory, kKernel, trial.predicted()),
                     std::move(data)}};
}

}  // namespace

SeriesData functionPicture(const Study& study) {
  return {.panels = {functionPanel(study, study.narrow()), functionPanel(study, study.wide())},
          .columns = 2};
}

std::optional<SeriesData> gapPicture(const Study& study) {
  if (!study.config().sweep) return std::nullopt;
  struct Gap {
    const char* name;
    double Gaps::*value;
    double slope;
    int colour;
  };
  constexpr std::array kGaps = {Gap{"network − kernel", &Gaps::toKernel, -0.5, 0},
                                Gap{"kernel at start", &Gaps::kernel, -0.5, 1},
                                Gap{"weights' motion", &Gaps::motion, -0.5, 2},
                                Gap{"kernel's drift", &Gaps::drift, -1, 3}};
  const auto& settings = study.widths().settings();
  const std::vector<double> widths(settings.begin(), settings.end());
  std::vector<Curve> curves;
  for (const auto& [name, value, slope, colour] : kGaps) {
    Curve measured = mediansOver(study.widths().over(std::identity{}, value),
                                 curve(name, CurveRole::Measured, colour, CurveStyle::Scatter));
    if (measured.x.empty()) continue;
    const Curve guide = curve(slope == -1 ? "slope −1" : "slope −½", CurveRole::Guide, colour);
    curves.push_back(measured);
    curves.push_back(powerLaw(widths, guide, slope, measured.x[0], measured.y[0]));
  }
  return onePanel(std::move(curves));
}

FieldData kernelPicture(const Study& study) {
  const Task& task = study.task();
  const Index grid = Task::kGrid, n = task.n();
  FieldData field;
  field.map = FieldMap::Diverging;
  field.x1 = field.y1 = 360;
  if (study.config().view == View::Drift) {
    // The trained kernel is known between the training points only.
    const MatrixXd drift =
        study.wide().kernelNow() - study.wide().firstKernel().topLeftCorner(n, n);
    field.nx = field.ny = static_cast<int>(n);
    field.x1 = field.y1 = static_cast<double>(n);
    for (Index j = 0; j < n; ++j) {
      for (Index i = 0; i < n; ++i) field.values.push_back(static_cast<float>(drift(i, j)));
    }
    return field;
  }
  const MatrixXd exact = task.exact.theta.bottomRightCorner(grid, grid);
  const MatrixXd empirical = study.wide().firstKernel().bottomRightCorner(grid, grid);
  const MatrixXd shown = study.config().view == View::Exact       ? exact
                         : study.config().view == View::Empirical ? empirical
                                                                  : MatrixXd(empirical - exact);
  // One scale for both kernels; the difference has its own.
  if (study.config().view != View::Difference) {
    field.hi = 1.15 * exact.cwiseAbs().maxCoeff();
    field.lo = -field.hi;
  }
  field.nx = field.ny = static_cast<int>(grid) + 1;
  for (Index j = 0; j <= grid; ++j) {
    for (Index i = 0; i <= grid; ++i) {
      field.values.push_back(static_cast<float>(shown(i % grid, j % grid)));
    }
  }
  return field;
}

SeriesData profilePicture(const Study& study) {
  const Config& config = study.config();
  const auto kernel = [&](int depth, double rho) {
    return exactKernel({config.activation, depth, config.bias}, 1, 1, rho).theta;
  };
  std::vector<double> angles;
  for (int degrees = 0; degrees <= 180; degrees += 3) angles.push_back(degrees);
  std::vector<Curve> curves;
  int colour = 2;
  for (const int depth : {1, 2, 3, 5, 10}) {
    const bool own = depth == config.depth;
    const Curve look =
        curve("L = " + std::to_string(depth), own ? CurveRole::Theory : CurveRole::Context,
              own ? kKernel : colour++);
    curves.push_back(lawOver(angles, look, [&, top = kernel(depth, 1)](double degrees) {
      return kernel(depth, std::cos(degrees * std::numbers::pi / 180)) / top;
    }));
  }
  Curve measured =
      curve(widthText(study.wide()), CurveRole::Measured, kNetwork, CurveStyle::Scatter);
  const double top = kernel(config.depth, 1);
  const Index n = study.task().n();
  for (Index i = 0; i <= Task::kGrid / 2; i += 2) {
    measured.x.push_back(Task::degrees(i));
    measured.y.push_back(study.wide().firstKernel()(n, n + i) / top);
  }
  curves.push_back(std::move(measured));
  return onePanel(std::move(curves));
}

SeriesData modePicture(const Study& study) {
  const Trial& trial = study.wide();
  const KernelFlow& flow = study.task().flow;
  const VectorXd& lambda = flow.eigenvalues();
  std::vector<Curve> curves;
  // The fastest, the slowest and what lies between.
  const Index n = lambda.size();
  std::vector<Index> shown{n - 1};
  if (n > 2) shown.push_back(n / 2);
  if (n > 4) shown.push_back(n / 4);
  if (n > 1) shown.push_back(0);
  const double floor = 1e-9;
  int colour = 0;
  for (const Index i : shown) {
    Curve measured = curve("λ = " + formatNumber(lambda[i]), CurveRole::Measured, colour);
    Curve exact = curve("law", CurveRole::Theory, colour);
    for (const auto& [t, modes] : trial.modes()) {
      measured.x.push_back(t);
      measured.y.push_back(std::max(std::abs(modes[i]), floor));
    }
    const VectorXd first = trial.firstResidual();
    for (double t = 0; t <= study.config().steps; t += std::max(1.0, std::floor(0.08 * t))) {
      const double value = std::abs(flow.residualModes(first, trial.rate(), t)[i]);
      if (value < floor) break;
      exact.x.push_back(t);
      exact.y.push_back(value);
    }
    curves.push_back(std::move(measured));
    curves.push_back(std::move(exact));
    ++colour;
  }
  return onePanel(std::move(curves));
}

PointsData neuronPicture(const Study& study) {
  constexpr Index kMost = 48;
  constexpr double kHalf = 2.6, kApart = 3;
  PointsData data;
  data.x0 = -kApart - kHalf;
  data.x1 = kApart + kHalf;
  data.y0 = -kHalf;
  data.y1 = kHalf;
  const auto add = [&](const Trial& trial, double at, int colour) {
    const MatrixXd &from = trial.firstWeights(), &to = trial.weights();
    Marks ends{.name = widthText(trial), .colour = colour, .x = {}, .y = {}};
    for (Index i = 0; i < std::min(kMost, from.rows()); ++i) {
      if (!to.row(i).allFinite()) continue;
      data.paths.push_back({.name = "",
                            .role = CurveRole::Context,
                            .colour = colour,
                            .x = {at + from(i, 0), at + to(i, 0)},
                            .y = {from(i, 1), to(i, 1)}});
      ends.x.push_back(at + to(i, 0));
      ends.y.push_back(to(i, 1));
    }
    data.marks.push_back(std::move(ends));
  };
  add(study.narrow(), -kApart, 3);
  add(study.wide(), kApart, 0);
  return data;
}

}  // namespace basin::ntk
