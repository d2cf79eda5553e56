//! The call meter's shell: a Durable Object, one a call, round the meter in `domain::call::meter`.
//!
//! It loads, lets the meter decide, stores, sets the one alarm, and only then does what the meter asked for, because
//! whatever fails from there on is retried when the alarm rings. Nothing is held across an await: each step reads
//! the storage anew, since a heartbeat may come in while OpenAI is being told to hang up.
//!
//! The object holds ids and times and deletes itself in the end. Never in here: a decision, a name, a token.

use std::collections::VecDeque;

use domain::{
    call::{
        EndReason,
        meter::{Effect, Input, Meter},
    },
    id::CallId,
};
use serde::{Deserialize, Serialize};
use worker::{
    DurableObject, Env, Method, Request, RequestInit, Response, ScheduledTime, State,
    durable_object, js_sys, wasm_bindgen::JsValue,
};

use crate::{
    Edge,
    error::{During, Failure, Fault},
    openai,
    platform::Platform,
};

const KEPT: &str = "meter";

/// What a meter is told.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Command {
    /// Credits are on hold and a token is about to be minted.
    Open {
        call: CallId,
        token_expires_at_ms: i64,
        limit_seconds: u32,
    },
    /// The browser reported that the line stands.
    Connected { openai_call_id: String, at_ms: i64 },
    /// A token for another line is about to be minted.
    Leg {
        stands: Option<Line>,
        token_expires_at_ms: i64,
        at_ms: i64,
    },
    /// The browser reported that the call goes on.
    Heartbeat { stands: Option<Line>, at_ms: i64 },
    /// The browser reported the end.
    End {
        stands: Option<Line>,
        reason: EndReason,
        at_ms: i64,
    },
    /// Look at the clock now; for cron, and for a clock that was moved.
    Look,
    /// There was no call after all.
    Forget,
}

/// The line that the call's row knows of. The row is written before the meter is told, and what happened in between may
/// have kept the meter from ever hearing of it; it would not hang the line up, and would take it for one that never stood.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Line {
    /// OpenAI's id of it.
    pub(crate) openai_call_id: String,
    /// Since when the call stands, in Unix milliseconds.
    pub(crate) since_ms: i64,
}

/// What a meter answers.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    /// Whether the meter knows of a call, and that call is not over.
    pub(crate) going_on: bool,
    /// Whether the meter knows of a call at all.
    pub(crate) known: bool,
    /// Why the call ended and how long the line had stood, in milliseconds, while that is not booked yet. It need not be
    /// what was just reported: the meter may have ended the call a moment before.
    pub(crate) ended: Option<(EndReason, Option<i64>)>,
}

impl Report {
    const UNKNOWN: Self = Self {
        going_on: false,
        known: false,
        ended: None,
    };
}

/// Tells the meter of `call` something.
pub(crate) async fn tell(
    platform: &Platform,
    call: &CallId,
    command: &Command,
) -> Result<Report, Fault> {
    const WHAT: &str = "telling a call meter";
    let body = serde_json::to_string(command).during(WHAT)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_body(Some(JsValue::from_str(&body)));
    let request = Request::new_with_init("https://meter/", &init).during(WHAT)?;
    let stub = platform.meters()?.get_by_name(call.as_str()).during(WHAT)?;
    let mut response = stub.fetch_with_request(request).await.during(WHAT)?;
    let text = response.text().await.during(WHAT)?;
    serde_json::from_str(&text).during(WHAT)
}

/// One call's meter as the object keeps it.
#[derive(Serialize, Deserialize)]
struct Kept {
    call: CallId,
    meter: Meter,
}

/// The Durable Object.
#[durable_object]
pub struct CallMeter {
    state: State,
    env: Env,
}

impl DurableObject for CallMeter {
    fn new(state: State, env: Env) -> Self {
        Self { state, env }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let text = request.text().await?;
        let report = match serde_json::from_str(&text).during("reading a command") {
            Ok(command) => self.obey(command).await,
            Err(fault) => Err(fault),
        };
        report.map_or_else(
            |fault| Err(self.log(&fault)),
            |report| Response::from_json(&report),
        )
    }

    async fn alarm(&self) -> worker::Result<Response> {
        // An error here makes the runtime ring again.
        match self.look().await {
            Ok(_) => Response::empty(),
            Err(fault) => Err(self.log(&fault)),
        }
    }
}

impl CallMeter {
    fn log(&self, fault: &Fault) -> worker::Error {
        fault.log(&self.state.id().to_string());
        worker::Error::RustError("call meter".into())
    }

