//! Consent.

use domain::{
    consent::{GrantedConsent, NotConsent, Ticks},
    id::ConsentId,
    wire::{Code, ConsentView, WithdrawConsent},
};

use super::account::end_call;
use crate::{Edge, auth::Parent, error::Failure, incoming::Incoming, reply::Reply};

/// Keeps what the parent agreed to.
pub(crate) async fn grant(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let ticks: Ticks = incoming.body().await?;
    let granted = GrantedConsent::from_ticks(&ticks).map_err(|why| match why {
        NotConsent::OldText => Code::ConsentTextChanged,
        NotConsent::NoCustody | NotConsent::NoCollection => Code::ConsentIncomplete,
    })?;
    let id = ConsentId::from_random(edge.platform.random()?);
    let now_ms = edge.platform.now_ms();
    let method = edge.store.consent_method(&parent.account).await?;
    edge.store
        .grant_consent(
            &parent.account,
            &id,
            &granted,
            ticks.language,
            method,
            now_ms,
        )
        .await?;
    Ok(Reply::created(&ConsentView {
        text_version: granted.text_version().to_owned(),
        granted_at_ms: now_ms,
        allows_calls: granted.allows_calls(),
    })?)
}

/// Takes consent back: calls stop at once, also one that goes on.
pub(crate) async fn withdraw(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: WithdrawConsent = incoming.body().await?;
    let now_ms = edge.platform.now_ms();
    // First the consent, then the call: what starts after this moment is refused by the database.
    edge.store
        .withdraw_consent(&parent.account, asked.delete_profiles, now_ms)
        .await?;
    end_call(edge, &parent.account, None).await?;
    Ok(Reply::done())
}
