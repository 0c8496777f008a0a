#include "theory/deep_linear.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "base/check.h"
#include "linalg/decompositions.h"

namespace basin {

namespace {

struct Block {
  Index rows, columns, at;
};
Block blockOf(const DeepLinearShape& shape, int layer) {
  const Index p = shape.width;
  if (layer == 0) return {p, shape.inputs, 0};
  const Index at = p * shape.inputs + (layer - 1) * p * p;
  return {layer == shape.hidden ? shape.outputs : p, p, at};
}

template <class Vector>
auto matrixOf(const DeepLinearShape& shape, Vector& theta, int layer) {
  const Block block = blockOf(shape, layer);
  using Plain = std::conditional_t<std::is_const_v<Vector>, const MatrixXd, MatrixXd>;
  return Eigen::Map<Plain>(theta.data() + block.at, block.rows, block.columns);
}

bool passesSpare(const DeepLinearShape& shape, double middle) {
  return shape.hidden == 1 || middle != 0;
}

}  // namespace

int modeCount(ModeSet set) {
  return std::popcount(set);
}

ModeSet strongestModes(ModeSet set, Index most) {
  while (modeCount(set) > most) set &= ~std::bit_floor(set);
  return set;
}

LinearModes::LinearModes(const MatrixXd& X, const MatrixXd& Y) : total(Y.squaredNorm()) {
  CHECK(Y.rows() <= X.rows() && X.cols() == Y.cols(), "no more outputs than inputs");
  const SingularValueDecomposition inputs = decomposeSingular(X);
  const VectorXd& sizes = inputs.values;
  const double least = 1e-10 * sizes[0];
  VectorXd inverse = VectorXd::Zero(sizes.size());
  MatrixXd basis = inputs.right;
  for (Index i = 0; i < sizes.size(); ++i) {
    if (sizes[i] > least) {
      inverse[i] = 1 / sizes[i];
    } else {
      basis.col(i).setZero();
    }
  }
  const MatrixXd inRowSpace = Y * basis;  // fit X in the basis of X's rows
  fit = inRowSpace * inverse.asDiagonal() * inputs.left.transpose();
  const SingularValueDecomposition svd = decomposeSingular(inRowSpace, true);
  left = svd.left;
  strength = VectorXd::Zero(Y.rows());
  strength.head(svd.values.size()) = svd.values;
  right = MatrixXd::Zero(X.rows(), Y.rows());
  right.leftCols(svd.right.cols()) = X * (basis * svd.right);
  white = (X * X.transpose() - MatrixXd::Identity(X.rows(), X.rows())).norm() < 1e-12;
  fullRank = sizes.size() == X.rows() && sizes[sizes.size() - 1] > least &&
             strength[count() - 1] > 1e-10 * strength[0];
  smallestGap = 1;
  for (Index i = 0; i + 1 < count(); ++i) {
    smallestGap = std::min(smallestGap, (lambda(i) - lambda(i + 1)) / lambda(0));
  }
}

VectorXd LinearModes::learnt(const MatrixXd& product) const {
  return (left.transpose() * product * right).diagonal();
}

NetworkObjective<double> deepLinearLoss(const DeepLinearShape& shape, const MatrixXd& X,
                                        const MatrixXd& Y) {
  Architecture architecture{.widths = {static_cast<int>(shape.inputs)},
                            .activation = Activation::Identity,
                            .bias = false};
  for (int layer = 0; layer < shape.hidden; ++layer) {
    architecture.widths.push_back(static_cast<int>(shape.width));
  }
  architecture.widths.push_back(static_cast<int>(shape.outputs));
  // Losses of networks are means over the examples, this one is a sum.
  const double root = std::sqrt(static_cast<double>(X.cols()));
  return {Network<double>(architecture),
          root * X.transpose(),
          root * Y.transpose(),
          {.kind = Loss::Squared}};
}

MatrixXd layerProduct(const DeepLinearShape& shape, const VectorXd& theta, int first, int last) {
  MatrixXd product = matrixOf(shape, theta, first);
  for (int layer = first + 1; layer <= last; ++layer) {
    product = matrixOf(shape, theta, layer) * product;
  }
  return product;
}

MatrixXd deepLinearMap(const DeepLinearShape& shape, const VectorXd& theta) {
  return layerProduct(shape, theta, 0, shape.hidden);
}

VectorXd criticalWeights(const DeepLinearShape& shape, const LinearModes& modes, ModeSet learnt,
                         double middle) {
  CHECK(modeCount(learnt) <= shape.width, "a mode needs a unit in every layer");
  VectorXd theta = VectorXd::Zero(shape.parameters());
  auto first = matrixOf(shape, theta, 0), last = matrixOf(shape, theta, shape.hidden);
  Index unit = 0;
  for (Index i = 0; i < modes.count(); ++i) {
    if (!hasMode(learnt, i)) continue;
    first.row(unit) = modes.left.col(i).transpose() * modes.fit;
    last.col(unit) = modes.left.col(i);
    ++unit;
  }
  for (int layer = 1; layer < shape.hidden; ++layer) {
    auto between = matrixOf(shape, theta, layer);
    for (Index k = 0; k < shape.width; ++k) between(k, k) = k < unit ? 1 : middle;
  }
  return theta;
}

VectorXd turnedSpare(const DeepLinearShape& shape, const LinearModes& modes, ModeSet learnt,
                     const VectorXd& critical, const VectorXd& away) {
  const auto missing = static_cast<Index>(std::countr_one(learnt));
  const Index r = modeCount(learnt), spare = shape.width - r;
  VectorXd turned = critical;
  if (missing >= modes.count() || spare == 0) return turned;
  const auto first = matrixOf(shape, away, 0), last = matrixOf(shape, away, shape.hidden);
  const VectorXd reads = (first * modes.right.col(missing)).tail(spare).normalized();
  const VectorXd writes = (last.transpose() * modes.left.col(missing)).tail(spare).normalized();
  // The reflection that takes one to the other.
  const VectorXd across = reads - writes;
  if (across.squaredNorm() < 1e-20) return turned;
  auto second = matrixOf(shape, turned, 1);
  const MatrixXd block = second.bottomRightCorner(spare, spare);
  second.bottomRightCorner(spare, spare) =
      block - (2 / across.squaredNorm()) * across * (across.transpose() * block);
  return turned;
}

double criticalLevel(const LinearModes& modes, ModeSet learnt) {
  double level = modes.total;
  for (Index i = 0; i < modes.count(); ++i) level -= hasMode(learnt, i) ? modes.lambda(i) : 0;
  return 0.5 * level;
}

int modeSwaps(const LinearModes& modes, ModeSet learnt) {
  int swaps = 0;
  for (Index i = 0; i < modes.count(); ++i) {
    for (Index j = 0; j < modes.count(); ++j) {
      swaps += !hasMode(learnt, i) && hasMode(learnt, j) && modes.strength[i] > modes.strength[j];
    }
  }
  return swaps;
}

int criticalIndex(const DeepLinearShape& shape, const LinearModes& modes, ModeSet learnt,
                  double middle) {
  const auto r = static_cast<Index>(modeCount(learnt));
  const Index ways = passesSpare(shape, middle) ? (shape.width - r) * (modes.count() - r) : 0;
  return static_cast<int>(ways) + modeSwaps(modes, learnt);
}

VectorXd criticalSpectrum(const DeepLinearShape& shape, const LinearModes& modes, ModeSet learnt,
                          double middle) {
  const auto r = static_cast<Index>(modeCount(learnt));
  const double passed = std::pow(middle, shape.hidden - 1);
  std::vector<double> values;
  for (Index i = 0; i < modes.count(); ++i) {
    const double s = modes.strength[i], lambda = modes.lambda(i);
    if (hasMode(learnt, i)) {
      values.insert(values.end(), static_cast<std::size_t>(shape.inputs - modes.count()), 1.0);
      values.insert(values.end(), static_cast<std::size_t>(r), 1 + shape.hidden * lambda);
      continue;
    }
    for (Index k = r; k < shape.width; ++k) values.insert(values.end(), {s * passed, -s * passed});
    for (Index j = 0; j < modes.count(); ++j) {
      if (!hasMode(learnt, j)) continue;
      const double other = modes.lambda(j);
      const double root = std::hypot(1 - other, 2 * s);
      // The smaller one from the determinant, which does not cancel.
      const double larger = 0.5 * (1 + other + root);
      values.insert(values.end(), {larger, (other - lambda) / larger});
    }
  }
  CHECK(static_cast<Index>(values.size()) <= shape.parameters(), "more eigenvalues than weights");
  values.resize(static_cast<std::size_t>(shape.parameters()), 0.0);
  std::ranges::sort(values);
  return Eigen::Map<const VectorXd>(values.data(), shape.parameters());
}

}  // namespace basin
