#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace basin {

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

  /// True when a measurement is to be made at this step.
  bool due(long long step) const { return step % stride_ == 0; }

  /// Keeps the measurement made at `step`, larger than all before.
  void add(long long step, const std::array<double, Columns>& values) {
    if (steps_.size() == capacity_) {
      stride_ *= 2;
      thin();
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
  std::vector<double> steps_;
  std::array<std::vector<double>, Columns> columns_;
};

}  // namespace basin
