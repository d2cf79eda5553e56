//! Trying the devices before the call: the microphone's level, the camera's picture, the bells, the line.
//!
//! An offer and never a gate. The devices are let go of as soon as the check is closed or the call begins; nothing that
//! they hear or see leaves this page.

use std::rc::Rc;

use domain::call::machine::MicrophoneProblem;
use gloo_timers::callback::Interval;
use leptos::{html, prelude::*};
use web_sys::{AnalyserNode, AudioContext};

use super::bells;
use crate::{
    api, browser,
    call::{
        awake,
        media::{self, Captured},
    },
    words::{Key, live, put, say, text},
    work,
};

/// How often the level is read, in milliseconds.
const PULSE_MS: u32 = 90;
/// How many steps the level has.
const STEPS: f32 = 6.0;
/// An answer that takes longer is slow, in milliseconds.
const QUICK_MS: i64 = 600;

/// The offer, and the check once it is taken.
#[component]
pub(super) fn DeviceCheck() -> impl IntoView {
    let open = RwSignal::new(false);
    work::shown(move || {
        if open.get() {
            view! { <Check open /> }.into_any()
        } else {
            view! {
                <button type="button" class="link check-offer" on:click=move |_| open.set(true)>
                    {say(text::before::CHECK)}
                </button>
            }
            .into_any()
        }
    })
}

/// What the check has found.
#[derive(Clone, Copy)]
struct Findings {
    level: RwSignal<u8>,
    microphone: RwSignal<Key>,
    camera: RwSignal<Option<Rc<Captured>>, LocalStorage>,
    sight: RwSignal<Key>,
    line: RwSignal<Key>,
}

/// The devices of a check; dropping them switches all of them off.
struct Devices {
    ears: Option<AudioContext>,
    microphone: Option<Captured>,
    pulse: Option<Interval>,
}

impl Drop for Devices {
    fn drop(&mut self) {
        if let Some(Ok(closed)) = self.ears.take().map(|ears| ears.close()) {
            work::soon(async move {
                // Ears that are closed already are fine.
                let _ = wasm_bindgen_futures::JsFuture::from(closed).await;
            });
        }
        awake::end_audio_session();
    }
}

#[component]
fn Check(open: RwSignal<bool>) -> impl IntoView {
    let found = Findings {
        level: RwSignal::new(0),
        microphone: RwSignal::new(text::before::CHECK_WAITING),
        camera: RwSignal::new_local(None),
        sight: RwSignal::new(text::before::CHECK_WAITING),
        line: RwSignal::new(text::before::CHECK_WAITING),
    };
    awake::begin_audio_session();
    let devices = RwSignal::new_local(Some(Devices {
        ears: AudioContext::new().ok(),
        microphone: None,
        pulse: None,
    }));
    work::soon(async move {
        try_microphone(found, devices).await;
        try_camera(found, devices).await;
    });
    work::soon(try_line(found));
    on_cleanup(move || {
        devices.try_set(None);
        found.camera.try_set(None);
    });

    let video = NodeRef::<html::Video>::new();
    work::follow(move || {
        if let (Some(video), Some(camera)) = (video.get(), found.camera.get()) {
            video.set_muted(true);
            video.set_src_object(Some(camera.stream()));
        }
    });
    let ring = move |_| {
        devices.with_untracked(|devices| {
            if let Some(ears) = devices.as_ref().and_then(|devices| devices.ears.as_ref()) {
                // Bells that can't ring are what this is to find out.
                let _ = bells::ring(ears);
            }
        });
    };
    let words = |key: RwSignal<Key>| live(move || put(&key.get().into()));
    view! {
        <section class="check" aria-label=say(text::before::CHECK)>
            <dl>
                <dt>{say(text::before::CHECK_MICROPHONE)}</dt>
                <dd>
                    <span class="level" data-level=live(move || found.level.get().to_string()) aria-hidden="true"></span>
                    <span role="status">{words(found.microphone)}</span>
                </dd>
                <dt>{say(text::before::CHECK_CAMERA)}</dt>
                <dd>
                    <video
                        node_ref=video
                        hidden=move || found.camera.with(Option::is_none)
                        autoplay=true
                        playsinline=true
                        muted=true
                    ></video>
                    <span>{words(found.sight)}</span>
                </dd>
                <dt>{say(text::before::CHECK_SOUND)}</dt>
                <dd>
                    <button type="button" class="link" on:click=ring>{say(text::before::CHECK_BELLS)}</button>
                    <span>{say(text::before::CHECK_BELLS_HINT)}</span>
                </dd>
                <dt>{say(text::before::CHECK_LINE)}</dt>
                <dd><span>{words(found.line)}</span></dd>
            </dl>
            <button type="button" class="link" on:click=move |_| open.set(false)>
                {say(text::before::CHECK_CLOSE)}
            </button>
        </section>
    }
}

