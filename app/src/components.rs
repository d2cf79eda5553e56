//! Pieces that several pages are built of.

pub(crate) mod candle;
pub(crate) mod code;
pub(crate) mod field;
pub(crate) mod heart;
pub(crate) mod install;
pub(crate) mod language_choice;
pub(crate) mod language_switch;
pub(crate) mod newer;
pub(crate) mod notice;
pub(crate) mod passkey;
pub(crate) mod proof;
pub(crate) mod question;
pub(crate) mod santa;
pub(crate) mod shell;
