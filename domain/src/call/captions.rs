//! Captions: what Santa says, shown as he says it and kept nowhere.
//!
//! The text runs ahead of the sound and carries no times, so it is paced by how long the sound has been heard. When Santa
//! is interrupted the unspoken rest is dropped; when he has finished, the last line stays until he speaks again.

/// How fast Santa speaks, in characters a second. Slow and deep; the end of the sound corrects what drifts.
const CHARACTERS_PER_SECOND: f64 = 14.0;
/// The longest line, in characters.
const LINE_CHARACTERS: usize = 84;

/// The caption of the answer that is being heard.
#[derive(Debug, Clone, Default)]
pub struct Captions {
    text: String,
    pace: Pace,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Pace {
    /// The sound has not begun.
    #[default]
    Waiting,
    /// So much of the sound has been heard, and it goes on since then; `None` while no sound comes.
    Heard {
        heard_ms: i64,
        since_ms: Option<i64>,
    },
    /// The sound is over; so many characters were heard.
    Over { characters: usize },
}

impl Captions {
    /// A new answer begins.
    pub fn begin(&mut self) {
        *self = Self::default();
    }

    /// A piece of its text has come.
    pub fn add(&mut self, piece: &str) {
        // What comes after an interruption will never be heard.
        if !matches!(self.pace, Pace::Over { .. }) {
            self.text.push_str(piece);
        }
    }

    /// Its sound begins to be heard.
    pub fn sound_started(&mut self, now_ms: i64) {
        if self.pace == Pace::Waiting {
            self.pace = Pace::Heard {
                heard_ms: 0,
                since_ms: Some(now_ms),
            };
        }
    }

    /// No sound comes, though it should: the words wait for it.
    pub fn stalls(&mut self, now_ms: i64) {
        if let Pace::Heard { heard_ms, since_ms } = &mut self.pace
            && let Some(since) = since_ms.take()
        {
            *heard_ms += now_ms - since;
        }
    }

    /// Sound comes (again).
    pub fn flows(&mut self, now_ms: i64) {
        if let Pace::Heard { since_ms, .. } = &mut self.pace {
            since_ms.get_or_insert(now_ms);
        }
    }

    /// Its sound was heard to the end.
    pub fn sound_stopped(&mut self) {
        self.pace = Pace::Over {
            characters: self.text.chars().count(),
        };
    }

    /// Its sound was cut off.
    pub fn sound_cut(&mut self, now_ms: i64) {
        let heard = self.heard(now_ms);
        self.text = self.text.chars().take(heard).collect();
        self.pace = Pace::Over { characters: heard };
    }

    /// Everything that was said, as far as it is known to have been heard: all of it once the sound is over.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line to show now: the part that has been heard of the line that is being spoken.
    pub fn line(&self, now_ms: i64) -> String {
        let heard = self.heard(now_ms);
        let characters: Vec<char> = self.text.chars().collect();
        let mut start = 0;
        while let Some(next) = line_end(&characters, start).filter(|&end| end < heard) {
            start = next;
        }
        characters[start..heard.min(characters.len())]
            .iter()
            .collect::<String>()
            .trim()
            .to_owned()
    }

    /// How many characters have been heard, up to the end of the word that is being spoken.
    fn heard(&self, now_ms: i64) -> usize {
        match self.pace {
            Pace::Waiting => 0,
            Pace::Over { characters } => characters,
            Pace::Heard { heard_ms, since_ms } => {
                let running_ms = since_ms.map_or(0, |since| now_ms - since);
                let seconds = (heard_ms + running_ms).max(0) as f64 / 1000.0;
                let paced = (seconds * CHARACTERS_PER_SECOND) as usize + 1;
                let rest = self
                    .text
                    .chars()
                    .skip(paced)
                    .take_while(|c| !c.is_whitespace())
                    .count();
                (paced + rest).min(self.text.chars().count())
            }
        }
    }
}

/// Where the line that begins at `start` ends: after the last sentence that fits, else the last word that fits.
fn line_end(characters: &[char], start: usize) -> Option<usize> {
    if start >= characters.len() {
        return None;
    }
    let limit = (start + LINE_CHARACTERS).min(characters.len());
    if limit == characters.len() {
        return Some(limit);
    }
    let breaks = |at: &usize| characters[*at].is_whitespace();
    let sentence = (start + LINE_CHARACTERS / 2..limit)
        .rev()
        .find(|at| breaks(at) && matches!(characters[at - 1], '.' | '!' | '?'));
    sentence
        .or_else(|| (start + 1..limit).rev().find(breaks))
        .map(|at| at + 1)
        .or(Some(limit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OPENING: &str = "Ho ho ho, Alma! Jeg er nissernes computer-julemand, en AI – ikke et menneske. \
        Men jeg elsker at snakke om jul. Hvor er det dejligt, at du ringer!";

    fn speaking() -> Captions {
        let mut captions = Captions::default();
        captions.begin();
        captions.add(OPENING);
        captions.sound_started(1_000);
        captions
    }

    #[test]
    fn nothing_is_shown_before_it_is_heard() {
        let mut captions = Captions::default();
        captions.add(OPENING);
        assert_eq!(captions.line(60_000), "");
    }

    #[test]
    fn whole_words_come_as_they_are_spoken() {
        let captions = speaking();
        assert_eq!(captions.line(1_000), "Ho");
        assert_eq!(captions.line(1_500), "Ho ho ho,");
        assert_eq!(captions.line(2_000), "Ho ho ho, Alma!");
    }

    #[test]
    fn a_long_answer_moves_on_line_by_line_at_the_end_of_a_sentence() {
        let captions = speaking();
        assert_eq!(
            captions.line(6_400),
            "Ho ho ho, Alma! Jeg er nissernes computer-julemand, en AI – ikke et menneske."
        );
        assert!(captions.line(7_400).starts_with("Men jeg"));
    }

    #[test]
    fn an_interruption_drops_what_was_not_said() {
        let mut captions = speaking();
        captions.sound_cut(1_500);
        captions.add(" Og en ting til");
        assert_eq!(captions.line(90_000), "Ho ho ho,");
    }

    #[test]
    fn the_words_wait_for_sound_that_does_not_come() {
        let mut captions = speaking();
        captions.stalls(1_500);
        captions.stalls(5_000);
        assert_eq!(captions.line(9_000), "Ho ho ho,");
        captions.flows(10_000);
        assert_eq!(captions.line(10_500), "Ho ho ho, Alma!");
        captions.sound_cut(10_500);
        assert_eq!(captions.text(), "Ho ho ho, Alma!");
    }

    #[test]
    fn the_last_line_stays_when_he_has_finished() {
        let mut captions = speaking();
        captions.sound_stopped();
        assert!(captions.line(1_100).ends_with("at du ringer!"));
    }

    proptest! {
        #[test]
        fn any_text_is_shown_in_lines_that_fit(text in "[a-zæøå.!? \n–]{0,400}", later in 0i64..60_000) {
            let mut captions = Captions::default();
            captions.add(&text);
            captions.sound_started(0);
            prop_assert!(captions.line(later).chars().count() <= LINE_CHARACTERS);
        }
    }
}
