#include "nn/loss.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

using namespace basin;

namespace {

// One example, one output.
double valueAt(LossSpec spec, double f, double y) {
  const std::vector<double> fs(2, f), ys(2, y);
  return lossValue<double>(spec, {1, 2, 1}, fs.data(), ys.data());
}

double slopeAt(LossSpec spec, double f, double y) {
  const std::vector<double> fs(2, f), ys(2, y);
  std::vector<double> delta(2, 7);
  lossGradient<double>(spec, {1, 2, 1}, fs.data(), ys.data(), delta.data());
  CHECK(delta[1] == 0);
  return delta[0];
}

}  // namespace

TEST_CASE("loss: closed forms at single points") {
  CHECK(valueAt({Loss::Squared}, 3, 1) == 2);
  CHECK(slopeAt({Loss::Squared}, 3, 1) == 2);
  CHECK(valueAt({Loss::Hinge}, 0.25, -1) == 1.25);
  CHECK(slopeAt({Loss::Hinge}, 0.25, -1) == 1);
  CHECK(valueAt({Loss::Hinge}, 2, 1) == 0);
  CHECK(slopeAt({Loss::Hinge}, 2, 1) == 0);
  CHECK(valueAt({Loss::PolynomialHinge, 3}, -1, 1) == 8);
  CHECK(slopeAt({Loss::PolynomialHinge, 3}, -1, 1) == -12);
  CHECK(valueAt({Loss::PolynomialHinge, 1}, -1, 1) == 2);
  CHECK(slopeAt({Loss::PolynomialHinge, 1}, -1, 1) == -1);
  CHECK(valueAt({Loss::PolynomialHinge, 2}, 1.5, 1) == 0);
  CHECK(std::abs(valueAt({Loss::Logistic}, 0, 1) - std::log(2.0)) < 1e-15);
  CHECK(slopeAt({Loss::Logistic}, 0, 1) == -0.5);
  CHECK(std::abs(valueAt({Loss::Exponential}, 2, -1) - std::exp(2.0)) < 1e-14);
}

TEST_CASE("loss: stable at large margins, infinite only where the loss is") {
  CHECK(valueAt({Loss::Logistic}, -1e5, 1) == 1e5);
  CHECK(slopeAt({Loss::Logistic}, -1e5, 1) == -1);
  CHECK(valueAt({Loss::Logistic}, 1e5, 1) == 0);
  CHECK(valueAt({Loss::Logistic}, 40, 1) > 0);
  CHECK(std::abs(valueAt({Loss::Logistic}, 40, 1) / std::exp(-40.0) - 1) < 1e-12);
  CHECK(valueAt({Loss::Exponential}, -1e5, 1) == std::numeric_limits<double>::infinity());
  for (Loss loss : kLosses) {
    INFO(lossName(loss));
    CHECK(std::isnan(valueAt({loss}, std::numeric_limits<double>::quiet_NaN(), 1)));
  }
}

TEST_CASE("loss: cross-entropy is shift-invariant and finite for huge outputs") {
  // Two examples, three outputs, stride 2.
  std::vector<double> f = {1, 1000, 2, -1000, 0.5, 0}, y = {0, 0, 1, 1, 0, 0};
  std::vector<double> delta(6);
  const double value = lossGradient<double>({Loss::CrossEntropy}, {2, 2, 3}, f.data(), y.data(),
                                            delta.data());
  const double sum = std::exp(1.0) + std::exp(2.0) + std::exp(0.5);
  const double first = std::log(sum) - 2;
  CHECK(std::abs(value - (first + 2000) / 2) < 1e-12);
  CHECK(std::abs(delta[2] - (std::exp(2.0) / sum - 1) / 2) < 1e-15);
  CHECK(std::abs(delta[1] - 0.5) < 1e-15);
  CHECK(std::abs(delta[0] + delta[2] + delta[4]) < 1e-16);
  for (double& v : f) v += 300;
  CHECK(std::abs(lossValue<double>({Loss::CrossEntropy}, {2, 2, 3}, f.data(), y.data()) - value) <
        1e-11);
}

TEST_CASE("loss: padding rows do not count, outputs are summed, examples averaged") {
  for (Loss loss : kLosses) {
    INFO(lossName(loss));
    const LossSpec spec{loss, 2};
    const std::vector<float> f = {0.5f, -2, 0.25f, 99, 1.5f, 0.75f, -1, 99};
    std::vector<float> y = {1, -1, 1, 5, -1, 1, 1, 5};
    if (loss == Loss::CrossEntropy) y = {1, 0, 1, 5, 0, 1, 0, 5};
    std::vector<float> delta(8), Rdelta(8);
    const float value = lossGradient<float>(spec, {3, 4, 2}, f.data(), y.data(), delta.data());
    lossHessianVector<float>(spec, {3, 4, 2}, f.data(), y.data(), f.data(), Rdelta.data());
    for (size_t pad : {3u, 7u}) {
      CHECK(delta[pad] == 0);
      CHECK(Rdelta[pad] == 0);
    }
    float one = 0;
    for (int row = 0; row < 3; ++row) {
      const std::vector<float> fr = {f[row], 0, 0, 0, f[row + 4], 0, 0, 0};
      const std::vector<float> yr = {y[row], 0, 0, 0, y[row + 4], 0, 0, 0};
      one += lossValue<float>(spec, {1, 4, 2}, fr.data(), yr.data());
    }
    CHECK(std::abs(value - one / 3) < 1e-6f * value);
  }
}

TEST_CASE("loss: names") {
  for (Loss l : kLosses) CHECK(lossFromName(lossName(l)) == l);
  CHECK_FALSE(lossFromName("huber").has_value());
}
