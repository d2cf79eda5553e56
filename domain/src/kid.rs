//! Kid mode: a tablet that was handed over, and the PIN by which the grown-up gets it back.
//!
//! A tablet in kid mode can list first names and call Santa, and nothing else; which endpoints that means stands in
//! [`crate::wire::Endpoint`]. Never in here: the PIN's storage and counting, which belong to the edge.

use serde::{Deserialize, Serialize};

/// How short and how long a PIN may be, in digits.
pub const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=6;

/// How long nothing is tried after each wrong PIN in a row, in milliseconds: three tries for slow fingers, then pauses
/// that make guessing four digits a matter of more than a year.
const PAUSES_MS: [i64; 7] = [0, 0, 30_000, 60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000];

/// What a signed-in browser is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// A parent's, for everything.
    Parent,
    /// Handed over to the children, for calling.
    Kid,
}

impl Mode {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Parent => "parent",
            Mode::Kid => "kid",
        }
    }

    /// Whether a session of this mode may become the parent's, on a PIN or a fresh proof. Asked here and nowhere else:
    /// a mode that never leads to the parent's side has to say so in this table.
    pub fn may_become_the_parents(self) -> bool {
        match self {
            // Taken back in another window meanwhile; it is the parent's already.
            Mode::Parent => true,
            // A parent signed in here before it was handed over.
            Mode::Kid => true,
        }
    }
}

/// The grown-up's PIN in the one form that we compare by. Its `Debug` output is hidden.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// Reads what was typed; spaces do no harm. `None` for what can't be a PIN.
    pub fn read(typed: &str) -> Option<Self> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        (PIN_DIGITS.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
            .then_some(Self(digits))
    }

    /// Whether a child would guess it in a minute: one digit over and over, or counting up or down.
    pub fn is_too_easy(&self) -> bool {
        let digits = self.0.as_bytes();
        let step = |by: i16| {
            digits
                .windows(2)
                .all(|pair| matches!(pair, [a, b] if i16::from(*b) - i16::from(*a) == by))
        };
        step(0) || step(1) || step(-1)
    }

    /// The digits, for hashing.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(hidden)")
    }
}

/// How long nothing is tried after the `wrong`th wrong PIN in a row, in milliseconds.
pub fn pause_after_ms(wrong: u32) -> i64 {
    let Some(place) = (wrong as usize).checked_sub(1) else {
        return 0;
    };
    let longest = PAUSES_MS.len() - 1;
    PAUSES_MS.get(place.min(longest)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_has_four_to_six_digits_and_may_be_typed_with_gaps() {
        for right in ["0815", "08 15", " 081542 "] {
            assert!(Pin::read(right).is_some(), "{right}");
        }
        for wrong in ["", "081", "0815427", "08a5", "٠٨١٥", "08-15"] {
            assert_eq!(Pin::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_a_child_tries_first_is_too_easy() {
        for easy in ["0000", "1234", "4321", "012345", "999999"] {
            assert!(
                Pin::read(easy).is_some_and(|pin| pin.is_too_easy()),
                "{easy}"
            );
        }
        for fine in ["0815", "1243", "2580", "1122"] {
            assert!(
                Pin::read(fine).is_some_and(|pin| !pin.is_too_easy()),
                "{fine}"
            );
        }
    }

    #[test]
    fn pauses_only_ever_grow_and_guessing_takes_more_than_a_year() {
        assert_eq!([0, 1, 2].map(pause_after_ms), [0, 0, 0]);
        assert!((1..40).all(|wrong| pause_after_ms(wrong) <= pause_after_ms(wrong + 1)));
        let all_ms: i64 = (1..=9_990).map(pause_after_ms).sum();
        assert!(all_ms > 365 * 24 * 60 * 60 * 1000);
    }

    #[test]
    fn debug_hides_the_pin() {
        assert!(!format!("{:?}", Pin::read("0815")).contains("0815"));
    }
}
