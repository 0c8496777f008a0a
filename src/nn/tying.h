#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "linalg/types.h"
#include "nn/layout.h"

namespace basin {

/// The built-in ways of tying weights together.
enum class Tying { None, Shared, Negative, Convolutional };
/// Kebab-case name ("negative").
std::string_view tyingName(Tying tying);
std::optional<Tying> tyingFromName(std::string_view name);

/// weights = T theta + c with T sparse and entries +1 or -1, and c zero but for weights that are
/// fixed; gradients return through T transposed.
class TyingMap {
 public:
  /// One nonzero of a row of T: weight += sign * theta[parameter].
  struct Entry {
    Index parameter = 0;
    /// +1 or -1.
    int sign = 1;
  };
  /// One row a weight; an empty row fixes the weight, at zero unless withFixed() says otherwise.
  using Rows = std::vector<std::vector<Entry>>;

  /// Every weight its own parameter.
  static TyingMap none(const Layout& layout);
  /// In every hidden layer unit 2j+1 has minus the incoming weights and bias of unit 2j; the last
  /// unit of an odd width, the output layer and skip matrices stay free.
  static TyingMap negative(const Layout& layout);
  /// Hidden-to-hidden layers of equal shape use one set of weights and biases.
  static TyingMap shared(const Layout& layout);
  /// Between hidden layers of one width a unit sees the unit before its own place, at it and after
  /// it, with the same three weights and bias everywhere: a convolution with zeros outside. All other
  /// layers stay free.
  static TyingMap convolutional(const Layout& layout);
  static TyingMap make(Tying tying, const Layout& layout);
  /// Any map; a message when the number of rows is not the number of weights, a sign is not +-1, a
  /// parameter is negative or repeated in a row, or a parameter number below the largest is unused.
  static Result<TyingMap> custom(const Layout& layout, const Rows& rows);

  /// The same map with these weights (index, value) held where they are; parameters that none of the
  /// others uses are gone.
  TyingMap withFixed(const std::vector<std::pair<Index, double>>& fixed) const;

  Index weightCount() const { return weightCount_; }
  Index parameterCount() const { return parameterCount_; }
  bool isIdentity() const { return entries_.empty(); }
  /// The nonzeros of one row.
  std::vector<Entry> row(Index weight) const;
  /// Calls visit(parameter, sign) for the nonzeros of one row, without allocating.
  template <class Visit>
  void visitRow(Index weight, Visit&& visit) const {
    if (isIdentity()) return visit(weight, 1);
    const std::size_t row = static_cast<std::size_t>(weight);
    const std::size_t begin = oneEach() ? row : rowStart_[row];
    const std::size_t end = oneEach() ? row + 1 : rowStart_[row + 1];
    for (std::size_t k = begin; k < end; ++k) visit(parameterOf(entries_[k]), signOf(entries_[k]));
  }

  /// weights = T theta + c.
  template <class S>
  void expand(const S* theta, S* weights) const;
  /// weights = T direction: what weights move by when theta moves by it.
  template <class S>
  void expandDirection(const S* direction, S* weights) const;
  /// The parameters that expand to these weights, where every row is plus or minus one parameter or
  /// empty; CHECK-fails when there are none.
  VectorXd parametersOf(const VectorXd& weights) const;
  /// thetaGradient = T^T weightGradient.
  template <class S>
  void pullBack(const S* weightGradient, S* thetaGradient) const;

 private:
  // An entry in 32 bits: the parameter, and in the lowest bit whether the sign is -1.
  using Packed = std::uint32_t;
  static Packed pack(Index parameter, int sign) {
    return static_cast<Packed>(parameter) << 1 | (sign < 0 ? 1u : 0u);
  }
  static Index parameterOf(Packed entry) { return static_cast<Index>(entry >> 1); }
  static int signOf(Packed entry) { return (entry & 1) ? -1 : 1; }

  explicit TyingMap(Index weights) : weightCount_(weights), parameterCount_(weights) {}
  static std::vector<Packed> freeLeaders(const Layout& layout);
  static TyingMap fromLeaders(std::vector<Packed> leaders);
  bool oneEach() const { return rowStart_.empty(); }
  void forgetIdentity();

  Index weightCount_ = 0, parameterCount_ = 0;
  std::vector<Packed> entries_;          // row by row; none for the identity
  std::vector<std::uint32_t> rowStart_;  // only where a row has not exactly one entry
  std::vector<std::pair<Index, double>> fixed_;  // weights that stay elsewhere than at zero
};

}  // namespace basin