type Held = RwSignal<Option<Devices>, LocalStorage>;

async fn try_microphone(found: Findings, devices: Held) {
    let microphone = match media::ask_microphone(|| ()).await {
        Ok(microphone) => microphone,
        Err(problem) => {
            found.microphone.try_set(match problem {
                MicrophoneProblem::Refused => text::microphone::REFUSED,
                MicrophoneProblem::Missing => text::microphone::MISSING,
                MicrophoneProblem::Busy => text::microphone::BUSY,
            });
            return;
        }
    };
    // Closed meanwhile: dropping the microphone switches it off.
    devices.try_update_untracked(|devices| {
        let devices = devices.as_mut()?;
        let analyser = listen_to(devices.ears.as_ref()?, &microphone)?;
        found.microphone.try_set(text::before::CHECK_SPEAK);
        devices.pulse = Some(Interval::new(PULSE_MS, move || {
            let level = (loudness(&analyser) * STEPS).ceil().clamp(0.0, STEPS) as u8;
            if found.level.try_get_untracked() != Some(level) {
                found.level.try_set(level);
            }
            if level >= 2 {
                found.microphone.try_set(text::before::CHECK_HEARD);
            }
        }));
        devices.microphone = Some(microphone);
        Some(())
    });
}

fn listen_to(ears: &AudioContext, microphone: &Captured) -> Option<AnalyserNode> {
    let analyser = ears.create_analyser().ok()?;
    analyser.set_fft_size(1024);
    let source = ears.create_media_stream_source(microphone.stream()).ok()?;
    // Not to the destination: the child would hear itself.
    source.connect_with_audio_node(&analyser).ok()?;
    Some(analyser)
}

/// How loud it is, 0 to 1: the root of the mean square, stretched so that plain speech fills the scale.
fn loudness(analyser: &AnalyserNode) -> f32 {
    let mut samples = [0.0_f32; 1024];
    analyser.get_float_time_domain_data(&mut samples);
    let square: f32 = samples.iter().map(|sample| sample * sample).sum();
    (square / 1024.0).sqrt() * 8.0
}

async fn try_camera(found: Findings, devices: Held) {
    let camera = media::ask_camera(|| ()).await;
    if devices.try_with_untracked(Option::is_none) != Some(false) {
        return;
    }
    found.sight.set(if camera.is_some() {
        text::before::CHECK_CAMERA_YES
    } else {
        text::before::CHECK_CAMERA_NO
    });
    found.camera.set(camera.map(Rc::new));
}

/// Asks the edge for something small. What stands between the tablet and OpenAI can only be tried by a call.
async fn try_line(found: Findings) {
    let asked_ms = browser::now_ms();
    let answer = api::config().await;
    found.line.try_set(match answer {
        Ok(_) if browser::now_ms() - asked_ms <= QUICK_MS => text::before::CHECK_LINE_GOOD,
        Ok(_) => text::before::CHECK_LINE_SLOW,
        Err(_) => text::problem::UNREACHABLE,
    });
}
