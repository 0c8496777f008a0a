#include "app/pictures/field_picture.h"

#include <implot.h>
#include <implot_internal.h>

#include <algorithm>
#include <cmath>

#include "app/pictures/legend.h"
#include "app/pictures/plot.h"
#include "lab/param_text.h"

namespace basin {

namespace {

constexpr float kBarWidth = 62;  // Colour bar with its numbers.
constexpr float kGrab = 18;      // A handle is taken from this far, in points.

ImTextureID texture(unsigned id) { return static_cast<ImTextureID>(id); }

gfx::FieldStyle styleOf(const Ui& ui, const FieldData& data) {
  gfx::FieldStyle style;
  const bool diverging = data.map == FieldMap::Diverging;
  style.map = diverging ? gfx::ColorMap::Diverging : gfx::ColorMap::Lagoon;
  style.symmetric = diverging;
  // Data is drawn over decision surfaces: they step back a little.
  style.strength = diverging ? 0.8f : 1.0f;
  style.backdrop = ui.colours.backdrop;
  style.scale = data.logColour ? gfx::ValueScale::LogAbove : gfx::ValueScale::Linear;
  if (data.lo < data.hi) style.range = {data.lo, data.hi};
  style.background = toRgba(ui.colours.panel);
  if (data.cells) {
    style.sampling = gfx::Sampling::Blocky;
    return style;
  }
  style.contours.count = diverging ? 0 : 12;
  style.contours.levels = data.levels;
  style.contours.emphasise = diverging;
  style.contours.opacity = 0.3f;
  return style;
}

/// What there is to see of a field: cells reach half a step beyond the places of their values.
gfx::Rect shownDomain(const gfx::Grid& grid, const gfx::FieldStyle& style) {
  gfx::Rect shown = grid.domain;
  if (style.sampling != gfx::Sampling::Blocky) return shown;
  const double across = grid.nx > 1 ? 0.5 * shown.width() / (grid.nx - 1) : 0;
  const double up = grid.ny > 1 ? 0.5 * shown.height() / (grid.ny - 1) : 0;
  return {shown.x0 - across, shown.y0 - up, shown.x1 + across, shown.y1 + up};
}

/// The middle of the cell around a place along one axis of n values.
double cellMiddle(double at, double from, double to, int n) {
  if (n < 2) return from;
  const double step = (to - from) / (n - 1);
  return from + step * std::clamp(std::round((at - from) / step), 0.0, n - 1.0);
}

ImU32 colourOf(const Ui& ui, const Path& path) {
  switch (path.role) {
    case CurveRole::Theory:
      return ui.colours.ink;
    case CurveRole::Context:
    case CurveRole::Guide:
      return ui.colours.muted;
    case CurveRole::Measured:
      break;
  }
  return slotColour(path.colour, ui.colours);
}

gfx::Shape shapeOf(const Marks& mark) {
  return mark.handle ? gfx::Shape::Circle : gfx::categoryShape(mark.colour);
}

std::vector<LegendRow> legendOf(const Ui& ui, const std::vector<Path>& paths,
                                const std::vector<Marks>& marks) {
  using Sign = LegendRow::Sign;
  std::vector<LegendRow> rows;
  for (const Path& path : paths) {
    if (path.x.empty() || path.role == CurveRole::Context) continue;
    const Sign sign = path.role == CurveRole::Theory  ? Sign::Dashed
                      : path.role == CurveRole::Guide ? Sign::Dotted
                                                      : Sign::Solid;
    addLegendRow(rows, {.name = ui.tr(path.name), .colour = colourOf(ui, path), .sign = sign});
  }
  for (const Marks& mark : marks) {
    // A mark in the colour of a path is where that path ends now; the line already names it.
    const bool ofPath = !mark.handle && std::ranges::any_of(paths, [&](const Path& path) {
      return path.colour == mark.colour && !path.x.empty() && mark.x.size() == 1;
    });
    if (mark.x.empty() || ofPath) continue;
    addLegendRow(rows, {.name = ui.tr(mark.name), .colour = slotColour(mark.colour, ui.colours),
                            .sign = Sign::Mark, .shape = shapeOf(mark)});
  }
  return rows;
}

}  // namespace

void FieldPicture::dropGraphics() {
  heatmap_.reset();
  surfaceView_.reset();
}

void FieldPicture::collect(const Ui& ui, const std::vector<Path>& paths,
                           const std::vector<Marks>& marks, bool thumbnail) {
  paths_.clear();
  points_.clear();
  handles_.clear();
  const float scale = thumbnail ? 0.8f : 1.0f;
  for (const Path& path : paths) {
    const bool theory = path.role == CurveRole::Theory;
    gfx::Path line{.x = path.x, .y = path.y};
    line.color = toRgba(colourOf(ui, path));
    line.width = (path.role == CurveRole::Context ? 1.2f : 2.6f) * scale;
    line.dashed = theory || path.role == CurveRole::Guide;
    line.halo = path.role == CurveRole::Context ? 0.0f : 1.2f;
    // Ink alone would be lost on the dark values of a map.
    if (theory) line.haloColor = toRgba(ui.colours.panel);
    line.tail = path.role == CurveRole::Measured ? 0.55f : 1.0f;
    paths_.push_back(line);
  }
  for (const Marks& mark : marks) {
    gfx::PointSet set;
    set.x = mark.x;
    set.y = mark.y;
    set.color = toRgba(slotColour(mark.colour, ui.colours));
    set.shape = shapeOf(mark);
    set.size = (mark.handle ? 15.0f : mark.x.size() > 400 ? 5.0f : 7.0f) * scale;
    // White rims stand out on the colours of every map, in both themes.
    set.outline = mark.handle ? toRgba(ui.colours.ink) : gfx::Rgba{1, 1, 1, 1};
    set.outlineWidth = mark.handle ? 2.0f : 1.0f;
    points_.push_back(set);
    if (mark.handle) {
      for (std::size_t i = 0; i < mark.x.size(); ++i) handles_.push_back({mark.x[i], mark.y[i]});
    }
  }
}

void FieldPicture::draw(Ui& ui, const OutputDef& def, const FieldData& data, std::uint64_t version,
                        const ScreenRect& place, bool thumbnail, int brush,
                        std::vector<Poke>& pokes) {
  Scene scene;
  scene.style = styleOf(ui, data);
  scene.hasGrid = !data.values.empty();
  scene.scene.grid = {.values = data.values, .nx = data.nx, .ny = data.ny,
                      .domain = {data.x0, data.y0, data.x1, data.y1}, .version = version};
  drawScene(ui, def, scene, data.paths, data.marks, version, place, thumbnail, brush, pokes);
}

void FieldPicture::draw(Ui& ui, const OutputDef& def, const PointsData& data,
                        std::uint64_t version, const ScreenRect& place, bool thumbnail, int brush,
                        std::vector<Poke>& pokes) {
  Scene scene;
  scene.style.background = toRgba(ui.colours.panel);
  scene.style.backdrop = ui.colours.backdrop;
  scene.scene.grid.domain = {data.x0, data.y0, data.x1, data.y1};
  scene.scene.grid.version = version;
  drawScene(ui, def, scene, data.paths, data.marks, version, place, thumbnail, brush, pokes);
}

void FieldPicture::drawScene(Ui& ui, const OutputDef& def, Scene& scene,
                             const std::vector<Path>& paths, const std::vector<Marks>& marks,
                             std::uint64_t version, const ScreenRect& place, bool thumbnail,
                             int brush, std::vector<Poke>& pokes) {
  collect(ui, paths, marks, thumbnail);
  scene.scene.paths = paths_;
  scene.scene.points = points_;
  scene.scene.pathsVersion = scene.scene.pointsVersion = version * 2 + (ui.dark ? 1 : 0);
  const std::vector<LegendRow> legend =
      thumbnail ? std::vector<LegendRow>() : legendOf(ui, paths, marks);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  // Beside a picture of fixed proportions when there is room, else in lines below.
  const bool surface = scene.hasGrid && isSurface(def);
  const gfx::Rect domain = shownDomain(scene.scene.grid, scene.style);
  const float ratio =
      domain.height() > 0 ? static_cast<float>(domain.width() / domain.height()) : 1.0f;
  const float column = legendColumnWidth(ui, legend);
  const bool beside = !surface && def.equalAspect && place.w - place.h * ratio > 2 * column + 20 &&
                      legendColumnHeight(legend) < place.h;
  const float line = beside ? 0 : legendHeight(ui, legend, place.w - 16);
  const ScreenRect picture{place.x, place.y, place.w, place.h - line};
  if (surface) {
    drawSurface(ui, def, scene, picture, thumbnail, pokes);
  } else {
    drawHeatmap(ui, def, scene, picture, thumbnail, brush, pokes);
  }
  if (beside) {
    drawLegendColumn(ui, draw, {place.x + 6, place.y + 10}, legend);
  } else if (!legend.empty()) {
    drawLegend(ui, draw, {place.x + 8, place.y + place.h - line + 2}, place.w - 16, legend);
  }
}

void FieldPicture::drawHeatmap(Ui& ui, const OutputDef& def, const Scene& scene,
                               const ScreenRect& place, bool thumbnail, int brush,
                               std::vector<Poke>& pokes) {
  if (ui.renderer && !heatmap_) heatmap_ = std::make_unique<gfx::HeatmapView>(*ui.renderer);
  const gfx::Rect domain = shownDomain(scene.scene.grid, scene.style);
  const bool bar = scene.hasGrid && !thumbnail && place.w > 300;
  ImVec2 extent{place.w - (bar ? kBarWidth : 0), place.h};
  float left = place.x;
  // With equal units the plot gets the domain's own proportions, in the middle of the card.
  if (def.equalAspect && domain.height() > 0) {
    const float frameX = thumbnail ? 0.0f : 56.0f, frameY = thumbnail ? 0.0f : 48.0f;
    const float ratio = static_cast<float>(domain.width() / domain.height());
    extent.x = std::min(extent.x, (extent.y - frameY) * ratio + frameX);
    extent.y = std::min(extent.y, (extent.x - frameX) / ratio + frameY);
    left += (place.w - extent.x - (bar ? kBarWidth : 0)) / 2;
  }
  const float top = place.y + (place.h - extent.y) / 2;
  ImGui::SetCursorScreenPos({left, top});
  ImPlotFlags flags = ImPlotFlags_CanvasOnly;
  if (thumbnail) flags |= ImPlotFlags_NoInputs;
  const PlotInput input(def.pokable);
  if (!ImPlot::BeginPlot("##field", extent, flags)) return;
  const ImPlotAxisFlags axis = thumbnail ? ImPlotAxisFlags_NoDecorations
                                         : ImPlotAxisFlags_NoGridLines |
                                               ImPlotAxisFlags_NoTickMarks;
  const std::string wholeX = axisText(ui, def.xAxis), wholeY = axisText(ui, def.yAxis);
  const std::string x = fitted(ui, size::kText, wholeX, extent.x - 56);
  const std::string y = fitted(ui, size::kText, wholeY, extent.y - 48);
  ImPlot::SetupAxes(thumbnail ? nullptr : x.c_str(), thumbnail ? nullptr : y.c_str(), axis, axis);
  ImPlot::SetupAxesLimits(domain.x0, domain.x1, domain.y0, domain.y1,
                          free_ ? ImPlotCond_Once : ImPlotCond_Always);
  if (!thumbnail) {
    const ImPlotPlot& plot = *ImPlot::GetCurrentPlot();
    const ImPlotRange across = plot.Axes[ImAxis_X1].Range, up = plot.Axes[ImAxis_Y1].Range;
    const Ticks below =
        ticksFor(ui, def.xAxis, across.Min, across.Max, extent.x - 56, false, size::kText);
    Ticks beside = ticksFor(ui, def.yAxis, up.Min, up.Max, extent.y - 48, true, size::kText);
    // Both in the corner lie on one another when the lower one is wide.
    constexpr float kMayTouch = 3;
    const auto atCorner = [](const Ticks& ticks, const ImPlotRange& range) {
      return !ticks.values.empty() && ticks.values.front() - range.Min < 0.02 * range.Size();
    };
    const auto meet = [&] {
      const float half = textSize(ui, size::kText, below.texts.front()).x / 2;
      return half > ImPlot::GetStyle().LabelPadding.x + kMayTouch;
    };
    if (atCorner(below, across) && atCorner(beside, up) && meet() && beside.values.size() > 2) {
      beside.values.erase(beside.values.begin());
      beside.texts.erase(beside.texts.begin());
    }
    setUpTicks(ImAxis_X1, below);
    setUpTicks(ImAxis_Y1, beside);
  }
  ImPlot::SetupFinish();
  if (!thumbnail) tracePlot(ui);
  const ImPlotRect limits = ImPlot::GetPlotLimits();
  const ImVec2 pixels = ImPlot::GetPlotSize();
  const gfx::Viewport viewport{static_cast<int>(pixels.x * ui.pixelRatio),
                               static_cast<int>(pixels.y * ui.pixelRatio), ui.pixelRatio};
  // Without graphics (the context is lost) the axes stay.
  const gfx::Rect window{limits.X.Min, limits.Y.Min, limits.X.Max, limits.Y.Max};
  const unsigned picture =
      ui.renderer ? heatmap_->render(scene.scene, window, viewport, scene.style) : 0;
  if (picture) {
    ImPlot::PlotImage("##picture", texture(picture), {limits.X.Min, limits.Y.Min},
                      {limits.X.Max, limits.Y.Max}, {0, 1}, {1, 0});
  }
  if (ImPlot::IsPlotHovered() && !thumbnail) {
    ImPlotPoint p = ImPlot::GetPlotMousePos();
    if (scene.style.sampling == gfx::Sampling::Blocky) {
      const gfx::Grid& grid = scene.scene.grid;
      p.x = cellMiddle(p.x, grid.domain.x0, grid.domain.x1, grid.nx);
      p.y = cellMiddle(p.y, grid.domain.y0, grid.domain.y1, grid.ny);
    }
    if (zoomGesture()) free_ = true;
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && !def.pokable) free_ = false;
    if (picture && scene.hasGrid && !ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
      const double value = heatmap_->valueAt(p.x, p.y);
      tooltip(ui, std::string(def.xAxis.symbol) + " = " + formatNumber(p.x) + "   " +
                      std::string(def.yAxis.symbol) + " = " + formatNumber(p.y) + "\n" +
                      std::string(def.zAxis.symbol) + " = " + formatNumber(value));
    }
  }
  if (x != wholeX && !thumbnail && ImPlot::IsAxisHovered(ImAxis_X1)) tooltip(ui, wholeX);
  if (y != wholeY && !thumbnail && ImPlot::IsAxisHovered(ImAxis_Y1)) tooltip(ui, wholeY);
  if (def.pokable && !thumbnail) plotPokes(def, brush, grabbing_, pokes);
  const ImVec2 origin = ImPlot::GetPlotPos();
  ImPlot::EndPlot();
  if (bar && picture) {
    drawColourBar(ui, def, scene, heatmap_->colorRange(),
                  {left + extent.x + 8, origin.y, kBarWidth - 8, pixels.y});
  }
}

