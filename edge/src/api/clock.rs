//! The clock of a test build.

use domain::wire::{Code, MoveClock};

use crate::{
    Edge,
    call_meter::{Command, tell},
    error::Failure,
    incoming::Incoming,
    reply::Reply,
    test_clock,
};

/// Moves the clock and lets every meter look at it before answering.
pub(crate) async fn move_clock(edge: &Edge, mut incoming: Incoming) -> Result<Reply, Failure> {
    let asked: MoveClock = incoming.body().await?;
    if asked.forward_ms < 0 {
        return Err(Code::MalformedRequest.into());
    }
    test_clock::move_forward(&edge.platform.database()?, asked.forward_ms).await?;
    for call in edge.store.calls_going_on().await? {
        tell(&edge.platform, &call, &Command::Look).await?;
    }
    Ok(Reply::done())
}
