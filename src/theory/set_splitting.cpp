#include "theory/set_splitting.h"

#include <algorithm>
#include <limits>
#include <string>

#include "base/check.h"

namespace basin {

namespace {

MatrixXd columnsOf(const LabelledInputs& data, bool positive) {
  MatrixXd found(data.inputs.rows(), ((data.labels.array() > 0) == positive).count());
  Index at = 0;
  for (Index i = 0; i < data.labels.size(); ++i) {
    if ((data.labels[i] > 0) == positive) found.col(at++) = data.inputs.col(i);
  }
  return found;
}

// Calls `visit` with every valid colouring until it returns false.
template <class Visit>
void eachColouring(const SetSystem& system, int colours, Visit visit) {
  std::vector<int> colouring(static_cast<std::size_t>(system.elements), 0);
  while (true) {
    const bool valid = std::ranges::none_of(
        system.subsets, [&](const auto& subset) { return monochromatic(subset, colouring); });
    if (valid && !visit(colouring)) return;
    auto at = colouring.rbegin();
    while (at != colouring.rend() && *at == colours - 1) *at++ = 0;
    if (at == colouring.rend()) return;
    ++*at;
  }
}

}  // namespace

SetSystem fanoPlane() {
  return {7, {{0, 1, 2}, {0, 3, 4}, {0, 5, 6}, {1, 3, 5}, {1, 4, 6}, {2, 3, 6}, {2, 4, 5}}};
}

SetSystem allPairs(int elements) {
  SetSystem system{elements};
  for (int i = 0; i < elements; ++i) {
    for (int j = i + 1; j < elements; ++j) system.subsets.push_back({i, j});
  }
  return system;
}

SetSystem chain(int elements) {
  SetSystem system{elements};
  for (int i = 0; i + 1 < elements; ++i) system.subsets.push_back({i, i + 1});
  return system;
}

Result<SetSystem> setSystemFromText(std::string_view text) {
  constexpr std::string_view kBetween = " \t\r\n,;";
  SetSystem system;
  while (true) {
    const auto begin = text.find_first_not_of(kBetween);
    if (begin == std::string_view::npos) return system;
    text.remove_prefix(begin);
    const std::string_view word = text.substr(0, text.find_first_of(kBetween));
    text.remove_prefix(word.size());
    const std::string name = "\"" + std::string(word) + "\"";
    std::vector<int> subset;
    for (const char c : word) {
      if (c < '1' || c > '0' + kMostElements) {
        return Failure{name + " is no subset: its elements are digits from 1 to " +
                       std::to_string(kMostElements)};
      }
      if (std::ranges::count(subset, c - '1') > 0) {
        return Failure{name + " has the element " + std::string(1, c) + " twice"};
      }
      subset.push_back(c - '1');
    }
    std::ranges::sort(subset);
    if (std::ranges::count(system.subsets, subset) > 0) continue;
    if (system.subsets.size() == kMostSubsets) {
      return Failure{name + " is one too many: " + std::to_string(kMostSubsets) +
                     " subsets are the most"};
    }
    system.elements = std::max(system.elements, subset.back() + 1);
    system.subsets.push_back(std::move(subset));
  }
}

bool monochromatic(const std::vector<int>& subset, const std::vector<int>& colouring) {
  return std::ranges::all_of(subset, [&](int i) {
    return colouring[static_cast<std::size_t>(i)] ==
           colouring[static_cast<std::size_t>(subset.front())];
  });
}

long countColourings(const SetSystem& system, int colours) {
  long count = 0;
  eachColouring(system, colours, [&](const auto&) { return ++count > 0; });
  return count;
}

std::optional<std::vector<int>> firstColouring(const SetSystem& system, int colours) {
  std::optional<std::vector<int>> found;
  eachColouring(system, colours, [&](const auto& colouring) {
    found = colouring;
    return false;
  });
  return found;
}

int leastColours(const SetSystem& system) {
  if (std::ranges::any_of(system.subsets, [](const auto& s) { return s.size() == 1; })) return 0;
  for (int colours = 1; colours <= std::max(1, system.elements); ++colours) {
    if (firstColouring(system, colours)) return colours;
  }
  return 0;
}

LabelledInputs splittingData(const SetSystem& system) {
  const Index n = system.elements, subsets = static_cast<Index>(system.subsets.size());
  LabelledInputs data{MatrixXd::Zero(n, 1 + n + subsets), VectorXd::Ones(1 + n + subsets)};
  data.inputs.middleCols(1, n).setIdentity();
  data.labels.segment(1, n).setConstant(-1);
  for (Index s = 0; s < subsets; ++s) {
    for (const int i : system.subsets[static_cast<std::size_t>(s)]) data.inputs(i, 1 + n + s) = 1;
  }
  return data;
}

MatrixXd colouringHalfspaces(const std::vector<int>& colouring, int colours) {
  const auto n = static_cast<Index>(colouring.size());
  MatrixXd weights = MatrixXd::Constant(n + 1, colours, static_cast<double>(n));
  weights.row(n).setConstant(0.5);
  for (Index i = 0; i < n; ++i) weights(i, colouring[static_cast<std::size_t>(i)]) = -1;
  return weights;
}

LabelledInputs exclusiveOr() {
  LabelledInputs data{MatrixXd(2, 4), VectorXd(4)};
  data.inputs << 0, 1, 0, 1, 1, 0, 0, 1;
  data.labels << 1, 1, -1, -1;
  return data;
}

HalfspaceSearch::HalfspaceSearch(const LabelledInputs& data)
    : positives_(columnsOf(data, true)), negatives_(columnsOf(data, false)) {
  CHECK(negatives() <= kMostNegatives, "too many negative examples to try all their divisions");
  known_.resize(std::size_t{1} << negatives());
}

Verdict HalfspaceSearch::cutsOff(unsigned set) {
  std::optional<Verdict>& known = known_[set];
  if (!known) {
    MatrixXd group(negatives_.rows(), 0);
    for (int i = 0; i < negatives(); ++i) {
      if (!((set >> i) & 1)) continue;
      group.conservativeResize(Eigen::NoChange, group.cols() + 1);
      group.rightCols(1) = negatives_.col(i);
    }
    known = separate(positives_, group, integerResolution(positives_, group)).separable;
    ++decided_;
  }
  return *known;
}

bool HalfspaceSearch::trySplit() {
  if (ended_) return true;
  const auto all = static_cast<unsigned>(known_.size() - 1);
  const auto first = static_cast<unsigned>(tried_);
  ++tried_;
  const Verdict one = cutsOff(first);
  const Verdict other = one == Verdict::No ? Verdict::No : cutsOff(all & ~first);
  if (one == Verdict::Yes && other == Verdict::Yes) {
    two_ = Verdict::Yes;
    ended_ = true;
  } else if (one != Verdict::No && other != Verdict::No) {
    doubtful_ = true;
  }
  if (!ended_ && tried_ == splits()) {
    two_ = doubtful_ ? Verdict::Undecided : Verdict::No;
    ended_ = true;
  }
  return ended_;
}

int HalfspaceSearch::leastHalfspaces() {
  // least[set]: half-spaces that cut off all of the set, together.
  constexpr int kNone = std::numeric_limits<int>::max() / 2;
  std::vector<int> least(known_.size(), kNone);
  least[0] = cutsOff(0) == Verdict::Yes ? 0 : kNone;
  for (unsigned set = 1; set < known_.size(); ++set) {
    // A first group with the set's lowest negative.
    const unsigned lowest = set & (~set + 1);
    for (unsigned group = set; group > 0; group = (group - 1) & set) {
      if (!(group & lowest) || cutsOff(group) != Verdict::Yes) continue;
      least[set] = std::min(least[set], 1 + least[set & ~group]);
    }
  }
  return least.back() >= kNone ? 0 : std::max(1, least.back());
}

}  // namespace basin
