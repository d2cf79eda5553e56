// The room behind him: two painted sheets, and what moves between them: snow, the fire, the candles.
in vec2 v_uv;

uniform sampler2D u_far;
uniform sampler2D u_front;
uniform vec4 u_edges;      // the world's left, right, top, bottom on this canvas
uniform vec4 u_glass;      // the window's glass: left, top, width, height
uniform vec4 u_hearth;     // the fire's middle, foot, half width, height
uniform vec4 u_candles[6]; // a flame's foot (x, y), its size, how its flicker starts
uniform vec4 u_when;       // seconds, the fire's brightness, parallax x, y
out vec4 colour;

float hash(vec2 p) {
  highp uvec2 q = uvec2(ivec2(floor(p)) + 4096);
  highp uint h = q.x * 1597334677u ^ q.y * 3812015801u;
  h = (h ^ (h >> 15)) * 2246822519u;
  return float((h ^ (h >> 13)) & 65535u) / 65535.0;
}

float soft(vec2 p) {
  vec2 f = fract(p);
  f = f * f * (3.0 - 2.0 * f);
  return mix(mix(hash(p), hash(p + vec2(1, 0)), f.x), mix(hash(p + vec2(0, 1)), hash(p + vec2(1, 1)), f.x), f.y);
}

float snow(vec2 p, float seconds) {
  float sum = 0.0;
  for (int layer = 0; layer < 3; layer++) {
    float size = 0.62 + 0.34 * float(layer);
    vec2 q = p / size * 2.2 + vec2(0.12 * sin(seconds * 0.4 + float(layer) * 2.0), seconds * (0.20 + 0.05 * float(layer)));
    vec2 cell = floor(q) + float(layer) * 37.0;
    vec2 at = vec2(hash(cell), hash(cell + 17.0)) * 0.66 + 0.17;
    float r = 0.035 + 0.055 * hash(cell + 51.0);
    float d = length(fract(q) - at);
    sum += (1.0 - smoothstep(r * 0.55, r, d)) * (0.55 + 0.35 * hash(cell + 5.0));
  }
  return min(sum, 1.0);
}

vec3 flames(vec2 p, float seconds) {
  vec2 q = vec2((p.x - u_hearth.x) / u_hearth.z, (p.y - u_hearth.y) / u_hearth.w);
  if (abs(q.x) > 1.2 || q.y < -0.12 || q.y > 1.25) return vec3(0.0);
  float sway = (soft(vec2(q.x * 2.2, q.y * 2.0 - seconds * 1.9)) - 0.5) * 0.55 * smoothstep(0.0, 0.6, q.y);
  float lick = soft(vec2(q.x * 3.4 + sway, q.y * 1.5 - seconds * 2.6)) * 0.65 + soft(vec2(q.x * 8.0, q.y * 4.0 - seconds * 4.2)) * 0.35;
  float bed = 1.0 - pow(abs(q.x + sway) * 1.05, 2.2);
  float heat = bed * (1.18 - q.y * 1.18) + (lick - 0.62) * (0.55 + q.y);
  heat *= smoothstep(-0.10, 0.06, q.y) * (1.0 - smoothstep(0.82, 1.02, abs(q.x)));
  vec3 fire = vec3(1.0, 0.30, 0.05) * smoothstep(0.08, 0.42, heat);
  fire += vec3(0.35, 0.42, 0.06) * smoothstep(0.34, 0.70, heat);
  fire += vec3(0.10, 0.30, 0.30) * smoothstep(0.66, 1.0, heat);
  return fire * 0.92;
}

vec3 candle(vec2 p, vec4 candle_, float seconds) {
  if (candle_.z <= 0.0) return vec3(0.0);
  float flicker = soft(vec2(candle_.w * 9.0, seconds * 2.3));
  vec2 q = (p - candle_.xy) / candle_.z;
  q.x += (soft(vec2(candle_.w * 5.0 + 3.0, seconds * 1.1)) - 0.5) * 0.25 * max(q.y, 0.0);
  float body = length(vec2(q.x * (2.6 + 2.2 * max(q.y, 0.0)), q.y - 0.42)) * 1.5;
  vec3 flame = vec3(1.0, 0.86, 0.55) * (1.0 - smoothstep(0.45, 1.0, body));
  float halo = exp(-dot(q - vec2(0.0, 0.4), q - vec2(0.0, 0.4)) * 0.55);
  return flame + vec3(0.55, 0.26, 0.07) * halo * (0.55 + 0.35 * flicker);
}

void main() {
  vec2 uv = v_uv;
  vec2 p = vec2(mix(u_edges.x, u_edges.y, uv.x), mix(u_edges.w, u_edges.z, uv.y));
  vec2 far_uv = (uv - 0.5) * 0.965 + 0.5 + u_when.zw;
  vec2 near_uv = (uv - 0.5) * 0.965 + 0.5 + u_when.zw * 0.6;
  vec2 far_p = vec2(mix(u_edges.x, u_edges.y, far_uv.x), mix(u_edges.w, u_edges.z, far_uv.y));
  vec2 near_p = vec2(mix(u_edges.x, u_edges.y, near_uv.x), mix(u_edges.w, u_edges.z, near_uv.y));
  vec3 room = texture(u_far, vec2(far_uv.x, 1.0 - far_uv.y)).rgb;
  vec2 glass = (far_p - vec2(u_glass.x, u_glass.y - u_glass.w)) / u_glass.zw;
  if (all(greaterThan(glass, vec2(0.0))) && all(lessThan(glass, vec2(1.0)))) {
    room = mix(room, vec3(0.86, 0.91, 1.0), 0.85 * snow(far_p, u_when.x));
  }
  vec3 fire = flames(far_p, u_when.x);
  room = room * (1.0 - 0.55 * min(fire.r, 1.0)) + fire;
  float glow = exp(-dot((far_p - u_hearth.xy - vec2(0.0, 0.5)) / vec2(2.2, 1.9), (far_p - u_hearth.xy - vec2(0.0, 0.5)) / vec2(2.2, 1.9)));
  room += vec3(0.34, 0.13, 0.03) * glow * u_when.y;
  // Out of focus a little: what is sharp here is him.
  vec4 front = texture(u_front, vec2(near_uv.x, 1.0 - near_uv.y), 1.35);
  room = room * (1.0 - front.a) + front.rgb;
  for (int i = 0; i < 6; i++) room += candle(near_p, u_candles[i], u_when.x);
  vec2 q = v_uv - 0.5;
  room *= 1.0 - 0.34 * smoothstep(0.10, 0.62, dot(q, q) * 1.6);
  colour = vec4(room * 0.94, 1.0);
}
