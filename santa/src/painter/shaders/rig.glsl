// The puppet's rig: a vertex as it was cast → where it is in this pose.

layout(location = 0) in vec3 a_position;
layout(location = 1) in vec4 a_normal;   // and whether the window's light reaches it
layout(location = 2) in vec4 a_colour;  // square root of the albedo, how open it is
layout(location = 3) in vec4 a_follow;  // jaw, lips, cheeks, whether the key light reaches it
layout(location = 4) in uvec4 a_kind;   // bone, material, fur length, fur density
layout(location = 5) in vec4 a_comb;

uniform mat4 u_camera;
uniform mat4 u_bones[BONES];
uniform vec4 u_mouth;  // jaw angle, width, roundness, smile
uniform vec4 u_lips;   // press, bite, beard's swing, upper lid

// Half width and height of the lips' middle line when they are round; MOUTH and RIM come from the model.
const vec2 ROUND_RIM = vec2(0.165, 0.150);

vec3 follow_face(vec3 p, inout vec3 n) {
  float jaw = a_follow.x, lips = a_follow.y, cheek = a_follow.z;
  float width = u_mouth.y, round_ = u_mouth.z, smile = u_mouth.w;
  float side = p.x, below = jaw * lips;
  // A round mouth is drawn in from all sides, and forward; a wide one is flat on the teeth. The lips' middle line becomes a
  // circle and they keep their thickness about it: scaled, they would be fat below and thin at the sides, which is a wedge.
  vec2 ring = (p.xy - MOUTH) / RIM;
  p.xy += lips * round_ * ring / max(length(ring), 1.0) * (ROUND_RIM - RIM);
  p.x *= 1.0 + lips * (0.27 * width * (1.0 - round_) + 0.10 * smile);
  p.z += lips * (0.15 * round_ - 0.035 * width);
  // Corners up, and the middle of the lips a little down: a smile is a bow.
  float corner = smoothstep(0.04, 0.37, abs(side));
  p.y += lips * smile * (0.165 * corner - 0.034) * (1.0 - round_);
  p.z -= lips * smile * 0.05 * corner;
  p += cheek * smile * vec3(sign(side) * 0.020, 0.115, 0.055);
  // Pressed lips roll in; a bitten one lies under the teeth.
  p.y += lips * u_lips.x * mix(-0.018, 0.020, jaw);
  p.z -= lips * u_lips.x * 0.035;
  p.y += below * u_lips.y * 0.055;
  p.z -= below * u_lips.y * 0.075;
  // The jaw turns about the ears.
  float turn = jaw * u_mouth.x;
  float s = sin(turn), c = cos(turn);
  vec2 q = vec2(p.y + 0.10, p.z);
  p.yz = vec2(q.x * c - q.y * s - 0.10, q.y * c + q.x * s);
  n.yz = vec2(n.y * c - n.z * s, n.z * c + n.y * s);
  return p;
}

// The beard's tips swing, and nothing above the chin does.
vec3 swung(vec3 p, vec3 rest) {
  float tip = (1.0 - smoothstep(-2.4, -1.0, rest.y)) * step(0.5, float(a_kind.x)) * step(float(a_kind.x), 1.5);
  p.x += u_lips.z * tip * 0.55;
  return p;
}
