//! Moving the account to another address: a fresh proof by what the account has, then a code to where it is going.
//!
//! Nobody learns here who else has an account. A new address that is taken is answered like a free one and at the same
//! pace; the person who reads there gets a letter instead of a code, and the code that is kept was sent to nobody.

use domain::{
    account::{EmailAddress, read_sign_in_code},
    confirmation::Purpose,
    wire::{ChangeEmail, Code, EnterCode},
};

use super::{confirmation, limits, sign_in::draw_code};
use crate::{
    Edge,
    auth::Parent,
    digest::{self, Purpose as HashPurpose},
    error::{Failure, Fault},
    incoming::Incoming,
    mail::{self, CodeFor},
    notices::Notice,
    reply::Reply,
    store::{Addressee, NewEmailChange},
};

/// Sends a code to the new address.
pub(crate) async fn request(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: ChangeEmail = incoming.body().await?;
    let new = EmailAddress::parse(&asked.email).map_err(|_| Code::InvalidEmail)?;
    let own = own_address(edge, parent).await?;
    if own.email == new.as_str() {
        return Err(Code::SameEmail.into());
    }
    confirmation::confirm(
        edge,
        parent.into(),
        &incoming,
        Purpose::ChangeEmail,
        &asked.proof,
    )
    .await?;
    let key = edge.platform.secret("CODE_KEY")?;
    limits::count_code(edge, &incoming, &key, &new).await?;

    let taken = edge.store.addressee_at(new.as_str()).await?;
    let code = draw_code(edge)?;
    let code_hash = match taken {
        Some(_) => hash(&key, parent, &edge.platform.random_token()?),
        None => hash(&key, parent, &code),
    };
    let change = NewEmailChange {
        token_hash: &parent.session,
        account: &parent.account,
        email: new.as_str(),
        code_hash: &code_hash,
    };
    // Kept before it is sent: a code that arrives must work.
    let now_ms = edge.platform.now_ms();
    edge.store.keep_email_change(&change, now_ms).await?;
    match taken {
        // Sent at once like the code, and not by the outbox: how long an answer takes must not tell the two apart.
        Some(to) => {
            let letter = Notice::AddressWanted.letter(to.language, &edge.settings);
            mail::send(edge, &new, &letter, &format!("address/{code_hash}")).await?;
        }
        None => {
            mail::send_code(
                edge,
                &new,
                own.language,
                CodeFor::NewAddress,
                &code,
                &code_hash,
            )
            .await?
        }
    }
    Ok(Reply::accepted())
}

/// Moves the account, with the code that came to the new address.
pub(crate) async fn confirm(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: EnterCode = incoming.body().await?;
    let key = edge.platform.secret("CODE_KEY")?;
    limits::keep_to_the_limit(edge, &incoming, &key, "address").await?;
    let code = read_sign_in_code(&asked.code).ok_or(Code::WrongCode)?;
    let now_ms = edge.platform.now_ms();
    let new = edge
        .store
        .try_email_change(
            &parent.account,
            &parent.session,
            &hash(&key, parent, &code),
            now_ms,
        )
        .await?
        .ok_or(Code::WrongCode)?;
    let own = own_address(edge, parent).await?;
    let farewell = Notice::AddressLeft.to(edge, own.email, own.language)?;
    let welcome = Notice::AddressTakenUp.to(edge, new.clone(), own.language)?;
    edge.store
        .change_email(
            &parent.account,
            &parent.session,
            &new,
            [&farewell, &welcome],
            now_ms,
        )
        .await?;
    Ok(Reply::done().with_letters())
}

async fn own_address(edge: &Edge, parent: &Parent) -> Result<Addressee, Failure> {
    let own = edge.store.addressee(&parent.account).await?;
    Ok(own.ok_or_else(|| Fault::new("changing an address", "the account is gone"))?)
}

fn hash(key: &str, parent: &Parent, code: &str) -> String {
    digest::keyed(key, HashPurpose::AddressCode, &[&parent.session, code])
}
