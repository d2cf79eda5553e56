//! Santa's house: his module, his stage, his ears, and the browser's watchers that tell him of size and sight.

use std::{cell::RefCell, rc::Rc};

use gloo_timers::callback::Timeout;
use js_sys::{Array, Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AudioContext, HtmlCanvasElement, IntersectionObserver, IntersectionObserverEntry, MediaStream,
    ResizeObserver,
};

use super::{Act, Voice};
use crate::browser;

#[wasm_bindgen]
extern "C" {
    /// Santa's door, `santa/stage.js`.
    type Door;
    #[wasm_bindgen(method, catch)]
    fn open(this: &Door, canvas: &HtmlCanvasElement, options: &Object) -> Result<Stage, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn listen(
        this: &Door,
        context: &AudioContext,
        stream: &MediaStream,
    ) -> Result<Promise, JsValue>;

    #[derive(Clone)]
    type Stage;
    #[wasm_bindgen(method)]
    fn post(this: &Stage, message: &JsValue);
    #[wasm_bindgen(method, js_name = post)]
    fn post_with(this: &Stage, message: &JsValue, transfer: &Array);
    #[wasm_bindgen(method)]
    fn close(this: &Stage);

    type Ears;
    #[wasm_bindgen(method, getter)]
    fn port(this: &Ears) -> JsValue;
    #[wasm_bindgen(method)]
    fn disconnect(this: &Ears);
}

/// What is open while Santa is on the page.
#[derive(Default)]
pub(super) struct House {
    door: Option<Door>,
    stage: Option<Stage>,
    ears: Option<Ears>,
    pub(super) wave: Option<Timeout>,
    /// Called by the browser as long as Santa is here.
    on_message: Option<Closure<dyn FnMut(JsValue)>>,
    on_resize: Option<Closure<dyn FnMut()>>,
    on_visible: Option<Closure<dyn FnMut()>>,
    on_scrolled: Option<Closure<dyn FnMut(Array)>>,
    observer: Option<ResizeObserver>,
    scroll_observer: Option<IntersectionObserver>,
    /// Scrolled out of sight.
    out_of_sight: bool,
    left: bool,
}

impl House {
    fn post(&self, message: &[(&str, JsValue)]) {
        if let Some(stage) = &self.stage {
            stage.post(&object(message));
        }
    }

    /// Has him act so from now on.
    pub(super) fn act(&self, act: Act) {
        self.post(&[("type", "act".into()), ("state", act.word().into())]);
    }

    /// Draws on only while he can be seen.
    fn be_seen(&self) {
        let seen = browser::is_seen() && !self.out_of_sight;
        self.post(&[("type", if seen { "resume" } else { "pause" }.into())]);
    }

    /// Takes the voice from his ears.
    pub(super) fn stop_listening(&mut self) {
        if let Some(ears) = self.ears.take() {
            ears.disconnect();
        }
    }

    /// Closes everything: he is no longer on the page.
    pub(super) fn leave(&mut self) {
        self.left = true;
        self.wave = None;
        self.stop_listening();
        if let Some(observer) = self.observer.take() {
            observer.disconnect();
        }
        if let Some(observer) = self.scroll_observer.take() {
            observer.disconnect();
        }
        if let (Some(page), Some(closure)) = (browser::document(), self.on_visible.take()) {
            // A listener that is gone already is fine.
            let _ = page.remove_event_listener_with_callback(
                "visibilitychange",
                closure.as_ref().unchecked_ref(),
            );
        }
        if let Some(stage) = self.stage.take() {
            stage.close();
        }
    }
}

