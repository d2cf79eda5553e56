//! Kid mode: handing the tablet over, what it may know then, and taking it back.
//!
//! Entering and leaving give the browser another token, so that one from before is worth nothing after. Whoever forgot
//! the PIN brings a fresh proof instead: a code by mail or a passkey.
//!
//! A paired device (see `pairing`) is in kid mode for good: it was never a parent's, so nothing leads back to one.

use domain::{
    confirmation::{Proof, Purpose},
    id::AccountId,
    kid::{Mode, Pin},
    wire::{Code, HandOver, KidRoom, KidView, TakeBack},
};

use super::confirmation;
use crate::{
    Edge,
    auth::{Caller, Parent},
    cookie::Cookie,
    digest::{self, Purpose as HashPurpose},
    error::{Failure, Fault},
    incoming::Incoming,
    reply::Reply,
    store::Paired,
};

/// What the tablet may know.
pub(crate) async fn show(
    edge: &Edge,
    caller: &Caller,
    incoming: &Incoming,
) -> Result<Reply, Failure> {
    let https = edge.settings.is_https();
    let reply = Reply::ok(&room(edge, &caller.account, caller.paired.as_ref()).await?)?;
    Ok(match incoming.cookie(Cookie::Session, https) {
        // A pairing lasts until it is removed, so the cookie must not run out before on a device that is in use.
        Some(token) if caller.paired.is_some() => {
            reply.with_cookie(Cookie::Session.set(&token, https))
        }
        _ => reply,
    })
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
        // Without a PIN there would be no quick way back.
        None => return Err(Code::PinNeeded.into()),
    }
    let room = room(edge, &parent.account, None).await?;
    switch(edge, &parent.session, Mode::Kid, Reply::ok(&room)?).await
}

/// Sends the code for who forgot the PIN.
pub(crate) async fn send_code(edge: &Edge, caller: &Caller) -> Result<Reply, Failure> {
    find_the_way_out(caller)?;
    confirmation::send_code(edge, caller.into(), Purpose::LeaveKidMode).await
}

/// Gives out the challenge for who forgot the PIN and has a passkey.
pub(crate) async fn challenge(
    edge: &Edge,
    caller: &Caller,
    incoming: &Incoming,
) -> Result<Reply, Failure> {
    find_the_way_out(caller)?;
    confirmation::give_challenge(edge, caller.into(), incoming, Purpose::LeaveKidMode).await
}

/// Takes the tablet back.
pub(crate) async fn leave(
    edge: &Edge,
    caller: &Caller,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: TakeBack = incoming.body().await?;
    find_the_way_out(caller)?;
    if caller.mode == Mode::Kid {
        match asked {
            TakeBack::Pin(typed) => try_pin(edge, caller, &typed).await?,
            TakeBack::Code(code) => prove(edge, caller, &incoming, &Proof::Code(code)).await?,
            TakeBack::Passkey(answer) => {
                prove(edge, caller, &incoming, &Proof::Passkey(answer)).await?;
            }
        }
    }
    let overview = super::overview::of(edge, &caller.account).await?;
    // A parent's own session, taken back in another window meanwhile, gets a new token too.
    switch(edge, &caller.session, Mode::Parent, Reply::ok(&overview)?).await
}

/// Refuses a session that never becomes the parent's, before anything that leads there is looked at: a paired device
/// may not even try the PIN, which would use up the parent's own tries.
fn find_the_way_out(caller: &Caller) -> Result<(), Failure> {
    match caller.paired {
        None => Ok(()),
        Some(_) => Err(Code::Forbidden.into()),
    }
}

async fn try_pin(edge: &Edge, caller: &Caller, typed: &str) -> Result<(), Failure> {
    // What can't be a PIN is a slip of the finger and costs no try.
    let pin = Pin::read(typed).ok_or(Code::WrongPin)?;
    let hash = hash(edge, &caller.account, &pin)?;
    edge.store
        .try_pin(&caller.account, &hash, edge.platform.now_ms())
        .await
}

async fn prove(
    edge: &Edge,
    caller: &Caller,
    incoming: &Incoming,
    proof: &Proof,
) -> Result<(), Failure> {
    let purpose = Purpose::LeaveKidMode;
    confirmation::confirm(edge, caller.into(), incoming, purpose, proof).await
}

async fn switch(edge: &Edge, session: &str, mode: Mode, reply: Reply) -> Result<Reply, Failure> {
    let token = edge.platform.random_token()?;
    edge.store
        .rotate_session(session, &digest::of_token(&token), mode)
        .await?;
    Ok(reply.with_cookie(Cookie::Session.set(&token, edge.settings.is_https())))
}

/// The children's own page, of all of them or of those that a paired device is for.
pub(super) async fn room(
    edge: &Edge,
    account: &AccountId,
    paired: Option<&Paired>,
) -> Result<KidRoom, Failure> {
    let now_ms = edge.platform.now_ms();
    let overview = edge.store.overview(account, now_ms).await?;
    let only = paired.and_then(|paired| paired.only.as_ref());
    let used_up = paired.is_some_and(|paired| paired.used_up);
    Ok(KidRoom {
        may_call: overview.may_call() && !used_up,
        children: overview
            .children
            .into_iter()
            .filter(|child| only.is_none_or(|only| *only == child.id))
            .map(KidView::from)
            .collect(),
        has_way_out: paired.is_none(),
        used_up,
    })
}

fn hash(edge: &Edge, account: &AccountId, pin: &Pin) -> Result<String, Fault> {
    let key = edge.platform.secret("CODE_KEY")?;
    Ok(digest::keyed_slowly(
        &key,
        HashPurpose::Pin,
        &[account.as_str(), pin.as_str()],
    ))
}
