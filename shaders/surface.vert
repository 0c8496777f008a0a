#include "field.glsl"

uniform vec2 uMesh;
uniform vec2 uLow;
uniform vec2 uHigh;
uniform vec2 uRise;     // height = rise.x * value + rise.y
uniform vec2 uVisible;  // scaled values that are not cut off
uniform mat4 uMatrix;

out vec2 vPlace;     // in units of samples
out vec3 vPosition;  // in the box
out float vValue;
out vec2 vSlope;     // of the value, per sample step
out float vAbsent;   // above 0 beside a missing value

void main() {
  // Each instance is one row of the mesh, a strip of two vertices a column.
  vec2 corner = vec2(float(gl_VertexID >> 1), float(gl_InstanceID + (gl_VertexID & 1))) / uMesh;
  vPlace = corner * (uSize - 1.0);
  FieldSample s = smoothSample(vPlace);
  float span = uVisible.y - uVisible.x;
  vValue = s.kind == 0 ? clamp(s.value, uVisible.x - 4.0 * span, uVisible.y + 4.0 * span)
                       : uVisible.x;
  vSlope = vValue == s.value ? s.slope : vec2(0.0);
  vAbsent = s.kind == 0 ? 0.0 : 1.0;
  vPosition = vec3(mix(uLow, uHigh, corner), uRise.x * vValue + uRise.y);
  gl_Position = uMatrix * vec4(vPosition, 1.0);
}
