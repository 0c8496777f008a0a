#include "nn/tying.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>

#include "base/check.h"

namespace basin {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"none", "shared", "negative",
                                                       "convolutional"};

}  // namespace

std::string_view tyingName(Tying tying) {
  return kNames[static_cast<size_t>(tying)];
}

std::optional<Tying> tyingFromName(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Tying>(i);
  }
  return std::nullopt;
}

// Every weight its own leader.
std::vector<TyingMap::Packed> TyingMap::freeLeaders(const Layout& layout) {
  CHECK(layout.weightCount() <= std::numeric_limits<std::int32_t>::max(),
        "more weights than 31 bits number");
  std::vector<Packed> leaders(static_cast<size_t>(layout.weightCount()));
  for (size_t i = 0; i < leaders.size(); ++i) leaders[i] = pack(static_cast<Index>(i), 1);
  return leaders;
}

// The map of weights that each point at an earlier weight (themselves when free); the free ones are
// numbered in order, in place.
TyingMap TyingMap::fromLeaders(std::vector<Packed> leaders) {
  TyingMap map(static_cast<Index>(leaders.size()));
  map.parameterCount_ = 0;
  for (size_t i = 0; i < leaders.size(); ++i) {
    const auto leader = static_cast<size_t>(parameterOf(leaders[i]));
    const Index number = leader == i ? map.parameterCount_++ : parameterOf(leaders[leader]);
    leaders[i] = pack(number, signOf(leaders[i]));
  }
  map.entries_ = std::move(leaders);
  map.forgetIdentity();
  return map;
}

void TyingMap::forgetIdentity() {
  if (!oneEach()) return;
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i] != pack(static_cast<Index>(i), 1)) return;
  }
  entries_ = {};
}

TyingMap TyingMap::none(const Layout& layout) {
  return TyingMap(layout.weightCount());
}

TyingMap TyingMap::negative(const Layout& layout) {
  auto leaders = freeLeaders(layout);
  // Of every `out` numbers in a row the odd ones are minus those before them.
  const auto pairUp = [&](Index first, Index count, Index out) {
    for (Index at = 0; at < count; ++at) {
      if (at % out % 2 == 0) continue;
      leaders[static_cast<size_t>(first + at)] = pack(first + at - 1, -1);
    }
  };
  for (size_t l = 0; l + 1 < layout.layers().size(); ++l) {
    const LayerBlock& block = layout.layers()[l];
    pairUp(block.weight, block.weights(), block.out);
    if (block.bias >= 0) pairUp(block.bias, block.biases(), block.out);
  }
  return fromLeaders(std::move(leaders));
}

TyingMap TyingMap::shared(const Layout& layout) {
  auto leaders = freeLeaders(layout);
  std::map<std::array<Index, 3>, const LayerBlock*> firstOfShape;
  for (size_t l = 1; l + 1 < layout.layers().size(); ++l) {
    const LayerBlock& block = layout.layers()[l];
    const auto [found, isNew] =
        firstOfShape.try_emplace({block.in, block.out, block.matrices}, &block);
    if (isNew) continue;
    const LayerBlock& first = *found->second;
    const auto follow = [&](Index at, Index leader, Index count) {
      for (Index i = 0; i < count; ++i) leaders[static_cast<size_t>(at + i)] = pack(leader + i, 1);
    };
    follow(block.weight, first.weight, block.weights());
    if (block.bias >= 0 && first.bias >= 0) follow(block.bias, first.bias, block.biases());
  }
  return fromLeaders(std::move(leaders));
}

