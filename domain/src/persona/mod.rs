//! The persona: what Santa is told before a call and along the way, and the session that is asked of OpenAI.
//!
//! The rules of conduct are the same in every language and stand in [`rules`]; a language adds its culture, its words for
//! the hard moments and its helpline. What a parent wrote goes in as one quoted block (`quoted`), so no text of a parent
//! can pass for an instruction. Never in here: anything that a deployment or an account would change.

mod da;
mod en;
mod occasion;
mod quoted;
mod rules;
mod session;

pub use occasion::{CHILDREN, Occasion};
pub use session::token_request;

use crate::{Language, child::HonestAnswer, season::Season, wire::CallCues};

/// What a language adds to the persona.
struct Culture {
    /// The language's English name, for the model.
    language_name: &'static str,
    /// How names sound.
    names: &'static str,
    /// Santa's world in this language.
    world: &'static str,
    /// How to say that he can't see.
    cannot_see: &'static str,
    /// What he says to a wish instead of a promise.
    promise: &'static str,
    /// How to ask once more.
    unclear: &'static str,
    /// What to say in distress, with the helpline.
    comfort: &'static str,
    /// What to say to wishes that hurt or that only the grown-ups can grant.
    own_lines: &'static str,
    /// The first words of every call; `{name}` and `{you}` stand for who calls. They say that he is an AI (R4).
    opening: &'static str,
    /// How he calls a child whose name can't be said.
    friend: &'static str,
    /// How one child is addressed, and several.
    you: [&'static str; 2],
    /// What stands between the last two names.
    and: &'static str,
    /// The cues, as [`CallCues`] describes them.
    nudge: &'static str,
    rhyme: &'static str,
    wind_down: &'static str,
    farewell: &'static str,
    reconnected: &'static str,
    wishes_heard: &'static str,
    names_learnt: &'static str,
    yes: &'static str,
    no: &'static str,
    wave: &'static str,
    /// What he is doing at this time of the year.
    season: fn(Season) -> &'static str,
}

fn culture(language: Language) -> &'static Culture {
    match language {
        Language::Da => &da::CULTURE,
        Language::En => &en::CULTURE,
    }
}

/// What Santa says to a sincere "are you real?". The parent reads these very words when choosing among them.
pub fn honest_answer(language: Language, wording: HonestAnswer) -> &'static str {
    // Not by way of the culture: the app takes these words along, and would take all others with them.
    match language {
        Language::Da => da::honest_answer(wording),
        Language::En => en::honest_answer(wording),
    }
}

/// The first words of a call.
pub fn opening(occasion: &Occasion) -> String {
    let culture = culture(occasion.language());
    let names: Vec<_> = occasion
        .children()
        .map(|child| {
            quoted::name_in_words(&child.name).unwrap_or_else(|| culture.friend.to_owned())
        })
        .collect();
    let (last, others) = names
        .split_last()
        .map_or(("", &[][..]), |(last, others)| (last.as_str(), others));
    let (names, you) = if others.is_empty() {
        (last.to_owned(), culture.you[0])
    } else {
        (
            format!("{}{}{last}", others.join(", "), culture.and),
            culture.you[1],
        )
    };
    // The names last: one that spells a placeholder stays as it is.
    culture
        .opening
        .replace("{you}", you)
        .replace("{name}", &names)
}

/// What Santa is told along the way. Nothing of a profile is in it: a tablet in kid mode reads it too.
pub fn cues(language: Language) -> CallCues {
    let culture = culture(language);
    CallCues {
        nudge: culture.nudge.to_owned(),
        rhyme: culture.rhyme.to_owned(),
        wind_down: culture.wind_down.to_owned(),
        farewell: culture.farewell.to_owned(),
        reconnected: culture.reconnected.to_owned(),
        wishes_heard: culture.wishes_heard.to_owned(),
        names_learnt: culture.names_learnt.to_owned(),
        yes: culture.yes.to_owned(),
        no: culture.no.to_owned(),
        wave: culture.wave.to_owned(),
    }
}

/// Everything that Santa is told before a call.
pub fn instructions(occasion: &Occasion) -> String {
    let language = occasion.language();
    let culture = culture(language);
    let youngest = occasion.children().map(|child| child.age).min();
    let together = if occasion.siblings.is_empty() {
        String::new()
    } else {
        format!("{}\n", rules::TOGETHER)
    };
    [
        rules::WHO.to_owned(),
        format!(
            "# Language\nSpeak {} only, whatever language you are spoken to in.\n<language>{}</language>",
            culture.language_name,
            language.tag()
        ),
        format!(
            "# Opening\nYour very first words are exactly these, then one easy question:\n<opening>{}</opening>",
            opening(occasion)
        ),
        format!(
            "# How you talk\n{} {}\n{}",
            rules::TALK,
            culture.unclear,
            rules::for_age(youngest.unwrap_or_default())
        ),
        format!(
            "# Your world\n{}\n{}",
            culture.world,
            (culture.season)(occasion.season)
        ),
        format!(
            "# Honesty\n{} {}\nTo a sincere \"are you real?\": \"{}\"",
            rules::HONESTY,
            culture.cannot_see,
            honest_answer(language, occasion.child.honest_answer),
        ),
        format!("# Safety\n{}\nTo a wish: {}", rules::SAFETY, culture.promise),
        format!("# Care\n{} {}\n{}", rules::CARE, culture.comfort, culture.own_lines),
        format!(
            "# Who calls\n{together}{}\n{}\n<child_profile>{}</child_profile>",
            culture.names,
            rules::PROFILE_IS_DATA,
            quoted::profiles(occasion)
        ),
    ]
    .join("\n\n")
}

#[cfg(test)]
mod tests;
