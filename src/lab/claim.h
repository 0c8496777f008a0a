#pragma once

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "lab/output_data.h"

namespace basin {

/// Evaluates `measured relation predicted`: About is |m - p| <= tolerance * |p| (absolute when
/// p = 0), AtMost m <= p + tolerance, AtLeast m >= p - tolerance. NaN fails.
CheckData judged(double measured, Relation relation, double predicted, double tolerance,
                 std::string detail = {});
/// The same for a quantity that must lie in [lo, hi]: AtMost hi, and what falls below lo fails with
/// the value that did.
CheckData judgedBetween(double least, double most, double lo, double hi, double tolerance,
                        std::string detail = {});
/// A check which has not been measured yet; `why` says what it waits for.
CheckData pending(Relation relation, double predicted, double tolerance, std::string why);
/// A check whose assumptions do not hold at these parameters; `why` says which.
CheckData notApplicable(std::string why);

/// A prediction on its way to a verdict. Assumptions and waits are stated in order, and the first
/// that decides is the verdict:
///
///     Claim(Relation::About, -0.5, 0.1)
///         .unless(study.diverged(), "the training diverged")
///         .after(sweep.finished(), [&] { return sweep.progressText(); })
///         .judge([&] { return slope(sweep); }, "log-log slope of the medians")
///
/// Conditions and texts may be values or callables; callables are asked only while nothing is
/// decided.
class Claim {
 public:
  /// `predicted` and `tolerance` as in judged().
  Claim(Relation relation, double predicted, double tolerance = 0)
      : relation_(relation), predicted_(predicted), tolerance_(tolerance) {}

  /// An assumption: where `obstacle` is true the check does not apply, and `why` says so.
  template <class Condition, class Text>
  Claim& unless(Condition&& obstacle, Text&& why) {
    if (!verdict_ && valueOf(obstacle)) verdict_ = notApplicable(std::string(valueOf(why)));
    return *this;
  }
  /// The same where the obstacle is its own text: not empty means that it is there.
  template <class Text>
  Claim& unlessSaid(Text&& obstacle) {
    if (verdict_) return *this;
    std::string why(valueOf(obstacle));
    if (!why.empty()) verdict_ = notApplicable(std::move(why));
    return *this;
  }
  /// A wait: until `ready` the check is pending, and `what` says for what.
  template <class Condition, class Text>
  Claim& after(Condition&& ready, Text&& what) {
    if (!verdict_ && !valueOf(ready)) {
      verdict_ = pending(relation_, predicted_, tolerance_, std::string(valueOf(what)));
    }
    return *this;
  }
  /// The verdict on what `measure()` returns, a number or a CheckData of its own.
  template <class Measure, class Text>
  CheckData judge(Measure&& measure, Text&& detail) {
    if (verdict_) return *std::move(verdict_);
    const double measured = valueOf(measure);
    return judged(measured, relation_, predicted_, tolerance_, std::string(valueOf(detail)));
  }
  /// The verdict that `decide()` returns, for claims whose prediction is known late.
  template <class Decide>
  requires std::same_as<std::invoke_result_t<Decide>, CheckData> CheckData decide(Decide&& decide) {
    return verdict_ ? *std::move(verdict_) : decide();
  }

 private:
  template <class T>
  static decltype(auto) valueOf(T&& item) {
    if constexpr (std::invocable<T>) {
      return item();
    } else {
      return std::forward<T>(item);
    }
  }

  Relation relation_;
  double predicted_, tolerance_;
  std::optional<CheckData> verdict_;
};

}  // namespace basin