TyingMap TyingMap::convolutional(const Layout& layout) {
  Rows rows(static_cast<size_t>(layout.weightCount()));
  Index parameters = 0;
  std::vector<bool> done(rows.size(), false);
  const auto set = [&](Index weight, std::vector<Entry> row) {
    rows[static_cast<size_t>(weight)] = std::move(row);
    done[static_cast<size_t>(weight)] = true;
  };
  for (size_t l = 1; l + 1 < layout.layers().size(); ++l) {
    const LayerBlock& block = layout.layers()[l];
    if (block.in != block.out || block.matrices != 1) continue;
    for (Index to = 0; to < block.out; ++to) {
      for (Index from = 0; from < block.in; ++from) {
        const Index offset = from - to + 1;  // 0, 1, 2 under the window
        const bool seen = offset >= 0 && offset < 3;
        set(block.weight + to + from * block.out,
            seen ? std::vector<Entry>{{parameters + offset, 1}} : std::vector<Entry>{});
      }
      if (block.bias >= 0) set(block.bias + to, {{parameters + 3, 1}});
    }
    // One unit alone has nobody beside it, and uses the middle weight only.
    if (block.out == 1) rows[static_cast<size_t>(block.weight)] = {{parameters, 1}};
    if (block.out == 1 && block.bias >= 0) {
      rows[static_cast<size_t>(block.bias)] = {{parameters + 1, 1}};
    }
    parameters += (block.out == 1 ? 1 : 3) + (block.bias >= 0);
  }
  for (size_t w = 0; w < rows.size(); ++w) {
    if (!done[w]) rows[w] = {{parameters++, 1}};
  }
  const Result<TyingMap> map = custom(layout, rows);
  CHECK(map.ok(), map.error());
  return map.value();
}

TyingMap TyingMap::withFixed(const std::vector<std::pair<Index, double>>& fixed) const {
  std::vector<bool> held(static_cast<size_t>(weightCount_), false);
  for (const auto& [weight, value] : fixed) held[static_cast<size_t>(weight)] = true;
  std::vector<Index> number(static_cast<size_t>(parameterCount_), -1);
  TyingMap map(weightCount_);
  map.parameterCount_ = 0;
  map.rowStart_ = {0};
  for (Index w = 0; w < weightCount_; ++w) {
    if (!held[static_cast<size_t>(w)]) {
      visitRow(w, [&](Index parameter, int sign) {
        Index& found = number[static_cast<size_t>(parameter)];
        if (found < 0) found = map.parameterCount_++;
        map.entries_.push_back(pack(found, sign));
      });
    }
    map.rowStart_.push_back(static_cast<std::uint32_t>(map.entries_.size()));
  }
  for (const auto& old : fixed_) {
    if (!held[static_cast<size_t>(old.first)]) map.fixed_.push_back(old);
  }
  map.fixed_.insert(map.fixed_.end(), fixed.begin(), fixed.end());
  CHECK(map.parameterCount_ > 0, "every weight is fixed");
  return map;
}

TyingMap TyingMap::make(Tying tying, const Layout& layout) {
  switch (tying) {
    case Tying::Shared:
      return shared(layout);
    case Tying::Negative:
      return negative(layout);
    case Tying::Convolutional:
      return convolutional(layout);
    case Tying::None:
      break;
  }
  return none(layout);
}

