#include "field.glsl"
#include "color.glsl"

uniform vec2 uPerPixel;  // samples a pixel along x and y

in vec2 vPlace;
out vec4 fragColor;

void main() {
  // A field with one sample along an axis covers the whole domain.
  vec2 last = max(uSize - 1.0, vec2(1.0));
  vec2 beyond = vec2(uSampling == 2 ? 0.5 : 0.0);
  vec2 inside = (beyond + min(vPlace, last - vPlace)) / max(abs(uPerPixel), vec2(1e-30));
  float alpha = clamp(min(inside.x, inside.y) + 0.5, 0.0, 1.0);
  if (alpha <= 0.0) discard;

  FieldSample s = smoothSample(vPlace);
  float pixelSlope = length(s.slope * uPerPixel);
#ifdef WHOLE
  vec3 color = withContours(fieldColor(s.value, pixelSlope), s.value, pixelSlope);
#else
  FieldSample shown = s;
  if (uSampling == 2) shown = nearestSample(vPlace);
  vec3 color;
  if (shown.kind != 0) {
    color = hatched(gl_FragCoord.xy, shown.kind);
  } else {
    color = fieldColor(shown.value, uSampling == 2 ? 0.0 : pixelSlope);
    if (s.kind == 0) color = withContours(color, s.value, pixelSlope);
  }
#endif
  fragColor = vec4(color, alpha);
}
