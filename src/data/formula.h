#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace basin {

/// A function of x written by a reader, such as "sin(2x) + 0.3 x^2".
///
/// Grammar: numbers, x, pi, e, + - * / ^ (right-associative, binds tighter than a minus before it),
/// parentheses, a product sign may be left out ("2x", "3 sin(x)"), and the functions sin cos tan
/// exp log sqrt abs tanh sign step of one argument, min max of two. log is natural, sign(0) = 0,
/// step is 1 for positive arguments and 0 otherwise.
class Formula {
 public:
  /// Compiles a text of at most kMaxLength bytes, nested at most kMaxDepth deep. The message names
  /// the position, counted in characters from 1.
  static Result<Formula> parse(std::string_view text);

  /// The value at x; NaN or infinite where the formula is undefined. Allocates nothing.
  double operator()(double x) const;

  static constexpr int kMaxLength = 200;
  static constexpr int kMaxDepth = 40;

 private:
  friend class FormulaParser;
  enum class Op : unsigned char {
    Number, X, Add, Subtract, Multiply, Divide, Power, Negate,
    Sin, Cos, Tan, Exp, Log, Sqrt, Abs, Tanh, Sign, Step, Min, Max
  };
  struct Instruction {
    Op op;
    double number;
  };
  static double unary(Op op, double a);
  static double binary(Op op, double a, double b);

  Formula() = default;

  std::vector<Instruction> program_;  // in reverse Polish order
};

}  // namespace basin
