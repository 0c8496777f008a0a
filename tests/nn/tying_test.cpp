#include "nn/tying.h"

#include <doctest/doctest.h>

#include <limits>

#include "support/network_fixtures.h"

using namespace basin;

namespace {

Vector<double> randomVector(Index n, uint64_t seed) {
  Rng rng(seed);
  Vector<double> v(n);
  for (double& x : v) x = rng.normal();
  return v;
}

}  // namespace

TEST_CASE("tying: expand is T, pullBack its transpose") {
  const Layout layout(Architecture{.widths = {3, 5, 4, 4, 4, 2}, .skip = true});
  for (const char* name : fixtures::kTyings) {
    INFO(name);
    const TyingMap map = fixtures::makeTying(name, layout);
    const Index n = map.weightCount(), p = map.parameterCount();
    REQUIRE(n == layout.weightCount());
    Matrix<double> T = Matrix<double>::Zero(n, p);
    for (Index i = 0; i < n; ++i) {
      for (const auto& [parameter, sign] : map.row(i)) T(i, parameter) += sign;
    }
    const Vector<double> theta = randomVector(p, 1), g = randomVector(n, 2);
    Vector<double> weights(n), pulled(p);
    map.expand(theta.data(), weights.data());
    map.pullBack(g.data(), pulled.data());
    CHECK((weights - T * theta).norm() < 1e-14);
    CHECK((pulled - T.transpose() * g).norm() < 1e-13);
    CHECK(std::abs(weights.dot(g) - theta.dot(pulled)) < 1e-12);
    CHECK(T.colwise().lpNorm<1>().minCoeff() >= 1);
    CHECK(map.isIdentity() == (std::string(name) == "none"));
  }
}

TEST_CASE("tying: negative pairs the units of hidden layers") {
  const Layout layout(Architecture{.widths = {2, 3, 4, 1}});
  const TyingMap map = TyingMap::negative(layout);
  const Vector<double> theta = randomVector(map.parameterCount(), 3);
  Vector<double> w(map.weightCount());
  map.expand(theta.data(), w.data());
  for (Index from = 0; from < 2; ++from) {
    CHECK(w[layout.weightIndex(0, 1, from)] == -w[layout.weightIndex(0, 0, from)]);
    CHECK(w[layout.weightIndex(0, 2, from)] != -w[layout.weightIndex(0, 1, from)]);
  }
  CHECK(w[layout.biasIndex(0, 1)] == -w[layout.biasIndex(0, 0)]);
  for (Index from = 0; from < 3; ++from) {
    CHECK(w[layout.weightIndex(1, 1, from)] == -w[layout.weightIndex(1, 0, from)]);
    CHECK(w[layout.weightIndex(1, 3, from)] == -w[layout.weightIndex(1, 2, from)]);
  }
  // Free: 6 - 2 weights and 3 - 1 biases, 12 - 6 and 4 - 2, and 4 + 1 of the output.
  CHECK(map.parameterCount() == 4 + 2 + 6 + 2 + 5);
}

TEST_CASE("tying: shared joins hidden-to-hidden layers of equal shape only") {
  const Layout layout(Architecture{.widths = {4, 4, 4, 4, 3, 3, 4}});
  const TyingMap map = TyingMap::shared(layout);
  // Input layer 20, 4x4 twice 20, 4->3 15, 3->3 12, output 16.
  CHECK(map.parameterCount() == 20 + 20 + 15 + 12 + 16);
  for (Index i = 0; i < 20; ++i) {
    CHECK(map.row(layout.layers()[1].weight + i)[0].parameter ==
          map.row(layout.layers()[2].weight + i)[0].parameter);
    CHECK(map.row(layout.layers()[0].weight + i)[0].parameter !=
          map.row(layout.layers()[1].weight + i)[0].parameter);
  }
}

TEST_CASE("tying: custom maps are checked") {
  const Layout layout(Architecture{.widths = {1, 1}});  // one weight, one bias
  const auto error = [&](const TyingMap::Rows& rows) {
    const auto map = TyingMap::custom(layout, rows);
    return map.ok() ? std::string() : map.error();
  };
  CHECK(error({{{0, 1}}, {{0, -1}}}).empty());
  CHECK(error({{{1, 1}, {0, -1}}, {}}).empty());
  CHECK(error({{{0, 1}}}) == "the tying map has 1 rows, the network 2 weights");
  CHECK(error({{{0, 2}}, {{0, 1}}}) == "row 0 of the tying map has the entry 2, not +1 or -1");
  CHECK(error({{{0, 1}}, {{0, 0}}}) == "row 1 of the tying map has the entry 0, not +1 or -1");
  CHECK(error({{{0, 1}}, {{-1, 1}}}) == "row 1 of the tying map names parameter -1");
  CHECK(error({{{0, 1}, {0, 1}}, {}}) == "row 0 of the tying map names parameter 0 twice");
  CHECK(error({{{0, 1}}, {{2, 1}}}) == "parameter 1 of the tying map is used by no weight");
  CHECK(error({{{0, 1}}, {{std::numeric_limits<Index>::max(), 1}}}) ==
        "parameter 1 of the tying map is used by no weight");
  CHECK(error({{}, {}}) == "the tying map has no parameters");
}

TEST_CASE("tying: names") {
  for (Tying t : {Tying::None, Tying::Shared, Tying::Negative}) {
    CHECK(tyingFromName(tyingName(t)) == t);
  }
  CHECK_FALSE(tyingFromName("all").has_value());
}
