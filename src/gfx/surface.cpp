#include "gfx/surface.h"

#include <algorithm>
#include <cmath>

#include "gfx/projection.h"

namespace basin::gfx {
namespace {

/// Mesh cells along a side: at least enough for a round shape, at most what a software renderer
/// still draws at an interactive rate.
constexpr int kFewest = 96, kMost = 160;

/// A multiple of the grid's cells where possible, so that every sample is a corner.
int meshSide(int samples) {
  const int cells = std::max(samples - 1, 1);
  return cells >= kFewest ? std::min(cells, kMost) : cells * ((kFewest + cells - 1) / cells);
}

/// How many times a side of so many samples is refined for the floor, whose tint is faint.
int refinement(int samples) {
  return samples >= 48 ? 1 : (47 + samples) / samples;
}

void setBoxGeometry(const Program& program, const View3& view, const Rect& domain) {
  const auto f = [](double v) { return static_cast<float>(v); };
  // Corners of the field's domain and the map from scaled value to height, in box units.
  const Vec3 low = view.toBox({domain.x0, domain.y0, 0});
  const Vec3 high = view.toBox({domain.x1, domain.y1, 1});
  program.set("uLow", f(low.x), f(low.y));
  program.set("uHigh", f(high.x), f(high.y));
  program.set("uRise", f(high.z - low.z), f(low.z));
  program.set("uFloor", f(-view.halfExtent().z));
  program.setMatrix("uMatrix", view.matrix().toFloat());
  const Vec3 eye = view.eye();
  program.set("uEye", f(eye.x), f(eye.y), f(eye.z));
}

}  // namespace

void Surface::upload(const HeightField& field) {
  texture_.upload(renderer_, field, refinement(std::min(field.nx(), field.ny())));
  scaling_ = field.scaling();
  if (field.revision() == revision_) return;
  revision_ = field.revision();
  columns_ = meshSide(field.nx());
  rows_ = meshSide(field.ny());
  meshPoints_.clear();
  meshPoints_.reserve(4 * static_cast<std::size_t>(columns_ + 1) *
                      static_cast<std::size_t>(rows_ + 1));
  for (int j = 0; j <= rows_; ++j) {
    for (int i = 0; i <= columns_; ++i) {
      const HeightField::Point p =
          field.pointAt(static_cast<double>(i) * (field.nx() - 1) / columns_,
                        static_cast<double>(j) * (field.ny() - 1) / rows_);
      const bool absent = std::isnan(p.value);
      for (const double v : {absent ? 0 : p.value, p.slope.x, p.slope.y, absent ? 1.0 : 0.0}) {
        meshPoints_.push_back(static_cast<float>(v));
      }
    }
  }
  points_.upload(renderer_.gl(), Texture::Format::Rgba32f, columns_ + 1, rows_ + 1,
                 meshPoints_.data());
}

void Surface::drawFrame(const Canvas& canvas, const View3& view, const SurfaceStyle& style) {
  frameLines(view, scaling_, frameLines_);
  frameCoordinates_.clear();
  for (const FrameLine& line : frameLines_) {
    for (const double v : {line.a.x, line.b.x, line.a.y, line.b.y, line.a.z, line.b.z}) {
      frameCoordinates_.push_back(v);
    }
  }
  framePaths_.clear();
  for (std::size_t i = 0; i < frameLines_.size(); ++i) {
    const std::span<const double> all(frameCoordinates_);
    const bool strong = frameLines_[i].strong;
    framePaths_.push_back({.x = all.subspan(6 * i, 2),
                           .y = all.subspan(6 * i + 2, 2),
                           .z = all.subspan(6 * i + 4, 2),
                           .color = withAlpha(style.ink, strong ? 0.45f : 0.14f),
                           .width = 1});
  }
  frame_.setPaths(framePaths_, ++frameVersion_, {});
  frame_.draw(canvas, view, 0);
}

void Surface::draw(const HeightField& field, const Canvas& canvas, const View3& view,
                   const SurfaceStyle& style) {
  if (field.empty()) return;
  upload(field);
  const GlApi& gl = renderer_.gl();
  const float ratio = canvas.viewport().pixelRatio;

  const ProgramId floorId = texture_.whole() ? ProgramId::FloorWhole : ProgramId::Floor;
  const Program* floor = style.floor ? renderer_.program(floorId) : nullptr;
  if (floor != nullptr) {
    FieldStyle faint = style.field;
    faint.strength *= 0.3f;
    faint.contours.opacity *= 0.7f;
    faint.contours.emphasise = false;
    floor->use();
    texture_.apply(renderer_, *floor, faint, ratio);
    setBoxGeometry(*floor, view, texture_.domain());
    renderer_.bindEmptyVertexArray();
    gl.drawArrays(gl::kTriangleStrip, 0, 4);
  }
  if (style.frame) drawFrame(canvas, view, style);

  const Program* program = renderer_.program(ProgramId::Surface);
  if (program == nullptr || field.nx() < 2 || field.ny() < 2) return;
  program->use();
  texture_.apply(renderer_, *program, style.field, ratio);
  setBoxGeometry(*program, view, texture_.domain());
  points_.bind(gl, 2);
  program->set("uPoints", 2);
  program->set("uMesh", static_cast<float>(columns_), static_cast<float>(rows_));
  // Slopes are those of the field's own samples, whatever the floor's texture was refined to.
  program->set("uSize", static_cast<float>(field.nx()), static_cast<float>(field.ny()));
  const double pad = style.floor ? 0.06 / 1.06 * (view.box().values.hi - view.box().values.lo) : 0;
  program->set("uVisible", static_cast<float>(view.box().values.lo + pad),
               static_cast<float>(view.box().values.hi));
  program->set("uCells", static_cast<float>(std::max(style.mesh, 0)));
  // The light goes with the eye, from its upper left: no side is ever in the dark.
  const Vec3 eye = view.eye();
  const double across = std::max(std::hypot(eye.x, eye.y), 1e-9);
  const Vec3 right{-eye.y / across, eye.x / across, 0};
  const double distance = std::hypot(across, eye.z);
  Vec3 light{eye.x / distance - 0.55 * right.x, eye.y / distance - 0.55 * right.y,
             eye.z / distance + 0.75};
  const double norm = std::hypot(light.x, light.y, light.z);
  program->set("uLight", static_cast<float>(light.x / norm), static_cast<float>(light.y / norm),
               static_cast<float>(light.z / norm));

  renderer_.bindEmptyVertexArray();
  gl.enable(gl::kDepthTest);
  gl.depthFunc(gl::kLess);
  // Soft edges become part of the samples: blending would show the background through them.
  gl.disable(gl::kBlend);
  gl.enable(gl::kSampleAlphaToCoverage);
  gl.colorMask(1, 1, 1, 0);
  gl.drawArraysInstanced(gl::kTriangleStrip, 0, 2 * (columns_ + 1), rows_);
  gl.colorMask(1, 1, 1, 1);
  gl.disable(gl::kSampleAlphaToCoverage);
  gl.enable(gl::kBlend);
  gl.disable(gl::kDepthTest);
}

}  // namespace basin::gfx
