//! Amounts of money and time as they stand in a text.

/// The amount with its figure and its unit held together, so that no line ends between them: `Intl` sees to that for money
/// only, and not in every browser.
pub fn in_one_piece(amount: &str) -> String {
    amount.replace(' ', "\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_ends_within_an_amount() {
        for (written, whole) in [
            ("49,00 kr.", "49,00\u{a0}kr."),
            ("DKK 4.90", "DKK\u{a0}4.90"),
            ("\u{2212}1 minut", "\u{2212}1\u{a0}minut"),
            ("49,00\u{a0}kr.", "49,00\u{a0}kr."),
        ] {
            assert_eq!(in_one_piece(written), whole);
        }
    }
}
