//! Asking Stripe about payments of which it should have told: its answer is taken in like a notice of its own.

use domain::payment::{Meaning, Notice, of_session};

use super::take_in;
use crate::{
    Edge,
    error::{Failure, Fault},
    store::Purchase,
    stripe,
};

/// Asks Stripe about purchases of which it should have told by now; the number of those asked about.
pub(crate) async fn reconcile(edge: &Edge) -> Result<usize, Failure> {
    let purchases = edge
        .store
        .purchases_to_ask_about(edge.platform.now_ms())
        .await?;
    let mut first_failure = None;
    for purchase in &purchases {
        // One that can't be cleared up must not keep the others waiting.
        if let Err(failure) = ask_about(edge, purchase).await {
            first_failure = first_failure.or(Some(failure));
        }
    }
    first_failure.map_or(Ok(purchases.len()), Err)
}

async fn ask_about(edge: &Edge, purchase: &Purchase) -> Result<(), Failure> {
    let sessions = match &purchase.session_id {
        Some(session) => vec![stripe::session_as_it_is(edge, session).await?],
        None => stripe::sessions_of(edge, &purchase.id, purchase.created_at_ms).await?,
    };
    if sessions.is_empty() {
        return edge.store.give_purchase_up(&purchase.id).await;
    }
    for session in sessions {
        let id = session["id"].as_str().unwrap_or_default();
        if purchase.session_id.is_none() {
            edge.store.note_session(&purchase.id, id).await?;
        }
        let meaning = of_session(&session)
            .ok_or_else(|| Fault::new("asking about a purchase", "the session is unreadable"))?;
        let told = match meaning {
            Meaning::Paid(_) => "paid",
            Meaning::Pending { .. } => "pending",
            Meaning::Expired { .. } => "expired",
            _ => continue,
        };
        let notice = Notice {
            id: format!("reconciled:{id}:{told}"),
            kind: format!("reconciled.{told}"),
            meaning,
        };
        take_in(edge, &notice).await?;
    }
    Ok(())
}
