#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "nn/architecture.h"

namespace basin {

/// The built-in ways of tying weights together.
enum class Tying { None, Shared, Negative };
/// Kebab-case name ("negative").
std::string_view tyingName(Tying tying);
std::optional<Tying> tyingFromName(std::string_view name);

/// weights = T theta with T sparse and entries +1 or -1; gradients return through T transposed.
class TyingMap {
 public:
  /// One nonzero of a row of T: weight += sign * theta[parameter].
  struct Entry {
    Index parameter = 0;
    /// +1 or -1.
    int sign = 1;
  };
  /// One row a weight; an empty row fixes the weight at zero.
  using Rows = std::vector<std::vector<Entry>>;

  /// Every weight its own parameter.
  static TyingMap none(const Layout& layout);
  /// In every hidden layer unit 2j+1 has minus the incoming weights and bias of unit 2j; the last
  /// unit of an odd width, the output layer and skip matrices stay free.
  static TyingMap negative(const Layout& layout);
  /// Hidden-to-hidden layers of equal shape use one set of weights and biases.
  static TyingMap shared(const Layout& layout);
  static TyingMap make(Tying tying, const Layout& layout);
  /// Any map; a message when the number of rows is not the number of weights, a sign is not +-1, a
  /// parameter is negative or repeated in a row, or a parameter number below the largest is unused.
  static Result<TyingMap> custom(const Layout& layout, const Rows& rows);

  Index weightCount() const { return static_cast<Index>(rowStart_.size()) - 1; }
  Index parameterCount() const { return parameterCount_; }
  bool isIdentity() const { return identity_; }
  /// The nonzeros of one row.
  std::vector<Entry> row(Index weight) const;
  /// Calls visit(parameter, sign) for the nonzeros of one row, without allocating.
  template <class Visit>
  void visitRow(Index weight, Visit&& visit) const {
    for (Index k = rowStart_[weight]; k < rowStart_[weight + 1]; ++k) visit(column_[k], sign_[k]);
  }

  /// weights = T theta.
  template <class S>
  void expand(const S* theta, S* weights) const;
  /// thetaGradient = T^T weightGradient.
  template <class S>
  void pullBack(const S* weightGradient, S* thetaGradient) const;

 private:
  explicit TyingMap(const Rows& rows);

  std::vector<Index> rowStart_;
  std::vector<Index> column_;
  std::vector<signed char> sign_;
  Index parameterCount_ = 0;
  bool identity_ = false;
  bool oneEach_ = false;
};

}  // namespace basin
