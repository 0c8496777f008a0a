#include "data/formula.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

#include "linalg/portable_trig.h"

namespace basin {
namespace {

// A text of kMaxLength bytes pushes fewer values than this before it combines them.
constexpr int kStack = Formula::kMaxLength + 1;

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

double Formula::unary(Op op, double a) {
  switch (op) {
    case Op::Negate: return -a;
    case Op::Sin: return portableSin(a);
    case Op::Cos: return portableCos(a);
    case Op::Tan: return std::tan(a);
    case Op::Exp: return std::exp(a);
    case Op::Log: return std::log(a);
    case Op::Sqrt: return std::sqrt(a);
    case Op::Abs: return std::abs(a);
    case Op::Tanh: return std::tanh(a);
    case Op::Sign: return a > 0 ? 1 : a < 0 ? -1 : a;
    default: return a > 0 ? 1 : std::isnan(a) ? a : 0;  // Step
  }
}

double Formula::binary(Op op, double a, double b) {
  switch (op) {
    case Op::Add: return a + b;
    case Op::Subtract: return a - b;
    case Op::Multiply: return a * b;
    case Op::Divide: return a / b;
    case Op::Power: return std::pow(a, b);
    case Op::Min: return std::isnan(a) ? a : std::min(b, a);
    default: return std::isnan(a) ? a : std::max(b, a);  // Max
  }
}

double Formula::operator()(double x) const {
  std::array<double, kStack> stack;
  int top = 0;
  for (const Instruction& instruction : program_) {
    switch (instruction.op) {
      case Op::Number: stack[top++] = instruction.number; break;
      case Op::X: stack[top++] = x; break;
      case Op::Add: case Op::Subtract: case Op::Multiply: case Op::Divide: case Op::Power:
      case Op::Min: case Op::Max:
        --top;
        stack[top - 1] = binary(instruction.op, stack[top - 1], stack[top]);
        break;
      default: stack[top - 1] = unary(instruction.op, stack[top - 1]);
    }
  }
  return stack[0];
}

/// Recursive descent; every function returns false after noting the first error.
class FormulaParser {
 public:
  explicit FormulaParser(std::string_view text) : text_(text) {}

  Result<Formula> run() {
    if (text_.size() > static_cast<size_t>(Formula::kMaxLength)) {
      return Failure{"the formula is longer than " + std::to_string(Formula::kMaxLength) +
                     " characters"};
    }
    skip();
    if (at_ == text_.size()) return Failure{"the formula is empty"};
    if (!sum()) return Failure{error_};
    if (at_ != text_.size()) {
      fail(peek() == ')' ? "this parenthesis closes nothing" : "an operator is expected");
      return Failure{error_};
    }
    return std::move(formula_);
  }

