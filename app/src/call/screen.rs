//! The call as the child sees it: Santa over the whole screen, and in front of him what the moment needs.

use std::rc::Rc;

use domain::{
    call::machine::{CallView, Stage},
    wire::KidView,
};
use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::*};

use super::{
    after::After,
    before::Before,
    captions::Captions,
    driver::{Driver, Scene},
    own_picture::OwnPicture,
};
use crate::{
    components::{
        candle::Candle,
        santa::{Act, Santa},
    },
    format,
    session::Session,
    words::{Key, live, put, say, text},
    work,
};

/// One call, from "are you ready" to goodbye.
#[component]
pub(crate) fn CallScreen(
    /// Whose call it is.
    child: KidView,
    /// Who could call along.
    others: Vec<KidView>,
    /// Whose credits it uses.
    session: Session,
    /// Begins anew after a call that failed.
    on_again: impl Fn() + Clone + Send + 'static,
) -> impl IntoView {
    let call = Driver::new(child.id.clone(), session);
    let scene = call.scene();
    hang_up_when_left(&call);
    stay_awake_when_back(&call);
    let call = StoredValue::new_local(call);

    let stage = Memo::new(move |_| scene.view.with(|view| view.stage));
    let live_now = Memo::new(move |_| is_live(stage.get()));
    let ending = Memo::new(move |_| scene.view.with(|view| view.ending));
    let heard = RwSignal::new(0.0_f64);
    let company = RwSignal::new(Vec::<KidView>::new());
    let language = child.language;

    view! {
        <main
            class="call"
            data-call=live(move || stage.get().as_str().into())
            data-heard-seconds=live(move || in_hundredths(heard.get()))
        >
            <Santa act=acting(scene, stage) voice=scene.voice heard />
            {work::shown(move || {
                match (stage.get(), ending.get()) {
                    (_, Some(ending)) => {
                        let heard = call.with_value(|call| call.wishes_heard());
                        view! {
                            <After
                                ending
                                child=child.clone()
                                company=company.get_untracked()
                                wishes=heard
                                grown_up_wanted=scene.view.with_untracked(|view| view.grown_up_wanted)
                                settled=scene.settled
                                on_again=on_again.clone()
                            />
                        }
                            .into_any()
                    }
                    (Stage::Idle, None) => {
                        view! {
                            <Before
                                child=child.clone()
                                others=others.clone()
                                company
                                on_tap=move |siblings| call.with_value(|call| call.start(siblings))
                            />
                        }
                            .into_any()
                    }
                    // One view for the whole call: `live` follows the stages by itself.
                    _ => ().into_any(),
                }
            })}
            {work::shown(move || live_now.get().then(|| view! { <Live scene stage call language /> }.into_any()))}
        </main>
    }
}

