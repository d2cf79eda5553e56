// The room's lamps, as every material sees them. All in linear light.

uniform float u_fire;    // how bright the fire is just now, about 1

const vec3 KEY = vec3(-0.487, 0.560, 0.670);
const vec3 KEY_LIGHT = vec3(2.15, 1.66, 1.20);
const vec3 FIRE = vec3(-0.800, -0.420, 0.430);
const vec3 FIRE_LIGHT = vec3(1.55, 0.56, 0.16);
const vec3 WINDOW = vec3(0.800, 0.300, -0.520);
const vec3 WINDOW_LIGHT = vec3(0.90, 1.40, 2.55);

vec3 wrapped(float across, vec3 wrap) {
  return max((vec3(across) + wrap) / (1.0 + wrap), 0.0);
}

// What falls on a place: `open` is the baked shade, `lit` whether key and window reach it.
vec3 light_on(vec3 n, vec3 v, float open, vec2 lit, vec3 wrap, float fuzz) {
  // Shade is warm: what is buried is lit by what lies round it.
  vec3 shade = pow(vec3(open), vec3(0.85, 1.05, 1.20));
  vec3 sum = KEY_LIGHT * wrapped(dot(n, KEY), wrap) * mix(vec3(0.23, 0.18, 0.16), vec3(1.0), lit.x);
  sum += FIRE_LIGHT * u_fire * wrapped(dot(n, FIRE), wrap * 0.7);
  float rim = pow(1.0 - max(dot(n, v), 0.0), 2.0);
  sum += WINDOW_LIGHT * wrapped(dot(n, WINDOW), vec3(0.30)) * (0.30 + 0.9 * rim) * open * mix(0.06, 1.0, lit.y);
  sum += mix(vec3(0.17, 0.10, 0.075), vec3(0.225, 0.195, 0.18), n.y * 0.5 + 0.5);
  float fresnel = pow(1.0 - max(dot(n, v), 0.0), 2.6);
  sum += fuzz * fresnel * (0.30 * KEY_LIGHT * wrapped(dot(n, KEY), vec3(0.9)) + 0.35 * WINDOW_LIGHT * wrapped(dot(n, WINDOW), vec3(0.6)) * lit.y + 0.12);
  return sum * shade;
}
