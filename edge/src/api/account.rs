//! The parent's own account: seeing it, changing it, ending sessions, taking a copy, deleting it.

use domain::{
    account::read_name,
    call::EndReason,
    confirmation::{Proof, Purpose},
    id::{AccountId, PairingId, SessionId},
    wire::{ChangeAccount, Code},
};

use super::{confirmation, id_in_path};
use crate::{
    Edge,
    auth::Parent,
    call_meter::{Command, tell},
    cookie::Cookie,
    error::Failure,
    incoming::Incoming,
    notices::Notice,
    reply::Reply,
};

/// Everything that the account page shows.
pub(crate) async fn show(edge: &Edge, parent: &Parent) -> Result<Reply, Failure> {
    let page = edge
        .store
        .account_page(&parent.account, &parent.session, edge.platform.now_ms())
        .await?;
    Ok(Reply::ok(&page)?)
}

/// Changes the name and the language.
pub(crate) async fn change(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: ChangeAccount = incoming.body().await?;
    let name = read_name(&asked.name).ok_or(Code::NameTooLong)?;
    edge.store
        .change_account(&parent.account, &name, asked.language)
        .await?;
    Ok(Reply::done())
}

/// Ends one session. A paired device's call ends with it.
pub(crate) async fn end_session(edge: &Edge, parent: &Parent, id: &str) -> Result<Reply, Failure> {
    let session: SessionId = id_in_path(id)?;
    let ended = edge.store.end_session(&parent.account, &session).await?;
    if let Some(pairing) = ended {
        end_call(edge, &parent.account, Some(&pairing)).await?;
    }
    Ok(Reply::done())
}

/// Signs out everywhere, here too and on paired devices. A call that goes on would only fall silent, so it is hung up.
pub(crate) async fn end_sessions(edge: &Edge, parent: &Parent) -> Result<Reply, Failure> {
    edge.store.end_sessions(&parent.account).await?;
    end_call(edge, &parent.account, None).await?;
    Ok(Reply::done().with_cookie(Cookie::Session.clear(edge.settings.is_https())))
}

/// Everything that is kept, as one file.
pub(crate) async fn export(edge: &Edge, parent: &Parent) -> Result<Reply, Failure> {
    let everything = edge
        .store
        .export(&parent.account, edge.platform.now_ms())
        .await?;
    Ok(Reply::file("call-santa.json", &everything)?)
}

/// Deletes the account and everything in it, on a fresh proof.
pub(crate) async fn delete(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let proof: Proof = incoming.body().await?;
    let purpose = Purpose::DeleteAccount;
    confirmation::confirm(edge, parent.into(), &incoming, purpose, &proof).await?;
    erase(edge, &parent.account).await?;
    Ok(Reply::done()
        .with_letters()
        .with_cookie(Cookie::Session.clear(edge.settings.is_https())))
}

/// Deletes an account and everything in it, for good.
pub(crate) async fn erase(edge: &Edge, account: &AccountId) -> Result<(), Failure> {
    let Some(to) = edge.store.addressee(account).await? else {
        return Ok(());
    };
    let letter = Notice::AccountDeleted.to(edge, to.email, to.language)?;
    let now_ms = edge.platform.now_ms();
    // Sessions first: from here on nobody can start another call. What is cut off after this, cron takes up.
    edge.store.begin_deletion(account, now_ms).await?;
    end_call(edge, account, None).await?;
    edge.store.delete_account(account, &letter, now_ms).await
}

/// Hangs up the account's call, if one goes on, and settles it for the time that it stood; only a call from this paired
/// device, if one is named.
pub(super) async fn end_call(
    edge: &Edge,
    account: &AccountId,
    from: Option<&PairingId>,
) -> Result<(), Failure> {
    let Some(id) = edge.store.call_going_on(account, from).await? else {
        return Ok(());
    };
    let at_ms = edge.platform.now_ms();
    let call = edge.store.call_of(account, &id, at_ms).await?;
    let end = Command::End {
        stands: call.line(),
        reason: EndReason::HungUp,
        at_ms,
    };
    tell(&edge.platform, &id, &end).await?;
    let call = edge.store.call_of(account, &id, at_ms).await?;
    if call.settlement().is_some() {
        return Ok(());
    }
    // Where OpenAI is slow, the meter goes on telling it by alarm; the booking need not wait for that.
    let stood_ms = call.connected_at_ms.map(|since_ms| at_ms - since_ms);
    edge.store
        .settle_call(&id, EndReason::HungUp, stood_ms, at_ms)
        .await
}
