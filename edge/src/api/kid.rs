//! Kid mode: handing the tablet over, what it may know then, and taking it back.
//!
//! Entering and leaving give the browser another token, so that one from before is worth nothing after. Whoever forgot
//! the PIN signs in anew by mail: that opens a parent's session in place of the handed-over one.

use domain::{
    id::AccountId,
    kid::{Mode, Pin},
    wire::{Code, HandOver, KidRoom, KidView, TakeBack},
};

use crate::{
    Edge,
    auth::{Caller, Parent},
    cookie::Cookie,
    digest::{self, Purpose},
    error::{Failure, Fault},
    incoming::Incoming,
    reply::Reply,
};

/// What the tablet may know.
pub(crate) async fn show(edge: &Edge, caller: &Caller) -> Result<Reply, Failure> {
    Ok(Reply::ok(&room(edge, &caller.account).await?)?)
}

/// Hands the tablet over.
pub(crate) async fn enter(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: HandOver = incoming.body().await?;
    match asked.pin {
        Some(typed) => {
            let pin = Pin::read(&typed)
                .filter(|pin| !pin.is_too_easy())
                .ok_or(Code::UnfitPin)?;
            let hash = hash(edge, &parent.account, &pin)?;
            edge.store.set_pin(&parent.account, &hash).await?;
        }
        None if edge.store.has_pin(&parent.account).await? => {}
        // Without a PIN there would be no way back but by mail.
        None => return Err(Code::PinNeeded.into()),
    }
    let room = room(edge, &parent.account).await?;
    switch(edge, &parent.session, Mode::Kid, Reply::ok(&room)?).await
}

/// Takes the tablet back.
pub(crate) async fn leave(
    edge: &Edge,
    caller: &Caller,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: TakeBack = incoming.body().await?;
    if caller.mode == Mode::Kid {
        // What can't be a PIN is a slip of the finger and costs no try.
        let pin = Pin::read(&asked.pin).ok_or(Code::WrongPin)?;
        let hash = hash(edge, &caller.account, &pin)?;
        edge.store
            .try_pin(&caller.account, &hash, edge.platform.now_ms())
            .await?;
    }
    let overview = super::overview::of(edge, &caller.account).await?;
    // A parent's own session, taken back in another window meanwhile, gets a new token too.
    switch(edge, &caller.session, Mode::Parent, Reply::ok(&overview)?).await
}

async fn switch(edge: &Edge, session: &str, mode: Mode, reply: Reply) -> Result<Reply, Failure> {
    let token = edge.platform.random_token()?;
    edge.store
        .rotate_session(session, &digest::of_token(&token), mode)
        .await?;
    Ok(reply.with_cookie(Cookie::Session.set(&token, edge.settings.is_https())))
}

async fn room(edge: &Edge, account: &AccountId) -> Result<KidRoom, Failure> {
    let overview = edge.store.overview(account).await?;
    let agreed = overview.consent.is_some_and(|consent| consent.allows_calls);
    Ok(KidRoom {
        may_call: agreed && overview.credits.call_minutes > 0,
        children: overview.children.into_iter().map(KidView::from).collect(),
        has_way_out: true,
    })
}

fn hash(edge: &Edge, account: &AccountId, pin: &Pin) -> Result<String, Fault> {
    let key = edge.platform.secret("CODE_KEY")?;
    Ok(digest::keyed_slowly(
        &key,
        Purpose::Pin,
        &[account.as_str(), pin.as_str()],
    ))
}
