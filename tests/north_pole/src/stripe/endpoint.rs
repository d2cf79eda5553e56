//! Where webhooks go and how they are signed.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::WEBHOOK_SECRET;

/// A webhook endpoint, as one would set it up on Stripe's dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Endpoint {
    /// Where to; without it nothing is delivered.
    pub(crate) url: Option<String>,
    /// What is signed with; two while a secret is being changed.
    pub(crate) secrets: Vec<String>,
    /// Pauses before the second, third… try, in milliseconds.
    pub(crate) retries_ms: Vec<u64>,
    /// Whether events that nobody asked for are sent too (`charge.succeeded`, `customer.created`…).
    pub(crate) noise: bool,
}

impl Default for Endpoint {
    fn default() -> Self {
        Self {
            url: None,
            secrets: vec![WEBHOOK_SECRET.to_owned()],
            retries_ms: vec![200, 1_000, 3_000, 10_000],
            noise: true,
        }
    }
}

impl Endpoint {
    /// The address in parts: host, port, path. Only plain HTTP on this machine is spoken.
    pub(crate) fn address(url: &str) -> Option<(String, u16, String)> {
        let rest = url.strip_prefix("http://")?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (authority, 80),
        };
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let is_local =
            bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let path = if path.is_empty() { "/" } else { path };
        is_local.then(|| (bare.to_owned(), port, path.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_called() {
        let parts = |host: &str, port, path: &str| Some((host.to_owned(), port, path.to_owned()));
        for (url, expected) in [
            (
                "http://localhost:8787/api/x",
                parts("localhost", 8787, "/api/x"),
            ),
            ("http://127.0.0.1:1", parts("127.0.0.1", 1, "/")),
            ("http://[::1]:2/a?b=c", parts("::1", 2, "/a?b=c")),
            ("http://example.com/", None),
            ("https://localhost/", None),
            ("http://localhost:x/", None),
        ] {
            assert_eq!(Endpoint::address(url), expected, "{url}");
        }
    }
}
