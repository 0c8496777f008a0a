#include "data/formula_names.h"

namespace basin {
namespace {

using Op = Formula::Op;

// Names of several languages' schools and libraries; all are listed in the message.
constexpr FormulaFunction kFunctions[] = {
    {"sin", Op::Sin, 1},     {"cos", Op::Cos, 1},         {"tan", Op::Tan, 1},
    {"sen", Op::Sin, 1},     {"tg", Op::Tan, 1},          {"arctg", Op::Atan, 1},
    {"asin", Op::Asin, 1},   {"acos", Op::Acos, 1},       {"atan", Op::Atan, 1},
    {"arcsin", Op::Asin, 1}, {"arccos", Op::Acos, 1},     {"arctan", Op::Atan, 1},
    {"sinh", Op::Sinh, 1},   {"cosh", Op::Cosh, 1},       {"tanh", Op::Tanh, 1},
    {"exp", Op::Exp, 1},     {"log", Op::Log, 1},         {"ln", Op::Log, 1},
    {"log2", Op::Log2, 1},   {"log10", Op::Log10, 1},     {"sqrt", Op::Sqrt, 1},
    {"cbrt", Op::Cbrt, 1},   {"abs", Op::Abs, 1},         {"sign", Op::Sign, 1},
    {"sgn", Op::Sign, 1},    {"step", Op::Step, 1},       {"heaviside", Op::Step, 1},
    {"floor", Op::Floor, 1}, {"ceil", Op::Ceil, 1},       {"round", Op::Round, 1},
    {"relu", Op::Relu, 1},   {"sigmoid", Op::Sigmoid, 1}, {"min", Op::Min, 2},
    {"max", Op::Max, 2},     {"mod", Op::Mod, 2},         {"pow", Op::Power, 2}};
constexpr std::string_view kLibraries[] = {"np", "numpy", "math", "torch", "tf", "jnp"};

char32_t signAt(const std::vector<FormulaSign>& signs, std::size_t i) {
  return i < signs.size() ? signs[i].meant : 0;
}

bool stands(const std::vector<FormulaSign>& signs, std::size_t at, std::string_view name) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (lower(signAt(signs, at + i)) != static_cast<char32_t>(name[i])) return false;
  }
  return true;
}

}  // namespace

FormulaWord formulaWordAt(const std::vector<FormulaSign>& signs, std::size_t at) {
  if (signAt(signs, at) == kPi) return {nullptr, kPi, 1};
  FormulaWord word;
  if (stands(signs, at, "x")) word = {nullptr, U'x', 1};
  if (stands(signs, at, "e")) word = {nullptr, U'e', 1};
  if (stands(signs, at, "pi")) word = {nullptr, kPi, 2};
  for (const FormulaFunction& function : kFunctions) {
    if (function.name.size() > word.length && stands(signs, at, function.name)) {
      word = {&function, 0, function.name.size()};
    }
  }
  return word;
}

std::size_t libraryAt(const std::vector<FormulaSign>& signs, std::size_t at) {
  for (const std::string_view library : kLibraries) {
    const std::size_t dot = at + library.size();
    if (stands(signs, at, library) && signAt(signs, dot) == '.' &&
        isLetter(signAt(signs, dot + 1))) {
      return library.size() + 1;
    }
  }
  return 0;
}

std::string formulaNames() {
  std::string names = "pi, e";
  for (const FormulaFunction& function : kFunctions) names += ", " + std::string(function.name);
  return names;
}

}  // namespace basin
