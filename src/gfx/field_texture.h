#pragma once

#include <vector>

#include "gfx/field_style.h"
#include "gfx/height_field.h"
#include "gfx/renderer.h"

namespace basin::gfx {

/// A height field on the GPU and the uniforms that shaders/field.glsl and shaders/color.glsl read.
class FieldTexture {
 public:
  /// Uploads the field when its revision or `factor` changed. A whole field is refined so many
  /// times along each axis, unless that makes it too large; one larger than a texture may be is
  /// thinned.
  void upload(Renderer& renderer, const HeightField& field, int factor = 1);

  bool empty() const { return texture_.width() == 0 || revision_ == 0 || empty_; }
  /// True when nothing is missing and the field was refined as asked: straight lines from sample to
  /// sample will do (the programs named ...Whole).
  bool whole() const { return whole_; }
  int nx() const { return texture_.width(); }
  int ny() const { return texture_.height(); }
  const Rect& domain() const { return domain_; }

  /// Binds the field to unit 0, the colour tables to unit 1, and sets every uniform of a style.
  void apply(Renderer& renderer, const Program& program, const FieldStyle& style,
             float pixelRatio) const;

 private:
  Texture texture_;
  Rect domain_;
  ValueRange range_;
  Scaling scaling_;
  std::vector<float> resampled_;
  std::uint64_t revision_ = 0;
  int factor_ = 1;
  bool whole_ = false;
  bool empty_ = true;
};

}  // namespace basin::gfx
