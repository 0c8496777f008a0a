#include "data/toys.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

using namespace basin;

namespace {

constexpr Toy kToys[] = {Toy::Circles, Toy::Xor, Toy::Gaussians, Toy::Spiral, Toy::Moons};

std::vector<LabelledPoint> draw(Toy toy, int count, double noise, std::uint64_t seed) {
  Rng rng(seed);
  return makeToy(toy, count, noise, rng);
}

// The class of a point by the rule of the set, not by how it was drawn.
int ruleOf(Toy toy, const LabelledPoint& p) {
  switch (toy) {
    case Toy::Circles: return std::hypot(p.x, p.y) < 1.5 ? 1 : 0;
    case Toy::Xor: return p.x * p.y > 0 ? 1 : 0;
    case Toy::Gaussians: return p.x + p.y > 0 ? 1 : 0;
    case Toy::Spiral: {
      // On the arm through its own radius the angle is 3.5 pi r / 2.5; the other arm is opposite.
      const double angle = 3.5 * std::acos(-1.0) * std::hypot(p.x, p.y) / 2.5;
      return p.x * std::sin(angle) + p.y * std::cos(angle) > 0 ? 1 : 0;
    }
    case Toy::Moons: {
      // Nearer to the upper half circle than to the lower one.
      const double upper = std::abs(std::hypot(p.x + 0.8, p.y + 0.4) - 1.6) + (p.y < -0.41 ? 9 : 0);
      const double lower = std::abs(std::hypot(p.x - 0.8, p.y - 0.4) - 1.6) + (p.y > 0.41 ? 9 : 0);
      return upper < lower ? 1 : 0;
    }
  }
  return -1;
}

}  // namespace

TEST_CASE("toy sets are balanced, finite and inside the plane") {
  for (Toy toy : kToys) {
    for (int count : {1, 2, 17, 200, 1001}) {
      const auto points = draw(toy, count, 0.05, 3);
      REQUIRE(static_cast<int>(points.size()) == count);
      const auto ones = std::count_if(points.begin(), points.end(),
                                      [](const LabelledPoint& p) { return p.label == 1; });
      CHECK(ones == count / 2);
      for (const LabelledPoint& p : points) {
        CHECK(std::abs(p.x) < kPlaneExtent);
        CHECK(std::abs(p.y) < kPlaneExtent);
      }
    }
  }
}

TEST_CASE("toy sets depend on the generator's state and nothing else") {
  for (Toy toy : kToys) {
    const auto a = draw(toy, 100, 0.1, 5), b = draw(toy, 100, 0.1, 5), c = draw(toy, 100, 0.1, 6);
    bool same = true, other = false;
    for (size_t i = 0; i < a.size(); ++i) {
      same = same && a[i].x == b[i].x && a[i].y == b[i].y && a[i].label == b[i].label;
      other = other || a[i].x != c[i].x;
    }
    CHECK(same);
    CHECK(other);
  }
}

TEST_CASE("without noise a simple rule separates every toy set") {
  for (Toy toy : kToys) {
    for (std::uint64_t seed : {1, 2, 3}) {
      for (const LabelledPoint& p : draw(toy, 500, 0, seed)) CHECK(ruleOf(toy, p) == p.label);
    }
  }
}

TEST_CASE("noise shifts the points by its standard deviation") {
  const auto clean = draw(Toy::Xor, 4000, 0, 9), noisy = draw(Toy::Xor, 4000, 0.4, 9);
  double sum = 0;
  for (size_t i = 0; i < clean.size(); ++i) sum += std::pow(noisy[i].x - clean[i].x, 2);
  CHECK(std::sqrt(sum / 4000) == doctest::Approx(0.4).epsilon(0.05));
}

TEST_CASE("splits are exact, stratified and stable under appending") {
  auto points = draw(Toy::Moons, 200, 0.1, 1);
  const Split split = splitPoints(points, 0.3);
  CHECK(split.test.size() == 60);
  CHECK(split.train.size() == 140);
  CHECK(std::count_if(split.test.begin(), split.test.end(),
                      [&](int i) { return points[i].label == 1; }) == 30);
  std::vector<int> all = split.train;
  all.insert(all.end(), split.test.begin(), split.test.end());
  std::sort(all.begin(), all.end());
  for (int i = 0; i < 200; ++i) CHECK(all[i] == i);
  points.push_back({0, 0, 1});
  const Split longer = splitPoints(points, 0.3);
  CHECK(std::equal(split.train.begin(), split.train.end(), longer.train.begin()));
  CHECK(std::equal(split.test.begin(), split.test.end(), longer.test.begin()));
  CHECK(splitPoints(points, 0).test.empty());
  CHECK(splitPoints({{0, 0, 0}}, 0.9).train.size() == 1);
}
