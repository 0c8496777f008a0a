#include "theory/hermite_moments.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "linalg/decompositions.h"

namespace basin {

namespace {

using std::numbers::pi;

constexpr int kStarts = 24, kFirst = 4, kIterations = 300;
// Noise turns the power method's cubic end into a geometric one.
constexpr double kSettled = 1e-14;

// The products x_i x_j, i >= j, those of two different coordinates times sqrt 2: the scalar product
// of two such vectors is the squared one of the vectors they are made from.
VectorXd packed(const MatrixXd& symmetric) {
  const Index d = symmetric.rows();
  VectorXd all(d * (d + 1) / 2);
  Index at = 0;
  for (Index j = 0; j < d; ++j) {
    for (Index i = j; i < d; ++i) {
      all[at++] =
          i == j ? symmetric(i, i) : (symmetric(i, j) + symmetric(j, i)) / std::numbers::sqrt2;
    }
  }
  return all;
}

MatrixXd unpacked(const VectorXd& all, Index d) {
  MatrixXd symmetric(d, d);
  Index at = 0;
  for (Index j = 0; j < d; ++j) {
    for (Index i = j; i < d; ++i) {
      symmetric(i, j) = symmetric(j, i) = all[at++] / (i == j ? 1 : std::numbers::sqrt2);
    }
  }
  return symmetric;
}

// E (sum of n relu of independent normals)^2.
double squaredSum(double n) {
  return n / 2 + n * (n - 1) / (2 * pi);
}

}  // namespace

double momentStrength() {
  return 1 / std::sqrt(2 * pi);
}

HermiteMoments::HermiteMoments(Index dimension)
    : dimension_(dimension),
      first_(VectorXd::Zero(dimension)),
      second_(MatrixXd::Zero(dimension, dimension)),
      fourth_(MatrixXd::Zero(dimension * (dimension + 1) / 2, dimension * (dimension + 1) / 2)) {}

void HermiteMoments::add(const MatrixXd& inputs, const VectorXd& outputs) {
  count_ += inputs.cols();
  zeroth_ += outputs.sum();
  first_ += inputs * outputs;
  MatrixXd products(fourth_.rows(), inputs.cols());
  Index at = 0;
  for (Index j = 0; j < dimension_; ++j) {
    for (Index i = j; i < dimension_; ++i) {
      products.row(at++) =
          (i == j ? 1 : std::numbers::sqrt2) * inputs.row(i).cwiseProduct(inputs.row(j));
    }
  }
  second_ += unpacked(products * outputs, dimension_);
  products.array().rowwise() *= outputs.transpose().array().sqrt();
  fourth_.selfadjointView<Eigen::Lower>().rankUpdate(products);
}

MatrixXd HermiteMoments::second() const {
  const double n = static_cast<double>(std::max(count_, 1L));
  return (second_ - zeroth_ * MatrixXd::Identity(dimension_, dimension_)) / n;
}

MatrixXd HermiteMoments::fourthIn(const MatrixXd& basis) const {
  const Index n = basis.cols(), size = n * (n + 1) / 2;
  const double samples = static_cast<double>(std::max(count_, 1L));
  const MatrixXd m = second_ / samples;
  MatrixXd lift(fourth_.rows(), size), beside(fourth_.rows(), size);
  for (Index at = 0; at < size; ++at) {
    const MatrixXd A = basis * unpacked(VectorXd::Unit(size, at), n) * basis.transpose();
    lift.col(at) = packed(A);
    beside.col(at) = packed(m * A);
  }
  const MatrixXd raw = fourth_.selfadjointView<Eigen::Lower>();
  const VectorXd traces = lift.transpose() * packed(MatrixXd::Identity(dimension_, dimension_));
  const VectorXd products = lift.transpose() * packed(m);
  // He_4 on symmetric A and B, with m for the mean of y x x^T: tr A tr B + 2 tr AB for two I, and
  // six terms with one.
  return lift.transpose() * raw * lift / samples - traces * products.transpose() -
         products * traces.transpose() - 4 * lift.transpose() * beside +
         zeroth_ / samples * (traces * traces.transpose() + 2 * lift.transpose() * lift);
}

MatrixXd HermiteMoments::directions(Index units, Rng rng) const {
  const SymmetricEigen<double> eigen = symmetricEigen(second());
  const MatrixXd span = eigen.vectors.rightCols(units);
  // Few samples may leave the span an eigenvalue that is not positive.
  const VectorXd stretch =
      (eigen.values.tail(units).cwiseMax(1e-3 * momentStrength()) / momentStrength()).cwiseSqrt();
  const MatrixXd form = fourthIn(span * stretch.cwiseInverse().asDiagonal());
  // -form is c times a sum of fourth powers of orthonormal z_j: a step of the power method gives
  // sum_j c (z_j.z)^3 z_j, without those that are found.
  MatrixXd found(units, 0);
  const auto pulled = [&](const VectorXd& z) {
    VectorXd g = -unpacked(form * packed(z * z.transpose()), units) * z;
    for (Index k = 0; k < found.cols(); ++k) {
      g -= momentStrength() * std::pow(found.col(k).dot(z), 3) * found.col(k);
    }
    return g;
  };
  MatrixXd all(dimension_, units);
  for (Index j = 0; j < units; ++j) {
    VectorXd best = VectorXd::Unit(units, 0);
    double most = -std::numeric_limits<double>::infinity();
    const auto climb = [&](VectorXd& z, int iterations) {
      for (int i = 0; i < iterations; ++i) {
        const VectorXd g = pulled(z);
        if (!(g.norm() > 0)) break;
        const VectorXd before = std::exchange(z, g.normalized());
        if (std::min((z - before).norm(), (z + before).norm()) < kSettled) break;
      }
    };
    // A few steps tell which start is on its way to a unit; the others end at noise.
    for (int start = 0; start < kStarts; ++start) {
      // Drawn in the space, so that the signs of eigenvectors, which are arbitrary, do not matter.
      VectorXd drawn(dimension_);
      for (double& each : drawn) each = rng.normal();
      VectorXd z = (span.transpose() * drawn).normalized();
      climb(z, kFirst);
      const double size = pulled(z).dot(z);
      if (size > most) {
        most = size;
        best = z;
      }
    }
    climb(best, kIterations);
    found.conservativeResize(Eigen::NoChange, j + 1);
    found.col(j) = best;
    all.col(j) = (span * stretch.cwiseProduct(best)).normalized();
  }
  // Even moments do not tell v from -v; the first one, sum v_j / 2, does.
  const VectorXd signs = leastSquares(all, first_);
  for (Index j = 0; j < units; ++j) {
    if (signs[j] < 0) all.col(j) *= -1;
  }
  return all;
}

void addSamples(HermiteMoments& moments, const MatrixXd& teacher, Index count, Rng& rng) {
  MatrixXd inputs(teacher.rows(), count);
  for (double& x : inputs.reshaped()) x = rng.normal();
  moments.add(inputs, (teacher.transpose() * inputs).cwiseMax(0).colwise().sum().transpose());
}

double secondMomentVariance(Index units, Index dimension) {
  // y is homogeneous, so E y^2 |x|^(2k) = E y^2 (d + 2)(d + 4) ...
  const double n = static_cast<double>(units), d = static_cast<double>(dimension);
  return squaredSum(n) * (d + 1) * (d + 4) - n / (2 * pi);
}

double directionVariance(Index units, Index dimension) {
  const double n = static_cast<double>(units), d = static_cast<double>(dimension);
  // Within the span an error e_k.delta has the variance of y He_3(v_j.x) v_k.x over c^2, outside of
  // it that of y (v_j.x)(e.x) over c^2; whitening makes none of first order.
  const double others = n > 2 ? squaredSum(n - 2) : 0;
  const double inside = 30 + 6 * others + 36 / pi + std::max(0.0, n - 2) * 30 / pi;
  const double outside = 1.5 + squaredSum(n - 1) + 2 * (n - 1) / pi;
  return 2 * pi * ((n - 1) * inside + (d - n) * outside);
}

VectorXd matchedDistances(const MatrixXd& truth, const MatrixXd& found) {
  const double far = std::numeric_limits<double>::infinity();
  MatrixXd between(truth.cols(), truth.cols());
  for (Index i = 0; i < truth.cols(); ++i) {
    between.row(i) = (found.colwise() - truth.col(i)).colwise().norm();
  }
  VectorXd distances(truth.cols());
  for (Index k = 0; k < truth.cols(); ++k) {
    Index i = 0, j = 0;
    const double least = between.minCoeff(&i, &j);
    distances[i] = least;
    between.row(i).setConstant(far);
    between.col(j).setConstant(far);
  }
  return distances;
}

MomentErrors momentErrors(const HermiteMoments& moments, const MatrixXd& teacher,
                          const MatrixXd& found) {
  const Index n = teacher.cols(), d = teacher.rows();
  const double samples = static_cast<double>(moments.count());
  const MatrixXd expected = momentStrength() * teacher * teacher.transpose();
  return {.samples = samples,
          .second = (moments.second() - expected).norm(),
          .secondLaw = std::sqrt(secondMomentVariance(n, d) / samples),
          .directions = matchedDistances(teacher, found).norm() / std::sqrt(static_cast<double>(n)),
          .directionsLaw = std::sqrt(directionVariance(n, d) / samples)};
}

}  // namespace basin
