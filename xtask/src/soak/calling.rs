//! What a family does about calls, and what it was told of them.

use fastrand::Rng;
use serde_json::{Value, json};

use super::{
    family::Family,
    script::{Deed, at_once},
    world::World,
};

/// Reasons that a browser gives, the usual ones more often.
const REASONS: [&str; 8] = [
    "hung_up",
    "hung_up",
    "said_goodbye",
    "said_goodbye",
    "limit_reached",
    "failed_to_connect",
    "connection_lost",
    "voice_failed",
];

/// A call that was answered with a token.
#[derive(Debug)]
pub struct Called {
    /// Its id.
    pub id: String,
    /// Whether the browser said that the line stood, heard or not.
    pub connecting: bool,
    /// Whether it was told that this was taken in.
    pub connected: bool,
    /// The reasons for its end that the browser gave, heard or not.
    pub reasons: Vec<&'static str>,
    /// What it was told that the call came to: seconds and credits.
    pub ended: Option<(u64, u64)>,
    /// Whether the family complained, heard or not.
    pub complained: bool,
    /// The credits that it was told it got back.
    pub given_back: Option<u64>,
    /// Whether nobody does anything about it any more.
    pub is_left: bool,
}

impl Called {
    /// A call that was just answered with a token.
    pub fn placed(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            connecting: false,
            connected: false,
            reasons: Vec::new(),
            ended: None,
            complained: false,
            given_back: None,
            is_left: false,
        }
    }

    fn goes_on(&self) -> bool {
        !self.is_left && self.ended.is_none()
    }
}

impl Family {
    pub(super) fn about_calls(&mut self, world: &World, deed: Deed, dice: &mut Rng) -> bool {
        if deed == Deed::Complain {
            return self.complain(world, dice);
        }
        let going_on = self.called.iter().rposition(Called::goes_on);
        match (deed, going_on) {
            (Deed::StartCall, None) => self.start_call(world, dice),
            (Deed::StartCall, Some(_)) => {
                // In another window, while one goes on: refused.
                let child = json!({ "child": self.child });
                let answer = self.post(world, "/api/calls", &child);
                self.take_start(answer);
                true
            }
            (Deed::Connect, Some(index)) => self.connect(world, index, dice),
            (Deed::Heartbeat, Some(index)) => {
                let path = format!("/api/calls/{}/heartbeat", self.called[index].id);
                self.post(world, &path, &Value::Null);
                true
            }
            (Deed::EndCall, Some(index)) => self.end_call(world, index, dice),
            (Deed::FallSilent, Some(index)) => {
                self.called[index].is_left = true;
                true
            }
            (_, None) => self.start_call(world, dice),
            _ => false,
        }
    }

    fn start_call(&mut self, world: &World, dice: &mut Rng) -> bool {
        let child = json!({ "child": self.child });
        let browser = &self.browser;
        let answers = at_once(dice.u32(..8) == 0, || {
            world.ask(&mut browser.clone(), "POST", "/api/calls", Some(&child))
        });
        for answer in answers {
            self.take_start(answer);
        }
        // Mostly the line stands at once.
        let going_on = self.called.iter().rposition(Called::goes_on);
        if let Some(index) = going_on.filter(|_| dice.u32(..3) < 2) {
            self.connect(world, index, dice);
        }
        true
    }

    fn take_start(&mut self, answer: Option<crate::http::Answer>) {
        let Some(answer) = answer else {
            self.unanswered_calls += 1;
            return;
        };
        let (201, Some(id)) = (answer.status, answer.body["call"].as_str()) else {
            return;
        };
        self.called.push(Called::placed(id));
    }

    fn connect(&mut self, world: &World, index: usize, dice: &mut Rng) -> bool {
        let call = &mut self.called[index];
        call.connecting = true;
        let path = format!("/api/calls/{}/connected", call.id);
        // The same id however often it is said.
        let said = json!({"openai_call_id": format!("rtc_{}", call.id)});
        let browser = &self.browser;
        let answers = at_once(dice.u32(..8) == 0, || {
            world.ask(&mut browser.clone(), "POST", &path, Some(&said))
        });
        let call = &mut self.called[index];
        call.connected |= answers.iter().flatten().any(|answer| answer.status == 204);
        true
    }

    fn end_call(&mut self, world: &World, index: usize, dice: &mut Rng) -> bool {
        let reason = REASONS[dice.usize(..REASONS.len())];
        let call = &mut self.called[index];
        call.reasons.push(reason);
        let path = format!("/api/calls/{}/end", call.id);
        let browser = &self.browser;
        let answers = at_once(dice.u32(..6) == 0, || {
            world.ask(
                &mut browser.clone(),
                "POST",
                &path,
                Some(&json!({ "reason": reason })),
            )
        });
        for answer in answers
            .iter()
            .flatten()
            .filter(|answer| answer.status == 200)
        {
            let figure = |name: &str| answer.body[name].as_u64();
            let told = figure("seconds").zip(figure("charged"));
            let call = &mut self.called[index];
            if call.ended.is_some_and(|before| Some(before) != told) {
                world.complain(&format!("call {} was told two ends", call.id));
            }
            call.ended = told;
        }
        true
    }

    /// "It did not go well", once or in two windows at once.
    fn complain(&mut self, world: &World, dice: &mut Rng) -> bool {
        let charged: Vec<usize> = (0..self.called.len())
            .filter(|&index| {
                self.called[index]
                    .ended
                    .is_some_and(|(_, charged)| charged > 0)
            })
            .collect();
        let Some(&index) = dice.choice(&charged) else {
            return false;
        };
        let call = &mut self.called[index];
        call.complained = true;
        let path = format!("/api/calls/{}/complaint", call.id);
        let browser = &self.browser;
        let answers = at_once(dice.u32(..4) == 0, || {
            world.ask(&mut browser.clone(), "POST", &path, Some(&Value::Null))
        });
        for answer in answers
            .iter()
            .flatten()
            .filter(|answer| answer.status == 200)
        {
            self.called[index].given_back = answer.body["credits"].as_u64();
        }
        true
    }
}
