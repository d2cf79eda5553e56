//! A child's profile: name and age, and under a fold what a parent may want to tell besides.
//!
//! The draft lives in this page's memory only. What is wrong is decided by `domain::child`, here as at the edge.

mod age;
mod are_you_real;
mod delete;
mod wishes;

use domain::{
    Language,
    child::{
        Draft, Field, FieldError, HonestAnswer, NAME_CHARACTERS, TEXT_CHARACTERS, WISH_CHARACTERS,
        WISHES, Wrong,
    },
    id::ChildId,
    wire::Problem,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::{age::AgePicker, are_you_real::AreYouReal, delete::DeleteProfile, wishes::WishList};
use crate::{
    api::{self, Failure},
    components::{
        field::{LongField, TextField, Typing},
        language_choice::LanguageChoice,
        notice::FailureNotice,
        shell::{Shell, Side, begin_page},
    },
    language,
    pages::{for_parent, lost::Lost, way_to},
    place::Place,
    session::Session,
    words::{Key, Text, live, put, say, text},
    work,
};

/// The page of a new profile.
#[component]
pub(crate) fn NewChildPage() -> impl IntoView {
    begin_page(text::child::NEW_TITLE, Side::Parent);
    for_parent(|session, overview| {
        let draft = Draft {
            language: language::current(),
            ..Draft::default()
        };
        let first = overview.children.is_empty() && overview.may_call();
        view! {
            <Shell width="narrow">
                <h1>{say(text::child::NEW_TITLE)}</h1>
                <p class="lead">{say(text::child::LEAD)}</p>
                <ProfileForm session draft child=None first />
            </Shell>
        }
    })
}

/// The page of a profile that is there.
#[component]
pub(crate) fn ChildPage() -> impl IntoView {
    let params = use_params_map();
    let id =
        move || params.with(|params| params.get("id").and_then(|id| id.parse::<ChildId>().ok()));
    for_parent(move |session, overview| {
        let found = id().and_then(|id| overview.children.into_iter().find(|child| child.id == id));
        let Some(child) = found else {
            return view! { <Lost /> }.into_any();
        };
        let name = child.profile.name.clone();
        begin_page(text::child::edit_title(&name), Side::Parent);
        view! {
            <Shell width="narrow">
                <h1>{say(text::child::edit_title(&name))}</h1>
                <ProfileForm session draft=child.profile child=Some(child.id.clone()) first=false />
                <DeleteProfile session child=child.id name />
            </Shell>
        }
        .into_any()
    })
}

/// The form as it is being filled in.
#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    age: RwSignal<u8>,
    language: RwSignal<Language>,
    wishes: RwSignal<Vec<String>>,
    notes: RwSignal<String>,
    preferences: RwSignal<String>,
    honest_answer: RwSignal<HonestAnswer>,
    problems: RwSignal<Vec<FieldError>>,
}

impl Form {
    fn of(draft: Draft) -> Self {
        Self {
            name: RwSignal::new(draft.name),
            age: RwSignal::new(draft.age),
            language: RwSignal::new(draft.language),
            wishes: RwSignal::new(draft.wishes),
            notes: RwSignal::new(draft.behaviour_notes),
            preferences: RwSignal::new(draft.preferences),
            honest_answer: RwSignal::new(draft.honest_answer),
            problems: RwSignal::new(Vec::new()),
        }
    }

    fn draft(self) -> Draft {
        Draft {
            name: self.name.get(),
            age: self.age.get(),
            language: self.language.get(),
            wishes: self.wishes.get(),
            behaviour_notes: self.notes.get(),
            preferences: self.preferences.get(),
            honest_answer: self.honest_answer.get(),
        }
    }

    /// What is wrong with a field, in words.
    fn error(self, field: Field) -> Signal<Option<Text>> {
        Signal::derive(move || {
            self.problems.with(|problems| {
                problems
                    .iter()
                    .find(|problem| problem.field == field)
                    .map(in_words)
            })
        })
    }
}

fn in_words(problem: &FieldError) -> Text {
    use text::child as words;
    match (problem.field, problem.wrong) {
        (Field::Name, Wrong::TooLong) => words::wrong_name_long(NAME_CHARACTERS),
        (Field::Name, _) => words::WRONG_NAME_MISSING.into(),
        (Field::Age, _) => words::WRONG_AGE.into(),
        (Field::Wishes, Wrong::TooMany) => words::wrong_wishes_many(WISHES),
        (Field::Wishes, _) => words::wrong_wish_long(WISH_CHARACTERS),
        (Field::BehaviourNotes | Field::Preferences, _) => words::wrong_text_long(TEXT_CHARACTERS),
    }
}

