#pragma once

#include <string>
#include <vector>

#include "app/ui/platform.h"

namespace basin {

/// Where the pictures of a drawn frame lie and in which colours, for who judges them (Ui::trace).
struct PictureTrace {
  struct Text {
    std::string text;
    ScreenRect place;
    unsigned colour = 0;  ///< As ImU32.
  };
  struct Line {
    std::string name;
    unsigned colour = 0;
    std::vector<float> x, y;  ///< Points on the screen, joined or not.
    bool joined = true;
  };
  std::vector<Text> texts;
  std::vector<ScreenRect> plots;    ///< Where data is drawn.
  std::vector<ScreenRect> legends;
  std::vector<Line> lines;
  int emptyAxes = 0;  ///< Axes with fewer than two numbers.
};

}  // namespace basin
