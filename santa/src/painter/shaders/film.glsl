// From linear light to the screen's.

uniform vec4 u_veil;  // canvas size in pixels, how much the corners darken, spare

// Narkowicz's fit of the ACES curve, a little more colour, 2.2 gamma, dark corners.
vec3 developed(vec3 linear_light) {
  vec3 x = linear_light * 0.74;
  x = clamp((x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0);
  x = mix(vec3(dot(x, vec3(0.2126, 0.7152, 0.0722))), x, 1.08);
  vec2 q = gl_FragCoord.xy / u_veil.xy - 0.5;
  x *= 1.0 - u_veil.z * smoothstep(0.10, 0.62, dot(q, q) * 1.6);
  return pow(max(x, 0.0), vec3(1.0 / 2.2));
}
