#include "data/formula.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "linalg/portable_trig.h"

namespace basin {
namespace {

// A text of kMaxLength bytes pushes fewer values than this before it combines them.
constexpr int kStack = Formula::kMaxLength + 1;

}  // namespace

double Formula::unary(Op op, double a) {
  switch (op) {
    case Op::Negate: return -a;
    case Op::Sin: return portableSin(a);
    case Op::Cos: return portableCos(a);
    case Op::Tan: return std::tan(a);
    case Op::Asin: return std::asin(a);
    case Op::Acos: return std::acos(a);
    case Op::Atan: return std::atan(a);
    case Op::Sinh: return std::sinh(a);
    case Op::Cosh: return std::cosh(a);
    case Op::Tanh: return std::tanh(a);
    case Op::Exp: return std::exp(a);
    case Op::Log: return std::log(a);
    case Op::Log2: return std::log2(a);
    case Op::Log10: return std::log10(a);
    case Op::Sqrt: return std::sqrt(a);
    case Op::Cbrt: return std::cbrt(a);
    case Op::Abs: return std::abs(a);
    case Op::Sign: return a > 0 ? 1 : a < 0 ? -1 : a;
    case Op::Floor: return std::floor(a);
    case Op::Ceil: return std::ceil(a);
    case Op::Round: return std::round(a);
    case Op::Relu: return a < 0 ? 0 : a;
    case Op::Sigmoid: return 1 / (1 + std::exp(-a));
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
    case Op::Mod: return a - b * std::floor(a / b);
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
      case Op::Min: case Op::Max: case Op::Mod:
        --top;
        stack[top - 1] = binary(instruction.op, stack[top - 1], stack[top]);
        break;
      default: stack[top - 1] = unary(instruction.op, stack[top - 1]);
    }
  }
  return stack[0];
}

}  // namespace basin
