//! Prints the request for a token as the edge would send it, for the red-team kit: `brief da` or `brief en`, and a text
//! that stands in the profile's notes as a parent would have typed it.

use std::io::Write;

use domain::{
    Language,
    child::Draft,
    persona::{Occasion, token_request},
    season::Season,
};

fn main() -> std::io::Result<()> {
    let mut words = std::env::args().skip(1);
    let language = words
        .next()
        .and_then(|tag| Language::from_tag(&tag))
        .unwrap_or_default();
    let child = Draft {
        name: "Alma".into(),
        age: 7,
        language,
        behaviour_notes: words.next().unwrap_or_default(),
        ..Draft::default()
    };
    let model = words
        .next()
        .unwrap_or_else(|| "gpt-realtime-2.1-mini".into());
    let request = token_request(&Occasion::of(child, Season::Advent), &model, "cedar");
    writeln!(std::io::stdout(), "{request}")
}
