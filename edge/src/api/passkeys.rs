//! The passkeys of an account: adding, naming, removing.

use domain::{
    bytes::Bytes,
    id::PasskeyId,
    passkey::{self, Expected, Registration},
    wire::{AddPasskey, Code, PasskeyInvitation, PasskeyView, RenamePasskey},
};

use super::id_in_path;
use crate::{
    Edge, auth::Parent, cookie::Cookie, digest, error::Failure, incoming::Incoming, reply::Reply,
    store,
};

/// Lists them.
pub(crate) async fn list(edge: &Edge, parent: &Parent) -> Result<Reply, Failure> {
    Ok(Reply::ok(&edge.store.passkeys(&parent.account).await?)?)
}

/// Gives out what a browser needs to make one. The challenge belongs to the session that asked.
pub(crate) async fn invite(
    edge: &Edge,
    parent: &Parent,
    incoming: Incoming,
) -> Result<Reply, Failure> {
    let session_hash = session_hash(edge, &incoming)?;
    let challenge = Bytes(edge.platform.random::<32>()?.to_vec());
    let now_ms = edge.platform.now_ms();
    edge.store
        .keep_challenge(&session_hash, &challenge, now_ms)
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
        .take_challenge(&session_hash(edge, &incoming)?, now_ms)
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
    edge.store
        .keep_passkey(&parent.account, &id, &name, &believed, now_ms)
        .await?;
    Ok(Reply::created(&PasskeyView {
        id,
        name,
        created_at_ms: now_ms,
        used_at_ms: None,
    })?)
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
pub(crate) async fn remove(edge: &Edge, parent: &Parent, id: &str) -> Result<Reply, Failure> {
    let id: PasskeyId = id_in_path(id)?;
    edge.store.remove_passkey(&parent.account, &id).await?;
    Ok(Reply::done())
}

/// The hash of the session that is asking; there is one, or the handler would not have been reached.
fn session_hash(edge: &Edge, incoming: &Incoming) -> Result<String, Failure> {
    let token = incoming
        .cookie(Cookie::Session, edge.settings.is_https())
        .ok_or(Code::SignInNeeded)?;
    Ok(digest::of_token(&token))
}
