//! A question that stands before the page: the dialog, and what opens and closes it.

use leptos::{html, prelude::*};

/// The dialog of a question.
#[derive(Clone, Copy)]
pub(crate) struct Question(pub(crate) NodeRef<html::Dialog>);

impl Question {
    /// A question that nobody has asked yet.
    pub(crate) fn unasked() -> Self {
        Self(NodeRef::new())
    }

    /// Puts it before the page.
    pub(crate) fn ask(self) {
        if let Some(dialog) = self.0.get() {
            // A dialog that is open already stays open.
            let _ = dialog.show_modal();
        }
    }

    /// Takes it away.
    pub(crate) fn close(self) {
        if let Some(dialog) = self.0.get() {
            dialog.close();
        }
    }
}
