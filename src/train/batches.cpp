#include "train/batches.h"

#include <algorithm>
#include <span>

#include "base/check.h"
#include "linalg/pack.h"

namespace basin {
namespace {

// Gathered numbers to keep at once; 256 KB in float stay in the second-level cache.
constexpr Index kGatheredNumbers = 65536;

// Columns of `from` picked by `order` become rows of a padded, batch-fastest block, a packet of
// examples at a time.
template <class S>
void gatherBlock(const Matrix<S>& from, const Index* order, Index size, S* to) {
  const Index stride = paddedSize<S>(size), features = from.rows();
  const S* source = from.data();
  for (Index r = 0; r < stride; r += kLanes<S>) {
    const S* example[kLanes<S>];
    for (Index lane = 0; lane < kLanes<S>; ++lane) {
      example[lane] = source + order[std::min(r + lane, size - 1)] * features;
    }
    for (Index c = 0; c < features; ++c) {
      S values[kLanes<S>];
      for (Index lane = 0; lane < kLanes<S>; ++lane) values[lane] = example[lane][c];
      storePack(to + r + c * stride, loadPack(values));
    }
  }
}

}  // namespace

template <class S>
Batches<S>::Batches(const Matrix<S>& X, const Matrix<S>& Y, Index batchSize, Rng rng, bool shuffle)
    : inputs_(X.transpose()), targets_(Y.transpose()), rng_(rng), shuffle_(shuffle) {
  CHECK(X.rows() >= 1 && X.rows() == Y.rows(), "as many targets as examples");
  CHECK(batchSize >= 1, "a batch holds at least one example");
  const Index n = examples();
  batchSize_ = std::min(batchSize, n);
  perEpoch_ = (n + batchSize_ - 1) / batchSize_;
  order_.resize(static_cast<size_t>(n));
  for (Index i = 0; i < n; ++i) order_[static_cast<size_t>(i)] = i;
  xBlock_ = paddedSize<S>(batchSize_) * inputs_.rows();
  yBlock_ = paddedSize<S>(batchSize_) * targets_.rows();
  const Index together = std::clamp<Index>(kGatheredNumbers / (xBlock_ + yBlock_), 1, perEpoch_);
  x_.resize(xBlock_, together);
  y_.resize(yBlock_, together);
  first_ = perEpoch_;
}

template <class S>
void Batches<S>::gather() {
  first_ += gathered_;
  if (first_ >= perEpoch_) {
    first_ = 0;
    ++epoch_;
    if (shuffle_) rng_.shuffle(std::span(order_));
  }
  gathered_ = std::min(x_.cols(), perEpoch_ - first_);
  current_ = 0;
  for (Index k = 0; k < gathered_; ++k) {
    const Index* order = order_.data() + (first_ + k) * batchSize_;
    gatherBlock(inputs_, order, sizeOf(first_ + k), x_.data() + k * xBlock_);
    gatherBlock(targets_, order, sizeOf(first_ + k), y_.data() + k * yBlock_);
  }
}

template class Batches<float>;
template class Batches<double>;

}  // namespace basin
