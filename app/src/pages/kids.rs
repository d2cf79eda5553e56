//! The children's own page: in kid mode the only one that the tablet has, besides the calls that begin here.
//!
//! A parent who comes here hands the tablet over. A device that may no longer call reads a kind word. Never in here: an
//! amount, a setting, a way on that the edge would refuse.

mod hand_over;
mod leave;
pub(crate) mod way_out;

use domain::wire::{KidRoom, KidView};
use leptos::prelude::*;

use self::{hand_over::HandOverPage, leave::Leave, way_out::WayOut};
use crate::{
    browser,
    components::shell::{Side, begin_page},
    pages::{Blocked, Door, Waiting, door},
    place::Place,
    session::Session,
    words::{say, text},
    work,
};

/// The page, by who stands before it.
#[component]
pub(crate) fn KidsPage() -> impl IntoView {
    let session = Session::here();
    let door = door(session);
    work::shown(move || match door.get() {
        // Followed, because what a call came to is heard after the child has come back here.
        Door::Kid => session
            .kid_room()
            .map(|room| view! { <Room room /> }.into_any()),
        Door::Parent => Some(view! { <HandOverPage session /> }.into_any()),
        Door::Stranger => Some(view! { <Closed /> }.into_any()),
        Door::Waiting => Some(view! { <Waiting /> }.into_any()),
        Door::Blocked(failure) => Some(view! { <Blocked failure /> }.into_any()),
    })
}

/// Who will call? One huge button a child.
#[component]
fn Room(room: KidRoom) -> impl IntoView {
    begin_page(text::kids::TITLE, Side::Child);
    let ready = room.may_call && !room.children.is_empty();
    let (title, lead) = match (ready, room.used_up) {
        (true, _) => (text::kids::TITLE, None),
        (false, true) => (text::kids::CLOSED_TITLE, Some(text::kids::CLOSED)),
        (false, false) => (text::kids::NOT_NOW_TITLE, Some(text::kids::NOT_NOW)),
    };
    view! {
        <main class="kids" data-test="kid-mode">
            <Picture />
            <div class="kids-front">
                <h1>{say(title)}</h1>
                {lead.map(|lead| view! { <p class="lead">{say(lead)}</p> })}
                <ul class="kids-names">
                    {room.children.into_iter().filter(|_| ready).map(name_button).collect_view()}
                </ul>
                {if room.has_way_out {
                    view! { <WayOut /> }.into_any()
                } else {
                    view! { <Leave /> }.into_any()
                }}
            </div>
        </main>
    }
}

fn name_button(child: KidView) -> impl IntoView {
    let initial: String = child
        .name
        .chars()
        .take(1)
        .flat_map(char::to_uppercase)
        .collect();
    view! {
        <li>
            <a
                href=Place::Call(child.id).path()
                class="button kid-name"
                aria-label=say(text::home::call_for(&child.name))
            >
                <span class="child-initial" aria-hidden="true">{initial}</span>
                <span>{child.name.clone()}</span>
                <span class="icon-phone" aria-hidden="true"></span>
            </a>
        </li>
    }
}

/// The device can't call any more, or never could: no fault of the child's.
#[component]
fn Closed() -> impl IntoView {
    begin_page(text::kids::CLOSED_TITLE, Side::Child);
    view! {
        <main class="kids" data-test="kids-closed">
            <Picture />
            <div class="kids-front">
                <h1>{say(text::kids::CLOSED_TITLE)}</h1>
                <p class="lead">{say(text::kids::CLOSED)}</p>
                <p class="kids-ways">
                    <a href=Place::Home.path() class="link">{say(text::kids::CLOSED_SIGN_IN)}</a>
                </p>
            </div>
        </main>
    }
}

/// Santa as he looks when nobody has called yet: a picture, so that the page is there at once.
#[component]
fn Picture() -> impl IntoView {
    view! { <img class="kids-santa" src=browser::built("santa/still.webp") alt="" /> }
}
