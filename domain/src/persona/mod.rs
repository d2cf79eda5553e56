//! The persona: what Santa is told before a call, and the session that is asked of OpenAI.
//!
//! The rules of conduct are the same in every language and stand in [`rules`]; a language adds its culture, its opening
//! words and its helpline. What a parent wrote goes in as one block of JSON in which `<`, `>` and `&` are escaped, so
//! no text of a parent can close the block or pass for an instruction.

mod along;
mod da;
mod en;
mod rules;
mod session;

pub use session::token_request;

use crate::{
    Language,
    child::{Draft, HonestAnswer},
    wire::CallCues,
};

/// What a language adds to the persona.
struct Culture {
    /// The language's English name, for the model.
    language_name: &'static str,
    /// Santa's world in this language.
    world: &'static str,
    /// How to say that he can't see.
    cannot_see: &'static str,
    /// What to say in distress, with the helpline.
    comfort: &'static str,
    /// The first words of every call; `{name}` stands for the child's name. They say that he is an AI (R4).
    opening: &'static str,
    /// What to do when the child has been silent for a while.
    nudge: &'static str,
    /// What to do a minute before the end.
    wind_down: &'static str,
    /// What to do at the end.
    farewell: &'static str,
}

fn culture(language: Language) -> &'static Culture {
    match language {
        Language::Da => &da::CULTURE,
        Language::En => &en::CULTURE,
    }
}

/// What Santa says to a sincere "are you real?". The parent reads these very words when choosing among them.
pub fn honest_answer(language: Language, wording: HonestAnswer) -> &'static str {
    match language {
        Language::Da => da::honest_answer(wording),
        Language::En => en::honest_answer(wording),
    }
}

/// The first words of a call with this child.
pub fn opening(profile: &Draft) -> String {
    culture(profile.language)
        .opening
        .replace("{name}", &plain(&profile.name))
}

/// What the browser tells Santa along the way.
pub fn cues(profile: &Draft) -> CallCues {
    let culture = culture(profile.language);
    CallCues {
        nudge: culture.nudge.to_owned(),
        wind_down: culture.wind_down.to_owned(),
        farewell: culture.farewell.to_owned(),
        ..along::cues(profile.language)
    }
}

/// A name as it may stand in a sentence: without the signs that mark our blocks.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '<' | '>' | '&' | '{' | '}'))
        .collect()
}

/// The profile as JSON that can't leave its block.
fn profile_as_data(profile: &Draft) -> String {
    let mut data = serde_json::json!({
        "name": profile.name,
        "age": profile.age,
        "wishes": profile.wishes,
        "behaviour_notes": profile.behaviour_notes,
        "preferences": profile.preferences,
    });
    if let Some(fields) = data.as_object_mut() {
        fields.retain(|_, value| {
            !matches!(value.as_str(), Some("")) && value.as_array().is_none_or(|a| !a.is_empty())
        });
    }
    data.to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

/// Everything that Santa is told before a call with this child.
pub fn instructions(profile: &Draft) -> String {
    let culture = culture(profile.language);
    [
        rules::WHO.to_owned(),
        format!(
            "# Language\nSpeak {} only, whatever language you are spoken to in.\n<language>{}</language>",
            culture.language_name,
            profile.language.tag()
        ),
        format!(
            "# Opening\nYour very first words in the call are exactly these, and then one easy question:\n<opening>{}</opening>",
            opening(profile)
        ),
        format!("# How you talk\n{}\n{}", rules::TALK, rules::for_age(profile.age)),
        format!("# Your world\n{}", culture.world),
        format!(
            "# Honesty\n{}\nTo a sincere \"are you real?\" you answer: \"{}\"\nYou can't see: {}",
            rules::HONESTY,
            honest_answer(profile.language, profile.honest_answer),
            culture.cannot_see
        ),
        format!("# Safety\n{}\n{}", rules::SAFETY, culture.comfort),
        format!("# Tools\n{}", rules::TOOLS),
        format!(
            "# The child\n{}\n<child_profile>{}</child_profile>",
            rules::PROFILE_IS_DATA,
            profile_as_data(profile)
        ),
    ]
    .join("\n\n")
}

#[cfg(test)]
mod tests;
