#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "app/ui/platform.h"
#include "app/ui/theme.h"
#include "app/ui/trace.h"
#include "gfx/renderer.h"
#include "io/strings.h"

namespace basin {

/// What every drawing function needs to know; lives for one drawn frame.
struct Ui {
  const Palette& colours;
  const Fonts& fonts;
  const Strings& strings;
  gfx::Renderer* renderer = nullptr;  ///< Null while the graphics context is lost.
  float pixelRatio = 1;
  double now = 0;        ///< Seconds.
  bool touch = false;    ///< Fingers rather than a mouse: larger targets.
  bool dark = false;
  bool reducedMotion = false;  ///< What would ease is there at once.
  bool animating = false;  ///< Set by whoever moves: draw again.
  PictureTrace* trace = nullptr;  ///< Tests: takes down where things are drawn.

  /// English to what the reader reads. The functions below draw what they get.
  std::string tr(std::string_view text) const { return strings.tr(text); }
  std::string tr(std::string_view text, std::initializer_list<std::string_view> values) const {
    return strings.tr(text, values);
  }
};

/// The least side of what a finger should hit; `side` for a mouse.
inline float targetSize(const Ui& ui, float side) { return ui.touch ? std::max(44.0f, side) : side; }

/// Vector icons, drawn in the middle of a square.
enum class Icon { Play, Pause, Step, Restart, Undo, Dice, Share, Sun, Moon, Help, Expand, Shrink,
                  Close, Back, Controls, Book, Plus, Minus, Check, Cross, Dots, Dash, Chevron,
                  Surface, Heatmap, Globe };

void drawIcon(ImDrawList* draw, Icon icon, ImVec2 centre, float size, ImU32 colour);

/// Text at a place, in a size; bold when asked.
void drawText(const Ui& ui, ImDrawList* draw, ImVec2 at, float size, ImU32 colour,
              std::string_view text, bool bold = false);
ImVec2 textSize(const Ui& ui, float size, std::string_view text, bool bold = false);
/// The text, shortened with an ellipsis to fit the width.
std::string fitted(const Ui& ui, float size, std::string_view text, float width,
                   bool bold = false);

/// The text with line breaks that ImGui would not find, those between Chinese characters.
std::string wrapped(const Ui& ui, float size, std::string_view text, float width,
                    bool bold = false);
/// The text in at most so many lines of a width, with an ellipsis when there would be more.
std::string fittedLines(const Ui& ui, float size, std::string_view text, float width, int most,
                        bool bold = false);
/// Shows the whole text while the pointer is on a place where it is shown shortened.
void cutTip(const Ui& ui, const ScreenRect& place, std::string_view shown, std::string_view whole);

/// A paragraph in the present window, wrapped.
void paragraph(const Ui& ui, float size, ImU32 colour, std::string_view text, bool bold = false);

/// A square button with an icon; `label` is what it says on hover and to tests. True when pressed.
bool iconButton(const Ui& ui, const char* id, Icon icon, std::string_view label, float side = 36,
                bool filled = false, bool enabled = true);

/// A pill with text, at most `most` wide; `on` fills it with the accent. True when pressed.
bool chip(const Ui& ui, const char* id, std::string_view text, bool on, float most = 1e9f);

/// A row of alternatives of which one is chosen, as wide as `width`. Returns true on a change.
bool segmented(const Ui& ui, const char* id, std::span<const std::string> labels, int& chosen,
               float width);
/// The same with texts that are to be translated.
bool segmented(const Ui& ui, const char* id, std::span<const std::string_view> labels, int& chosen,
               float width);

/// A switch. True when toggled.
bool toggle(const Ui& ui, const char* id, bool& on);

/// A track with a knob; `position` in [0, 1]. True while it changes; `released` at the end.
bool track(const Ui& ui, const char* id, float& position, float width, bool& released);

/// A rounded panel behind what follows; returns its inner rectangle's top left.
void card(const Ui& ui, ImDrawList* draw, const ScreenRect& rect, ImU32 fill = 0);

/// The width of a chip with this text, at most `most`.
float chipWidth(const Ui& ui, std::string_view text, float most = 1e9f);

/// A small sign by the last item that shows `text` on hover or tap.
void helpTip(const Ui& ui, std::string_view text);

/// Shows `text` beside the pointer now.
void tooltip(const Ui& ui, std::string_view text);

/// Lets a finger scroll the present window by dragging anything in it up or down; call it before the
/// window ends. What the finger began on is let go without being pressed.
void scrollByFinger(const Ui& ui);

/// Moves `value` towards `target`, 0 to 1 in about a fifth of a second; notes that it moves.
float eased(Ui& ui, float value, float target);

}  // namespace basin
