//! The one loop of a call: feeds the machine what happened and carries out what it says.
//!
//! Everything that lasts (devices, line, timers) is held here and let go of at once when the machine closes the line.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use domain::{
    call::{
        EndReason,
        machine::{Action, CallView, Input, Machine, MicrophoneProblem, Refusal, Started},
        realtime,
    },
    id::ChildId,
    wire::{CallEnded, CallStarted, EndCall},
};
use gloo_timers::{callback::Interval, future::TimeoutFuture};
use leptos::prelude::*;
use web_sys::{AudioContext, MediaStream};

use super::{
    awake::{self, Awake},
    media::{self, Captured, Loudspeaker},
    peer::{Peer, Report},
};
use crate::{
    api::{self, Answer, Failure},
    browser,
    components::santa::Voice,
    session::Session,
    work,
};

/// How often time is told to the machine and the screen drawn anew, in milliseconds: often enough for captions to
/// flow, and finer than any delay that the machine waits for.
const PULSE_MS: u32 = 150;
/// How long after each failed try the end of a call is reported again, in milliseconds.
const REPORT_AGAIN_AFTER_MS: [u32; 3] = [1_000, 4_000, 10_000];

/// What the screen reads of a call.
#[derive(Clone, Copy)]
pub(super) struct Scene {
    /// The machine's view.
    pub(super) view: RwSignal<CallView>,
    /// Santa's voice, for his ears.
    pub(super) voice: RwSignal<Option<Voice>, LocalStorage>,
    /// The child's own picture, where the camera was granted.
    pub(super) camera: RwSignal<Option<Rc<Captured>>, LocalStorage>,
    /// Whether the browser refused to play without another tap.
    pub(super) needs_tap_to_hear: RwSignal<bool>,
    /// What the call came to, once the edge has said.
    pub(super) settled: RwSignal<Option<Answer<CallEnded>>>,
}

/// One call.
pub(super) struct Driver {
    child: ChildId,
    session: Session,
    scene: Scene,
    machine: RefCell<Machine>,
    hands: RefCell<Hands>,
    open: Cell<bool>,
}

/// What is held while the call lives.
#[derive(Default)]
struct Hands {
    microphone: Option<Captured>,
    loudspeaker: Option<Loudspeaker>,
    ears: Option<AudioContext>,
    line: Option<Rc<Peer>>,
    started: Option<CallStarted>,
    awake: Option<Awake>,
    pulse: Option<Interval>,
}

impl Driver {
    /// A call that waits for the tap.
    pub(super) fn new(child: ChildId, session: Session) -> Rc<Self> {
        let machine = Machine::default();
        let scene = Scene {
            view: RwSignal::new(machine.view(browser::now_ms())),
            voice: RwSignal::new_local(None),
            camera: RwSignal::new_local(None),
            needs_tap_to_hear: RwSignal::new(false),
            settled: RwSignal::new(None),
        };
        Rc::new(Self {
            child,
            session,
            scene,
            machine: RefCell::new(machine),
            hands: RefCell::default(),
            open: Cell::new(true),
        })
    }

    /// What the screen reads.
    pub(super) fn scene(&self) -> Scene {
        self.scene
    }

    /// The tap. Whatever a tablet allows only inside a tap is done here, before anything is waited for.
    pub(super) fn start(self: &Rc<Self>) {
        if self.hands.borrow().pulse.is_some() {
            return;
        }
        awake::begin_audio_session();
        let ears = AudioContext::new().ok();
        if let Some(Ok(resumed)) = ears.as_ref().map(AudioContext::resume) {
            // Without ears Santa's mouth rests; the call itself does not need them.
            work::soon(async move {
                let _ = wasm_bindgen_futures::JsFuture::from(resumed).await;
            });
        }
        let pulse = {
            let call = Rc::downgrade(self);
            Interval::new(PULSE_MS, move || {
                if let Some(call) = call.upgrade() {
                    call.take(Input::Tick);
                }
            })
        };
        *self.hands.borrow_mut() = Hands {
            loudspeaker: Loudspeaker::open(),
            ears,
            pulse: Some(pulse),
            ..Hands::default()
        };
        self.stay_awake();
        self.take(Input::Tap);
    }

