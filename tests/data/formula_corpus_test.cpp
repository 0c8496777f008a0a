// Formulas as people write them, each with its values or with what the refusal says.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "data/formula.h"

using namespace basin;

namespace {

struct Taken {
  const char* text;
  double (*value)(double x);
};

double pi() { return std::acos(-1.0); }
double gauss(double x) { return std::exp(-x * x); }

const Taken kTaken[] = {
    // Signs of typeset mathematics.
    {"sin(πx)", [](double x) { return std::sin(pi() * x); }},
    {"sin(2πx)", [](double x) { return std::sin(2 * pi() * x); }},
    {"2·sin(π·x)", [](double x) { return 2 * std::sin(pi() * x); }},
    {"x − 1", [](double x) { return x - 1; }},
    {"−x²", [](double x) { return -x * x; }},
    {"x – 0.5", [](double x) { return x - 0.5; }},
    {"3 × x ÷ 2", [](double x) { return 1.5 * x; }},
    {"x⋅x", [](double x) { return x * x; }},
    {"x² + 2x³", [](double x) { return x * x + 2 * x * x * x; }},
    {"x⁻²", [](double x) { return 1 / (x * x); }},
    {"x¹⁰", [](double x) { return std::pow(x, 10); }},
    {"eˣ", [](double x) { return std::exp(x); }},
    {"e⁻²ˣ", [](double x) { return std::exp(-2 * x); }},
    {"e^(−x²)", gauss},
    {"½x²", [](double x) { return x * x / 2; }},
    {"√x", [](double x) { return std::sqrt(x); }},
    {"√(x² + 1)", [](double x) { return std::sqrt(x * x + 1); }},
    {"2√2 x", [](double x) { return 2 * std::sqrt(2) * x; }},
    {"∛x", [](double x) { return std::cbrt(x); }},
    {"|x|", [](double x) { return std::abs(x); }},
    {"2|x − 1| + |x|", [](double x) { return 2 * std::abs(x - 1) + std::abs(x); }},
    {"|x||x+1|", [](double x) { return std::abs(x * (x + 1)); }},
    {"|2(|x| - 1)|", [](double x) { return std::abs(2 * (std::abs(x) - 1)); }},
    {"sin²(x) + cos²x", [](double) { return 1.0; }},
    {"log₂(8x)", [](double x) { return 3 + std::log2(x); }},
    {"𝑥² + 𝜋", [](double x) { return x * x + pi(); }},
    {"（ｘ＋１）＊２", [](double x) { return 2 * (x + 1); }},
    // Blanks that cannot be told from others.
    {"2\u00A0x + 1", [](double x) { return 2 * x + 1; }},
    {"\uFEFFx\u200B^\u202F2", [](double x) { return x * x; }},
    {"  x\t*\r\n2 ", [](double x) { return 2 * x; }},
    // Programs and calculators.
    {"x**2", [](double x) { return x * x; }},
    {"x ** -2", [](double x) { return 1 / (x * x); }},
    {"np.sin(2*np.pi*x)", [](double x) { return std::sin(2 * pi() * x); }},
    {"Math.exp(-x*x)", gauss},
    {"x.^2 .* 3 ./ 2", [](double x) { return 1.5 * x * x; }},
    {"x*x;", [](double x) { return x * x; }},
    {"=SIN(x)*PI", [](double x) { return std::sin(x) * pi(); }},
    {"pow(x, 3)", [](double x) { return x * x * x; }},
    {"Sin[2 X]", [](double x) { return std::sin(2 * x); }},
    {"x^{2}", [](double x) { return x * x; }},
    {"1E-1x", [](double x) { return 0.1 * x; }},
    // The left side.
    {"y = x^2", [](double x) { return x * x; }},
    {"f(x) = 3x", [](double x) { return 3 * x; }},
    {"f(x):=3x", [](double x) { return 3 * x; }},
    {"loss=x", [](double x) { return x; }},
    {"x -> x^2", [](double x) { return x * x; }},
    {"x ↦ x+1", [](double x) { return x + 1; }},
    // Decimal commas.
    {"0,5x", [](double x) { return 0.5 * x; }},
    {"1,25 + x", [](double x) { return 1.25 + x; }},
    {"0,125x", [](double x) { return 0.125 * x; }},
    {"sin(1,5x)", [](double x) { return std::sin(1.5 * x); }},
    {"max(0,5; x)", [](double x) { return std::max(0.5, x); }},
    {"max(0,x)", [](double x) { return std::max(0.0, x); }},
    {"max(0,5)", [](double) { return 5.0; }},
    {"max(sin(0,5x),0)", [](double x) { return std::max(std::sin(0.5 * x), 0.0); }},
    // Functions.
    {"ln(x)", [](double x) { return std::log(x); }},
    {"LN x", [](double x) { return std::log(x); }},
    {"log10(x)", [](double x) { return std::log10(x); }},
    {"log2 x", [](double x) { return std::log2(x); }},
    {"atan(x) + arctan(x)", [](double x) { return 2 * std::atan(x); }},
    {"arcsin(x/9)", [](double x) { return std::asin(x / 9); }},
    {"sinh(x) - cosh(x)", [](double x) { return -std::exp(-x); }},
    {"floor(x) + ceil(x)", [](double x) { return std::floor(x) + std::ceil(x); }},
    {"round(3x)", [](double x) { return std::round(3 * x); }},
    {"relu(x - 1)", [](double x) { return std::max(0.0, x - 1); }},
    {"sigmoid(x)", [](double x) { return 1 / (1 + std::exp(-x)); }},
    {"sgn(x - 1)", [](double x) { return x > 1 ? 1.0 : -1.0; }},
    {"mod(x - 3, 2)", [](double x) { return (x - 3) - 2 * std::floor((x - 3) / 2); }},
    {"sen(x) tg(x)", [](double x) { return std::sin(x) * std::tan(x); }},
    {"EXP(-X^2)", gauss},
    // Products and parentheses left out.
    {"sin x", [](double x) { return std::sin(x); }},
    {"sin 2πx", [](double x) { return std::sin(2 * pi() * x); }},
    {"sinx", [](double x) { return std::sin(x); }},
    {"xsin(x)", [](double x) { return x * std::sin(x); }},
    {"sin x cos 3x", [](double x) { return std::sin(x) * std::cos(3 * x); }},
    {"sin x + 1", [](double x) { return std::sin(x) + 1; }},
    {"sin x²", [](double x) { return std::sin(x * x); }},
    {"sin^2 x", [](double x) { return std::sin(x) * std::sin(x); }},
    {"x / ln x", [](double x) { return x / std::log(x); }},
    {"sin x / x", [](double x) { return std::sin(x) / x; }},
    {"exp -x^2", gauss},
    {"ln|x|", [](double x) { return std::log(std::abs(x)); }},
    {"ln sin x", [](double x) { return std::log(std::sin(x)); }},
    {"x(x+1)", [](double x) { return x * (x + 1); }},
    {"xx", [](double x) { return x * x; }},
    {"xe^x", [](double x) { return x * std::exp(x); }},
    {"3x sin(x) (x - 1)", [](double x) { return 3 * x * std::sin(x) * (x - 1); }},
    {"[2(x + 1)]{x}", [](double x) { return 2 * (x + 1) * x; }},
};

struct Refused {
  const char* text;
  const char* why;  ///< What the message begins with.
};

const Refused kRefused[] = {
    // The first thing wrong, not the parenthesis around it.
    {"sin(2§x)", "position 6: '§' is no sign of a formula of x"},
    {"(x + foo", "position 6: unknown name 'foo'; the variable is x"},
    {"((x) + 1", "position 1: this parenthesis is never closed"},
    {"sin(x", "position 4: this parenthesis is never closed"},
    {"|x + 1", "position 1: this bar is never closed"},
    {"(x + 1]", "position 7: this parenthesis closes nothing"},
    {"πππ$", "position 4: '$' is not read here: write sin(x)"},
    {"x + ä", "position 5: 'ä' is no sign of a formula of x"},
    {"x + \a", "position 5: 'U+0007' is no sign of a formula of x"},
    {"x \xFF", "position 3: 'U+FFFD' is no sign of a formula of x"},
    // Signs with what to write.
    {"x : 2", "position 3: ':' is not read here: write a/b"},
    {"x % 2", "position 3: '%' is not read here: write mod(a,b)"},
    {"x > 0 ? 1 : 0", "position 3: '>' is not read here: write step(x)"},
    {"x ≤ 1", "position 3: '≤' is not read here: write step(x)"},
    {"\\sin(x)", "position 1: '\\' is not read here: write sin(x)"},
    {"90° x", "position 3: '°' is not read here: write x*pi/180"},
    {"x ± 1", "position 3: '±' is not read here: write +"},
    {"⌊x⌋", "position 1: '⌊' is not read here: write floor(x)"},
    {"x!", "position 2: '!' is no sign"},
    {"xⁿ", "position 2: 'ⁿ' is not read here: write x^2"},
    {"x^2 = 4", "position 5: an equation cannot be read"},
    {"x = 2", "position 3: an equation cannot be read"},
    {"sin(t)", "position 5: unknown name 't'; the variable is x"},
    {"x, 2", "position 2: ',' stands between the two arguments"},
    {"x; 2", "position 2: ';' stands between the two arguments"},
    // Two readings.
    {"1,234x", "position 1: '1,234' can be read in two ways: write 1.234 / 1234"},
    {"1,000,000", "position 1: '1,000,000' can be read in two ways: write 1000000"},
    {"x2", "position 1: 'x2' can be read in two ways: write x^2 / x*2"},
    {"ex", "position 1: 'ex' can be read in two ways: write e^x / e*x"},
    {"√2x", "position 1: '√2x' can be read in two ways: write √(…)"},
    {"√x²", "position 1: '√x²' can be read in two ways: write √(…)"},
    {"sin2x", "position 1: 'sin2' can be read in two ways: write sin(…) / sin(x)^2"},
    {"sin⁻¹(x)", "position 1: 'sin⁻¹' can be read in two ways: write asin(x) / 1/sin(x)"},
    {"log2x", "position 1: 'log2x' can be read in two ways: write log2(…)"},
    {"lg(x)", "position 1: 'lg' can be read in two ways: write log10 / log2"},
    {"sin x/2", "position 5: 'x/' can be read in two ways: write sin(…)"},
    {"sin 2πx/3", "position 5: '2πx/' can be read in two ways: write sin(…)"},
    {"sin x (x + 1)", "position 5: 'x (' can be read in two ways: write sin(…)"},
    {"sin 2 cos x", "position 5: '2 c' can be read in two ways: write sin(…)"},
    {"x²^3", "position 1: 'x²^' can be read in two ways: write (x²)^…"},
    // Numbers.
    {"1 000", "position 3: an operator is expected"},
    {"(x+1)2", "position 6: an operator is expected: write * for a product, ^ for a power"},
    {"2½", "position 2: an operator is expected"},
    {"1.000.000", "position 6: not a number"},
    {"min(0,5, x)", "position 8: 'min' takes two arguments; between decimal commas write ;"},
    {"||x|-1|", "position 2: bars within bars: write abs(x)"},
    {"exp^x", "position 1: 'exp' needs its argument in parentheses"},
    {"x²²ⁿ", "position 4: 'ⁿ' is not read here"},
    {"x^²", "position 3: '²' is not read here: write ^(…)"},
    {"sin⁰(x)", "position 1: 'sin' needs its argument in parentheses"},
    {"sin^1000(x)", "position 1: 'sin' needs its argument in parentheses"},
    {"sin", "position 1: 'sin' needs its argument in parentheses"},
    {"sin + 1", "position 5: a number, x or a function is expected, not '+'"},
    {"example", "position 1: unknown name 'example'"},
    {"max x", "position 1: 'max' needs its argument in parentheses"},
};

}  // namespace

TEST_CASE("formulas as people write them have the values that people expect") {
  CHECK(std::size(kTaken) + std::size(kRefused) > 100);
  for (const Taken& each : kTaken) {
    const auto formula = Formula::parse(each.text);
    CHECK_MESSAGE(formula.ok(), each.text << ": " << (formula.ok() ? "" : formula.error()));
    if (!formula.ok()) continue;
    for (const double x : {0.3, 1.7, 2.5}) {
      CAPTURE(each.text);
      CAPTURE(x);
      const double expected = each.value(x), found = formula.value()(x);
      CHECK(std::abs(found - expected) <= 1e-12 * (1 + std::abs(expected)));
    }
  }
}

TEST_CASE("what can be read in two ways, or in none, is named with what to write") {
  for (const Refused& each : kRefused) {
    const auto formula = Formula::parse(each.text);
    CHECK_MESSAGE(!formula.ok(), each.text);
    if (formula.ok()) continue;
    CAPTURE(each.text);
    CHECK_MESSAGE(formula.error().starts_with(each.why), formula.error());
  }
}
