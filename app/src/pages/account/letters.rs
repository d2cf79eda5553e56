//! What the parent would like to get letters about: off until ticked, and each tick is kept at once.

use domain::{
    mail::{CHOICE_TEXT_VERSION, Topic},
    wire::ChooseLetters,
};
use leptos::prelude::*;

use super::Page;
use crate::{
    api::{self, Failure},
    components::{field::Tick, notice::FailureNotice},
    language,
    words::{Key, live, put, say, text},
    work,
};

/// The ticks, and what became of the last one.
pub(super) fn letters(page: Page) -> impl IntoView {
    let saved = RwSignal::new(None::<Key>);
    let failure = RwSignal::new(None::<Failure>);
    let said = live(move || saved.get().map(|key| put(&key.into())).unwrap_or_default());
    let ticks: Vec<_> = Topic::ALL
        .into_iter()
        .map(|topic| tick(page, topic, saved, failure))
        .collect();
    view! {
        <p>{say(text::letters::WHY)}</p>
        {ticks}
        <p class="field-hint" role="status">{said}</p>
        <FailureNotice failure />
    }
}

fn tick(
    page: Page,
    topic: Topic,
    saved: RwSignal<Option<Key>>,
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let (id, label) = match topic {
        Topic::Season => ("letters-season", text::letters::SEASON),
        Topic::Tips => ("letters-tips", text::letters::TIPS),
    };
    let value = RwSignal::new(false);
    let kept = RwSignal::new(false);
    let busy = RwSignal::new(false);
    work::follow(move || {
        let at_the_edge = page.account.with(|account| {
            let account = account.as_ref();
            account.is_some_and(|account| account.letters.contains(&topic))
        });
        kept.set(at_the_edge);
        value.set(at_the_edge);
    });
    // One request at a time, so that a quick change of mind can't be overtaken by what it changed.
    work::follow(move || {
        if value.get() == kept.get_untracked() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        work::soon(async move {
            while value.get_untracked() != kept.get_untracked() {
                let choice = ChooseLetters {
                    topic,
                    wanted: value.get_untracked(),
                    text_version: CHOICE_TEXT_VERSION.into(),
                    language: language::current(),
                };
                match api::choose_letters(&choice).await {
                    Ok(()) => {
                        kept.set(choice.wanted);
                        failure.set(None);
                        saved.set(Some(if choice.wanted {
                            text::letters::SAVED_ON
                        } else {
                            text::letters::SAVED_OFF
                        }));
                    }
                    Err(problem) => {
                        value.set(kept.get_untracked());
                        saved.set(None);
                        page.session.note(&problem);
                        failure.set(Some(problem));
                    }
                }
            }
            busy.set(false);
        });
    });
    view! { <Tick id label value /> }
}
