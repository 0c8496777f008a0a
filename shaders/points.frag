uniform float uOpacity;

in vec2 vOffset;
flat in vec4 vStyle;
flat in vec4 vFill;
flat in vec4 vRim;
out vec4 fragColor;

float boxDistance(vec2 p, vec2 halfSize) {
  vec2 d = abs(p) - halfSize;
  return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0);
}

// Signed distance to the shape's edge in pixels; all shapes have about the area of the circle.
float shapeDistance(vec2 p, float r, int shape) {
  if (shape == 1) return boxDistance(p, vec2(0.86 * r));
  if (shape == 2) {
    p.y += 0.22 * r;
    vec2 q = vec2(abs(p.x), p.y);
    return max(dot(q, vec2(0.866, 0.5)), -p.y) - 0.64 * r;
  }
  if (shape == 3) return boxDistance(vec2(p.x + p.y, p.x - p.y) * 0.7071, vec2(0.82 * r));
  if (shape == 4) {
    vec2 q = abs(vec2(p.x + p.y, p.x - p.y) * 0.7071);
    return min(boxDistance(q, vec2(1.1 * r, 0.36 * r)), boxDistance(q, vec2(0.36 * r, 1.1 * r)));
  }
  if (shape == 5) return abs(length(p) - 0.78 * r) - 0.26 * r;
  return length(p) - r;
}

void main() {
  float d = shapeDistance(vOffset, vStyle.x, int(vStyle.z + 0.5));
  float inner = clamp(0.5 - d, 0.0, 1.0);
  float outer = clamp(0.5 + vStyle.y - d, 0.0, 1.0);
  vec3 fill = vFill.rgb;
  if (vStyle.w > 0.5) {
    vec2 p = vOffset / max(vStyle.x, 1e-3);
    float up = sqrt(max(1.0 - dot(p, p), 0.0));
    vec3 normal = vec3(p, up);
    float diffuse = max(dot(normal, normalize(vec3(-0.5, 0.6, 0.7))), 0.0);
    float gloss = pow(max(dot(normal, normalize(vec3(-0.32, 0.38, 0.87))), 0.0), 24.0);
    fill = min(fill * (0.58 + 0.5 * diffuse) + 0.4 * gloss, 1.0);
  }
  float rim = vStyle.y > 0.0 ? outer * vRim.a : 0.0;
  float body = inner * vFill.a;
  float alpha = body + rim * (1.0 - inner);
  if (alpha < 0.01) discard;
  fragColor = vec4(mix(vRim.rgb, fill, body / alpha), alpha * uOpacity);
}
