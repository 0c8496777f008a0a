#include "app/pictures/line_labels.h"

#include <implot.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "gfx/colormap.h"

namespace basin {

namespace {

constexpr float kCell = 3;
constexpr float kGap = 4;        // Between a name and its curve.
constexpr float kFarthest = 44;  // A name farther away belongs to nothing.

struct Box {
  ImVec2 a, b;
};

// Which parts of a plot have something drawn on them.
class Occupied {
 public:
  Occupied(ImVec2 corner, ImVec2 extent)
      : corner_(corner),
        columns_(static_cast<int>(extent.x / kCell) + 1),
        rows_(static_cast<int>(extent.y / kCell) + 1),
        cells_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {}

  void add(const Box& box) {
    visit(box, [](char& cell) {
      cell = 1;
      return true;
    });
  }
  void addLine(ImVec2 p, ImVec2 q) {
    if (!std::isfinite(p.x + p.y + q.x + q.y)) return;
    const float length = std::min(std::hypot(q.x - p.x, q.y - p.y), 6000.0f);
    const int parts = static_cast<int>(length / kCell) + 1;
    for (int i = 0; i <= parts; ++i) {
      const float t = static_cast<float>(i) / static_cast<float>(parts);
      const ImVec2 at{p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t};
      add({{at.x - 1, at.y - 1}, {at.x + 1, at.y + 1}});
    }
  }
  bool has(const Box& box) {
    return !visit(box, [](char cell) { return cell == 0; });
  }

 private:
  template <class Cell>
  bool visit(const Box& box, Cell each) {
    const auto column = [&](float x) { return static_cast<int>((x - corner_.x) / kCell); };
    const auto row = [&](float y) { return static_cast<int>((y - corner_.y) / kCell); };
    if (box.b.x < corner_.x || box.b.y < corner_.y) return true;
    for (int j = std::max(0, row(box.a.y)); j <= std::min(rows_ - 1, row(box.b.y)); ++j) {
      for (int i = std::max(0, column(box.a.x)); i <= std::min(columns_ - 1, column(box.b.x));
           ++i) {
        if (!each(cells_[static_cast<std::size_t>(j) * static_cast<std::size_t>(columns_) +
                         static_cast<std::size_t>(i)])) {
          return false;
        }
      }
    }
    return true;
  }

  ImVec2 corner_;
  int columns_, rows_;
  std::vector<char> cells_;
};

void occupy(Occupied& occupied, const Curve& curve) {
  const std::vector<ImVec2> places = placesOf(curve);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const ImVec2 p = places[i];
    if (!std::isfinite(p.x + p.y)) continue;
    if (curve.style == CurveStyle::Line && i > 0) occupied.addLine(places[i - 1], p);
    if (curve.style == CurveStyle::Bars) {
      occupied.addLine(p, ImPlot::PlotToPixels(curve.x[i], 0));
    }
    const float r = curve.style == CurveStyle::Scatter ? 5.0f : 2.0f;
    occupied.add({{p.x - r, p.y - r}, {p.x + r, p.y + r}});
  }
  const std::size_t n = std::min({curve.x.size(), curve.lo.size(), curve.hi.size()});
  for (std::size_t i = 0; i < n; ++i) {
    const ImVec2 lo = ImPlot::PlotToPixels(curve.x[i], curve.lo[i]);
    const ImVec2 hi = ImPlot::PlotToPixels(curve.x[i], curve.hi[i]);
    occupied.addLine(lo, hi);
    if (i > 0 && curve.style == CurveStyle::Band) {
      occupied.addLine(ImPlot::PlotToPixels(curve.x[i - 1], curve.lo[i - 1]), lo);
      occupied.addLine(ImPlot::PlotToPixels(curve.x[i - 1], curve.hi[i - 1]), hi);
    }
  }
}

// Lowest and highest place of a curve between two places across, if it is there.
std::optional<ImVec2> heightsBetween(const std::vector<ImVec2>& places, float left, float right) {
  ImVec2 found{INFINITY, -INFINITY};
  const auto add = [&](float y) { found = {std::min(found.x, y), std::max(found.y, y)}; };
  for (std::size_t i = 0; i < places.size(); ++i) {
    const ImVec2 p = places[i];
    if (!std::isfinite(p.x + p.y)) continue;
    if (p.x >= left && p.x <= right) add(p.y);
    if (i == 0 || !std::isfinite(places[i - 1].x + places[i - 1].y)) continue;
    const ImVec2 q = places[i - 1];
    for (float edge : {left, right}) {
      if ((q.x - edge) * (p.x - edge) < 0) add(q.y + (p.y - q.y) * (edge - q.x) / (p.x - q.x));
    }
  }
  if (!(found.x <= found.y)) return std::nullopt;
  return found;
}

// Places for a name of this size along a curve, the best first; the same number is the same kind
// of place in every frame.
std::vector<std::optional<ImVec2>> candidates(const std::vector<ImVec2>& places, bool joined,
                                              ImVec2 corner, ImVec2 extent, ImVec2 size) {
  std::vector<std::optional<ImVec2>> found;
  float left = INFINITY, right = -INFINITY;
  for (const ImVec2& p : places) {
    if (!std::isfinite(p.x + p.y) || p.y < corner.y || p.y > corner.y + extent.y) continue;
    left = std::min(left, p.x);
    right = std::max(right, p.x);
  }
  if (!(left <= right)) return found;
  left = std::max(left, corner.x);
  right = std::min(right, corner.x + extent.x);
  const bool upright = joined && right - left < 4;
  if (upright) {
    for (float share : {0.04f, 0.25f, 0.5f, 0.75f}) {
      const float y = corner.y + extent.y * share;
      found.emplace_back(ImVec2(right + kGap + 1, y));
      found.emplace_back(ImVec2(left - kGap - 1 - size.x, y));
    }
    return found;
  }
  for (float share : {1.0f, 0.85f, 0.7f, 0.55f, 0.4f, 0.25f, 0.1f, 0.0f}) {
    const float span = std::max(0.0f, right - left - size.x);
    const float x = std::clamp(left + span * share, corner.x + 2,
                               std::max(corner.x + 2, corner.x + extent.x - size.x - 2));
    const auto heights = heightsBetween(places, x, x + size.x);
    const bool near = heights && heights->y - heights->x < kFarthest;
    found.emplace_back(near ? std::optional(ImVec2(x, heights->x - size.y - kGap)) : std::nullopt);
    found.emplace_back(near ? std::optional(ImVec2(x, heights->y + kGap)) : std::nullopt);
  }
  return found;
}

bool canCarry(const Curve& curve) {
  return curve.style == CurveStyle::Line || curve.style == CurveStyle::Scatter;
}

constexpr std::size_t kMostDirect = 3;
constexpr double kTextContrast = 4.6;  // WCAG 2.2, 1.4.3, with a little to spare.

}  // namespace

