//! The conversation of one call, free of sockets and clocks: sound frames, client events and the time go in;
//! server events and words to say come out. Everything here can be scripted natively.

pub(crate) mod brain;
mod cue;
mod events;
mod lines;
mod lines_da;
mod lines_en;
mod listening;
pub(crate) mod machine;
mod persona;
mod response;
mod speaking;
pub(crate) mod vad;

/// A language that Santa speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    /// Danish.
    Danish,
    /// English; also what he falls back to.
    #[default]
    English,
}

impl Language {
    /// The code as written in instructions and reports.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Language::Danish => "da",
            Language::English => "en",
        }
    }

    /// The language of a code such as `da`, `da-DK` or `en`; `None` for others.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        match code
            .trim()
            .split(['-', '_'])
            .next()?
            .to_ascii_lowercase()
            .as_str()
        {
            "da" => Some(Language::Danish),
            "en" => Some(Language::English),
            _ => None,
        }
    }
}
