//! Fields of a form: a label above, a hint below it, and what is wrong right beside the field.

use leptos::{html, prelude::*};

use crate::{
    browser,
    words::{Text, live, put, say},
    work,
};

/// What the browser and its keyboard should know of a one-line field.
#[derive(Clone, Copy)]
pub(crate) struct Typing {
    /// The `type` of the input.
    pub(crate) kind: &'static str,
    /// What the browser may fill in.
    pub(crate) autocomplete: &'static str,
    /// Which keyboard a tablet shows.
    pub(crate) keyboard: &'static str,
    /// How the keyboard sets capitals.
    pub(crate) capitals: &'static str,
}

impl Typing {
    /// An e-mail address.
    pub(crate) const EMAIL: Self = Self {
        kind: "email",
        autocomplete: "email",
        keyboard: "email",
        capitals: "none",
    };
    /// A child's first name, which the browser must not remember.
    pub(crate) const NAME: Self = Self {
        kind: "text",
        autocomplete: "off",
        keyboard: "text",
        capitals: "words",
    };
    /// The grown-up's PIN, which no child should read over a shoulder and no browser remember.
    pub(crate) const PIN: Self = Self {
        kind: "password",
        autocomplete: "off",
        keyboard: "numeric",
        capitals: "none",
    };
    /// A code of digits that came by mail.
    pub(crate) const CODE: Self = Self {
        kind: "text",
        autocomplete: "one-time-code",
        keyboard: "numeric",
        capitals: "none",
    };
}

/// A field of one line.
#[component]
pub(crate) fn TextField(
    /// The element's id, unique on its page.
    id: &'static str,
    /// What to write here.
    #[prop(into)]
    label: Text,
    /// A word of help.
    #[prop(into)]
    hint: Text,
    /// What is written.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<Text>>,
    /// What the browser should know.
    typing: Typing,
    /// Whether the page begins here.
    #[prop(optional)]
    focused: bool,
    /// The class of the input.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    if focused {
        focus_when_drawn(input);
    }
    view! {
        <div class="field">
            <label class="field-label" for=id>{say(label)}</label>
            <input
                node_ref=input
                class=class
                id=id
                type=typing.kind
                autocomplete=typing.autocomplete
                inputmode=typing.keyboard
                autocapitalize=typing.capitals
                spellcheck="false"
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                aria-invalid=move || error.with(Option::is_some).to_string()
                aria-describedby=format!("{id}-hint {id}-error")
            />
            <p class="field-hint" id=format!("{id}-hint")>{say(hint)}</p>
            <FieldProblem id error />
        </div>
    }
}

/// A field of several lines.
#[component]
pub(crate) fn LongField(
    /// The element's id, unique on its page.
    id: &'static str,
    /// What to write here.
    #[prop(into)]
    label: Text,
    /// A word of help.
    #[prop(into)]
    hint: Text,
    /// What is written.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<Text>>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field-label" for=id>{say(label)}</label>
            <p class="field-hint" id=format!("{id}-hint")>{say(hint)}</p>
            <textarea
                id=id
                rows="3"
                autocomplete="off"
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                aria-invalid=move || error.with(Option::is_some).to_string()
                aria-describedby=format!("{id}-hint {id}-error")
            ></textarea>
            <FieldProblem id error />
        </div>
    }
}

/// What is wrong with a field; the place stands there from the start, so that a screen reader hears it change.
#[component]
pub(crate) fn FieldProblem(
    /// The field's id.
    id: &'static str,
    /// What is wrong with it.
    error: Signal<Option<Text>>,
) -> impl IntoView {
    view! {
        <p class="field-error" id=format!("{id}-error") aria-live="polite">
            {live(move || error.get().map(|text| put(&text)).unwrap_or_default())}
        </p>
    }
}

/// A tick with its sentence; the whole line is the target.
#[component]
pub(crate) fn Tick(
    /// The element's id, unique on its page.
    id: &'static str,
    /// What is agreed to.
    #[prop(into)]
    label: Text,
    /// Whether it is.
    value: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <label class="tick" for=id>
            <input
                id=id
                type="checkbox"
                prop:checked=value
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>{say(label)}</span>
        </label>
    }
}

/// Puts the cursor into an input as soon as it is on the page.
pub(crate) fn focus_when_drawn(input: NodeRef<html::Input>) {
    work::follow(move || {
        if let Some(input) = input.get() {
            browser::focus_in_place(&input);
        }
    });
}
