//! Everything the stand-in holds while it runs: shared by all routes, in memory only.

use std::sync::{Arc, Mutex};

use tokio::sync::{mpsc, watch};

use crate::config::Config;
use crate::faults::{Cue, FaultBoard};
use crate::mail::Inbox;
use crate::openai::secrets::Secrets;
use crate::pace::Metronome;
use crate::report::{Report, SharedReport};
use crate::stripe::Stripe;
use crate::voice::{Speaker, VoiceError};

/// A call, running or over.
#[derive(Debug, Clone)]
pub(crate) struct LiveCall {
    /// What it was like so far.
    pub(crate) report: SharedReport,
    /// Set to true, it ends the call.
    pub(crate) hang_up: watch::Sender<bool>,
    /// Lets something go wrong in it, at once.
    pub(crate) cue: mpsc::UnboundedSender<Cue>,
}

/// The North Pole.
#[derive(Debug)]
pub(crate) struct NorthPole {
    /// How fast calls are that begin now.
    pub(crate) metronome: Metronome,
    /// Tokens that were minted.
    pub(crate) secrets: Secrets,
    /// What shall go wrong.
    pub(crate) faults: FaultBoard,
    /// Mail that was sent.
    pub(crate) inbox: Inbox,
    /// Customers, payments and webhooks.
    pub(crate) stripe: Stripe,
    /// The voices.
    pub(crate) speaker: Arc<Speaker>,
    calls: Mutex<Vec<LiveCall>>,
}

impl NorthPole {
    /// A North Pole with no calls and an empty inbox.
    pub(crate) fn new(config: Config) -> Result<Self, VoiceError> {
        Ok(Self {
            stripe: Stripe::new(config.webhooks),
            metronome: Metronome::new(config.pace),
            secrets: Secrets::default(),
            faults: FaultBoard::default(),
            inbox: Inbox::default(),
            speaker: Arc::new(Speaker::new()?),
            calls: Mutex::new(Vec::new()),
        })
    }

    /// Remembers a call.
    pub(crate) fn add_call(&self, call: LiveCall) {
        crate::lock(&self.calls).push(call);
    }

    /// A call by its id; the newest one as `latest`.
    pub(crate) fn call(&self, call_id: &str) -> Option<LiveCall> {
        let calls = crate::lock(&self.calls);
        let found = match call_id {
            "latest" => calls.last(),
            _ => calls
                .iter()
                .find(|call| crate::lock(&call.report).call_id == call_id),
        };
        found.cloned()
    }

    /// All reports, the newest call first.
    pub(crate) fn reports(&self) -> Vec<Report> {
        crate::lock(&self.calls)
            .iter()
            .rev()
            .map(|call| crate::lock(&call.report).clone())
            .collect()
    }

    /// Ends every call, as when the program stops.
    pub(crate) fn hang_up_all(&self) {
        for call in crate::lock(&self.calls).iter() {
            call.hang_up.send_replace(true);
        }
    }
}
