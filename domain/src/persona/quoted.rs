//! What parents wrote, quoted: one block of JSON that no text in it can close.
//!
//! The limits of a profile are `crate::child`'s, and control characters are gone by then. They are taken out once more
//! here, because what reaches the model must be harmless whichever way it came.

use serde_json::{Value, json};

use super::Occasion;
use crate::child::{Draft, NAME_CHARACTERS, TEXT_CHARACTERS, WISH_CHARACTERS, WISHES, one_line};

/// How many words of a name are said.
const NAME_WORDS: usize = 3;
/// How many wishes of each child are told where several call; one child's list is told whole.
const WISHES_TOGETHER: usize = 6;

/// A name as it may stand in Santa's own words: the first three words of it, made of letters and what names are joined
/// by. What is left of a sentence that somebody typed for a name asks for nothing. `None` where nothing is left.
pub(super) fn name_in_words(name: &str) -> Option<String> {
    let letters = |c: &char| {
        c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '\u{2019}' | '\u{0300}'..='\u{036F}')
    };
    let kept: String = fit(name, NAME_CHARACTERS).chars().filter(letters).collect();
    let words: Vec<_> = kept.split_whitespace().take(NAME_WORDS).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The profiles as JSON in which the signs that could close the block are escaped.
pub(super) fn profiles(occasion: &Occasion) -> String {
    let together = !occasion.siblings.is_empty();
    let wishes = if together { WISHES_TOGETHER } else { WISHES };
    let mut data = profile(&occasion.child, wishes);
    if together {
        let siblings: Vec<_> = occasion
            .siblings
            .iter()
            .map(|sibling| profile(sibling, wishes))
            .collect();
        data["siblings_in_this_call"] = siblings.into();
    }
    data.to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

fn profile(child: &Draft, wishes: usize) -> Value {
    let wishes: Vec<_> = child
        .wishes
        .iter()
        .take(wishes)
        .map(|wish| fit(wish, WISH_CHARACTERS))
        .collect();
    let mut data = json!({
        "name": fit(&child.name, NAME_CHARACTERS),
        "age": child.age,
        "wishes": wishes,
        "behaviour_notes": fit(&child.behaviour_notes, TEXT_CHARACTERS),
        "preferences": fit(&child.preferences, TEXT_CHARACTERS),
    });
    if let Some(fields) = data.as_object_mut() {
        fields.retain(|_, value| {
            !matches!(value.as_str(), Some("")) && value.as_array().is_none_or(|a| !a.is_empty())
        });
    }
    data
}

/// A text on one line, without what can't be seen, and no longer than that.
fn fit(text: &str, characters: usize) -> String {
    one_line(text).chars().take(characters).collect()
}
