//! The cookies: the pending browser, which may enter a code; the passkey browser, which may answer a challenge; and the
//! session, which is signed in.
//!
//! Over https all have the `__Host-` prefix, which ties them to this host alone. Safari refuses `Secure` on
//! `http://localhost`, so a developer's plain-http origin gets plain names.

use domain::{Language, wire::headers};

/// A cookie of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The browser that asked for a code. It outlives the code a little and survives a trip to the mail app.
    PendingBrowser,
    /// The browser that asked for a challenge to sign in with a passkey.
    PasskeyBrowser,
    /// A signed-in browser.
    Session,
}

impl Cookie {
    fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Cookie::PendingBrowser, true) => "__Host-pending",
            (Cookie::PendingBrowser, false) => "pending",
            (Cookie::PasskeyBrowser, true) => "__Host-passkey",
            (Cookie::PasskeyBrowser, false) => "passkey",
            (Cookie::Session, true) => "__Host-session",
            (Cookie::Session, false) => "session",
        }
    }

    fn max_age_seconds(self) -> i64 {
        match self {
            Cookie::PendingBrowser => 15 * 60,
            Cookie::PasskeyBrowser => domain::passkey::CHALLENGE_LIFETIME_MS / 1000,
            Cookie::Session => crate::store::SESSION_ABSOLUTE_MS / 1000,
        }
    }

    /// The `Set-Cookie` that gives the browser `value`.
    pub(crate) fn set(self, value: &str, https: bool) -> String {
        self.written(value, self.max_age_seconds(), https)
    }

    /// The `Set-Cookie` that takes it back.
    pub(crate) fn clear(self, https: bool) -> String {
        self.written("", 0, https)
    }

    fn written(self, value: &str, max_age_seconds: i64, https: bool) -> String {
        let secure = if https { "; Secure" } else { "" };
        format!(
            "{}={value}; Path=/; Max-Age={max_age_seconds}; HttpOnly; SameSite=Lax{secure}",
            self.name(https)
        )
    }

    /// Reads its value from a `Cookie` header; only the 64 digits that we hand out are taken.
    pub(crate) fn read(self, header: &str, https: bool) -> Option<&str> {
        headers::cookie(header, self.name(https)).filter(|value| {
            value.len() == 64
                && value
                    .bytes()
                    .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        })
    }
}

/// The language that was chosen in this browser. The pages write it and everybody may read it, so it is no cookie of the
/// kind above.
pub(crate) fn chosen_language(header: &str) -> Option<Language> {
    headers::cookie(header, headers::LANGUAGE_COOKIE).and_then(Language::from_tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_language_is_found() {
        for (header, expected) in [
            ("language=en", Some(Language::En)),
            ("a=b; language=da", Some(Language::Da)),
            ("language=xx", None),
            ("languages=en", None),
            ("", None),
        ] {
            assert_eq!(chosen_language(header), expected, "{header}");
        }
    }

    #[test]
    fn over_https_a_cookie_is_bound_to_the_host() {
        assert_eq!(
            Cookie::Session.set("ab", true),
            "__Host-session=ab; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            Cookie::PendingBrowser.clear(false),
            "pending=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn a_cookie_is_found_among_others_and_only_in_our_form() {
        let token = "0a".repeat(32);
        let header = format!("theme=dark; __Host-session={token}; pending=zz");
        assert_eq!(Cookie::Session.read(&header, true), Some(token.as_str()));
        assert_eq!(Cookie::Session.read(&header, false), None);
        assert_eq!(Cookie::PendingBrowser.read(&header, false), None);
        assert_eq!(Cookie::Session.read("", true), None);
        assert_eq!(Cookie::Session.read("__Host-session", true), None);
    }
}
