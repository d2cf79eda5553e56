//! How a script is read.
//!
//! ```text
//! == title                   begins a script; it stands alone
//! after greeted              begins where another one ended (see `scripts/beginnings.calls`)
//! heartbeats shown           they are to be told in this script; else they are answered unseen
//! at 120 answer rtc_1        an input at that time; at +20 is twenty milliseconds later
//! do report-connected rtc_1  exactly this action comes out next
//! skip                       whatever is waiting is done and not looked at
//! quiet                      no action is waiting
//! is ringing                 the stage that the screen shows
//! ends said_goodbye          how the call ended
//! hears Ho ho ho             the caption
//! sees laugh                 something on the screen; `sees no laugh` that it is not there
//! wishes a bell; a cat       what Santa noted
//! learns Alma: AL-ma         how names are said, as Santa learnt it
//! wait 16000                 when the machine wants to be asked again
//! ```

use super::super::*;
use crate::{
    call::realtime::{ServerEvent, read},
    wire::{CallCues, Code},
};

const BEGINNINGS: &str = include_str!("scripts/beginnings.calls");

/// One script.
pub(super) struct Case<'a> {
    pub(super) title: &'a str,
    lines: Vec<(usize, &'a str)>,
}

/// The scripts in a file.
pub(super) fn cases(text: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in text.lines().map(str::trim).enumerate() {
        if let Some(title) = line.strip_prefix("== ") {
            cases.push(Case {
                title,
                lines: Vec::new(),
            });
        } else if let Some(case) = cases.last_mut()
            && !line.is_empty()
            && !line.starts_with('#')
        {
            case.lines.push((number + 1, line));
        }
    }
    cases
}

/// A machine that has been through a beginning.
pub(super) fn after(beginning: &str) -> Machine {
    let mut stage = Stand::default();
    stage.begin_after(beginning).unwrap();
    stage.machine
}

impl Case<'_> {
    /// Plays it; the error names the first line that does not hold.
    pub(super) fn play(&self) -> Result<(), String> {
        Stand::default().play(self)
    }

    /// Plays it up to each of its lines and hangs up there: the line is closed before anything else is done. Gives the
    /// number of places.
    pub(super) fn hang_up_after_every_line(&self) -> usize {
        for end in 1..=self.lines.len() {
            let mut stand = Stand::default();
            for (_, line) in &self.lines[..end] {
                stand.follow(line).unwrap();
            }
            let was_over = stand.machine.view(stand.now).ending.is_some();
            while stand.machine.poll().is_some() {}
            stand.machine.handle(Input::HangUp, stand.now);
            let place = &self.lines[end - 1];
            assert_eq!(
                stand.machine.view(stand.now).stage,
                Stage::Ended,
                "{place:?}"
            );
            if !was_over {
                assert_eq!(stand.machine.poll(), Some(Action::CloseLine), "{place:?}");
            }
        }
        self.lines.len()
    }
}

/// A machine, the time, and whether heartbeats are looked at.
#[derive(Default)]
struct Stand {
    machine: Machine,
    now: i64,
    heartbeats_shown: bool,
}

impl Stand {
    fn begin_after(&mut self, beginning: &str) -> Result<(), String> {
        let cases = cases(BEGINNINGS);
        let case = cases.iter().find(|case| case.title == beginning);
        self.play(case.ok_or(format!("there is no beginning {beginning}"))?)
    }

    fn play(&mut self, case: &Case) -> Result<(), String> {
        for (number, line) in &case.lines {
            self.follow(line)
                .map_err(|fault| format!("{:?}, line {number}, {line:?}: {fault}", case.title))?;
        }
        Ok(())
    }

    fn next(&mut self) -> Option<Action> {
        loop {
            match self.machine.poll() {
                Some(Action::Heartbeat) if !self.heartbeats_shown => {
                    self.machine.handle(Input::Beat(Ok(())), self.now);
                }
                action => return action,
            }
        }
    }

