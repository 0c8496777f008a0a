// Interpolation of a scalar field, the same as gfx/height_field.cpp does on the CPU.

uniform sampler2D uField;
uniform vec2 uSize;
uniform int uSampling;  // 0 smooth, 1 bilinear, 2 blocky

const float kLargest = 1e37;

struct FieldSample {
  float value;  // scaled value where `kind` is 0
  vec2 slope;   // per sample step along x and y
  int kind;     // 0 a value, 1 not a number, 2 plus infinity, 3 minus infinity
};

float cellValue(ivec2 cell) {
  return texelFetch(uField, clamp(cell, ivec2(0), ivec2(uSize) - 1), 0).r;
}

bool isMissing(float v) { return !(abs(v) < kLargest); }

int missingKind(float v) {
  if (!isMissing(v)) return 0;
  return v < 0.0 ? 3 : v > 2.5e38 ? 2 : 1;
}

#ifdef WHOLE

// Nothing is missing and the samples lie dense enough to go straight from one to the next.
FieldSample smoothSample(vec2 u) {
  u = clamp(u, vec2(0.0), uSize - 1.0);
  ivec2 base = clamp(ivec2(u), ivec2(0), ivec2(uSize) - 2);
  vec2 t = u - vec2(base);
  vec4 v = vec4(texelFetch(uField, base, 0).r, texelFetch(uField, base + ivec2(1, 0), 0).r,
                texelFetch(uField, base + ivec2(0, 1), 0).r,
                texelFetch(uField, base + ivec2(1, 1), 0).r);
  vec2 row = mix(v.xz, v.yw, t.x);
  return FieldSample(mix(row.x, row.y, t.y),
                     vec2(mix(v.y - v.x, v.w - v.z, t.y), row.y - row.x), 0);
}

#else

vec4 cubicWeights(float t) {
  return vec4(((-0.5 * t + 1.0) * t - 0.5) * t, (1.5 * t - 2.5) * t * t + 1.0,
              ((-1.5 * t + 2.0) * t + 0.5) * t, (0.5 * t - 0.5) * t * t);
}

vec4 cubicSlopes(float t) {
  return vec4((-1.5 * t + 2.0) * t - 0.5, (4.5 * t - 5.0) * t, (-4.5 * t + 4.0) * t + 0.5,
              (1.5 * t - 1.0) * t);
}

// Beyond the border the field goes on straight.
vec4 atBorder(vec4 w, int base, int count) {
  if (base == 0) w = vec4(0.0, w.y + 2.0 * w.x, w.z - w.x, w.w);
  if (base >= count - 2) w = vec4(w.x, w.y - w.w, w.z + 2.0 * w.w, 0.0);
  return w;
}

FieldSample nearestSample(vec2 u) {
  float v = cellValue(ivec2(floor(u + 0.5)));
  return FieldSample(v, vec2(0.0), missingKind(v));
}

FieldSample bilinearSample(ivec2 base, vec2 t) {
  vec4 v = vec4(cellValue(base), cellValue(base + ivec2(1, 0)), cellValue(base + ivec2(0, 1)),
                cellValue(base + ivec2(1, 1)));
  vec4 w = vec4((1.0 - t.x) * (1.0 - t.y), t.x * (1.0 - t.y), (1.0 - t.x) * t.y, t.x * t.y);
  float sum = 0.0, mass = 0.0, heaviest = -1.0, absent = 0.0;
  for (int k = 0; k < 4; ++k) {
    if (!isMissing(v[k])) {
      sum += w[k] * v[k];
      mass += w[k];
    } else if (w[k] > heaviest) {
      heaviest = w[k];
      absent = v[k];
    }
  }
  if (mass < 0.5) return FieldSample(absent, vec2(0.0), missingKind(absent));
  vec2 slope = vec2(mix(v.y - v.x, v.w - v.z, t.y), mix(v.z - v.x, v.w - v.y, t.x));
  if (heaviest >= 0.0) slope = vec2(0.0);
  return FieldSample(sum / mass, slope, 0);
}

// u: place in units of samples, (0, 0) the first sample; clamped to the field.
FieldSample smoothSample(vec2 u) {
  u = clamp(u, vec2(0.0), uSize - 1.0);
  ivec2 count = ivec2(uSize);
  ivec2 base = clamp(ivec2(floor(u)), ivec2(0), max(count - 2, 0));
  vec2 t = clamp(u - vec2(base), 0.0, 1.0);
  if (uSampling == 1) return bilinearSample(base, t);
  vec4 wx = atBorder(cubicWeights(t.x), base.x, count.x);
  vec4 wy = atBorder(cubicWeights(t.y), base.y, count.y);
  vec4 sx = atBorder(cubicSlopes(t.x), base.x, count.x);
  vec4 sy = atBorder(cubicSlopes(t.y), base.y, count.y);
  float value = 0.0, largest = 0.0, lo = kLargest, hi = -kLargest;
  vec2 slope = vec2(0.0);
  for (int j = 0; j < 4; ++j) {
    vec4 row = vec4(cellValue(base + ivec2(-1, j - 1)), cellValue(base + ivec2(0, j - 1)),
                    cellValue(base + ivec2(1, j - 1)), cellValue(base + ivec2(2, j - 1)));
    vec4 size = abs(row);
    largest = max(largest, max(max(size.x, size.y), max(size.z, size.w)));
    lo = min(lo, min(min(row.x, row.y), min(row.z, row.w)));
    hi = max(hi, max(max(row.x, row.y), max(row.z, row.w)));
    float along = dot(wx, row);
    value += wy[j] * along;
    slope += vec2(wy[j] * dot(sx, row), sy[j] * along);
  }
  if (!(largest < kLargest)) return bilinearSample(base, t);
  // Nothing is higher or lower than the samples around it: steps do not ring.
  if (value < lo || value > hi) return FieldSample(clamp(value, lo, hi), vec2(0.0), 0);
  return FieldSample(value, slope, 0);
}

#endif
