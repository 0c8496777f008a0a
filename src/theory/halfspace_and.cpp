#include "theory/halfspace_and.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "linalg/pack_math.h"

namespace basin {

namespace {

double softplus(double x) {
  return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

// -log p and p of a row of heights.
double minusLog(const Eigen::Ref<const VectorXd>& heights) {
  double sum = 0;
  for (const double z : heights) sum += softplus(-z);
  return sum;
}

}  // namespace

Index wrongExamples(const LabelledInputs& data, const MatrixXd& halfspaces) {
  const Index d = data.inputs.rows();
  Index count = 0;
  for (Index k = 0; k < data.labels.size(); ++k) {
    const VectorXd z =
        halfspaces.topRows(d).transpose() * data.inputs.col(k) + halfspaces.row(d).transpose();
    count += (z.minCoeff() > 0) != (data.labels[k] > 0);
  }
  return count;
}

HalfspaceAnd::HalfspaceAnd(const LabelledInputs& data, Index halfspaces, Rng rng)
    : labels_(data.labels) {
  CHECK(halfspaces > 0 && data.inputs.cols() == data.labels.size() && data.labels.size() > 0,
        "an AND has half-spaces, and a label for each of its examples");
  const Index d = data.inputs.rows(), n = examples();
  const Index padded = (n + kLanes<double> - 1) / kLanes<double> * kLanes<double>;
  inputs_ = MatrixXd::Zero(padded, d + 1);
  inputs_.topLeftCorner(n, d) = data.inputs.transpose();
  inputs_.col(d).head(n).setOnes();
  sign_ = VectorXd::Zero(padded);
  sign_.head(n) = labels_;
  weights_.resize(d + 1, halfspaces);
  for (double& weight : weights_.reshaped()) weight = rng.normal();
}

void HalfspaceAnd::step(double rate) {
  missing_.noalias() = inputs_ * weights_;
  const Index padded = inputs_.rows();
  const Pack<double> zero = splat(0.0), one = splat(1.0);
  const Pack<double> share = splat(rate / static_cast<double>(examples()));
  for (Index r = 0; r < padded; r += kLanes<double>) {
    // p, and 1 - p as a sum of positive parts: (1 - p) + p (1 - s).
    Pack<double> p = one, rest = zero;
    for (Index i = 0; i < halfspaces(); ++i) {
      const Pack<double> miss = packSigmoid<double>(-loadPack(&missing_(r, i)));
      storePack(&missing_(r, i), miss);
      rest += p * miss;
      p *= one - miss;
    }
    const Pack<double> sign = loadPack(&sign_[r]);
    const Pack<double> odds = p / select<double>(rest > splat(1e-300), rest, splat(1e-300));
    const Pack<double> push =
        share * select<double>(sign > zero, -one, select<double>(sign < zero, odds, zero));
    for (Index i = 0; i < halfspaces(); ++i) {
      storePack(&missing_(r, i), push * loadPack(&missing_(r, i)));
    }
  }
  gradient_.noalias() = inputs_.transpose() * missing_;
  weights_ -= gradient_;
  ++steps_;
}

MatrixXd HalfspaceAnd::heights() const {
  return (inputs_ * weights_).topRows(examples());
}

double HalfspaceAnd::loss() const {
  const MatrixXd z = heights();
  double sum = 0;
  for (Index r = 0; r < z.rows(); ++r) {
    const double cost = minusLog(z.row(r).transpose());
    sum += labels_[r] > 0 ? cost : -std::log(std::max(-std::expm1(-cost), 1e-300));
  }
  return sum / static_cast<double>(examples());
}

Index HalfspaceAnd::softWrong() const {
  const MatrixXd z = heights();
  Index count = 0;
  for (Index r = 0; r < z.rows(); ++r) {
    count += (minusLog(z.row(r).transpose()) < std::log(2.0)) != (labels_[r] > 0);
  }
  return count;
}

}  // namespace basin
