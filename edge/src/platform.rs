//! The platform: the only reader of the clock, of randomness, of variables and secrets, and of the bindings.
//!
//! A [`Platform`] is opened once for each event (request, alarm, cron run) and passed down from there. Never in here:
//! decisions.

use wasm_bindgen::prelude::*;
use worker::{
    D1Database, Env, ObjectNamespace, RateLimiter, Response, js_sys::Promise,
    wasm_bindgen_futures::JsFuture,
};

use crate::{
    digest,
    error::{During, Fault},
    settings::Settings,
};

#[wasm_bindgen]
extern "C" {
    /// The file server. The library's own way to ask it goes through another crate's bodies and makes the Worker 40 KB larger.
    type Files;
    #[wasm_bindgen(method, catch)]
    fn fetch(this: &Files, address: &str) -> Result<Promise, JsValue>;
}

/// What an event may use of the world.
pub(crate) struct Platform {
    env: Env,
    #[cfg(feature = "test-clock")]
    clock_offset_ms: i64,
}

impl Platform {
    /// Takes hold of the platform for one event.
    #[cfg(not(feature = "test-clock"))]
    pub(crate) async fn open(env: &Env) -> Result<Self, Fault> {
        Ok(Self { env: env.clone() })
    }

    /// Takes hold of the platform for one event, at the time that the tests have set.
    #[cfg(feature = "test-clock")]
    pub(crate) async fn open(env: &Env) -> Result<Self, Fault> {
        let mut platform = Self {
            env: env.clone(),
            clock_offset_ms: 0,
        };
        platform.clock_offset_ms = crate::test_clock::offset_ms(&platform.database()?).await?;
        Ok(platform)
    }

    /// Unix milliseconds.
    pub(crate) fn now_ms(&self) -> i64 {
        self.now_ms_of_the_wall() + self.clock_offset_ms()
    }

    /// The world's time for `at_ms` here: when an alarm of the runtime has to ring, or what others are told.
    pub(crate) fn on_the_wall(&self, at_ms: i64) -> i64 {
        at_ms - self.clock_offset_ms()
    }

    /// Unix milliseconds as the world has them, which no test can move: for times that others write.
    pub(crate) fn now_ms_of_the_wall(&self) -> i64 {
        i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX)
    }

    #[cfg(feature = "test-clock")]
    fn clock_offset_ms(&self) -> i64 {
        self.clock_offset_ms
    }

    #[cfg(not(feature = "test-clock"))]
    fn clock_offset_ms(&self) -> i64 {
        0
    }

    /// Random bytes from the runtime's cryptographic source.
    pub(crate) fn random<const N: usize>(&self) -> Result<[u8; N], Fault> {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).map_err(|_| Fault::new("drawing randomness", ""))?;
        Ok(bytes)
    }

    /// A token of 256 random bits, as hexadecimal digits.
    pub(crate) fn random_token(&self) -> Result<String, Fault> {
        Ok(digest::hex(&self.random::<32>()?))
    }

    /// What the deployment is told by its variables.
    pub(crate) fn settings(&self) -> Settings {
        Settings::read(|name| self.text(name))
    }

    /// A secret, or a fault that names it where it is missing.
    pub(crate) fn secret(&self, name: &'static str) -> Result<String, Fault> {
        self.text(name)
            .ok_or_else(|| Fault::new("reading a secret that is not set", name))
    }

    /// A secret that need not be set.
    pub(crate) fn optional_secret(&self, name: &'static str) -> Option<String> {
        self.text(name)
    }

    fn text(&self, name: &str) -> Option<String> {
        let value = self.env.var(name).ok()?.to_string();
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// The D1 database.
    pub(crate) fn database(&self) -> Result<D1Database, Fault> {
        self.env.d1("DB").during("opening the database")
    }

    /// One of the site's files, by its whole address; the host is of no matter to the file server.
    pub(crate) async fn file(&self, address: &str) -> Result<Response, Fault> {
        const WHAT: &str = "reading a file";
        let files: Files = self.env.assets("ASSETS").during(WHAT)?.into_rpc();
        let asked = files.fetch(address).map_err(worker::Error::from);
        let answer = JsFuture::from(asked.during(WHAT)?).await;
        let answer = answer.map_err(worker::Error::from).during(WHAT)?;
        Ok(web_sys::Response::unchecked_from_js(answer).into())
    }

    /// The namespace of the call meters.
    pub(crate) fn meters(&self) -> Result<ObjectNamespace, Fault> {
        self.env
            .durable_object("CALL_METER")
            .during("opening the call meters")
    }

    /// Counts sign-in attempts by network. The counting is Cloudflare's and short-lived; nothing is stored here.
    pub(crate) fn sign_in_limit(&self) -> Result<RateLimiter, Fault> {
        self.env
            .rate_limiter("SIGN_IN_LIMIT")
            .during("opening the rate limit")
    }
}

/// A number to find a fault by, which says nothing about anybody. It needs no [`Platform`], because there may be none when
/// something breaks.
pub(crate) fn fault_reference() -> String {
    let mut bytes = [0; 6];
    // Without randomness the reference is all zeros: still a fault, only harder to find.
    let _ = getrandom::fill(&mut bytes);
    digest::hex(&bytes)
}
