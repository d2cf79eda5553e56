//! Signing in with a passkey.
//!
//! Nobody says who they are: the challenge is the same for everybody, and the visitor's device knows the passkey. So
//! there is nothing to learn here about who has an account, and every refusal is the same one.

use domain::{
    account::SignInWay,
    bytes::Bytes,
    passkey::PasskeyAnswer,
    wire::{Code, PasskeyChallenge},
};

use super::{assertion, limits::keep_to_the_limit, sign_in};
use crate::{Edge, cookie::Cookie, digest, error::Failure, incoming::Incoming, reply::Reply};

/// Gives out a challenge. It belongs to this browser, by a cookie, so that nobody signs another browser in.
pub(crate) async fn challenge(edge: &Edge, incoming: Incoming) -> Result<Reply, Failure> {
    let key = edge.platform.secret("CODE_KEY")?;
    keep_to_the_limit(edge, &incoming, &key, "passkey-challenge").await?;
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
    let answer: PasskeyAnswer = incoming.body().await?;
    let key = edge.platform.secret("CODE_KEY")?;
    keep_to_the_limit(edge, &incoming, &key, "passkey").await?;

    let https = edge.settings.is_https();
    let browser = incoming
        .cookie(Cookie::PasskeyBrowser, https)
        .ok_or(Code::PasskeyRefused)?;
    let account = assertion::believe(edge, &digest::of_token(&browser), &answer, None).await?;
    let now_ms = edge.platform.now_ms();
    let reply = sign_in::let_in(edge, &incoming, &account, SignInWay::Passkey, now_ms).await?;
    Ok(reply.with_cookie(Cookie::PasskeyBrowser.clear(https)))
}
