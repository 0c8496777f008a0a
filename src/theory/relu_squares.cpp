#include "theory/relu_squares.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "theory/broken_line.h"

namespace basin {

namespace {

using Affine = ReluNet::Sum;
using Layer = std::vector<Affine>;

Affine scaled(Affine sum, double factor) {
  sum.bias *= factor;
  for (ReluNet::Wire& wire : sum.wires) wire.weight *= factor;
  return sum;
}

Affine plus(Affine a, const Affine& b) {
  a.bias += b.bias;
  a.wires.insert(a.wires.end(), b.wires.begin(), b.wires.end());
  return a;
}

int add(Layer& layer, std::initializer_list<Affine> units) {
  layer.insert(layer.end(), units);
  return static_cast<int>(layer.size() - units.size());
}

// relu(sum) and relu(-sum): what carries a sum of either sign on.
int addBoth(Layer& layer, const Affine& sum) {
  return add(layer, {sum, scaled(sum, -1)});
}

// A unit >= 0 of the layer before, carried on.
int carry(Layer& layer, int unit) {
  return add(layer, {{0, {{unit, 1}}}});
}

// A squarer's first layer, of what the layer before sums to.
int beginSquare(Layer& layer, const Affine& sum) {
  Affine half = sum;
  half.bias -= 0.5;
  return add(layer, {sum, half, sum});
}

// Its layer s + 1, from that of the tooth s at unit `at` of the layer before: A, B and C there are
// relu(t), relu(t - 1/2) and the sum so far; of C nothing goes into A and B, whose wires are
// counted.
int nextSquare(Layer& layer, int at, int s) {
  const double quarter = std::ldexp(1, -2 * s);
  return add(layer, {{0, {{at, 2}, {at + 1, -4}, {at + 2, 0}}},
                     {-0.5, {{at, 2}, {at + 1, -4}, {at + 2, 0}}},
                     {0, {{at, -2 * quarter}, {at + 1, 4 * quarter}, {at + 2, 1}}}});
}

Affine endSquare(int at, int m) {
  const double quarter = std::ldexp(1, -2 * m);
  return {0, {{at, -2 * quarter}, {at + 1, 4 * quarter}, {at + 2, 1}}};
}

// Halves |a + b|, |a|, |b| over 2M as pairs of units, for the three squarers of a product.
int addHalves(Layer& layer, const Affine& a, const Affine& b, double M) {
  const int at = addBoth(layer, scaled(plus(a, b), 1 / (2 * M)));
  addBoth(layer, scaled(a, 1 / (2 * M)));
  addBoth(layer, scaled(b, 1 / (2 * M)));
  return at;
}

// Layer s of the three, s = 1 from the halves at `at`, later ones from the layer before.
int addSquares(Layer& layer, int at, int s) {
  const auto one = [&](int q) {
    return s == 1 ? beginSquare(layer, {0, {{at + 2 * q, 1}, {at + 2 * q + 1, 1}}})
                  : nextSquare(layer, at + 3 * q, s - 1);
  };
  const int first = one(0);
  one(1);
  one(2);
  return first;
}

Affine productOf(int at, int m, double M) {
  Affine sum = scaled(endSquare(at, m), 2 * M * M);
  for (const int q : {1, 2}) sum = plus(sum, scaled(endSquare(at + 3 * q, m), -2 * M * M));
  return sum;
}

double factorial(int n) {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

double trapezoid(double t) {
  return std::clamp(2 - std::abs(t), 0.0, 1.0);
}

}  // namespace

long ReluNet::weights() const {
  long count = 0;
  for (const Layer& layer : layers) {
    for (const Affine& unit : layer) count += 1 + static_cast<long>(unit.wires.size());
  }
  return count;
}

MatrixXd ReluNet::after(std::size_t layer, const MatrixXd& before) const {
  const Layer& units = layers[layer];
  MatrixXd out(before.rows(), static_cast<Index>(units.size()));
  for (std::size_t u = 0; u < units.size(); ++u) {
    auto column = out.col(static_cast<Index>(u));
    column.setConstant(units[u].bias);
    for (const Wire& wire : units[u].wires) column += wire.weight * before.col(wire.from);
    if (layer + 1 < layers.size()) column = column.cwiseMax(0);
  }
  return out;
}

MatrixXd ReluNet::outputs(const MatrixXd& inputs) const {
  MatrixXd values = inputs;
  for (std::size_t layer = 0; layer < layers.size(); ++layer) values = after(layer, values);
  return values;
}

double tooth(double x) {
  return 2 * std::min(x, 1 - x);
}

double squareInterpolant(double x, int m) {
  double g = std::clamp(x, 0.0, 1.0), sum = g, quarter = 1;
  for (int s = 1; s <= m; ++s) {
    g = tooth(g);
    quarter /= 4;
    sum -= quarter * g;
  }
  return sum;
}

double squareError(int m) {
  return std::ldexp(1, -2 * m - 2);
}

ReluNet squareNet(int m) {
  CHECK(m >= 1, "a network has a layer");
  ReluNet net;
  for (int s = 1; s <= m; ++s) {
    Layer& layer = net.layers.emplace_back();
    s == 1 ? beginSquare(layer, {0, {{0, 1}}}) : nextSquare(layer, 0, s - 1);
  }
  net.layers.push_back({endSquare(0, m)});
  return net;
}

long squareWeights(int m) {
  return 12L * m - 2;
}

double reluProduct(double x, double y, int m, double M) {
  CHECK(std::abs(x) <= M && std::abs(y) <= M, "a factor is beyond M");
  const auto square = [&](double z) { return squareInterpolant(std::abs(z) / (2 * M), m); };
  return 2 * M * M * (square(x + y) - square(x) - square(y));
}

ReluNet productNet(int m, double M) {
  CHECK(m >= 1, "a network has a layer");
  ReluNet net;
  int at = addHalves(net.layers.emplace_back(), {0, {{0, 1}}}, {0, {{1, 1}}}, M);
  for (int s = 1; s <= m; ++s) at = addSquares(net.layers.emplace_back(), at, s);
  net.layers.push_back({productOf(at, m, M)});
  return net;
}

ReluNet polygonNet(const VectorXd& values) {
  CHECK(values.size() >= 2, "a polygon has two ends");
  Layer units;
  Affine out{values[0], {}};
  for (const Hinge& hinge : hingesOf(lineOf(VectorXd::LinSpaced(values.size(), 0, 1), values))) {
    out.wires.push_back({add(units, {{-hinge.at, {{0, 1}}}}), hinge.weight});
  }
  ReluNet net;
  net.layers = {std::move(units), {std::move(out)}};
  return net;
}

double polygonError(double curvature, double pieces) {
  return curvature / (8 * pieces * pieces);
}

TaylorSize TaylorSize::ofLevel(int n, int m) {
  TaylorSize size{n, m, 1};
  const double root = std::pow(factorial(n) * size.accuracy() / 2, -1.0 / n);
  size.N = std::max(1, static_cast<int>(std::ceil(2 * root / 3)));
  return size;
}

double TaylorSize::accuracy() const {
  return 16.0 * n * std::ldexp(1, -2 * m);
}

long TaylorSize::weights() const {
  const long nodes = N + 1;
  if (n == 1) return 12 * nodes + 1;
  long count = 8 * nodes + 2;  // trapezoids and x
  for (int p = 1; p < n; ++p) {
    const long reads = p == 1 ? 4 : 9;  // units that a power is the sum of
    const long x = p + 1 < n ? 2 : 0;   // carried on to the next product
    count += nodes * (4 * reads + 10) + 2 * (reads * nodes + (p == 1 ? 1 : 3)) + x;
    count += 27 * nodes + 4 + x + (m - 1) * (36 * nodes + 4 + x);
  }
  return count + 9 * nodes + 3;
}

double taylorError(const TaylorSize& size, double derivative) {
  return derivative * std::pow(2.0 * size.N, -size.n) / factorial(size.n);
}

LocalTaylor::LocalTaylor(const TaylorSize& size, MatrixXd coefficients)
    : size_(size), a_(std::move(coefficients)) {
  CHECK(a_.rows() == size.N + 1 && a_.cols() == size.n, "n coefficients for each of N + 1 nodes");
}

double LocalTaylor::part(int i, int k, double x) const {
  const double d = x - static_cast<double>(i) / size_.N;
  double t = trapezoid(3 * size_.N * d);
  for (; k > 0 && t != 0; --k) t = reluProduct(d, t, size_.m);
  return t;
}

double LocalTaylor::piece(int i, double x) const {
  const double d = x - static_cast<double>(i) / size_.N;
  double t = trapezoid(3 * size_.N * d), sum = a_(i, 0) * t;
  for (int k = 1; k < size_.n && t != 0; ++k) {
    t = reluProduct(d, t, size_.m);
    sum += a_(i, k) * t;
  }
  return sum;
}

double LocalTaylor::operator()(double x) const {
  const int left = std::clamp(static_cast<int>(x * size_.N), 0, size_.N - 1);
  return piece(left, x) + piece(left + 1, x);
}

ReluNet LocalTaylor::net() const {
  const int nodes = size_.N + 1;
  ReluNet net;
  Layer first;
  for (int i = 0; i < nodes; ++i) {
    const double slope = 3 * size_.N, middle = 3.0 * i;
    for (const double corner : {-2.0, -1.0, 1.0, 2.0})
      add(first, {{-middle - corner, {{0, slope}}}});
  }
  const auto trapezoidAt = [](int i) {
    return Affine{0, {{4 * i, 1}, {4 * i + 1, -1}, {4 * i + 2, -1}, {4 * i + 3, 1}}};
  };
  std::vector<Affine> powers;
  for (int i = 0; i < nodes; ++i) powers.push_back(trapezoidAt(i));
  // The sum so far, of powers in the layer before and of what was carried there.
  const auto total = [&](int k, Affine sum) {
    for (int i = 0; i < nodes; ++i) sum = plus(std::move(sum), scaled(powers[i], a_(i, k)));
    return sum;
  };
  if (size_.n == 1) {
    net.layers = {std::move(first), {total(0, {})}};
    return net;
  }
  int x = carry(first, 0);
  net.layers.push_back(std::move(first));
  Affine carried;
  for (int k = 1; k < size_.n; ++k) {
    const bool again = k + 1 < size_.n;
    Layer halves;
    for (int i = 0; i < nodes; ++i) {
      addHalves(halves, {-static_cast<double>(i) / size_.N, {{x, 1}}}, powers[i], 1);
    }
    int sum = addBoth(halves, total(k - 1, carried));
    if (again) x = carry(halves, x);
    net.layers.push_back(std::move(halves));
    for (int s = 1; s <= size_.m; ++s) {
      Layer layer;
      for (int i = 0; i < nodes; ++i) addSquares(layer, (s == 1 ? 6 : 9) * i, s);
      const int kept = carry(layer, sum);
      carry(layer, sum + 1);
      sum = kept;
      if (again) x = carry(layer, x);
      net.layers.push_back(std::move(layer));
    }
    for (int i = 0; i < nodes; ++i) powers[i] = productOf(9 * i, size_.m, 1);
    carried = {0, {{sum, 1}, {sum + 1, -1}}};
  }
  net.layers.push_back({total(size_.n - 1, carried)});
  return net;
}

double taylorBound(const TaylorSize& size, std::span<const double> derivatives) {
  const auto order = static_cast<std::size_t>(size.n);
  const double reach = 2 / (3.0 * size.N);  // of a trapezoid
  double products = 0, nested = 0, factorial = 1;
  for (std::size_t k = 1; k < order; ++k) {
    factorial *= static_cast<double>(k);
    nested =
        nested * reach + 1;  // a power's error: that of its product, and of the one before times d
    products += 2 * derivatives[k] / factorial * nested;
  }
  return taylorError(size, derivatives[order]) + products * std::ldexp(1, -2 * size.m);
}

}  // namespace basin
