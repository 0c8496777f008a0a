// From data coordinates to the picture, for things that keep their size in pixels.

uniform vec3 uScale;
uniform vec3 uShift;
uniform mat4 uMatrix;
uniform vec3 uEye;
uniform float uLift;
uniform vec2 uViewport;

// Pixels from the lower left corner, and depth in [-1, 1] after a move towards the eye.
vec3 toPixels(vec3 data) {
  vec3 p = data * uScale + uShift;
  vec4 clip = uMatrix * vec4(p, 1.0);
  float depth = clip.z / clip.w;
  if (uLift > 0.0) {
    vec4 lifted = uMatrix * vec4(p + normalize(uEye - p) * uLift, 1.0);
    depth = lifted.z / lifted.w;
  }
  return vec3((0.5 * clip.xy / clip.w + 0.5) * uViewport, depth);
}

vec4 fromPixels(vec2 pixel, float depth) {
  return vec4(2.0 * pixel / uViewport - 1.0, depth, 1.0);
}
