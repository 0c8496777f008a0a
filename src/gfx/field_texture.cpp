#include "gfx/field_texture.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace basin::gfx {
namespace {

constexpr std::size_t kMaxLevels = 32;

/// Refining further would cost the processor more than it saves the graphics.
constexpr int kMaxRefined = 640;

/// Isolines closer than this many to a nice count would cover the picture.
constexpr int kMaxCount = 200;

}  // namespace

void FieldTexture::upload(Renderer& renderer, const HeightField& field, int factor) {
  if (field.revision() == revision_ && factor == factor_) return;
  revision_ = field.revision();
  factor_ = factor;
  empty_ = field.empty();
  whole_ = false;
  if (empty_) return;
  domain_ = field.domain();
  range_ = field.range();
  scaling_ = field.scaling();
  const int limit = renderer.maxTextureSize();
  const auto refined = [&](int n) { return (n - 1) * factor + 1; };
  const int longest = std::max(field.nx(), field.ny());
  whole_ = field.whole() && field.nx() > 1 && field.ny() > 1 && factor >= 1 &&
           refined(longest) <= std::min(limit, std::max(kMaxRefined, longest));
  if (whole_ && factor > 1) {
    field.refine(factor, factor, resampled_);
    texture_.upload(renderer.gl(), Texture::Format::R32f, refined(field.nx()), refined(field.ny()),
                    resampled_.data());
    return;
  }
  if (longest <= limit) {
    texture_.upload(renderer.gl(), Texture::Format::R32f, field.nx(), field.ny(),
                    field.values().data());
    return;
  }
  const int nx = std::min(field.nx(), limit), ny = std::min(field.ny(), limit);
  const auto source = [](int i, int n, int of) {
    return n > 1 ? static_cast<std::size_t>(static_cast<std::int64_t>(i) * (of - 1) / (n - 1)) : 0;
  };
  resampled_.resize(static_cast<std::size_t>(nx) * static_cast<std::size_t>(ny));
  std::size_t at = 0;
  for (int j = 0; j < ny; ++j) {
    const std::size_t row = source(j, ny, field.ny()) * static_cast<std::size_t>(field.nx());
    for (int i = 0; i < nx; ++i) resampled_[at++] = field.values()[row + source(i, nx, field.nx())];
  }
  texture_.upload(renderer.gl(), Texture::Format::R32f, nx, ny, resampled_.data());
}

void FieldTexture::apply(Renderer& renderer, const Program& program, const FieldStyle& style,
                         float pixelRatio) const {
  texture_.bind(renderer.gl(), 0);
  renderer.bindColorTables(1);
  program.set("uField", 0);
  program.set("uTables", 1);
  program.set("uSize", static_cast<float>(nx()), static_cast<float>(ny()));
  program.set("uSampling", static_cast<int>(style.sampling));
  program.set("uTableRow", Renderer::colorTableRow(style.map, style.backdrop));

  const ValueRange range = scaledRange(style, range_, scaling_);
  program.set("uRange", static_cast<float>(range.lo), static_cast<float>(range.hi));
  program.set("uBands", static_cast<float>(std::max(style.bands, 0)));
  program.set("uStrength", style.strength);
  program.set("uBackground", style.background.r, style.background.g, style.background.b);
  program.set("uPixelRatio", pixelRatio);

  const ContourStyle& lines = style.contours;
  std::array<float, kMaxLevels> levels{};
  std::size_t count = 0;
  for (const double level : lines.levels) {
    const double scaled = scaling_.apply(level);
    if (count < kMaxLevels && std::isfinite(scaled)) levels[count++] = static_cast<float>(scaled);
  }
  double step = 0, base = 0;
  if (lines.levels.empty() && lines.count > 0) {
    step = niceStep(range, std::min(lines.count, kMaxCount));
    // Counting from a level near the range keeps float arithmetic exact for far-away fields.
    if (step > 0) base = std::round(range.lo / step) * step;
  }
  program.set("uLevelCount", static_cast<int>(count));
  program.set("uLevels", levels);
  program.set("uLevelStep", static_cast<float>(step));
  program.set("uLevelBase", static_cast<float>(base));
  program.set("uLineWidth", lines.width * pixelRatio);
  program.set("uLineOpacity", lines.opacity);
  const double emphasis = scaling_.apply(lines.emphasis);
  program.set("uEmphasis", lines.emphasise && std::isfinite(emphasis) ? 1 : 0);
  program.set("uEmphasisLevel", static_cast<float>(emphasis));
  program.set("uEmphasisWidth", lines.emphasisWidth * pixelRatio);
}

}  // namespace basin::gfx