    fn follow(&mut self, line: &str) -> Result<(), String> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let view = self.machine.view(self.now);
        let expect = |got: Option<&str>| match got {
            Some(got) if got == rest => Ok(()),
            got => Err(format!("it is {got:?}")),
        };
        match word {
            "after" => self.begin_after(rest),
            "heartbeats" => {
                self.heartbeats_shown = true;
                Ok(())
            }
            "at" => {
                let (time, what) = rest.split_once(' ').ok_or("no input")?;
                let base = if time.starts_with('+') { self.now } else { 0 };
                let time: i64 = time.parse().map_err(|_| "no time")?;
                self.now = base + time;
                let input = input(what).ok_or("no such input")?;
                self.machine.handle(input, self.now);
                Ok(())
            }
            "do" => expect(self.next().map(name).as_deref()),
            "skip" => {
                while self.next().is_some() {}
                Ok(())
            }
            "quiet" => match self.next().map(name) {
                None => Ok(()),
                Some(action) => Err(format!("{action} is waiting")),
            },
            "is" => expect(Some(view.stage.as_str())),
            "hears" => expect(Some(&view.caption)),
            "ends" => expect(view.ending.map(ending).as_deref()),
            "wishes" => expect(Some(&self.machine.wishes().join("; "))),
            "learns" => {
                let learnt = self.machine.name_sounds().iter();
                let told: Vec<_> = learnt
                    .map(|it| format!("{}: {}", it.name, it.sound))
                    .collect();
                expect(Some(&told.join("; ")))
            }
            "wait" => expect(
                self.machine
                    .wait_until_ms()
                    .map(|at| at.to_string())
                    .as_deref(),
            ),
            "sees" => {
                let (wanted, what) = match rest.strip_prefix("no ") {
                    Some(what) => (false, what),
                    None => (true, rest),
                };
                let there = sees(&view, what).ok_or("nobody can see that")?;
                (there == wanted).then_some(()).ok_or(format!("{view:?}"))
            }
            _ => Err("no such word".into()),
        }
    }
}

fn sees(view: &CallView, what: &str) -> Option<bool> {
    Some(match what {
        "laugh" => view.gesture == Some(Gesture::Laugh),
        "wave" => view.gesture == Some(Gesture::Wave),
        "list" => view.gesture == Some(Gesture::LookAtList),
        "wish" => view.shown_wish.is_some(),
        "grown-up" => view.grown_up_wanted,
        "pictures" => view.pictures,
        "microphone-lost" => view.microphone_lost,
        "tap-to-hear" => view.needs_tap_to_hear,
        "caption" => !view.caption.is_empty(),
        _ => {
            return what
                .strip_prefix("wish ")
                .map(|wish| view.shown_wish.as_deref() == Some(wish));
        }
    })
}

/// What the edge tells of a call; each cue is its own name.
pub(super) fn started(limit_seconds: u32) -> Started {
    Started {
        limit_seconds,
        cues: CallCues {
            nudge: "nudge".into(),
            rhyme: "rhyme".into(),
            wind_down: "wind-down".into(),
            farewell: "farewell".into(),
            reconnected: "reconnected".into(),
            wishes_heard: "heard: {wishes}".into(),
            names_learnt: "learnt: {names}".into(),
            yes: "Ja!".into(),
            no: "Nej.".into(),
            wave: "Hej!".into(),
        },
    }
}

fn refusal(word: &str) -> Option<Refusal> {
    let code = match word {
        "unreachable" => return Some(Refusal::Unreachable),
        word => serde_json::from_str::<Code>(&format!("\"{word}\"")).ok()?,
    };
    Some(Refusal::Code(code))
}

pub(super) fn input(what: &str) -> Option<Input> {
    let (word, rest) = what.split_once(' ').unwrap_or((what, ""));
    Some(match (word, rest) {
        ("tap", "granted") => Input::Tap {
            microphone_granted: true,
        },
        ("tap", "") => Input::Tap {
            microphone_granted: false,
        },
        ("microphone", "granted") => Input::Microphone(Ok(())),
        ("microphone", "refused") => Input::Microphone(Err(MicrophoneProblem::Refused)),
        ("microphone", "missing") => Input::Microphone(Err(MicrophoneProblem::Missing)),
        ("microphone", "busy") => Input::Microphone(Err(MicrophoneProblem::Busy)),
        ("microphone", "lost") => Input::MicrophoneLost,
        ("camera", "lost") => Input::CameraLost,
        ("devices", "changed") => Input::DevicesChanged,
        ("started", "") => Input::Started(Ok(started(300))),
        ("started", "one-minute") => Input::Started(Ok(started(60))),
        ("started", why) => Input::Started(Err(refusal(why)?)),
        ("instead", "") => Input::Instead,
        ("answer", "refused") => Input::Answer(Err(AnswerProblem::Refused)),
        ("answer", "unreachable") => Input::Answer(Err(AnswerProblem::Unreachable)),
        ("answer", "token-expired") => Input::Answer(Err(AnswerProblem::TokenExpired)),
        ("answer", id) => Input::Answer(Ok(id.into())),
        ("leg", "granted") => Input::Leg(Ok(())),
        ("leg", why) => Input::Leg(Err(refusal(why)?)),
        ("beat", "heard") => Input::Beat(Ok(())),
        ("beat", why) => Input::Beat(Err(refusal(why)?)),
        ("line", "up") => Input::Line(Line::Up),
        ("line", "shaky") => Input::Line(Line::Shaky),
        ("line", "down") => Input::Line(Line::Down),
        ("packets", count) => Input::Received(count.parse().ok()?),
        ("plays", "") => Input::Playing(true),
        ("play", "refused") => Input::Playing(false),
        ("picture", "yes") => Input::Picture(Picture::Yes),
        ("picture", "no") => Input::Picture(Picture::No),
        ("picture", "wave") => Input::Picture(Picture::Wave),
        ("page", "hidden") => Input::Seen(false),
        ("page", "seen") => Input::Seen(true),
        ("hang-up", "") => Input::HangUp,
        ("tick", "") => Input::Tick,
        ("server", event) => Input::Server(server(event)?),
        _ => return None,
    })
}

