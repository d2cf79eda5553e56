//! Letters, as far as a reader has a say in them: asking for them, turning them off, saying "this wasn't me".

use domain::{
    mail::CHOICE_TEXT_VERSION,
    wire::{ChooseLetters, Code, Disavow},
};

use super::account::erase;
use crate::{
    Edge, auth::Parent, digest, error::Failure, incoming::Incoming,
    letters::read_unsubscribe_token, reply::Reply, store::Ticked,
};

/// Asks for letters about something, or no longer.
pub(crate) async fn choose(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: ChooseLetters = incoming.body().await?;
    let now_ms = edge.platform.now_ms();
    if !asked.wanted {
        edge.store
            .untick_letters(&parent.account, asked.topic, now_ms)
            .await?;
        return Ok(Reply::done());
    }
    if asked.text_version != CHOICE_TEXT_VERSION {
        return Err(Code::ConsentTextChanged.into());
    }
    let ticked = Ticked {
        topic: asked.topic,
        text_version: &asked.text_version,
        language: asked.language,
    };
    edge.store
        .tick_letters(&parent.account, &ticked, now_ms)
        .await?;
    Ok(Reply::done())
}

/// Leads to the page that asks. Programs that look through mail follow every link, so this changes nothing.
pub(crate) fn show_unsubscribe(edge: &Edge, token: &str) -> Reply {
    Reply::elsewhere(format!(
        "{}/breve/afmeld#{token}",
        edge.settings.public_origin
    ))
}

/// Turns letters off for whoever holds the token of one. Unknown tokens are answered alike, so that none can be found
/// out by trying.
pub(crate) async fn unsubscribe(
    edge: &Edge,
    token: &str,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    if !incoming.is_one_click().await? {
        return Err(Code::MalformedRequest.into());
    }
    let key = edge.platform.secret("CODE_KEY")?;
    if let Some((account, topic)) = read_unsubscribe_token(&key, token) {
        let now_ms = edge.platform.now_ms();
        edge.store.untick_letters(&account, topic, now_ms).await?;
    }
    Ok(Reply::done())
}

/// Deletes the account of a consent that was not the reader's doing.
pub(crate) async fn disavow(edge: &Edge, mut incoming: Incoming) -> Result<Reply, Failure> {
    let asked: Disavow = incoming.body().await?;
    let now_ms = edge.platform.now_ms();
    let account = edge
        .store
        .disavowed_account(&digest::of_token(&asked.token), now_ms)
        .await?
        .ok_or(Code::StaleLink)?;
    // The link goes with the account, so a try that was cut off can be made again.
    erase(edge, &account).await?;
    Ok(Reply::done().with_letters())
}
