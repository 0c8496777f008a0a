#pragma once

#include "gfx/camera.h"
#include "gfx/gl_objects.h"

namespace basin::gfx {

/// Sets the uniforms of shaders/projection.glsl so that `window` of the plane fills the picture.
void setPlaneProjection(const Program& program, const Rect& window);

/// Sets the uniforms of shaders/projection.glsl for a surface's box; `lift` moves the depth towards
/// the eye, in box units.
void setBoxProjection(const Program& program, const View3& view, float lift);

}  // namespace basin::gfx
