#include "theory/batch_regression.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/stats.h"

namespace basin {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

}  // namespace

double BatchRegression::floor() const {
  if (gain() == 0) return 0;
  return factor() < 1 ? gain() / (1 - factor()) : kInfinite;
}

double BatchRegression::meanAfter(double steps, double start) const {
  const double q = factor();
  const double power = std::pow(q, steps);
  // The geometric sum of gains; q = 1 by its limit.
  const double sum = std::abs(1 - q) < 1e-12 ? steps : (1 - power) / (1 - q);
  return power * start + gain() * sum;
}

double BatchRegression::stepsTo(double target, double start) const {
  const double q = factor(), rest = floor();
  if (!(q < 1) || target <= rest) return kInfinite;
  return std::log((start - rest) / (target - rest)) / -std::log(q);
}

// With u the direction of w - w* = a u, s = |Xu|^2 ~ chi^2_b, and z = Xu: what a step sees is
// rho = a z - noise xi; along u it moves by (eta/b) z.rho, across u by (eta/b) |rho| times a normal
// vector of d - 1 dimensions. So r' = (a - c T)^2 + c^2 P G with c = eta/b, T = z.rho, P = |rho|^2
// and G ~ chi^2_{d-1}; given s, T = sqrt(s) v and P = v^2 + noise^2 H with a normal v of mean
// a sqrt(s) and deviation noise, and H ~ chi^2_{b-1}.
BatchRegression::Square BatchRegression::square() const {
  const double b = batch, d = dimension, c = rate / b, n2 = noise * noise;
  const double s1 = b, s2 = s1 * (b + 2), s3 = s2 * (b + 4), s4 = s3 * (b + 6);
  const double c2 = c * c, c3 = c2 * c, c4 = c2 * c2;
  const double g1 = d - 1, g2 = (d - 1) * (d + 1);
  Square found{};
  found.a = 1 - 4 * c * s1 + 6 * c2 * s2 - 4 * c3 * s3 + c4 * s4 +
            2 * c2 * g1 * (s1 - 2 * c * s2 + c2 * s3) + c4 * g2 * s2;
  found.b =
      n2 * (6 * c2 * (s1 - 2 * c * s2 + c2 * s3) +
            2 * c2 * g1 * (1 - 6 * c * s1 + 6 * c2 * s2 + (b - 1) * (1 - 2 * c * s1 + c2 * s2)) +
            c4 * g2 * (6 * s1 + 2 * (b - 1) * s1));
  found.c = n2 * n2 * c4 * (3 * s2 + 2 * g1 * (3 * s1 + (b - 1) * s1) + g2 * b * (b + 2));
  return found;
}

BatchRegression::Moments BatchRegression::next(const Moments& now) const {
  const Square by = square();
  return {factor() * now.mean + gain(), by.a * now.square + by.b * now.mean + by.c};
}

double BatchRegression::stepVariance(double r) const {
  const Square by = square();
  const double q = factor(), added = gain();
  return (by.a - q * q) * r * r + (by.b - 2 * q * added) * r + by.c - added * added;
}

BatchRegressionRuns::BatchRegressionRuns(const BatchRegression& law, int runs, const Rng& rng)
    : law_(law),
      offsets_(static_cast<std::size_t>(runs) * static_cast<std::size_t>(law.dimension), 0.0),
      gradient_(static_cast<std::size_t>(law.dimension)),
      input_(static_cast<std::size_t>(law.dimension)),
      errors_(static_cast<std::size_t>(runs), 1.0),
      before_(static_cast<std::size_t>(runs), 1.0),
      landings_(static_cast<std::size_t>(runs)) {
  for (int run = 0; run < runs; ++run) {
    rngs_.push_back(rng.split(static_cast<std::uint64_t>(run)));
    offsets_[static_cast<std::size_t>(run) * gradient_.size()] = 1;
  }
}

bool BatchRegressionRuns::advance(long numbers) {
  for (; numbers > 0 && next_ < runs(); ++next_) {
    stepRun(next_);
    numbers -= static_cast<long>(law_.batch * (law_.dimension + 1));
  }
  if (next_ < runs()) return false;
  next_ = 0;
  ++steps_;
  mean_ = basin::mean(errors_);
  median_ = basin::median(errors_);
  return true;
}

void BatchRegressionRuns::stepRun(int run) {
  const auto i = static_cast<std::size_t>(run), d = gradient_.size();
  double* const e = offsets_.data() + i * d;
  Rng& rng = rngs_[i];
  std::fill(gradient_.begin(), gradient_.end(), 0.0);
  for (int k = 0; k < law_.batch; ++k) {
    double residual = law_.noise > 0 ? -law_.noise * rng.normal() : 0;
    for (std::size_t j = 0; j < d; ++j) {
      input_[j] = rng.normal();
      residual += input_[j] * e[j];
    }
    for (std::size_t j = 0; j < d; ++j) gradient_[j] += residual * input_[j];
  }
  const double r = errors_[i], last = e[d - 1], step = law_.rate / law_.batch;
  double along = 0, after = 0;
  for (std::size_t j = 0; j < d; ++j) {
    const double moved = e[j] - step * gradient_[j];
    along += moved * e[j] / r;
    after += moved * moved;
    e[j] = moved;
  }
  const double across = std::sqrt(std::max(0.0, after / r - along * along));
  landings_[i] = {along, e[d - 1] < along * last ? -across : across};
  before_[i] = r;
  errors_[i] = after;
  const double weight = 1 / law_.stepVariance(r);
  weightedProduct_ += weight * r * (after - law_.gain());
  weightedSquare_ += weight * r * r;
}

double BatchRegressionRuns::position() const {
  const double part = static_cast<double>(next_) / runs();
  return (static_cast<double>(steps_) + part) * law_.batch;
}

double BatchRegressionRuns::expectedLanding() const {
  double inverse = 0;
  for (const double r : before_) inverse += 1 / r;
  return std::sqrt(law_.factor() + law_.gain() * inverse / runs());
}

double BatchRegressionRuns::factorError() const {
  return 1 / std::sqrt(weightedSquare_);
}

}  // namespace basin
