//! The passkeys of an account: adding, naming, removing.

use domain::{
    bytes::Bytes,
    confirmation::Purpose,
    id::PasskeyId,
    passkey::{self, Expected, Registration},
    wire::{AddPasskey, Code, PasskeyInvitation, PasskeyView, Proven, RenamePasskey},
};

use super::{confirmation::confirm_unless_fresh, id_in_path};
use crate::{
    Edge,
    auth::Parent,
    error::{Failure, Fault},
    incoming::Incoming,
    notices::{Notice, Posted},
    reply::Reply,
    store,
};

/// Lists them.
pub(crate) async fn list(edge: &Edge, parent: &Parent) -> Result<Reply, Failure> {
    Ok(Reply::ok(&edge.store.passkeys(&parent.account).await?)?)
}

/// Gives out what a browser needs to make one. The challenge belongs to the session that asked. The fresh proof is asked
/// for here and not when the passkey comes: by then the device would already have made it.
pub(crate) async fn invite(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: Proven = incoming.body().await?;
    let purpose = Purpose::AddPasskey;
    confirm_unless_fresh(edge, parent, &incoming, purpose, asked.proof.as_ref()).await?;
    let challenge = Bytes(edge.platform.random::<32>()?.to_vec());
    let now_ms = edge.platform.now_ms();
    edge.store
        .keep_challenge(&parent.session, &challenge, now_ms)
        .await?;
    Ok(Reply::ok(&PasskeyInvitation {
        challenge,
        user: store::passkey_user(&parent.account),
        known: edge.store.credentials(&parent.account).await?,
    })?)
}

/// Adds one.
pub(crate) async fn add(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: AddPasskey = incoming.body().await?;
    let name = passkey::name(&asked.name).ok_or(Code::InvalidPasskeyName)?;
    let now_ms = edge.platform.now_ms();
    let challenge = edge
        .store
        .take_challenge(&parent.session, now_ms)
        .await?
        .ok_or(Code::PasskeyRefused)?;
    let registration = Registration {
        credential: &asked.credential.0,
        client_data: &asked.client_data.0,
        authenticator_data: &asked.authenticator_data.0,
        public_key: &asked.public_key.0,
    };
    let believed = registration
        .check(&Expected {
            challenge: &challenge.0,
            origin: &edge.settings.public_origin,
        })
        .map_err(|_| Code::PasskeyRefused)?;
    let id = PasskeyId::from_random(edge.platform.random()?);
    let letter = letter(edge, parent, Notice::PasskeyAdded(&incoming.device())).await?;
    edge.store
        .keep_passkey(&parent.account, &id, &name, &believed, &letter, now_ms)
        .await?;
    Ok(Reply::created(&PasskeyView {
        id,
        name,
        created_at_ms: now_ms,
        used_at_ms: None,
    })?
    .with_letters())
}

/// Gives one another name.
pub(crate) async fn rename(
    edge: &Edge,
    parent: &Parent,
    id: &str,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let id: PasskeyId = id_in_path(id)?;
    let asked: RenamePasskey = incoming.body().await?;
    let name = passkey::name(&asked.name).ok_or(Code::InvalidPasskeyName)?;
    edge.store
        .rename_passkey(&parent.account, &id, &name)
        .await?;
    Ok(Reply::done())
}

/// Removes one.
pub(crate) async fn remove(
    edge: &Edge,
    parent: &Parent,
    id: &str,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let id: PasskeyId = id_in_path(id)?;
    let asked: Proven = incoming.body().await?;
    if !edge.store.has_passkey(&parent.account, &id).await? {
        return Err(Code::NotFound.into());
    }
    let purpose = Purpose::RemovePasskey;
    confirm_unless_fresh(edge, parent, &incoming, purpose, asked.proof.as_ref()).await?;
    let letter = letter(edge, parent, Notice::PasskeyRemoved(&incoming.device())).await?;
    edge.store
        .remove_passkey(&parent.account, &id, &letter, edge.platform.now_ms())
        .await?;
    Ok(Reply::done().with_letters())
}

async fn letter(edge: &Edge, parent: &Parent, notice: Notice<'_>) -> Result<Posted, Failure> {
    let to = edge.store.addressee(&parent.account).await?;
    let to = to.ok_or_else(|| Fault::new("writing of a passkey", "the account is gone"))?;
    Ok(notice.to(edge, to.email, to.language)?)
}