 private:
  using Op = Formula::Op;
  struct Function {
    std::string_view name;
    Op op;
    int arguments;
  };
  static constexpr Function kFunctions[] = {
      {"sin", Op::Sin, 1},   {"cos", Op::Cos, 1},   {"tan", Op::Tan, 1},   {"exp", Op::Exp, 1},
      {"log", Op::Log, 1},   {"sqrt", Op::Sqrt, 1}, {"abs", Op::Abs, 1},   {"tanh", Op::Tanh, 1},
      {"sign", Op::Sign, 1}, {"step", Op::Step, 1}, {"min", Op::Min, 2},   {"max", Op::Max, 2}};

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) !=
                                     std::string_view::npos) {
      ++at_;
    }
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    skip();
    return true;
  }
  bool failAt(size_t position, const std::string& why) {
    if (error_.empty()) error_ = "position " + std::to_string(position + 1) + ": " + why;
    return false;
  }
  bool fail(const std::string& why) { return failAt(at_, why); }
  bool emit(Op op, double number = 0) {
    formula_.program_.push_back({op, number});
    return true;
  }

  bool sum() {
    if (!product()) return false;
    while (true) {
      if (take('+')) {
        if (!product()) return false;
        emit(Op::Add);
      } else if (take('-')) {
        if (!product()) return false;
        emit(Op::Subtract);
      } else {
        return true;
      }
    }
  }

  bool product() {
    if (!signedFactor()) return false;
    while (true) {
      if (take('*')) {
        if (!signedFactor()) return false;
        emit(Op::Multiply);
      } else if (take('/')) {
        if (!signedFactor()) return false;
        emit(Op::Divide);
      } else if (isLetter(peek()) || peek() == '(') {
        if (!power()) return false;
        emit(Op::Multiply);
      } else {
        return true;
      }
    }
  }

  bool signedFactor() {
    if (++depth_ > Formula::kMaxDepth) return fail("nested too deeply");
    bool good = false;
    if (take('-')) {
      good = signedFactor() && emit(Op::Negate);
    } else if (take('+')) {
      good = signedFactor();
    } else {
      good = power();
    }
    --depth_;
    return good;
  }

  bool power() {
    if (!primary()) return false;
    if (!take('^')) return true;
    return signedFactor() && emit(Op::Power);
  }

  bool primary() {
    if (++depth_ > Formula::kMaxDepth) return fail("nested too deeply");
    bool good = false;
    const char c = peek();
    if (isDigit(c) || c == '.') {
      good = number();
    } else if (isLetter(c)) {
      good = name();
    } else if (c == '(') {
      good = parenthesis();
    } else if (c == '\0') {
      good = fail("the formula ends where a number, x or a function is expected");
    } else {
      good = fail(std::string("a number, x or a function is expected") +
                  (c >= 32 && c < 127 ? std::string(", not '") + c + "'" : ""));
    }
    --depth_;
    return good;
  }

  bool parenthesis() {
    const size_t open = at_;
    take('(');
    if (!sum()) return false;
    return take(')') || failAt(open, "this parenthesis is never closed");
  }

  bool number() {
    double value = 0;
    // "2e" followed by no digit is 2 times e, which from_chars reads as 2 and leaves the e.
    const auto [stop, error] =
        std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc() || !std::isfinite(value)) return fail("not a number");
    at_ = static_cast<size_t>(stop - text_.data());
    if (isDigit(peek()) || peek() == '.') return fail("not a number");
    skip();
    if (isDigit(peek()) || peek() == '.') return fail("an operator is expected");
    return emit(Op::Number, value);
  }

  bool name() {
    const size_t start = at_;
    while (isLetter(peek()) || isDigit(peek())) ++at_;
    const std::string_view word = text_.substr(start, at_ - start);
    skip();
    if (word == "x") return emit(Op::X);
    if (word == "pi") return emit(Op::Number, std::numbers::pi);
    if (word == "e") return emit(Op::Number, std::numbers::e);
    for (const Function& function : kFunctions) {
      if (word == function.name) return call(function, start);
    }
    return failAt(start, "unknown name '" + std::string(word.substr(0, 20)) +
                             "'; known are x, pi, e, sin, cos, tan, exp, log, sqrt, abs, tanh, "
                             "sign, step, min and max");
  }

  bool call(const Function& function, size_t start) {
    const std::string quoted = "'" + std::string(function.name) + "'";
    const size_t open = at_;
    if (!take('(')) return failAt(start, quoted + " needs its argument in parentheses");
    for (int i = 0; i < function.arguments; ++i) {
      if (i > 0 && !take(',')) return fail(quoted + " takes two arguments, separated by a comma");
      if (!sum()) return false;
    }
    if (peek() == ',') return fail(quoted + " takes fewer arguments");
    if (!take(')')) return failAt(open, "this parenthesis is never closed");
    return emit(function.op);
  }

  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
  std::string error_;
  Formula formula_;
};

Result<Formula> Formula::parse(std::string_view text) { return FormulaParser(text).run(); }

}  // namespace basin
