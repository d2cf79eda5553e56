//! The privacy policy and the terms, as far as the edge has a part in them.

use crate::{Edge, auth::Parent, error::Failure, reply::Reply};

/// Notes that the parent has seen the version of today, so that the notice of a change goes away on every device.
pub(crate) async fn seen(edge: &Edge, parent: &Parent) -> Result<Reply, Failure> {
    edge.store.note_policy_seen(&parent.account).await?;
    Ok(Reply::done())
}
