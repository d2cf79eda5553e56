//! Confirming by a fresh code what a session alone must not do.

use domain::{
    account::{EmailAddress, read_sign_in_code},
    confirmation::Purpose,
    wire::{Code, RequestConfirmation},
};

use super::sign_in::{draw_code, keep_to_the_limit};
use crate::{
    Edge,
    auth::Parent,
    digest::{self, Purpose as HashPurpose},
    error::{Failure, Fault},
    incoming::Incoming,
    mail,
    reply::Reply,
    store::NewConfirmation,
};

/// How many confirming codes an account is sent within an hour.
const CODES_AN_HOUR: u32 = 5;

/// Sends a code for one purpose to the account's address.
pub(crate) async fn request(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: RequestConfirmation = incoming.body().await?;
    let key = edge.platform.secret("CODE_KEY")?;
    let now_ms = edge.platform.now_ms();
    let to = edge
        .store
        .recipient(&parent.account, now_ms)
        .await?
        .ok_or_else(|| Fault::new("asking for a confirming code", "the account is gone"))?;
    if to.codes >= CODES_AN_HOUR {
        return Err(Code::TooManyTries.into());
    }
    let code = draw_code(edge)?;
    let code_hash = hash(&key, parent, asked.purpose, &code);
    let new = NewConfirmation {
        token_hash: &parent.session,
        account: &parent.account,
        purpose: asked.purpose,
        code_hash: &code_hash,
    };
    // Kept before it is sent: a code that arrives must work.
    edge.store.keep_confirmation(&new, now_ms).await?;
    let address = EmailAddress::parse(&to.email).map_err(|_| Code::InvalidEmail)?;
    mail::send_confirmation(
        edge,
        &address,
        to.language,
        asked.purpose,
        &code,
        &code_hash,
    )
    .await?;
    Ok(Reply::accepted())
}

/// Lets pass who has the code that was sent to this session for this purpose, once.
pub(crate) async fn confirm(
    edge: &Edge,
    parent: &Parent,
    incoming: &Incoming,
    purpose: Purpose,
    typed: &str,
) -> Result<(), Failure> {
    let key = edge.platform.secret("CODE_KEY")?;
    keep_to_the_limit(edge, incoming, &key, "confirmation").await?;
    let code = read_sign_in_code(typed).ok_or(Code::WrongCode)?;
    let code_hash = hash(&key, parent, purpose, &code);
    let now_ms = edge.platform.now_ms();
    let right = edge
        .store
        .try_confirmation(&parent.session, purpose, &code_hash, now_ms)
        .await?;
    if right {
        Ok(())
    } else {
        Err(Code::WrongCode.into())
    }
}

fn hash(key: &str, parent: &Parent, purpose: Purpose, code: &str) -> String {
    let parts = [parent.session.as_str(), purpose.as_str(), code];
    digest::keyed(key, HashPurpose::Confirmation, &parts)
}
