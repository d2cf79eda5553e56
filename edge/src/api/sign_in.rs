//! Signing in by a code that comes by mail, and signing out.
//!
//! Asking for a code is answered alike whether or not the address has an account. The code is bound to the browser
//! that asked, by a cookie that outlives a trip to the mail app.

use domain::{
    account::{EmailAddress, SignInWay, read_sign_in_code, sign_in_code},
    id::{AccountId, SessionId, WalletId},
    wire::{Code, EnterCode, RequestCode},
};

use super::limits::{count_code, keep_to_the_limit};
use crate::{
    Edge,
    cookie::Cookie,
    digest::{self, Purpose},
    error::{Failure, Fault},
    incoming::Incoming,
    mail::{self, CodeFor},
    notices::Notice,
    reply::Reply,
    store::{CodeOwner, NewAccount, NewCode, NewSession},
};

/// Sends a code.
pub(crate) async fn request_code(edge: &Edge, mut incoming: Incoming) -> Result<Reply, Failure> {
    let asked: RequestCode = incoming.body().await?;
    let address = EmailAddress::parse(&asked.email).map_err(|_| Code::InvalidEmail)?;
    let key = edge.platform.secret("CODE_KEY")?;
    keep_to_the_limit(edge, &incoming, &key, "code").await?;

    count_code(edge, &incoming, &key, &address).await?;

    let browser = edge.platform.random_token()?;
    let browser_hash = digest::of_token(&browser);
    let code = draw_code(edge)?;
    let new = NewCode {
        browser_hash: &browser_hash,
        email: address.as_str(),
        language: asked.language,
        code_hash: &digest::keyed(&key, Purpose::SignInCode, &[&browser_hash, &code]),
    };
    // Kept before it is sent: a code that arrives must work.
    edge.store.keep_code(&new, edge.platform.now_ms()).await?;
    mail::send_code(
        edge,
        &address,
        asked.language,
        CodeFor::SignIn,
        &code,
        &browser_hash,
    )
    .await?;
    let https = edge.settings.is_https();
    Ok(Reply::accepted().with_cookie(Cookie::PendingBrowser.set(&browser, https)))
}

/// Trades a code for a session, and makes the account at the first time.
pub(crate) async fn enter_code(edge: &Edge, mut incoming: Incoming) -> Result<Reply, Failure> {
    let asked: EnterCode = incoming.body().await?;
    let key = edge.platform.secret("CODE_KEY")?;
    keep_to_the_limit(edge, &incoming, &key, "entry").await?;

    let https = edge.settings.is_https();
    let browser = incoming
        .cookie(Cookie::PendingBrowser, https)
        .ok_or(Code::WrongCode)?;
    let browser_hash = digest::of_token(&browser);
    // What has not the form of a code is a typing error and costs no try.
    let code = read_sign_in_code(&asked.code).ok_or(Code::WrongCode)?;
    let code_hash = digest::keyed(&key, Purpose::SignInCode, &[&browser_hash, &code]);
    let now_ms = edge.platform.now_ms();
    let owner = edge
        .store
        .try_code(&browser_hash, &code_hash, now_ms)
        .await?
        .ok_or(Code::WrongCode)?;

    let account = account_of(edge, &owner, now_ms).await?;
    let reply = let_in(edge, &incoming, &account, SignInWay::Code, now_ms).await?;
    Ok(reply.with_cookie(Cookie::PendingBrowser.clear(https)))
}

/// Lets somebody in who has proved to be this parent: a new session, in place of the one that the browser had.
pub(super) async fn let_in(
    edge: &Edge,
    incoming: &Incoming,
    account: &AccountId,
    way: SignInWay,
    now_ms: i64,
) -> Result<Reply, Failure> {
    let token = open_session(edge, incoming, account, way, now_ms).await?;
    Ok(Reply::ok(&super::overview::of(edge, account).await?)?
        .with_letters()
        .with_cookie(Cookie::Session.set(&token, edge.settings.is_https())))
}

/// Signs a browser in to an account and answers the new session's token. The session that it had before is closed.
async fn open_session(
    edge: &Edge,
    incoming: &Incoming,
    account: &AccountId,
    way: SignInWay,
    now_ms: i64,
) -> Result<String, Failure> {
    let token = edge.platform.random_token()?;
    let former = incoming
        .cookie(Cookie::Session, edge.settings.is_https())
        .map(|token| digest::of_token(&token));
    let device = incoming.device();
    let letter = match edge.store.stranger_to(account, &device).await? {
        Some(to) => Some(Notice::NewDevice(&device).to(edge, to.email, to.language)?),
        None => None,
    };
    let new = NewSession {
        id: &SessionId::from_random(edge.platform.random()?),
        account,
        token_hash: &digest::of_token(&token),
        former_token_hash: former.as_deref(),
        device: &device,
        way,
        letter: letter.as_ref(),
    };
    edge.store.open_session(&new, now_ms).await?;
    Ok(token)
}

/// Ends the session, here and at the browser.
pub(crate) async fn sign_out(edge: &Edge, incoming: Incoming) -> Result<Reply, Failure> {
    let https = edge.settings.is_https();
    if let Some(token) = incoming.cookie(Cookie::Session, https) {
        edge.store.close_session(&digest::of_token(&token)).await?;
    }
    Ok(Reply::done().with_cookie(Cookie::Session.clear(https)))
}

pub(super) fn draw_code(edge: &Edge) -> Result<String, Fault> {
    draw(edge, sign_in_code)
}

/// Draws until the randomness makes a fair code.
pub(super) fn draw(edge: &Edge, code: fn(u32) -> Option<String>) -> Result<String, Fault> {
    // One draw in forty is refused for fairness, or fewer; ten in a row would mean that the randomness is none.
    for _ in 0..10 {
        if let Some(code) = code(u32::from_le_bytes(edge.platform.random()?)) {
            return Ok(code);
        }
    }
    Err(Fault::new("drawing a code", "no fair draw"))
}

async fn account_of(edge: &Edge, owner: &CodeOwner, now_ms: i64) -> Result<AccountId, Failure> {
    if let Some(account) = edge.store.account_of_address(&owner.email).await? {
        return Ok(account);
    }
    let new = NewAccount {
        id: &AccountId::from_random(edge.platform.random()?),
        wallet: &WalletId::from_random(edge.platform.random()?),
        email: &owner.email,
        language: owner.language,
        welcome_credits: edge.settings.welcome_credits,
        trial_credits_a_day: edge.settings.trial_credits_a_day,
    };
    edge.store.make_account(&new, now_ms).await
}