    /// The child hung up, or the page is being left.
    pub(super) fn hang_up(self: &Rc<Self>) {
        self.take(Input::HangUp);
    }

    /// Asks the browser once more to let Santa be heard, from inside a tap.
    pub(super) fn hear(self: &Rc<Self>) {
        if let Some(loudspeaker) = &self.hands.borrow().loudspeaker {
            self.watch_playing(loudspeaker.play());
        }
    }

    /// Keeps the screen on again after the page has been away, while the call goes on.
    pub(super) fn stay_awake_if_live(self: &Rc<Self>) {
        if self.hands.borrow().pulse.is_some() {
            self.stay_awake();
        }
    }

    fn stay_awake(self: &Rc<Self>) {
        let call = self.clone();
        work::soon(async move {
            let awake = Awake::ask().await;
            if call.open.get() {
                call.hands.borrow_mut().awake = awake;
            }
        });
    }

    /// One input, then everything that follows from it.
    fn take(self: &Rc<Self>, input: Input) {
        let now_ms = browser::now_ms();
        self.machine.borrow_mut().handle(input, now_ms);
        loop {
            let next = self.machine.borrow_mut().poll();
            let Some(action) = next else { break };
            self.carry_out(action);
        }
        let view = self.machine.borrow().view(now_ms);
        if self.scene.view.try_with_untracked(|shown| *shown != view) == Some(true) {
            self.scene.view.set(view);
        }
    }

    fn carry_out(self: &Rc<Self>, action: Action) {
        match action {
            Action::AskMicrophone => self.ask_microphone(),
            Action::StartCall => {
                self.ask_camera();
                self.start_call();
            }
            Action::PlaceCall => self.place_call(),
            Action::Send(event) => {
                if let Some(line) = &self.hands.borrow().line {
                    line.say(&event.to_json());
                }
            }
            Action::ReportConnected { openai_call_id } => self.report_connected(openai_call_id),
            Action::Heartbeat => self.beat(),
            Action::CloseLine => self.close(),
            Action::ReportEnd(reason) => self.report_end(reason),
        }
    }

    fn ask_microphone(self: &Rc<Self>) {
        let call = self.clone();
        work::soon(async move {
            let asked = match media::ask_microphone().await {
                Ok(microphone) => call.prepare_line(microphone).await,
                Err(problem) => Err(problem),
            };
            call.take(Input::Microphone(asked));
        });
    }

    /// Builds the line before the edge is asked: a browser that can't call must not hold any credits.
    async fn prepare_line(self: &Rc<Self>, microphone: Captured) -> Result<(), MicrophoneProblem> {
        let weak = Rc::downgrade(self);
        let report = Rc::new(move |report| {
            if let Some(call) = weak.upgrade() {
                call.hear_of(report);
            }
        });
        let line = Peer::prepare(&microphone, report)
            .await
            .map_err(|_| MicrophoneProblem::Missing)?;
        if self.open.get() {
            let mut hands = self.hands.borrow_mut();
            hands.line = Some(Rc::new(line));
            hands.microphone = Some(microphone);
        }
        Ok(())
    }

    fn ask_camera(self: &Rc<Self>) {
        let call = self.clone();
        work::soon(async move {
            let camera = media::ask_camera().await;
            if call.open.get() {
                call.scene.camera.set(camera.map(Rc::new));
            }
        });
    }

    fn start_call(self: &Rc<Self>) {
        let call = self.clone();
        work::soon(async move {
            let answer = match api::start_call(&call.child).await {
                Ok(started) => {
                    let known = Started {
                        limit_seconds: started.limit_seconds,
                        cues: started.cues.clone(),
                    };
                    call.hands.borrow_mut().started = Some(started);
                    Ok(known)
                }
                Err(Failure::Refused(problem)) => Err(Refusal::Code(problem.code)),
                Err(Failure::Unreachable | Failure::Unreadable) => Err(Refusal::Unreachable),
            };
            call.take(Input::Started(answer));
        });
    }