void LineLabels::begin(const SeriesData& data) {
  std::string names;
  std::set<std::string_view> different;
  bool carries = data.panels.size() == 1;
  for (const Panel& panel : data.panels) {
    names += panel.title + "\n";
    for (const Curve& curve : panel.curves) {
      if (curve.name.empty()) continue;
      names += curve.name + "\n";
      if (curve.role == CurveRole::Guide) continue;
      different.insert(curve.name);
      carries = carries && canCarry(curve);
    }
  }
  if (names != names_) {
    names_ = names;
    homeless_.clear();
    last_.clear();
  }
  direct_ = carries && different.size() <= kMostDirect;
}

bool LineLabels::onLine(const Curve& curve) const {
  if (curve.name.empty() || homeless_.contains(curve.name)) return false;
  return curve.role == CurveRole::Guide ? canCarry(curve) : direct_ && !homeless_.contains("");
}

bool LineLabels::write(const Ui& ui, const Panel& panel, const std::vector<CurveLook>& looks,
                       int number) {
  if (std::ranges::none_of(panel.curves, [&](const Curve& c) { return onLine(c); })) return false;
  const ImVec2 corner = ImPlot::GetPlotPos(), extent = ImPlot::GetPlotSize();
  if (!(extent.x > 0 && extent.y > 0)) return false;
  Occupied occupied(corner, extent);
  for (const Curve& curve : panel.curves) occupy(occupied, curve);
  struct Written {
    ImVec2 at;
    ImU32 colour;
    std::string text;
  };
  std::vector<Written> written;
  std::set<std::string_view> done;
  bool found = true;
  for (std::size_t i = 0; i < panel.curves.size(); ++i) {
    const Curve& curve = panel.curves[i];
    if (!onLine(curve) || curve.x.empty() || !done.insert(curve.name).second) continue;
    const std::string text = ui.tr(curve.name);
    const ImVec2 size = textSize(ui, size::kSmall, text);
    const auto places = candidates(placesOf(curve), curve.style == CurveStyle::Line, corner,
                                   extent, size);
    if (places.empty()) continue;
    const auto fits = [&](int k) {
      if (k < 0 || k >= static_cast<int>(places.size()) || !places[k]) return false;
      const ImVec2 a = *places[k], b{a.x + size.x, a.y + size.y};
      return a.x >= corner.x && a.y >= corner.y && b.x <= corner.x + extent.x &&
             b.y <= corner.y + extent.y && !occupied.has({a, b});
    };
    const std::string key = std::to_string(number) + curve.name;
    const auto before = last_.find(key);
    int chosen = before != last_.end() && fits(before->second) ? before->second : 0;
    while (chosen < static_cast<int>(places.size()) && !fits(chosen)) ++chosen;
    if (chosen == static_cast<int>(places.size())) {
      // All or none: names here and there would have to be looked for.
      homeless_.insert(curve.role == CurveRole::Guide ? curve.name : "");
      found = false;
      continue;
    }
    last_[key] = chosen;
    const ImVec2 at = *places[chosen];
    occupied.add({at, {at.x + size.x, at.y + size.y}});
    const gfx::Rgba ink =
        gfx::readable(toRgba(looks[i].colour), toRgba(ui.colours.panel), kTextContrast);
    written.push_back({at, ImGui::ColorConvertFloat4ToU32({ink.r, ink.g, ink.b, 1}), text});
  }
  if (!found) return true;
  for (const Written& each : written) {
    drawText(ui, ImPlot::GetPlotDrawList(), each.at, size::kSmall, each.colour, each.text);
  }
  return false;
}

}  // namespace basin
