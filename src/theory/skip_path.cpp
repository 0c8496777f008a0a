#include "theory/skip_path.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "linalg/decompositions.h"

namespace basin {

namespace {

constexpr double kRank = 1e-9;
constexpr double kOutputScale = 0.3;

Architecture architectureOf(const std::vector<int>& widths, Index inputs) {
  std::vector<int> all = widths;
  all.insert(all.begin(), static_cast<int>(inputs));
  all.push_back(1);
  return {.widths = all, .activation = Activation::Tanh, .skip = true};
}

}  // namespace

SkipNetwork::SkipNetwork(const std::vector<int>& widths, int wired, MatrixXd X, MatrixXd Y,
                         Loss loss)
    : network_(architectureOf(widths, X.cols())),
      X_(std::move(X)),
      Y_(std::move(Y)),
      y_(Y_.col(0)),
      loss_{.kind = loss} {
  const Layout& layout = network_.layout();
  const auto count = static_cast<std::size_t>(layout.weightCount());
  skip_.assign(count, false);
  wire_.assign(count, false);
  std::vector<Index> places;
  for (const SkipBlock& skip : layout.skips()) {
    for (Index i = 0; i < skip.in; ++i) {
      places.push_back(skip.weight + i);
      skip_[static_cast<std::size_t>(places.back())] = true;
    }
  }
  const LayerBlock& output = layout.layers().back();
  for (Index i = 0; i < output.in; ++i) places.push_back(output.weight + i);
  places.resize(std::min(places.size(), static_cast<std::size_t>(std::max(0, wired))));
  wires_ = std::move(places);
  for (const Index at : wires_) wire_[static_cast<std::size_t>(at)] = true;
}

void SkipNetwork::draw(VectorXd& theta, double gain, Rng& rng) const {
  const auto& layers = layout().layers();
  for (std::size_t l = 0; l + 1 < layers.size(); ++l) {
    const LayerBlock& block = layers[l];
    const double scale = gain / std::sqrt(static_cast<double>(block.in));
    for (Index i = 0; i < block.weights(); ++i) theta[block.weight + i] += scale * rng.normal();
    for (Index i = 0; i < block.out; ++i) theta[block.bias + i] += gain / 2 * rng.normal();
  }
}

VectorXd SkipNetwork::start(double gain, Rng rng) const {
  VectorXd theta = VectorXd::Zero(layout().weightCount());
  if (gain == 0) return theta;
  draw(theta, gain, rng);
  const LayerBlock& output = layout().layers().back();
  for (Index i = 0; i < output.in; ++i) theta[output.weight + i] = kOutputScale * rng.normal();
  return theta;
}

void SkipNetwork::shake(VectorXd& theta, double gain, Rng rng) const {
  draw(theta, gain, rng);
}

double SkipNetwork::loss(const VectorXd& theta) {
  return network_.loss(theta, X_, Y_, loss_);
}

double SkipNetwork::gradient(const VectorXd& theta, bool wires, VectorXd& gradient) {
  const double value = network_.gradient(theta, X_, Y_, loss_, gradient);
  for (std::size_t i = 0; i < skip_.size(); ++i) {
    if (skip_[i] && !(wires && wire_[i])) gradient[static_cast<Index>(i)] = 0;
  }
  return value;
}

VectorXd SkipNetwork::outputs(const VectorXd& theta, const MatrixXd& inputs) {
  return network_.forward(theta, inputs).col(0);
}

MatrixXd SkipNetwork::features(const VectorXd& theta) {
  network_.forward(theta, X_);
  MatrixXd psi(examples(), wired());
  Index done = 0;
  for (int l = 0; done < wired(); ++l) {
    const auto units = network_.activation(l);
    const Index taken = std::min(wired() - done, units.cols());
    psi.middleCols(done, taken) = units.leftCols(taken);
    done += taken;
  }
  return psi;
}

int SkipNetwork::right(const VectorXd& outputs) const {
  return static_cast<int>((outputs.array() * y_.array() > 0).count());
}

double SkipPath::condition() const {
  return rank > 0 ? singularValues[0] / singularValues[rank - 1]
                  : std::numeric_limits<double>::infinity();
}

double SkipPath::law(Loss loss, double s) const {
  if (loss == Loss::Logistic) return exponential * std::exp(-s);
  return (1 - s) * (1 - s) * (firstLoss - lastLoss) + lastLoss;
}

double SkipPath::rounding() const {
  if (rank == 0) return 0;
  constexpr double kOperations = 100;  // that an output is summed of, generously
  const double error = kOperations * std::numeric_limits<double>::epsilon() * singularValues[0];
  return error * norm() / residual;
}

SkipPath skipPath(SkipNetwork& network, const VectorXd& theta) {
  SkipPath path;
  const VectorXd u = network.outputs(theta), &y = network.labels();
  const auto n = static_cast<double>(network.examples());
  path.firstLoss = network.loss(theta);
  path.exponential = (-y.array() * u.array()).exp().mean();
  path.residual = (y - u).norm();
  path.direction = VectorXd::Zero(theta.size());
  path.coefficients = VectorXd::Zero(network.wired());
  path.lastLoss = path.firstLoss;
  if (network.wired() == 0) return path;

  const MatrixXd psi = network.features(theta);
  const SingularValueDecomposition svd = decomposeSingular(psi);
  path.singularValues = svd.values;
  while (path.rank < path.singularValues.size() &&
         path.singularValues[path.rank] > kRank * path.singularValues[0]) {
    ++path.rank;
  }
  const VectorXd goal = network.lossKind() == Loss::Logistic ? y : VectorXd(y - u);
  const auto left = svd.left.leftCols(path.rank);
  const VectorXd seen = left.transpose() * goal;
  path.residualShare = (y - left * (left.transpose() * y)).squaredNorm() / y.squaredNorm();
  path.coefficients = svd.right.leftCols(path.rank) *
                      (seen.array() / path.singularValues.head(path.rank).array()).matrix();
  for (Index k = 0; k < network.wired(); ++k) {
    path.direction[network.wires()[static_cast<std::size_t>(k)]] = path.coefficients[k];
  }
  if (network.lossKind() == Loss::Squared) {
    path.lastLoss =
        path.rank == network.examples() ? 0 : 0.5 * (goal - left * seen).squaredNorm() / n;
  }
  return path;
}

ResidualShares residualShares(const MatrixXd& features, const VectorXd& y) {
  constexpr double kDependent = 1e-10;
  const double whole = y.squaredNorm();
  MatrixXd basis(features.rows(), std::min(features.rows(), features.cols()));
  Index rank = 0;
  VectorXd rest = y;
  ResidualShares found{.parts = {1}};
  for (Index k = 0; k < features.cols(); ++k) {
    VectorXd column = features.col(k);
    const double length = column.norm();
    // Twice is enough (Kahan): the second pass takes off what rounding left.
    for (int pass = 0; pass < 2; ++pass) {
      const auto known = basis.leftCols(rank);
      column -= known * (known.transpose() * column);
    }
    if (rank < features.rows() && column.norm() > kDependent * length) {
      basis.col(rank) = column.normalized();
      rest -= basis.col(rank) * basis.col(rank).dot(rest);
      ++rank;
    } else {
      found.dependent |= k < features.rows();
    }
    found.parts.push_back(rest.squaredNorm() / whole);
  }
  return found;
}

}  // namespace basin
