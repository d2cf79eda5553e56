//! A small world round one call: the machine on its tablet, the meter at the edge, a network between them, OpenAI beyond.
//! It does what driver and shell do, by a clock of its own, and takes no decision either.

use std::collections::VecDeque;

use super::{
    super::*,
    script::{input, name, started},
};
use crate::{
    call::{
        Outcome, Stretch,
        meter::{self, Effect, Meter},
        outcome,
    },
    wire::Code,
};

/// How finely time passes, in milliseconds, as in the driver.
const STEP_MS: i64 = 100;
/// How long a token works, in milliseconds.
const TOKEN_MS: i64 = 30_000;
/// The hold of every call here, in credits.
const HELD: u32 = 5;
/// When Chromium calls a line disconnected that nothing passes on, and when failed, in milliseconds.
const DISCONNECTED_MS: i64 = 5_000;
const FAILED_MS: i64 = 16_000;
/// How long Santa takes to begin and how long he speaks, in milliseconds.
const THINKS_MS: i64 = 600;
const SPEAKS_MS: i64 = 6_000;
/// After which waits the end is reported again.
const REPORT_AGAIN_MS: [i64; 3] = [1_000, 4_000, 10_000];

/// The line that stands at OpenAI's side.
struct Far {
    openai_call_id: String,
    packets: u64,
    frozen: bool,
    /// Since when nothing passes on it.
    cut_since_ms: Option<i64>,
}

