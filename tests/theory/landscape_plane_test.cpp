#include "theory/landscape_plane.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "support/counter_random.h"
#include "theory/critical_points.h"
#include "theory/interpolation.h"

using namespace basin;

namespace {

class QuadraticForm final : public Objective<double> {
 public:
  explicit QuadraticForm(MatrixXd A) : A_(std::move(A)) {}
  Index size() const override { return A_.rows(); }
  double value(const VectorXd& x) override { return 0.5 * x.dot(A_ * x); }
  double gradient(const VectorXd& x, VectorXd& g) override {
    g = A_ * x;
    return 0.5 * x.dot(g);
  }

 private:
  MatrixXd A_;
};

/// (ab - 1)^2 / 2.
class Product final : public Objective<double> {
 public:
  Index size() const override { return 2; }
  double value(const VectorXd& x) override {
    const double r = x[0] * x[1] - 1;
    return 0.5 * r * r;
  }
  double gradient(const VectorXd& x, VectorXd& g) override {
    const double r = x[0] * x[1] - 1;
    g.resize(2);
    g << r * x[1], r * x[0];
    return 0.5 * r * r;
  }
};

VectorXd vec(std::initializer_list<double> values) {
  VectorXd v(static_cast<Index>(values.size()));
  Index i = 0;
  for (const double value : values) v[i++] = value;
  return v;
}

}  // namespace

TEST_CASE("filter normalisation gives each row of a direction the length of the weights' row") {
  MatrixXd W(2, 2), D(2, 2);
  W << 3, 4, 1, 0;
  D << 1, 0, 2, 2;
  normaliseRows(W.data(), D.data(), 2, 2);
  CHECK(D(0, 0) == 5);
  CHECK(D(0, 1) == 0);
  CHECK(D(1, 0) == doctest::Approx(0.7071067812));
  CHECK(D(1, 1) == doctest::Approx(0.7071067812));
  D << 0, 0, 1, 1;
  normaliseRows(W.data(), D.data(), 2, 2);
  CHECK(D.row(0).norm() == 0);
}

TEST_CASE("filter-normalised slices do not see how a ReLU network is scaled, raw ones do") {
  const MatrixXd X = test::counterNormals(1, 20, 3), y = test::counterNormals(2, 20, 1);
  const MatrixXd W = test::counterNormals(3, 8, 3), a = test::counterNormals(4, 1, 8);
  const MatrixXd D = test::counterNormals(5, 8, 3), da = test::counterNormals(6, 1, 8);
  const MatrixXd s = test::counterNormals(7, 8, 1);
  const auto loss = [&](const MatrixXd& weights, const MatrixXd& out) {
    return ((X * weights.transpose()).cwiseMax(0) * out.transpose() - y).squaredNorm() / 20;
  };
  const auto slice = [&](const MatrixXd& weights, const MatrixXd& out, double at, bool normalise) {
    MatrixXd d = D, e = da;
    if (normalise) {
      normaliseRows(weights.data(), d.data(), 8, 3);
      normaliseRows(out.data(), e.data(), 8, 1);
    }
    return loss(weights + at * d, out + at * e);
  };
  // Neuron j times s_j, its output over s_j: the same function.
  MatrixXd scaledW = W, scaledA = a;
  for (Index j = 0; j < 8; ++j) {
    scaledW.row(j) *= std::exp(s(j, 0));
    scaledA(0, j) *= std::exp(-s(j, 0));
  }
  CHECK(loss(scaledW, scaledA) == doctest::Approx(loss(W, a)).epsilon(1e-12));
  // Each output weight as a filter of its own: the listed values, in both parametrisations.
  const double listed[3] = {12.5359991517, 5.5928435625, 55.3002465068};
  const double places[3] = {0.1, 0.5, -0.7};
  for (int k = 0; k < 3; ++k) {
    CHECK(slice(W, a, places[k], true) == doctest::Approx(listed[k]).epsilon(1e-10));
    CHECK(slice(scaledW, scaledA, places[k], true) == doctest::Approx(listed[k]).epsilon(1e-10));
  }
  CHECK(std::abs(slice(scaledW, scaledA, 0.1, false) - slice(W, a, 0.1, false)) > 1);
}

TEST_CASE("a plane of a quadratic form is the quadratic form of the plane") {
  const VectorXd d = vec({1, 1, 1}) / std::sqrt(3.0), e = vec({1, 0, -1}) / std::sqrt(2.0);
  QuadraticForm f(vec({1, 10, 100}).asDiagonal());
  CHECK(2 * f.value(d) == doctest::Approx(37));
  CHECK(2 * f.value(e) == doctest::Approx(50.5));
  CHECK(f.value(d - 2 * e) == doctest::Approx(200.3331615118).epsilon(1e-12));
  PlaneScan scan({VectorXd::Zero(3), d, e}, 1, 2, 21);
  CHECK(scan.values().empty());
  CHECK_FALSE(scan.advance(f, 9));
  // The whole plane is there after the coarsest pass, exact where it was evaluated.
  for (const float v : scan.values()) CHECK(std::isfinite(v));
  CHECK(scan.progress() < 0.05);
  int rounds = 1;
  while (!scan.advance(f, 50)) ++rounds;
  CHECK(rounds == 9);
  for (int j = 0; j < 21; ++j) {
    for (int i = 0; i < 21; ++i) {
      const double a = -1 + i / 10.0, b = -2 + j / 5.0;
      const double exact = 0.5 * (37 * a * a - 2 * 40.4165807559 * a * b + 50.5 * b * b);
      CHECK(scan.values()[static_cast<std::size_t>(j * 21 + i)] ==
            doctest::Approx(exact).epsilon(1e-6).scale(1));
    }
  }
}

