#include "gfx/heatmap.h"

#include <algorithm>
#include <cmath>

namespace basin::gfx {

namespace {

/// Samples a pixel beyond which straight lines between them look the same as cubic interpolation.
constexpr double kDense = 0.4;

}  // namespace

void Heatmap::draw(const HeightField& field, const Canvas& canvas, const Rect& window,
                   const FieldStyle& style) {
  const Viewport& viewport = canvas.viewport();
  if (viewport.empty() || field.empty()) return;
  const bool smooth = !style.classes && style.sampling == Sampling::Smooth;
  const auto perPixel = [](double length, double domain, int n, int pixels) {
    return domain != 0 ? std::abs(length / domain) * std::max(n - 1, 1) / pixels : 0.0;
  };
  const Rect& d = field.domain();
  const double density =
      std::max(perPixel(window.width(), d.width(), field.nx(), viewport.width),
               perPixel(window.height(), d.height(), field.ny(), viewport.height));
  texture_.upload(renderer_, field,
                  smooth && density > 0 ? static_cast<int>(std::ceil(kDense / density)) : 1);
  if (texture_.empty()) return;
  const bool whole = texture_.whole() && !style.classes && style.sampling != Sampling::Blocky;
  const Program* program = renderer_.program(style.classes ? ProgramId::Classes
                                             : whole       ? ProgramId::HeatmapWhole
                                                           : ProgramId::Heatmap);
  if (program == nullptr) return;
  program->use();
  // Sample numbers at the window's edges: 0 is the first sample, n - 1 the last.
  const auto place = [](double v, double lo, double hi, int n) {
    return hi != lo ? (v - lo) / (hi - lo) * (n > 1 ? n - 1 : 1) : 0.0;
  };
  const double x0 = place(window.x0, d.x0, d.x1, texture_.nx());
  const double x1 = place(window.x1, d.x0, d.x1, texture_.nx());
  const double y0 = place(window.y0, d.y0, d.y1, texture_.ny());
  const double y1 = place(window.y1, d.y0, d.y1, texture_.ny());
  texture_.apply(renderer_, *program, style, viewport.pixelRatio);
  if (smooth && density > kDense) program->set("uSampling", 1);
  program->set("uFrom", static_cast<float>(x0), static_cast<float>(y0));
  program->set("uTo", static_cast<float>(x1), static_cast<float>(y1));
  program->set("uPerPixel", static_cast<float>((x1 - x0) / viewport.width),
               static_cast<float>((y1 - y0) / viewport.height));

  renderer_.bindEmptyVertexArray();
  renderer_.gl().drawArrays(gl::kTriangleStrip, 0, 4);
}

}  // namespace basin::gfx