/// Loads his module and opens his stage on the canvas.
pub(super) async fn move_in(
    house: Rc<RefCell<House>>,
    canvas: HtmlCanvasElement,
    act: Signal<Act>,
    voice: RwSignal<Option<Voice>, LocalStorage>,
    alive: RwSignal<bool>,
    heard: RwSignal<f64>,
) -> Result<(), JsValue> {
    let door: Door = browser::import("santa/stage.js").await?;
    if house.borrow().left {
        return Ok(());
    }
    let on_message = Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| {
        match word(&message, "type").as_deref() {
            Some("ready") => alive.set(true),
            Some("still" | "unavailable") => alive.set(false),
            Some("heard") => {
                if let Some(seconds) = Reflect::get(&message, &"seconds".into())
                    .ok()
                    .and_then(|it| it.as_f64())
                {
                    heard.set(seconds);
                }
            }
            _ => {}
        }
    });
    let options = object(&[
        ("reducedMotion", browser::prefers_less_motion().into()),
        ("size", object(&size_of(&canvas)).into()),
        ("onMessage", on_message.as_ref().clone()),
    ]);
    let stage = door.open(&canvas, &options)?;
    {
        let mut open = house.borrow_mut();
        open.stage = Some(stage);
        open.door = Some(door);
        open.on_message = Some(on_message);
    }
    if let Some(act) = act.try_get_untracked() {
        house.borrow().act(act);
    }
    follow_size(&house, &canvas)?;
    follow_visibility(&house)?;
    follow_scrolling(&house, &canvas)?;
    // His voice may have been there before him.
    match voice.try_get_untracked().flatten() {
        Some(voice) => give_ears(house, voice).await,
        None => Ok(()),
    }
}

fn follow_size(house: &Rc<RefCell<House>>, canvas: &HtmlCanvasElement) -> Result<(), JsValue> {
    let resized = {
        let (house, canvas) = (Rc::downgrade(house), canvas.clone());
        Closure::<dyn FnMut()>::new(move || {
            if let Some(house) = house.upgrade() {
                let mut message = vec![("type", JsValue::from("resize"))];
                message.extend(size_of(&canvas));
                house.borrow().post(&message);
            }
        })
    };
    let observer = ResizeObserver::new(resized.as_ref().unchecked_ref())?;
    observer.observe(canvas);
    let mut house = house.borrow_mut();
    house.on_resize = Some(resized);
    house.observer = Some(observer);
    Ok(())
}

fn follow_visibility(house: &Rc<RefCell<House>>) -> Result<(), JsValue> {
    let page = browser::document().ok_or(JsValue::NULL)?;
    let changed = {
        let house = Rc::downgrade(house);
        Closure::<dyn FnMut()>::new(move || {
            if let Some(house) = house.upgrade() {
                house.borrow().be_seen();
            }
        })
    };
    page.add_event_listener_with_callback("visibilitychange", changed.as_ref().unchecked_ref())?;
    house.borrow_mut().on_visible = Some(changed);
    Ok(())
}

fn follow_scrolling(house: &Rc<RefCell<House>>, canvas: &HtmlCanvasElement) -> Result<(), JsValue> {
    let scrolled = {
        let house = Rc::downgrade(house);
        Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let latest: IntersectionObserverEntry = entries.at(-1).unchecked_into();
            if let Some(house) = house.upgrade() {
                house.borrow_mut().out_of_sight = !latest.is_intersecting();
                house.borrow().be_seen();
            }
        })
    };
    let observer = IntersectionObserver::new(scrolled.as_ref().unchecked_ref())?;
    observer.observe(canvas);
    let mut house = house.borrow_mut();
    house.on_scrolled = Some(scrolled);
    house.scroll_observer = Some(observer);
    Ok(())
}

/// Lets him hear his own voice, for his mouth to follow.
pub(super) async fn give_ears(house: Rc<RefCell<House>>, voice: Voice) -> Result<(), JsValue> {
    let listening = match &house.borrow().door {
        Some(door) => door.listen(&voice.context, &voice.stream)?,
        None => return Ok(()),
    };
    let ears: Ears = JsFuture::from(listening).await?.unchecked_into();
    let mut house = house.borrow_mut();
    match &house.stage {
        Some(stage) => {
            let message = [
                ("type", "sound".into()),
                ("sampleRate", voice.context.sample_rate().into()),
            ];
            stage.post_with(&object(&message), &Array::of1(&ears.port()));
            house.ears = Some(ears);
        }
        None => ears.disconnect(),
    }
    Ok(())
}

fn size_of(canvas: &HtmlCanvasElement) -> [(&'static str, JsValue); 3] {
    let scale = browser::window().map_or(1.0, |window| window.device_pixel_ratio());
    [
        ("width", canvas.client_width().max(1).into()),
        ("height", canvas.client_height().max(1).into()),
        ("scale", scale.into()),
    ]
}

fn word(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

fn object(pairs: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh plain object can't fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
