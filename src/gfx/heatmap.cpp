#include "gfx/heatmap.h"

#include <algorithm>
#include <cmath>

namespace basin::gfx {

void Heatmap::draw(const Canvas& canvas, const Rect& window, const FieldStyle& style) {
  if (texture_.empty() || canvas.viewport().empty()) return;
  const Program* program = renderer_.program(
      style.classes ? ProgramId::Classes : ProgramId::Heatmap);
  if (program == nullptr) return;
  program->use();
  // Sample numbers at the window's edges: 0 is the first sample, n - 1 the last.
  const auto place = [](double v, double lo, double hi, int n) {
    return hi != lo ? (v - lo) / (hi - lo) * (n > 1 ? n - 1 : 1) : 0.0;
  };
  const Rect& d = texture_.domain();
  const double x0 = place(window.x0, d.x0, d.x1, texture_.nx());
  const double x1 = place(window.x1, d.x0, d.x1, texture_.nx());
  const double y0 = place(window.y0, d.y0, d.y1, texture_.ny());
  const double y1 = place(window.y1, d.y0, d.y1, texture_.ny());
  texture_.apply(renderer_, *program, style, canvas.viewport().pixelRatio);
  // With samples nearly as dense as pixels, cubic interpolation is four times the work for nothing.
  const double perPixel = std::max(std::abs(x1 - x0) / canvas.viewport().width,
                                   std::abs(y1 - y0) / canvas.viewport().height);
  if (style.sampling == Sampling::Smooth && perPixel > 0.4) program->set("uSampling", 1);
  program->set("uFrom", static_cast<float>(x0), static_cast<float>(y0));
  program->set("uTo", static_cast<float>(x1), static_cast<float>(y1));
  program->set("uPerPixel", static_cast<float>((x1 - x0) / canvas.viewport().width),
               static_cast<float>((y1 - y0) / canvas.viewport().height));

  renderer_.bindEmptyVertexArray();
  renderer_.gl().drawArrays(gl::kTriangleStrip, 0, 4);
}

}  // namespace basin::gfx
