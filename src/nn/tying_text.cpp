#include "nn/tying_text.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "base/number_text.h"

namespace basin {
namespace {

// Weights that are one parameter, up to sign, and weights that are none.
class Classes {
 public:
  explicit Classes(Index weights) : leader_(weights), sign_(weights, 1), zero_(weights, false) {
    std::iota(leader_.begin(), leader_.end(), Index{0});
  }

  // The first weight of a weight's class, and the sign between them.
  std::pair<Index, int> find(Index weight) const {
    int sign = 1;
    while (leader_[weight] != weight) {
      sign *= sign_[weight];
      weight = leader_[weight];
    }
    return {weight, sign};
  }
  // a = sign * b; the first of both leads.
  void unite(Index a, Index b, int sign) {
    auto [la, sa] = find(a);
    auto [lb, sb] = find(b);
    const int between = sa * sb * sign;
    if (la == lb) {
      if (between < 0) zero_[la] = true;  // w = -w
      return;
    }
    if (lb > la) std::swap(la, lb);
    leader_[la] = lb;
    sign_[la] = between;
    if (zero_[la]) zero_[lb] = true;
  }
  void cut(Index weight) { zero_[find(weight).first] = true; }
  bool isZero(Index weight) const { return zero_[find(weight).first]; }

 private:
  std::vector<Index> leader_;
  std::vector<int> sign_;
  std::vector<bool> zero_;
};

std::optional<Index> numberOf(std::string_view text) {
  text = trimmed(text);
  Index value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// One side of a rule: its weights in a fixed order, and their shape in words.
struct Side {
  std::vector<Index> weights;
  std::string shape;
};

Result<Side> sideOf(std::string_view text, const Layout& layout) {
  const std::string name = "\"" + std::string(text) + "\"";
  const auto colon = text.find(':'), arrow = text.find('<');
  const auto layerNumber = numberOf(text.substr(0, std::min({colon, arrow, text.size()})));
  const auto layers = static_cast<Index>(layout.layers().size());
  if (!layerNumber) {
    return Failure{name + " is no layer (2), unit (2:1) or weight (2:1<3)"};
  }
  if (*layerNumber < 1 || *layerNumber > layers) {
    return Failure{name + " names layer " + std::to_string(*layerNumber) + ", there are " +
                   std::to_string(layers)};
  }
  const LayerBlock& block = layout.layers()[static_cast<std::size_t>(*layerNumber - 1)];
  const auto inRange = [&](std::string_view part, Index most, const char* what) -> Result<Index> {
    const auto number = numberOf(part);
    if (!number) return Failure{name + " does not say which " + what};
    if (*number < 1 || *number > most) {
      return Failure{name + " names " + what + " " + std::to_string(*number) + ", there are " +
                     std::to_string(most)};
    }
    return *number - 1;
  };
  Side side;
  if (colon == std::string_view::npos) {
    if (arrow != std::string_view::npos) return Failure{name + " does not say which unit"};
    for (Index i = 0; i < block.weights(); ++i) side.weights.push_back(block.weight + i);
    for (Index i = 0; block.bias >= 0 && i < block.biases(); ++i) {
      side.weights.push_back(block.bias + i);
    }
    side.shape = "a layer of " + std::to_string(block.out) + " units with " +
                 std::to_string(block.in) + " inputs";
    return side;
  }
  const auto unitText = text.substr(
      colon + 1, arrow == std::string_view::npos ? std::string_view::npos : arrow - colon - 1);
  const Result<Index> unit = inRange(unitText, block.out, "unit");
  if (!unit.ok()) return Failure{unit.error()};
  if (arrow != std::string_view::npos) {
    const Result<Index> from = inRange(text.substr(arrow + 1), block.in, "input");
    if (!from.ok()) return Failure{from.error()};
    side.weights = {block.weight + unit.value() + from.value() * block.out};
    side.shape = "a weight";
    return side;
  }
  for (Index j = 0; j < block.in; ++j) {
    side.weights.push_back(block.weight + unit.value() + j * block.out);
  }
  if (block.bias >= 0) side.weights.push_back(block.bias + unit.value());
  side.shape = "a unit with " + std::to_string(block.in) + " inputs" +
               (block.bias >= 0 ? " and a bias" : "");
  return side;
}

Result<void> apply(std::string_view rule, const Layout& layout, Classes& classes) {
  const auto equals = rule.find('=');
  if (equals == std::string_view::npos) {
    return Failure{"\"" + std::string(rule) + "\" has no ="};
  }
  const Result<Side> left = sideOf(trimmed(rule.substr(0, equals)), layout);
  if (!left.ok()) return Failure{left.error()};
  std::string_view right = trimmed(rule.substr(equals + 1));
  int sign = 1;
  for (const std::string_view minus : {"-", "−"}) {
    if (right.starts_with(minus)) {
      sign = -1;
      right = trimmed(right.substr(minus.size()));
      break;
    }
  }
  if (right.starts_with('+')) right = trimmed(right.substr(1));
  if (right == "0") {
    for (const Index weight : left.value().weights) classes.cut(weight);
    return {};
  }
  const Result<Side> other = sideOf(right, layout);
  if (!other.ok()) return Failure{other.error()};
  const Side &a = left.value(), &b = other.value();
  if (a.shape != b.shape) {
    return Failure{"\"" + std::string(rule) + "\" ties " + a.shape + " to " + b.shape};
  }
  for (std::size_t i = 0; i < a.weights.size(); ++i) {
    classes.unite(a.weights[i], b.weights[i], sign);
  }
  return {};
}

}  // namespace

Result<TyingMap> tyingFromText(std::string_view text, const Layout& layout) {
  Classes classes(layout.weightCount());
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(";\r\n"), text.size());
    const std::string_view rule = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (rule.empty()) continue;
    if (auto done = apply(rule, layout, classes); !done.ok()) return Failure{done.error()};
  }
  TyingMap::Rows rows(static_cast<std::size_t>(layout.weightCount()));
  std::vector<Index> number(rows.size(), -1);
  Index parameters = 0;
  for (Index w = 0; w < layout.weightCount(); ++w) {
    if (classes.isZero(w)) continue;
    const auto [leader, sign] = classes.find(w);
    Index& parameter = number[static_cast<std::size_t>(leader)];
    if (parameter < 0) parameter = parameters++;
    rows[static_cast<std::size_t>(w)] = {{parameter, sign}};
  }
  if (parameters == 0) return Failure{"no weight is left"};
  return TyingMap::custom(layout, rows);
}

}  // namespace basin
