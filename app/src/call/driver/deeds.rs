//! What each action of the machine comes to: one function a deed, each answering by an input.

use std::rc::Rc;

use domain::{
    call::{
        EndReason,
        machine::{AnswerProblem, Input, MicrophoneProblem, Refusal, Started},
        realtime,
    },
    id::CallId,
    wire::{Code, EndCall, ReconnectCall, StartCall},
};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::MediaStream;

use super::{
    super::{
        awake,
        media::{self, Captured},
        peer::{Answer, Peer, Report},
    },
    Driver, PREPARED_FOR_MS,
};
use crate::{
    api::{self, Failure},
    browser,
    components::santa::Voice,
    work,
};

/// How long after each failed try the end of a call is reported again, in milliseconds.
const REPORT_AGAIN_AFTER_MS: [u32; 3] = [1_000, 4_000, 10_000];

/// What a failure means to the machine.
fn refusal(failure: Failure) -> Refusal {
    match failure {
        Failure::Refused(problem) => Refusal::Code(problem.code),
        Failure::Unreachable | Failure::Unreadable => Refusal::Unreachable,
    }
}

impl Driver {
    /// Asks for the microphone and gives it to the line, which is built if it is not there yet.
    pub(super) fn ask_microphone(self: &Rc<Self>) {
        let call = self.clone();
        work::soon(async move {
            let asked = match media::ask_microphone(call.tells(Input::MicrophoneLost)).await {
                Ok(microphone) => call.speak_by(microphone).await,
                Err(problem) => Err(problem),
            };
            call.take(Input::Microphone(asked));
        });
    }

