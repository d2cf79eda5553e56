in vec3 v_look;
in vec3 v_head;
in vec3 v_normal;
in vec3 v_world;
in float v_open;
flat in vec2 v_aim;

uniform vec3 u_eye;
uniform float u_lid;   // the upper lid's edge, radians over the eye's middle
uniform highp sampler3D u_strands;
out vec4 colour;

const float IRIS = 0.66;
const float PUPIL = 0.33;

void main() {
  vec3 look = normalize(v_look);
  vec3 n = normalize(v_normal);
  vec3 v = normalize(u_eye - v_world);
  float away = acos(clamp(look.z, -1.0, 1.0));
  float turn = atan(look.y, look.x);
  // The white: never white, redder to its rim.
  vec3 white = mix(vec3(0.86, 0.82, 0.77), vec3(0.62, 0.30, 0.24), smoothstep(0.75, 1.45, away));
  // The iris: fibres, light towards the lower side as if lamp light gathered there, a dark ring.
  float ring = away / IRIS;
  float fibres = texture(u_strands, vec3(cos(turn), sin(turn), ring * 0.16) * 0.9).b;
  fibres = 0.6 * fibres + 0.4 * texture(u_strands, vec3(cos(turn) * 2.3, sin(turn) * 2.3, 0.3)).a;
  vec3 iris = mix(vec3(0.10, 0.30, 0.62), vec3(0.32, 0.62, 0.90), smoothstep(0.30, 0.85, fibres));
  iris *= mix(1.25, 0.62, smoothstep(-0.7, 0.8, look.y / sin(IRIS)));
  iris = mix(vec3(0.30, 0.50, 0.62), iris, smoothstep(0.42, 0.62, ring));
  iris *= mix(1.0, 0.22, smoothstep(0.74, 1.0, ring));
  float edge = fwidth(away) + 0.02;
  vec3 base = mix(iris, white, smoothstep(IRIS - edge, IRIS + edge, away));
  base = mix(vec3(0.006, 0.006, 0.010), base, smoothstep(PUPIL - edge, PUPIL + edge, away));
  // The lid and its lashes shade the ball below them.
  float rise = asin(clamp(v_head.y, -1.0, 1.0));
  float shade = mix(0.36, 1.0, smoothstep(0.02, 0.40, u_lid - rise));
  float corner = mix(0.62, 1.0, 1.0 - smoothstep(0.55, 0.95, 1.0 - v_head.z));
  vec3 lit = base * light_on(n, v, 0.90, vec2(1.0), vec3(0.45, 0.40, 0.38), 0.0) * shade * corner * 0.86;
  // Two lights stand in the eye: life. They go along with a glance a little more than a cornea would have
  // them, so that none ever fills a pupil and hollows it.
  vec3 in_view = n - v * dot(n, v);
  float key = 1.0 - smoothstep(0.110, 0.155, length(in_view.xy - (vec2(-0.185, 0.205) + 0.75 * v_aim)));
  float cool = 1.0 - smoothstep(0.035, 0.075, length(in_view.xy - (vec2(0.175, -0.185) + 0.75 * v_aim)));
  lit += key * vec3(3.2, 3.0, 2.7) * step(0.0, u_lid - rise) + cool * vec3(0.35, 0.55, 0.85);
  colour = vec4(developed(lit), 1.0);
}
