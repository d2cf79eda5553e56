//! The child's devices: microphone, camera, loudspeaker. Asked for one by one, let go of when dropped.

use domain::call::machine::MicrophoneProblem;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, HtmlAudioElement, MediaDevices, MediaStream, MediaStreamConstraints,
    MediaStreamTrack, MediaStreamTrackState,
};

use crate::{browser, work};

/// A device's stream. Dropping it switches the device off, so that its light never stays on by mistake.
pub(super) struct Captured {
    stream: MediaStream,
    /// Called by the browser when the device is gone.
    on_ended: Closure<dyn FnMut()>,
}

impl Captured {
    /// The stream, to show or to send.
    pub(super) fn stream(&self) -> &MediaStream {
        &self.stream
    }

    /// Whether it was unplugged, or another program took it.
    pub(super) fn is_gone(&self) -> bool {
        self.track()
            .is_none_or(|track| track.ready_state() == MediaStreamTrackState::Ended)
    }

    /// Its one track.
    pub(super) fn track(&self) -> Option<MediaStreamTrack> {
        self.stream.get_tracks().get(0).dyn_into().ok()
    }
}

impl Drop for Captured {
    fn drop(&mut self) {
        for track in self.stream.get_tracks().iter() {
            if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
                track.set_onended(None);
                track.stop();
            }
        }
    }
}

/// Asks for the microphone, cleaned of echo and noise, so that Santa does not hear himself.
pub(super) async fn ask_microphone(
    on_lost: impl Fn() + 'static,
) -> Result<Captured, MicrophoneProblem> {
    let wanted = object(&[
        ("echoCancellation", true.into()),
        ("noiseSuppression", true.into()),
        ("autoGainControl", true.into()),
    ]);
    let constraints = MediaStreamConstraints::new();
    constraints.set_audio(&wanted);
    capture(&constraints, on_lost).await.map_err(|error| {
        let name = error
            .dyn_ref::<DomException>()
            .map(DomException::name)
            .unwrap_or_default();
        match name.as_str() {
            "NotAllowedError" | "SecurityError" => MicrophoneProblem::Refused,
            "NotReadableError" | "AbortError" => MicrophoneProblem::Busy,
            _ => MicrophoneProblem::Missing,
        }
    })
}

/// Asks for the camera. Nobody needs it: the child only sees itself in a corner.
pub(super) async fn ask_camera(on_lost: impl Fn() + 'static) -> Option<Captured> {
    let wanted = object(&[
        ("facingMode", "user".into()),
        ("width", 320.into()),
        ("height", 320.into()),
    ]);
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(&wanted);
    capture(&constraints, on_lost).await.ok()
}

async fn capture(
    constraints: &MediaStreamConstraints,
    on_lost: impl Fn() + 'static,
) -> Result<Captured, JsValue> {
    let devices = browser::window()
        .ok_or(JsValue::NULL)?
        .navigator()
        .media_devices()?;
    let promise = devices.get_user_media_with_constraints(constraints)?;
    let captured = Captured {
        stream: JsFuture::from(promise).await?.dyn_into()?,
        on_ended: Closure::new(on_lost),
    };
    if let Some(track) = captured.track() {
        track.set_onended(Some(captured.on_ended.as_ref().unchecked_ref()));
    }
    Ok(captured)
}

/// Whether the browser is known to hand out this device, by its permission's name, without asking; what it does not tell
/// it asks.
pub(super) async fn is_granted(device: &'static str) -> bool {
    async fn state(device: &str) -> Result<JsValue, JsValue> {
        let navigator = browser::window().ok_or(JsValue::NULL)?.navigator();
        let permissions = Reflect::get(&navigator, &"permissions".into())?;
        let query: Function = Reflect::get(&permissions, &"query".into())?.dyn_into()?;
        let wanted = object(&[("name", device.into())]);
        let asked: Promise = query.call1(&permissions, &wanted)?.dyn_into()?;
        Reflect::get(&JsFuture::from(asked).await?, &"state".into())
    }
    state(device).await.is_ok_and(|state| state == "granted")
}

/// Watches for sound devices that come and go. Dropping it ends the watch.
pub(super) struct DeviceWatch {
    devices: MediaDevices,
    _on_change: Closure<dyn FnMut()>,
}

impl DeviceWatch {
    /// Begins to watch; `None` where the browser has no devices to speak of.
    pub(super) fn begin(on_change: impl Fn() + 'static) -> Option<Self> {
        let devices = browser::window()?.navigator().media_devices().ok()?;
        let on_change = Closure::<dyn FnMut()>::new(on_change);
        devices.set_ondevicechange(Some(on_change.as_ref().unchecked_ref()));
        Some(Self {
            devices,
            _on_change: on_change,
        })
    }
}

impl Drop for DeviceWatch {
    fn drop(&mut self) {
        self.devices.set_ondevicechange(None);
    }
}

fn object(pairs: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh plain object can't fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// Where Santa's voice is heard. Made and started inside the tap, because a tablet lets nothing sound otherwise.
pub(super) struct Loudspeaker(HtmlAudioElement);

impl Loudspeaker {
    /// To be called in the tap's own handler, before anything is waited for.
    pub(super) fn open() -> Option<Self> {
        let element = HtmlAudioElement::new().ok()?;
        element.set_autoplay(true);
        // A valid attribute name; without it an iPhone would open its own player.
        let _ = element.set_attribute("playsinline", "");
        let silence = MediaStream::new_with_tracks(&Array::new()).ok();
        element.set_src_object(silence.as_ref());
        if let Ok(playing) = element.play() {
            // There is nothing to hear yet; the tap is all that this is about.
            work::soon(async move {
                let _ = JsFuture::from(playing).await;
            });
        }
        Some(Self(element))
    }

    /// Puts Santa's stream on it. The sound goes this way only, never through Web Audio, or the microphone's echo
    /// cancelling would not know it.
    pub(super) fn attach(&self, stream: &MediaStream) {
        self.0.set_src_object(Some(stream));
    }

    /// Plays, and tells whether the browser let it.
    pub(super) fn play(&self) -> impl Future<Output = bool> + 'static {
        let playing = self.0.play();
        async move {
            match playing {
                Ok(playing) => JsFuture::from(playing).await.is_ok(),
                Err(_) => false,
            }
        }
    }
}

impl Drop for Loudspeaker {
    fn drop(&mut self) {
        // An element that can't pause is silent already.
        let _ = self.0.pause();
        self.0.set_src_object(None);
    }
}