    /// Something to call once and again that tells the machine of this.
    fn tells(self: &Rc<Self>, input: Input) -> impl Fn() + 'static {
        let call = Rc::downgrade(self);
        move || {
            if let Some(call) = call.upgrade() {
                call.take(input.clone());
            }
        }
    }

    async fn speak_by(self: &Rc<Self>, microphone: Captured) -> Result<(), MicrophoneProblem> {
        let line = self.line().await.map_err(|_| MicrophoneProblem::Missing)?;
        line.speak_by(&microphone)
            .await
            .map_err(|_| MicrophoneProblem::Missing)?;
        if self.open.get() {
            self.hands.borrow_mut().microphone = Some(microphone);
        }
        Ok(())
    }

    /// The line that was prepared before the tap, where it is still good.
    pub(super) fn prepared_line(&self) -> Option<Peer> {
        let (line, at_ms) = self.hands.borrow_mut().prepared.take()?;
        (browser::now_ms() - at_ms < PREPARED_FOR_MS).then_some(line)
    }

    /// The line of this call, built now if there is none. Microphone and token may both come first: one line serves them.
    async fn line(self: &Rc<Self>) -> Result<Rc<Peer>, JsValue> {
        if let Some(line) = self.hands.borrow().line.clone() {
            return Ok(line);
        }
        let built = self.new_line().await?;
        let mut hands = self.hands.borrow_mut();
        let line = hands.line.get_or_insert_with(|| Rc::new(built)).clone();
        if !self.open.get() {
            hands.line = None;
        }
        Ok(line)
    }

    /// Builds a line; it is told of by its own reports and does nothing yet.
    pub(super) async fn new_line(self: &Rc<Self>) -> Result<Peer, JsValue> {
        let weak = Rc::downgrade(self);
        let report = Rc::new(move |report| {
            if let Some(call) = weak.upgrade() {
                call.hear_of(report);
            }
        });
        Peer::prepare(report).await
    }

    pub(super) fn ask_camera(self: &Rc<Self>) {
        let call = self.clone();
        work::soon(async move {
            let camera = media::ask_camera(call.tells(Input::CameraLost)).await;
            if call.open.get() {
                call.scene.camera.set(camera.map(Rc::new));
            }
        });
    }

    pub(super) fn start_call(self: &Rc<Self>, instead: bool) {
        let asked = StartCall {
            child: self.child.clone(),
            siblings: self.siblings.borrow().clone(),
            utc_offset_minutes: Some(browser::utc_offset_minutes()),
            instead,
        };
        // On its way before devices are opened and the ringing is drawn, which keep the browser busy meanwhile.
        let answer = work::begun(async move { api::start_call(&asked).await });
        let call = self.clone();
        work::soon(async move {
            let answer = match answer.await {
                Ok(started) => {
                    let known = Started {
                        limit_seconds: started.limit_seconds,
                        cues: started.cues.clone(),
                    };
                    call.hands.borrow_mut().started = Some(started);
                    Ok(known)
                }
                Err(failure) => {
                    // A device that may not call any more learns it here.
                    call.session.note(&failure);
                    Err(refusal(failure))
                }
            };
            call.take(Input::Started(answer));
        });
    }

    /// Lets the broken line go, fetches a token for another one and builds it meanwhile.
    pub(super) fn ask_leg(self: &Rc<Self>) {
        // Its sound and events must not reach the machine any more.
        self.hands.borrow_mut().line = None;
        self.scene.voice.set(None);
        let call = self.clone();
        work::soon(async move {
            let answer = call.leg().await;
            call.take(Input::Leg(answer));
        });
    }

    async fn leg(self: &Rc<Self>) -> Result<(), Refusal> {
        let id = self.id().ok_or(Refusal::Unreachable)?;
        let asked = ReconnectCall {
            siblings: self.siblings.borrow().clone(),
            utc_offset_minutes: Some(browser::utc_offset_minutes()),
        };
        let given = api::reconnect_call(&id, &asked).await.map_err(refusal)?;
        let line = self
            .new_line()
            .await
            .map_err(|_| Refusal::Code(Code::VoiceUnavailable))?;
        let microphone = self.hands.borrow_mut().microphone.take();
        if let Some(microphone) = microphone {
            // A microphone that is gone meanwhile tells so by itself; the pictures work without one.
            let _ = line.speak_by(&microphone).await;
            self.hands.borrow_mut().microphone = Some(microphone);
        }
        let mut hands = self.hands.borrow_mut();
        if self.open.get() {
            hands.line = Some(Rc::new(line));
            if let Some(started) = &mut hands.started {
                started.token = given.token;
                started.token_expires_at_ms = given.token_expires_at_ms;
            }
        }
        Ok(())
    }

    /// Plays on, should the sound have been stopped, and looks whether the microphone is still there.
    pub(super) fn check_devices(self: &Rc<Self>) {
        self.hear();
        let hands = self.hands.borrow();
        let gone = hands.microphone.as_ref().is_some_and(Captured::is_gone);
        drop(hands);
        if gone {
            let call = self.clone();
            work::soon(async move { call.take(Input::MicrophoneLost) });
        }
    }

    pub(super) fn call_grown_up(self: &Rc<Self>) {
        let Some(id) = self.id() else { return };
        work::soon(async move {
            for pause_ms in REPORT_AGAIN_AFTER_MS {
                match api::call_grown_up(&id).await {
                    Err(Failure::Unreachable) => TimeoutFuture::new(pause_ms).await,
                    _ => return,
                }
            }
        });
    }

    pub(super) fn place_call(self: &Rc<Self>) {
        let Some(started) = self.hands.borrow().started.clone() else {
            return;
        };
        let call = self.clone();
        work::soon(async move {
            let Ok(line) = call.line().await else {
                return call.take(Input::Answer(Err(AnswerProblem::Refused)));
            };
            let placed = line
                .place(&started.calls_url, &started.token, &started.stun_urls)
                .await;
            match placed {
                Ok(Answer { id, sdp }) => {
                    // First the id: the session can speak before the browser says that it took the answer, and a call whose
                    // id was not reported could be hung up by nobody.
                    call.take(Input::Answer(Ok(id)));
                    if let Err(problem) = line.take(&sdp).await {
                        call.take(Input::Answer(Err(problem)));
                    }
                }
                Err(problem) => call.take(Input::Answer(Err(problem))),
            }
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

    pub(super) fn watch_playing(self: &Rc<Self>, playing: impl Future<Output = bool> + 'static) {
        let call = self.clone();
        work::soon(async move {
            let heard = playing.await;
            call.take(Input::Playing(heard));
        });
    }

    pub(super) fn report_connected(self: &Rc<Self>, openai_call_id: String) {
        let call = self.clone();
        work::soon(async move {
            let Some(id) = call.id() else { return };
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

    /// Our id of the call, once the edge has started it.
    fn id(&self) -> Option<CallId> {
        let hands = self.hands.borrow();
        hands.started.as_ref().map(|started| started.call.clone())
    }

    pub(super) fn beat(self: &Rc<Self>) {
        if let Some(id) = self.id() {
            let call = self.clone();
            work::soon(async move {
                let answer = api::call_heartbeat(&id).await.map_err(refusal);
                call.take(Input::Beat(answer));
            });
        }
    }

    /// Lets go of every device and of the line, at once.
    pub(super) fn close(&self) {
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
        hands.prepared = None;
        hands.devices = None;
        hands.microphone = None;
        hands.loudspeaker = None;
        hands.awake = None;
        hands.whole_screen = None;
        hands.pulse = None;
        drop(hands);
        self.scene.camera.set(None);
        self.scene.voice.set(None);
        awake::end_audio_session();
    }

    pub(super) fn report_end(self: &Rc<Self>, reason: EndReason) {
        let call = self.clone();
        work::soon(async move {
            let Some(id) = call.id() else { return };
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
