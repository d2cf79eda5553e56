uniform float u_shells;
uniform vec3 u_eye;
uniform vec4 u_strand;   // wrap per channel, fuzz
out vec3 v_cell;
out vec3 v_lit;
out float v_height;

void main() {
  float height = (float(gl_InstanceID) + 1.0) / u_shells;
  float len = float(a_kind.z) / 255.0 * LONGEST;
  vec3 n = a_normal.xyz;
  vec3 comb = a_comb.xyz;
  // Strands stand up at the root and lie over towards the tip; all hang a little.
  vec3 lean = comb * (0.35 * height + 0.65 * height * height);
  vec3 way = n * height * (1.0 - 0.42 * height * length(comb)) + lean + vec3(0.0, -0.12 * height * height, 0.0);
  vec3 turned = n;
  vec3 p = swung(follow_face(a_position + way * len, turned), a_position);
  mat4 bone = u_bones[a_kind.x];
  vec4 world = bone * vec4(p, 1.0);
  vec3 normal = normalize(mat3(bone) * normalize(turned + comb * 0.25 * height));
  vec3 v = normalize(u_eye - world.xyz);
  // Tips are freer to the light than roots.
  float open = mix(mix(0.30, 1.0, a_colour.a), 1.0, 0.25 * height);
  float key = mix(0.20, 1.0, a_follow.w);
  vec3 albedo = a_colour.rgb * a_colour.rgb;
  v_lit = albedo * light_on(normal, v, open, vec2(key, a_normal.w), u_strand.rgb, u_strand.a);
  v_lit *= mix(0.70, 1.04, height);
  v_cell = a_position * (float(a_kind.w) / 255.0 * DENSEST) / STRANDS_ACROSS;
  v_height = height;
  gl_Position = u_camera * world;
}
