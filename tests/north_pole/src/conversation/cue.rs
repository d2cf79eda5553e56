//! What a text asks of Santa, by the words in it: a simple ear for meaning that stands in for a model's.

/// What a piece of text is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cue {
    /// Hurt, fear or danger.
    Distress,
    /// "Are you real?"
    AreYouReal,
    /// "Can you see me?"
    CanYouSee,
    /// The talk shall be led gently towards its end.
    WindDown,
    /// Goodbye, or the wish to end.
    Farewell,
    /// The child has been silent.
    Silence,
    /// The line was lost and found again.
    Reconnected,
    /// A wish, in the speaker's words where they could be made out.
    Wish(String),
}

/// Listed by weight: distress outweighs a goodbye, and so on.
const WORDS: [(Cue, &[&str]); 7] = [
    (
        Cue::Distress,
        &[
            "slår mig",
            "slår os",
            "bange",
            "gør ondt",
            "gør mig ondt",
            "fortræd",
            "jeg vil dø",
            "hurts me",
            "hurt me",
            "hits me",
            "hit me",
            "afraid",
            "scared",
            "want to die",
            "in danger",
        ],
    ),
    (
        Cue::AreYouReal,
        &[
            "er du rigtig",
            "er du ægte",
            "er du en robot",
            "er du et menneske",
            "er du en computer",
            "er du virkelig",
            "are you real",
            "are you a robot",
            "are you human",
            "are you a person",
            "are you an ai",
            "are you a computer",
        ],
    ),
    (Cue::CanYouSee, &["kan du se", "can you see", "do you see"]),
    (
        Cue::WindDown,
        &[
            "nærmer sig sin slutning",
            "sidste ting",
            "coming to its end",
            "last thing",
        ],
    ),
    (
        Cue::Farewell,
        &[
            "farvel",
            "hej hej",
            "vi ses",
            "jeg vil ikke mere",
            "jeg vil slutte",
            "sig pænt farvel",
            "afslut",
            "rund af",
            "goodbye",
            "good bye",
            "bye bye",
            "say bye",
            "farewell",
            "wind down",
            "end the call",
            "wrap up",
        ],
    ),
    (
        Cue::Reconnected,
        &[
            "reconnect",
            "connection was lost",
            "forbindelsen blev afbrudt",
            "genoptag",
            "resume the",
        ],
    ),
    (
        Cue::Silence,
        &[
            "silent",
            "silence",
            "is quiet",
            "been quiet",
            "er stille",
            "været stille",
            "tavs",
            "svarer ikke",
            "nudge",
        ],
    ),
];

const WISH_BEGINNINGS: &[&str] = &[
    "ønsker mig også",
    "ønsker mig",
    "vil gerne have",
    "wish for",
    "would like",
    "i also want",
    "i want",
];

/// The heaviest cue in what somebody wrote to Santa, if any.
pub(crate) fn cue(text: &str) -> Option<Cue> {
    let lower = text.to_lowercase();
    cues_by_word(&lower)
        .find(|cue| *cue != Cue::WindDown)
        .or_else(|| wish(&lower).map(Cue::Wish))
}

/// The heaviest cue in the instructions for one response, which are commands and not a child's talk.
pub(crate) fn cue_of_instructions(instructions: &str) -> Option<Cue> {
    let commands = [Cue::WindDown, Cue::Farewell, Cue::Silence, Cue::Reconnected];
    cues_by_word(&instructions.to_lowercase()).find(|cue| commands.contains(cue))
}

/// The gestures that answer a picture that the child tapped: a yes delights him, after a no he looks in his list.
pub(crate) fn gestures(text: &str) -> &'static [&'static str] {
    match text {
        "Ja!" | "Yes!" => &["laugh"],
        "Nej." | "No." => &["look_at_list", "show_wish"],
        _ if text.contains("vinker til dig") || text.contains("waves to you") => &["wave"],
        _ => &[],
    }
}

fn cues_by_word(lower: &str) -> impl Iterator<Item = Cue> {
    let spoken_of = WORDS
        .iter()
        .filter(|(_, words)| words.iter().any(|word| lower.contains(word)));
    spoken_of.map(|(cue, _)| cue.clone())
}

fn wish(lower: &str) -> Option<String> {
    let (start, beginning) = WISH_BEGINNINGS
        .iter()
        .find_map(|words| Some((lower.find(words)?, words)))?;
    let told = lower[start + beginning.len()..]
        .split(['.', '!', '?', ','])
        .next()
        .unwrap_or_default()
        .trim();
    let told: String = told.chars().take(80).collect();
    (!told.is_empty()).then_some(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood_in_both_languages() {
        let wish = |text: &str| Some(Cue::Wish(text.into()));
        for (text, expected) in [
            ("Er du rigtig?", Some(Cue::AreYouReal)),
            ("Are you real, Santa?", Some(Cue::AreYouReal)),
            ("Min storebror slår mig", Some(Cue::Distress)),
            ("I am scared of him. Goodbye", Some(Cue::Distress)),
            ("Farvel julemand", Some(Cue::Farewell)),
            ("Please wind down now", Some(Cue::Farewell)),
            ("Kan du se min tegning?", Some(Cue::CanYouSee)),
            (
                "Jeg ønsker mig en hundehvalp. Og sne.",
                wish("en hundehvalp"),
            ),
            ("I wish for a telescope!", wish("a telescope")),
            ("The child has been silent for a while", Some(Cue::Silence)),
            ("Hej julemand", None),
            ("jeg ønsker mig", None),
        ] {
            assert_eq!(cue(text), expected, "{text}");
        }
    }

    #[test]
    fn instructions_are_no_childs_talk() {
        assert_eq!(
            cue_of_instructions("Ask the child what they would like to do"),
            None
        );
        assert_eq!(
            cue_of_instructions("Say a warm goodbye now, the child is not afraid"),
            Some(Cue::Farewell)
        );
        assert_eq!(cue("one last thing, goodbye"), Some(Cue::Farewell));
    }
}
