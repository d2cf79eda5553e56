//! An incoming request, read with suspicion: bodies are bounded and typed, cookies and headers checked for form.

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

    /// The network that the request came from. For the rate limit, in passing; never to be stored or logged.
    pub(crate) fn network(&self) -> String {
        self.header("CF-Connecting-IP").unwrap_or_default()
    }

    /// The plain name of the browser; what it says of itself goes no further than here.
    pub(crate) fn device(&self) -> Device {
        Device::from_user_agent(&self.header("User-Agent").unwrap_or_default())
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
        let announced = self
            .header("Content-Length")
            .and_then(|length| length.parse::<usize>().ok())
            .unwrap_or(0);
        if !is_json || announced > BODY_BYTES {
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
        serde_json::from_slice(&bytes).map_err(|_| Code::MalformedRequest.into())
    }
}
