#include "base/number_text.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <initializer_list>
#include <limits>
#include <utility>

#include "base/rng.h"

using namespace basin;

TEST_CASE("numbers read back from their text as they were") {
  Rng rng(3);
  for (int i = 0; i < 20000; ++i) {
    const double value = rng.normal() * std::pow(10, rng.uniform(-300, 300));
    CHECK(std::strtod(shortestText(value).c_str(), nullptr) == value);
    const auto single = static_cast<float>(rng.normal() * std::pow(10, rng.uniform(-30, 30)));
    CHECK(std::strtof(shortestText(single).c_str(), nullptr) == single);
  }
  CHECK(shortestText(0.1) == "0.1");
  CHECK(shortestText(0.1f) == "0.1");
  CHECK(shortestText(1e-6) == "1e-06");
  CHECK(shortestText(100000.0) == "100000");
  CHECK(shortestText(1.0 / 3) == "0.3333333333333333");
  CHECK(shortestText(5e-324) == "4.94065645841247e-324");
  CHECK(shortestText(std::numeric_limits<double>::max()) == "1.7976931348623157e+308");
  CHECK(shortestText(-std::nan("")) == "nan");
  CHECK(shortestText(-std::numeric_limits<double>::infinity()) == "-inf");
}

TEST_CASE("numbers with decimals and with significant digits") {
  CHECK(fixedText(12.5, 2) == "12.50");
  CHECK(fixedText(-0.126, 2) == "-0.13");
  CHECK(fixedText(1e300, 0).size() == 301);
  CHECK(scientificText(12.5, 3) == "1.25e+01");
  CHECK(scientificText(0.99996, 3) == "1.00e+00");
}

TEST_CASE("numbers are read whole or not at all") {
  CHECK(readNumber(" -1.5 ") == -1.5);
  CHECK(readNumber("+2e3") == 2000);
  for (const char* bad : {"", " ", "abc", "1x", "1 2", "+-1", "++1", "+−1", "1−", "−", "nan", "inf",
                          "1e999", "0x10"}) {
    CHECK_MESSAGE(!readNumber(bad), bad);
  }
}

TEST_CASE("numbers are read with the signs and blanks of other programs") {
  CHECK(readNumber("−1") == -1);
  CHECK(readNumber("–0.5") == -0.5);
  CHECK(readNumber("2e−3") == 0.002);
  CHECK(readNumber("\u00A00.1\u200B\r\n") == 0.1);
  CHECK(readNumber("\uFEFF7\u202F") == 7);
  CHECK(trimmed("\t a b\u00A0") == "a b");
  CHECK(trimmed("\u00A0 \u200B") == "");
}

TEST_CASE("a decimal comma is taken for a point, one that may stand between thousands is not") {
  for (const auto& [text, plain] :
       std::initializer_list<std::pair<const char*, const char*>>{{"0,25", "0.25"},
                                                                  {",5", ".5"},
                                                                  {"5,", "5."},
                                                                  {"-0,125", "-0.125"},
                                                                  {"1,2345", "1.2345"},
                                                                  {"1234,567", "1234.567"},
                                                                  {"-12,5e3", "-12.5e3"},
                                                                  {"1,234", "1,234"},
                                                                  {"-12,345", "-12,345"},
                                                                  {"123,456e2", "123,456e2"},
                                                                  {"1,000.5", "1,000.5"},
                                                                  {"1.000,5", "1.000,5"},
                                                                  {"1,2,3", "1,2,3"},
                                                                  {"1.5", "1.5"},
                                                                  {",", "."},
                                                                  {"", ""}}) {
    CHECK(pointForComma(text) == plain);
  }
}
