//! Signing in with a passkey.
//!
//! Nobody says who they are: the challenge is the same for everybody, and the visitor's device knows the passkey. So
//! there is nothing to learn here about who has an account, and every refusal is the same one.

use domain::{
    account::SignInWay,
    bytes::Bytes,
    passkey::{Assertion, Expected},
    wire::{Code, PasskeyChallenge, SignInWithPasskey},
};

use super::sign_in;
use crate::{
    Edge, cookie::Cookie, digest, error::Failure, incoming::Incoming, reply::Reply,
    webcrypto::signature_fits,
};

/// Gives out a challenge. It belongs to this browser, by a cookie, so that nobody signs another browser in.
pub(crate) async fn challenge(edge: &Edge, incoming: Incoming) -> Result<Reply, Failure> {
    let key = edge.platform.secret("CODE_KEY")?;
    sign_in::keep_to_the_limit(edge, &incoming, &key, "passkey-challenge").await?;
    let browser = edge.platform.random_token()?;
    let challenge = Bytes(edge.platform.random::<32>()?.to_vec());
    let now_ms = edge.platform.now_ms();
    edge.store
        .keep_challenge(&digest::of_token(&browser), &challenge, now_ms)
        .await?;
    let https = edge.settings.is_https();
    Ok(Reply::ok(&PasskeyChallenge { challenge })?
        .with_cookie(Cookie::PasskeyBrowser.set(&browser, https)))
}

/// Trades an answered challenge for a session.
pub(crate) async fn enter(edge: &Edge, mut incoming: Incoming) -> Result<Reply, Failure> {
    let asked: SignInWithPasskey = incoming.body().await?;
    let key = edge.platform.secret("CODE_KEY")?;
    sign_in::keep_to_the_limit(edge, &incoming, &key, "passkey").await?;

    let https = edge.settings.is_https();
    let browser = incoming
        .cookie(Cookie::PasskeyBrowser, https)
        .ok_or(Code::PasskeyRefused)?;
    let now_ms = edge.platform.now_ms();
    // Taken before anything is looked at: an answer uses the challenge up, whatever comes of it.
    let challenge = edge
        .store
        .take_challenge(&digest::of_token(&browser), now_ms)
        .await?
        .ok_or(Code::PasskeyRefused)?;
    let passkey = edge
        .store
        .passkey_of_credential(&asked.credential)
        .await?
        .ok_or(Code::PasskeyRefused)?;
    let assertion = Assertion {
        credential: &asked.credential.0,
        client_data: &asked.client_data.0,
        authenticator_data: &asked.authenticator_data.0,
        signature: &asked.signature.0,
        user: &asked.user.0,
    };
    let expected = Expected {
        challenge: &challenge.0,
        origin: &edge.settings.public_origin,
    };
    let claim = assertion
        .check(&expected, &passkey.known)
        .map_err(|_| Code::PasskeyRefused)?;
    let fits = signature_fits(&claim).await?;
    let counter = claim.settle(fits).map_err(|_| Code::PasskeyRefused)?;
    if !edge.store.note_use(&passkey.id, counter, now_ms).await? {
        return Err(Code::PasskeyRefused.into());
    }
    let reply = sign_in::let_in(
        edge,
        &incoming,
        &passkey.account,
        SignInWay::Passkey,
        now_ms,
    )
    .await?;
    Ok(reply.with_cookie(Cookie::PasskeyBrowser.clear(https)))
}
