//! Confirming by a fresh proof what a session alone must not do: by a code that was just sent, or by a passkey.
//!
//! Both belong to one session and one purpose; whoever takes either elsewhere is refused.

use domain::{
    account::{EmailAddress, read_sign_in_code},
    bytes::Bytes,
    confirmation::{Proof, Purpose},
    wire::{Code, PasskeyChallenge, RequestConfirmation},
};

use super::{assertion, limits::keep_to_the_limit, sign_in::draw_code};
use crate::{
    Edge,
    auth::{Asker, Parent},
    digest::{self, Purpose as HashPurpose},
    error::{Failure, Fault},
    incoming::Incoming,
    mail::{self, CodeFor},
    reply::Reply,
    store::NewConfirmation,
};

/// Sends a parent a code for one purpose.
pub(crate) async fn request(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: RequestConfirmation = incoming.body().await?;
    send_code(edge, parent.into(), asked.purpose).await
}

/// Gives a parent a challenge for one purpose.
pub(crate) async fn challenge(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: RequestConfirmation = incoming.body().await?;
    give_challenge(edge, parent.into(), &incoming, asked.purpose).await
}

/// Sends a code for one purpose to the account's address.
pub(super) async fn send_code(
    edge: &Edge,
    asker: Asker<'_>,
    purpose: Purpose,
) -> Result<Reply, Failure> {
    let key = edge.platform.secret("CODE_KEY")?;
    let to = edge
        .store
        .addressee(asker.account)
        .await?
        .ok_or_else(|| Fault::new("asking for a confirming code", "the account is gone"))?;
    let code = draw_code(edge)?;
    let code_hash = hash(&key, asker, purpose, &code);
    let new = NewConfirmation {
        token_hash: asker.session,
        account: asker.account,
        purpose,
        code_hash: &code_hash,
    };
    // Kept before it is sent: a code that arrives must work.
    let now_ms = edge.platform.now_ms();
    if !edge.store.keep_confirmation(&new, now_ms).await? {
        return Err(Code::TooManyTries.into());
    }
    let address = EmailAddress::parse(&to.email).map_err(|_| Code::InvalidEmail)?;
    let reason = CodeFor::Confirming(purpose);
    mail::send_code(edge, &address, to.language, reason, &code, &code_hash).await?;
    Ok(Reply::accepted())
}

/// Gives out a challenge for one purpose; not found where the account has no passkey to answer it with.
pub(super) async fn give_challenge(
    edge: &Edge,
    asker: Asker<'_>,
    incoming: &Incoming,
    purpose: Purpose,
) -> Result<Reply, Failure> {
    let key = edge.platform.secret("CODE_KEY")?;
    keep_to_the_limit(edge, incoming, &key, "confirmation-challenge").await?;
    if edge.store.credentials(asker.account).await?.is_empty() {
        return Err(Code::NotFound.into());
    }
    let challenge = Bytes(edge.platform.random::<32>()?.to_vec());
    let now_ms = edge.platform.now_ms();
    edge.store
        .keep_challenge(&holder(&key, asker, purpose), &challenge, now_ms)
        .await?;
    Ok(Reply::ok(&PasskeyChallenge { challenge })?)
}

/// Lets pass who proves to this session, for this purpose and once, that the parent is there.
pub(crate) async fn confirm(
    edge: &Edge,
    asker: Asker<'_>,
    incoming: &Incoming,
    purpose: Purpose,
    proof: &Proof,
) -> Result<(), Failure> {
    let key = edge.platform.secret("CODE_KEY")?;
    keep_to_the_limit(edge, incoming, &key, "confirmation").await?;
    match proof {
        Proof::Passkey(answer) => {
            let holder = holder(&key, asker, purpose);
            assertion::believe(edge, &holder, answer, Some(asker.account))
                .await
                .map(drop)
        }
        Proof::Code(typed) => {
            let code = read_sign_in_code(typed).ok_or(Code::WrongCode)?;
            let code_hash = hash(&key, asker, purpose, &code);
            let now_ms = edge.platform.now_ms();
            let right = edge
                .store
                .try_confirmation(asker.session, purpose, &code_hash, now_ms)
                .await?;
            if right {
                Ok(())
            } else {
                Err(Code::WrongCode.into())
            }
        }
    }
}

/// The same for a parent whose fresh sign-in may be proof enough: a proof is asked for where none came along.
pub(crate) async fn confirm_unless_fresh(
    edge: &Edge,
    parent: &Parent,
    incoming: &Incoming,
    purpose: Purpose,
    proof: Option<&Proof>,
) -> Result<(), Failure> {
    match proof {
        Some(proof) => confirm(edge, parent.into(), incoming, purpose, proof).await,
        None if purpose.needs_proof(parent.signed_in_at_ms, edge.platform.now_ms()) => {
            Err(Code::ProofNeeded.into())
        }
        None => Ok(()),
    }
}

fn hash(key: &str, asker: Asker<'_>, purpose: Purpose, code: &str) -> String {
    let parts = [asker.session, purpose.as_str(), code];
    digest::keyed(key, HashPurpose::Confirmation, &parts)
}

/// Under what a challenge is kept: it is this session's, and for this purpose.
fn holder(key: &str, asker: Asker<'_>, purpose: Purpose) -> String {
    let parts = [asker.session, purpose.as_str()];
    digest::keyed(key, HashPurpose::ConfirmationChallenge, &parts)
}
