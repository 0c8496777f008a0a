#include "projection.glsl"

layout(location = 0) in vec3 aPosition;
layout(location = 1) in vec4 aStyle;  // radius, outline, shape, ball
layout(location = 2) in vec4 aFill;
layout(location = 3) in vec4 aRim;

uniform float uPixelRatio;

out vec2 vOffset;
flat out vec4 vStyle;
flat out vec4 vFill;
flat out vec4 vRim;

void main() {
  vec3 centre = toPixels(aPosition);
  vStyle = vec4(aStyle.xy * uPixelRatio, aStyle.zw);
  vFill = aFill;
  vRim = aRim;
  float reach = 1.25 * vStyle.x + vStyle.y + 1.0;
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
  vOffset = corner * reach;
  gl_Position = fromPixels(centre.xy + vOffset, centre.z);
}
