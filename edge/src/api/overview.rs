//! The dashboard's one question.

use domain::{id::AccountId, payment::Currency, wire::Overview};

use super::purchases;
use crate::{Edge, auth::Parent, error::Failure, reply::Reply};

/// Everything the dashboard shows.
pub(crate) async fn show(edge: &Edge, parent: &Parent) -> Result<Reply, Failure> {
    Ok(Reply::ok(&of(edge, &parent.account).await?)?)
}

/// The overview of an account for its parent: beside every figure of credits stands what one of them costs (R22).
pub(super) async fn of(edge: &Edge, account: &AccountId) -> Result<Overview, Failure> {
    let mut overview = edge.store.overview(account, edge.platform.now_ms()).await?;
    // All accounts pay in kroner so far.
    let currency = Currency::DKK;
    if let Some(price_minor) =
        purchases::catalogue(edge).and_then(|packs| packs.dearest_credit(currency))
    {
        overview.credits.price_minor = Some(price_minor);
        overview.credits.currency = Some(currency);
    }
    Ok(overview)
}
