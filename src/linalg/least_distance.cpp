#include "linalg/least_distance.h"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.h"

namespace basin {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kFar = 1e9;  // a point beyond counts as none
constexpr int kPasses = 8;

// Constraints G_j x >= h_j with |G_j| <= 1 and h_j <= 1, made when asked for.
struct Rows {
  const MatrixXd& G;
  const VectorXd& h;

  Index dimension() const { return G.cols(); }
  VectorXd normal(Index j) const { return G.row(j).transpose(); }
  double level(Index j) const { return h[j]; }
  // The row that the point x/t breaks most: with the largest h_j t - G_j x.
  Index worst(const VectorXd& x, double t) const {
    Index found = 0;
    (h * t - G * x).maxCoeff(&found);
    return found;
  }
};

// w.(p_i - q_k) >= 1 for all pairs, with j = i * negatives + k. Of so many few are ever looked at.
struct PairRows {
  const MatrixXd &positives, &negatives;

  Index dimension() const { return positives.rows(); }
  VectorXd normal(Index j) const {
    return positives.col(j / negatives.cols()) - negatives.col(j % negatives.cols());
  }
  double level(Index) const { return 1; }
  Index worst(const VectorXd& x, double) const {
    Index i = 0, k = 0;
    (positives.transpose() * x).minCoeff(&i);
    (negatives.transpose() * x).maxCoeff(&k);
    return i * negatives.cols() + k;
  }
};

// u >= 0 that minimises |sum u_j G_j|^2 + (1 - sum u_j h_j/scale)^2, as its positive entries.
struct Multipliers {
  std::vector<Index> rows;
  MatrixXd columns;  // (G_j, h_j/scale)
  VectorXd u;
};

// The point next to 0 on all active planes. Its products with their normals are as good as rounding
// allows, where those of the residual lose the square of a small distance.
VectorXd onPlanes(const Multipliers& found, double scale) {
  const Index d = found.columns.rows() - 1;
  const VectorXd levels = found.columns.bottomRows(1).transpose() * scale;
  return found.columns.topRows(d).transpose().completeOrthogonalDecomposition().solve(levels);
}

// Lawson and Hanson's active set. What ends it is rounding at the latest: the residual has to fall
// from one set to the next, so no set comes twice.
template <class AllRows>
Multipliers nonNegative(const AllRows& rows, double scale) {
  const Index d = rows.dimension();
  Multipliers found{{}, MatrixXd(d + 1, 0), VectorXd()};
  const VectorXd target = VectorXd::Unit(d + 1, d);
  VectorXd residual = target;
  const auto without = [&](Index drop) {
    const Index last = found.u.size() - 1;
    for (Index i = drop; i < last; ++i) {
      found.columns.col(i) = found.columns.col(i + 1).eval();
      found.u[i] = found.u[i + 1];
    }
    found.rows.erase(found.rows.begin() + drop);
    found.columns.conservativeResize(Eigen::NoChange, last);
    found.u.conservativeResize(last);
  };
  for (Index limit = 1000 + 20 * d; limit > 0; --limit) {
    Index j = rows.worst(-residual.head(d), residual[d] / scale);
    VectorXd column(d + 1);
    column << rows.normal(j), rows.level(j) / scale;
    const auto isActive = [&] { return std::ranges::count(found.rows, j) > 0; };
    if (isActive() || column.dot(residual) <= 8 * kEpsilon * (1 + found.u.sum()) * column.norm()) {
      if (found.u.size() == 0) break;
      const VectorXd x = onPlanes(found, scale);
      j = rows.worst(x, 1);
      column << rows.normal(j), rows.level(j) / scale;
      const double missing = rows.level(j) - column.head(d).dot(x);
      if (isActive() || missing <= 8 * kEpsilon * (1 + x.norm())) break;
    }
    const Multipliers before = found;
    found.rows.push_back(j);
    found.columns.conservativeResize(Eigen::NoChange, found.columns.cols() + 1);
    found.columns.rightCols(1) = column;
    found.u.conservativeResize(found.u.size() + 1);
    found.u[found.u.size() - 1] = 0;
    bool lost = false;
    while (true) {
      const VectorXd best = found.columns.colPivHouseholderQr().solve(target);
      // Rounding alone can keep what has just entered from growing.
      lost = found.rows.back() == j && found.u[found.u.size() - 1] == 0 &&
             !(best[best.size() - 1] > 0);
      if (lost || best.minCoeff() > 0) {
        found.u = best;
        break;
      }
      double share = 1;
      Index drop = -1;
      for (Index i = 0; i < best.size(); ++i) {
        if (best[i] > 0) continue;
        const double part = found.u[i] / (found.u[i] - best[i]);
        if (drop < 0 || part < share) {
          share = part;
          drop = i;
        }
      }
      found.u += share * (best - found.u);
      found.u = found.u.cwiseMax(0);
      without(drop);
      if (found.u.size() == 0) break;
    }
    const VectorXd next = target - found.columns * found.u;
    if (lost || !(next.norm() < residual.norm())) return before;
    residual = next;
  }
  return found;
}

// A pass, and again at the scale it has found: 1 - h.u, of which the point is made, is then no
// longer a difference of numbers that are nearly equal. Ends when `settled(point, atLeast)`.
template <class AllRows, class Settled>
Multipliers solve(const AllRows& rows, Settled settled) {
  double scale = 1;
  Multipliers found;
  for (int pass = 0; pass < kPasses; ++pass) {
    found = nonNegative(rows, scale);
    VectorXd point = VectorXd::Zero(rows.dimension());
    double atLeast = 0;
    if (found.u.size() > 0) {
      point = onPlanes(found, scale);
      const VectorXd sum = found.columns * found.u;
      atLeast = scale * sum[rows.dimension()] / sum.head(rows.dimension()).norm();
    }
    if (settled(point, found, atLeast) || !(atLeast > 2 * scale)) break;
    scale = std::min(atLeast, 1e12);
  }
  return found;
}

// Largest distance from a point of one class to the centre of all.
double radiusAround(const VectorXd& centre, const MatrixXd& points) {
  return points.cols() > 0 ? (points.colwise() - centre).colwise().norm().maxCoeff() : 0;
}

double diameter(const MatrixXd& points) {
  double most = 0;
  for (Index i = 0; i < points.cols(); ++i) {
    most = std::max(most, (points.colwise() - points.col(i)).colwise().norm().maxCoeff());
  }
  return most;
}

}  // namespace

