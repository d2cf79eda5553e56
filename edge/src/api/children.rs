//! Children's profiles.

use domain::{
    child::{Draft, Profile},
    id::ChildId,
    wire::{ChildView, Code},
};

use super::id_in_path;
use crate::{Edge, auth::Parent, error::Failure, incoming::Incoming, reply::Reply};

/// Makes a profile, on the consent that stands.
pub(crate) async fn create(
    edge: &Edge,
    parent: &Parent,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let consent = edge
        .store
        .standing_consent(&parent.account)
        .await?
        .ok_or(Code::ConsentNeeded)?;
    let draft: Draft = incoming.body().await?;
    let profile = Profile::new(&draft, &consent.granted).map_err(Failure::invalid_profile)?;
    let id = ChildId::from_random(edge.platform.random()?);
    let now_ms = edge.platform.now_ms();
    edge.store
        .make_child(&parent.account, &id, &consent.id, &profile, now_ms)
        .await?;
    Ok(Reply::created(&view(id, &profile))?)
}

/// Changes a profile, on the consent that stands.
pub(crate) async fn update(
    edge: &Edge,
    parent: &Parent,
    id: &str,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let id: ChildId = id_in_path(id)?;
    edge.store.child(&parent.account, &id).await?;
    let consent = edge
        .store
        .standing_consent(&parent.account)
        .await?
        .ok_or(Code::ConsentNeeded)?;
    let draft: Draft = incoming.body().await?;
    let profile = Profile::new(&draft, &consent.granted).map_err(Failure::invalid_profile)?;
    let now_ms = edge.platform.now_ms();
    edge.store
        .change_child(&parent.account, &id, &profile, now_ms)
        .await?;
    Ok(Reply::ok(&view(id, &profile))?)
}

/// Deletes a profile; needs no consent, since taking data back must always be possible.
pub(crate) async fn delete(edge: &Edge, parent: &Parent, id: &str) -> Result<Reply, Failure> {
    let id: ChildId = id_in_path(id)?;
    edge.store.delete_child(&parent.account, &id).await?;
    Ok(Reply::done())
}

fn view(id: ChildId, profile: &Profile) -> ChildView {
    ChildView {
        id,
        profile: profile.fields().clone(),
    }
}