TEST_CASE("projection finds the coordinates of points in and off a slanted plane") {
  const LandscapePlane plane{vec({1, 2, 3}), vec({1, 1, 0}), vec({0, 2, 1})};
  double a = 0, b = 0;
  plane.project(vec({1, 2, 3}) + 0.3 * plane.u - 1.7 * plane.v, a, b);
  CHECK(a == doctest::Approx(0.3));
  CHECK(b == doctest::Approx(-1.7));
  const VectorXd across = vec({1, -1, 2});
  CHECK(across.dot(plane.u) == 0);
  CHECK(across.dot(plane.v) == 0);
  plane.project(plane.origin + 5 * across + 2 * plane.u, a, b);
  CHECK(a == doctest::Approx(2));
  CHECK(b == doctest::Approx(0).scale(1));
}

TEST_CASE("values that are no numbers stay missing") {
  class Broken final : public Objective<double> {
   public:
    Index size() const override { return 2; }
    double value(const VectorXd& x) override { return 1 / std::max(x[0], 0.0); }
    double gradient(const VectorXd& x, VectorXd& g) override {
      g = x;
      return value(x);
    }
  } f;
  PlaneScan scan({VectorXd::Zero(2), vec({1, 0}), vec({0, 1})}, 1, 1, 5);
  scan.advance(f, 100);
  CHECK(std::isnan(scan.values()[0]));
  CHECK(scan.values()[4] == 1);
}

TEST_CASE(
    "random directions: filters as long as the weights, biases at rest, tied ones as a whole") {
  Architecture architecture;
  architecture.widths = {3, 5, 4, 1};
  architecture.skip = true;
  Network<double> network(architecture);
  Rng rng(3);
  VectorXd theta(network.parameterCount());
  for (Index i = 0; i < theta.size(); ++i) theta[i] = rng.normal();
  const VectorXd d = randomDirection(network, theta, true, rng);
  const Layout& layout = network.layout();
  for (const LayerBlock& block : layout.layers()) {
    const auto matrix = [&](const VectorXd& v) {
      return Eigen::Map<const MatrixXd>(v.data() + block.weight, block.out, block.in);
    };
    CHECK((matrix(d).rowwise().norm() - matrix(theta).rowwise().norm()).norm() < 1e-12);
    CHECK(d.segment(block.bias, block.out).norm() == 0);
  }
  CHECK(randomDirection(network, theta, false, rng).norm() == doctest::Approx(theta.norm()));
}

TEST_CASE("(ab-1)^2/2: critical points and their index, barriers on the line and on a curve") {
  Product f;
  const auto search = [&](VectorXd start) {
    CriticalSearch s(f, std::move(start));
    for (int i = 0; i < 100 && !s.step(1e-11); ++i) {
    }
    return s.place();
  };
  const CriticalPlace saddle = search(vec({0.2, -0.1}));
  CHECK(saddle.x.norm() < 1e-9);
  CHECK(saddle.index() == 1);
  CHECK((saddle.eigenvalues - vec({-1, 1})).norm() < 1e-8);
  const CriticalPlace valley = search(vec({2.2, 0.6}));
  CHECK(valley.value < 1e-18);
  CHECK(valley.index() == 0);
  CHECK(CriticalSearch(f, vec({1, 1})).place().eigenvalues[1] == doctest::Approx(2));
  CHECK(CriticalSearch(f, vec({2, 0.5})).place().eigenvalues[1] == doctest::Approx(4.25));

  CHECK(interpolateLine(f, vec({1, 1}), vec({-1, -1}), 51).barrier() ==
        doctest::Approx(0.5).epsilon(2e-3));
  CHECK(interpolateLine(f, vec({2, 0.5}), vec({0.5, 2}), 51).value[25] ==
        doctest::Approx(0.158203125));
  const Interpolation curve =
      interpolateBezier(f, vec({2, 0.5}), vec({0.759, 0.759}), vec({0.5, 2}), 2001);
  double mean = 0, largest = 0;
  for (const double v : curve.value) {
    mean += v / 2001;
    largest = std::max(largest, v);
  }
  CHECK(mean == doctest::Approx(2.63e-5).epsilon(0.01));
  CHECK(largest == doctest::Approx(5.93e-5).epsilon(0.01));
  // Training the control point gets there.
  VectorXd control = vec({1.25, 1.25});
  Rng rng(4);
  for (int i = 0; i < 4000; ++i) bezierStep(f, vec({2, 0.5}), control, vec({0.5, 2}), 0.2, rng);
  CHECK(interpolateBezier(f, vec({2, 0.5}), control, vec({0.5, 2}), 101).barrier() < 2e-4);
}
