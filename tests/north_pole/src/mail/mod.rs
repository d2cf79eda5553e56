//! The mail provider's side: takes mail in Resend's shape and shows it, instead of sending it.

mod inbox;
mod page;
pub(crate) mod routes;

pub(crate) use inbox::Inbox;
