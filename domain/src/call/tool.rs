//! Santa's tools: what he can do besides talking, as the model calls it and as the screen shows it.
//!
//! The names are the contract between what the model is told (`crate::persona`) and what a call understands. Arguments
//! come from a model and are taken as they are: anything missing, too long or of another kind is made fit or dropped.

use serde_json::Value;

use crate::child::WISH_CHARACTERS;

/// A tool by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// He laughs from the belly.
    Laugh,
    /// He waves.
    Wave,
    /// He looks at the list of wishes.
    LookAtList,
    /// He holds a picture of a wish into the child's view.
    ShowWish,
    /// He passes on a wish that the child has just told.
    NoteWish,
    /// He asks for a grown-up, because the child is in distress.
    CallGrownUp,
    /// He has said goodbye, and the call ends.
    SayGoodbye,
}

impl Tool {
    /// Every tool.
    pub const ALL: [Tool; 7] = [
        Tool::Laugh,
        Tool::Wave,
        Tool::LookAtList,
        Tool::ShowWish,
        Tool::NoteWish,
        Tool::CallGrownUp,
        Tool::SayGoodbye,
    ];

    /// The name that the model knows it by.
    pub const fn name(self) -> &'static str {
        match self {
            Tool::Laugh => "laugh",
            Tool::Wave => "wave",
            Tool::LookAtList => "look_at_list",
            Tool::ShowWish => "show_wish",
            Tool::NoteWish => "note_wish",
            Tool::CallGrownUp => "call_grown_up",
            Tool::SayGoodbye => "say_goodbye",
        }
    }

    /// The tool of that name; `None` where the model made one up.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }
}

/// The wish in a tool's arguments, fit to be shown: one line, not too long. `None` where there is none.
pub fn wish_in(arguments: &Value) -> Option<String> {
    let told = arguments.get("wish")?.as_str()?;
    let line: String = told
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(WISH_CHARACTERS)
        .collect();
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_tool_is_found_by_its_name_and_no_other_is() {
        for tool in Tool::ALL {
            assert_eq!(Tool::named(tool.name()), Some(tool));
        }
        assert_eq!(Tool::named("open_the_door"), None);
    }

    #[test]
    fn a_wish_is_one_line_and_not_too_long() {
        let long = "å".repeat(WISH_CHARACTERS + 1);
        let cut = "å".repeat(WISH_CHARACTERS);
        let table = [
            (json!({"wish": " en cykel\n"}), Some("en cykel")),
            (json!({"wish": long}), Some(cut.as_str())),
            (json!({"wish": " \u{7} "}), None),
            (json!({"wish": 7}), None),
            (json!({}), None),
            (json!(null), None),
        ];
        for (arguments, wish) in table {
            assert_eq!(wish_in(&arguments).as_deref(), wish, "{arguments}");
        }
    }
}
