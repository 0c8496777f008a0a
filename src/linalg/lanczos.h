#pragma once

#include <functional>

#include "base/rng.h"
#include "linalg/types.h"

namespace basin {

/// out = A v for a symmetric A known only by its products; `out` has the right size already.
template <class S>
using MatrixProduct = std::function<void(const Vector<S>& v, Vector<S>& out)>;

/// Lanczos iteration (1950) with full re-orthogonalisation, one matrix-vector product a step, so
/// that a caller can stop between steps; start(n, ...) allocates, step() does not.
template <class S>
class Lanczos {
 public:
  /// Starts afresh from a random unit vector in dimension n >= 1, at most maxSteps >= 1 steps.
  void start(Index n, int maxSteps, Rng& rng);
  /// Starts from `v`, of any length but 0, instead.
  void startFrom(const Vector<S>& v, int maxSteps);
  /// One more step; false when finished (maxSteps reached, or the Krylov space is exhausted, which
  /// makes the eigenvalues found exact).
  bool step(const MatrixProduct<S>& product);
  /// Steps made.
  int steps() const { return steps_; }
  /// Ascending eigenvalues of the tridiagonal matrix (Ritz values); their extremes approach the
  /// extreme eigenvalues from inside. Allocates.
  Vector<S> ritzValues() const;
  /// Largest Ritz value; after at least one step.
  S largest() const;
  /// Smallest Ritz value; after at least one step.
  S smallest() const;
  /// Unit Ritz vector of the largest (true) or smallest Ritz value. Allocates.
  Vector<S> ritzVector(bool ofLargest) const;

  /// Gauss quadrature of the spectral measure of the (unit) start vector v: v^T p(A) v is the sum
  /// of weight p(node) for every polynomial p of degree up to 2 steps() - 1 (Golub and Meurant
  /// 1994).
  struct Quadrature {
    Vector<S> nodes;    ///< Ascending Ritz values.
    Vector<S> weights;  ///< Positive, of sum 1.
  };
  Quadrature quadrature() const;

 private:
  void prepare(Index n, int maxSteps);

  Matrix<S> basis_;
  Vector<S> query_, work_, projection_, diagonal_, offDiagonal_;
  S scale_ = 0;  // of the matrix, for judging when the Krylov space is exhausted
  int steps_ = 0;
  bool finished_ = true;
};

/// Extreme eigenvalues found by at most `steps` Lanczos steps; steps = 0 when the product was not
/// finite.
struct Extremes {
  double smallest = 0, largest = 0;
  int steps = 0;
};
template <class S>
Extremes extremeEigenvalues(Index n, const MatrixProduct<S>& product, int steps, Rng& rng);

}  // namespace basin
