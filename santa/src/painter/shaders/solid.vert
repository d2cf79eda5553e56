out vec3 v_world;
out vec3 v_normal;
out vec3 v_rest;
out vec3 v_albedo;
out vec3 v_light;
flat out int v_material;

void main() {
  vec3 n = a_normal.xyz;
  vec3 p = swung(follow_face(a_position, n), a_position);
  mat4 bone = u_bones[a_kind.x];
  vec4 world = bone * vec4(p, 1.0);
  v_world = world.xyz;
  v_normal = mat3(bone) * n;
  v_rest = a_position;
  v_albedo = a_colour.rgb * a_colour.rgb;
  v_light = vec3(a_colour.a, a_follow.w, a_normal.w);
  if (int(a_kind.y) == FUR) v_light = mix(vec3(0.34, 0.22, 0.0), vec3(1.0), v_light);
  v_material = int(a_kind.y);
  // The undercoat of fur is dark: it is what shows between the strands.
  if (v_material == FUR) v_albedo *= 0.80;
  if (v_material == FELT && a_kind.z > 0u) v_albedo *= 0.86;
  gl_Position = u_camera * world;
}
