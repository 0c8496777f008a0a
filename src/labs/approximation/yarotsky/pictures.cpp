#include "labs/approximation/yarotsky/pictures.h"

#include <algorithm>
#include <cmath>

#include "study/relu_net_picture.h"
#include "study/sweep_pictures.h"

namespace basin::yarotsky {

namespace {

constexpr int kDeep = 0, kShallow = 1, kTarget = 2;
constexpr int kMostArches = 8, kMostLevels = 5, kMostUnits = 5, kMostPieces = 4;  // to be seen
constexpr int kProductLevel = 3, kProductSide = 97;

// Places from 0 to `end`, 128 a piece of eight.
std::vector<double> placesTo(double end) {
  std::vector<double> x;
  for (int i = 0; i <= 1024; ++i) x.push_back(end * i / 1024);
  return x;
}

void add(Curve& c, long weights, double error) {
  if (!std::isfinite(error) || error <= 0) return;
  c.x.push_back(static_cast<double>(weights));
  c.y.push_back(error);
}

template <class Function>
Panel missed(const Study& study, const char* title, int colour, double end, double law,
             Function f) {
  const auto miss = [&](double x) { return f(x) - study.target().f(x); };
  Panel panel{title, {lawOver(placesTo(end), curve("miss", CurveRole::Measured, colour), miss)}};
  if (!std::isfinite(law)) return panel;
  const char* name = study.square() ? "largest, exact" : "bound";
  panel.curves.push_back(curve(name, CurveRole::Theory, colour, {0, end}, {law, law}));
  if (study.square()) return panel;
  panel.curves.push_back(curve(name, CurveRole::Theory, colour, {0, end}, {-law, -law}));
  return panel;
}

// x, trapezoids, their products with x - i/N, and the sum.
Net partsOf(const LocalTaylor& taylor) {
  const auto [n, m, N] = taylor.size();
  Net net{"m = " + std::to_string(m) + ", N = " + std::to_string(N), {}, {}};
  const auto node = [&](int layer, const char* label, const auto& f) {
    net.nodes.push_back({.layer = layer, .label = label, .picture = picturedOnLine(f)});
    return static_cast<int>(net.nodes.size()) - 1;
  };
  node(0, "x", std::identity());
  const int answer = 1 + n * (N + 1);
  for (int k = 0; k < n; ++k) {
    for (int i = 0; i <= N; ++i) {
      const int here = node(k + 1, "", [&](double x) { return taylor.part(i, k, x); });
      net.edges.push_back({k == 0 ? 0 : here - N - 1, here, 1});
      net.edges.push_back({here, answer, taylor.coefficients()(i, k)});
    }
  }
  node(n + 1, "f", taylor);
  return net;
}

}  // namespace

SeriesData errorPicture(const Study& study) {
  const bool exact = study.square();
  Curve deep = curve("deep", CurveRole::Measured, kDeep, CurveStyle::Scatter);
  Curve shallow = curve("one hidden layer", CurveRole::Measured, kShallow, CurveStyle::Scatter);
  for (const Study::Level& level : study.levels()) {
    add(deep, level.weights, level.error);
    add(shallow, level.weights, level.shallow);
  }
  Curve deepLaw = curve(exact ? "4^(−m−1), exact" : "bound, deep", CurveRole::Theory, kDeep);
  Curve shallowLaw =
      curve(exact ? "1/(4N²), exact" : "bound, one hidden layer", CurveRole::Theory, kShallow);
  Curve smooth = curve("1/Nⁿ, were it smooth", CurveRole::Guide, kTarget);
  for (int m = 1; m <= study.last(); ++m) {
    add(deepLaw, study.weightsAt(m), study.deepLaw(m));
    add(shallowLaw, study.weightsAt(m), study.shallowLaw(m));
    const double ratio = static_cast<double>(study.sizeAt(1).N) / study.sizeAt(m).N;
    add(smooth, study.weightsAt(m),
        study.levels().front().error * std::pow(ratio, study.config().smoothness));
  }
  SeriesData series = onePanel({std::move(deep), std::move(shallow)});
  std::vector<Curve>& curves = series.panels[0].curves;
  curves.push_back(deepLaw.x.empty() ? std::move(smooth) : std::move(deepLaw));
  if (!shallowLaw.x.empty()) curves.push_back(std::move(shallowLaw));
  return series;
}

SeriesData approximationPicture(const Study& study) {
  const auto deep = [&](double x) { return study.deep(x); };
  SeriesData series = onePanel(
      {lawOver(placesTo(1), curve("target", CurveRole::Context, kTarget), study.target().f),
       lawOver(placesTo(1), curve("deep", CurveRole::Measured, kDeep), deep)});
  if (study.target().samples.empty()) return series;
  Curve own = curve("your samples", CurveRole::Measured, kTarget, CurveStyle::Scatter);
  for (const Sample& s : study.target().samples) {
    own.x.push_back(s.x);
    own.y.push_back(s.y);
  }
  series.panels[0].curves.push_back(std::move(own));
  return series;
}

SeriesData missPicture(const Study& study) {
  const int m = study.now().m;
  const auto end = [&](double pieces) {
    return study.square() ? std::min(1.0, kMostArches / pieces) : 1.0;
  };
  return {{missed(study, "deep", kDeep, end(std::ldexp(1, m)), study.deepLaw(m),
                  [&](double x) { return study.deep(x); }),
           missed(study, "one hidden layer", kShallow, end(study.now().units), study.shallowLaw(m),
                  [&](double x) { return study.shallow(x); })},
          2};
}

GraphData networkPicture(const Study& study) {
  if (!study.square()) {
    TaylorSize size = study.sizeAt(study.now().m);
    size.N = std::min(size.N, kMostPieces);
    return {{partsOf(study.taylorOf(size))}};
  }
  const int m = std::min(study.now().m, kMostLevels), N = std::min(study.now().units, kMostUnits);
  const VectorXd nodes = VectorXd::LinSpaced(N + 1, 0, 1);
  return {{picturedUnits(squareNet(m), "m = " + std::to_string(m)),
           picturedUnits(polygonNet(nodes.array().square()), "N = " + std::to_string(N))}};
}

FieldData productPicture(const Study& study) {
  FieldData field;
  field.nx = field.ny = kProductSide;
  field.x0 = field.y0 = -1;
  const VectorXd x = VectorXd::LinSpaced(kProductSide, -1, 1);
  for (const double b : x) {
    for (const double a : x) {
      const double product = reluProduct(a, b, std::min(study.now().m, kProductLevel));
      field.values.push_back(static_cast<float>(product - a * b));
    }
  }
  return field;
}

}  // namespace basin::yarotsky
