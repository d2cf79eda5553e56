//! The dashboard's one question.

use crate::{Edge, auth::Parent, error::Failure, reply::Reply};

/// Everything the dashboard shows.
pub(crate) async fn show(edge: &Edge, parent: &Parent) -> Result<Reply, Failure> {
    Ok(Reply::ok(&edge.store.overview(&parent.account).await?)?)
}
