//! What was talked about, as far as a second line has to know it: Santa's own last words.
//!
//! Held in memory, short, and gone with the call. The child's words are not in here, because nobody writes them down.

/// The most that is remembered, in characters: half a minute of talk.
const REMEMBERED: usize = 600;

/// Santa's last words.
#[derive(Debug, Default)]
pub(super) struct Memory {
    said: String,
}

impl Memory {
    /// He has been heard to say this.
    pub(super) fn add(&mut self, heard: &str) {
        let heard = heard.trim();
        if heard.is_empty() {
            return;
        }
        if !self.said.is_empty() {
            self.said.push(' ');
        }
        self.said.push_str(heard);
        let length = self.said.chars().count();
        if length > REMEMBERED {
            let tail: String = self.said.chars().skip(length - REMEMBERED).collect();
            // The first word may be half of one.
            let whole = tail.split_once(char::is_whitespace).map(|(_, rest)| rest);
            self.said = whole.unwrap_or(&tail).to_owned();
        }
    }

    /// What to remind him of; `None` where he has not been heard yet.
    pub(super) fn recall(&self) -> Option<&str> {
        (!self.said.is_empty()).then_some(self.said.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_words_stay_and_the_first_are_let_go() {
        let mut memory = Memory::default();
        assert_eq!(memory.recall(), None);
        memory.add("  Ho ho ho!  ");
        memory.add("");
        memory.add("Hvad ønsker du dig?");
        assert_eq!(memory.recall(), Some("Ho ho ho! Hvad ønsker du dig?"));
        for n in 0..200 {
            memory.add(&format!("Sætning nummer {n}."));
        }
        let recalled = memory.recall().unwrap();
        assert!(recalled.chars().count() <= REMEMBERED);
        assert!(recalled.ends_with("Sætning nummer 199."));
        assert!(!recalled.contains("Ho ho ho"));
    }

    #[test]
    fn one_endless_word_is_bounded_too() {
        let mut memory = Memory::default();
        memory.add(&"ø".repeat(5_000));
        assert!(memory.recall().unwrap().chars().count() <= REMEMBERED);
    }
}
