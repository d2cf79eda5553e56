//! Santa on the page: the still picture at once, his living figure as soon as he is there.
//!
//! Only plain messages pass between the app and Santa (`santa::wire`); his module is loaded apart from the app's own.

use std::{cell::RefCell, rc::Rc};

use gloo_timers::callback::Timeout;
use js_sys::{Array, Object, Promise, Reflect};
use leptos::{html, prelude::*};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioContext, HtmlCanvasElement, MediaStream, ResizeObserver, VisibilityState};

use crate::{
    browser,
    words::{say, text},
    work,
};

/// How long he waves before he turns to the talk, in milliseconds.
const GREETING_WAVE_MS: u32 = 2_600;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = import, catch)]
    fn import_module(address: &str) -> Result<Promise, JsValue>;

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

/// What Santa's body does. The names are those of `santa::wire::State`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Act {
    /// At ease.
    Idle,
    /// Looks around, expectant, while it rings.
    Ringing,
    /// Greets with a wave, then talks.
    Greeting,
    /// Hears the child out.
    Listening,
    /// Looks up for an answer.
    Thinking,
    /// Talks.
    Speaking,
    /// Says goodbye.
    Farewell,
}

impl Act {
    fn word(self) -> &'static str {
        match self {
            Act::Idle => "idle",
            Act::Ringing => "ringing",
            Act::Greeting => "waving",
            Act::Listening => "listening",
            Act::Thinking => "thinking",
            Act::Speaking => "speaking",
            Act::Farewell => "farewell",
        }
    }
}

/// Santa's voice, as his own ears take it in.
#[derive(Clone)]
pub(crate) struct Voice {
    /// Made inside a tap, so that it runs.
    pub(crate) context: AudioContext,
    /// On a loudspeaker already.
    pub(crate) stream: MediaStream,
}

/// What is open while Santa is on the page.
#[derive(Default)]
struct House {
    door: Option<Door>,
    stage: Option<Stage>,
    ears: Option<Ears>,
    wave: Option<Timeout>,
    /// Called by the browser as long as Santa is here.
    on_message: Option<Closure<dyn FnMut(JsValue)>>,
    on_resize: Option<Closure<dyn FnMut()>>,
    on_visible: Option<Closure<dyn FnMut()>>,
    observer: Option<ResizeObserver>,
    left: bool,
}

impl House {
    fn post(&self, message: &[(&str, JsValue)]) {
        if let Some(stage) = &self.stage {
            stage.post(&object(message));
        }
    }

    fn act(&self, act: Act) {
        self.post(&[("type", "act".into()), ("state", act.word().into())]);
    }

    fn leave(&mut self) {
        self.left = true;
        self.wave = None;
        if let Some(ears) = self.ears.take() {
            ears.disconnect();
        }
        if let Some(observer) = self.observer.take() {
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

/// Santa, filling the box that he stands in.
#[component]
pub(crate) fn Santa(
    /// What he does.
    #[prop(into)]
    act: Signal<Act>,
    /// His voice, once it is there.
    voice: RwSignal<Option<Voice>, LocalStorage>,
    /// How many seconds of sound have reached his ears, by his own account.
    heard: RwSignal<f64>,
) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let alive = RwSignal::new(false);
    let house = Rc::new(RefCell::new(House::default()));

    let door_opens = house.clone();
    work::follow(move || {
        let (Some(canvas), house) = (canvas.get(), door_opens.clone()) else {
            return;
        };
        work::soon(async move {
            // Where he can't be loaded the still picture stays; the call goes on all the same.
            let _ = move_in(house, canvas, act, voice, alive, heard).await;
        });
    });

    let performer = house.clone();
    work::follow(move || {
        let act = act.get();
        let mut house = performer.borrow_mut();
        house.act(act);
        house.wave = (act == Act::Greeting).then(|| {
            let performer = performer.clone();
            Timeout::new(GREETING_WAVE_MS, move || {
                performer.borrow().act(Act::Speaking)
            })
        });
    });

    let listener = house.clone();
    work::follow(move || match voice.get() {
        Some(voice) => {
            let house = listener.clone();
            work::soon(async move {
                // Without ears his mouth rests; he is heard all the same.
                let _ = give_ears(house, voice).await;
            });
        }
        None => {
            if let Some(ears) = listener.borrow_mut().ears.take() {
                ears.disconnect();
            }
        }
    });

    let house = StoredValue::new_local(house);
    on_cleanup(move || {
        // The store may be gone with the page; then the house is as well.
        if let Some(house) = house.try_get_value() {
            house.borrow_mut().leave();
        }
    });

    view! {
        <div class="santa" data-santa=move || if alive.get() { "alive" } else { "still" }>
            <img class="santa-still" src=browser::built("santa/still.webp") alt=say(text::welcome::PICTURE) />
            <canvas class="santa-canvas" node_ref=canvas aria-hidden="true"></canvas>
        </div>
    }
}

async fn move_in(
    house: Rc<RefCell<House>>,
    canvas: HtmlCanvasElement,
    act: Signal<Act>,
    voice: RwSignal<Option<Voice>, LocalStorage>,
    alive: RwSignal<bool>,
    heard: RwSignal<f64>,
) -> Result<(), JsValue> {
    let module = JsFuture::from(import_module(&browser::built("santa/stage.js"))?).await?;
    if house.borrow().left {
        return Ok(());
    }
    let door: Door = module.unchecked_into();
    let on_message = Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| {
        match word(&message, "type").as_deref() {
            Some("ready") => alive.set(true),
            Some("unavailable") => alive.set(false),
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
        let (house, page) = (Rc::downgrade(house), page.clone());
        Closure::<dyn FnMut()>::new(move || {
            if let Some(house) = house.upgrade() {
                let hidden = page.visibility_state() == VisibilityState::Hidden;
                house
                    .borrow()
                    .post(&[("type", if hidden { "pause" } else { "resume" }.into())]);
            }
        })
    };
    page.add_event_listener_with_callback("visibilitychange", changed.as_ref().unchecked_ref())?;
    house.borrow_mut().on_visible = Some(changed);
    Ok(())
}

async fn give_ears(house: Rc<RefCell<House>>, voice: Voice) -> Result<(), JsValue> {
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
