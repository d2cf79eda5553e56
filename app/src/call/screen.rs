//! The call as the child sees it: Santa over the whole screen, and in front of him what the moment needs.

use std::rc::Rc;

use domain::{
    call::machine::{CallView, Ending, Gesture, Picture, Stage},
    wire::KidView,
};
use gloo_timers::future::TimeoutFuture;
use leptos::{ev, html, leptos_dom::helpers::window_event_listener, prelude::*};

use super::{
    after::After,
    before::Before,
    captions::Captions,
    driver::{Driver, Scene},
    own_picture::OwnPicture,
};
use crate::{
    browser,
    components::{
        candle::Candle,
        santa::{Act, Santa},
    },
    format,
    session::Session,
    words::{Key, live, put, say, text},
    work,
};

/// How long a wish that he holds up delights him, in milliseconds.
const DELIGHT_MS: u32 = 2_200;

/// One call, from "are you ready" to goodbye.
#[component]
pub(crate) fn CallScreen(
    /// Whose call it is.
    child: KidView,
    /// Who could call along.
    others: Vec<KidView>,
    /// Whose credits it uses.
    session: Session,
    /// How often it was tried before.
    tries: u32,
    /// Begins anew after a call that failed.
    on_again: impl Fn() + Clone + Send + 'static,
) -> impl IntoView {
    let call = Driver::new(child.id.clone(), session);
    let scene = call.scene();
    call.prepare();
    hang_up_when_left(&call);
    follow_sight(&call);
    let call = StoredValue::new_local(call);

    let stage = Memo::new(move |_| scene.view.with(|view| view.stage));
    let live_now = Memo::new(move |_| is_live(stage.get()));
    let ending = Memo::new(move |_| scene.view.with(|view| view.ending));
    let heard = RwSignal::new(0.0_f64);
    let company = RwSignal::new(Vec::<KidView>::new());
    let language = child.language;
    let main = NodeRef::<html::Main>::new();
    keep_the_keyboard_here(main, live_now, ending);

    view! {
        <main
            node_ref=main
            tabindex="-1"
            class="call"
            data-call=live(move || stage.get().as_str().into())
            data-heard-seconds=live(move || in_hundredths(heard.get()))
        >
            <Santa act=acting(scene, stage) voice=scene.voice heard />
            {work::shown(move || {
                match (stage.get(), ending.get()) {
                    (_, Some(ending)) => {
                        let heard = call.with_value(|call| call.heard());
                        view! {
                            <After
                                ending
                                child=child.clone()
                                company=company.get_untracked()
                                heard
                                grown_up_wanted=scene.view.with_untracked(|view| view.grown_up_wanted)
                                settled=scene.settled
                                tries
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

/// Each part of the call takes the focus where the button that led to it is gone, so that a keyboard goes on from here.
fn keep_the_keyboard_here(
    main: NodeRef<html::Main>,
    live_now: Memo<bool>,
    ending: Memo<Option<Ending>>,
) {
    work::follow(move || {
        live_now.track();
        ending.track();
        if let Some(main) = main.get()
            && browser::nothing_has_focus()
        {
            browser::focus_in_place(&main);
        }
    });
}

/// Seconds with two decimals, without the formatting of floats, which is large.
fn in_hundredths(seconds: f64) -> String {
    let hundredths = (seconds * 100.0) as u32;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn is_live(stage: Stage) -> bool {
    !matches!(stage, Stage::Idle | Stage::Ended)
}

/// What Santa does at each stage: his first words come with a wave, and a gesture of his own goes before everything.
fn acting(scene: Scene, stage: Memo<Stage>) -> Signal<Act> {
    let greeted = StoredValue::new(false);
    // Nothing tells of the end of a gesture any more once the call is over.
    let gesture = Memo::new(move |_| {
        scene
            .view
            .with(|view| view.gesture.filter(|_| is_live(view.stage)))
    });
    let delighted = delight(scene);
    let act = Memo::new(move |_| match (gesture.get(), stage.get()) {
        (Some(Gesture::Laugh), _) => Act::Laughing,
        (Some(Gesture::Wave), _) => Act::Waving,
        // A wish that he holds up delights him, before he reads on.
        (_, _) if delighted.get() => Act::Surprised,
        (Some(Gesture::LookAtList), _) => Act::Reading,
        (None, stage) => match stage {
            Stage::Idle | Stage::Elsewhere => Act::Idle,
            Stage::Asking | Stage::Ringing | Stage::Reconnecting => Act::Ringing,
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
                        .is_some_and(|ending| matches!(ending, Ending::Over(_)))
                });
                if said_goodbye {
                    Act::Farewell
                } else {
                    Act::Idle
                }
            }
        },
    });
    act.into()
}

/// Whether he is delighted: for a moment, whenever he holds up another wish.
fn delight(scene: Scene) -> RwSignal<bool> {
    let wish = Memo::new(move |_| scene.view.with(|view| view.shown_wish.clone()));
    let delighted = RwSignal::new(false);
    work::follow(move || {
        let shown = wish.with(Option::is_some);
        delighted.set(shown);
        if shown {
            work::soon(async move {
                TimeoutFuture::new(DELIGHT_MS).await;
                // The call may be over and its screen gone.
                let _ = delighted.try_set(false);
            });
        }
    });
    delighted
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
    let needs_tap = Memo::new(move |_| view.with(|view| view.needs_tap_to_hear));
    let pictures = Memo::new(move |_| view.with(|view| view.pictures));
    let microphone_lost = Memo::new(move |_| view.with(|view| view.microphone_lost));
    let shown_wish = Memo::new(move |_| view.with(|view| view.shown_wish.clone()));
    let captioned = RwSignal::new(true);
    view! {
        <h1 class="unseen">{say(text::call::TITLE)}</h1>
        <div class="call-top">
            <div class="time">
                <Candle left=from_view(|view| view.candle) />
                <small>{live(move || minutes.get().map(format::minutes_short).unwrap_or_default())}</small>
                <button
                    type="button"
                    class="captions-switch"
                    aria-pressed=live(move || captioned.get().to_string())
                    on:click=move |_| captioned.update(|on| *on = !*on)
                >
                    {say(text::call::CAPTIONS_SWITCH)}
                </button>
            </div>
            <OwnPicture camera=scene.camera />
        </div>
        <div class="call-bottom">
            <p class="state" role="status">{live(move || put(&words_of(stage.get()).into()))}</p>
            {work::shown(move || {
                (stage.get() == Stage::Asking)
                    .then(|| view! { <p class="state-hint">{say(text::call::ASKING_MICROPHONE_HINT)}</p> }.into_any())
            })}
            {work::shown(move || {
                (stage.get() == Stage::Elsewhere).then(|| view! { <Elsewhere call /> }.into_any())
            })}
            {work::shown(move || {
                microphone_lost
                    .get()
                    .then(|| view! { <p class="state-hint">{say(text::call::MICROPHONE_LOST)}</p> }.into_any())
            })}
            {work::shown(move || {
                shown_wish
                    .get()
                    .map(|wish| view! { <p class="shown-wish" lang=language.tag()>{wish}</p> }.into_any())
            })}
            {work::shown(move || captioned.get().then(|| view! { <Captions line language /> }.into_any()))}
            {work::shown(move || pictures.get().then(|| view! { <Pictures call /> }.into_any()))}
            {work::shown(move || {
                needs_tap
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

/// Three big pictures for a child that does not speak, or not now.
#[component]
fn Pictures(call: StoredValue<Rc<Driver>, LocalStorage>) -> impl IntoView {
    let picture = move |picture: Picture, name: &'static str, words: Key| {
        view! {
            <button
                type="button"
                class="picture"
                data-picture=name
                aria-label=say(words)
                on:click=move |_| call.with_value(|call| call.picture(picture))
            ></button>
        }
    };
    view! {
        <div class="pictures">
            {picture(Picture::Yes, "yes", text::call::YES)}
            {picture(Picture::No, "no", text::call::NO)}
            {picture(Picture::Wave, "wave", text::call::WAVE)}
        </div>
    }
}

/// Another call of the account goes on, perhaps one whose page was lost while it rang: it may be ended for this one.
#[component]
fn Elsewhere(call: StoredValue<Rc<Driver>, LocalStorage>) -> impl IntoView {
    view! {
        <div class="sheet elsewhere">
            <h2>{say(text::call::ELSEWHERE_TITLE)}</h2>
            <p>{say(text::call::ELSEWHERE_TEXT)}</p>
            <button type="button" class="button" on:click=move |_| call.with_value(|call| call.instead())>
                {say(text::call::ELSEWHERE_END)}
            </button>
        </div>
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
        Stage::Elsewhere => text::call::ELSEWHERE,
        Stage::Ringing => text::call::RINGING,
        Stage::Reconnecting => text::call::RECONNECTING,
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

/// Tells the call whether the page can be seen: a wake lock ends when it can't, and a tablet may stop sound and microphone.
fn follow_sight(call: &Rc<Driver>) {
    let call = Rc::downgrade(call);
    let listener = window_event_listener(ev::visibilitychange, move |_| {
        if let Some(call) = call.upgrade() {
            call.seen(browser::is_seen());
        }
    });
    on_cleanup(move || listener.remove());
}
