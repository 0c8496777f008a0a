#include "theory/wide_linear.h"

#include <cmath>

#include "base/check.h"
#include "linalg/decompositions.h"

namespace basin {

namespace {

MatrixXd normalMatrix(Index rows, Index columns, Rng& rng) {
  MatrixXd matrix(rows, columns);
  for (Index i = 0; i < matrix.size(); ++i) matrix.data()[i] = rng.normal();
  return matrix;
}

// Orthonormal columns in uniformly random directions (Gram and Schmidt, twice for the rounding).
MatrixXd randomDirections(Index rows, Index columns, Rng& rng) {
  MatrixXd directions = normalMatrix(rows, columns, rng);
  for (Index j = 0; j < columns; ++j) {
    auto column = directions.col(j);
    for (int pass = 0; pass < 2; ++pass) {
      for (Index k = 0; k < j; ++k) column -= directions.col(k).dot(column) * directions.col(k);
    }
    column.normalize();
  }
  return directions;
}

// (M^T M)^(1/2) over its larger eigenvalue.
MatrixXd shapeOf(const MatrixXd& map) {
  const SymmetricEigen<double> eigen = symmetricEigen(map.transpose() * map);
  const VectorXd axes = eigen.values.cwiseMax(0).cwiseSqrt();
  const double largest = axes.maxCoeff();
  const MatrixXd& V = eigen.vectors;
  return V * (axes / (largest > 0 ? largest : 1)).asDiagonal() * V.transpose();
}

}  // namespace

WideLinearData wideLinearData(Index inputs, Index outputs, Index rank, double condition, Rng rng) {
  CHECK(rank >= 1 && rank <= inputs, "the rank is at most the number of inputs");
  WideLinearData data;
  data.smallest = 4;
  data.largest = rank > 1 ? 4 * condition : 4;
  data.inputs = randomDirections(inputs, rank, rng);
  for (Index j = 0; j < rank; ++j) {
    const double part = rank > 1 ? static_cast<double>(j) / static_cast<double>(rank - 1) : 0;
    data.inputs.col(j) *= std::sqrt(data.smallest + part * (data.largest - data.smallest));
  }
  MatrixXd map = normalMatrix(outputs, inputs, rng);
  map /= singularValues(map)[0];
  data.targets = map * data.inputs;
  return data;
}

LinearNet wideLinearNet(const WideLinearData& data, Index depth, Index width, Rng rng) {
  const Index outputs = data.targets.rows();
  std::vector<MatrixXd> factors;
  for (Index i = 0; i < depth; ++i) {
    factors.push_back(
        normalMatrix(i + 1 < depth ? width : outputs, i > 0 ? width : data.inputs.rows(), rng));
  }
  const double size = std::pow(static_cast<double>(width), static_cast<double>(depth - 1)) *
                      static_cast<double>(outputs);
  return {std::move(factors), data.inputs, data.targets, 1 / std::sqrt(size)};
}

double wideLinearRate(Index depth, Index outputs, double largest) {
  return static_cast<double>(outputs) / (3 * static_cast<double>(depth) * largest);
}

double provedFactor(double rate, Index depth, Index outputs, double smallest) {
  return 1 - rate * static_cast<double>(depth) * smallest / (4 * static_cast<double>(outputs));
}

double limitFactor(double rate, Index depth, Index outputs, double lambda) {
  const double left = 1 - rate * static_cast<double>(depth) * lambda / static_cast<double>(outputs);
  return left * left;
}

LayerShapes layerShapes(const LinearNet& net, const MatrixXd& directions, Index layer) {
  MatrixXd below = directions;
  for (Index i = 0; i < layer; ++i)
    below = (net.factors()[static_cast<std::size_t>(i)] * below).eval();
  MatrixXd above = MatrixXd::Identity(net.residual().rows(), net.residual().rows());
  for (Index i = net.depth() - 1; i >= layer; --i) {
    above = (net.factors()[static_cast<std::size_t>(i)].transpose() * above).eval();
  }
  return {shapeOf(below), shapeOf(above)};
}

}  // namespace basin
