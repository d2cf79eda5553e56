//! Deleting the account: what goes, what stays, and a fresh proof before the end.

use domain::confirmation::{Proof, Purpose};
use leptos::prelude::*;

use crate::{
    api,
    components::{
        proof::ProofForm,
        shell::{Shell, Side, begin_page},
    },
    pages::{for_parent, way_to},
    passkey::Trouble,
    place::Place,
    words::{say, text},
    work::Promise,
};

/// The page of the deletion.
#[component]
pub(crate) fn DeletionPage() -> impl IntoView {
    begin_page(text::deletion::TITLE, Side::Parent);
    let go = way_to();
    for_parent(move |session, _| {
        let go = go.clone();
        let delete = Callback::new(move |proof: Proof| -> Promise<Result<(), Trouble>> {
            let go = go.clone();
            Box::pin(async move {
                api::delete_account(&proof).await?;
                session.left();
                go(&Place::Home);
                Ok(())
            })
        });
        view! {
            <Shell width="narrow">
                <h1>{say(text::deletion::TITLE)}</h1>
                <p>{say(text::deletion::WHAT_GOES)}</p>
                <p>{say(text::deletion::WHAT_STAYS)}</p>
                <p>{say(text::deletion::WHEN)}</p>
                <p>{say(text::proof::LEAD)}</p>
                <ProofForm
                    purpose=Purpose::DeleteAccount
                    enter=text::deletion::DELETE
                    danger=true
                    deed=delete
                />
                <a href=Place::Account.path() class="link">{say(text::deletion::KEEP)}</a>
            </Shell>
        }
    })
}
