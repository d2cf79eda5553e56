//! Words on the page: keys that the compiler knows, the language that is loaded, and filling in.
//!
//! Never in here: the words themselves. They stand in `locales/` and one language of them is fetched at a time.

use std::{cell::RefCell, collections::BTreeMap};

use leptos::prelude::*;

type Dictionary = BTreeMap<String, BTreeMap<String, String>>;

/// The name of a text without anything to fill in, as `group.name`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Key(pub(crate) &'static str);

/// A text to be said: its name and what is filled in. It is put into words only where it is shown, so that a change
/// of language changes it too.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Text {
    key: &'static str,
    values: Vec<(&'static str, String)>,
}

impl Text {
    /// A text with values for its placeholders.
    pub(crate) fn filled(key: &'static str, values: Vec<(&'static str, String)>) -> Self {
        Self { key, values }
    }
}

impl From<Key> for Text {
    fn from(key: Key) -> Self {
        Self::filled(key.0, Vec::new())
    }
}

/// The keys and fillers that `build.rs` made of the language files.
pub(crate) mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

thread_local! {
    static LOADED: RefCell<Dictionary> = const { RefCell::new(Dictionary::new()) };
    /// Touched by every text, so that all of them are said anew when a language has been loaded.
    static SPOKEN: ArcTrigger = ArcTrigger::new();
}

/// Takes the content of a language file into use; `None` where it can't be read.
pub(crate) fn load(json: &str) -> Option<()> {
    let dictionary: Dictionary = serde_json::from_str(json).ok()?;
    LOADED.set(dictionary);
    SPOKEN.with(ArcTrigger::notify);
    Some(())
}

/// Puts a text into the words of the loaded language, and follows the language where a view does it.
pub(crate) fn put(text: &Text) -> String {
    SPOKEN.with(ArcTrigger::track);
    LOADED.with_borrow(|dictionary| {
        let (group, name) = text.key.split_once('.').unwrap_or_default();
        dictionary
            .get(group)
            .and_then(|entries| entries.get(name))
            .map(|pattern| fill(pattern, &text.values))
            .unwrap_or_default()
    })
}

/// A text as a view takes it.
pub(crate) fn say(text: impl Into<Text>) -> Signal<String> {
    let text = text.into();
    live(move || put(&text))
}

/// Words that follow what they are made of. All live words of the app have this one type, so that the code that
/// draws them is there once.
pub(crate) fn live(words: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(words)
}

/// Replaces each `{name}` by its value; a value that holds braces itself is left as it is.
fn fill(pattern: &str, values: &[(&'static str, String)]) -> String {
    let mut filled = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_wherever_their_name_stands() {
        let values = [("name", "Alma".to_owned()), ("count", "3".to_owned())];
        let table = [
            ("nothing", "nothing"),
            ("{name}", "Alma"),
            ("{name} has {count} of {count}", "Alma has 3 of 3"),
            ("é{name}å", "éAlmaå"),
        ];
        for (pattern, expected) in table {
            assert_eq!(fill(pattern, &values), expected);
        }
    }

    #[test]
    fn a_name_with_braces_is_not_read_as_a_placeholder() {
        let values = [("name", "{count}".to_owned()), ("count", "3".to_owned())];
        assert_eq!(fill("{name}: {count}", &values), "{count}: 3");
    }

    #[test]
    fn both_languages_load() {
        for json in [
            include_str!("../locales/da.json"),
            include_str!("../locales/en.json"),
        ] {
            assert!(serde_json::from_str::<Dictionary>(json).is_ok());
        }
    }
}
