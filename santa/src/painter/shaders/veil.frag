// A dim floor for the words and the button, laid over everything.
in vec2 v_uv;
out vec4 colour;

void main() {
  float floor_ = 1.0 - smoothstep(0.0, 0.30, v_uv.y);
  colour = vec4(0.075, 0.025, 0.020, 0.62 * floor_ * floor_ * (3.0 - 2.0 * floor_));
}
