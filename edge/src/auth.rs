//! Who is asking: the session cookie, and what it opens.
//!
//! A handler for parents takes a [`Parent`] as its argument, and only [`parent`] makes one, so no handler can forget to
//! ask. A handler that a tablet in kid mode may reach too takes a [`Caller`].

use domain::{id::AccountId, kid::Mode, wire::Code};

use crate::{Edge, cookie::Cookie, digest, error::Failure, incoming::Incoming, store::Paired};

/// A parent whose browser is signed in and has not been handed over.
pub(crate) struct Parent {
    /// The parent's account.
    pub(crate) account: AccountId,
    /// The hash of the session's token.
    pub(crate) session: String,
    /// When the session was opened by a code or a passkey.
    pub(crate) signed_in_at_ms: i64,
}

/// A browser that is signed in, a parent's or one in kid mode.
pub(crate) struct Caller {
    /// The account it belongs to.
    pub(crate) account: AccountId,
    /// The hash of the session's token.
    pub(crate) session: String,
    /// What the session is for.
    pub(crate) mode: Mode,
    signed_in_at_ms: i64,
    /// What it may do where it is a paired device's.
    pub(crate) paired: Option<Paired>,
}

/// Who asks for a proof, or brings one: a session of an account, whatever it is for.
#[derive(Clone, Copy)]
pub(crate) struct Asker<'a> {
    /// The account it belongs to.
    pub(crate) account: &'a AccountId,
    /// The hash of the session's token.
    pub(crate) session: &'a str,
}

impl<'a> From<&'a Parent> for Asker<'a> {
    fn from(parent: &'a Parent) -> Self {
        Self {
            account: &parent.account,
            session: &parent.session,
        }
    }
}

impl<'a> From<&'a Caller> for Asker<'a> {
    fn from(caller: &'a Caller) -> Self {
        Self {
            account: &caller.account,
            session: &caller.session,
        }
    }
}

/// The parent who is asking; refused where nobody is signed in, and to every tablet in kid mode.
pub(crate) async fn parent(edge: &Edge, incoming: &Incoming) -> Result<Parent, Failure> {
    let caller = caller(edge, incoming).await?;
    match caller.mode {
        Mode::Parent => Ok(Parent {
            account: caller.account,
            session: caller.session,
            signed_in_at_ms: caller.signed_in_at_ms,
        }),
        Mode::Kid => Err(Code::Forbidden.into()),
    }
}

/// Whoever is asking from a signed-in browser; refused where the session is unknown or has run out.
pub(crate) async fn caller(edge: &Edge, incoming: &Incoming) -> Result<Caller, Failure> {
    let token = incoming
        .cookie(Cookie::Session, edge.settings.is_https())
        .ok_or(Code::SignInNeeded)?;
    let session = digest::of_token(&token);
    let found = edge
        .store
        .session(&session, edge.platform.now_ms())
        .await?
        .ok_or(Code::SignInNeeded)?;
    Ok(Caller {
        account: found.account_id,
        session,
        mode: found.mode,
        paired: found.paired,
        signed_in_at_ms: found.created_at_ms,
    })
}
