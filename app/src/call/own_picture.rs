//! The child's own picture in a corner: shown here and sent nowhere. A tap hides it, another brings it back.

use std::rc::Rc;

use leptos::{html, prelude::*};

use super::media::Captured;
use crate::{
    words::{live, put, say, text},
    work,
};

/// The picture, where the camera was granted; nothing where it was not.
#[component]
pub(super) fn OwnPicture(
    /// The camera.
    camera: RwSignal<Option<Rc<Captured>>, LocalStorage>,
) -> impl IntoView {
    let video = NodeRef::<html::Video>::new();
    let hidden = RwSignal::new(false);
    work::follow(move || {
        if let (Some(video), Some(camera)) = (video.get(), camera.get()) {
            video.set_muted(true);
            video.set_src_object(Some(camera.stream()));
        }
    });
    let label = live(move || {
        put(&if hidden.get() {
            text::call::SHOW_CAMERA
        } else {
            text::call::HIDE_CAMERA
        }
        .into())
    });
    view! {
            <button
                type="button"
                class="own-picture"
                hidden=move || camera.with(Option::is_none)
                data-hidden=live(move || hidden.get().to_string())
                aria-label=label
                on:click=move |_| hidden.update(|hidden| *hidden = !*hidden)
            >
                <video node_ref=video autoplay=true playsinline=true muted=true></video>
                <span aria-hidden="true">{say(text::call::YOU)}</span>
            </button>
    }
}
