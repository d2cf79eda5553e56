//! One instant of Santa, as numbers that any painter can draw.
//!
//! Lengths are in head radii (Santa's head is about 1 across from its middle), angles in radians,
//! everything else in the range said. x is the viewer's right, y is up. No pixel and no colour may
//! enter here.

/// What the mouth does; made by [`crate::lipsync`], shaped further by [`crate::acting`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mouth {
    /// How far the jaw hangs, 0 (closed) to 1 (a wide "AA").
    pub jaw: f32,
    /// How wide the lips are drawn, −1 (pursed) to 1 ("EE").
    pub width: f32,
    /// How round the lips are, 0 to 1 ("OO").
    pub round: f32,
    /// The lips are pressed together, 0 to 1 ("MM").
    pub press: f32,
    /// The lower lip is under the upper teeth, 0 to 1 ("FF").
    pub bite: f32,
}

/// One instant of Santa.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pose {
    /// The body leans sideways by so much.
    pub sway: f32,
    /// The chest is lifted by so much (breath, laughter).
    pub lift: f32,
    /// The head is turned to the viewer's right.
    pub yaw: f32,
    /// The head looks up.
    pub pitch: f32,
    /// The head is tilted clockwise as the viewer sees it.
    pub roll: f32,
    /// The eyes look to the viewer's right, −1 to 1.
    pub gaze_x: f32,
    /// The eyes look up, −1 to 1.
    pub gaze_y: f32,
    /// How open the lids are, 0 (shut) to 1 (awake); a little more when surprised.
    pub lids: f32,
    /// How far the lower lids are pushed up by a smile, 0 to 1.
    pub squint: f32,
    /// The brows are raised, −1 to 1.
    pub brows: f32,
    /// The inner ends of the brows are raised, −1 (mischief) to 1 (tenderness).
    pub brow_tilt: f32,
    /// The mouth.
    pub mouth: Mouth,
    /// The corners of the mouth and the cheeks, 0 (at rest) to 1 (beaming).
    pub smile: f32,
    /// The mitten: 0 is out of sight, 1 is raised beside the face.
    pub arm: f32,
    /// The forearm leans over while it waves.
    pub wave: f32,
    /// The beard's tips swing to the viewer's right.
    pub beard: f32,
    /// The pompom swings to the viewer's right.
    pub pompom: f32,
    /// The list of wishes: 0 is out of sight, 1 is held up before him.
    pub list: f32,
}

impl Pose {
    /// Names and values of all channels, for tests and for a picture of the acting over time.
    #[must_use]
    pub fn channels(&self) -> [(&'static str, f32); 22] {
        [
            ("sway", self.sway),
            ("lift", self.lift),
            ("yaw", self.yaw),
            ("pitch", self.pitch),
            ("roll", self.roll),
            ("gaze_x", self.gaze_x),
            ("gaze_y", self.gaze_y),
            ("lids", self.lids),
            ("squint", self.squint),
            ("brows", self.brows),
            ("brow_tilt", self.brow_tilt),
            ("jaw", self.mouth.jaw),
            ("width", self.mouth.width),
            ("round", self.mouth.round),
            ("press", self.mouth.press),
            ("bite", self.mouth.bite),
            ("smile", self.smile),
            ("arm", self.arm),
            ("wave", self.wave),
            ("beard", self.beard),
            ("pompom", self.pompom),
            ("list", self.list),
        ]
    }
}
