// From a scaled value to a colour with contour lines; for fragment shaders, after field.glsl.

uniform sampler2D uTables;
uniform float uTableRow;
uniform vec2 uRange;
uniform float uBands;
uniform float uStrength;
uniform vec3 uBackground;
uniform float uPixelRatio;

uniform float uLevels[32];
uniform int uLevelCount;
uniform float uLevelStep;
uniform float uLevelBase;
uniform float uLineWidth;
uniform float uLineOpacity;
uniform int uEmphasis;
uniform float uEmphasisLevel;
uniform float uEmphasisWidth;

vec3 tableColor(float t) {
  return texture(uTables, vec2((clamp(t, 0.0, 1.0) * 255.0 + 0.5) / 256.0, uTableRow)).rgb;
}

float brightness(vec3 color) { return dot(color, vec3(0.299, 0.587, 0.114)); }

// pixelSlope: change of the value from one pixel to the next.
vec3 fieldColor(float value, float pixelSlope) {
  float t = (value - uRange.x) / (uRange.y - uRange.x);
  if (uBands > 0.5) {
    float band = clamp(t, 0.0, 0.99999) * uBands;
    float edge = max(pixelSlope / (uRange.y - uRange.x) * uBands, 1e-6);
    float next = clamp((fract(band) - 1.0) / edge + 1.0, 0.0, 1.0);
    t = min(floor(band) + next + 0.5, uBands - 0.5) / uBands;
  }
  return mix(uBackground, tableColor(t), uStrength);
}

// How much a line of some width at some distance (both in pixels) covers a pixel.
float coverage(float pixels, float width) {
  return clamp(0.5 * width + 0.5 - pixels, 0.0, 1.0) * min(width, 1.0);
}

float isoline(float value, float level, float pixelSlope, float width) {
  // A plateau exactly at the level is an area, not a line.
  if (pixelSlope < 1e-5 * (uRange.y - uRange.x) * 0.01) return 0.0;
  return coverage(abs(value - level) / pixelSlope, width);
}

vec3 withContours(vec3 color, float value, float pixelSlope) {
  float line = 0.0;
  for (int k = 0; k < uLevelCount; ++k) {
    line = max(line, isoline(value, uLevels[k], pixelSlope, uLineWidth));
  }
  if (uLevelStep > 0.0) {
    float at = (value - uLevelBase) / uLevelStep;
    float level = uLevelBase + floor(at + 0.5) * uLevelStep;
    // Where lines would touch they fade: a grey blur says nothing.
    float crowd = 1.0 - smoothstep(0.12, 0.35, pixelSlope / uLevelStep);
    // Beyond the range one colour stands for many values; lines there would only be noise.
    bool shown = level >= uRange.x - 0.01 * uLevelStep && level <= uRange.y + 0.01 * uLevelStep;
    if (shown) line = max(line, isoline(value, level, pixelSlope, uLineWidth) * crowd);
  }
  vec3 ink = brightness(color) > 0.5 ? vec3(0.0) : vec3(1.0);
  color = mix(color, ink, line * uLineOpacity);
  if (uEmphasis == 1) {
    float strong = isoline(value, uEmphasisLevel, pixelSlope, uEmphasisWidth);
    float halo = isoline(value, uEmphasisLevel, pixelSlope, uEmphasisWidth + 3.0 * uPixelRatio);
    vec3 page = brightness(uBackground) > 0.5 ? vec3(0.1) : vec3(0.96);
    color = mix(color, vec3(1.0) - page, halo * 0.35);
    color = mix(color, page, strong);
  }
  return color;
}

// Diagonal stripes: there is no finite value here.
vec3 hatched(vec2 pixel, int kind) {
  vec3 tone = kind == 2 ? tableColor(1.0) : kind == 3 ? tableColor(0.0) : vec3(0.5);
  vec3 ground = mix(uBackground, tone, kind == 1 ? 0.12 : 0.3);
  float period = 9.0 * uPixelRatio;
  float across = mod(kind == 3 ? pixel.x - pixel.y : pixel.x + pixel.y, period);
  float stripe = clamp(1.5 * uPixelRatio - abs(across - 0.5 * period) * 0.7071 + 0.5, 0.0, 1.0);
  return mix(ground, mix(uBackground, tone, 0.75), stripe * 0.8);
}
