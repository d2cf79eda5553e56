//! Santa on the page: the still picture at once, his living figure as soon as he is there.
//!
//! Only plain messages pass between the app and Santa (`santa::wire`); his module is loaded apart from the app's own.
//!
//! He draws nothing while the page is hidden or he is scrolled out of sight. Where less motion is asked for, mouth and
//! blinks stay and sway, waving to and fro and parallax go.

mod house;

use std::{cell::RefCell, rc::Rc};

use gloo_timers::callback::Timeout;
use leptos::{html, prelude::*};
use web_sys::{AudioContext, MediaStream};

use self::house::{House, give_ears, move_in};
use crate::{
    browser,
    words::{say, text},
    work,
};

/// How long he waves before he turns to the talk, in milliseconds.
const GREETING_WAVE_MS: u32 = 2_600;

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
    /// Laughs from the belly.
    Laughing,
    /// Waves.
    Waving,
    /// Says goodbye.
    Farewell,
    /// Holds the list of wishes up and reads in it.
    Reading,
    /// Something delights him.
    Surprised,
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
            Act::Laughing => "laughing",
            Act::Waving => "waving",
            Act::Farewell => "farewell",
            Act::Reading => "reading",
            Act::Surprised => "surprised",
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
            listener.borrow_mut().stop_listening();
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
