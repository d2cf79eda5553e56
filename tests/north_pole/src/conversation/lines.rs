//! What a set of lines in one language holds, and how a line is filled in.

use super::Language;
use super::persona::ChildProfile;
use super::{lines_da::DANISH, lines_en::ENGLISH};

/// What a line is about, which decides whether the child's profile has the matter for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    /// One of the wishes: `{wish}`.
    Wish,
    /// Asks for wishes when the profile has none.
    AskForWishes,
    /// The behaviour notes: `{notes}`.
    Notes,
    /// The preferences: `{preferences}`.
    Preferences,
    /// The age: `{age}`.
    Age,
    /// Christmas in general.
    Christmas,
}

/// One turn of Santa's: he reacts, tells, and asks a question.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) topic: Topic,
    pub(crate) text: &'static str,
}

/// All that Santa can say in one language. `{name}` may stand in every line.
#[derive(Debug)]
pub(crate) struct Lines {
    /// The opening when the instructions give none.
    pub(crate) greeting: &'static str,
    /// The same for a child whose name is unknown.
    pub(crate) greeting_nameless: &'static str,
    /// The turns, in their order; wish lines are used once per wish, in rotation.
    pub(crate) turns: &'static [Line],
    /// To a sincere "are you real?".
    pub(crate) honest: &'static str,
    /// To "can you see me?".
    pub(crate) only_hears: &'static str,
    /// Goodbye.
    pub(crate) farewell: &'static str,
    /// To hurt, fear or danger: calm, a grown-up, the helpline.
    pub(crate) comfort: &'static str,
    /// A wish that was just told: `{wish}`.
    pub(crate) heard_wish: &'static str,
    /// A kind nudge for a silent child.
    pub(crate) nudge: &'static str,
    /// After a lost connection.
    pub(crate) welcome_back: &'static str,
    /// The question after a given opening that asks none.
    pub(crate) easy_question: &'static str,
    /// Towards the end, without ending.
    pub(crate) wind_down: &'static str,
    /// Once more after goodbye.
    pub(crate) last_wave: &'static str,
    /// A wish for a child whose profile has none and who told one in sound only.
    pub(crate) some_wish: &'static str,
    /// Names that are often misread, and how they are said. A child with one of them puts him right when it first speaks.
    pub(crate) misread_names: &'static [(&'static str, &'static str)],
    /// Thanks for being put right.
    pub(crate) name_learnt: &'static str,
    /// How to address a child whose name is unknown.
    pub(crate) dear: &'static str,
}

impl Lines {
    /// The lines of a language.
    pub(crate) fn of(language: Language) -> &'static Lines {
        match language {
            Language::Danish => &DANISH,
            Language::English => &ENGLISH,
        }
    }

    /// Fills a line in for this child; `wish` for lines about one.
    pub(crate) fn fill(&self, line: &str, child: &ChildProfile, wish: &str) -> String {
        let name = if child.name.trim().is_empty() {
            self.dear
        } else {
            child.name.trim()
        };
        // Each placeholder is replaced in one pass over the line, so that a name or note that itself contains
        // braces is spoken and not filled in again.
        let mut filled = String::with_capacity(line.len() + 32);
        let mut rest = line;
        while let Some(start) = rest.find('{') {
            filled.push_str(&rest[..start]);
            let Some(length) = rest[start..].find('}') else {
                break;
            };
            match &rest[start + 1..start + length] {
                "name" => filled.push_str(name),
                "wish" => filled.push_str(clause(wish)),
                "notes" => filled.push_str(clause(&child.behaviour_notes)),
                "preferences" => filled.push_str(clause(&child.preferences)),
                "age" => {
                    filled.push_str(&child.age.map_or_else(String::new, |age| age.to_string()))
                }
                _ => {}
            }
            rest = &rest[start + length + 1..];
        }
        filled.push_str(rest);
        filled
    }
}

/// A parent's words without the end mark, so that they sit inside a sentence.
fn clause(text: &str) -> &str {
    text.trim().trim_end_matches(['.', '!', '?', ',', ';'])
}
