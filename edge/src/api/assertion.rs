//! A passkey's answer to a challenge: what signing in and confirming both believe, and nothing else does.

use domain::{
    id::AccountId,
    passkey::{Expected, PasskeyAnswer},
    wire::Code,
};

use crate::{Edge, error::Failure, webcrypto::signature_fits};

/// Believes an answer to the challenge that `holder` was given, and tells whose passkey it was; where it has to be one
/// account's, that is checked too. There is one refusal for every reason.
pub(super) async fn believe(
    edge: &Edge,
    holder: &str,
    answer: &PasskeyAnswer,
    of: Option<&AccountId>,
) -> Result<AccountId, Failure> {
    let now_ms = edge.platform.now_ms();
    // Taken before anything is looked at: an answer uses the challenge up, whatever comes of it.
    let challenge = edge
        .store
        .take_challenge(holder, now_ms)
        .await?
        .ok_or(Code::PasskeyRefused)?;
    let passkey = edge
        .store
        .passkey_of_credential(&answer.credential)
        .await?
        .filter(|passkey| of.is_none_or(|account| *account == passkey.account))
        .ok_or(Code::PasskeyRefused)?;
    let expected = Expected {
        challenge: &challenge.0,
        origin: &edge.settings.public_origin,
    };
    let claim = answer
        .assertion()
        .check(&expected, &passkey.known)
        .map_err(|_| Code::PasskeyRefused)?;
    let fits = signature_fits(&claim).await?;
    let counter = claim.settle(fits).map_err(|_| Code::PasskeyRefused)?;
    if !edge.store.note_use(&passkey.id, counter, now_ms).await? {
        return Err(Code::PasskeyRefused.into());
    }
    Ok(passkey.account)
}
