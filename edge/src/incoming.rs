//! An incoming request, read with suspicion: bodies are bounded and typed, cookies and headers checked for form.

use std::net::Ipv6Addr;

use serde::de::DeserializeOwned;
use worker::Request;

use crate::{cookie::Cookie, error::Failure};
use domain::{device::Device, wire::Code};

/// The longest body that is read, in bytes. The longest honest one, a full profile, stays below a fifth of it.
const BODY_BYTES: usize = 32 * 1024;

/// The longest notice that is read, in bytes.
const NOTICE_BYTES: usize = 256 * 1024;

/// A request to the edge.
pub(crate) struct Incoming {
    request: Request,
}

impl Incoming {
    /// Takes over the runtime's request.
    pub(crate) fn new(request: Request) -> Self {
        Self { request }
    }

    fn header(&self, name: &str) -> Option<String> {
        self.request.headers().get(name).ok().flatten()
    }

    /// Whether the browser says that a page of `origin` sent this.
    pub(crate) fn comes_from(&self, origin: &str) -> bool {
        self.header("Origin").is_some_and(|own| own == origin)
    }

    /// A cookie of ours, where the browser has it.
    pub(crate) fn cookie(&self, cookie: Cookie, https: bool) -> Option<String> {
        let header = self.header("Cookie")?;
        cookie.read(&header, https).map(str::to_owned)
    }

    /// The network that the request came from. For hashing, in passing; never to be stored or logged.
    pub(crate) fn network(&self) -> String {
        network_of(&self.header("CF-Connecting-IP").unwrap_or_default())
    }

    /// The plain name of the browser; what it says of itself goes no further than here.
    pub(crate) fn device(&self) -> Device {
        Device::from_user_agent(&self.header("User-Agent").unwrap_or_default())
    }

    /// Whether the body is the form by which a mail program turns letters off (RFC 8058), in either of its encodings.
    pub(crate) async fn is_one_click(&mut self) -> Result<bool, Failure> {
        let kind = self.header("Content-Type").unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded")
            && !kind.starts_with("multipart/form-data")
        {
            return Ok(false);
        }
        let body = String::from_utf8(self.bytes().await?).unwrap_or_default();
        let words: String = body.split(['"', '=', '&', ';', '\r', '\n']).collect();
        Ok(words.contains("List-UnsubscribeOne-Click"))
    }

    /// A notice of Stripe's, byte for byte as it was signed, with its signature.
    pub(crate) async fn signed_notice(&mut self) -> Result<(String, Vec<u8>), Failure> {
        let signature = self
            .header("Stripe-Signature")
            .ok_or(Code::MalformedRequest)?;
        let announced = self
            .header("Content-Length")
            .and_then(|length| length.parse::<usize>().ok())
            .unwrap_or(0);
        if announced > NOTICE_BYTES {
            return Err(Code::MalformedRequest.into());
        }
        let body = self.request.bytes().await.unwrap_or_default();
        if body.len() > NOTICE_BYTES {
            return Err(Code::MalformedRequest.into());
        }
        Ok((signature, body))
    }

    /// The body, as the type that the endpoint takes.
    pub(crate) async fn body<T: DeserializeOwned>(&mut self) -> Result<T, Failure> {
        let is_json = self
            .header("Content-Type")
            .is_some_and(|kind| kind.starts_with("application/json"));
        if !is_json {
            return Err(Code::MalformedRequest.into());
        }
        let bytes = self.bytes().await?;
        serde_json::from_slice(&bytes).map_err(|_| Code::MalformedRequest.into())
    }

    async fn bytes(&mut self) -> Result<Vec<u8>, Failure> {
        let announced = self
            .header("Content-Length")
            .and_then(|length| length.parse::<usize>().ok())
            .unwrap_or(0);
        if announced > BODY_BYTES {
            return Err(Code::MalformedRequest.into());
        }
        let bytes = self
            .request
            .bytes()
            .await
            .map_err(|_| Code::MalformedRequest)?;
        if bytes.len() > BODY_BYTES {
            return Err(Code::MalformedRequest.into());
        }
        Ok(bytes)
    }
}

/// The network of an address: of IPv6 the first half, because a household has the whole other half to itself.
fn network_of(address: &str) -> String {
    match address.parse::<Ipv6Addr>() {
        Ok(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_one_network() {
        let home = network_of("2001:db8:1:2:3:4:5:6");
        assert_eq!(home, network_of("2001:db8:1:2::9"));
        assert_ne!(home, network_of("2001:db8:1:3::9"));
        assert_eq!(network_of("192.0.2.7"), "192.0.2.7");
        assert_ne!(network_of("192.0.2.7"), network_of("192.0.2.8"));
    }
}
