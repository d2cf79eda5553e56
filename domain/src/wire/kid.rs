//! What passes between the edge and a tablet in kid mode. No type in here knows of money, of an address, or of anything
//! that a parent wrote beyond a first name.

use serde::{Deserialize, Serialize};

use super::ChildView;
use crate::{
    Language, child::needs_grown_up_beside, confirmation::Proof, id::ChildId,
    passkey::PasskeyAnswer,
};

/// All that a tablet in kid mode may know.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct KidRoom {
    /// Who may call from here, oldest profile first.
    pub children: Vec<KidView>,
    /// Whether a call could be started now; if not, a grown-up has something to see to.
    pub may_call: bool,
    /// Whether a grown-up can take it back here; a device that was paired never has a way out to the parent's side.
    pub has_way_out: bool,
    /// Whether the calls that a paired device was given are all made.
    pub used_up: bool,
}

/// A child as its own tablet knows it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct KidView {
    /// The profile's id, to start a call by.
    pub id: ChildId,
    /// The first name.
    pub name: String,
    /// The language that Santa speaks with this child.
    pub language: Language,
    /// Whether a grown-up has to sit beside (R21).
    pub grown_up_beside: bool,
}

impl From<ChildView> for KidView {
    fn from(child: ChildView) -> Self {
        Self {
            id: child.id,
            name: child.profile.name,
            language: child.profile.language,
            grown_up_beside: needs_grown_up_beside(child.profile.age),
        }
    }
}

/// Hands the tablet over. The first time a PIN has to come with it; later one replaces the former.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The new PIN as typed.
    #[serde(default)]
    pub pin: Option<String>,
}

/// Takes the tablet back: by the grown-up's PIN, or by a fresh proof where it was forgotten.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeBack {
    /// The PIN as typed.
    Pin(String),
    /// The code that came by mail, as typed.
    Code(String),
    /// A passkey's answer to the challenge.
    Passkey(PasskeyAnswer),
}

impl From<Proof> for TakeBack {
    fn from(proof: Proof) -> Self {
        match proof {
            Proof::Code(code) => TakeBack::Code(code),
            Proof::Passkey(answer) => TakeBack::Passkey(answer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::child::Draft;

    #[test]
    fn a_kid_view_holds_nothing_that_the_parent_wrote_but_the_name() {
        let view = KidView::from(ChildView {
            id: ChildId::from_random([7; 16]),
            profile: Draft {
                name: "Alma".into(),
                age: 5,
                wishes: vec!["en rød cykel".into()],
                behaviour_notes: "deler".into(),
                preferences: "kat".into(),
                ..Draft::default()
            },
        });
        assert!(view.grown_up_beside);
        let json = serde_json::to_value(&view).unwrap();
        let mut names: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
        names.sort();
        assert_eq!(names, ["grown_up_beside", "id", "language", "name"]);
    }
}
