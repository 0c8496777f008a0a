#include "labs/approximation/yarotsky/pictures.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace basin::yarotsky {

namespace {

constexpr int kDeep = 0, kShallow = 1, kTarget = 2;
constexpr int kFine = 1025, kNode = 257;
constexpr int kMostLevels = 5, kMostUnits = 11;   // of networks drawn
constexpr int kProductLevel = 3, kProductSide = 97;  // finer cells would not be seen

template <class Function>
Curve drawn(std::string name, CurveRole role, int colour, double from, double to, Function f) {
  Curve c = curve(std::move(name), role, colour);
  for (int i = 0; i < kFine; ++i) {
    c.x.push_back(from + (to - from) * i / (kFine - 1));
    c.y.push_back(f(c.x.back()));
  }
  return c;
}

// The polygon of one hidden layer.
double polygon(const Study& study, double x) {
  const double N = study.now().units, left = std::min(std::floor(x * N), N - 1);
  const double a = study.target(left / N), b = study.target((left + 1) / N);
  return a + (x * N - left) * (b - a);
}

template <class Function>
NodePicture pictured(Function f) {
  NodePicture picture{kNode, 1, {}};
  for (int i = 0; i < kNode; ++i) {
    picture.values.push_back(static_cast<float>(f(i / (kNode - 1.0))));
  }
  return picture;
}

// Every unit of a network on [0, 1], with what it makes there.
Net unitsOf(const ReluNet& relu, std::string title) {
  Net net{std::move(title), {}, {}};
  MatrixXd values = VectorXd::LinSpaced(kNode, 0, 1);
  net.nodes.push_back({.layer = 0, .label = "x", .picture = pictured([](double x) { return x; })});
  int before = 0;
  for (std::size_t l = 0; l < relu.layers.size(); ++l) {
    values = relu.after(l, values);
    const int first = static_cast<int>(net.nodes.size());
    for (std::size_t u = 0; u < relu.layers[l].size(); ++u) {
      const ReluNet::Sum& unit = relu.layers[l][u];
      const auto column = values.col(static_cast<Index>(u));
      net.nodes.push_back({.layer = static_cast<int>(l) + 1,
                           .label = l + 1 == relu.layers.size() ? "f" : "",
                           .value = unit.bias,
                           .picture = {kNode, 1, {column.begin(), column.end()}}});
      for (const ReluNet::Wire& wire : unit.wires) {
        if (wire.weight == 0) continue;
        net.edges.push_back({before + wire.from, first + static_cast<int>(u), wire.weight});
      }
    }
    before = first;
  }
  return net;
}

// x, the trapezoids, their products with x - i/N, and the sum: up to five nodes, evenly spread.
Net partsOf(const Study& study) {
  const LocalTaylor& taylor = *study.taylor();
  const auto [n, m, N] = taylor.size();
  Net net{"m = " + std::to_string(m) + ", N = " + std::to_string(N), {}, {}};
  net.nodes.push_back({.layer = 0, .label = "x", .picture = pictured([](double x) { return x; })});
  const int shown = std::min(N + 1, 5);
  const auto node = [&](int j) { return j * N / (shown - 1); };
  for (int k = 0; k < n; ++k) {
    for (int j = 0; j < shown; ++j) {
      const int i = node(j), here = static_cast<int>(net.nodes.size());
      net.nodes.push_back({.layer = k + 1, .label = "", .picture = pictured([&](double x) {
                             return taylor.part(i, k, x);
                           })});
      net.edges.push_back({k == 0 ? 0 : here - shown, here, 1});
    }
  }
  const int last = static_cast<int>(net.nodes.size());
  net.nodes.push_back({.layer = n + 1, .label = "f", .picture = pictured(taylor)});
  for (int k = 0; k < n; ++k) {
    for (int j = 0; j < shown; ++j) {
      net.edges.push_back({1 + k * shown + j, last, taylor.coefficients()(node(j), k)});
    }
  }
  return net;
}

}  // namespace

SeriesData errorPicture(const Study& study) {
  Curve deep = curve("deep", CurveRole::Measured, kDeep, CurveStyle::Scatter);
  Curve shallow = curve("one hidden layer", CurveRole::Measured, kShallow, CurveStyle::Scatter);
  for (const Study::Level& level : study.levels()) {
    const auto weights = static_cast<double>(level.weights);
    for (auto [c, error] : {std::pair(&deep, level.error), std::pair(&shallow, level.shallow)}) {
      if (error <= 0) continue;
      c->x.push_back(weights);
      c->y.push_back(error);
    }
  }
  Curve law = curve(study.square() ? "4^(−m−1), exact" : "bound for deep", CurveRole::Theory, kDeep);
  Curve other = curve(study.square() ? "1/(4N²), exact" : "bound for one hidden layer",
                      CurveRole::Theory, kShallow);
  for (int m = 1; m <= study.last(); ++m) {
    const long weights = study.weightsAt(m);
    const double values[] = {study.lawAt(m), study.shallowLaw(Study::shallowUnits(weights))};
    for (auto [c, value] : {std::pair(&law, values[0]), std::pair(&other, values[1])}) {
      if (!std::isfinite(value) || value <= 0) continue;
      c->x.push_back(static_cast<double>(weights));
      c->y.push_back(value);
    }
  }
  Curve smooth = curve("as 1/Nⁿ, were it smooth", CurveRole::Guide, kTarget);
  if (law.x.empty()) {
    for (int m = 1; m <= study.last(); ++m) {
      const double ratio = static_cast<double>(study.sizeAt(1).N) / study.sizeAt(m).N;
      smooth.x.push_back(static_cast<double>(study.weightsAt(m)));
      smooth.y.push_back(study.levels().front().error * std::pow(ratio, study.config().smoothness));
    }
  }
  SeriesData series = onePanel({std::move(deep), std::move(shallow)});
  for (Curve* c : {&law, &other, &smooth}) {
    if (!c->x.empty()) series.panels[0].curves.push_back(std::move(*c));
  }
  return series;
}

