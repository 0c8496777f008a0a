#include "nn/tying.h"
#include "nn/tying_text.h"

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
    map.expandDirection(theta.data(), weights.data());
    map.pullBack(g.data(), pulled.data());
    Vector<double> whole(n), rest(n);
    map.expand(theta.data(), whole.data());
    map.expand(Vector<double>::Zero(p).eval().data(), rest.data());
    CHECK((whole - rest - weights).norm() < 1e-14);
    CHECK((rest.norm() > 0) == (std::string(name) == "fixed"));
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

TEST_CASE("tying: a convolution has the same three weights everywhere, and none elsewhere") {
  const Layout layout(Architecture{.widths = {2, 5, 5, 3, 1}});
  const TyingMap map = TyingMap::convolutional(layout);
  const Vector<double> theta = randomVector(map.parameterCount(), 4);
  Vector<double> w(map.weightCount());
  map.expand(theta.data(), w.data());
  for (Index to = 0; to < 5; ++to) {
    for (Index from = 0; from < 5; ++from) {
      const double weight = w[layout.weightIndex(1, to, from)];
      if (std::abs(from - to) > 1) {
        CHECK(weight == 0);
      } else if (to < 4 && from < 4) {
        CHECK(weight == w[layout.weightIndex(1, to + 1, from + 1)]);
      }
    }
    CHECK(w[layout.biasIndex(1, to)] == w[layout.biasIndex(1, 0)]);
  }
  // 2 x 5 + 5 free, 3 + 1 of the convolution, 5 x 3 + 3 and 3 + 1 free.
  CHECK(map.parameterCount() == 15 + 4 + 18 + 4);
  CHECK(TyingMap::convolutional(Layout(Architecture{.widths = {2, 1, 1, 1}})).parameterCount() == 7);
}

TEST_CASE("tying: fixed weights stay where they are, whatever the parameters") {
  const Layout layout(Architecture{.widths = {2, 4, 1}});
  const TyingMap free = TyingMap::none(layout);
  std::vector<std::pair<Index, double>> fixed;
  for (Index i = 0; i < 4; ++i) fixed.emplace_back(layout.weightIndex(1, 0, i), 0.5);
  const TyingMap map = free.withFixed(fixed);
  CHECK(map.parameterCount() == free.parameterCount() - 4);
  Vector<double> w(map.weightCount());
  map.expand(randomVector(map.parameterCount(), 5).data(), w.data());
  for (const auto& [weight, value] : fixed) CHECK(w[weight] == value);
  // Fixed again elsewhere, the newer value counts.
  const TyingMap again = map.withFixed({{fixed[0].first, -2}});
  again.expand(randomVector(again.parameterCount(), 6).data(), w.data());
  CHECK(w[fixed[0].first] == -2);
  CHECK(w[fixed[1].first] == 0.5);
}

TEST_CASE("tying: rules in a reader's words") {
  const Layout layout(Architecture{.widths = {2, 4, 4, 4, 1}});
  const auto expanded = [&](std::string_view text) {
    const Result<TyingMap> map = tyingFromText(text, layout);
    REQUIRE_MESSAGE(map.ok(), map.error());
    Vector<double> w(layout.weightCount());
    map.value().expand(randomVector(map.value().parameterCount(), 7).data(), w.data());
    return w;
  };
  CHECK(tyingFromText("", layout).value().isIdentity());
  CHECK(tyingFromText(" ; ", layout).value().isIdentity());
  CHECK(tyingFromText("\r\n\n", layout).value().isIdentity());
  // Every built-in way can be said.
  for (const char* minus : {"-", "\u2212"}) {
    std::string rules;
    for (int l = 1; l <= 3; ++l) {
      for (int u : {1, 3}) {
        rules += std::to_string(l) + ":" + std::to_string(u + 1) + " = " + minus +
                 std::to_string(l) + ":" + std::to_string(u) + ";";
      }
    }
    const TyingMap said = tyingFromText(rules, layout).value();
    const TyingMap negative = TyingMap::negative(layout);
    REQUIRE(said.parameterCount() == negative.parameterCount());
    const Vector<double> theta = randomVector(said.parameterCount(), 8);
    Vector<double> a(layout.weightCount()), b(layout.weightCount());
    said.expand(theta.data(), a.data());
    negative.expand(theta.data(), b.data());
    CHECK(a == b);
  }
  CHECK(tyingFromText("3=2", layout).value().parameterCount() ==
        TyingMap::shared(layout).parameterCount());
  // One weight, chains, zeros.
  Vector<double> w = expanded("2:1<3 = 2:2<4; 2:3<1 = -2:1<3; 2:4<1 = 0");
  CHECK(w[layout.weightIndex(1, 0, 2)] == w[layout.weightIndex(1, 1, 3)]);
  CHECK(w[layout.weightIndex(1, 2, 0)] == -w[layout.weightIndex(1, 0, 2)]);
  CHECK(w[layout.weightIndex(1, 3, 0)] == 0);
  CHECK(w[layout.weightIndex(1, 3, 1)] != 0);
  // What is minus itself is 0, also through others.
  w = expanded("1:1 = 1:2; 1:2 = 1:3; 1:3 = -1:1");
  for (Index unit = 0; unit < 3; ++unit) CHECK(w[layout.weightIndex(0, unit, 0)] == 0);
  w = expanded("2:1<1=0; 2:2=2:1");
  CHECK(w[layout.weightIndex(1, 1, 0)] == 0);
  CHECK(w[layout.weightIndex(1, 1, 1)] == w[layout.weightIndex(1, 0, 1)]);

  const std::pair<const char*, const char*> wrong[] = {
      {"1:2", "has no ="},           {"1:2 = 5:1", "layer 5, there are 4"},
      {"1:2 = 1:9", "unit 9, there are 4"}, {"2:1 = 1:1", "ties a unit with 4 inputs"},
      {"2 = 1", "ties a layer of 4"}, {"x = 1:1", "no layer (2), unit"},
      {"1: = 1:1", "which unit"},     {"2:1<9 = 0", "input 9, there are 4"},
      {"2<1 = 0", "which unit"},      {"1:1 = 2", "ties a unit"},
      {"0:1 = 1:1", "names layer 0"}, {"1:1 = ", "no layer (2), unit"},
      {"1=0;2=0;3=0;4=0", "no weight is left"}, {"99999999999999999999:1=0", "no layer"}};
  for (const auto& [text, message] : wrong) {
    INFO(text);
    const Result<TyingMap> map = tyingFromText(text, layout);
    REQUIRE_FALSE(map.ok());
    INFO(map.error());
    CHECK(map.error().find(message) != std::string::npos);
  }
}
