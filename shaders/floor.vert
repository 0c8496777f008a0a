uniform vec2 uLow;
uniform vec2 uHigh;
uniform float uFloor;
uniform vec2 uSize;
uniform mat4 uMatrix;

out vec2 vPlace;

void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  vPlace = corner * (uSize - 1.0);
  gl_Position = uMatrix * vec4(mix(uLow, uHigh, corner), uFloor, 1.0);
}
