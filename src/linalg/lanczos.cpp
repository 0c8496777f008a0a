#include "linalg/lanczos.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "linalg/decompositions.h"

namespace basin {
namespace {

template <class S>
SymmetricEigen<S> solveTridiagonal(const Vector<S>& diagonal, const Vector<S>& offDiagonal, int k,
                                   bool vectors) {
  return tridiagonalEigen<S>(diagonal.head(k), offDiagonal.head(k - 1), vectors);
}

}  // namespace

template <class S>
void Lanczos<S>::prepare(Index n, int maxSteps) {
  CHECK(n >= 1 && maxSteps >= 1, "Lanczos needs a dimension and a step");
  const int k = static_cast<int>(std::min<Index>(n, maxSteps));
  basis_.resize(n, k);
  query_.resize(n);
  work_.resize(n);
  projection_.resize(k);
  diagonal_.resize(k);
  offDiagonal_.resize(k);
  scale_ = 0;
  steps_ = 0;
  finished_ = false;
}

template <class S>
void Lanczos<S>::start(Index n, int maxSteps, Rng& rng) {
  prepare(n, maxSteps);
  do {
    for (Index i = 0; i < n; ++i) work_[i] = static_cast<S>(rng.normal());
  } while (work_.norm() == S(0));
  basis_.col(0) = work_.normalized();
}

template <class S>
void Lanczos<S>::startFrom(const Vector<S>& v, int maxSteps) {
  prepare(v.size(), maxSteps);
  CHECK(v.norm() > S(0), "Lanczos needs a direction to start in");
  basis_.col(0) = v.normalized();
}

template <class S>
bool Lanczos<S>::step(const MatrixProduct<S>& product) {
  if (finished_) return false;
  const int j = steps_;
  query_ = basis_.col(j);
  product(query_, work_);
  diagonal_[j] = query_.dot(work_);
  if (!std::isfinite(diagonal_[j])) {
    finished_ = true;
    return false;
  }
  scale_ = std::max({scale_, std::abs(diagonal_[j]), S(work_.norm())});
  // Twice is enough (Kahan and Parlett): the first pass leaves a residue when work_ is almost in
  // the span of the basis.
  const auto known = basis_.leftCols(j + 1);
  for (int pass = 0; pass < 2; ++pass) {
    projection_.head(j + 1).noalias() = known.transpose() * work_;
    work_.noalias() -= known * projection_.head(j + 1);
  }
  ++steps_;
  const S beta = work_.norm();
  offDiagonal_[j] = beta;
  const S negligible = S(sizeof(S) == 4 ? 1e-5 : 1e-13) * scale_;
  if (steps_ == basis_.cols() || !(beta > negligible)) {
    finished_ = true;
    return false;
  }
  basis_.col(steps_) = work_ / beta;
  return true;
}

template <class S>
Vector<S> Lanczos<S>::ritzValues() const {
  if (steps_ == 0) return {};
  return solveTridiagonal<S>(diagonal_, offDiagonal_, steps_, false).values;
}

template <class S>
S Lanczos<S>::largest() const {
  CHECK(steps_ > 0, "no Lanczos step made");
  return ritzValues()[steps_ - 1];
}

template <class S>
S Lanczos<S>::smallest() const {
  CHECK(steps_ > 0, "no Lanczos step made");
  return ritzValues()[0];
}

template <class S>
Vector<S> Lanczos<S>::ritzVector(bool ofLargest) const {
  CHECK(steps_ > 0, "no Lanczos step made");
  const auto eigen = solveTridiagonal<S>(diagonal_, offDiagonal_, steps_, true);
  const Vector<S> coordinates = eigen.vectors.col(ofLargest ? steps_ - 1 : 0);
  return (basis_.leftCols(steps_) * coordinates).normalized();
}

template <class S>
typename Lanczos<S>::Quadrature Lanczos<S>::quadrature() const {
  CHECK(steps_ > 0, "no Lanczos step made");
  const auto eigen = solveTridiagonal<S>(diagonal_, offDiagonal_, steps_, true);
  return {eigen.values, eigen.vectors.row(0).cwiseAbs2().transpose()};
}

template <class S>
Extremes extremeEigenvalues(Index n, const MatrixProduct<S>& product, int steps, Rng& rng) {
  Lanczos<S> lanczos;
  lanczos.start(n, steps, rng);
  while (lanczos.step(product)) {
  }
  if (lanczos.steps() == 0) return {};
  const Vector<S> values = lanczos.ritzValues();
  return {double(values[0]), double(values[values.size() - 1]), lanczos.steps()};
}

template class Lanczos<float>;
template class Lanczos<double>;
template Extremes extremeEigenvalues(Index, const MatrixProduct<float>&, int, Rng&);
template Extremes extremeEigenvalues(Index, const MatrixProduct<double>&, int, Rng&);

}  // namespace basin