SeriesData approximationPicture(const Study& study) {
  SeriesData series = onePanel(
      {drawn("target", CurveRole::Context, kTarget, 0, 1, [&](double x) { return study.target(x); }),
       drawn("deep", CurveRole::Measured, kDeep, 0, 1, [&](double x) { return study.made(x); })});
  if (study.config().target == Target::Own && study.inputProblem().empty()) {
    Curve own = curve("your samples", CurveRole::Measured, kTarget, CurveStyle::Scatter);
    for (const Sample& s : study.samples()) {
      own.x.push_back(s.x);
      own.y.push_back(s.y);
    }
    series.panels[0].curves.push_back(std::move(own));
  }
  return series;
}

SeriesData missPicture(const Study& study) {
  // At most 32 arches, so that they are seen.
  const double deepEnd = study.square() ? std::min(1.0, std::ldexp(1, 5 - study.now().m)) : 1;
  const double shallowEnd = std::min(1.0, 32.0 / study.now().units);
  const auto bound = [&](Panel& panel, double value, double end, int colour) {
    if (!std::isfinite(value)) return;
    panel.curves.push_back(curve("largest", CurveRole::Theory, colour, {0, end}, {value, value}));
    if (study.square()) return;
    panel.curves.push_back(curve("largest", CurveRole::Theory, colour, {0, end}, {-value, -value}));
  };
  Panel deep{"deep", {drawn("miss", CurveRole::Measured, kDeep, 0, deepEnd,
                            [&](double x) { return study.error(x); })}};
  bound(deep, study.lawAt(study.now().m), deepEnd, kDeep);
  Panel shallow{"one hidden layer", {drawn("miss", CurveRole::Measured, kShallow, 0, shallowEnd,
                                           [&](double x) { return polygon(study, x) - study.target(x); })}};
  bound(shallow, study.shallowLaw(study.now().units), shallowEnd, kShallow);
  return {{std::move(deep), std::move(shallow)}, 2};
}

GraphData networkPicture(const Study& study) {
  if (!study.square()) return {{partsOf(study)}};
  const int m = std::min(study.now().m, kMostLevels), N = std::min(study.now().units, kMostUnits);
  VectorXd values(N + 1);
  for (int j = 0; j <= N; ++j) values[j] = study.target(static_cast<double>(j) / N);
  return {{unitsOf(squareNet(m), "m = " + std::to_string(m)),
           unitsOf(polygonNet(values), "N = " + std::to_string(N))}};
}

SeriesData partsPicture(const Study& study) {
  SeriesData series = onePanel({});
  std::vector<Curve>& curves = series.panels[0].curves;
  if (study.square()) {
    for (int s = 1; s <= std::min(study.now().m, kMostLevels); ++s) {
      curves.push_back(drawn("g" + std::to_string(s) + "/4^" + std::to_string(s), CurveRole::Measured,
                             s - 1, 0, 1, [s](double x) {
                               for (int i = 0; i < s; ++i) x = tooth(x);
                               return std::ldexp(x, -2 * s);
                             }));
    }
    return series;
  }
  const LocalTaylor& taylor = *study.taylor();
  const int N = taylor.size().N, nodes = std::min(N, 7);
  const double end = static_cast<double>(nodes) / N;
  curves.push_back(drawn("sum", CurveRole::Context, kTarget, 0, end, taylor));
  for (int i = 0; i <= nodes; ++i) {
    curves.push_back(drawn("i = " + std::to_string(i), CurveRole::Measured, i % 8, 0, end,
                           [&](double x) { return taylor.piece(i, x); }));
  }
  return series;
}

FieldData productPicture(const Study& study) {
  FieldData field;
  field.nx = field.ny = kProductSide;
  field.x0 = field.y0 = -1;
  const int m = std::min(study.now().m, kProductLevel);
  for (int row = 0; row < kProductSide; ++row) {
    for (int column = 0; column < kProductSide; ++column) {
      const double x = 2.0 * column / (kProductSide - 1) - 1, y = 2.0 * row / (kProductSide - 1) - 1;
      field.values.push_back(static_cast<float>(reluProduct(x, y, m) - x * y));
    }
  }
  return field;
}

}  // namespace basin::yarotsky
