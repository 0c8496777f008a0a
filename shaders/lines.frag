uniform float uPixelRatio;
uniform float uOpacity;

in vec2 vPixel;
flat in vec4 vEnds;
flat in vec4 vBorders;
flat in vec3 vStyle;
flat in vec2 vArc;
flat in vec4 vColorStart;
flat in vec4 vColorEnd;
flat in vec4 vRim;
out vec4 fragColor;

void main() {
  vec2 fromStart = vPixel - vEnds.xy, fromEnd = vPixel - vEnds.zw;
  // Every pixel of a joint belongs to one piece: see-through lines do not show their joints.
  if (vBorders.xy != vec2(0.0) && dot(fromStart, vBorders.xy) < 0.0) discard;
  if (vBorders.zw != vec2(0.0) && dot(fromEnd, vBorders.zw) >= 0.0) discard;

  vec2 along = vEnds.zw - vEnds.xy;
  float h = clamp(dot(fromStart, along) / max(dot(along, along), 1e-8), 0.0, 1.0);
  float distance = length(fromStart - h * along);
  float inner = clamp(vStyle.x - distance + 0.5, 0.0, 1.0) * min(2.0 * vStyle.x, 1.0);
  float outer = clamp(vStyle.x + vStyle.y - distance + 0.5, 0.0, 1.0);
  if (vStyle.z > 0.5) {
    float on = 4.0 * uPixelRatio + 3.0 * vStyle.x, off = 3.0 * uPixelRatio + 2.5 * vStyle.x;
    float at = mod(mix(vArc.x, vArc.y, h), on + off);
    float dash = clamp(0.5 * on - abs(at - 0.5 * on) + 0.5, 0.0, 1.0);
    inner *= dash;
    outer *= dash;
  }
  vec4 color = mix(vColorStart, vColorEnd, h);
  float rim = vStyle.y > 0.0 ? outer * vRim.a : 0.0;
  // The line over its halo.
  float alpha = inner + rim * (1.0 - inner);
  if (alpha < 0.004) discard;
  vec3 mixed = mix(vRim.rgb, color.rgb, inner / alpha);
  fragColor = vec4(mixed, alpha * color.a * uOpacity);
}