LeastDistance leastDistance(const MatrixXd& G, const VectorXd& h) {
  CHECK(G.rows() == h.size(), "least distance: a level for each row");
  const Index d = G.cols();
  LeastDistance result{Verdict::Yes, VectorXd::Zero(d), VectorXd::Zero(h.size()), 0};
  if (h.size() == 0 || h.maxCoeff() <= 0) return result;
  // In units of the furthest half-space alone, each with a normal of length 1.
  const VectorXd lengths = G.rowwise().norm();
  double unit = 0;
  for (Index i = 0; i < h.size(); ++i) {
    if (lengths[i] > 0) unit = std::max(unit, h[i] / lengths[i]);
    if (lengths[i] > 0 || h[i] <= 0) continue;
    result.feasible = Verdict::No;  // 0 >= h_i > 0
    result.multipliers[i] = 1;
    result.atLeast = std::numeric_limits<double>::infinity();
    return result;
  }
  const VectorXd weights = (lengths.array() > 0).select(lengths.cwiseInverse(), 0);
  const MatrixXd normals = weights.asDiagonal() * G;
  const VectorXd levels = weights.cwiseProduct(h) / unit;
  result.feasible = Verdict::Undecided;
  const Multipliers found =
      solve(Rows{normals, levels}, [&](const VectorXd& x, const Multipliers& at, double atLeast) {
        result.atLeast = atLeast * unit;
        if (atLeast > kFar) result.feasible = Verdict::No;
        const double room = 1e-9 * (x.norm() + 1);
        if (at.u.size() > 0 && (normals * x - levels).minCoeff() >= -room && x.norm() <= kFar) {
          result.feasible = Verdict::Yes;
          result.point = x * unit;
        }
        return result.feasible == Verdict::No ||
               (result.feasible == Verdict::Yes && x.norm() <= atLeast * (1 + 1e-9));
      });
  for (std::size_t i = 0; i < found.rows.size(); ++i) {
    const Index row = found.rows[i];
    result.multipliers[row] = found.u[static_cast<Index>(i)] * weights[row];
  }
  return result;
}

Separator separate(const MatrixXd& positives, const MatrixXd& negatives, double resolution) {
  CHECK(positives.rows() == negatives.rows(), "separate: points of one dimension");
  const Index d = positives.rows(), p = positives.cols(), n = negatives.cols();
  Separator result;
  result.normal = VectorXd::Zero(d);
  if (p == 0 || n == 0) {
    result.separable = Verdict::Yes;
    result.offset = n == 0 ? 1 : -1;
    result.margin = std::numeric_limits<double>::infinity();
    return result;
  }
  const VectorXd centre =
      (positives.rowwise().sum() + negatives.rowwise().sum()) / static_cast<double>(p + n);
  const double radius = std::max(radiusAround(centre, positives), radiusAround(centre, negatives));
  if (radius == 0) {
    result.separable = Verdict::No;
    result.marginAtMost = 0;
    return result;
  }
  if (resolution <= 0) resolution = 2 * radius / kFar;
  // All within a ball of radius 1/2, so that no difference is longer than 1.
  const MatrixXd P = (positives.colwise() - centre) / (2 * radius);
  const MatrixXd N = (negatives.colwise() - centre) / (2 * radius);
  solve(PairRows{P, N}, [&](const VectorXd& w, const Multipliers&, double atLeast) {
    result.marginAtMost = std::min(result.marginAtMost, radius / atLeast);
    const VectorXd normal = w.normalized();
    const double least = (positives.transpose() * normal).minCoeff();
    const double most = (negatives.transpose() * normal).maxCoeff();
    const double margin = 0.5 * (least - most);
    const double size = centre.norm() + radius;
    const double rounding = static_cast<double>(d + 4) * kEpsilon * size;
    if (margin > rounding && margin > result.margin) {
      result.separable = Verdict::Yes;
      result.normal = normal;
      result.offset = -0.5 * (least + most);
      result.margin = margin;
    }
    if (result.separable == Verdict::Yes) {
      return result.margin >= result.marginAtMost * (1 - 1e-9);
    }
    if (result.marginAtMost < resolution) result.separable = Verdict::No;
    return result.separable == Verdict::No;
  });
  return result;
}

double integerResolution(const MatrixXd& positives, const MatrixXd& negatives) {
  const double D = std::max(1.0, diameter(positives) + diameter(negatives));
  return 0.5 * std::pow(D, -std::max<double>(0, static_cast<double>(positives.rows()) - 1));
}

}  // namespace basin
