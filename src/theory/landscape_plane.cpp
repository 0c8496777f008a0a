#include "theory/landscape_plane.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "linalg/principal.h"

namespace basin {

void LandscapePlane::project(const VectorXd& x, double& a, double& b) const {
  const VectorXd offset = x - origin;
  const double uu = u.squaredNorm(), vv = v.squaredNorm(), uv = u.dot(v);
  const double p = offset.dot(u), q = offset.dot(v);
  const double det = uu * vv - uv * uv;
  const bool flat = !(std::abs(det) > 1e-14 * uu * vv);
  a = flat ? (uu > 0 ? p / uu : 0) : (p * vv - q * uv) / det;
  b = flat ? 0 : (q * uu - p * uv) / det;
}

void PathRecord::add(const VectorXd& x) {
  if (seen_++ % stride_ != 0) return;
  points_.push_back(x);
  if (points_.size() < capacity_) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < points_.size(); i += 2) points_[kept++] = std::move(points_[i]);
  points_.resize(kept);
  stride_ *= 2;
}

PathPlane pathPlane(const std::vector<VectorXd>& path, const VectorXd& centre, double reach) {
  MatrixXd offsets(static_cast<Index>(path.size()), centre.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    offsets.row(static_cast<Index>(i)) = path[i] - centre;
  }
  PrincipalComponents components = principalComponents(offsets, 2);
  PathPlane result;
  result.explained = std::move(components.explained);
  result.plane = {centre, components.directions.col(0),
                  components.directions.cols() > 1 ? VectorXd(components.directions.col(1))
                                                   : VectorXd::Zero(centre.size())};
  result.half = result.halfV = 0;
  for (const VectorXd& x : path) {
    double a = 0, b = 0;
    result.plane.project(x, a, b);
    result.half = std::max(result.half, std::abs(a));
    result.halfV = std::max(result.halfV, std::abs(b));
  }
  // A straight path still gets a plane, of its own length to both sides.
  if (!(result.half > 0)) result.half = 1;
  if (!(result.halfV > 1e-6 * result.half)) result.halfV = result.half;
  result.half *= reach;
  result.halfV *= reach;
  return result;
}

void normaliseRows(const double* theta, double* direction, Index out, Index in) {
  for (Index row = 0; row < out; ++row) {
    double own = 0, drawn = 0;
    for (Index column = 0; column < in; ++column) {
      own += theta[row + column * out] * theta[row + column * out];
      drawn += direction[row + column * out] * direction[row + column * out];
    }
    if (drawn == 0) continue;
    const double scale = std::sqrt(own / drawn);
    for (Index column = 0; column < in; ++column) direction[row + column * out] *= scale;
  }
}

VectorXd randomDirection(const Network<double>& network, const VectorXd& theta, bool filters,
                         Rng& rng) {
  VectorXd direction(theta.size());
  for (Index i = 0; i < direction.size(); ++i) direction[i] = rng.normal();
  const bool tied = network.parameterCount() != network.weightCount();
  // Weights that are all zero set no scale.
  const VectorXd plain = direction * ((theta.norm() > 0 ? theta.norm() : 1) / direction.norm());
  if (!filters || tied) return plain;
  const Layout& layout = network.layout();
  for (const LayerBlock& block : layout.layers()) {
    for (Index at = block.weight; at < block.weight + block.weights(); at += block.in * block.out) {
      normaliseRows(theta.data() + at, direction.data() + at, block.out, block.in);
    }
    if (block.bias >= 0) direction.segment(block.bias, block.biases()).setZero();
  }
  for (const NormBlock& block : layout.norms()) {
    direction.segment(block.scale, block.channels).setZero();
    direction.segment(block.shift, block.channels).setZero();
  }
  for (const SkipBlock& block : layout.skips()) {
    normaliseRows(theta.data() + block.weight, direction.data() + block.weight, block.out,
                  block.in);
  }
  return direction.norm() > 0 ? direction : plain;
}

PlaneScan::PlaneScan(LandscapePlane plane, double half, double halfV, int side)
    : plane_(std::move(plane)), half_(half), halfV_(halfV), side_(side) {
  CHECK(side >= 2 && half > 0 && halfV > 0);
  // Points on a grid of 8 first, then those of 4, 2 and 1 that are new; rows of each from the
  // middle outwards, where the picture is looked at.
  std::vector<char> seen(static_cast<std::size_t>(side) * static_cast<std::size_t>(side), 0);
  for (const int size : {8, 4, 2, 1}) {
    for (int j = 0; j < side; j += size) {
      for (int i = 0; i < side; i += size) {
        char& known = seen[static_cast<std::size_t>(j * side + i)];
        if (known) continue;
        known = 1;
        order_.push_back({i, j, size});
      }
    }
  }
}

double PlaneScan::progress() const {
  return order_.empty() ? 0 : static_cast<double>(next_) / static_cast<double>(order_.size());
}

bool PlaneScan::advance(Objective<double>& objective, int evaluations) {
  if (values_.empty() && !order_.empty()) {
    values_.assign(static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_),
                   std::numeric_limits<float>::quiet_NaN());
  }
  for (; evaluations > 0 && next_ < order_.size(); --evaluations, ++next_) {
    const Cell& cell = order_[next_];
    const double a = half_ * (2.0 * cell.i / (side_ - 1) - 1);
    const double b = halfV_ * (2.0 * cell.j / (side_ - 1) - 1);
    point_.noalias() = plane_.origin + a * plane_.u;
    point_.noalias() += b * plane_.v;
    const double found = objective.value(point_);
    const float value =
        std::isfinite(found) ? static_cast<float>(found) : std::numeric_limits<float>::quiet_NaN();
    for (int j = cell.j; j < std::min(cell.j + cell.size, side_); ++j) {
      for (int i = cell.i; i < std::min(cell.i + cell.size, side_); ++i) {
        values_[static_cast<std::size_t>(j * side_ + i)] = value;
      }
    }
  }
  return done();
}

}  // namespace basin
