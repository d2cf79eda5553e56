//! A browser's plain name, so that a parent knows it in a list: "Chrome" on "Android".
//!
//! Derived once, at sign-in, from what the browser says of itself, and made of two names of ours at most. Never in here:
//! the browser's own text, a version, anything that would tell two equal tablets apart.

use serde::{Deserialize, Serialize};

/// What a browser runs on and what it is called; an empty name is an unknown one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The browser's name, such as `Chrome`.
    pub browser: String,
    /// What it runs on, such as `Android`.
    pub system: String,
}

/// Names with the word that gives them away; the first that fits counts, because every browser also claims to be others.
const BROWSERS: [(&str, &str); 8] = [
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("cros", "ChromeOS"),
    ("windows", "Windows"),
    ("mac os", "Mac"),
    ("linux", "Linux"),
];

impl Device {
    /// Reads the plain name out of a `User-Agent` header.
    pub fn from_user_agent(header: &str) -> Self {
        let header = header.to_ascii_lowercase();
        let named = |names: &[(&str, &str)]| {
            names
                .iter()
                .find(|(sign, _)| header.contains(sign))
                .map(|(_, name)| (*name).to_owned())
                .unwrap_or_default()
        };
        Self {
            browser: named(&BROWSERS),
            system: named(&SYSTEMS),
        }
    }

    /// The form in which the store keeps it: both names with a slash between.
    pub fn stored(&self) -> String {
        format!("{}/{}", self.browser, self.system)
    }

    /// Reads what [`Device::stored`] wrote; anything else is an unknown device.
    pub fn from_stored(text: &str) -> Self {
        let (browser, system) = text.split_once('/').unwrap_or_default();
        Self {
            browser: browser.to_owned(),
            system: system.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_called_what_a_parent_calls_it() {
        let table = [
            (
                "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
                "Chrome/Android",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari/iPad",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/130.0 Mobile Safari/604.1",
                "Chrome/iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
                "Edge/Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15",
                "Safari/Mac",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
                "Firefox/Linux",
            ),
            ("node", "/"),
            ("", "/"),
        ];
        for (header, expected) in table {
            let device = Device::from_user_agent(header);
            assert_eq!(device.stored(), expected, "{header}");
            assert_eq!(Device::from_stored(expected), device);
        }
    }

    #[test]
    fn nothing_of_the_browsers_own_text_is_kept() {
        let device = Device::from_user_agent("Alma's tablet 192.168.1.4 Chrome/130 Android");
        assert_eq!(device.stored(), "Chrome/Android");
    }
}
