#pragma once

#include <vector>

#include "base/rng.h"
#include "nn/network.h"
#include "train/objective.h"

namespace basin {

/// A plane in parameter space: origin + a u + b v.
struct LandscapePlane {
  VectorXd origin, u, v;
  /// Coordinates of the point of the plane next to x, for u and v that need not be orthonormal.
  void project(const VectorXd& x, double& a, double& b) const;
};

/// Points of a path in bounded room: when it is full every other one is dropped and from then on
/// only every other one is kept; the first one always is.
class PathRecord {
 public:
  explicit PathRecord(std::size_t capacity) : capacity_(capacity) {}
  void add(const VectorXd& x);
  const std::vector<VectorXd>& points() const { return points_; }

 private:
  std::size_t capacity_;
  std::vector<VectorXd> points_;
  long long seen_ = 0, stride_ = 1;
};

/// The plane of the first two principal components of a path, around `centre`, with the half sides
/// that hold the path, a little enlarged by the factor `reach`. Needs three points that differ.
struct PathPlane {
  LandscapePlane plane;
  double half = 1, halfV = 1;
  std::vector<double> explained;  ///< Shares of the variance of all components.
};
PathPlane pathPlane(const std::vector<VectorXd>& path, const VectorXd& centre, double reach);

/// Scales the rows of a direction to the lengths of the matching rows of theta: `out` x `in` blocks
/// column by column as in Layout; a row of zeros stays as it is (filter normalisation; Li, Xu,
/// Taylor, Studer, Goldstein 2018).
void normaliseRows(const double* theta, double* direction, Index out, Index in);

/// A random direction for this network at theta. With `filters` each unit's incoming weights are as
/// long as they are in theta and biases do not move; tied networks, whose rows share parameters,
/// are scaled as a whole. Without, or where all those weights are zero, the direction has the
/// length of theta, or 1 if that is 0.
VectorXd randomDirection(const Network<double>& network, const VectorXd& theta, bool filters,
                         Rng& rng);

/// Values of an objective on a square grid of a plane, found from coarse to fine: after a
/// sixty-fourth of the work the whole plane is there, roughly.
class PlaneScan {
 public:
  PlaneScan() = default;
  /// side >= 2 points along u, from -half to half, and as many along v from -halfV to halfV.
  PlaneScan(LandscapePlane plane, double half, double halfV, int side);

  /// Evaluates up to so many more points; true when all are done.
  bool advance(Objective<double>& objective, int evaluations);
  bool done() const { return next_ == order_.size(); }
  /// Part that is done, 0..1.
  double progress() const;

  const LandscapePlane& plane() const { return plane_; }
  int side() const { return side_; }
  double half() const { return half_; }
  double halfV() const { return halfV_; }
  /// Row by row, u fastest; points not yet evaluated have the value of a coarser neighbour, values
  /// that are no numbers are NaN. Empty before the first evaluation.
  const std::vector<float>& values() const { return values_; }

 private:
  struct Cell {
    int i, j, size;
  };

  LandscapePlane plane_;
  double half_ = 1, halfV_ = 1;
  int side_ = 0;
  std::vector<Cell> order_;
  std::size_t next_ = 0;
  std::vector<float> values_;
  VectorXd point_;
};

}  // namespace basin
