//! From a pose to the numbers that move the mesh: one matrix a bone, and the mouth's own controls.
//!
//! The vertex shader (`painter/shaders/rig.glsl`) does the rest with the weights that were baked into the
//! mesh. He looks at the camera: when his head turns, his eyes turn back by as much.

use glam::{Mat4, Quat, Vec3, vec3};

use crate::model::{Bone, ELBOW, EYES, HAT_TIP};
use crate::motion::{ease, mix};
use crate::pose::Pose;

/// Where the camera stands.
pub(crate) const CAMERA: Vec3 = vec3(0.0, 0.12, 11.0);
/// The joint on which the head turns.
const NECK: Vec3 = vec3(0.0, -1.05, -0.30);
/// The jaw's angle when the mouth is shut, and when it is wide open, in radians.
const SHUT: f32 = -0.190;
const WIDE: f32 = 0.235;
/// How far the eyes turn for a gaze of 1, in radians.
const GAZE: (f32, f32) = (0.60, 0.40);
/// Where the lids' edges are: upper and lower awake, and where they meet, in radians over the eye's middle.
const AWAKE: (f32, f32) = (0.74, -0.62);
/// Low, so that shut lids lie in a soft bow and the upper does the way, as lids do.
const MEET: f32 = -0.31;
/// High, where cheeks push them together: eyes that laugh are bows the other way up.
const MEET_BEAMING: f32 = 0.36;
/// The arms rest so far below, the one with the list farther, for that is tall.
const ARM_DROP: f32 = 3.1;
const LIST_DROP: f32 = 4.3;

/// Everything that the painter's shaders want to know of a pose.
#[derive(Clone, Debug)]
pub(crate) struct Rig {
    pub(crate) bones: [Mat4; Bone::COUNT],
    /// The jaw's angle (radians, down), width, roundness, smile.
    pub(crate) mouth: [f32; 4],
    /// Pressed lips, bitten lip, the beard's swing (head radii at its tip), upper lid's height (radians).
    pub(crate) lips: [f32; 4],
}

