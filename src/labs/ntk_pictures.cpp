#include "labs/ntk_pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "lab/param_text.h"

namespace basin {

namespace {

constexpr int kNetwork = 0, kKernel = 1, kTwin = 2, kData = 3;

// A function on the grid, closed at 360 degrees.
Curve overCircle(std::string name, CurveRole role, int colour, const VectorXd& f) {
  Curve c = curve(std::move(name), role, colour);
  for (Index i = 0; i <= f.size(); ++i) {
    c.x.push_back(NtkTask::degrees(i));
    c.y.push_back(std::clamp(f[i % f.size()], -1e3, 1e3));
  }
  return c;
}

Panel functionPanel(const NtkStudy& study, const NtkTrial& trial) {
  Panel panel{.title = "m = " + std::to_string(trial.width()), .curves = {}};
  panel.curves.push_back(overCircle("linear twin", CurveRole::Context, kTwin, trial.twin()));
  panel.curves.push_back(overCircle("network", CurveRole::Measured, kNetwork, trial.network()));
  panel.curves.push_back(overCircle("kernel", CurveRole::Theory, kKernel, trial.predicted()));
  Curve data = curve("data", CurveRole::Measured, kData);
  data.style = CurveStyle::Scatter;
  const VectorXd& y = study.task().y;
  for (Index i = 0; i < y.size(); ++i) {
    data.x.push_back(360.0 * static_cast<double>(i) / static_cast<double>(y.size()));
    data.y.push_back(y[i]);
  }
  panel.curves.push_back(std::move(data));
  return panel;
}

}  // namespace

SeriesData ntkFunctionPicture(const NtkStudy& study) {
  SeriesData series;
  series.columns = 2;
  series.panels.push_back(functionPanel(study, study.narrow()));
  series.panels.push_back(functionPanel(study, study.wide()));
  return series;
}

SeriesData ntkGapPicture(const NtkStudy& study) {
  struct Gap {
    const char* name;
    double NtkTrial::Gaps::*value;
    double slope;
    int colour;
  };
  constexpr std::array kGaps = {Gap{"network − kernel", &NtkTrial::Gaps::toKernel, -0.5, 0},
                                Gap{"kernel at start", &NtkTrial::Gaps::kernel, -0.5, 1},
                                Gap{"weights' motion", &NtkTrial::Gaps::motion, -0.5, 2},
                                Gap{"kernel's drift", &NtkTrial::Gaps::drift, -1, 3}};
  Panel panel;
  for (const Gap& gap : kGaps) {
    Curve measured = curve(gap.name, CurveRole::Measured, gap.colour);
    measured.style = CurveStyle::Scatter;
    Curve guide = curve(gap.slope == -1 ? "slope −1" : "slope −½", CurveRole::Theory, gap.colour);
    for (const NtkStudy::Bunch& bunch : study.widths()) {
      if (bunch.gaps.empty()) continue;
      std::vector<double> values;
      for (const NtkTrial::Gaps& g : bunch.gaps) values.push_back(g.*(gap.value));
      const double middle = median(values);
      measured.x.push_back(bunch.at);
      measured.y.push_back(middle);
      measured.lo.push_back(quantile(values, 0.25));
      measured.hi.push_back(quantile(values, 0.75));
    }
    if (measured.x.empty()) continue;
    for (const NtkStudy::Bunch& bunch : study.widths()) {
      guide.x.push_back(bunch.at);
      guide.y.push_back(measured.y[0] * std::pow(bunch.at / measured.x[0], gap.slope));
    }
    panel.curves.push_back(std::move(measured));
    panel.curves.push_back(std::move(guide));
  }
  return onePanel(std::move(panel.curves));
}

FieldData ntkKernelPicture(const NtkStudy& study) {
  const NtkTask& task = study.task();
  const Index grid = NtkTask::kGrid, n = task.n();
  FieldData field;
  field.map = FieldMap::Diverging;
  field.x1 = field.y1 = 360;
  if (study.config().view == NtkView::Drift) {
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
  const MatrixXd shown = study.config().view == NtkView::Exact       ? exact
                         : study.config().view == NtkView::Empirical ? empirical
                                                                     : MatrixXd(empirical - exact);
  // One scale for both kernels; the difference has its own.
  if (study.config().view != NtkView::Difference) {
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

SeriesData ntkProfilePicture(const NtkStudy& study) {
  const NtkConfig& config = study.config();
  Panel panel;
  int colour = 2;
  for (const int depth : {1, 2, 3, 5, 10}) {
    const bool own = depth == config.depth;
    Curve c = curve("L = " + std::to_string(depth), own ? CurveRole::Theory : CurveRole::Context,
                    own ? kKernel : colour++);
    const KernelSpec spec{config.activation, depth, config.bias};
    const double top = exactKernel(spec, 1, 1, 1).theta;
    for (int degrees = 0; degrees <= 180; degrees += 3) {
      const double rho = std::cos(degrees * std::numbers::pi / 180);
      c.x.push_back(degrees);
      c.y.push_back(exactKernel(spec, 1, 1, rho).theta / top);
    }
    panel.curves.push_back(std::move(c));
  }
  Curve measured =
      curve("m = " + std::to_string(study.wide().width()), CurveRole::Measured, kNetwork);
  measured.style = CurveStyle::Scatter;
  const double top = exactKernel({config.activation, config.depth, config.bias}, 1, 1, 1).theta;
  const Index n = study.task().n();
  for (Index i = 0; i <= NtkTask::kGrid / 2; i += 2) {
    measured.x.push_back(NtkTask::degrees(i));
    measured.y.push_back(study.wide().firstKernel()(n, n + i) / top);
  }
  panel.curves.push_back(std::move(measured));
  return onePanel(std::move(panel.curves));
}

SeriesData ntkModePicture(const NtkStudy& study) {
  const NtkTrial& trial = study.wide();
  const KernelFlow& flow = study.task().flow;
  const VectorXd& lambda = flow.eigenvalues();
  Panel panel;
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
    panel.curves.push_back(std::move(measured));
    panel.curves.push_back(std::move(exact));
    ++colour;
  }
  return onePanel(std::move(panel.curves));
}

PointsData ntkNeuronPicture(const NtkStudy& study) {
  constexpr Index kMost = 48;
  constexpr double kHalf = 2.6, kApart = 3;
  PointsData data;
  data.x0 = -kApart - kHalf;
  data.x1 = kApart + kHalf;
  data.y0 = -kHalf;
  data.y1 = kHalf;
  const auto add = [&](const NtkTrial& trial, double at, int colour) {
    const MatrixXd &from = trial.firstWeights(), &to = trial.weights();
    Marks ends{.name = "m = " + std::to_string(trial.width()),
               .colour = colour,
               .handle = false,
               .x = {},
               .y = {}};
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

}  // namespace basin
