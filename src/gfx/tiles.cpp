#include "gfx/tiles.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "gfx/contours.h"

namespace basin::gfx {
namespace {

/// Texels around each tile that repeat its border, so that linear filtering never mixes tiles.
constexpr int kMargin = 1;

}  // namespace

void TileSheet::update(std::span<const float> values, int count, int nx, int ny,
                       std::uint64_t version, ColorMap map, Backdrop backdrop, ValueRange range) {
  if (texture_.width() != 0 && version == version_ && map == map_ && backdrop == backdrop_ &&
      count == count_ && nx == nx_ && ny == ny_) {
    return;
  }
  const std::size_t cells = static_cast<std::size_t>(std::max(nx, 0)) *
                            static_cast<std::size_t>(std::max(ny, 0));
  if (count < 1 || cells == 0 || values.size() < cells * static_cast<std::size_t>(count)) {
    count_ = 0;
    return;
  }
  version_ = version;
  map_ = map;
  backdrop_ = backdrop;
  count_ = count;
  nx_ = nx;
  ny_ = ny;
  columns_ = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(count))));
  rows_ = (count + columns_ - 1) / columns_;
  const int tileWidth = nx + 2 * kMargin, tileHeight = ny + 2 * kMargin;
  const int width = columns_ * tileWidth, height = rows_ * tileHeight;
  if (width > renderer_.maxTextureSize() || height > renderer_.maxTextureSize()) {
    count_ = 0;
    return;
  }
  std::array<std::uint32_t, 256> table{};
  fillColorTable(map, backdrop, table);
  pixels_.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
  for (int tile = 0; tile < count; ++tile) {
    const auto source = values.subspan(cells * static_cast<std::size_t>(tile), cells);
    ValueRange span = range.isAuto() ? finiteRange(source) : range;
    if (range.isAuto() && map == ColorMap::Diverging) {
      const double reach = std::max(std::abs(span.lo), std::abs(span.hi));
      span = {-reach, reach};
    }
    const double scale = span.hi > span.lo ? 255 / (span.hi - span.lo) : 0;
    const int left = tile % columns_ * tileWidth, bottom = tile / columns_ * tileHeight;
    for (int j = 0; j < tileHeight; ++j) {
      const int sj = std::clamp(j - kMargin, 0, ny - 1);
      for (int i = 0; i < tileWidth; ++i) {
        const int si = std::clamp(i - kMargin, 0, nx - 1);
        const double v = source[static_cast<std::size_t>(sj * nx + si)];
        const double t = scale == 0 || std::isnan(v) ? 127.5 : (v - span.lo) * scale;
        pixels_[static_cast<std::size_t>((bottom + j) * width + left + i)] =
            table[static_cast<std::size_t>(std::clamp(t, 0.0, 255.0) + 0.5)];
      }
    }
  }
  texture_.upload(renderer_.gl(), Texture::Format::Rgba8, width, height, pixels_.data());
}

TileSheet::Uv TileSheet::uv(int index) const {
  if (index < 0 || index >= count_) return {0, 0, 0, 0};
  const int tileWidth = nx_ + 2 * kMargin, tileHeight = ny_ + 2 * kMargin;
  const float width = static_cast<float>(columns_ * tileWidth);
  const float height = static_cast<float>(rows_ * tileHeight);
  const float left = static_cast<float>(index % columns_ * tileWidth + kMargin);
  const float bottom = static_cast<float>(index / columns_ * tileHeight + kMargin);
  return {left / width, (bottom + static_cast<float>(ny_)) / height,
          (left + static_cast<float>(nx_)) / width, bottom / height};
}

}  // namespace basin::gfx