impl Rig {
    pub(crate) fn of(pose: &Pose) -> Self {
        let head = head(pose);
        let mut bones = [head; Bone::COUNT];
        let mut set = |bone: Bone, matrix: Mat4| bones[bone as usize] = matrix;

        let body = vec3(pose.sway * 0.6, pose.lift, 0.0);
        set(
            Bone::Body,
            Mat4::from_translation(body)
                * about(
                    vec3(0.0, -4.0, 0.0),
                    Quat::from_rotation_z(-pose.sway * 0.25),
                ),
        );
        for (bone, side) in [(Bone::BrowLeft, -1.0), (Bone::BrowRight, 1.0)] {
            let at = vec3(0.41 * side, 0.62, 0.88);
            let lift = Mat4::from_translation(vec3(0.0, 0.085 * pose.brows, -0.012 * pose.brows));
            // Tilted about its own middle: the inner end up is tenderness, down is mischief.
            let tilt = about(at, Quat::from_rotation_z(-side * 0.20 * pose.brow_tilt));
            set(bone, head * lift * tilt);
        }

        let back = head.inverse();
        let meet = mix(
            MEET,
            MEET_BEAMING,
            ((pose.squint - 0.5) * 2.0).clamp(0.0, 1.0),
        );
        // What is all but shut is shut: a sliver of an eye is a sleepwalker's.
        let open = ((pose.lids - 0.06) / 0.94).max(0.0);
        let mut upper_edge = AWAKE.0;
        for eye in EYES {
            let at = eye.middle;
            let to_camera = back.transform_vector3(CAMERA - head.transform_point3(at));
            let (turn, rise) = (
                (to_camera.x.atan2(to_camera.z) + pose.gaze_x * GAZE.0).clamp(-0.62, 0.62),
                (to_camera.y.atan2(to_camera.z) + pose.gaze_y * GAZE.1).clamp(-0.5, 0.45),
            );
            set(
                eye.ball,
                head * about(
                    at,
                    Quat::from_rotation_y(turn) * Quat::from_rotation_x(-rise),
                ),
            );
            // Lids go along with the eye, the upper more; a smile pushes up the lower.
            let awake_upper = AWAKE.0 + 0.62 * rise - 0.10 * pose.squint;
            let awake_lower = AWAKE.1 + 0.20 * rise + 0.30 * pose.squint;
            upper_edge = mix(meet, awake_upper, open);
            let lower_edge = mix(meet - 0.01, awake_lower, open.min(1.0));
            // Lids slant a little down to the outside: kind, not round.
            let slant = Quat::from_rotation_z(-eye.side * 0.10);
            set(
                eye.upper,
                head * about(at, slant * Quat::from_rotation_x(-upper_edge)),
            );
            set(
                eye.lower,
                head * about(
                    at,
                    slant.slerp(slant.inverse(), open.min(1.0))
                        * Quat::from_rotation_x(-lower_edge),
                ),
            );
        }
        set(
            Bone::Pompom,
            head * about(HAT_TIP, Quat::from_rotation_z(pose.pompom)),
        );

        let breath = Mat4::from_translation(body);
        let drop = |from: f32, raised: f32| vec3(0.0, -from * (1.0 - raised), 0.0);
        set(
            Bone::Arm,
            breath
                * Mat4::from_translation(drop(ARM_DROP, pose.arm))
                * about(
                    ELBOW,
                    Quat::from_rotation_z(0.10 - pose.wave + 0.5 * (1.0 - pose.arm)),
                ),
        );
        let other = vec3(-ELBOW.x, ELBOW.y, ELBOW.z);
        set(
            Bone::OtherArm,
            breath
                * Mat4::from_translation(drop(LIST_DROP, pose.list) + vec3(0.14, 0.12, 0.25))
                * about(other, Quat::from_rotation_z(-0.4 * (1.0 - pose.list))),
        );
        // A round mouth shows no teeth, nor does one that is shut.
        let shut = (1.0 - pose.mouth.bite) * (1.0 - ease(0.02, 0.12, pose.mouth.jaw));
        let withdrawn = vec3(0.0, 0.15, -0.22) * pose.mouth.round.max(shut).clamp(0.0, 1.0);
        set(Bone::Teeth, head * Mat4::from_translation(withdrawn));

        let mouth = &pose.mouth;
        let jaw = mix(SHUT, WIDE, mouth.jaw.clamp(0.0, 1.1)) - 0.012 * mouth.press;
        Self {
            bones,
            mouth: [jaw, mouth.width, mouth.round, pose.smile],
            lips: [mouth.press, mouth.bite, pose.beard, upper_edge],
        }
    }
}

fn head(pose: &Pose) -> Mat4 {
    let turn = Quat::from_rotation_z(-pose.roll)
        * Quat::from_rotation_y(pose.yaw)
        * Quat::from_rotation_x(-pose.pitch);
    Mat4::from_translation(vec3(pose.sway, pose.lift * 0.8, 0.0)) * about(NECK, turn)
}

