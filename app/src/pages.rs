//! The pages, one file each, and the door that only a signed-in parent passes.

pub(crate) mod account;
pub(crate) mod call;
pub(crate) mod child;
pub(crate) mod code;
pub(crate) mod consent;
pub(crate) mod devices;
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod keys;
pub(crate) mod kids;
pub(crate) mod letter;
pub(crate) mod lost;
pub(crate) mod pair;
pub(crate) mod parts;
pub(crate) mod policy;
pub(crate) mod shop;
pub(crate) mod welcome;
pub(crate) mod withdrawal;

use domain::wire::Overview;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    api::{Answer, Failure},
    components::{
        notice::FailureNotice,
        shell::{Shell, Side, begin_page},
    },
    onward,
    place::Place,
    session::{Session, Standing},
    words::{say, text},
    work,
};

/// Goes to a place; to be fetched while a page is being built and kept for later.
pub(crate) fn way_to() -> impl Fn(&Place) + Clone + Send + Sync + 'static {
    let go = way_to_address();
    move |place| go(&place.path())
}

/// Goes to an address of ours; fetched and kept likewise.
pub(crate) fn way_to_address() -> impl Fn(&str) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    move |address| navigate(address, NavigateOptions::default())
}

/// Does what was asked, reads the overview anew and goes home; what went wrong stays where it was asked.
pub(crate) fn home_after(
    go: impl Fn(&Place) + 'static,
    session: Session,
    failure: RwSignal<Option<Failure>>,
    deed: impl Future<Output = Answer<()>> + 'static,
) {
    work::soon(async move {
        let answer = match deed.await {
            Ok(()) => session.refresh().await.map(drop),
            Err(problem) => Err(problem),
        };
        match answer {
            Ok(()) => go(&Place::Home),
            Err(problem) => {
                session.note(&problem);
                failure.set(Some(problem));
            }
        }
    });
}

/// How the visitor stands, with a parent's data left out, so that a refreshed overview does not redraw a page.
#[derive(Clone, PartialEq)]
pub(crate) enum Door {
    Waiting,
    Stranger,
    Parent,
    Kid,
    Blocked(Failure),
}

/// The door that the visitor stands before.
pub(crate) fn door(session: Session) -> Memo<Door> {
    Memo::new(move |_| match session.standing() {
        Standing::Unknown => Door::Waiting,
        Standing::SignedOut => Door::Stranger,
        Standing::SignedIn(_) => Door::Parent,
        Standing::Kid(_) => Door::Kid,
        Standing::Failed(failure) => Door::Blocked(failure),
    })
}

/// Draws a page for a signed-in parent with the overview of this moment; sends a stranger to the front page to sign in
/// first, and a tablet in kid mode to the children's own.
pub(crate) fn for_parent<V: IntoView + 'static>(
    page: impl Fn(Session, Overview) -> V + Send + Sync + 'static,
) -> AnyView {
    behind_the_door(Box::new(move |session, overview| {
        page(session, overview).into_any()
    }))
}

type ParentsPage = Box<dyn Fn(Session, Overview) -> AnyView + Send + Sync>;

/// The part that does not depend on the page, kept apart so that it is compiled once.
fn behind_the_door(page: ParentsPage) -> AnyView {
    let session = Session::here();
    let door = door(session);
    let go = way_to_address();
    let sign_in = onward::remembering(&Place::Home, onward::here().as_ref());
    work::follow(move || match door.get() {
        Door::Stranger => go(&sign_in),
        Door::Kid => go(&Place::Kids.path()),
        _ => {}
    });
    work::shown(move || match door.get() {
        Door::Parent => untrack(|| session.overview()).map(|overview| page(session, overview)),
        Door::Blocked(failure) => Some(view! { <Blocked failure /> }.into_any()),
        Door::Waiting => Some(view! { <Waiting /> }.into_any()),
        Door::Stranger | Door::Kid => None,
    })
}

/// The first paint again, until we know who is there.
#[component]
pub(crate) fn Waiting() -> impl IntoView {
    view! {
        <div class="first-paint" role="status">
            <span class="first-star" aria-hidden="true"></span>
            <p>{say(text::common::WAITING)}</p>
        </div>
    }
}

/// Nobody could tell us who is signed in.
#[component]
pub(crate) fn Blocked(
    /// Why.
    failure: Failure,
) -> impl IntoView {
    let session = Session::here();
    let again = move || {
        work::soon(async move {
            // What comes of it shows in the session.
            let _ = session.refresh().await;
        });
    };
    view! { <Failed failure on_again=again /> }
}

/// The page itself could not be fetched.
#[component]
pub(crate) fn Unfetched(
    /// Fetches it again.
    on_again: impl Fn() + Send + 'static,
) -> impl IntoView {
    view! { <Failed failure=Failure::Unreachable on_again /> }
}

#[component]
fn Failed(failure: Failure, on_again: impl Fn() + Send + 'static) -> impl IntoView {
    begin_page(text::brand::TAGLINE, Side::Parent);
    view! {
        <Shell width="narrow">
            <FailureNotice failure=Signal::stored(Some(failure)) />
            <button type="button" class="button" on:click=move |_| on_again()>
                {say(text::common::TRY_AGAIN)}
            </button>
        </Shell>
    }
}
