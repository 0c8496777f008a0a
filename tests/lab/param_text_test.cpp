#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "lab/claim.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "support/bowl_lab.h"

using namespace basin;

namespace {

const ParamDef& param(const char* id) {
  const LabDef& lab = tests::bowlLab();
  return lab.params[paramIndex(lab, id)];
}

}  // namespace

TEST_CASE("values read from text") {
  CHECK(std::get<double>(parseValue(param("rate"), " 1e-2 ").value()) == 0.01);
  CHECK(std::get<double>(parseValue(param("rate"), "0,125").value()) == 0.125);
  CHECK(std::get<std::int64_t>(parseValue(param("length"), "1e3").value()) == 1000);
  CHECK(std::get<std::int64_t>(parseValue(param("length"), "+7").value()) == 7);
  CHECK(std::get<bool>(parseValue(param("momentum"), "on").value()));
  CHECK(std::get<std::int64_t>(parseValue(param("start"), "random").value()) == 1);
  CHECK(std::get<std::vector<int>>(parseValue(param("widths"), "8, 4").value()) ==
        std::vector{8, 4});
  CHECK(std::get<std::vector<int>>(parseValue(param("widths"), "none").value()).empty());
  CHECK(std::get<std::string>(parseValue(param("caption"), " as it is ").value()) ==
        " as it is ");
}

TEST_CASE("text that is no value gets a message with parameter, text and what is allowed") {
  for (const char* bad : {"", "abc", "1x", "0x10", "nan", "inf", "1,500", "--3", "1e999"}) {
    const auto result = parseValue(param("rate"), bad);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error() == std::string("rate: '") + bad + "' is not a number from 0.001 to 10");
  }
  CHECK(parseValue(param("start"), "fast").error() ==
        "start: 'fast' is not one of fixed, random");
  CHECK_FALSE(parseValue(param("length"), "1.5").ok());
  CHECK_FALSE(parseValue(param("widths"), "4,,2").ok());
  CHECK_FALSE(parseValue(param("widths"), "4,99999999999").ok());
  CHECK_FALSE(parseValue(param("momentum"), "yes").ok());
}

TEST_CASE("what is written is read back as the same value") {
  const LabDef& lab = tests::bowlLab();
  const ParamValue values[] = {0.1 + 0.2, -1.5, std::int64_t{123456789}, true, std::int64_t{1},
                               std::vector<int>{1, 2, 3}, std::string("ünïcode & co"),
                               -std::numeric_limits<double>::denorm_min()};
  for (std::size_t i = 0; i < lab.params.size(); ++i) {
    const auto back = parseValue(lab.params[i], formatValue(lab.params[i], values[i]));
    REQUIRE(back.ok());
    CHECK(back.value() == values[i]);
  }
}

TEST_CASE("ranges: message, clamping, NaN") {
  CHECK(rangeError(param("rate"), 11.0).value() ==
        "rate: '11' is not a number from 0.001 to 10");
  CHECK_FALSE(rangeError(param("rate"), 10.0));
  CHECK(rangeError(param("rate"), std::nan("")).has_value());
  CHECK(rangeError(param("rate"), std::int64_t{1}).has_value());
  CHECK(rangeError(param("start"), std::int64_t{2}).has_value());
  CHECK(rangeError(param("widths"), std::vector<int>{1, 2, 3, 4, 5}).has_value());
  CHECK(rangeError(param("widths"), std::vector<int>{65}).has_value());
  CHECK(std::get<double>(clampValue(param("rate"), std::nan(""))) == 1e-3);
  CHECK(std::get<double>(clampValue(param("rate"), 1e9)) == 10);
  CHECK(std::get<std::vector<int>>(clampValue(param("widths"), std::vector<int>{0, 99, 3, 4, 5})) ==
        std::vector{1, 64, 3, 4});
  // A cut never leaves half a character: 39 letters and "ü" are 41 bytes.
  const std::string longText = std::string(39, 'a') + "ü";
  CHECK(std::get<std::string>(clampValue(param("caption"), longText)) == std::string(39, 'a'));
}

