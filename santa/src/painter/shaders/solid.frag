in vec3 v_world;
in vec3 v_normal;
in vec3 v_rest;
in vec3 v_albedo;
in vec3 v_light;
flat in int v_material;

uniform vec3 u_eye;                 // where the camera stands
uniform vec4 u_wrap[8];             // a material's wrap per channel, its fuzz
uniform vec4 u_shine[8];            // its highlight: strength, sharpness, of its own colour, pores
uniform highp sampler3D u_strands;
out vec4 colour;

void main() {
  vec3 n = normalize(v_normal);
  vec3 v = normalize(u_eye - v_world);
  vec4 wrap = u_wrap[v_material];
  vec4 shine = u_shine[v_material];
  vec4 grain = texture(u_strands, v_rest * 1.9);
  vec3 albedo = v_albedo * (1.0 + shine.w * (grain.b + grain.a - 1.0));
  vec3 lit = albedo * light_on(n, v, v_light.x, v_light.yz, wrap.rgb, wrap.a);
  vec3 half_way = normalize(KEY + v);
  float gleam = pow(max(dot(n, half_way), 0.0), shine.y) * mix(0.25, 1.0, v_light.y);
  float cool = pow(max(dot(n, normalize(WINDOW * vec3(1.0, 1.0, -0.35) + v)), 0.0), shine.y);
  vec3 tint = mix(vec3(1.0), v_albedo, shine.z);
  lit += shine.x * tint * (gleam * KEY_LIGHT + cool * 0.35 * v_light.z * WINDOW_LIGHT) * v_light.x;
  // Metal shows the room instead of a colour: dark below, lamps above.
  vec3 back = reflect(-v, n);
  float lamps = smoothstep(-0.1, 0.8, dot(back, KEY)) + 0.6 * smoothstep(0.6, 0.95, dot(back, WINDOW * vec3(1.0, 1.0, -1.0)));
  vec3 metal = v_albedo * (0.30 + 4.6 * lamps * lamps) * v_light.x;
  lit = mix(lit, metal, shine.z);
  colour = vec4(developed(lit), 1.0);
}
