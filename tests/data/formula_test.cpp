#include "data/formula.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace basin;

namespace {

double at(const char* text, double x) {
  const auto formula = Formula::parse(text);
  REQUIRE_MESSAGE(formula.ok(), text << ": " << formula.error());
  return formula.value()(x);
}

std::string errorOf(const std::string& text) {
  const auto formula = Formula::parse(text);
  REQUIRE_MESSAGE(!formula.ok(), text);
  return formula.error();
}

bool mentions(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("formulas follow the usual precedence") {
  CHECK(at("1 + 2 * 3", 0) == 7);
  CHECK(at("(1 + 2) * 3", 0) == 9);
  CHECK(at("8 - 3 - 2", 0) == 3);
  CHECK(at("8 / 4 / 2", 0) == 1);
  CHECK(at("2^3^2", 0) == 512);
  CHECK(at("-x^2", 3) == -9);
  CHECK(at("(-x)^2", 3) == 9);
  CHECK(at("2^-1", 0) == 0.5);
  CHECK(at("2 * -x", 4) == -8);
  CHECK(at("--x", 4) == 4);
  CHECK(at("+x - +1", 4) == 3);
}

TEST_CASE("a product sign may be left out") {
  CHECK(at("2x", 3) == 6);
  CHECK(at("2x^2", 3) == 18);
  CHECK(at("3 sin(x) cos(x)", 0.5) == doctest::Approx(3 * std::sin(0.5) * std::cos(0.5)));
  CHECK(at("(x+1)(x-1)", 3) == 8);
  CHECK(at("2pi", 0) == doctest::Approx(2 * std::acos(-1.0)));
  CHECK(at("2e", 0) == doctest::Approx(2 * std::exp(1.0)));
  CHECK(at("1/2x", 4) == 2);
}

TEST_CASE("numbers and functions have their values") {
  CHECK(at("1.5e2 + .25", 0) == 150.25);
  CHECK(at("exp(log(x))", 3) == doctest::Approx(3));
  CHECK(at("sqrt(abs(x))", -4) == 2);
  CHECK(at("tanh(x) - sin(x)/cos(x) + tan(x)", 0.3) == doctest::Approx(std::tanh(0.3)));
  CHECK(at("sign(x)", -2) == -1);
  CHECK(at("sign(x)", 0) == 0);
  CHECK(at("step(x)", 0.1) == 1);
  CHECK(at("step(x)", 0) == 0);
  CHECK(at("min(x, 2) + max(x, 2)", 5) == 7);
  CHECK(std::isnan(at("log(x)", -1)));
  CHECK(std::isnan(at("min(2, sqrt(x))", -1)));
  CHECK(std::isinf(at("1/x", 0)));
}

TEST_CASE("formula errors say where and what") {
  CHECK(errorOf("") == "the formula is empty");
  CHECK(errorOf("  ") == "the formula is empty");
  CHECK(mentions(errorOf("2 + foo(x)"), "position 5: unknown name 'foo'"));
  CHECK(mentions(errorOf("2 +"), "position 4: the formula ends"));
  CHECK(mentions(errorOf("(x + 1"), "position 1: this parenthesis is never closed"));
  CHECK(mentions(errorOf("x + 1)"), "position 6: this parenthesis closes nothing"));
  CHECK(mentions(errorOf("sin"), "position 1: 'sin' needs its argument in parentheses"));
  CHECK(mentions(errorOf("max(x)"), "'max' takes two arguments"));
  CHECK(mentions(errorOf("sin(x, 2)"), "'sin' takes one argument"));
  CHECK(mentions(errorOf("2 3"), "position 3: an operator is expected"));
  CHECK(mentions(errorOf("1.2.3"), "not a number"));
  CHECK(mentions(errorOf("1e999"), "not a number"));
  CHECK(mentions(errorOf("x $ 2"), "position 3"));
  CHECK(mentions(errorOf("x * \xC3\xA4"), "position 5"));
  CHECK(mentions(errorOf("*x"), "not '*'"));
}

TEST_CASE("formulas are bounded in length and depth") {
  CHECK(mentions(errorOf(std::string(201, '1')), "longer than 200"));
  CHECK(mentions(errorOf(std::string(90, '(') + "x" + std::string(90, ')')), "too deeply"));
  CHECK(mentions(errorOf(std::string(150, '-') + "x"), "too deeply"));
  std::string tower = "x";
  for (int i = 0; i < 60; ++i) tower += "^x";
  CHECK(mentions(errorOf(tower), "too deeply"));
  std::string sum = "x";
  for (int i = 0; i < 99; ++i) sum += "+x";
  CHECK(at(sum.c_str(), 1) == 100);
  CHECK(at("x(x(x(x(x(x(x(x))))))) ", 2) == 256);
}

TEST_CASE("positions count characters, whatever their bytes") {
  CHECK(mentions(errorOf("π·x² + ?"), "position 8: '?'"));
  CHECK(mentions(errorOf("𝑥 ?"), "position 3: '?'"));
  std::string raised;
  for (int i = 0; i < 60; ++i) raised += "x²";
  CHECK(at(raised.c_str(), 1) == 1);
}

TEST_CASE("no text of a hostile alphabet makes the parser stumble") {
  const std::vector<std::string> alphabet = {
      "x", "2", ".", "e", "+", "-", "*", "/", "^", "(", ")", ",", " ", "sin", "m", "max", "log", "\t", "\xFF",
      "²", "⁻", "ˣ", "√", "π", "|", "|", "½", ";", "=", "−", "₂", "np.", "[", "]", "\xE2", "𝑥", "\u00A0"};
  unsigned state = 12345;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    state = state * 1664525u + 1013904223u;
    const unsigned length = (state >> 16) % 40;
    for (unsigned i = 0; i < length; ++i) {
      state = state * 1664525u + 1013904223u;
      text += alphabet[(state >> 16) % alphabet.size()];
    }
    const auto formula = Formula::parse(text);
    if (formula.ok()) {
      (void)formula.value()(0.7);
    } else {
      REQUIRE(!formula.error().empty());
    }
  }
}
