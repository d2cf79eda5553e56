//! Random identifiers in the shapes that the real APIs use.

/// `length` random characters of `[A-Za-z0-9]`.
pub(crate) fn token(length: usize) -> String {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut bytes = vec![0u8; length];
    if getrandom::fill(&mut bytes).is_err() {
        // Without a source of randomness the ids of a test stand-in may as well be guessable, but they must
        // differ, and so the clock fills in.
        let nanos = std::time::UNIX_EPOCH
            .elapsed()
            .map_or(0, |since| since.as_nanos());
        for (n, byte) in bytes.iter_mut().enumerate() {
            *byte = (nanos >> (n % 16 * 6)) as u8;
        }
    }
    bytes
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
        .collect()
}

/// An id such as `rtc_…`, `ek_…`, `item_…`.
pub(crate) fn with_prefix(prefix: &str) -> String {
    format!("{prefix}_{}", token(24))
}

#[cfg(test)]
mod tests {
    #[test]
    fn ids_differ_and_carry_their_prefix() {
        let (one, other) = (super::with_prefix("rtc"), super::with_prefix("rtc"));
        assert!(one.starts_with("rtc_") && one.len() == 28);
        assert_ne!(one, other);
    }
}
