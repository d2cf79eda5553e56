//! Who is asking: the session cookie, and what it opens.
//!
//! A handler for parents takes a [`Parent`] as its argument, and only [`parent`] makes one, so no handler can forget to
//! ask.

use domain::{id::AccountId, wire::Code};

use crate::{Edge, cookie::Cookie, digest, error::Failure, incoming::Incoming};

/// A parent whose browser is signed in.
pub(crate) struct Parent {
    /// The parent's account.
    pub(crate) account: AccountId,
    /// The hash of the session's token.
    pub(crate) token_hash: String,
}

/// The parent who is asking; refused where nobody is signed in or the session has run out.
pub(crate) async fn parent(edge: &Edge, incoming: &Incoming) -> Result<Parent, Failure> {
    let token = incoming
        .cookie(Cookie::Session, edge.settings.is_https())
        .ok_or(Code::SignInNeeded)?;
    let token_hash = digest::of_token(&token);
    let account = edge
        .store
        .account_of_session(&token_hash, edge.platform.now_ms())
        .await?
        .ok_or(Code::SignInNeeded)?;
    Ok(Parent {
        account,
        token_hash,
    })
}
