#include "app/pictures/graph_picture.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "lab/param_text.h"

namespace basin {

namespace {

bool isImage(const NodePicture& picture) {
  return picture.ny > 1 && picture.nx > 1 &&
         picture.values.size() >= static_cast<std::size_t>(picture.nx) * picture.ny;
}

ImU32 signColour(const Ui& ui, double value) {
  // The ends of the diverging map, pulled towards the middle until they show on the panel.
  const gfx::Rgba c = gfx::colorAt(gfx::ColorMap::Diverging, value < 0 ? 0.12 : 0.85,
                                   ui.colours.backdrop);
  return ImGui::ColorConvertFloat4ToU32({c.r, c.g, c.b, 1});
}

struct Grid {
  int layers = 1;
  std::vector<int> height;  // Units of each layer.
  int tallest = 1;
  bool curves = false;  // Pictures are curves, which may be wider than high.
};

Grid gridOf(const Net& net) {
  Grid grid;
  for (const GraphNode& node : net.nodes) grid.layers = std::max(grid.layers, node.layer + 1);
  grid.height.resize(grid.layers);
  for (const GraphNode& node : net.nodes) {
    ++grid.height[node.layer];
    grid.curves = grid.curves || (node.picture.nx > 1 && node.picture.ny == 1);
  }
  grid.tallest = std::max(1, *std::ranges::max_element(grid.height));
  return grid;
}

// The largest node that fits a net into w x h points.
ImVec2 nodeSize(const Grid& grid, float w, float h) {
  const float column = w / static_cast<float>(grid.layers);
  const float row = h / static_cast<float>(grid.tallest);
  const float high = std::clamp(std::min(row * 0.74f, column * (grid.curves ? 0.62f : 0.56f)),
                                3.0f, 84.0f);
  const float wide = grid.curves ? std::clamp(column * 0.62f, high, high * 1.7f) : high;
  return {wide, high};
}

}  // namespace

void GraphPicture::draw(Ui& ui, const OutputDef&, const GraphData& data, std::uint64_t version,
                        const ScreenRect& place, bool thumbnail) {
  if (data.nets.empty()) return;
  // All image pictures go into one texture, in the order of nets and nodes.
  if (ui.renderer) {
    if (!tiles_) {
      tiles_ = std::make_unique<gfx::TileSheet>(*ui.renderer);
      version_ = 0;
    }
    if (version_ != version) {
      version_ = version;
      values_.clear();
      tileCount_ = tileNx_ = tileNy_ = 0;
      for (const Net& net : data.nets) {
        for (const GraphNode& node : net.nodes) {
          if (!isImage(node.picture)) continue;
          if (tileCount_ == 0) {
            tileNx_ = node.picture.nx;
            tileNy_ = node.picture.ny;
          }
          if (node.picture.nx != tileNx_ || node.picture.ny != tileNy_) continue;
          values_.insert(values_.end(), node.picture.values.begin(),
                         node.picture.values.begin() + tileNx_ * tileNy_);
          ++tileCount_;
        }
      }
    }
    if (tileCount_ > 0) {
      tiles_->update(values_, tileCount_, tileNx_, tileNy_, version, gfx::ColorMap::Diverging,
                     ui.colours.backdrop, {});
    }
  }
  const int count = static_cast<int>(data.nets.size());
  // Side by side or one above the other, whichever shows the larger nodes.
  const Grid first = gridOf(data.nets.front());
  const float parts = static_cast<float>(count), head = thumbnail ? 0.0f : 24.0f;
  const ImVec2 beside = nodeSize(first, place.w / parts, place.h - head);
  const ImVec2 stacked = nodeSize(first, place.w, place.h / parts - head);
  const bool sideBySide = count == 1 || beside.x * beside.y >= stacked.x * stacked.y;
  int tile = 0;
  for (int i = 0; i < count; ++i) {
    ScreenRect part = place;
    if (sideBySide) {
      part.w /= static_cast<float>(count);
      part.x += part.w * static_cast<float>(i);
    } else {
      part.h /= static_cast<float>(count);
      part.y += part.h * static_cast<float>(i);
    }
    drawNet(ui, data.nets[i], tile, part, thumbnail);
    for (const GraphNode& node : data.nets[i].nodes) tile += isImage(node.picture);
  }
}

void GraphPicture::drawNet(Ui& ui, const Net& net, int firstTile, const ScreenRect& place,
                           bool thumbnail) {
  ScreenRect inner{place.x + 4, place.y + 4, place.w - 8, place.h - 8};
  if (!net.title.empty() && !thumbnail) {
    const std::string whole = ui.tr(net.title);
    const std::string title = fitted(ui, size::kSmall, whole, inner.w, true);
    cutTip(ui, {inner.x, inner.y, inner.w, 20}, title, whole);
    const ImVec2 extent = textSize(ui, size::kSmall, title, true);
    drawText(ui, ImGui::GetWindowDrawList(), {inner.x + (inner.w - extent.x) / 2, inner.y},
             size::kSmall, ui.colours.ink, title, true);
    inner.y += 20;
    inner.h -= 20;
  }
  if (net.nodes.empty()) return;
  const Grid grid = gridOf(net);
  const ImVec2 node = nodeSize(grid, inner.w, inner.h);
  const float column = inner.w / static_cast<float>(grid.layers);
  std::vector<int> used(grid.layers);
  std::vector<Placed> nodes;
  for (const GraphNode& unit : net.nodes) {
    const float units = static_cast<float>(grid.height[unit.layer]);
    const float pitch = std::min(inner.h / units, node.y * 2.1f);
    const float top = inner.y + (inner.h - pitch * units) / 2;
    nodes.push_back({{inner.x + column * (static_cast<float>(unit.layer) + 0.5f),
                      top + pitch * (static_cast<float>(used[unit.layer]++) + 0.5f)},
                     node.x,
                     node.y,
                     pitch - node.y > 14});
  }
  drawEdges(ui, net, nodes, thumbnail);
  int tile = firstTile;
  for (std::size_t i = 0; i < net.nodes.size(); ++i) {
    const bool image = isImage(net.nodes[i].picture) && net.nodes[i].picture.nx == tileNx_ &&
                       net.nodes[i].picture.ny == tileNy_;
    drawNode(ui, net.nodes[i], nodes[i], image ? tile : -1, thumbnail);
    tile += isImage(net.nodes[i].picture);
  }
}

void GraphPicture::drawEdges(const Ui& ui, const Net& net, const std::vector<Placed>& nodes,
                             bool thumbnail) const {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  double largest = 1e-12;
  for (const GraphEdge& edge : net.edges) {
    if (std::isfinite(edge.weight)) largest = std::max(largest, std::abs(edge.weight));
  }
  const float widest = std::clamp(nodes.empty() ? 4.0f : nodes[0].h * 0.12f, 1.0f, 7.0f);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const GraphEdge* nearest = nullptr;
  float nearestDistance = 7;
  // One pass finds what the pointer is on, so that its ties can be shown in the next.
  for (int pass = thumbnail ? 1 : 0; pass < 2; ++pass) {
    for (const GraphEdge& edge : net.edges) {
      const Placed& from = nodes[edge.from];
      const Placed& to = nodes[edge.to];
      const ImVec2 a{from.centre.x + from.w / 2, from.centre.y};
      const ImVec2 b{to.centre.x - to.w / 2, to.centre.y};
      const float bend = (b.x - a.x) * 0.45f;
      const ImVec2 p{a.x + bend, a.y}, q{b.x - bend, b.y};
      if (pass == 0) {
        if (ImGui::IsWindowHovered() && net.edges.size() < 3000) {
          const ImVec2 close = ImBezierCubicClosestPointCasteljau(a, p, q, b, mouse, 1.25f);
          const float distance = std::hypot(close.x - mouse.x, close.y - mouse.y);
          if (distance < nearestDistance) {
            nearestDistance = distance;
            nearest = &edge;
          }
        }
        continue;
      }
      const double size = std::isfinite(edge.weight) ? std::abs(edge.weight) / largest : 0;
      const bool lit = nearest && (nearest == &edge ||
                                   (edge.tie >= 0 && nearest->tie == edge.tie));
      const ImU32 colour = signColour(ui, edge.weight);
      const float width = 0.6f + widest * static_cast<float>(size);
      const float opacity = lit ? 1.0f : nearest ? 0.18f : 0.25f + 0.65f * static_cast<float>(size);
      draw->AddBezierCubic(a, p, q, b, faded(colour, opacity), width);
      // A minus on the line: colour is not the only sign of the sign.
      if (edge.weight < 0 && size > 0.25 && net.edges.size() <= 40 && !thumbnail) {
        const ImVec2 m{0.125f * (a.x + 3 * p.x + 3 * q.x + b.x),
                       0.125f * (a.y + 3 * p.y + 3 * q.y + b.y)};
        draw->AddCircleFilled(m, 6, ui.colours.panel);
        draw->AddCircle(m, 6, faded(colour, opacity), 0, 1.2f);
        draw->AddLine({m.x - 3, m.y}, {m.x + 3, m.y}, faded(colour, opacity), 1.6f);
      }
    }
  }
  if (nearest) {
    std::string text = ui.tr("weight {1}", {formatNumber(nearest->weight)});
    if (nearest->tie >= 0) text += "\n" + ui.tr("tied: the lit edges share one parameter");
    tooltip(ui, text);
  }
}

void GraphPicture::drawNode(const Ui& ui, const GraphNode& node, const Placed& place, int tile,
                            bool thumbnail) const {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float h = place.h / 2;
  const ImVec2 a{place.centre.x - place.w / 2, place.centre.y - h};
  const ImVec2 b{place.centre.x + place.w / 2, place.centre.y + h};
  const float radius = std::min(6.0f, h * 0.4f);
  draw->AddRectFilled(a, b, ui.colours.panel, radius);
  const NodePicture& picture = node.picture;
  if (tile >= 0 && tiles_) {
    const gfx::TileSheet::Uv uv = tiles_->uv(tile);
    draw->AddImageRounded(static_cast<ImTextureID>(tiles_->texture()), a, b, {uv.u0, uv.v0},
                          {uv.u1, uv.v1}, IM_COL32_WHITE, radius);
  } else if (picture.nx > 1 && picture.ny == 1 && !picture.values.empty() && place.h > 9) {
    float largest = 1e-9f;
    for (float v : picture.values) {
      if (std::isfinite(v)) largest = std::max(largest, std::abs(v));
    }
    const float room = h - 4;
    draw->AddLine({a.x + 2, place.centre.y}, {b.x - 2, place.centre.y}, ui.colours.line, 1);
    const std::size_t n = picture.values.size();
    for (std::size_t i = 0; i < n; ++i) {
      const float v = std::isfinite(picture.values[i]) ? picture.values[i] / largest : 0;
      draw->PathLineTo({a.x + 3 + (place.w - 6) * static_cast<float>(i) /
                                      static_cast<float>(n - 1),
                        place.centre.y - v * room});
    }
    draw->PathStroke(ui.colours.accent, 0, place.h > 30 ? 2.0f : 1.3f);
  } else if (picture.values.empty()) {
    draw->AddRectFilled(a, b, ui.colours.sunk, radius);
  }
  draw->AddRect(a, b, faded(ui.colours.ink, 0.45f), radius, 0, 1.2f);
  if (thumbnail) return;
  const bool plain = picture.values.empty() && tile < 0;
  if (!node.label.empty() && place.h > 22 && (plain || place.room)) {
    const std::string label = ui.tr(node.label);
    const ImVec2 extent = textSize(ui, size::kTiny, label);
    drawText(ui, draw,
             {place.centre.x - extent.x / 2, plain ? place.centre.y - extent.y / 2 : b.y + 1},
             size::kTiny, plain ? ui.colours.ink : ui.colours.muted, label);
  }
  if (ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(a, b)) {
    std::string text = ui.tr(node.label.empty() ? phrase("unit") : std::string_view(node.label));
    if (node.layer > 0) text += "\n" + ui.tr("bias {1}", {formatNumber(node.value)});
    if (!picture.values.empty()) {
      const auto [lo, hi] = std::ranges::minmax(picture.values);
      text += "\n" + ui.tr("response from {1} to {2}", {formatNumber(lo), formatNumber(hi)});
    }
    tooltip(ui, text);
  }
}

}  // namespace basin
