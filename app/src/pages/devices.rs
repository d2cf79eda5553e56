//! The children's devices: which are paired, and inviting another.
//!
//! While an invitation stands open, the list is asked for again and again, so that the parent sees the device arrive.

mod card;
mod invitation;

use std::pin::Pin;

use domain::wire::{ChildView, Code, Invitation, InviteDevice, PairingView};
use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*};

use self::{card::DeviceCard, invitation::OpenInvitation};
use crate::{
    api::{self, Answer, Failure},
    components::{
        field::{TextField, Typing},
        notice::FailureNotice,
        shell::{Shell, Side, begin_page},
    },
    pages::for_parent,
    place::Place,
    problem,
    session::Session,
    words::{Key, Text, live, put, say, text},
    work,
};

/// For how many calls a device can be invited, besides as many as there are.
const CALLS: [u32; 4] = [1, 3, 5, 10];
/// How often the list is asked for while an invitation stands open, in seconds.
const LOOK_EVERY_SECONDS: u32 = 3;

/// The page.
#[component]
pub(crate) fn DevicesPage() -> impl IntoView {
    begin_page(text::devices::TITLE, Side::Parent);
    for_parent(|session, overview| {
        let page = Page {
            session,
            children: StoredValue::new(overview.children),
            devices: RwSignal::new(None),
            invitation: RwSignal::new(None),
            seconds: RwSignal::new(0),
            arrived: RwSignal::new(None),
            failure: RwSignal::new(None),
        };
        page.refresh();
        page.keep_time();
        view! {
            <Shell width="narrow">
                <a href=Place::Home.path() class="link">{say(text::common::BACK)}</a>
                <h1>{say(text::devices::TITLE)}</h1>
                <p class="lead">{say(text::devices::LEAD)}</p>
                <p class="arrived" role="status">{live(move || {
                    page.arrived.get().map(|name| put(&text::devices::arrived(name))).unwrap_or_default()
                })}</p>
                <FailureNotice failure=page.failure />
                <ul class="keys">
                    {work::shown(move || {
                        let devices = page.devices.get().unwrap_or_default();
                        devices.into_iter().map(|device| view! { <DeviceCard page device /> }).collect_view()
                    })}
                </ul>
                {work::shown(move || match page.invitation.get() {
                    Some((asked, invitation)) => view! { <OpenInvitation page asked invitation /> }.into_any(),
                    None => view! { <Invite page /> }.into_any(),
                })}
            </Shell>
        }
    })
}

/// Something to be done at the edge.
type Deed = Pin<Box<dyn Future<Output = Answer<()>>>>;

/// What the page shows, kept in step with the edge.
#[derive(Clone, Copy)]
struct Page {
    session: Session,
    children: StoredValue<Vec<ChildView>>,
    devices: RwSignal<Option<Vec<PairingView>>>,
    /// The open invitation, with what was asked for, so that another can be made like it.
    invitation: RwSignal<Option<(InviteDevice, Invitation)>>,
    /// How long the open invitation works, in seconds.
    seconds: RwSignal<u32>,
    /// The name of the device that took the last invitation up.
    arrived: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
}

impl Page {
    /// Reads the list anew.
    fn refresh(self) {
        self.after(Box::pin(async { Ok(()) }));
    }

    /// Does something at the edge and then reads the list anew. A device that is in it for the first time has taken the
    /// open invitation up.
    fn after(self, deed: Deed) {
        work::soon(async move {
            let answer = match deed.await {
                Ok(()) => api::pairings().await,
                Err(failure) => Err(failure),
            };
            match answer {
                Ok(devices) => {
                    self.failure.set(None);
                    let latest = |devices: &[PairingView]| {
                        devices.first().map_or(0, |device| device.created_at_ms)
                    };
                    let known = self.devices.get_untracked();
                    if let (Some(known), Some(first)) = (&known, devices.first())
                        && latest(&devices) > latest(known)
                    {
                        self.arrived.set(Some(first.name.clone()));
                        self.close();
                    }
                    if known.as_ref() != Some(&devices) {
                        self.devices.set(Some(devices));
                    }
                }
                Err(failure) => {
                    self.session.note(&failure);
                    self.failure.set(Some(failure));
                }
            }
        });
    }