/// An event by its own name or by a short one; read by the real reader from real JSON.
fn server(event: &str) -> Option<ServerEvent> {
    let (kind, rest) = event.split_once(' ').unwrap_or((event, ""));
    let json = match kind {
        "says" => serde_json::json!({
            "type": "response.output_audio_transcript.delta", "response_id": "r", "delta": rest,
        }),
        "tool" => {
            let (name, arguments) = rest.split_once(' ').unwrap_or((rest, "{}"));
            serde_json::json!({
                "type": "response.function_call_arguments.done", "call_id": "c1", "name": name, "arguments": arguments,
            })
        }
        "done" => {
            let (status, fault) = rest.split_once(' ').unwrap_or((rest, ""));
            serde_json::json!({ "type": "response.done", "response": {
                "status": status, "status_details": { "error": { "code": fault } },
            } })
        }
        "error" => serde_json::json!({ "type": "error", "error": { "code": rest } }),
        "session" => serde_json::json!({ "type": "session.created" }),
        "updated" => serde_json::json!({ "type": "session.updated" }),
        "child" => serde_json::json!({ "type": "input_audio_buffer.speech_started" }),
        "child-done" => serde_json::json!({ "type": "input_audio_buffer.speech_stopped" }),
        "created" => serde_json::json!({ "type": "response.created" }),
        "sound" => serde_json::json!({ "type": "output_audio_buffer.started" }),
        "heard" => serde_json::json!({ "type": "output_audio_buffer.stopped" }),
        "cleared" => serde_json::json!({ "type": "output_audio_buffer.cleared" }),
        kind => serde_json::json!({ "type": kind }),
    };
    read(&json.to_string())
}

pub(super) fn name(action: Action) -> String {
    match action {
        Action::AskMicrophone => "ask-microphone".into(),
        Action::StartCall { instead: false } => "start-call".into(),
        Action::StartCall { instead: true } => "start-call instead".into(),
        Action::PlaceCall => "place-call".into(),
        Action::AskLeg => "ask-leg".into(),
        Action::ReportConnected { openai_call_id } => format!("report-connected {openai_call_id}"),
        Action::Heartbeat => "heartbeat".into(),
        Action::CallGrownUp => "call-grown-up".into(),
        Action::CheckDevices => "check-devices".into(),
        Action::StayAwake => "stay-awake".into(),
        Action::DropPicture => "drop-picture".into(),
        Action::CloseLine => "close-line".into(),
        Action::ReportEnd(reason) => format!("report-end {}", reason.as_str()),
        Action::Send(ClientEvent::Respond { cue: None }) => "respond".into(),
        Action::Send(ClientEvent::Respond { cue: Some(cue) }) => format!("respond {cue}"),
        Action::Send(ClientEvent::ListenForTurns) => "listen-for-turns".into(),
        Action::Send(ClientEvent::ChildSays { text }) => format!("child-says {text}"),
        Action::Send(ClientEvent::Recall { text }) => format!("recall {text}"),
        Action::Send(ClientEvent::Cancel) => "cancel".into(),
        Action::Send(ClientEvent::ClearSound) => "clear-sound".into(),
        Action::Send(ClientEvent::ToolResult { call_id, done }) => {
            format!(
                "tool-result {call_id} {}",
                if done { "done" } else { "not done" }
            )
        }
    }
}

fn ending(ending: Ending) -> String {
    match ending {
        Ending::NoMicrophone(problem) => format!("no microphone: {problem:?}"),
        Ending::Refused(refusal) => format!("refused: {refusal:?}"),
        Ending::Over(reason) => reason.as_str().into(),
    }
}
