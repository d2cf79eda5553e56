//! A child's profile: what a parent tells Santa, within limits.
//!
//! Only the name and the age are required. Everything is data to the persona and never instructions; control
//! characters are taken out here, so that no later room has to think of them.

use serde::{Deserialize, Serialize};

use crate::{Language, consent::GrantedConsent};

/// The youngest and the oldest child that a profile is for.
pub const AGES: std::ops::RangeInclusive<u8> = 3..=12;
/// The longest first name, in characters.
pub const NAME_CHARACTERS: usize = 40;
/// The most wishes on a list.
pub const WISHES: usize = 20;
/// The longest wish, in characters.
pub const WISH_CHARACTERS: usize = 120;
/// The longest account of how a name is said, in characters.
pub const NAME_SOUND_CHARACTERS: usize = 60;
/// The longest behaviour notes or preferences, in characters.
pub const TEXT_CHARACTERS: usize = 600;

/// A profile as the parent typed it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The child's first name.
    pub name: String,
    /// Whole years.
    pub age: u8,
    /// The language that Santa speaks with this child.
    pub language: Language,
    /// The wish list, most wanted first.
    #[serde(default)]
    pub wishes: Vec<String>,
    /// What went well or was hard lately.
    #[serde(default)]
    pub behaviour_notes: String,
    /// Pronunciation of the name, things to avoid, siblings, pets.
    #[serde(default)]
    pub preferences: String,
    /// How Santa answers a sincere "are you real?".
    #[serde(default)]
    pub honest_answer: HonestAnswer,
}

/// How Santa answers a sincere "are you real?" (R5). Families believe differently, so the parent chooses; each answer
/// says that he is an AI. The words stand in `persona`, a wording a language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HonestAnswer {
    /// Whether there is a Santa besides is for the people at home to tell.
    #[default]
    AskAtHome,
    /// He helps Santa, who exists.
    Helper,
    /// He plays a part in a tale.
    Story,
}

impl HonestAnswer {
    /// Every wording, in the order of the form.
    pub const ALL: [Self; 3] = [Self::AskAtHome, Self::Helper, Self::Story];

    /// Its name on the wire and in the database.
    pub fn tag(self) -> &'static str {
        match self {
            Self::AskAtHome => "ask_at_home",
            Self::Helper => "helper",
            Self::Story => "story",
        }
    }
}

/// A profile that keeps the limits and was made with consent in hand.
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    fields: Draft,
}

// A profile must not slip into a log, so neither type prints its content.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Draft(hidden)")
    }
}
impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Profile(hidden)")
    }
}

/// A field of the profile, for an error that stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// [`Draft::name`].
    Name,
    /// [`Draft::age`].
    Age,
    /// [`Draft::wishes`].
    Wishes,
    /// [`Draft::behaviour_notes`].
    BehaviourNotes,
    /// [`Draft::preferences`].
    Preferences,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// It is empty and may not be.
    Missing,
    /// It has more characters than the limit.
    TooLong,
    /// It lies outside [`AGES`].
    OutOfRange,
    /// The list has more items than the limit.
    TooMany,
}

/// One field and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Where.
    pub field: Field,
    /// What.
    pub wrong: Wrong,
}

/// Tidies one line of free text: control characters become spaces, runs of white space one space.
pub(crate) fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| {
            if c.is_control() || is_invisible(c) {
                ' '
            } else {
                c
            }
        })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters that change how text reads without being seen: direction marks, joiners, tags, soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

impl Draft {
    /// Tidies the texts and drops empty wishes; limits are checked by [`Draft::problems`].
    fn tidied(&self) -> Self {
        Self {
            name: one_line(&self.name),
            age: self.age,
            language: self.language,
            wishes: self
                .wishes
                .iter()
                .map(|wish| one_line(wish))
                .filter(|wish| !wish.is_empty())
                .collect(),
            behaviour_notes: one_line(&self.behaviour_notes),
            preferences: one_line(&self.preferences),
            honest_answer: self.honest_answer,
        }
    }

    /// The same profile with a sentence about how the name is said, in the language that Santa speaks with the child. It
    /// takes the place of one that was learnt earlier; the parent's own words stay. Where they leave it no room,
    /// [`Draft::problems`] says so.
    pub fn with_name_sound(mut self, sound: &str) -> Self {
        let lead = match self.language {
            Language::Da => "Navnet siges:",
            Language::En => "The name is said:",
        };
        let mut words = one_line(&self.preferences);
        if let Some(begins) = words.find(lead) {
            let length = words[begins..]
                .find('.')
                .map_or(words.len() - begins, |dot| dot + 1);
            words.replace_range(begins..begins + length, "");
            words = one_line(&words);
        }
        if !words.is_empty() && !words.ends_with(['.', '!', '?']) {
            words.push('.');
        }
        self.preferences = one_line(&format!("{words} {lead} {sound}."));
        self
    }

    /// Everything that is wrong with the draft, at most one error a field, in the order of the form.
    pub fn problems(&self) -> Vec<FieldError> {
        let draft = self.tidied();
        let longer = |text: &str, limit: usize| text.chars().count() > limit;
        let mut found = Vec::new();
        let mut report = |field, wrong| found.push(FieldError { field, wrong });
        if draft.name.is_empty() {
            report(Field::Name, Wrong::Missing);
        } else if longer(&draft.name, NAME_CHARACTERS) {
            report(Field::Name, Wrong::TooLong);
        }
        if !AGES.contains(&draft.age) {
            report(Field::Age, Wrong::OutOfRange);
        }
        if draft.wishes.len() > WISHES {
            report(Field::Wishes, Wrong::TooMany);
        } else if draft
            .wishes
            .iter()
            .any(|wish| longer(wish, WISH_CHARACTERS))
        {
            report(Field::Wishes, Wrong::TooLong);
        }
        if longer(&draft.behaviour_notes, TEXT_CHARACTERS) {
            report(Field::BehaviourNotes, Wrong::TooLong);
        }
        if longer(&draft.preferences, TEXT_CHARACTERS) {
            report(Field::Preferences, Wrong::TooLong);
        }
        found
    }
}

impl Profile {
    /// Makes a profile of a draft, with the consent that it rests on; all errors at once where there are any.
    pub fn new(draft: &Draft, _consent: &GrantedConsent) -> Result<Self, Vec<FieldError>> {
        let problems = draft.problems();
        if problems.is_empty() {
            Ok(Self {
                fields: draft.tidied(),
            })
        } else {
            Err(problems)
        }
    }

    /// The profile's content.
    pub fn fields(&self) -> &Draft {
        &self.fields
    }
}

/// Whether a grown-up should sit along before a call starts.
pub fn needs_grown_up_beside(age: u8) -> bool {
    age < 6
}

#[cfg(test)]
mod tests;
