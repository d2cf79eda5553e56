//! The languages that Santa and the pages speak.

use serde::{Deserialize, Serialize};

/// A language of the pages, the letters and the persona. Danish is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Danish.
    #[default]
    Da,
    /// English.
    En,
}

impl Language {
    /// Every language, the default first.
    pub const ALL: [Language; 2] = [Language::Da, Language::En];

    /// The BCP 47 tag, as in `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Da => "da",
            Language::En => "en",
        }
    }

    /// Reads a language from a tag such as `en` or `en-GB`; `None` where we do not speak it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// Chooses by an `Accept-Language` header: the spoken language of the highest weight, else Danish.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(f32, Language)> = None;
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let Some(language) = pieces.next().and_then(Self::from_tag) else {
                continue;
            };
            let weight = pieces
                .find_map(|p| p.trim().strip_prefix("q=")?.parse::<f32>().ok())
                .unwrap_or(1.0);
            // Only a strictly higher weight wins, so the order of the header breaks ties.
            if weight > 0.0 && best.is_none_or(|(highest, _)| weight > highest) {
                best = Some((weight, language));
            }
        }
        best.map_or_else(Self::default, |(_, language)| language)
    }
}

#[cfg(test)]
impl Language {
    /// Each language with what a test has for it, in the order of [`Language::ALL`]. Where there is a language more, the test
    /// does not compile until it has something for that one, too.
    pub(crate) fn each_with<T>(items: [T; Self::ALL.len()]) -> [(Self, T); Self::ALL.len()] {
        let mut languages = Self::ALL.into_iter();
        items.map(|item| (languages.next().unwrap(), item))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_language_picks_the_highest_weight_that_we_speak() {
        let table = [
            ("", Language::Da),
            ("en", Language::En),
            ("en-GB,en;q=0.9", Language::En),
            ("da-DK,da;q=0.9,en;q=0.8", Language::Da),
            ("de-DE,de;q=0.9,en;q=0.5", Language::En),
            ("sv,nb", Language::Da),
            ("en;q=0.4,da;q=0.6", Language::Da),
            ("en;q=0", Language::Da),
            ("da,en", Language::Da),
            (";;q=,,", Language::Da),
        ];
        for (header, expected) in table {
            assert_eq!(Language::from_accept_language(header), expected, "{header}");
        }
    }
}
