#include "labs/generalisation/five_points/pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/param_text.h"

namespace basin::five_points {

namespace {

constexpr int kNetwork = 0, kPolynomial = 1, kNorm = 2, kData = 3, kMade = 5;
constexpr int kDrawn = 250;     // pieces of a polynomial on a picture
constexpr double kTop = 2.5;  // of pictures of functions

using enum CurveRole;
using Sum = double (*)(const std::vector<Sample>&);

void add(Curve& c, double x, double y) {
  c.x.push_back(x);
  c.y.push_back(y);
}

// A function, but for what leaves the picture.
Curve drawn(std::string name, CurveRole role, int colour, const std::vector<Sample>& line,
            double top = kTop, CurveStyle style = CurveStyle::Line) {
  Curve c = curve(std::move(name), role, colour, style);
  for (const Sample& each : line) {
    add(c, each.x, std::abs(each.y) <= top ? each.y : std::numeric_limits<double>::quiet_NaN());
  }
  return c;
}

// Curves of all depths, the one shown last and by its name.
template <class Make>
std::vector<Curve> allDepths(const Study& study, Make make) {
  std::vector<Curve> curves;
  const int shown = study.config().depth;
  for (int depth = 1; depth <= kDepths; ++depth) {
    if (depth != shown) curves.push_back(make(depth, "other depths", Context));
  }
  curves.push_back(make(shown, "depth " + std::to_string(shown), Measured));
  return curves;
}

// A number of everything in a row, the least there can be, and where the reader stands.
template <class Number>
Panel row(std::string title, std::string name, int colour, int first, int last, int shown,
          double least, Number number) {
  Curve all = curve(std::move(name), Measured, colour);
  Curve bound = curve("least of any fit", Theory, colour);
  Curve now = curve("shown", Measured, kData, CurveStyle::Scatter);
  for (int n = first; n <= last; ++n) {
    add(all, n, number(n));
    add(bound, n, least);
    if (n == shown) add(now, n, all.y.back());
  }
  return {std::move(title), {std::move(all), std::move(bound), std::move(now)}};
}

SeriesData complexity(const Study& study, Sum sum) {
  const Config& config = study.config();
  const double least = sum(study.data());
  return {{row("By depth", "networks", kNetwork, 1, kDepths, config.depth, least,
               [&](int depth) { return sum(study.network(depth)); }),
           row("By degree", "polynomials", kPolynomial, study.interpolates(), kDegrees,
               config.degree, least, [&](int p) { return sum(study.polynomial(p).line); })},
          2};
}

// Columns of parts and their sum, which begins at `from`.
Panel summed(std::string title, const VectorXd& x, const MatrixXd& parts, double from, int colour) {
  Panel panel{std::move(title), {}};
  const auto add = [&](const char* name, CurveRole role, const VectorXd& y) {
    panel.curves.push_back(curve(name, role, colour, {x.begin(), x.end()}, {y.begin(), y.end()}));
  };
  for (Index i = 0; i < parts.cols(); ++i) add("parts", Context, parts.col(i));
  const VectorXd sum = parts.rowwise().sum();
  add("their sum", Measured, sum.array() + (from - sum[0]));
  return panel;
}

}  // namespace

SeriesData fitsPicture(const Study& study) {
  Panel networks{"Networks", allDepths(study, [&](int depth, std::string name, CurveRole role) {
                   return drawn(std::move(name), role, kNetwork, study.network(depth));
                 })};
  networks.curves.push_back(drawn("constructed, fits as well", Theory, kMade,
                                  study.construction().line,
                                  std::max(kTop, study.config().amplitude)));
  Panel polynomials{"Polynomials of least norm", {}};
  const VectorXd x = placesAround(study.data(), kDrawn);
  const auto degree = [&](int p, std::string name, CurveRole role) {
    polynomials.curves.push_back(drawn(std::move(name), role, kPolynomial,
                                       lineOf(x, x.unaryExpr(study.polynomial(p).f))));
  };
  const int shown = study.config().degree;
  for (const int p : {study.interpolates(), 20, 30, kDegrees}) {
    if (p != shown) degree(p, "other degrees", Context);
  }
  degree(shown, "degree " + std::to_string(shown), Measured);
  for (Panel* panel : {&networks, &polynomials}) {
    panel->curves.push_back(
        drawn("points, to drag", Measured, kData, study.data(), kTop, CurveStyle::Scatter));
  }
  return {{std::move(networks), std::move(polynomials)}, 2};
}

SeriesData partsPicture(const Study& study) {
  const VectorXd x = VectorXd::LinSpaced(81, -1, 1);
  const KernelPolynomial& f = study.polynomial(study.config().degree).f;
  MatrixXd terms(x.size(), f.coefficients.size());
  for (Index i = 0; i < x.size(); ++i) terms.row(i) = f.terms(x[i]).transpose();
  const auto network = [&](const char* name, const LineLearner& of, int colour) {
    const MatrixXd parts = of.parts(x);
    return summed(name + std::to_string(parts.cols()), x, parts, of.values(x)[0], colour);
  };
  return {{network("Units of the last layer: ", study.learner(study.config().depth), kNetwork),
           summed("Terms of the polynomial: " + std::to_string(terms.cols()), x, terms, f(-1),
                  kPolynomial),
           network("Constructed hinges: ", study.construction().network, kMade)},
          3};
}

SeriesData variationPicture(const Study& study) {
  SeriesData series = complexity(study, totalVariation);
  Curve norm = curve("their norm, squared", Measured, kNorm);
  for (int degree = study.interpolates(); degree <= kDegrees; ++degree) {
    add(norm, degree, study.polynomial(degree).f.squaredNorm);
  }
  series.panels[1].curves.push_back(std::move(norm));
  return series;
}

SeriesData bendingPicture(const Study& study) {
  return complexity(study, totalBending);
}

FieldData degreesPicture(const Study& study) {
  FieldData field;
  const int first = study.interpolates(), shown = study.config().degree;
  field.nx = 101;
  field.ny = kDegrees - first + 1;
  field.x0 = -1;
  field.y0 = first;
  field.y1 = kDegrees;
  field.map = FieldMap::Diverging;
  field.lo = -kTop;
  field.hi = kTop;
  for (int degree = first; degree <= kDegrees; ++degree) {
    for (int i = 0; i < field.nx; ++i) {
      const double value = study.polynomial(degree).f(-1 + 0.02 * i);
      field.values.push_back(static_cast<float>(std::clamp(value, -kTop, kTop)));
    }
  }
  const auto path = [&](const char* name, CurveRole role, std::vector<double> x,
                        std::vector<double> y) {
    field.paths.push_back({name, role, kPolynomial, std::move(x), std::move(y)});
  };
  for (const Sample& point : study.data()) {
    path("through a point", Theory, {point.x, point.x}, {field.y0, field.y1});
  }
  if (shown >= first) path("degree shown", Measured, {-1, 1}, {1.0 * shown, 1.0 * shown});
  return field;
}

SeriesData trainingPicture(const Study& study) {
  const std::vector<double>& steps = study.errors().steps();
  std::vector<Curve> curves = allDepths(study, [&](int depth, std::string name, CurveRole role) {
    return curve(std::move(name), role, kNetwork, steps,
                 study.errors().column(static_cast<std::size_t>(depth - 1)));
  });
  curves.push_back(curve("training stops", Guide, kNorm, {0, std::max(1.0, steps.back())},
                         {kArrived, kArrived}));
  return onePanel(std::move(curves));
}

std::string describe(const Study& study) {
  const Config& config = study.config();
  const Study::Polynomial& polynomial = study.polynomial(config.degree);
  const auto sum = [](const std::vector<Sample>& line) {
    return formatNumber(totalVariation(line));
  };
  std::string text = "Any fit goes up and down by " + sum(study.data()) +
                     " at least. The network does so by " + sum(study.network(config.depth)) +
                     ", the polynomial by " + sum(polynomial.line) + ", the constructed one by " +
                     sum(study.construction().line) + ".";
  if (config.degree < study.interpolates()) {
    text += " A polynomial of degree " + std::to_string(config.degree) + " misses the points.";
  }
  if (polynomial.f.condition > 1e10) {
    text += " The kernel matrix has condition " + formatNumber(polynomial.f.condition) +
            ": trust few digits of the polynomial.";
  }
  return text;
}

std::string Study::statusText() const {
  if (!finished()) return {};
  return "the points are fitted by " + std::to_string(arrivals()) + " of 8 networks";
}

}  // namespace basin::five_points
