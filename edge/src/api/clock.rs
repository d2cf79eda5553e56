//! The clock of a test build.

use domain::wire::{Code, Endpoint, MoveClock};

use crate::{
    Edge,
    call_meter::{Command, tell},
    error::Failure,
    incoming::Incoming,
    reply::Reply,
    test_clock,
};

/// Longer than any call may last, with all the patience that its meter has.
const EVERY_CALL_IS_OVER_MS: i64 = 24 * 60 * 60 * 1000;

/// Moves the clock, or puts it back.
pub(crate) async fn answer(
    edge: &Edge,
    endpoint: Endpoint,
    incoming: Incoming,
) -> Result<Reply, Failure> {
    match endpoint {
        Endpoint::ResetClock => put_back(edge).await,
        _ => move_clock(edge, incoming).await,
    }
}

/// Moves the clock and lets every meter look at it before answering.
async fn move_clock(edge: &Edge, mut incoming: Incoming) -> Result<Reply, Failure> {
    let asked: MoveClock = incoming.body().await?;
    if asked.forward_ms < 0 {
        return Err(Code::MalformedRequest.into());
    }
    test_clock::move_forward(&edge.platform.database()?, asked.forward_ms).await?;
    let_meters_look(edge).await?;
    Ok(Reply::done())
}

/// Puts the clock back to the time of day. A call that goes on would find itself before its own beginning, so all are ended
/// first, as they would be by tomorrow.
async fn put_back(edge: &Edge) -> Result<Reply, Failure> {
    let database = edge.platform.database()?;
    if !edge.store.calls_going_on().await?.is_empty() {
        test_clock::move_forward(&database, EVERY_CALL_IS_OVER_MS).await?;
        let_meters_look(edge).await?;
    }
    test_clock::put_back(&database).await?;
    Ok(Reply::done())
}

async fn let_meters_look(edge: &Edge) -> Result<(), Failure> {
    for call in edge.store.calls_going_on().await? {
        tell(&edge.platform, &call, &Command::Look).await?;
    }
    Ok(())
}
