//! The wish list: a line a wish, most wanted first.

use domain::child::WISHES;
use leptos::{html, prelude::*};

use crate::{
    components::field::{FieldProblem, focus_when_drawn},
    words::{Text, put, say, text},
    work,
};

/// The wishes as lines that can be added, put in order and taken away.
///
/// Each line is a signal of its own with a number that stays, so that typing in one does not redraw the others.
#[component]
pub(super) fn WishList(
    /// The wishes, kept in step with the lines.
    wishes: RwSignal<Vec<String>>,
    /// What is wrong with them.
    error: Signal<Option<Text>>,
) -> impl IntoView {
    let lines = RwSignal::new(
        wishes
            .get_untracked()
            .into_iter()
            .enumerate()
            .map(|(number, wish)| (number, RwSignal::new(wish)))
            .collect::<Vec<_>>(),
    );
    let next = RwSignal::new(lines.with_untracked(Vec::len));
    let written = next.get_untracked();
    work::follow(move || wishes.set(lines.get().iter().map(|(_, wish)| wish.get()).collect()));

    let add = move || {
        let number = next.get_untracked();
        next.set(number + 1);
        lines.update(|lines| lines.push((number, RwSignal::new(String::new()))));
    };
    let room_left = move || lines.with(Vec::len) < WISHES;
    let place = move |number| {
        lines.with(|lines| {
            lines
                .iter()
                .position(|(known, _)| *known == number)
                .unwrap_or(0)
                + 1
        })
    };
    // The list is read from the top, so one step up is all that putting it in order takes.
    let raise = move |number| {
        lines.update(|lines| {
            if let Some(at) = lines.iter().position(|(known, _)| *known == number)
                && at > 0
            {
                lines.swap(at, at - 1);
            }
        })
    };
    let line = move |(number, wish): (usize, RwSignal<String>)| {
        let input = NodeRef::<html::Input>::new();
        // A line that was just added is where the parent wants to write.
        if number >= written {
            focus_when_drawn(input);
        }
        // Enter goes on to the next wish instead of saving a half-written profile.
        let on_key = move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                if lines.with_untracked(Vec::len) < WISHES {
                    add();
                }
            }
        };
        view! {
            <li class="wish">
                <input
                    node_ref=input
                    type="text"
                    autocomplete="off"
                    enterkeyhint="next"
                    aria-label=move || put(&text::child::wish_number(place(number)))
                    prop:value=wish
                    on:input=move |event| wish.set(event_target_value(&event))
                    on:keydown=on_key
                />
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || put(&text::child::raise_wish(place(number)))
                    disabled=move || place(number) == 1
                    on:click=move |_| raise(number)
                >
                    <span class="icon-up" aria-hidden="true"></span>
                </button>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || put(&text::child::remove_wish(place(number)))
                    on:click=move |_| lines.update(|lines| lines.retain(|(known, _)| *known != number))
                >
                    <span class="icon-cross" aria-hidden="true"></span>
                </button>
            </li>
        }
    };
    view! {
        <div class="field" role="group" aria-labelledby="wishes-label" aria-describedby="wishes-error">
            <p class="field-label" id="wishes-label">{say(text::child::WISHES)}</p>
            <p class="field-hint">{say(text::child::WISHES_HINT)}</p>
            <ol class="wishes">
                <For each=move || lines.get() key=|(number, _)| *number children=line />
            </ol>
            <Show when=room_left>
                <button type="button" class="button" data-kind="quiet" on:click=move |_| add()>
                    {say(text::child::ADD_WISH)}
                </button>
            </Show>
            <FieldProblem id="wishes" error />
        </div>
    }
}
