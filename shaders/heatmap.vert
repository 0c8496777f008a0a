uniform vec2 uFrom;
uniform vec2 uTo;

out vec2 vPlace;

void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  vPlace = mix(uFrom, uTo, corner);
  gl_Position = vec4(2.0 * corner - 1.0, 0.0, 1.0);
}
