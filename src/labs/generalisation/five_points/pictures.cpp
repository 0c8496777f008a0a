#include "labs/generalisation/five_points/pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/param_text.h"

namespace basin::five_points {

namespace {

constexpr int kNetwork = 0, kPolynomial = 1, kNorm = 2, kData = 3, kMade = 4;
constexpr double kTop = 2.5;  // of pictures of functions

void add(Curve& c, double x, double y) {
  c.x.push_back(x);
  c.y.push_back(y);
}

// What leaves the picture is not drawn.
double within(double y, double top) {
  return std::abs(y) <= top ? y : std::numeric_limits<double>::quiet_NaN();
}

Curve drawn(std::string name, CurveRole role, int colour, const std::vector<Sample>& line,
            double top = kTop, CurveStyle style = CurveStyle::Line) {
  Curve c = curve(std::move(name), role, colour, style);
  for (const Sample& each : line) add(c, each.x, within(each.y, top));
  return c;
}

std::string depthName(int depth) {
  return depth == 1 ? "1 hidden layer" : std::to_string(depth) + " hidden layers";
}

// The same sum for all networks, all interpolating polynomials, and the points.
template <double Fit::*Sum>
Panel byDepth(const Study& study, double least) {
  Curve networks = curve("networks", CurveRole::Measured, kNetwork);
  Curve bound = curve("least of any fit", CurveRole::Theory, kNetwork);
  for (int depth = 1; depth <= kDepths; ++depth) {
    add(networks, depth, study.learner(depth).fit().*Sum);
    add(bound, depth, least);
  }
  Curve now = curve("shown", CurveRole::Measured, kData, CurveStyle::Scatter);
  add(now, study.config().depth, study.shown().fit().*Sum);
  return {"By depth", {std::move(networks), std::move(bound), std::move(now)}};
}

template <double Fit::*Sum>
Panel byDegree(const Study& study, double least) {
  Curve polynomials = curve("polynomials", CurveRole::Measured, kPolynomial);
  Curve bound = curve("least of any fit", CurveRole::Theory, kNetwork);
  for (int degree = study.interpolates(); degree <= kDegrees; ++degree) {
    const auto i = static_cast<std::size_t>(degree - 1);
    add(polynomials, degree, study.polynomials()[i].fit.*Sum);
    add(bound, degree, least);
  }
  Curve now = curve("shown", CurveRole::Measured, kData, CurveStyle::Scatter);
  add(now, study.config().degree, study.polynomial().fit.*Sum);
  return {"By degree", {std::move(polynomials), std::move(bound), std::move(now)}};
}

// Places for sums of many curves.
VectorXd fewPlaces() {
  return VectorXd::LinSpaced(81, -1, 1);
}

Curve part(const VectorXd& x, const VectorXd& y) {
  return curve("its parts", CurveRole::Context, kNorm, {x.begin(), x.end()}, {y.begin(), y.end()});
}

}  // namespace

SeriesData fitsPicture(const Study& study) {
  Panel networks{"Networks", {}}, polynomials{"Polynomials of least norm", {}};
  for (int depth = 1; depth <= kDepths; ++depth) {
    if (depth == study.config().depth) continue;
    networks.curves.push_back(
        drawn("other depths", CurveRole::Context, kNetwork, study.learner(depth).fit().line));
  }
  networks.curves.push_back(drawn(depthName(study.config().depth), CurveRole::Measured, kNetwork,
                                  study.shown().fit().line));
  networks.curves.push_back(drawn("constructed, fits as well", CurveRole::Theory, kMade,
                                  study.construction().line,
                                  std::max(kTop, study.config().amplitude)));
  const auto degree = [&](int p, CurveRole role) {
    return drawn("degree " + std::to_string(p), role, kPolynomial,
                 study.polynomials()[static_cast<std::size_t>(p - 1)].fit.line);
  };
  const int lagrange = std::max(1, study.interpolates());
  if (study.config().degree != lagrange) {
    polynomials.curves.push_back(degree(lagrange, CurveRole::Context));
  }
  polynomials.curves.push_back(degree(study.config().degree, CurveRole::Measured));
  for (Panel* panel : {&networks, &polynomials}) {
    panel->curves.push_back(drawn("points, to drag", CurveRole::Measured, kData, study.data(), kTop,
                                  CurveStyle::Scatter));
  }
  return {{std::move(networks), std::move(polynomials)}, 2};
}

SeriesData partsPicture(const Study& study) {
  const VectorXd x = fewPlaces();
  const auto summed = [&](std::string title, const MatrixXd& parts, double constant, int colour,
                          CurveRole role) {
    Panel panel{std::move(title), {}};
    for (Index i = 0; i < parts.cols(); ++i) panel.curves.push_back(part(x, parts.col(i)));
    const VectorXd sum = parts.rowwise().sum().array() + constant;
    panel.curves.push_back(
        curve("their sum", role, colour, {x.begin(), x.end()}, {sum.begin(), sum.end()}));
    return panel;
  };
  const KernelPolynomial& polynomial = study.polynomial().polynomial;
  MatrixXd terms(x.size(), polynomial.coefficients.size());
  for (Index i = 0; i < x.size(); ++i) terms.row(i) = polynomial.terms(x[i]).transpose();
  const std::vector<Sample>& corners = study.construction().line;
  MatrixXd hinges = MatrixXd::Zero(x.size(), std::ssize(corners) - 1);
  double before = 0;
  for (Index j = 0; j < hinges.cols(); ++j) {
    const Sample &from = corners[static_cast<std::size_t>(j)],
                 &to = corners[static_cast<std::size_t>(j + 1)];
    const double slope = (to.y - from.y) / (to.x - from.x);
    hinges.col(j) = (slope - before) * (x.array() - from.x).max(0);
    before = slope;
  }
  const MatrixXd units = study.shown().parts(x);
  return {{summed("Network: " + std::to_string(units.cols()) + " units", units,
                  study.shown().fit().line.front().y - units.row(0).sum(), kNetwork,
                  CurveRole::Measured),
           summed("Polynomial: " + std::to_string(terms.cols()) + " terms", terms, 0, kPolynomial,
                  CurveRole::Measured),
           summed("Constructed: " + std::to_string(hinges.cols()) + " hinges", hinges,
                  corners.front().y, kMade, CurveRole::Measured)},
          3};
}

SeriesData variationPicture(const Study& study) {
  const double least = totalVariation(study.data());
  Panel right = byDegree<&Fit::variation>(study, least);
  Curve norm = curve("norm² of the polynomials", CurveRole::Measured, kNorm);
  for (int degree = study.interpolates(); degree <= kDegrees; ++degree) {
    add(norm, degree,
        study.polynomials()[static_cast<std::size_t>(degree - 1)].polynomial.squaredNorm);
  }
  right.curves.push_back(std::move(norm));
  return {{byDepth<&Fit::variation>(study, least), std::move(right)}, 2};
}

SeriesData bendingPicture(const Study& study) {
  const double least = totalBending(study.data());
  return {{byDepth<&Fit::bending>(study, least), byDegree<&Fit::bending>(study, least)}, 2};
}

FieldData degreesPicture(const Study& study) {
  FieldData field;
  const int first = std::max(1, study.interpolates());
  field.nx = 101;
  field.ny = kDegrees - first + 1;
  field.x0 = -1;
  field.y0 = first;
  field.y1 = kDegrees;
  field.map = FieldMap::Diverging;
  field.lo = -kTop;
  field.hi = kTop;
  for (int degree = first; degree <= kDegrees; ++degree) {
    const auto& f = study.polynomials()[static_cast<std::size_t>(degree - 1)].polynomial;
    for (int i = 0; i < field.nx; ++i) {
      field.values.push_back(static_cast<float>(std::clamp(f(-1 + 0.02 * i), -kTop, kTop)));
    }
  }
  for (const Sample& point : study.data()) {
    field.paths.push_back({.name = "held at the points",
                           .role = CurveRole::Theory,
                           .x = {point.x, point.x},
                           .y = {field.y0, field.y1}});
  }
  const auto shown = static_cast<double>(study.config().degree);
  if (shown >= first) {
    field.paths.push_back(
        {.name = "shown degree", .colour = kPolynomial, .x = {-1, 1}, .y = {shown, shown}});
  }
  return field;
}

SeriesData trainingPicture(const Study& study) {
  std::vector<Curve> curves;
  const std::vector<double>& steps = study.errors().steps();
  for (int depth = 1; depth <= kDepths; ++depth) {
    const bool shown = depth == study.config().depth;
    curves.push_back(curve(shown ? depthName(depth) : "other depths",
                           shown ? CurveRole::Measured : CurveRole::Context, kNetwork, steps,
                           study.errors().column(static_cast<std::size_t>(depth - 1))));
  }
  curves.push_back(curve("training stops", CurveRole::Guide, kNorm,
                         {0, std::max(1.0, steps.back())}, {kArrived, kArrived}));
  return onePanel(std::move(curves));
}

}  // namespace basin::five_points
