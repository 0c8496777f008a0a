#include "theory/interpolation.h"

#include <algorithm>

#include "base/check.h"

namespace basin {

double Interpolation::barrier() const {
  double highest = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const double straight = (1 - at[i]) * value.front() + at[i] * value.back();
    highest = std::max(highest, value[i] - straight);
  }
  return highest;
}

VectorXd bezierPoint(const VectorXd& a, const VectorXd& control, const VectorXd& b, double t) {
  return (1 - t) * (1 - t) * a + 2 * t * (1 - t) * control + t * t * b;
}

Interpolation interpolateBezier(Objective<double>& objective, const VectorXd& a,
                                const VectorXd& control, const VectorXd& b, int points) {
  CHECK(points >= 2);
  Interpolation result;
  for (int i = 0; i < points; ++i) {
    const double t = static_cast<double>(i) / (points - 1);
    result.at.push_back(t);
    result.value.push_back(objective.value(bezierPoint(a, control, b, t)));
  }
  return result;
}

Interpolation interpolateLine(Objective<double>& objective, const VectorXd& a, const VectorXd& b,
                              int points) {
  return interpolateBezier(objective, a, 0.5 * (a + b), b, points);
}

void bezierStep(Objective<double>& objective, const VectorXd& a, VectorXd& control,
                const VectorXd& b, double rate, Rng& rng) {
  const double t = rng.uniform();
  VectorXd gradient;
  objective.gradient(bezierPoint(a, control, b, t), gradient);
  control -= rate * 2 * t * (1 - t) * gradient;
}

}  // namespace basin
