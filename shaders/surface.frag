uniform vec2 uSize;
#include "color.glsl"

uniform vec2 uLow;
uniform vec2 uHigh;
uniform vec2 uRise;
uniform vec2 uVisible;
uniform float uCells;
uniform vec3 uEye;
uniform vec3 uLight;

in vec2 vPlace;
in vec3 vPosition;
in float vValue;
in vec2 vSlope;
in float vAbsent;
out vec4 fragColor;

void main() {
  // Derivatives come before any branch that leaves the shader.
  vec2 placeX = dFdx(vPlace), placeY = dFdy(vPlace);
  float pixelSlope = length(vec2(dot(vSlope, placeX), dot(vSlope, placeY)));
  vec2 cell = vPlace / max(uSize - 1.0, vec2(1.0)) * uCells;
  vec2 cellSlope = max(fwidth(cell), vec2(1e-6));
  if (vAbsent > 0.0) discard;

  // The cut is one pixel soft.
  float margin = 1e-4 * (uVisible.y - uVisible.x);
  float room = min(vValue - uVisible.x, uVisible.y - vValue) + margin;
  if (room < -0.05 * (uVisible.y - uVisible.x)) discard;
  float alpha = clamp(room / max(pixelSlope, 1e-6 * (uVisible.y - uVisible.x)) + 0.5, 0.0, 1.0);
  if (alpha < 0.02) discard;

  vec2 perUnit = (uSize - 1.0) / (uHigh - uLow);
  vec2 tilt = vSlope * perUnit * uRise.x;
  vec3 normal = normalize(vec3(-tilt, 1.0));
  vec3 toEye = normalize(uEye - vPosition);
  bool below = dot(normal, toEye) < 0.0;
  if (below) normal = -normal;

  vec3 plain = fieldColor(vValue, pixelSlope);
  vec3 color = withContours(plain, vValue, pixelSlope);
  if (uCells > 0.5) {
    vec2 toLine = abs(fract(cell + 0.5) - 0.5) / cellSlope;
    vec2 sparse = 1.0 - smoothstep(vec2(0.1), vec2(0.35), cellSlope);
    vec2 lines = clamp(vec2(0.5 * uPixelRatio + 0.5) - toLine, 0.0, 1.0) * sparse;
    vec3 ink = brightness(plain) > 0.5 ? vec3(0.0) : vec3(1.0);
    color = mix(color, ink, max(lines.x, lines.y) * 0.12);
  }

  float diffuse = max(dot(normal, uLight), 0.0);
  float gloss = pow(max(dot(normal, normalize(uLight + toEye)), 0.0), 36.0);
  float shade = 0.62 + 0.46 * diffuse;
  if (below) {
    shade *= 0.86;
    gloss *= 0.3;
  }
  fragColor = vec4(min(color * shade + 0.13 * gloss, 1.0), alpha);
}
