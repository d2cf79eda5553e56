//! What each action of the machine comes to: one function a deed, each answering by an input.

use std::rc::Rc;

use domain::{
    call::{
        EndReason,
        machine::{Input, MicrophoneProblem, Refusal, Started},
        realtime,
    },
    id::CallId,
    wire::{EndCall, StartCall},
};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use web_sys::MediaStream;

use super::{
    super::{
        awake,
        media::{self, Captured},
        peer::{Peer, Report},
    },
    Driver,
};
use crate::{
    api::{self, Failure},
    browser,
    components::santa::Voice,
    work,
};

/// How long after each failed try the end of a call is reported again, in milliseconds.
const REPORT_AGAIN_AFTER_MS: [u32; 3] = [1_000, 4_000, 10_000];

impl Driver {
    pub(super) fn ask_microphone(self: &Rc<Self>) {
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

    pub(super) fn ask_camera(self: &Rc<Self>) {
        let call = self.clone();
        work::soon(async move {
            let camera = media::ask_camera().await;
            if call.open.get() {
                call.scene.camera.set(camera.map(Rc::new));
            }
        });
    }

    pub(super) fn start_call(self: &Rc<Self>) {
        let call = self.clone();
        work::soon(async move {
            let asked = StartCall {
                child: call.child.clone(),
                siblings: call.siblings.borrow().clone(),
                utc_offset_minutes: Some(browser::utc_offset_minutes()),
            };
            let answer = match api::start_call(&asked).await {
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
                    Err(match failure {
                        Failure::Refused(problem) => Refusal::Code(problem.code),
                        Failure::Unreachable | Failure::Unreadable => Refusal::Unreachable,
                    })
                }
            };
            call.take(Input::Started(answer));
        });
    }

    pub(super) fn place_call(self: &Rc<Self>) {
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

    pub(super) fn watch_playing(self: &Rc<Self>, playing: impl Future<Output = bool> + 'static) {
        let scene = self.scene;
        work::soon(async move {
            scene.needs_tap_to_hear.set(!playing.await);
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
            work::soon(async move {
                // A lost beat is what the meter's patience is for.
                let _ = api::call_heartbeat(&id).await;
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
        hands.microphone = None;
        hands.loudspeaker = None;
        hands.awake = None;
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
