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

// A line of a child's handwriting at u (across) on the row at v (0 to 1 between rows): how much ink.
float written(float u, float v, float row) {
  float word = u * 3.4 + row * 1.7 + 0.6 * sin(row * 5.0);
  float gap = smoothstep(0.06, 0.12, abs(fract(word) - 0.5 + 0.38 * sin(floor(word) * 2.4 + row)));
  float letters = sin(u * 74.0 + 9.0 * sin(u * 7.0 + row * 3.1)) * (0.55 + 0.45 * sin(u * 31.0 + row * 8.3));
  float pen = 1.0 - smoothstep(0.05, 0.13, abs(v - 0.5 - 0.17 * letters));
  float until = 0.62 + 0.26 * sin(row * 2.7 + 0.5);
  return pen * gap * step(0.17, u) * step(u, until);
}

// The list of wishes, in the place where it was cast: a red heading, wishes in ink, a tick before the first of them.
vec3 wishes(vec3 paper, vec2 p) {
  float u = (p.x - 0.68) / 0.88;
  float rows = (-0.35 - p.y) / 0.142;
  float row = floor(rows), v = fract(rows);
  // Nothing stands on what is rolled.
  if (row < 0.0 || row > 6.0) return paper * 0.86;
  vec3 ink = vec3(0.10, 0.045, 0.03);
  float much;
  if (row < 2.0) {
    ink = vec3(0.42, 0.02, 0.03);
    float tall = rows * 0.5;
    float line = sin(u * 40.0 + 4.0 * sin(u * 11.0)) * 0.20;
    much = (1.0 - smoothstep(0.05, 0.10, abs(tall - 0.45 - line))) * step(0.22, u) * step(u, 0.72);
    much = max(much, (1.0 - smoothstep(0.012, 0.03, abs(tall - 0.86))) * step(0.20, u) * step(u, 0.76));
  } else {
    much = written(u, v, row);
    float tick = max(abs(u - 0.085) * 8.0 - 0.30, abs(v - (u < 0.07 ? 0.5 + (0.07 - u) * -9.0 : 0.5 - (u - 0.07) * 9.0)) - 0.12);
    if (row < 5.0) {
      float ticked = 1.0 - smoothstep(0.0, 0.06, tick);
      ink = mix(ink, vec3(0.36, 0.02, 0.02), ticked);
      much = max(much, ticked);
    }
  }
  // Paper is a little browner to its edges.
  float edge = smoothstep(0.10, 0.0, min(u, 1.0 - u));
  return mix(paper * (1.0 - 0.22 * edge), ink, 0.88 * much);
}

void main() {
  vec3 n = normalize(v_normal);
  vec3 v = normalize(u_eye - v_world);
  // Paper has two sides.
  if (v_material == PAPER && dot(n, v) < 0.0) n = -n;
  vec4 wrap = u_wrap[v_material];
  vec4 shine = u_shine[v_material];
  vec4 grain = texture(u_strands, v_rest * 1.9);
  vec3 albedo = v_albedo * (1.0 + shine.w * (grain.b + grain.a - 1.0));
  if (v_material == PAPER) albedo = wishes(albedo, v_rest.xy);
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
