#include "projection.glsl"

// One instance is one piece of a polyline, between two neighbours.
layout(location = 0) in vec3 aBefore;
layout(location = 1) in vec3 aStart;
layout(location = 2) in vec3 aEnd;
layout(location = 3) in vec3 aAfter;
layout(location = 4) in vec4 aStyle;  // half width, halo, dashed, drawn
layout(location = 5) in float aArcStart;
layout(location = 6) in float aArcEnd;
layout(location = 7) in vec4 aColorStart;
layout(location = 8) in vec4 aColorEnd;
layout(location = 9) in vec4 aRim;

uniform float uPixelRatio;
uniform float uDashScale;

out vec2 vPixel;
flat out vec4 vEnds;      // start and end of the piece, pixels
flat out vec4 vBorders;   // directions across which the neighbours take over; 0 for none
flat out vec3 vStyle;     // half width and halo in pixels, dashed
flat out vec2 vArc;       // pixels
flat out vec4 vColorStart;
flat out vec4 vColorEnd;
flat out vec4 vRim;

// Direction of the line that halves the corner at q; 0 where there is no corner to share.
vec2 border(vec2 p, vec2 q, vec2 r) {
  vec2 a = q - p, b = r - q;
  float la = length(a), lb = length(b);
  if (la < 1e-4 || lb < 1e-4) return vec2(0.0);
  vec2 sum = a / la + b / lb;
  float l = length(sum);
  return l < 1e-2 ? vec2(0.0) : sum / l;
}

void main() {
  vec3 a = toPixels(aStart), b = toPixels(aEnd);
  vec2 along = b.xy - a.xy;
  float len = length(along);
  if (aStyle.w < 0.5) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  vec2 direction = len > 1e-5 ? along / len : vec2(1.0, 0.0);
  vec2 normal = vec2(-direction.y, direction.x);
  float halfWidth = aStyle.x * uPixelRatio, halo = aStyle.y * uPixelRatio;
  float reach = halfWidth + halo + 1.0;
  bool atEnd = (gl_VertexID & 1) == 1;
  float side = (gl_VertexID >> 1) == 1 ? 1.0 : -1.0;
  vec2 pixel = atEnd ? b.xy + direction * reach : a.xy - direction * reach;
  pixel += normal * side * reach;

  vPixel = pixel;
  vEnds = vec4(a.xy, b.xy);
  vBorders = vec4(border(toPixels(aBefore).xy, a.xy, b.xy),
                  border(a.xy, b.xy, toPixels(aAfter).xy));
  vStyle = vec3(halfWidth, halo, aStyle.z);
  vArc = vec2(aArcStart, aArcEnd) * uDashScale;
  vColorStart = aColorStart;
  vColorEnd = aColorEnd;
  vRim = aRim;
  gl_Position = fromPixels(pixel, atEnd ? b.z : a.z);
}
