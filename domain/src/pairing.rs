//! Pairing: another device (the tablet, the other home, the grandparents) that a parent's invitation brings straight into
//! kid mode.
//!
//! An invitation lives five minutes, works once and has two secrets: six digits to type, and a long key that only the QR
//! code carries. Nobody guesses the key. The digits are weak, so wrong ones are counted: [`TRIES_A_NETWORK`] and
//! [`TRIES_IN_ALL`] within [`TRIES_COUNT_MS`], whoever is meant by them, because what is typed names no family.
//!
//! What that gives a stranger, with `n` invitations alive at every moment of his trying: a chance of `n` · 20 in a million
//! within ten minutes, from as many networks as he likes. With ten alive that is 0.02 % in ten minutes and not quite 3 % in
//! a day and a night without a pause; from one network a quarter of it. What he would find is a child's first name and a
//! telephone to Santa that the parent sees in a list and takes back with a tap. What he can do to others is to close the
//! typing for ten minutes at a time; the QR code, which is not counted, works on.
//!
//! Never in here: how the secrets are kept and counted, which belongs to the edge.

use std::ops::RangeInclusive;

/// How long an invitation works, in milliseconds.
pub const INVITATION_LIFETIME_MS: i64 = 5 * 60 * 1000;
/// How many digits the code has.
pub const CODE_DIGITS: usize = 6;
/// How many hexadecimal digits the QR code's key has: 128 bits.
const KEY_DIGITS: usize = 32;
/// The longest name of a device, in characters.
pub const NAME_CHARACTERS: usize = 40;
/// How many calls a device may be given, where they are counted.
pub const CALLS: RangeInclusive<u32> = 1..=50;
/// For how long a wrong code counts, in milliseconds.
pub const TRIES_COUNT_MS: i64 = 10 * 60 * 1000;
/// How many wrong codes may count from one network.
pub const TRIES_A_NETWORK: u32 = 5;
/// How many wrong codes may count from everywhere.
pub const TRIES_IN_ALL: u32 = 20;

/// What a device shows to be paired. Its `Debug` output is hidden.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// Six digits, typed.
    Code(String),
    /// The key of a QR code.
    Key(String),
}

impl Secret {
    /// Reads either, as people type and cameras read; spaces and dashes do no harm. `None` for what can't be one.
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        let all = |fits: fn(&u8) -> bool| text.as_bytes().iter().all(fits);
        match text.len() {
            CODE_DIGITS if all(u8::is_ascii_digit) => Some(Self::Code(text)),
            KEY_DIGITS if all(u8::is_ascii_hexdigit) => Some(Self::Key(text)),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

/// Makes a code of six digits from random bits, evenly spread; `None` for the few bit patterns that would favour low
/// codes.
pub fn code(random: u32) -> Option<String> {
    const CODES: u32 = 1_000_000;
    const FAIR_BELOW: u32 = u32::MAX - u32::MAX % CODES;
    (random < FAIR_BELOW).then(|| format!("{:06}", random % CODES))
}

/// The name of a device as it is kept: one tidy line; `None` for no name and for one that is too long.
pub fn name(typed: &str) -> Option<String> {
    let name = crate::child::one_line(typed);
    (!name.is_empty() && name.chars().count() <= NAME_CHARACTERS).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_with_gaps_and_a_key_as_it_was_drawn() {
        for typed in ["012345", "012 345", " 012-345 "] {
            assert_eq!(Secret::read(typed), Some(Secret::Code("012345".into())));
        }
        let key = "0f".repeat(16);
        assert_eq!(Secret::read(&key), Some(Secret::Key(key.clone())));
        for wrong in [
            "",
            "01234",
            "0123456",
            "01234a",
            "٠١٢٣٤٥",
            &"0g".repeat(16),
            &"0f".repeat(17),
        ] {
            assert_eq!(Secret::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn codes_have_six_digits_and_no_bias() {
        assert_eq!(code(42).as_deref(), Some("000042"));
        assert_eq!(code(4_293_999_999).as_deref(), Some("999999"));
        assert_eq!(code(4_294_000_000), None);
        assert_eq!(code(u32::MAX), None);
    }

    #[test]
    fn a_device_has_a_name_of_one_line() {
        assert_eq!(name(" Hos\n mormor ").as_deref(), Some("Hos mormor"));
        assert_eq!(name(" \u{200b} "), None);
        assert!(name(&"å".repeat(NAME_CHARACTERS)).is_some());
        assert_eq!(name(&"å".repeat(NAME_CHARACTERS + 1)), None);
    }

    #[test]
    fn guessing_for_a_whole_day_finds_one_of_ten_codes_in_three_of_a_hundred_days_at_most() {
        let tries_a_day = f64::from(TRIES_IN_ALL) * (24.0 * 3_600_000.0 / TRIES_COUNT_MS as f64);
        let missed = (1.0 - 10.0 / 1e6_f64).powf(tries_a_day);
        assert!(1.0 - missed < 0.03);
    }

    #[test]
    fn debug_hides_the_secret() {
        assert!(!format!("{:?}", Secret::read("012345")).contains("012345"));
    }
}