/// Seconds with two decimals, without the formatting of floats, which is large.
fn in_hundredths(seconds: f64) -> String {
    let hundredths = (seconds * 100.0) as u32;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn is_live(stage: Stage) -> bool {
    !matches!(stage, Stage::Idle | Stage::Ended)
}

/// What Santa does at each stage: his first words come with a wave.
fn acting(scene: Scene, stage: Memo<Stage>) -> Signal<Act> {
    let greeted = StoredValue::new(false);
    let act = Memo::new(move |_| match stage.get() {
        Stage::Idle => Act::Idle,
        Stage::Asking | Stage::Ringing => Act::Ringing,
        Stage::Speaking if greeted.get_value() => Act::Speaking,
        Stage::Speaking => {
            greeted.set_value(true);
            Act::Greeting
        }
        Stage::Listening => Act::Listening,
        Stage::Thinking => Act::Thinking,
        Stage::Farewell => Act::Farewell,
        Stage::Ended => {
            let said_goodbye = scene.view.with_untracked(|view| {
                view.ending
                    .is_some_and(|ending| matches!(ending, domain::call::machine::Ending::Over(_)))
            });
            if said_goodbye {
                Act::Farewell
            } else {
                Act::Idle
            }
        }
    });
    act.into()
}

/// What stands in front of Santa while the call lives.
#[component]
fn Live(
    scene: Scene,
    stage: Memo<Stage>,
    call: StoredValue<Rc<Driver>, LocalStorage>,
    language: domain::Language,
) -> impl IntoView {
    let view = scene.view;
    let from_view = move |read: fn(&CallView) -> f64| Signal::derive(move || view.with(read));
    let line = Memo::new(move |_| view.with(|view| view.caption.clone()));
    let minutes = Memo::new(move |_| view.with(|view| view.minutes_left));
    let grown_up_wanted = Memo::new(move |_| view.with(|view| view.grown_up_wanted));
    view! {
        <h1 class="unseen">{say(text::call::TITLE)}</h1>
        <div class="call-top">
            <div class="time">
                <Candle left=from_view(|view| view.candle) />
                <small>{live(move || minutes.get().map(format::minutes_short).unwrap_or_default())}</small>
            </div>
            <OwnPicture camera=scene.camera />
        </div>
        <div class="call-bottom">
            <p class="state" role="status">{live(move || put(&words_of(stage.get()).into()))}</p>
            {work::shown(move || {
                (stage.get() == Stage::Asking)
                    .then(|| view! { <p class="state-hint">{say(text::call::ASKING_MICROPHONE_HINT)}</p> }.into_any())
            })}
            <Captions line language />
            {work::shown(move || {
                scene
                    .needs_tap_to_hear
                    .get()
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button"
                                on:click=move |_| call.with_value(|call| call.hear())
                            >
                                {say(text::call::HEAR)}
                            </button>
                        }
                            .into_any()
                    })
            })}
            <button
                type="button"
                class="hang-up"
                aria-label=say(text::call::HANG_UP)
                on:click=move |_| call.with_value(|call| call.hang_up())
            >
                <span class="icon-phone" aria-hidden="true"></span>
            </button>
        </div>
        {work::shown(move || grown_up_wanted.get().then(|| view! { <GetGrownUp /> }.into_any()))}
    }
}

/// The quiet picture for a child in distress (R9): no topic, no blame, and where help is.
#[component]
fn GetGrownUp() -> impl IntoView {
    view! {
        <aside class="get-grown-up" role="alert">
            <span class="two-hands" aria-hidden="true"></span>
            <div>
                <h2>{say(text::call::GET_GROWN_UP)}</h2>
                <p>{say(text::call::GET_GROWN_UP_TEXT)}</p>
            </div>
        </aside>
    }
}

fn words_of(stage: Stage) -> Key {
    match stage {
        Stage::Idle | Stage::Asking => text::call::ASKING_MICROPHONE,
        Stage::Ringing => text::call::RINGING,
        Stage::Listening => text::call::LISTENING,
        Stage::Thinking => text::call::THINKING,
        Stage::Speaking => text::call::SPEAKING,
        Stage::Farewell | Stage::Ended => text::call::FAREWELL,
    }
}

/// Leaving hangs up, whether by a link, by going back or by closing the tab.
fn hang_up_when_left(call: &Rc<Driver>) {
    let leaving = call.clone();
    let listener = window_event_listener(ev::pagehide, move |_| leaving.hang_up());
    let call = StoredValue::new_local(call.clone());
    on_cleanup(move || {
        listener.remove();
        if let Some(call) = call.try_get_value() {
            call.hang_up();
        }
    });
}

/// A wake lock ends when the page is out of sight; it is asked for anew when the child comes back.
fn stay_awake_when_back(call: &Rc<Driver>) {
    let call = Rc::downgrade(call);
    let listener = window_event_listener(ev::visibilitychange, move |_| {
        if let Some(call) = call.upgrade() {
            call.stay_awake_if_live();
        }
    });
    on_cleanup(move || listener.remove());
}
