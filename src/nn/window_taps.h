#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "nn/layer.h"

namespace basin {

/// One meeting of a sliding window with the map below: the output position `to` reads the input
/// position `from` through the window's place `place`. What lies in the padding has none.
struct WindowTap {
  std::uint32_t to = 0, from = 0, place = 0;
};

/// All of them, by output position, then by place.
std::vector<WindowTap> windowTaps(const FeatureShape& in, const Window& window);

/// Pairs of numbers in groups: an index table of what belongs to each position, or to each weight.
class TapTable {
 public:
  struct Tap {
    /// Where the weight lies, or the first of two positions.
    std::uint32_t weight = 0;
    /// The position.
    std::uint32_t position = 0;
  };

  TapTable() = default;
  /// Tap t goes into group groupOf(t) < groups as entryOf(t); the order within a group stays.
  template <class GroupOf, class EntryOf>
  TapTable(const std::vector<WindowTap>& taps, Index groups, GroupOf groupOf, EntryOf entryOf)
      : start_(static_cast<std::size_t>(groups) + 1, 0), taps_(taps.size()) {
    for (const WindowTap& tap : taps) ++start_[static_cast<std::size_t>(groupOf(tap)) + 1];
    for (std::size_t g = 1; g < start_.size(); ++g) start_[g] += start_[g - 1];
    std::vector<std::uint32_t> next(start_.begin(), start_.end() - 1);
    for (const WindowTap& tap : taps) {
      taps_[next[static_cast<std::size_t>(groupOf(tap))]++] = entryOf(tap);
    }
  }

  std::span<const Tap> operator[](Index group) const {
    const auto begin = start_[static_cast<std::size_t>(group)];
    return std::span(taps_).subspan(begin, start_[static_cast<std::size_t>(group) + 1] - begin);
  }

 private:
  std::vector<std::uint32_t> start_;
  std::vector<Tap> taps_;
};

}  // namespace basin
