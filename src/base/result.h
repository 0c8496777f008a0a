#pragma once

#include <optional>
#include <string>
#include <utility>

namespace basin {

/// An error a user can cause, as one clear line of text; converts to any Result.
struct Failure {
  std::string message;
};

/// Either a value or the message of a Failure.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Failure failure) : error_(std::move(failure.message)) {}

  /// True when a value is there.
  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }
  /// The value; only when ok().
  const T& value() const& { return *value_; }
  T& value() & { return *value_; }
  T&& value() && { return std::move(*value_); }
  /// What went wrong; empty when ok().
  const std::string& error() const { return error_; }

 private:
  std::optional<T> value_;
  std::string error_;
};

/// Success without a value, or the message of a Failure.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Failure failure) : failed_(true), error_(std::move(failure.message)) {}

  /// True when nothing went wrong.
  bool ok() const { return !failed_; }
  explicit operator bool() const { return ok(); }
  /// What went wrong; empty when ok().
  const std::string& error() const { return error_; }

 private:
  bool failed_ = false;
  std::string error_;
};

}  // namespace basin