    /// Makes an invitation, in place of the one that stands open.
    fn invite(self, asked: InviteDevice) {
        self.failure.set(None);
        self.arrived.set(None);
        work::soon(async move {
            match api::invite_device(&asked).await {
                Ok(invitation) => {
                    self.seconds.set(invitation.seconds);
                    self.invitation.set(Some((asked, invitation)));
                }
                Err(failure) => {
                    self.session.note(&failure);
                    self.failure.set(Some(failure));
                }
            }
        });
    }

    fn close(self) {
        self.seconds.set(0);
        self.invitation.set(None);
    }

    /// Counts the seconds of an open invitation and looks who has come.
    fn keep_time(self) {
        let ticking = set_interval_with_handle(
            move || {
                let left = self.seconds.get_untracked();
                if left > 0 {
                    self.seconds.set(left - 1);
                    if left.is_multiple_of(LOOK_EVERY_SECONDS) {
                        self.refresh();
                    }
                }
            },
            std::time::Duration::from_secs(1),
        );
        on_cleanup(move || {
            if let Ok(ticking) = ticking {
                ticking.clear();
            }
        });
    }
}

/// A name, for whom, for how many calls.
#[component]
fn Invite(page: Page) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let who = RwSignal::new(0);
    let calls = RwSignal::new(0);
    let unnamed = RwSignal::new(false);
    let children = page.children.get_value();
    let names: Vec<_> = std::iter::once(say(text::devices::EVERYONE))
        .chain(
            children
                .iter()
                .map(|child| Signal::stored(child.profile.name.clone())),
        )
        .collect();
    let numbers: Vec<_> = std::iter::once(say(text::devices::NO_LIMIT))
        .chain(CALLS.map(|count| Signal::stored(count.to_string())))
        .collect();
    let invite = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wanted = domain::pairing::name(&name.get_untracked());
        unnamed.set(wanted.is_none());
        let Some(name) = wanted else {
            return;
        };
        // The first choice stands for all of them, in both rows.
        let chosen = |choice: RwSignal<usize>| choice.get_untracked().checked_sub(1);
        page.invite(InviteDevice {
            name,
            child: chosen(who)
                .and_then(|at| children.get(at))
                .map(|child| child.id.clone()),
            calls: chosen(calls).and_then(|at| CALLS.get(at)).copied(),
        });
    };
    let wrong = Signal::derive(move || {
        unnamed
            .get()
            .then(|| Text::from(problem::of_code(Code::InvalidDeviceName)))
    });
    view! {
        <form class="form devices-new" on:submit=invite novalidate>
            <h2>{say(text::devices::ANOTHER)}</h2>
            <TextField
                id="device-name"
                label=text::devices::NAME
                hint=text::devices::NAME_HINT
                value=name
                error=wrong
                typing=Typing::NAME
            />
            // Where there is one child, nobody has to choose.
            {(names.len() > 2).then(|| choices("who", text::devices::WHO, names, who))}
            {choices("calls", text::devices::CALLS, numbers, calls)}
            <div class="form-end">
                <button type="submit" class="button">{say(text::devices::INVITE)}</button>
            </div>
        </form>
    }
}

/// One of several, as a row of buttons; chosen by its place.
fn choices(
    id: &'static str,
    legend: Key,
    labels: Vec<Signal<String>>,
    chosen: RwSignal<usize>,
) -> impl IntoView + use<> {
    let buttons: Vec<_> = labels
        .into_iter()
        .enumerate()
        .map(|(at, label)| {
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name=id
                        prop:checked=move || chosen.get() == at
                        on:change=move |_| chosen.set(at)
                    />
                    <span>{label}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="field">
            <legend class="field-label">{say(legend)}</legend>
            <div class="choices">{buttons}</div>
        </fieldset>
    }
}
