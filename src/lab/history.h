#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace basin {

/// How many measurements a History makes in every octave of steps, >= 1.
struct PerOctave {
  std::uint64_t count;
};

/// Measurements over steps in bounded room: when it is full every other one is dropped and from
/// then on only every other step is measured. What is kept depends on the steps alone, and add()
/// never allocates. `Columns` numbers a measurement.
template <std::size_t Columns>
class History {
 public:
  /// Measures every `stride` >= 1 steps at first and keeps up to `capacity` >= 2 measurements.
  explicit History(std::size_t capacity, long long stride = 1)
      : capacity_(capacity), stride_(stride) {
    steps_.reserve(capacity);
    for (auto& column : columns_) column.reserve(capacity);
  }

  /// Evenly spread on a logarithmic axis of steps; all of the first ones.
  History(std::size_t capacity, PerOctave spacing) : History(capacity) {
    perOctave_ = spacing.count;
  }

  /// True when a measurement is to be made at this step >= 0.
  bool due(long long step) const {
    if (perOctave_ == 0) return step % stride_ == 0;
    const auto octave = std::bit_floor(static_cast<std::uint64_t>(step) / perOctave_);
    return step % std::max(stride_, static_cast<long long>(octave)) == 0;
  }

  /// Keeps the measurement made at `step`, larger than all before.
  void add(long long step, const std::array<double, Columns>& values) {
    if (steps_.size() >= capacity_) {
      // Steps that are all multiples of 20 are thinned by a stride of 8 only.
      while (steps_.size() >= capacity_) {
        if (perOctave_ > 1) {
          perOctave_ /= 2;
        } else {
          stride_ *= 2;
        }
        thin();
      }
      if (!due(step)) return;
    }
    steps_.push_back(static_cast<double>(step));
    for (std::size_t c = 0; c < Columns; ++c) columns_[c].push_back(values[c]);
  }

  const std::vector<double>& steps() const { return steps_; }
  const std::vector<double>& column(std::size_t c) const { return columns_[c]; }
  long long stride() const { return stride_; }
  bool empty() const { return steps_.empty(); }

 private:
  void thin() {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (!due(static_cast<long long>(steps_[i]))) continue;
      steps_[kept] = steps_[i];
      for (auto& column : columns_) column[kept] = column[i];
      ++kept;
    }
    steps_.resize(kept);
    for (auto& column : columns_) column.resize(kept);
  }

  std::size_t capacity_;
  long long stride_;
  std::uint64_t perOctave_ = 0;  // 0: evenly on a linear axis
  std::vector<double> steps_;
  std::array<std::vector<double>, Columns> columns_;
};

}  // namespace basin
