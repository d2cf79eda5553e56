//! An open invitation: a QR code for the camera, six digits for the fingers, and the time that is left.

use domain::wire::{Invitation, InviteDevice};
use leptos::prelude::*;

use super::Page;
use crate::{
    format,
    words::{live, put, say, text},
};

/// The invitation, until it is used, closed or too old.
#[component]
pub(super) fn OpenInvitation(
    page: Page,
    /// What was asked for.
    asked: InviteDevice,
    /// What came of it.
    invitation: Invitation,
) -> impl IntoView {
    let Invitation {
        code,
        page: address,
        qr_path,
        qr_size: size,
        ..
    } = invitation;
    let title = text::devices::invited(&asked.name);
    let open = Memo::new(move |_| page.seconds.get() > 0);
    let gap = code.len() / 2;
    let spelt = code.get(..gap).zip(code.get(gap..));
    let spelt = spelt.map_or_else(|| code.clone(), |(first, last)| format!("{first} {last}"));
    let left = live(move || match page.seconds.get() {
        0 => put(&text::devices::TOO_OLD.into()),
        seconds => put(&text::devices::works_for(format::duration(seconds))),
    });
    let again = move |_| page.invite(asked.clone());
    view! {
        <section class="card invitation" aria-labelledby="invitation">
            <h2 id="invitation">{say(title)}</h2>
            <div class="invitation-ways" hidden=move || !open.get()>
                <p>{say(text::devices::SCAN)}</p>
                <svg class="qr" viewBox=format!("0 0 {size} {size}") role="img" aria-label=say(text::devices::QR)>
                    <path d=qr_path></path>
                </svg>
                <p>{say(text::devices::or_type(address))}</p>
                <p class="pair-code" data-test="pair-code">{spelt}</p>
            </div>
            <p class="field-hint" role="timer">{left}</p>
            <div class="form-end">
                <button type="button" class="button" data-kind="quiet" on:click=again>
                    {say(text::devices::NEW_CODE)}
                </button>
                <button type="button" class="link" on:click=move |_| page.close()>
                    {say(text::devices::CLOSE)}
                </button>
            </div>
        </section>
    }
}
