// Articles where no document surrounds the app.
#include "app/panes/article.h"

#include <doctest/doctest.h>

using namespace basin;

TEST_CASE("an article quotes the numbers that presets expect") {
  CHECK(withNumbers("It takes {saddle.three-ways.plain-steps} steps") == "It takes 142 steps");
  CHECK(withNumbers("{landscape.own-plane.barrier}, {saddle.monkey.value}") == "0.372, -0.0833");
  CHECK(withNumbers("{saddle.three-ways.plain-steps}{gd.valley.critical-step}") == "14233");
}

TEST_CASE("braces that name no number stay as they are") {
  for (const char* text :
       {"", "{", "}", "{}", "{a", "$x_{0}$", "{saddle.three-ways}", "{saddle.three-ways.none}",
        "{saddle.none.value}", "{none.none.none}", "{..}", "{{x.y}"}) {
    CHECK(withNumbers(text) == text);
  }
}