    async fn obey(&self, command: Command) -> Result<Report, Fault> {
        match command {
            Command::Open {
                call,
                token_expires_at_ms,
                limit_seconds,
            } => {
                let platform = Platform::open(&self.env).await?;
                let meter = Meter::held(token_expires_at_ms, limit_seconds);
                self.keep(&platform, &Kept { call, meter }).await?;
                Ok(Report {
                    going_on: true,
                    known: true,
                    ended: None,
                })
            }
            Command::Connected {
                openai_call_id,
                at_ms,
            } => {
                self.take_in(None, Input::Connected { openai_call_id }, Some(at_ms))
                    .await
            }
            Command::Leg {
                stands,
                token_expires_at_ms,
                at_ms,
            } => {
                let leg = Input::Leg {
                    token_expires_at_ms,
                };
                self.take_in(stands, leg, Some(at_ms)).await
            }
            Command::Heartbeat { stands, at_ms } => {
                self.take_in(stands, Input::Heartbeat, Some(at_ms)).await
            }
            Command::End {
                stands,
                reason,
                at_ms,
            } => {
                self.take_in(stands, Input::Ended(reason), Some(at_ms))
                    .await
            }
            Command::Look => self.look().await,
            Command::Forget => {
                self.forget().await?;
                Ok(Report::UNKNOWN)
            }
        }
    }

    async fn look(&self) -> Result<Report, Fault> {
        self.take_in(None, Input::Alarm, None).await
    }

    /// Lets the meter take in what the call's row knows of a line, then what happened, now or at the time given, and does
    /// what it asks for until it asks for no more.
    async fn take_in(
        &self,
        stands: Option<Line>,
        input: Input,
        at_ms: Option<i64>,
    ) -> Result<Report, Fault> {
        let edge = Edge::open(&self.env).await?;
        let now_ms = at_ms.unwrap_or_else(|| edge.platform.now_ms());
        let Some((call, report, effects)) = self.step(&edge, stands, input, now_ms).await? else {
            return Ok(Report::UNKNOWN);
        };
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            let Some(result) = self.carry_out(&edge, &call, effect).await? else {
                continue;
            };
            let now_ms = edge.platform.now_ms();
            if let Some((_, _, more)) = self.step(&edge, None, result, now_ms).await? {
                effects.extend(more);
            }
        }
        Ok(report)
    }

    /// One step of the meter: load, decide, store, arm. `None` where no call is known.
    async fn step(
        &self,
        edge: &Edge,
        stands: Option<Line>,
        input: Input,
        now_ms: i64,
    ) -> Result<Option<(CallId, Report, Vec<Effect>)>, Fault> {
        let kept: Option<String> = self
            .state
            .storage()
            .get(KEPT)
            .await
            .during("loading a meter")?;
        let Some(kept) = kept else {
            return Ok(None);
        };
        let mut kept: Kept = serde_json::from_str(&kept).during("loading a meter")?;
        if let Some(line) = stands {
            let since_ms = line.since_ms;
            let stands = Input::Stands {
                openai_call_id: line.openai_call_id,
                since_ms,
            };
            kept.meter.handle(stands, since_ms);
        }
        kept.meter.handle(input, now_ms);
        let effects = std::iter::from_fn(|| kept.meter.poll()).collect();
        self.keep(&edge.platform, &kept).await?;
        let report = Report {
            going_on: !kept.meter.is_over(),
            known: true,
            ended: kept.meter.ended(),
        };
        Ok(Some((kept.call, report, effects)))
    }

    async fn keep(&self, platform: &Platform, kept: &Kept) -> Result<(), Fault> {
        let storage = self.state.storage();
        let text = serde_json::to_string(kept).during("storing a meter")?;
        storage.put(KEPT, text).await.during("storing a meter")?;
        if let Some(deadline_ms) = kept.meter.next_deadline_ms() {
            let on_the_wall = platform.on_the_wall(deadline_ms) as f64;
            let date = js_sys::Date::new(&JsValue::from_f64(on_the_wall));
            storage
                .set_alarm(ScheduledTime::new(date))
                .await
                .during("setting an alarm")?;
        }
        Ok(())
    }

    /// Does one thing and says what the meter should know of it.
    async fn carry_out(
        &self,
        edge: &Edge,
        call: &CallId,
        effect: Effect,
    ) -> Result<Option<Input>, Fault> {
        match effect {
            Effect::HangUp { openai_call_id } => {
                let hung_up = openai::hang_up(edge, call, &openai_call_id).await;
                Ok(Some(match hung_up {
                    Ok(()) => Input::HungUp { openai_call_id },
                    Err(_) => Input::HangUpFailed { openai_call_id },
                }))
            }
            Effect::Settle { reason, stood_ms } => {
                let now_ms = edge.platform.now_ms();
                match edge.store.settle_call(call, reason, stood_ms, now_ms).await {
                    Ok(()) => Ok(Some(Input::Settled)),
                    Err(Failure::Fault(fault)) => Err(fault),
                    // The alarm, which is set, will ask for it again.
                    Err(Failure::Refusal(_)) => Ok(None),
                }
            }
            Effect::Forget => {
                self.forget().await?;
                Ok(None)
            }
        }
    }

    async fn forget(&self) -> Result<(), Fault> {
        let storage = self.state.storage();
        storage.delete_alarm().await.during("forgetting a call")?;
        storage.delete_all().await.during("forgetting a call")
    }
}