Result<TyingMap> TyingMap::custom(const Layout& layout, const Rows& rows) {
  if (static_cast<Index>(rows.size()) != layout.weightCount()) {
    return Failure{"the tying map has " + std::to_string(rows.size()) + " rows, the network " +
                   std::to_string(layout.weightCount()) + " weights"};
  }
  // A map that uses all its parameters has at least as many entries; numbers beyond that show up
  // as a gap below.
  size_t entries = 0;
  for (const auto& row : rows) entries += row.size();
  std::vector<bool> used(entries, false);
  Index largest = -1;
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::string where = "row " + std::to_string(i) + " of the tying map";
    for (size_t j = 0; j < rows[i].size(); ++j) {
      const auto [parameter, sign] = rows[i][j];
      if (sign != 1 && sign != -1) {
        return Failure{where + " has the entry " + std::to_string(sign) + ", not +1 or -1"};
      }
      if (parameter < 0) {
        return Failure{where + " names parameter " + std::to_string(parameter)};
      }
      for (size_t k = 0; k < j; ++k) {
        if (rows[i][k].parameter == parameter) {
          return Failure{where + " names parameter " + std::to_string(parameter) + " twice"};
        }
      }
      largest = std::max(largest, parameter);
      if (parameter < static_cast<Index>(entries)) used[static_cast<size_t>(parameter)] = true;
    }
  }
  const auto gap = std::find(used.begin(), used.end(), false) - used.begin();
  if (gap < largest) {
    return Failure{"parameter " + std::to_string(gap) + " of the tying map is used by no weight"};
  }
  if (largest < 0) return Failure{"the tying map has no parameters"};
  CHECK(entries < size_t{1} << 31, "more entries than 31 bits number");
  TyingMap map(static_cast<Index>(rows.size()));
  map.parameterCount_ = largest + 1;
  const bool oneEach =
      std::all_of(rows.begin(), rows.end(), [](const auto& row) { return row.size() == 1; });
  for (const auto& row : rows) {
    if (!oneEach) map.rowStart_.push_back(static_cast<std::uint32_t>(map.entries_.size()));
    for (const Entry& entry : row) map.entries_.push_back(pack(entry.parameter, entry.sign));
  }
  if (!oneEach) map.rowStart_.push_back(static_cast<std::uint32_t>(map.entries_.size()));
  map.forgetIdentity();
  return map;
}

std::vector<TyingMap::Entry> TyingMap::row(Index weight) const {
  std::vector<Entry> entries;
  visitRow(weight, [&](Index parameter, int sign) { entries.push_back({parameter, sign}); });
  return entries;
}

template <class S>
void TyingMap::expand(const S* theta, S* weights) const {
  expandDirection(theta, weights);
  for (const auto& [weight, value] : fixed_) weights[weight] = static_cast<S>(value);
}

template <class S>
void TyingMap::expandDirection(const S* theta, S* weights) const {
  const Index n = weightCount();
  if (isIdentity()) {
    std::copy(theta, theta + n, weights);
  } else if (oneEach()) {
    for (Index i = 0; i < n; ++i) {
      const Packed entry = entries_[static_cast<size_t>(i)];
      weights[i] = S(signOf(entry)) * theta[parameterOf(entry)];
    }
  } else {
    for (Index i = 0; i < n; ++i) {
      S sum = 0;
      visitRow(i, [&](Index parameter, int sign) { sum += S(sign) * theta[parameter]; });
      weights[i] = sum;
    }
  }
}

template <class S>
void TyingMap::pullBack(const S* weightGradient, S* thetaGradient) const {
  const Index n = weightCount();
  if (isIdentity()) {
    std::copy(weightGradient, weightGradient + n, thetaGradient);
    return;
  }
  std::fill(thetaGradient, thetaGradient + parameterCount_, S(0));
  for (Index i = 0; i < n; ++i) {
    visitRow(i, [&](Index parameter, int sign) {
      thetaGradient[parameter] += S(sign) * weightGradient[i];
    });
  }
}

VectorXd TyingMap::parametersOf(const VectorXd& weights) const {
  CHECK(weights.size() == weightCount_);
  VectorXd theta = VectorXd::Zero(parameterCount_);
  for (Index w = 0; w < weightCount_; ++w) {
    visitRow(w, [&](Index parameter, int sign) { theta[parameter] = sign * weights[w]; });
  }
  VectorXd reached(weightCount_);
  expand(theta.data(), reached.data());
  CHECK(reached == weights, "the tying map does not admit these weights");
  return theta;
}

template void TyingMap::expand(const float*, float*) const;
template void TyingMap::expand(const double*, double*) const;
template void TyingMap::expandDirection(const float*, float*) const;
template void TyingMap::expandDirection(const double*, double*) const;
template void TyingMap::pullBack(const float*, float*) const;
template void TyingMap::pullBack(const double*, double*) const;

}  // namespace basin