/// The world.
pub(super) struct World {
    pub(super) machine: Machine,
    meter: Option<Meter>,
    now_ms: i64,
    /// What is on its way to the machine, by when it arrives.
    coming: VecDeque<(i64, Input)>,
    far: Option<Far>,
    lines: u32,
    network: bool,
    edge: bool,
    mint: Option<Code>,
    token_good_until_ms: i64,
    microphone_outlasts_token: bool,
    reports: VecDeque<(i64, usize, EndReason)>,
    outcome: Option<Outcome>,
    failures_free: bool,
    pub(super) said: Vec<String>,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            machine: Machine::default(),
            meter: None,
            now_ms: 0,
            coming: VecDeque::new(),
            far: None,
            lines: 0,
            network: true,
            edge: true,
            mint: None,
            token_good_until_ms: 0,
            microphone_outlasts_token: false,
            reports: VecDeque::new(),
            outcome: None,
            failures_free: true,
            said: Vec::new(),
        }
    }

    /// Something that goes wrong, or that somebody does.
    pub(super) fn happen(&mut self, what: &str) {
        match what {
            "network gone" => self.network = false,
            "network back" => self.network = true,
            "edge gone" => self.edge = false,
            "edge back" => self.edge = true,
            "peer dropped" => self.drop_far(),
            "sound frozen" => self.far.iter_mut().for_each(|far| far.frozen = true),
            "token runs out" => self.microphone_outlasts_token = true,
            "no failure is free" => self.failures_free = false,
            "child speaks" if !self.is_heard() => {}
            "child speaks" => {
                for (after, event) in [(0, "child"), (1_500, "child-done"), (1_600, "created")] {
                    self.server_in(after, event);
                }
                self.santa_speaks_in(1_600 + THINKS_MS);
            }
            what => match what.strip_prefix("mint ") {
                Some(code) => {
                    self.mint = serde_json::from_str(&format!("\"{code}\"")).unwrap();
                }
                None => self.take(input(what).unwrap_or_else(|| panic!("{what}"))),
            },
        }
    }

    /// Lets time pass.
    pub(super) fn until(&mut self, until_ms: i64) {
        while self.now_ms < until_ms {
            self.now_ms += STEP_MS;
            self.network_passes();
            let now_ms = self.now_ms;
            let (due, later): (VecDeque<_>, VecDeque<_>) =
                self.coming.drain(..).partition(|(at, _)| *at <= now_ms);
            self.coming = later;
            for (_, input) in due {
                self.take(input);
            }
            if self.now_ms % 600 == 0
                && let Some(far) = &mut self.far
            {
                far.packets += if far.frozen || far.cut_since_ms.is_some() {
                    0
                } else {
                    30
                };
                let packets = far.packets;
                self.take(Input::Received(packets));
            }
            self.take(Input::Tick);
            self.report_again();
            self.meter_takes(meter::Input::Alarm);
        }
    }

    /// Until everything is settled; what was charged, or nothing where no credits were ever held.
    pub(super) fn settled(&mut self) -> Option<u32> {
        self.until(self.now_ms + 500_000);
        if let Some(meter) = &self.meter {
            assert!(meter.next_deadline_ms().is_none(), "the meter waits still");
        }
        self.outcome.map(|outcome| outcome.charged)
    }

    /// How many lines were placed at OpenAI.
    pub(super) fn lines(&self) -> u32 {
        self.lines
    }

    pub(super) fn stage(&self) -> &'static str {
        self.machine.view(self.now_ms).stage.as_str()
    }

    fn take(&mut self, input: Input) {
        self.machine.handle(input, self.now_ms);
        while let Some(action) = self.machine.poll() {
            self.said.push(name(action.clone()));
            self.carry_out(action);
        }
    }

    fn answer_in(&mut self, after_ms: i64, input: Input) {
        self.coming.push_back((self.now_ms + after_ms, input));
    }

    fn server_in(&mut self, after_ms: i64, event: &str) {
        let event = input(&format!("server {event}")).unwrap();
        self.answer_in(after_ms, event);
    }

    fn santa_speaks_in(&mut self, after_ms: i64) {
        for (after, event) in [
            (0, "says Hvad ønsker du dig til jul?"),
            (100, "sound"),
            (800, "done completed"),
            (SPEAKS_MS, "heard"),
        ] {
            self.server_in(after_ms + after, event);
        }
    }

    fn carry_out(&mut self, action: Action) {
        let edge = self.network && self.edge;
        match action {
            Action::AskMicrophone => self.answer_in(300, Input::Microphone(Ok(()))),
            Action::StartCall { .. } => {
                let answer = match (edge, self.mint) {
                    (false, _) => Err(Refusal::Unreachable),
                    // The edge has released the hold before it says so.
                    (true, Some(code)) => Err(Refusal::Code(code)),
                    (true, None) => {
                        self.mint_token();
                        self.meter = Some(Meter::held(self.token_good_until_ms, HELD * 60));
                        Ok(started(HELD * 60))
                    }
                };
                self.answer_in(200, Input::Started(answer));
            }
            Action::PlaceCall => self.place(),
            Action::AskLeg => {
                self.far = None;
                self.forget_server();
                let answer = if edge {
                    self.mint_token();
                    let token_expires_at_ms = self.token_good_until_ms;
                    self.meter_takes(meter::Input::Leg {
                        token_expires_at_ms,
                    });
                    match self.meter.as_ref().is_none_or(Meter::is_over) {
                        true => Err(Refusal::Code(Code::CallOver)),
                        false => Ok(()),
                    }
                } else {
                    Err(Refusal::Unreachable)
                };
                self.answer_in(200, Input::Leg(answer));
            }
            Action::Send(_) if !self.is_heard() => {}
            Action::Send(ClientEvent::Respond { .. }) => {
                self.server_in(50, "created");
                self.santa_speaks_in(THINKS_MS);
            }
            Action::Send(ClientEvent::ListenForTurns) => self.server_in(50, "updated"),
            Action::Send(_) => {}
            Action::ReportConnected { openai_call_id } if edge => {
                self.meter_takes(meter::Input::Connected { openai_call_id });
            }
            Action::Heartbeat if edge => {
                self.meter_takes(meter::Input::Heartbeat);
                let over = self.meter.as_ref().is_none_or(Meter::is_over);
                let answer = if over {
                    Err(Refusal::Code(Code::CallOver))
                } else {
                    Ok(())
                };
                self.answer_in(50, Input::Beat(answer));
            }
            Action::Heartbeat => self.answer_in(50, Input::Beat(Err(Refusal::Unreachable))),
            Action::CloseLine => {
                self.far = None;
                self.forget_server();
            }
            Action::ReportEnd(reason) => self.reports.push_back((self.now_ms, 0, reason)),
            _ => {}
        }
    }

    /// Whether anything passes between the tablet and OpenAI.
    fn is_heard(&self) -> bool {
        self.network && self.far.is_some()
    }

    fn mint_token(&mut self) {
        self.token_good_until_ms = self.now_ms + TOKEN_MS;
        if std::mem::take(&mut self.microphone_outlasts_token) {
            self.token_good_until_ms = self.now_ms;
        }
    }

    fn place(&mut self) {
        if !self.network {
            return self.answer_in(200, Input::Answer(Err(AnswerProblem::Unreachable)));
        }
        if self.now_ms > self.token_good_until_ms {
            return self.answer_in(200, Input::Answer(Err(AnswerProblem::TokenExpired)));
        }
        self.lines += 1;
        let openai_call_id = format!("rtc_{}", self.lines);
        self.far = Some(Far {
            openai_call_id: openai_call_id.clone(),
            packets: 0,
            frozen: false,
            cut_since_ms: None,
        });
        self.answer_in(200, Input::Answer(Ok(openai_call_id)));
        self.answer_in(300, Input::Line(Line::Up));
        self.server_in(400, "session");
    }

    /// The far end is gone: the channel closes.
    fn drop_far(&mut self) {
        if self.far.take().is_some() {
            self.forget_server();
            self.answer_in(0, Input::Line(Line::Down));
        }
    }

    fn forget_server(&mut self) {
        self.coming
            .retain(|(_, input)| !matches!(input, Input::Server(_) | Input::Line(_)));
    }

    /// What a browser makes of a network that is gone or back.
    fn network_passes(&mut self) {
        let (network, now_ms) = (self.network, self.now_ms);
        let Some(far) = &mut self.far else { return };
        let line = match (network, far.cut_since_ms) {
            (false, None) => {
                far.cut_since_ms = Some(now_ms);
                return;
            }
            (false, Some(since)) if now_ms - since == DISCONNECTED_MS => Line::Shaky,
            (false, Some(since)) if now_ms - since == FAILED_MS => Line::Down,
            (true, Some(since)) => {
                far.cut_since_ms = None;
                if now_ms - since < DISCONNECTED_MS {
                    return;
                }
                Line::Up
            }
            _ => return,
        };
        self.take(Input::Line(line));
    }

    fn report_again(&mut self) {
        let Some(&(at_ms, tries, reason)) = self.reports.front() else {
            return;
        };
        if self.now_ms < at_ms {
            return;
        }
        self.reports.pop_front();
        if self.network && self.edge {
            self.meter_takes(meter::Input::Ended(reason));
        } else if let Some(wait_ms) = REPORT_AGAIN_MS.get(tries) {
            self.reports
                .push_front((self.now_ms + wait_ms, tries + 1, reason));
        }
    }

    fn meter_takes(&mut self, input: meter::Input) {
        let Some(mut meter) = self.meter.take() else {
            return;
        };
        meter.handle(input, self.now_ms);
        while let Some(effect) = meter.poll() {
            match effect {
                Effect::HangUp { openai_call_id } => {
                    if self
                        .far
                        .as_ref()
                        .is_some_and(|far| far.openai_call_id == openai_call_id)
                    {
                        self.drop_far();
                    }
                    meter.handle(meter::Input::HungUp { openai_call_id }, self.now_ms);
                }
                Effect::Settle { reason, stood_ms } => {
                    let stretch = Stretch {
                        held: HELD,
                        stood_ms,
                        failure_allowance_left: self.failures_free,
                    };
                    assert!(self.outcome.is_none(), "settled twice");
                    self.outcome = Some(outcome(reason, stretch));
                    meter.handle(meter::Input::Settled, self.now_ms);
                }
                Effect::Forget => {}
            }
        }
        self.meter = Some(meter);
    }
}
