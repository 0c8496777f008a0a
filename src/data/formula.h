#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace basin {

/// A function of x written by a reader, such as "sin(2x) + 0.3 x²".
///
/// Read are numbers (also with a decimal comma), x, pi, e, + - * / ^ (right-associative, binds tighter
/// than a minus before it), parentheses of three kinds, |x|, and the functions listed in formula_names.cpp, in
/// capitals too; the signs of typeset mathematics (π − · × ÷ √ x² ½), ** for ^, and blanks of every
/// kind. A product sign may be left out ("2x", "3 sin(x)", "xsin x"), the parentheses of a function too
/// where its argument is plain ("sin 2πx"), and "y =" or "f(x) =" may stand before. log and ln are
/// natural, sign(0) = 0, step is 1 for positive arguments and 0 otherwise.
///
/// What people read in two ways is refused with what to write instead: "1,234", "x2", "√2x", "sin x/2",
/// "sin⁻¹ x", "log2x".
class Formula {
 public:
  /// What a formula is made of.
  enum class Op : unsigned char {
    Number, X, Add, Subtract, Multiply, Divide, Power, Min, Max, Mod, Negate,
    Sin, Cos, Tan, Asin, Acos, Atan, Sinh, Cosh, Tanh, Exp, Log, Log2, Log10, Sqrt, Cbrt, Abs, Sign,
    Step, Floor, Ceil, Round, Relu, Sigmoid
  };

  /// Compiles a text of at most kMaxLength bytes, nested at most kMaxDepth deep. The message names the
  /// first thing that is wrong and its position, counted in characters from 1.
  static Result<Formula> parse(std::string_view text);

  /// The value at x; NaN or infinite where the formula is undefined. Allocates nothing.
  double operator()(double x) const;

  static constexpr int kMaxLength = 200;
  static constexpr int kMaxDepth = 40;

 private:
  friend class FormulaParser;
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
