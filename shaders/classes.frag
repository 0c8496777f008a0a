#include "field.glsl"
#include "color.glsl"

uniform vec2 uPerPixel;  // samples a pixel along x and y

in vec2 vPlace;
out vec4 fragColor;

vec3 categoryTone(int k) {
  if (k == 0) return vec3(0.0, 0.447, 0.698);
  if (k == 1) return vec3(0.902, 0.624, 0.0);
  if (k == 2) return vec3(0.0, 0.620, 0.451);
  if (k == 3) return vec3(0.835, 0.369, 0.0);
  if (k == 4) return vec3(0.337, 0.706, 0.914);
  if (k == 5) return vec3(0.8, 0.475, 0.655);
  return vec3(0.941, 0.894, 0.259);
}

// Flat regions of class numbers with a border where two classes weigh the same. Samples vote with
// the weights of a cubic B-spline, which rounds off the staircase of the grid.
vec3 classColor(vec2 u) {
  u = clamp(u, vec2(0.0), uSize - 1.0);
  ivec2 base = ivec2(floor(u));
  vec2 t = u - vec2(base);
  vec2 r = 1.0 - t;
  mat4x2 w = mat4x2(r * r * r / 6.0, (3.0 * t * t * t - 6.0 * t * t + 4.0) / 6.0,
                    (3.0 * r * r * r - 6.0 * r * r + 4.0) / 6.0, t * t * t / 6.0);
  float votes[7] = float[7](0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 4; ++i) {
      float v = cellValue(base + ivec2(i - 1, j - 1));
      if (!isMissing(v)) votes[int(mod(floor(v + 0.5), 7.0))] += w[i].x * w[j].y;
    }
  }
  float best = -1.0, second = 0.0;
  int winner = 0;
  for (int k = 0; k < 7; ++k) {
    if (votes[k] > best) {
      second = max(best, 0.0);
      best = votes[k];
      winner = k;
    } else {
      second = max(second, votes[k]);
    }
  }
  vec3 color = mix(uBackground, categoryTone(winner), uStrength);
  // Across a straight border the difference of the votes changes by 4/3 a sample.
  float pixels = (best - second) / (1.3333 * max(length(uPerPixel) * 0.7071, 1e-6));
  vec3 ink = brightness(uBackground) > 0.5 ? vec3(0.1) : vec3(0.96);
  return mix(color, ink, coverage(pixels, uEmphasisWidth) * 0.8);
}

void main() {
  // A field with one sample along an axis covers the whole domain.
  vec2 last = max(uSize - 1.0, vec2(1.0));
  vec2 inside = min(vPlace, last - vPlace) / max(abs(uPerPixel), vec2(1e-30));
  float alpha = clamp(min(inside.x, inside.y) + 0.5, 0.0, 1.0);
  if (alpha <= 0.0) discard;

  FieldSample s = nearestSample(vPlace);
  fragColor = vec4(s.kind != 0 ? hatched(gl_FragCoord.xy, s.kind) : classColor(vPlace), alpha);
}
