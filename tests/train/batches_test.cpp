#include "train/batches.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace basin;

namespace {

// Example i has features i and i + 0.25 and target -i.
template <class S>
void numbered(Index n, Matrix<S>& X, Matrix<S>& Y) {
  X.resize(n, 2);
  Y.resize(n, 1);
  for (Index i = 0; i < n; ++i) {
    X(i, 0) = S(i);
    X(i, 1) = S(i) + S(0.25);
    Y(i, 0) = S(-i);
  }
}

// The examples of one epoch in their order, with the batches' form checked on the way.
template <class S>
std::vector<Index> epoch(Batches<S>& batches) {
  std::vector<Index> seen;
  for (Index k = 0; k < batches.batchesPerEpoch(); ++k) {
    const BatchView<S> b = batches.next();
    CHECK(b.stride == paddedSize<S>(b.size));
    CHECK(b.size <= batches.batchSize());
    for (Index r = 0; r < b.stride; ++r) {
      const S i = b.x[r];
      CHECK(b.x[r + b.stride] == i + S(0.25));
      CHECK(b.y[r] == -i);
      if (r < b.size) {
        seen.push_back(static_cast<Index>(i));
      } else {
        CHECK(i == b.x[b.size - 1]);
      }
    }
  }
  return seen;
}

template <class S>
void checkEpochs(Index n, Index batchSize) {
  Matrix<S> X, Y;
  numbered(n, X, Y);
  Batches<S> batches(X, Y, batchSize, Rng(3));
  std::vector<Index> all(static_cast<size_t>(n)), previous;
  for (Index i = 0; i < n; ++i) all[static_cast<size_t>(i)] = i;
  for (Index e = 1; e <= 3; ++e) {
    std::vector<Index> order = epoch(batches);
    CHECK(batches.epoch() == e);
    if (n > 10) CHECK(order != previous);
    previous = order;
    std::sort(order.begin(), order.end());
    CHECK(order == all);
  }
}

}  // namespace

TEST_CASE("batches: every example once an epoch, in a new order") {
  for (auto [n, size] : {std::pair<Index, Index>{20, 5}, {23, 5}, {7, 7}, {3, 100}, {11, 1},
                         {40000, 10}, {9000, 4096}}) {
    checkEpochs<float>(n, size);
    checkEpochs<double>(n, size);
  }
}

TEST_CASE("batches: without shuffling the given order, with one seed the same order") {
  Matrix<double> X, Y;
  numbered<double>(9, X, Y);
  Batches<double> plain(X, Y, 4, Rng(1), false);
  CHECK(epoch(plain) == std::vector<Index>{0, 1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(epoch(plain) == std::vector<Index>{0, 1, 2, 3, 4, 5, 6, 7, 8});
  Batches<double> a(X, Y, 4, Rng(5)), b(X, Y, 4, Rng(5)), c(X, Y, 4, Rng(6));
  const auto order = epoch(a);
  CHECK(order == epoch(b));
  CHECK(order != epoch(c));
}

TEST_CASE("batches: first places are evenly distributed") {
  Matrix<float> X, Y;
  numbered<float>(5, X, Y);
  Batches<float> batches(X, Y, 5, Rng(2));
  std::vector<double> first(5);
  for (int e = 0; e < 10000; ++e) ++first[static_cast<size_t>(batches.next().x[0])];
  double chi2 = 0;
  for (double count : first) chi2 += (count - 2000) * (count - 2000) / 2000;
  CHECK(chi2 < 18.5);  // 0.999 quantile of 4 degrees of freedom
}
