//! A child's call. To come.
use leptos::prelude::*;
/// To come.
#[component]
pub(crate) fn CallPage() -> impl IntoView {}