TEST_CASE("numbers for readers have three significant digits") {
  CHECK(formatNumber(0.1) == "0.100");
  CHECK(formatNumber(3.14159) == "3.14");
  CHECK(formatNumber(1234.5) == "1234");
  CHECK(formatNumber(-0.05) == "−0.0500");
  CHECK(formatNumber(1.25e-6) == "1.25·10⁻⁶");
  CHECK(formatNumber(-1e-123) == "−1.00·10⁻¹²³");
  CHECK(formatNumber(-0.0) == "0");
  CHECK(formatNumber(0.99996) == "1.00");
  CHECK(formatNumber(9.996) == "10.0");
  CHECK(formatNumber(999999.9) == "1.00·10⁶");
  CHECK(formatNumber(0) == "0");
  CHECK(formatNumber(17) == "17");
  CHECK(formatNumber(std::nan("")) == "–");
  CHECK(formatNumber(std::numeric_limits<double>::infinity()) == "∞");
}

TEST_CASE("settings and ticks are as short as they can be") {
  CHECK(shortNumber(0.1 + 0.2) == "0.3");
  CHECK(shortNumber(-2) == "−2");
  CHECK(shortNumber(-0.0) == "0");
  CHECK(shortNumber(20000) == "20000");
  CHECK(shortNumber(1e-6) == "10⁻⁶");
  CHECK(shortNumber(-1e7) == "−10⁷");
  CHECK(shortNumber(2.5e-14) == "2.5·10⁻¹⁴");
  CHECK(shortNumber(11e10) == "1.1·10¹¹");
  CHECK(shortNumber(std::nan("")) == "–");
  CHECK(shortNumber(-std::numeric_limits<double>::infinity()) == "−∞");
}

TEST_CASE("checks are judged as documented") {
  CHECK(judged(1.04, Relation::About, 1, 0.05).state == CheckState::Holds);
  CHECK(judged(1.06, Relation::About, 1, 0.05).state == CheckState::Fails);
  CHECK(judged(0.04, Relation::About, 0, 0.05).state == CheckState::Holds);
  CHECK(judged(-1.06, Relation::About, -1, 0.05).state == CheckState::Fails);
  CHECK(judged(2, Relation::AtMost, 1.9, 0.2).state == CheckState::Holds);
  CHECK(judged(2, Relation::AtMost, 1.9, 0.05).state == CheckState::Fails);
  CHECK(judged(2, Relation::AtLeast, 2.1, 0.2).state == CheckState::Holds);
  CHECK(judged(2, Relation::AtLeast, 2.1, 0.05).state == CheckState::Fails);
  for (Relation relation : {Relation::AtMost, Relation::About, Relation::AtLeast}) {
    CHECK(judged(std::nan(""), relation, 1, 10).state == CheckState::Fails);
  }
}

TEST_CASE("pasted rows become one line") {
  CHECK(onOneLine("1\t2\t0\r\n2\t1\t1\r\n") == "1,2,0;2,1,1");
  CHECK(onOneLine("1,2,0\n2,1,1\n") == "1,2,0;2,1,1");
  CHECK(onOneLine("1,2,0;\n2,1,1;\n") == "1,2,0;2,1,1;");
  CHECK(onOneLine("1,2,0;2,1,1\n3,3,0") == "1,2,0;2,1,1;3,3,0");
  CHECK(onOneLine("1,5\t2,25\t0\n3\t4\t1") == "1,5|2,25|0;3|4|1");
  CHECK(onOneLine("1,5;2,25;0\n3;4;1") == "1,5|2,25|0;3|4|1");
  CHECK(onOneLine("1:2 = 1:1\r2 = 3") == "1:2 = 1:1;2 = 3");
  CHECK(onOneLine(" x^2 \n") == "x^2");
  CHECK(onOneLine("1,2; 3,4") == "1,2; 3,4");
  CHECK(onOneLine("") == "");
}
