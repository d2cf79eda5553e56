//! Brothers and sisters who call along: one large tick a name, none of them needed.

use domain::{persona::CHILDREN, wire::KidView};
use leptos::prelude::*;

use crate::words::{say, text};

/// The names of those who could call along; nothing where there is nobody.
#[component]
pub(super) fn Company(
    /// Who could call along.
    others: Vec<KidView>,
    /// Who does.
    company: RwSignal<Vec<KidView>>,
) -> impl IntoView {
    let names: Vec<_> = others.into_iter().map(|one| name(one, company)).collect();
    (!names.is_empty()).then(|| {
        view! {
            <fieldset class="company">
                <legend class="field-hint">{say(text::before::TOGETHER)}</legend>
                <div class="choices">{names}</div>
            </fieldset>
        }
    })
}

fn name(one: KidView, company: RwSignal<Vec<KidView>>) -> impl IntoView {
    let (id, written) = (one.id.clone(), one.name.clone());
    let full = move || {
        company.with(|all| all.len() + 1 >= CHILDREN && !all.iter().any(|other| other.id == id))
    };
    let changed = move |event| {
        let comes = event_target_checked(&event);
        company.update(|all| {
            all.retain(|other| other.id != one.id);
            if comes {
                all.push(one.clone());
            }
        });
    };
    view! {
        <label class="choice">
            <input type="checkbox" disabled=full on:change=changed />
            <span>{written}</span>
        </label>
    }
}
