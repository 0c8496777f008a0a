// The surface's points: value, its slope per sample step along x and y, 1 where it is missing.
uniform sampler2D uPoints;
uniform vec2 uSize;
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
  ivec2 at = ivec2(gl_VertexID >> 1, gl_InstanceID + (gl_VertexID & 1));
  vec2 corner = vec2(at) / uMesh;
  vPlace = corner * (uSize - 1.0);
  vec4 point = texelFetch(uPoints, at, 0);
  float span = uVisible.y - uVisible.x;
  vAbsent = point.w;
  vValue = vAbsent > 0.0 ? uVisible.x
                         : clamp(point.x, uVisible.x - 4.0 * span, uVisible.y + 4.0 * span);
  vSlope = vValue == point.x ? point.yz : vec2(0.0);
  vPosition = vec3(mix(uLow, uHigh, corner), uRise.x * vValue + uRise.y);
  gl_Position = uMatrix * vec4(vPosition, 1.0);
}
