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
  style.contours.count = diverging ? 0 : 12;
  style.contours.levels = data.levels;
  style.contours.emphasise = diverging;
  style.contours.opacity = 0.3f;
  return style;
}

std::vector<LegendRow> legendOf(const Ui& ui, const std::vector<Path>& paths,
                                const std::vector<Marks>& marks) {
  std::vector<LegendRow> rows;
  for (const Path& path : paths) {
    if (path.x.empty() || path.role == CurveRole::Context) continue;
    addLegendRow(rows, {ui.tr(path.name), slotColour(path.colour, ui.colours),
                        path.role == CurveRole::Theory ? LegendRow::Sign::Dashed
                                                       : LegendRow::Sign::Solid});
  }
  for (const Marks& mark : marks) {
    // A mark in the colour of a path is where that path ends now; the line already names it.
    const bool ofPath = !mark.handle && std::ranges::any_of(paths, [&](const Path& path) {
      return path.colour == mark.colour && !path.x.empty() && mark.x.size() == 1;
    });
    if (mark.x.empty() || ofPath) continue;
    addLegendRow(rows, {ui.tr(mark.name), slotColour(mark.colour, ui.colours), LegendRow::Sign::Dot});
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
    line.color = toRgba(path.role == CurveRole::Context ? ui.colours.muted
                                                        : slotColour(path.colour, ui.colours));
    line.width = (path.role == CurveRole::Context ? 1.2f : 2.6f) * scale;
    line.dashed = theory;
    line.halo = theory || path.role == CurveRole::Context ? 0.0f : 1.2f;
    line.tail = theory ? 1.0f : 0.55f;
    paths_.push_back(line);
  }
  for (const Marks& mark : marks) {
    gfx::PointSet set;
    set.x = mark.x;
    set.y = mark.y;
    set.color = toRgba(slotColour(mark.colour, ui.colours));
    set.shape = mark.handle ? gfx::Shape::Circle : gfx::categoryShape(mark.colour);
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
  if (scene.hasGrid && isSurface(def)) {
    // On a narrow card the legend goes below: beside the surface it would hide it.
    const bool narrow = !legend.empty() && place.w < 480;
    drawSurface(ui, def, scene, {place.x, place.y, place.w, place.h - (narrow ? 22.0f : 0.0f)},
                thumbnail, pokes);
    if (narrow) {
      drawLegendLine(ui, draw, {place.x + 8, place.y + place.h - 20}, place.w - 16, legend);
    } else if (!legend.empty() && place.h > 150) {
      drawLegend(ui, draw, {place.x + 6, place.y + 6}, legend);
    }
    return;
  }
  // Beside a picture of fixed proportions when there is room, else in a line below it.
  const gfx::Rect& domain = scene.scene.grid.domain;
  const float ratio =
      domain.height() > 0 ? static_cast<float>(domain.width() / domain.height()) : 1.0f;
  const bool beside =
      def.equalAspect && place.w - place.h * ratio > 2 * legendSize(ui, legend).x;
  const bool below = !legend.empty() && !beside && place.h > 150;
  const float line = below ? 22.0f : 0.0f;
  drawHeatmap(ui, def, scene, {place.x, place.y, place.w, place.h - line}, thumbnail, brush, pokes);
  if (legend.empty()) return;
  if (below) {
    drawLegendLine(ui, draw, {place.x + 8, place.y + place.h - 20}, place.w - 16, legend);
  } else if (beside) {
    drawLegend(ui, draw, {place.x + 6, place.y + 10}, legend);
  }
}

void FieldPicture::drawHeatmap(Ui& ui, const OutputDef& def, const Scene& scene,
                               const ScreenRect& place, bool thumbnail, int brush,
                               std::vector<Poke>& pokes) {
  if (!ui.renderer) return;
  if (!heatmap_) heatmap_ = std::make_unique<gfx::HeatmapView>(*ui.renderer);
  const gfx::Rect& domain = scene.scene.grid.domain;
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
  setUpNumbers();
  ImPlot::SetupFinish();
  const ImPlotRect limits = ImPlot::GetPlotLimits();
  const ImVec2 pixels = ImPlot::GetPlotSize();
  const gfx::Viewport viewport{static_cast<int>(pixels.x * ui.pixelRatio),
                               static_cast<int>(pixels.y * ui.pixelRatio), ui.pixelRatio};
  const unsigned picture = heatmap_->render(
      scene.scene, {limits.X.Min, limits.Y.Min, limits.X.Max, limits.Y.Max}, viewport,
      scene.style);
  if (picture) {
    ImPlot::PlotImage("##picture", texture(picture), {limits.X.Min, limits.Y.Min},
                      {limits.X.Max, limits.Y.Max}, {0, 1}, {1, 0});
  }
  if (ImPlot::IsPlotHovered() && !thumbnail) {
    const ImPlotPoint p = ImPlot::GetPlotMousePos();
    if (zoomGesture()) free_ = true;
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && !def.pokable) free_ = false;
    if (scene.hasGrid && !ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
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
  if (bar) {
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
