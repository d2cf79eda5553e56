// Softens what one sample a point left jagged, and lays the dim floor over it.
//
// Along an edge it looks the way the edge runs, as FXAA does; a point that stands alone among others, a strand's tip,
// is spread into its neighbours instead: that is how wool ends.
in vec2 v_uv;

uniform sampler2D u_frame;
uniform vec4 u_veil;  // canvas size in pixels
out vec4 colour;

vec3 at(vec2 pixels) { return texture(u_frame, v_uv + pixels / u_veil.xy).rgb; }

float light(vec3 c) { return dot(c, vec3(0.299, 0.587, 0.114)); }

void main() {
  vec3 here = at(vec2(0.0));
  float m = light(here);
  float nw = light(at(vec2(-1.0, 1.0))), ne = light(at(vec2(1.0, 1.0)));
  float sw = light(at(vec2(-1.0, -1.0))), se = light(at(vec2(1.0, -1.0)));
  float low = min(m, min(min(nw, ne), min(sw, se))), high = max(m, max(max(nw, ne), max(sw, se)));
  float range = high - low;
  if (range > max(0.045, 0.11 * high)) {
    // The four half-way taps are a soft blur of the nine points round here.
    vec3 blur = 0.25 * (at(vec2(-0.5, 0.5)) + at(vec2(0.5, 0.5)) + at(vec2(-0.5, -0.5)) + at(vec2(0.5, -0.5)));
    float alone = clamp(abs(light(blur) - m) / range * 2.4, 0.0, 1.0);
    vec2 way = vec2(-((nw + ne) - (sw + se)), (ne + se) - (nw + sw));
    float flat_ = max((nw + ne + sw + se) * 0.03, 0.008);
    way = clamp(way / (min(abs(way.x), abs(way.y)) + flat_), -4.0, 4.0);
    vec3 near = 0.5 * (at(way * -0.1667) + at(way * 0.1667));
    vec3 far = 0.5 * near + 0.25 * (at(way * -0.5) + at(way * 0.5));
    float l = light(far);
    here = mix(l < low || l > high ? near : far, blur, 0.85 * alone * alone * (3.0 - 2.0 * alone));
  }
  vec4 floor_ = floor_at(v_uv.y);
  colour = vec4(mix(here, floor_.rgb, floor_.a), 1.0);
}
