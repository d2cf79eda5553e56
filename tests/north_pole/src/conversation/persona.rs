//! What the instructions tell the stand-in: whom it talks to, in which language, and how to begin.
//!
//! The product writes three blocks into its instructions: `<language>`, `<opening>` and `<child_profile>` (JSON).
//! Anybody else's instructions are taken as they come: a language hint is looked for, the rest is left alone.

use serde::Deserialize;

use super::Language;

/// The child as the instructions describe it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct ChildProfile {
    /// First name.
    pub(crate) name: String,
    /// Age in years.
    pub(crate) age: Option<u8>,
    /// What the child wishes for.
    pub(crate) wishes: Vec<String>,
    /// The parent's kind words about what the child does well.
    pub(crate) behaviour_notes: String,
    /// What the child likes, and how it likes to be talked to.
    pub(crate) preferences: String,
}

/// Everything the stand-in takes from the instructions.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Persona {
    /// The language to speak.
    pub(crate) language: Language,
    /// The exact first sentences, where given.
    pub(crate) opening: Option<String>,
    /// The child, where given.
    pub(crate) child: ChildProfile,
}

impl Persona {
    /// Reads the instructions; never fails, a block that can't be read counts as absent.
    pub(crate) fn read(instructions: &str) -> Self {
        let language = block(instructions, "language")
            .and_then(Language::from_code)
            .unwrap_or_else(|| language_hint(instructions));
        let child = block(instructions, "child_profile")
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default();
        let opening = block(instructions, "opening")
            .filter(|words| !words.is_empty())
            .map(str::to_owned);
        Self {
            language,
            opening,
            child,
        }
    }
}

/// The trimmed text between `<name>` and `</name>`.
pub(crate) fn block<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let open = format!("<{name}>");
    let start = text.find(&open)? + open.len();
    let length = text[start..].find(&format!("</{name}>"))?;
    Some(text[start..start + length].trim())
}

fn language_hint(instructions: &str) -> Language {
    let lower = instructions.to_lowercase();
    let danish = ["dansk", "danish", " du er ", "julemanden"]
        .iter()
        .any(|hint| lower.contains(hint));
    if danish {
        Language::Danish
    } else {
        Language::English
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_blocks_are_read() {
        let persona = Persona::read(
            "You are Santa.\n<language>da</language>\n<opening>\nHo ho ho, Alma! Jeg er en AI.\n</opening>\n\
             <child_profile>{\"name\":\"Alma\",\"age\":6,\"language\":\"da\",\"wishes\":[\"en rød cykel\"],\
             \"behaviour_notes\":\"hjælper \\u003clillebror\\u003e\",\"preferences\":\"\"}</child_profile>",
        );
        assert_eq!(persona.language, Language::Danish);
        assert_eq!(
            persona.opening.as_deref(),
            Some("Ho ho ho, Alma! Jeg er en AI.")
        );
        assert_eq!(persona.child.name, "Alma");
        assert_eq!(persona.child.age, Some(6));
        assert_eq!(persona.child.behaviour_notes, "hjælper <lillebror>");
    }

    #[test]
    fn other_instructions_fall_back() {
        for (text, language) in [
            ("You are a helpful assistant.", Language::English),
            ("Speak Danish.", Language::Danish),
            ("Du taler dansk.", Language::Danish),
            ("<language>fr</language>", Language::English),
            ("<child_profile>not json</child_profile>", Language::English),
            ("<opening>never closed", Language::English),
        ] {
            let persona = Persona::read(text);
            assert_eq!(
                persona,
                Persona {
                    language,
                    ..Persona::default()
                },
                "{text}"
            );
        }
    }
}