/// The form; `child` is `None` for a new profile, `first` where it is the account's first
/// and the telephone is next.
#[component]
fn ProfileForm(
    session: Session,
    draft: Draft,
    child: Option<ChildId>,
    first: bool,
) -> impl IntoView {
    let go = way_to();
    let told_more = !draft.wishes.is_empty()
        || !draft.behaviour_notes.is_empty()
        || !draft.preferences.is_empty()
        || draft.honest_answer != HonestAnswer::default();
    let is_new = child.is_none();
    let form = Form::of(draft);
    let failure = RwSignal::new(None::<Failure>);
    let saving = RwSignal::new(false);

    // Once something was wrong, it is looked at anew with every key, so that what is mended says so.
    work::follow(move || {
        let draft = form.draft();
        if !form.problems.with_untracked(Vec::is_empty) {
            form.problems.set(draft.problems());
        }
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if saving.get_untracked() {
            return;
        }
        let draft = untrack(|| form.draft());
        form.problems.set(draft.problems());
        failure.set(None);
        if !form.problems.with_untracked(Vec::is_empty) {
            return;
        }
        saving.set(true);
        let (go, child) = (go.clone(), child.clone());
        work::soon(async move {
            let answer = store(session, child, &draft).await;
            saving.set(false);
            match answer {
                // The first child goes straight on to the telephone: that is what everybody is waiting for.
                Ok(Some(child)) if first => go(&Place::Call(child)),
                Ok(_) => go(&Place::Home),
                Err(Failure::Refused(Problem { fields, .. })) if !fields.is_empty() => {
                    form.problems.set(fields)
                }
                Err(problem) => {
                    session.note(&problem);
                    failure.set(Some(problem));
                }
            }
        });
    };
    let saved: Key = if first {
        text::child::SAVE_FIRST
    } else {
        text::child::SAVE
    };

    view! {
        <form class="form" on:submit=save novalidate>
            <TextField
                id="name"
                label=text::child::NAME
                hint=text::child::NAME_HINT
                value=form.name
                error=form.error(Field::Name)
                typing=Typing::NAME
                focused=is_new
            />
            <AgePicker age=form.age error=form.error(Field::Age) />
            <LanguageChoice label=text::child::LANGUAGE name="santas-language" language=form.language />
            <details class="fold" open=told_more>
                <summary>
                    {say(text::child::MORE)} " " <small>{say(text::common::OPTIONAL)}</small>
                </summary>
                <p class="field-hint">{say(text::child::MORE_HINT)}</p>
                <WishList wishes=form.wishes error=form.error(Field::Wishes) />
                <LongField
                    id="notes"
                    label=text::child::NOTES
                    hint=text::child::NOTES_HINT
                    value=form.notes
                    error=form.error(Field::BehaviourNotes)
                />
                <LongField
                    id="preferences"
                    label=text::child::PREFERENCES
                    hint=text::child::PREFERENCES_HINT
                    value=form.preferences
                    error=form.error(Field::Preferences)
                />
                <AreYouReal language=form.language answer=form.honest_answer />
            </details>
            <FailureNotice failure />
            <div class="form-end">
                <button type="submit" class="button" disabled=saving>
                    {live(move || put(&if saving.get() { text::child::SAVING } else { saved }.into()))}
                </button>
                <a href=Place::Home.path() class="link">{say(text::common::BACK)}</a>
            </div>
        </form>
    }
}

/// Saves the draft and reads the overview anew; tells the id where the profile is a new one.
async fn store(
    session: Session,
    child: Option<ChildId>,
    draft: &Draft,
) -> Result<Option<ChildId>, Failure> {
    if let Some(child) = child {
        api::update_child(&child, draft).await?;
        session.refresh().await?;
        return Ok(None);
    }
    let known: Vec<_> = untrack(|| session.overview())
        .into_iter()
        .flat_map(|before| before.children)
        .map(|child| child.id)
        .collect();
    api::create_child(draft).await?;
    let after = session.refresh().await?;
    Ok(after
        .children
        .into_iter()
        .map(|child| child.id)
        .find(|id| !known.contains(id)))
}