fn about(at: Vec3, turn: Quat) -> Mat4 {
    Mat4::from_translation(at) * Mat4::from_quat(turn) * Mat4::from_translation(-at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{BEARD_SHOWN, WIDE};
    use crate::model::LIST;
    use crate::pose::Mouth;

    /// Where an eye looks, in the world.
    fn look(rig: &Rig, eye: Bone) -> Vec3 {
        rig.bones[eye as usize]
            .transform_vector3(Vec3::Z)
            .normalize()
    }

    #[test]
    fn he_looks_into_the_camera_however_his_head_is_turned() {
        for (yaw, pitch, roll) in [
            (0.0, 0.0, 0.0),
            (0.3, 0.1, 0.1),
            (-0.35, -0.15, -0.1),
            (0.1, 0.3, 0.0),
        ] {
            let pose = Pose {
                yaw,
                pitch,
                roll,
                lids: 1.0,
                ..Pose::default()
            };
            let rig = Rig::of(&pose);
            for eye in EYES {
                let at = rig.bones[Bone::Head as usize].transform_point3(eye.middle);
                let wanted = (CAMERA - at).normalize();
                let off = look(&rig, eye.ball).angle_between(wanted);
                assert!(off < 0.03, "{yaw} {pitch} {roll}: off by {off}");
            }
        }
    }

    #[test]
    fn a_gaze_turns_both_eyes_the_same_way() {
        let pose = Pose {
            gaze_x: 1.0,
            gaze_y: 0.5,
            lids: 1.0,
            ..Pose::default()
        };
        let rig = Rig::of(&pose);
        for eye in EYES {
            let way = look(&rig, eye.ball);
            assert!(way.x > 0.3 && way.y > 0.1, "{way}");
        }
    }

    #[test]
    fn lids_meet_when_shut_and_never_cross() {
        let [_, eye] = EYES;
        // The edge's foremost point, over the eye's middle.
        let edge = |rig: &Rig, lid: Bone| {
            rig.bones[lid as usize]
                .transform_point3(eye.middle + Vec3::Z * 0.3)
                .y
        };
        for squint in [0.0, 0.5, 1.0] {
            for lids in [0.0, 0.3, 0.7, 1.0, 1.1] {
                let rig = Rig::of(&Pose {
                    lids,
                    squint,
                    ..Pose::default()
                });
                let (up, down) = (edge(&rig, eye.upper), edge(&rig, eye.lower));
                assert!(
                    up >= down - 0.001,
                    "crossed at {lids}, {squint}: {up} {down}"
                );
                if lids == 0.0 {
                    assert!(up - down < 0.02);
                }
                if lids == 1.0 {
                    assert!(up - down > 0.15);
                }
            }
        }
    }

    #[test]
    fn the_jaw_opens_with_the_mouth() {
        let angle = |jaw| {
            let mouth = Mouth {
                jaw,
                ..Mouth::default()
            };
            Rig::of(&Pose {
                mouth,
                ..Pose::default()
            })
            .mouth[0]
        };
        assert!(angle(0.0) < -0.1 && angle(1.0) > 0.2);
        let swung = Rig::of(&Pose {
            beard: 0.2,
            ..Pose::default()
        });
        assert_eq!(swung.lips[2], 0.2);
    }

    #[test]
    fn arms_are_out_of_sight_unless_they_are_needed() {
        let mitten = |pose: &Pose, bone: Bone, side: f32| {
            let at = vec3(ELBOW.x * side, ELBOW.y + 2.3, ELBOW.z);
            Rig::of(pose).bones[bone as usize].transform_point3(at)
        };
        let rest = Pose::default();
        assert!(mitten(&rest, Bone::Arm, 1.0).y < -3.6);
        assert!(mitten(&rest, Bone::OtherArm, -1.0).y < -3.6);
        let up = Pose {
            arm: 1.0,
            list: 1.0,
            ..Pose::default()
        };
        assert!(mitten(&up, Bone::Arm, 1.0).y > -1.5);
        assert!(mitten(&up, Bone::OtherArm, -1.0).y > -2.2);
    }

    #[test]
    fn a_list_that_is_held_up_is_whole_beside_his_face_and_above_the_captions() {
        let held = Rig::of(&Pose {
            list: 1.0,
            ..Pose::default()
        })
        .bones[Bone::OtherArm as usize];
        let (corner, size) = LIST;
        let seen = |across: f32, down: f32| {
            let at = held.transform_point3(corner + vec3(across * size.x, -down * size.y, 0.0));
            CAMERA + (at - CAMERA) * (CAMERA.z / (CAMERA.z - at.z))
        };
        for (across, down) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            let at = seen(across, down);
            assert!(at.x < WIDE / 2.0 && at.y > BEARD_SHOWN - 0.03, "{at}");
        }
        // Of his face it takes no more than a cheek.
        let eye = EYES[1].middle;
        assert!(seen(0.0, 0.0).x > eye.x + 0.29, "{}", seen(0.0, 0.0));
    }
}