void FieldPicture::drawSurface(Ui& ui, const OutputDef& def, const Scene& scene,
                               const ScreenRect& place, bool thumbnail,
                               std::vector<Poke>& pokes) {
  if (!ui.renderer) return;
  if (!surfaceView_) surfaceView_ = std::make_unique<gfx::SurfaceView>(*ui.renderer);
  gfx::SurfaceStyle style;
  style.field = scene.style;
  style.equalAspect = def.equalAspect;
  style.ink = toRgba(ui.colours.muted);
  style.frame = !thumbnail;
  style.mesh = 0;
  const gfx::Viewport viewport{static_cast<int>(place.w * ui.pixelRatio),
                               static_cast<int>(place.h * ui.pixelRatio), ui.pixelRatio};
  const unsigned picture = surfaceView_->render(scene.scene, camera_, viewport, style);
  if (!picture) return;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddImage(texture(picture), {place.x, place.y}, {place.x + place.w, place.y + place.h},
                 {0, 1}, {1, 0});
  if (thumbnail) return;
  for (const gfx::AxisLabel& label : surfaceView_->labels()) {
    const Axis& axis = label.axis == gfx::Axis::X   ? def.xAxis
                       : label.axis == gfx::Axis::Y ? def.yAxis
                                                    : def.zAxis;
    const std::string text = label.title ? std::string(axis.symbol) : shortNumber(label.value);
    const float height = label.title ? size::kText : size::kTiny;
    const ImVec2 extent = textSize(ui, height, text, label.title);
    drawText(ui, draw,
             {place.x + static_cast<float>(label.x) / ui.pixelRatio -
                  extent.x * static_cast<float>(label.alignX),
              place.y + static_cast<float>(label.y) / ui.pixelRatio -
                  extent.y * static_cast<float>(label.alignY)},
             height, label.title ? ui.colours.ink : ui.colours.muted, text, label.title);
  }
  ImGui::SetCursorScreenPos({place.x, place.y});
  // The middle button is what two fingers hold (see web/input/touch.mjs): they turn, whatever they cover.
  ImGui::InvisibleButton("##surface", {place.w, place.h},
                         ImGuiButtonFlags_EnableNav | ImGuiButtonFlags_MouseButtonLeft |
                             ImGuiButtonFlags_MouseButtonMiddle);
  const ImGuiIO& io = ImGui::GetIO();
  const gfx::Vec2 pixel{(io.MousePos.x - place.x) * ui.pixelRatio,
                        (io.MousePos.y - place.y) * ui.pixelRatio};
  const bool hovered = ImGui::IsItemHovered();
  if (hovered && io.MouseWheel != 0) {
    camera_.zoomBy(std::pow(kZoomStep, static_cast<double>(io.MouseWheel)));
    ui.animating = true;
  }
  const auto nearHandle = [&] {
    return def.pokable && std::ranges::any_of(handles_, [&](const gfx::Vec2& handle) {
             const auto at = surfaceView_->project(handle.x, handle.y);
             return at && std::hypot(at->x - pixel.x, at->y - pixel.y) < kGrab * ui.pixelRatio;
           });
  };
  const auto poke = [&](PokeKind kind) {
    if (const auto at = surfaceView_->pick(pixel)) {
      pokes.push_back({.output = std::string(def.id), .kind = kind, .x = at->x, .y = at->y});
    }
  };
  if (ImGui::IsItemActivated()) {
    grabbing_ = ImGui::IsMouseDown(ImGuiMouseButton_Left) && nearHandle();
    if (grabbing_) poke(PokeKind::Press);
  }
  if (ImGui::IsItemActive()) {
    const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
    if (grabbing_ && moved) poke(PokeKind::Drag);
    if (!grabbing_ && moved) {
      const double side = std::max(1.0f, std::min(place.w, place.h));
      camera_.orbit(io.MouseDelta.x / side, io.MouseDelta.y / side);
      ui.animating = true;
    }
  }
  if (ImGui::IsItemDeactivated() && grabbing_) {
    poke(PokeKind::Release);
    grabbing_ = false;
  }
  if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    camera_ = gfx::Camera();
    ui.animating = true;
  }
  if (hovered && nearHandle()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (hovered && !ImGui::IsItemActive()) {
    if (const auto at = surfaceView_->pick(pixel)) {
      tooltip(ui, std::string(def.xAxis.symbol) + " = " + formatNumber(at->x) + "   " +
                      std::string(def.yAxis.symbol) + " = " + formatNumber(at->y) + "\n" +
                      std::string(def.zAxis.symbol) + " = " + formatNumber(at->z));
    }
  }
}

void FieldPicture::drawColourBar(const Ui& ui, const OutputDef& def, const Scene& scene,
                                 gfx::ValueRange range, const ScreenRect& place) const {
  if (range.isAuto() || place.h < 60) return;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  constexpr int kParts = 48;
  for (int i = 0; i < kParts; ++i) {
    const gfx::Rgba c = gfx::colorAt(scene.style.map, 1 - (i + 0.5) / kParts, scene.style.backdrop);
    const float y0 = place.y + place.h * static_cast<float>(i) / kParts;
    draw->AddRectFilled({place.x, y0}, {place.x + 9, y0 + place.h / kParts + 1},
                        ImGui::ColorConvertFloat4ToU32({c.r, c.g, c.b, 1}));
  }
  const auto number = [&](double value, float y) {
    drawText(ui, draw, {place.x + 14, y}, size::kTiny, ui.colours.muted, formatNumber(value, 2));
  };
  number(range.hi, place.y - 2);
  number(range.lo, place.y + place.h - 13);
  drawText(ui, draw, {place.x + 14, place.y + place.h / 2 - 7}, size::kSmall, ui.colours.ink,
           def.zAxis.symbol);
}

}  // namespace basin
