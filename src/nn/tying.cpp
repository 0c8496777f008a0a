#include "nn/tying.h"

#include <algorithm>
#include <array>
#include <map>

namespace basin {
namespace {

constexpr std::array<std::string_view, 3> kNames = {"none", "shared", "negative"};

// Rows for weights that each point at an earlier weight (itself when free), numbering the free ones
// in order.
TyingMap::Rows rowsFromLeaders(const std::vector<TyingMap::Entry>& leaders) {
  TyingMap::Rows rows(leaders.size());
  std::vector<Index> number(leaders.size());
  Index next = 0;
  for (size_t i = 0; i < leaders.size(); ++i) {
    const auto leader = static_cast<size_t>(leaders[i].parameter);
    number[i] = leader == i ? next++ : number[leader];
    rows[i] = {{number[i], leaders[i].sign}};
  }
  return rows;
}

std::vector<TyingMap::Entry> freeLeaders(const Layout& layout) {
  std::vector<TyingMap::Entry> leaders(static_cast<size_t>(layout.weightCount()));
  for (size_t i = 0; i < leaders.size(); ++i) leaders[i].parameter = static_cast<Index>(i);
  return leaders;
}

}  // namespace

std::string_view tyingName(Tying tying) { return kNames[static_cast<size_t>(tying)]; }

std::optional<Tying> tyingFromName(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Tying>(i);
  }
  return std::nullopt;
}

TyingMap::TyingMap(const Rows& rows) {
  rowStart_.push_back(0);
  identity_ = oneEach_ = true;
  for (const auto& row : rows) {
    identity_ = identity_ && row.size() == 1 && row[0].sign == 1 &&
                row[0].parameter == static_cast<Index>(rowStart_.size()) - 1;
    oneEach_ = oneEach_ && row.size() == 1;
    for (const Entry& entry : row) {
      column_.push_back(entry.parameter);
      sign_.push_back(static_cast<signed char>(entry.sign));
      parameterCount_ = std::max(parameterCount_, entry.parameter + 1);
    }
    rowStart_.push_back(static_cast<Index>(column_.size()));
  }
}

TyingMap TyingMap::none(const Layout& layout) {
  return TyingMap(rowsFromLeaders(freeLeaders(layout)));
}

TyingMap TyingMap::negative(const Layout& layout) {
  auto leaders = freeLeaders(layout);
  for (size_t l = 0; l + 1 < layout.layers().size(); ++l) {
    const LayerBlock& block = layout.layers()[l];
    for (Index unit = 1; unit < block.out; unit += 2) {
      for (Index from = 0; from < block.in; ++from) {
        const Index at = block.weight + unit + from * block.out;
        leaders[static_cast<size_t>(at)] = {at - 1, -1};
      }
      if (block.bias >= 0) {
        const Index at = block.bias + unit;
        leaders[static_cast<size_t>(at)] = {at - 1, -1};
      }
    }
  }
  return TyingMap(rowsFromLeaders(leaders));
}

TyingMap TyingMap::shared(const Layout& layout) {
  auto leaders = freeLeaders(layout);
  std::map<std::pair<Index, Index>, const LayerBlock*> firstOfShape;
  for (size_t l = 1; l + 1 < layout.layers().size(); ++l) {
    const LayerBlock& block = layout.layers()[l];
    const auto [found, isNew] = firstOfShape.try_emplace({block.in, block.out}, &block);
    if (isNew) continue;
    const LayerBlock& first = *found->second;
    for (Index i = 0; i < block.in * block.out; ++i) {
      leaders[static_cast<size_t>(block.weight + i)].parameter = first.weight + i;
    }
    for (Index i = 0; block.bias >= 0 && i < block.out; ++i) {
      leaders[static_cast<size_t>(block.bias + i)].parameter = first.bias + i;
    }
  }
  return TyingMap(rowsFromLeaders(leaders));
}

TyingMap TyingMap::make(Tying tying, const Layout& layout) {
  switch (tying) {
    case Tying::Shared: return shared(layout);
    case Tying::Negative: return negative(layout);
    case Tying::None: break;
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
  return TyingMap(rows);
}

std::vector<TyingMap::Entry> TyingMap::row(Index weight) const {
  std::vector<Entry> entries;
  visitRow(weight, [&](Index parameter, int sign) { entries.push_back({parameter, sign}); });
  return entries;
}

template <class S>
void TyingMap::expand(const S* theta, S* weights) const {
  const Index n = weightCount();
  if (identity_) {
    std::copy(theta, theta + n, weights);
  } else if (oneEach_) {
    for (Index i = 0; i < n; ++i) weights[i] = S(sign_[i]) * theta[column_[i]];
  } else {
    for (Index i = 0; i < n; ++i) {
      S sum = 0;
      for (Index k = rowStart_[i]; k < rowStart_[i + 1]; ++k) {
        sum += S(sign_[k]) * theta[column_[k]];
      }
      weights[i] = sum;
    }
  }
}

template <class S>
void TyingMap::pullBack(const S* weightGradient, S* thetaGradient) const {
  const Index n = weightCount();
  if (identity_) {
    std::copy(weightGradient, weightGradient + n, thetaGradient);
    return;
  }
  std::fill(thetaGradient, thetaGradient + parameterCount_, S(0));
  for (Index i = 0; i < n; ++i) {
    for (Index k = rowStart_[i]; k < rowStart_[i + 1]; ++k) {
      thetaGradient[column_[k]] += S(sign_[k]) * weightGradient[i];
    }
  }
}

template void TyingMap::expand(const float*, float*) const;
template void TyingMap::expand(const double*, double*) const;
template void TyingMap::pullBack(const float*, float*) const;
template void TyingMap::pullBack(const double*, double*) const;

}  // namespace basin
