//! Pairing: the parent invites a device, the device takes the invitation up and is in kid mode, and the parent takes the
//! leave back.
//!
//! A device may end its pairing itself, without any PIN: nothing is won by it that a PIN would have to guard, grandparents
//! can give their tablet away, and nobody in another home gets to try the parent's PIN.

use domain::{
    id::{AccountId, PairingId, SessionId},
    pairing::{self, CALLS, INVITATION_LIFETIME_MS, Secret},
    wire::{Code, Invitation, InviteDevice, PairDevice},
};

use super::{account::end_call, id_in_path, kid, limits, sign_in};
use crate::{
    Edge,
    auth::{Caller, Parent},
    cookie::Cookie,
    digest::{self, Purpose},
    error::{Failure, Fault},
    incoming::Incoming,
    qr,
    reply::Reply,
    store::{NewDevice, NewInvitation},
};

/// Lists the paired devices.
pub(crate) async fn list(edge: &Edge, parent: &Parent) -> Result<Reply, Failure> {
    Ok(Reply::ok(&edge.store.pairings(&parent.account).await?)?)
}

/// Invites a device.
pub(crate) async fn invite(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: InviteDevice = incoming.body().await?;
    let name = pairing::name(&asked.name).ok_or(Code::InvalidDeviceName)?;
    if asked.calls.is_some_and(|calls| !CALLS.contains(&calls)) {
        return Err(Code::MalformedRequest.into());
    }
    if let Some(child) = &asked.child {
        edge.store.child(&parent.account, child).await?;
    }
    let (code, key) = keep(edge, &parent.account, &name, &asked).await?;
    let page = format!("{}/par", edge.settings.public_origin);
    // After the #, so that the key stays in the device and reaches no server's log.
    let picture = qr::draw(&format!("{page}#{key}"))?;
    Ok(Reply::created(&Invitation {
        code,
        qr_path: picture.path,
        qr_size: picture.size,
        page: page
            .split_once("://")
            .map_or(page.as_str(), |(_, address)| address)
            .to_owned(),
        seconds: u32::try_from(INVITATION_LIFETIME_MS / 1000).unwrap_or(0),
    })?)
}

/// Draws both secrets of an invitation and keeps their hashes.
async fn keep(
    edge: &Edge,
    account: &AccountId,
    name: &str,
    asked: &InviteDevice,
) -> Result<(String, String), Failure> {
    let key = digest::hex(&edge.platform.random::<16>()?);
    // Another family may hold the same six digits just now.
    for _ in 0..10 {
        let code = sign_in::draw(edge, pairing::code)?;
        let new = NewInvitation {
            account,
            code_hash: &hash(edge, &code)?,
            key_hash: &digest::of_token(&key),
            name,
            child: asked.child.as_ref(),
            calls: asked.calls,
        };
        let kept = edge.store.keep_invitation(&new, edge.platform.now_ms());
        if kept.await? {
            return Ok((code, key));
        }
    }
    Err(Fault::new("inviting a device", "every code was taken").into())
}

/// Takes an invitation up. The session that the browser had before is closed.
pub(crate) async fn pair(edge: &Edge, mut incoming: Incoming) -> Result<Reply, Failure> {
    let asked: PairDevice = incoming.body().await?;
    let key = edge.platform.secret("CODE_KEY")?;
    let network = limits::keep_to_the_limit(edge, &incoming, &key, "pairing").await?;
    // What has not the form of a secret is a typing error and costs no try.
    let secret = Secret::read(&asked.secret).ok_or(Code::WrongCode)?;

    let now_ms = edge.platform.now_ms();
    let https = edge.settings.is_https();
    let former = incoming
        .cookie(Cookie::Session, https)
        .map(|token| digest::of_token(&token));
    let token = edge.platform.random_token()?;
    let new = NewDevice {
        pairing: &PairingId::from_random(edge.platform.random()?),
        session: &SessionId::from_random(edge.platform.random()?),
        token_hash: &digest::of_token(&token),
        former_token_hash: former.as_deref(),
        device: &incoming.device(),
    };
    let account = match &secret {
        Secret::Key(key) => {
            let key_hash = digest::of_token(key);
            edge.store.pair_by_key(&key_hash, &new, now_ms).await?
        }
        Secret::Code(code) => {
            // Counted before it is looked at, so that of many at the same moment none is free.
            let number = edge.store.count_pairing_try(&network, now_ms).await?;
            let code_hash = hash(edge, code)?;
            edge.store
                .pair_by_code(&code_hash, number, &new, now_ms)
                .await?
        }
    };
    let account = account.ok_or(Code::WrongCode)?;
    let opened = edge
        .store
        .session(new.token_hash, now_ms)
        .await?
        .ok_or(Code::WrongCode)?;
    let room = kid::room(edge, &account, opened.paired.as_ref()).await?;
    Ok(Reply::ok(&room)?.with_cookie(Cookie::Session.set(&token, https)))
}

/// Ends a pairing from the parent's side.
pub(crate) async fn end(edge: &Edge, parent: &Parent, id: &str) -> Result<Reply, Failure> {
    take_back(edge, &parent.account, &id_in_path(id)?).await?;
    Ok(Reply::done())
}

/// Ends a pairing from the device's side.
pub(crate) async fn leave(edge: &Edge, caller: &Caller) -> Result<Reply, Failure> {
    // A parent's own tablet is taken back by the PIN.
    let paired = caller.paired.as_ref().ok_or(Code::Forbidden)?;
    take_back(edge, &caller.account, &paired.id).await?;
    Ok(Reply::done().with_cookie(Cookie::Session.clear(edge.settings.is_https())))
}

/// First the pairing, then its call: what starts after this moment is refused by the database.
async fn take_back(edge: &Edge, account: &AccountId, pairing: &PairingId) -> Result<(), Failure> {
    edge.store.end_pairing(account, pairing).await?;
    end_call(edge, account, Some(pairing)).await
}

fn hash(edge: &Edge, code: &str) -> Result<String, Fault> {
    let key = edge.platform.secret("CODE_KEY")?;
    Ok(digest::keyed(&key, Purpose::Pairing, &[code]))
}
