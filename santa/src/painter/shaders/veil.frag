// A dim floor for the words and the button, laid over everything.
in vec2 v_uv;
out vec4 colour;

void main() {
  colour = floor_at(v_uv.y);
}
