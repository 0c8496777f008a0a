#pragma once

#include <vector>

#include "base/rng.h"
#include "nn/batch.h"

namespace basin {

/// Mini-batches without replacement: every epoch visits each example once in a fresh random order;
/// its last batch is smaller when the batch size does not divide the number of examples. Batches are gathered, padded, several at a time (a whole epoch of a small data set), so that
/// taking the next one usually costs nothing.
template <class S>
class Batches {
 public:
  /// X is examples x inputs, Y examples x outputs, both copied; 1 <= batchSize (values above the
  /// number of examples mean all of them). With shuffling off, examples come in their given order.
  Batches(const Matrix<S>& X, const Matrix<S>& Y, Index batchSize, Rng rng, bool shuffle = true);

  /// The next batch; the view holds until the next call.
  BatchView<S> next() {
    if (current_ == gathered_) gather();
    const Index at = current_++;
    return {x_.data() + at * xBlock_, y_.data() + at * yBlock_, sizeOf(first_ + at),
            paddedSize<S>(sizeOf(first_ + at))};
  }

  Index examples() const { return inputs_.cols(); }
  Index batchSize() const { return batchSize_; }
  Index batchesPerEpoch() const { return perEpoch_; }
  /// Whole epochs begun so far; 0 before the first batch.
  Index epoch() const { return epoch_; }

 private:
  void gather();
  Index sizeOf(Index batch) const {
    return batch + 1 == perEpoch_ ? examples() - batch * batchSize_ : batchSize_;
  }

  Matrix<S> inputs_, targets_;  // one column an example, so that gathering reads in a row
  Matrix<S> x_, y_;             // gathered batches, one column a batch
  std::vector<Index> order_;
  Rng rng_;
  Index batchSize_, perEpoch_;
  Index xBlock_ = 0, yBlock_ = 0;
  Index first_ = 0, gathered_ = 0, current_ = 0;
  Index epoch_ = 0;
  bool shuffle_;
};

extern template class Batches<float>;
extern template class Batches<double>;

}  // namespace basin
