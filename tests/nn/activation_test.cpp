#include "nn/activation.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

using namespace basin;

namespace {

double exactValue(Activation activation, double z, double slope) {
  switch (activation) {
    case Activation::Identity: return z;
    case Activation::Threshold: return z > 0 ? 1 : 0;
    case Activation::Sigmoid: return 1 / (1 + std::exp(-z));
    case Activation::Tanh: return std::tanh(z);
    case Activation::Relu: return z > 0 ? z : 0;
    case Activation::LeakyRelu: return z > 0 ? z : slope * z;
    case Activation::Gelu: return z * 0.5 * std::erfc(-z / std::sqrt(2.0));
    case Activation::Softplus: return std::log1p(std::exp(z));
    case Activation::Sin: return std::sin(z);
    case Activation::Exp: return std::exp(z);
  }
  return 0;
}

}  // namespace

TEST_CASE("activation: values against the library's functions, any length") {
  for (Activation activation : kActivations) {
    INFO(activationName(activation));
    for (Index n : {1, 2, 3, 4, 5, 11}) {
      std::vector<double> z, h(static_cast<size_t>(n));
      for (Index i = 0; i < n; ++i) z.push_back(-3.3 + 0.61 * static_cast<double>(i * i % 13));
      activate<double>(activation, 0.2, n, z.data(), h.data());
      std::vector<float> zf(z.begin(), z.end()), hf(z.size());
      activate<float>(activation, 0.2f, n, zf.data(), hf.data());
      for (size_t i = 0; i < z.size(); ++i) {
        CHECK(std::abs(h[i] - exactValue(activation, z[i], 0.2)) < 4e-15);
        CHECK(std::abs(hf[i] - exactValue(activation, zf[i], 0.2)) < 4e-6);
        CHECK(activate(activation, z[i], 0.2) == h[i]);
      }
    }
  }
}

TEST_CASE("activation: first and second derivatives against central differences") {
  for (Activation activation : kActivations) {
    INFO(activationName(activation));
    for (double z : {-4.1, -1.3, -0.2, 0.3, 0.9, 2.7}) {
      const double h = activate(activation, z, 0.2);
      double first = 0, second = 0, product = 3;
      activationDerivatives<double>(activation, 0.2, 1, &z, &h, &first, &second);
      multiplyByDerivative<double>(activation, 0.2, 1, &z, &h, &product);
      CHECK(product == 3 * first);
      const auto at = [&](double step) { return exactValue(activation, z + step, 0.2); };
      CHECK(std::abs(first - (at(1e-5) - at(-1e-5)) / 2e-5) < 1e-9 * (1 + std::abs(h)));
      CHECK(std::abs(second - (at(1e-3) - 2 * at(0) + at(-1e-3)) / 1e-6) <
            1e-6 * (1 + std::abs(h)));
    }
  }
}

TEST_CASE("activation: kinks take the left derivative, NaN stays NaN") {
  const double zero = 0, nan = std::numeric_limits<double>::quiet_NaN();
  for (Activation activation : kActivations) {
    INFO(activationName(activation));
    CHECK(std::isnan(activate(activation, nan)));
    CHECK(std::isnan(activate(activation, -nan)));
  }
  double d = 1;
  multiplyByDerivative<double>(Activation::Relu, 0, 1, &zero, &zero, &d);
  CHECK(d == 0);
  d = 1;
  multiplyByDerivative<double>(Activation::LeakyRelu, 0.25, 1, &zero, &zero, &d);
  CHECK(d == 0.25);
  CHECK(activate(Activation::Threshold, 0) == 0);
}

TEST_CASE("activation: saturates without overflow") {
  CHECK(activate(Activation::Softplus, 1e6) == 1e6);
  CHECK(activate(Activation::Softplus, -1e6) == 0);
  CHECK(activate(Activation::Sigmoid, -1e6) == 0);
  CHECK(activate(Activation::Sigmoid, 1e6) == 1);
  CHECK(activate(Activation::Gelu, 1e3) == 1e3);
  CHECK(activate(Activation::Gelu, -1e3) == 0);
  CHECK(activate(Activation::Exp, 1e6) == activate(Activation::Exp, 700));
  CHECK(std::isfinite(activate(Activation::Exp, 1e6)));
  double z = 701, h = activate(Activation::Exp, z), d = 1;
  multiplyByDerivative<double>(Activation::Exp, 0, 1, &z, &h, &d);
  CHECK(d == 0);
}

TEST_CASE("activation: names") {
  for (Activation a : kActivations) CHECK(activationFromName(activationName(a)) == a);
  CHECK(activationName(Activation::LeakyRelu) == "leaky-relu");
  CHECK_FALSE(activationFromName("step").has_value());
}
