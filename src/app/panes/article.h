#pragma once

#include <string>
#include <vector>

#include "app/ui/platform.h"
#include "app/ui/ui.h"

namespace basin {

/// A lab's article where no document surrounds the app (desktop): Markdown set in the app's own
/// fonts, formulas written with Unicode signs.
class Article {
 public:
  /// Draws the article of a lab into the present window.
  void draw(const Ui& ui, const Platform& platform, const std::string& lab);

 private:
  struct Block {
    enum class Kind { Heading, Text, Item, Formula } kind = Kind::Text;
    std::string text;
  };
  void read(const std::string& markdown);

  std::string shown_;  ///< Language and lab.
  std::vector<Block> blocks_;
};

/// A formula in LaTeX as plain Unicode text: \eta -> η, x_0 -> x₀, \frac{a}{b} -> a/b. Commands it
/// does not know keep their name.
std::string plainFormula(std::string_view latex);

/// Markdown with the numbers that presets expect in place of {LAB.PRESET.SCALAR}, as in
/// cmake/theory.mjs; what no preset expects stays as it is.
std::string withNumbers(std::string_view markdown);

/// Markdown running text without its marks, formulas between $ turned plain.
std::string plainText(std::string_view markdown);

}  // namespace basin