    fn place_call(self: &Rc<Self>) {
        let (line, started) = {
            let hands = self.hands.borrow();
            (hands.line.clone(), hands.started.clone())
        };
        let (Some(line), Some(started)) = (line, started) else {
            return;
        };
        let call = self.clone();
        work::soon(async move {
            let answer = line
                .place(&started.calls_url, &started.token, &started.stun_urls)
                .await;
            call.take(Input::Answer(answer));
        });
    }

    fn hear_of(self: &Rc<Self>, report: Report) {
        match report {
            Report::Event(text) => {
                if let Some(event) = realtime::read(&text) {
                    self.take(Input::Server(event));
                }
            }
            Report::Line(line) => self.take(Input::Line(line)),
            Report::Sound(stream) => self.let_hear(stream),
        }
    }

    /// First the loudspeaker, then Santa's own ears: Chromium gives Web Audio nothing of a stream that nobody plays.
    fn let_hear(self: &Rc<Self>, stream: MediaStream) {
        let hands = self.hands.borrow();
        if let Some(loudspeaker) = &hands.loudspeaker {
            loudspeaker.attach(&stream);
            self.watch_playing(loudspeaker.play());
        }
        if let Some(context) = hands.ears.clone() {
            self.scene.voice.set(Some(Voice { context, stream }));
        }
    }

    fn watch_playing(self: &Rc<Self>, playing: impl Future<Output = bool> + 'static) {
        let scene = self.scene;
        work::soon(async move {
            scene.needs_tap_to_hear.set(!playing.await);
        });
    }

    fn report_connected(self: &Rc<Self>, openai_call_id: String) {
        let call = self.clone();
        work::soon(async move {
            let Some(id) = call
                .hands
                .borrow()
                .started
                .as_ref()
                .map(|started| started.call.clone())
            else {
                return;
            };
            for pause_ms in REPORT_AGAIN_AFTER_MS {
                match api::call_connected(&id, openai_call_id.clone()).await {
                    Err(Failure::Unreachable) if call.open.get() => {
                        TimeoutFuture::new(pause_ms).await
                    }
                    _ => return,
                }
            }
        });
    }

    fn beat(self: &Rc<Self>) {
        let id = self
            .hands
            .borrow()
            .started
            .as_ref()
            .map(|started| started.call.clone());
        if let Some(id) = id {
            work::soon(async move {
                // A lost beat is what the meter's patience is for.
                let _ = api::call_heartbeat(&id).await;
            });
        }
    }

    /// Lets go of every device and of the line, at once.
    fn close(&self) {
        self.open.set(false);
        let mut hands = self.hands.borrow_mut();
        if let Some(line) = hands.line.take() {
            line.close();
        }
        if let Some(Ok(closed)) = hands.ears.take().map(|ears| ears.close()) {
            work::soon(async move {
                // Ears that are closed already are fine.
                let _ = wasm_bindgen_futures::JsFuture::from(closed).await;
            });
        }
        hands.microphone = None;
        hands.loudspeaker = None;
        hands.awake = None;
        hands.pulse = None;
        drop(hands);
        self.scene.camera.set(None);
        self.scene.voice.set(None);
        awake::end_audio_session();
    }

    fn report_end(self: &Rc<Self>, reason: EndReason) {
        let call = self.clone();
        work::soon(async move {
            let Some(id) = call
                .hands
                .borrow()
                .started
                .as_ref()
                .map(|started| started.call.clone())
            else {
                return;
            };
            let report = EndCall { reason };
            let mut answer = api::end_call(&id, &report).await;
            for pause_ms in REPORT_AGAIN_AFTER_MS {
                if answer != Err(Failure::Unreachable) {
                    break;
                }
                TimeoutFuture::new(pause_ms).await;
                answer = api::end_call(&id, &report).await;
            }
            call.scene.settled.set(Some(answer));
            // The dashboard shows what is left; what comes of it shows in the session.
            let _ = call.session.refresh().await;
        });
    }
}
