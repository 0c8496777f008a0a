#include "field.glsl"
#include "color.glsl"

in vec2 vPlace;
out vec4 fragColor;

void main() {
  FieldSample s = smoothSample(vPlace);
  vec2 placeX = dFdx(vPlace), placeY = dFdy(vPlace);
  float pixelSlope = length(vec2(dot(s.slope, placeX), dot(s.slope, placeY)));
  vec3 color = withContours(fieldColor(s.value, pixelSlope), s.value, pixelSlope);
#ifndef WHOLE
  if (s.kind != 0) color = hatched(gl_FragCoord.xy, s.kind);
#endif
  fragColor = vec4(color, 1.0);
}
