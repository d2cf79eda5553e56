// The dim floor under the words and the button: its colour, and how much of it there is at a height (0 to 1).

vec4 floor_at(float height) {
  float depth = 1.0 - smoothstep(0.0, 0.30, height);
  return vec4(0.075, 0.025, 0.020, 0.62 * depth * depth * (3.0 - 2.0 * depth));
}
