out vec3 v_look;    // on the ball, its pole to where the eye looks
out vec3 v_head;    // the same in the head's frame, for the shade of the lid
out vec3 v_normal;
out vec3 v_world;
out float v_open;
flat out vec2 v_aim;   // where the iris's middle is, as the viewer sees the ball

void main() {
  mat4 bone = u_bones[a_kind.x];
  vec4 world = bone * vec4(a_position, 1.0);
  v_look = a_normal.xyz;
  v_normal = mat3(bone) * a_normal.xyz;
  v_head = transpose(mat3(u_bones[1])) * v_normal;
  v_world = world.xyz;
  v_open = a_colour.a;
  v_aim = (mat3(bone) * vec3(0.0, 0.0, 1.0)).xy;
  gl_Position = u_camera * world;
}
