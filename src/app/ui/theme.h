#pragma once

#include <imgui.h>

#include "gfx/colormap.h"

namespace basin {

/// The page's colours. The stylesheet of the page around the canvas uses the same values.
struct Palette {
  ImU32 paper, panel, sunk, line, ink, muted, accent, accentInk, accentSoft, good, bad, warn;
  gfx::Backdrop backdrop;
};

/// The palette for light or dark surroundings.
const Palette& palette(bool dark);

/// Fonts of the interface; null entries fall back to the default font.
struct Fonts {
  ImFont* sans = nullptr;
  ImFont* bold = nullptr;
};

/// Sizes in points (CSS pixels).
namespace size {
inline constexpr float kText = 15;
inline constexpr float kSmall = 13;
inline constexpr float kTiny = 11.5f;
inline constexpr float kTitle = 20;
inline constexpr float kDisplay = 30;
inline constexpr float kGap = 12;
inline constexpr float kRadius = 10;
inline constexpr float kButtonRadius = 7;
}  // namespace size

/// Gives ImGui and ImPlot the palette, spacing and radii. `touch` enlarges targets.
void applyTheme(const Palette& colours, bool touch);

/// A colour with its opacity multiplied.
ImU32 faded(ImU32 colour, float opacity);
/// Between two colours, t in [0, 1].
ImU32 mixed(ImU32 a, ImU32 b, float t);
/// Colour of a categorical slot, readable on the palette's panel.
ImU32 slotColour(int slot, const Palette& colours);
gfx::Rgba toRgba(ImU32 colour);
ImVec4 toVec4(ImU32 colour);

}  // namespace basin
