//! The puppet's parts and the fabrics they are made of.
//!
//! All lie in the head's world (its middle is the origin, its radius about 1), save the arm, whose
//! origin is the elbow. What shades a part from outside (the hat over the brow, the beard over the
//! collar) is given as balls, so that every part can be felted by itself.

mod clothes;
mod head;
mod whiskers;

use super::Sprite;
use super::clay::{Blob, Clay, Shade};
use super::fur::{Fabric, Wool, felt};
use super::light::{Cloth, Rgb};

/// One part of the puppet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) enum Part {
    Body,
    Mane,
    BeardBack,
    BeardMiddle,
    BeardFront,
    Face,
    Lid,
    Nose,
    MoustacheLeft,
    MoustacheRight,
    Glasses,
    BrowLeft,
    BrowRight,
    Hat,
    Trim,
    Pompom,
    Sleeve,
    Arm,
}

/// What a part is modelled from.
struct Model {
    blobs: Vec<Blob>,
    fabrics: Vec<Fabric>,
    shades: Vec<Shade>,
    /// How dark the grooves between its blobs become, 0..
    groove: f32,
    dye: fn(f32, f32, u8, Rgb) -> Rgb,
    /// Thins out towards its lower end, between these heights, so that it can join another part.
    fade: Option<(f32, f32)>,
}

impl Part {
    /// All parts, in the order in which they are made.
    pub(crate) const ALL: [Part; 18] = [
        Part::Body,
        Part::Mane,
        Part::BeardBack,
        Part::BeardMiddle,
        Part::BeardFront,
        Part::Face,
        Part::Lid,
        Part::Nose,
        Part::MoustacheLeft,
        Part::MoustacheRight,
        Part::Glasses,
        Part::BrowLeft,
        Part::BrowRight,
        Part::Hat,
        Part::Trim,
        Part::Pompom,
        Part::Sleeve,
        Part::Arm,
    ];

    /// Models and felts the part at `unit` pixels per head radius.
    pub(crate) fn felt(self, unit: f32) -> Sprite {
        let model = self.model();
        let longest = model
            .fabrics
            .iter()
            .fold(0.0_f32, |m, f| m.max(f.wool.length));
        let mut clay = Clay::for_blobs(&model.blobs, longest * 1.15 + 0.02, unit, -6.4);
        for blob in &model.blobs {
            clay.press(blob);
        }
        clay.shade(&model.shades, model.groove);
        let mut sprite = felt(&clay, &model.fabrics, self as u32 + 17, model.dye);
        if let Some((gone, whole)) = model.fade {
            sprite.fade_below(gone, whole);
        }
        sprite
    }

    fn model(self) -> Model {
        match self {
            Part::Body => clothes::body(),
            Part::Hat => clothes::hat(),
            Part::Trim => clothes::trim(),
            Part::Pompom => clothes::pompom(),
            Part::Sleeve => clothes::sleeve(),
            Part::Arm => clothes::arm(),
            Part::Face => head::face(),
            Part::Lid => head::lid(),
            Part::Nose => head::nose(),
            Part::Glasses => head::glasses(),
            Part::Mane => whiskers::mane(),
            Part::BeardBack => whiskers::beard(0),
            Part::BeardMiddle => whiskers::beard(1),
            Part::BeardFront => whiskers::beard(2),
            Part::MoustacheLeft => whiskers::moustache(-1.0),
            Part::MoustacheRight => whiskers::moustache(1.0),
            Part::BrowLeft => whiskers::brow(-1.0),
            Part::BrowRight => whiskers::brow(1.0),
        }
    }
}

fn plain(_: f32, _: f32, _: u8, colour: Rgb) -> Rgb {
    colour
}

const CREAM: Cloth = Cloth {
    colour: [0.74, 0.685, 0.61],
    wrap: [0.58, 0.52, 0.46],
    fuzz: 0.9,
    gloss: 0.0,
};

const BEARD: Cloth = Cloth {
    colour: [0.80, 0.765, 0.72],
    wrap: [0.56, 0.52, 0.48],
    fuzz: 0.8,
    gloss: 0.0,
};

const RED: Cloth = Cloth {
    colour: [0.205, 0.0085, 0.012],
    wrap: [0.42, 0.30, 0.30],
    fuzz: 1.1,
    gloss: 0.0,
};

const SKIN: Cloth = Cloth {
    colour: [0.74, 0.37, 0.245],
    wrap: [0.58, 0.32, 0.26],
    fuzz: 0.55,
    gloss: 0.0,
};

const BRASS: Cloth = Cloth {
    colour: [0.46, 0.25, 0.07],
    wrap: [0.1, 0.1, 0.1],
    fuzz: 0.5,
    gloss: 0.9,
};

const GREEN: Cloth = Cloth {
    colour: [0.015, 0.085, 0.038],
    wrap: [0.4, 0.4, 0.4],
    fuzz: 1.2,
    gloss: 0.0,
};

fn red_felt() -> Fabric {
    Fabric {
        cloth: RED,
        wool: Wool {
            density: 46.0,
            length: 0.045,
            lift: 0.35,
            unrest: 1.6,
            body: 0.34,
        },
        mottle: 0.16,
    }
}

fn fluff(length: f32) -> Fabric {
    Fabric {
        cloth: CREAM,
        wool: Wool {
            density: 70.0,
            length,
            lift: 0.7,
            unrest: 1.25,
            body: 0.5,
        },
        mottle: 0.05,
    }
}

fn skin() -> Fabric {
    Fabric {
        cloth: SKIN,
        wool: Wool {
            density: 55.0,
            length: 0.022,
            lift: 0.3,
            unrest: 2.0,
            body: 0.12,
        },
        mottle: 0.035,
    }
}
