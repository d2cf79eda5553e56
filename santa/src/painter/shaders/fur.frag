in vec3 v_cell;
in vec3 v_lit;
in float v_height;

uniform highp sampler3D u_strands;
uniform float u_soft;   // 0: strands are cut out; 1: their edges are handed to the multisampling
out vec4 colour;

void main() {
  vec4 strand = texture(u_strands, v_cell, -0.7);
  float len = 0.34 + 0.52 * strand.g + 0.30 * (strand.b - 0.4);
  float left = 1.0 - v_height / len;
  if (left <= 0.0) discard;
  // A strand is a cone: thick at its root, a point at its tip.
  float radius = mix(0.34, 0.80, sqrt(left));
  float cover = 1.0 - smoothstep(radius - 0.16, radius + 0.10, strand.r);
  if (cover < 0.42 - 0.36 * u_soft) discard;
  vec3 lit = v_lit * (0.80 + 0.42 * strand.a) * mix(1.06, 0.72, smoothstep(0.15, 0.75, strand.r));
  colour = vec4(developed(lit), mix(1.0, cover, u_soft));
}
