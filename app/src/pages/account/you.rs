//! The parent's own data: the address, a name for who wants one, the language of the mail.

use domain::{
    account::NAME_CHARACTERS,
    wire::{AccountPage, ChangeAccount},
};
use leptos::prelude::*;

use super::Page;
use crate::{
    api,
    components::{
        field::{TextField, Typing},
        language_choice::LanguageChoice,
    },
    place::Place,
    words::{Text, say, text},
};

/// The form.
pub(super) fn you(page: Page, account: &AccountPage) -> impl IntoView + use<> {
    let name = RwSignal::new(account.name.clone());
    let language = RwSignal::new(account.language);
    let wrong = RwSignal::new(None::<Text>);
    let (former_name, former_language) = (account.name.clone(), account.language);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let change = ChangeAccount {
            name: name.get_untracked(),
            language: language.get_untracked(),
        };
        if domain::account::read_name(&change.name).is_none() {
            wrong.set(Some(text::child::wrong_name_long(NAME_CHARACTERS)));
            return;
        }
        wrong.set(None);
        page.after(async move { api::change_account(&change).await });
    };
    let changed =
        Memo::new(move |_| name.get() != former_name || language.get() != former_language);
    view! {
        <form class="form" on:submit=save novalidate>
            <div>
                <p class="account-address">{account.email.clone()}</p>
                <a href=Place::Email.path() class="link">{say(text::address::LINK)}</a>
            </div>
            <TextField
                id="parent-name"
                label=text::account::NAME
                hint=text::account::NAME_HINT
                value=name
                error=Signal::derive(move || wrong.get())
                typing=Typing { autocomplete: "name", ..Typing::NAME }
            />
            <LanguageChoice label=text::account::LANGUAGE name="mail-language" language />
            <div class="form-end">
                <button type="submit" class="button" disabled=move || !changed.get()>
                    {say(text::child::SAVE)}
                </button>
            </div>
        </form>
    }
}
