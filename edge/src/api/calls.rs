//! Calls: start, report, end. The money is the store's, the timing the meter's; this file is the order of things.

use domain::{
    call::{HEARTBEAT_SECONDS, TOKEN_SECONDS},
    id::CallId,
    kid::Mode,
    persona::{self, Occasion},
    wire::{
        CallEnded, CallReconnected, CallStarted, Code, Connected, EndCall, ReconnectCall, StartCall,
    },
};
use futures_util::future::{join, join3};

use super::{account::end_call, callers::occasion, id_in_path};
use crate::{
    Edge,
    auth::{Caller, Parent},
    call_meter::{Command, tell},
    error::{Failure, Fault},
    incoming::Incoming,
    journal::{Entry, note},
    notices::Notice,
    openai::{self, Token},
    reply::Reply,
    store::{Call, NewCall, Settlement},
};

/// Holds credits and mints the token for a call.
pub(crate) async fn start(
    edge: &Edge,
    caller: &Caller,
    incoming: Incoming,
) -> Result<Reply, Failure> {
    started(edge, caller, incoming)
        .await
        .map_err(|failure| match (caller.mode, failure.code()) {
            // What stands in the way is the parent's to know: kid mode speaks neither of money nor of consent.
            (Mode::Kid, Code::NoCredits | Code::ConsentNeeded | Code::CallConsentNeeded) => {
                Code::GrownUpNeeded.into()
            }
            _ => failure,
        })
}

async fn started(edge: &Edge, caller: &Caller, mut incoming: Incoming) -> Result<Reply, Failure> {
    let asked: StartCall = incoming.body().await?;
    if !edge.settings.may_call_children() {
        return Err(Code::ZeroDataRetentionUnconfirmed.into());
    }
    // Three questions that need nothing of each other go out together: a child waits for each way to the database.
    let (occasion, consent, terms) = join3(
        occasion(edge, caller, &asked),
        edge.store.standing_consent(&caller.account),
        edge.store.call_terms(&caller.account),
    )
    .await;
    let (occasion, consent) = (occasion?, consent?.ok_or(Code::ConsentNeeded)?);
    if !consent.granted.allows_calls() {
        return Err(Code::CallConsentNeeded.into());
    }
    let mut terms = terms?;
    if asked.instead {
        let from = caller.paired.as_ref().map(|paired| &paired.id);
        end_call(edge, &caller.account, from).await?;
        terms = edge.store.call_terms(&caller.account).await?;
    }
    // Asked first: a call that goes on may hold the last credits.
    if terms.busy {
        return Err(Code::CallInProgress.into());
    }
    if terms.minutes == 0 {
        return Err(Code::NoCredits.into());
    }

    let longest = occasion.season.longest_minutes().unwrap_or(u32::MAX);
    let minutes = terms.minutes.min(longest);

    let call = CallId::from_random(edge.platform.random()?);
    let new = NewCall {
        id: &call,
        account: &caller.account,
        wallet: &terms.wallet,
        child: &asked.child,
        consent: &consent.id,
        minutes,
        from: caller.paired.as_ref().map(|paired| &paired.id),
    };
    edge.store.start_call(&new, edge.platform.now_ms()).await?;
    let limit_seconds = minutes * 60;
    let token = match offer(edge, caller, &call, limit_seconds, &occasion).await {
        Ok(token) => token,
        Err(failure) => {
            withdraw(edge, &call, &failure).await?;
            return Err(failure);
        }
    };
    note(&Entry::CallOffered(&call));
    Ok(Reply::created(&CallStarted {
        call,
        token: token.value,
        token_expires_at_ms: token.expires_at_ms,
        calls_url: format!("{}/realtime/calls", edge.settings.openai_browser_base_url),
        stun_urls: edge.settings.stun_urls.clone(),
        limit_seconds,
        heartbeat_seconds: HEARTBEAT_SECONDS,
        cues: persona::cues(occasion.language()),
    })?)
}

/// Sets the meter and mints, at the same time; the token goes out when both are done, because one must never be out without
/// a meter that ends its call.
async fn offer(
    edge: &Edge,
    caller: &Caller,
    call: &CallId,
    limit_seconds: u32,
    occasion: &Occasion,
) -> Result<Token, Failure> {
    let open = Command::Open {
        call: call.clone(),
        token_expires_at_ms: token_expires_at_ms(edge.platform.now_ms()),
        limit_seconds,
    };
    let (set, token) = join(
        tell(&edge.platform, call, &open),
        openai::mint(edge, &caller.account, occasion),
    )
    .await;
    set?;
    let token = token?;
    edge.store.call_offered(call).await?;
    Ok(token)
}

/// When a token that is minted from now on stops working at the latest.
fn token_expires_at_ms(now_ms: i64) -> i64 {
    now_ms + i64::from(openai::PATIENCE_MS) + i64::from(TOKEN_SECONDS) * 1000
}

/// Gives a call whose line broke another token, on the same hold and once. The row first, so that two who ask at once
/// don't both get one; then the meter, which hangs the old line up; then the token.
pub(crate) async fn reconnect(
    edge: &Edge,
    caller: &Caller,
    id: &str,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: ReconnectCall = incoming.body().await?;
    let at_ms = edge.platform.now_ms();
    let call = call_of(edge, caller, &id_in_path(id)?, at_ms).await?;
    let asked = StartCall {
        child: call.child_id.clone().ok_or(Code::CallOver)?,
        siblings: asked.siblings,
        utc_offset_minutes: asked.utc_offset_minutes,
        instead: false,
    };
    let occasion = occasion(edge, caller, &asked).await?;
    edge.store.call_given_leg(&call, at_ms).await?;
    let leg = Command::Leg {
        stands: call.line(),
        token_expires_at_ms: token_expires_at_ms(at_ms),
        at_ms,
    };
    if !tell(&edge.platform, &call.id, &leg).await?.going_on {
        return Err(Code::CallOver.into());
    }
    let token = openai::mint(edge, &caller.account, &occasion).await?;
    note(&Entry::CallReconnected(&call.id));
    Ok(Reply::created(&CallReconnected {
        token: token.value,
        token_expires_at_ms: token.expires_at_ms,
    })?)
}

/// Santa asked for a grown-up: noted, and the parent is written to at once. Neither the browser nor the letter says why.
pub(crate) async fn call_grown_up(
    edge: &Edge,
    caller: &Caller,
    id: &str,
) -> Result<Reply, Failure> {
    let at_ms = edge.platform.now_ms();
    let call = call_of(edge, caller, &id_in_path(id)?, at_ms).await?;
    let to = edge.store.addressee(&caller.account).await?;
    let to = to.ok_or_else(|| Fault::new("calling a grown-up", "the account is gone"))?;
    let letter = Notice::GrownUpWanted.to(edge, to.email, to.language)?;
    edge.store.grown_up_wanted(&call, &letter, at_ms).await?;
    note(&Entry::GrownUpWanted(&call.id));
    Ok(Reply::done().with_letters())
}

/// Takes a call back for which no token went out: the hold is released in full, at once.
async fn withdraw(edge: &Edge, call: &CallId, failure: &Failure) -> Result<(), Failure> {
    note(&Entry::CallNotOffered(call, failure.code()));
    edge.store
        .release_call(call, edge.platform.now_ms())
        .await?;
    // A meter that could not be told finds the call settled when its alarm rings.
    let _: Result<_, Fault> = tell(&edge.platform, call, &Command::Forget).await;
    Ok(())
}

/// The browser tells under which id OpenAI knows the call.
pub(crate) async fn connected(
    edge: &Edge,
    caller: &Caller,
    id: &str,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: Connected = incoming.body().await?;
    let at_ms = edge.platform.now_ms();
    let call = call_of(edge, caller, &id_in_path(id)?, at_ms).await?;
    if !openai::is_call_id(&asked.openai_call_id) {
        return Err(Code::MalformedRequest.into());
    }
    let noted = edge
        .store
        .call_connected(&call, &asked.openai_call_id, at_ms)
        .await;
    if let Err(failure) = noted {
        // A line that no meter watches must not stay open, however late its report comes.
        let _ = openai::hang_up(edge, &call.id, &asked.openai_call_id).await;
        return Err(failure);
    }
    // A line that was told of before stands since then, should the meter not have heard of it.
    let told_before = call.openai_call_id.as_ref() == Some(&asked.openai_call_id);
    let connected = Command::Connected {
        openai_call_id: asked.openai_call_id,
        at_ms: call
            .connected_at_ms
            .filter(|_| told_before)
            .unwrap_or(at_ms),
    };
    going_on(edge, &call.id, &connected).await
}

/// The browser tells that the call goes on.
pub(crate) async fn heartbeat(edge: &Edge, caller: &Caller, id: &str) -> Result<Reply, Failure> {
    let at_ms = edge.platform.now_ms();
    let call = call_of(edge, caller, &id_in_path(id)?, at_ms).await?;
    if call.settlement().is_some() {
        return Err(Code::CallOver.into());
    }
    let heartbeat = Command::Heartbeat {
        stands: call.line(),
        at_ms,
    };
    going_on(edge, &call.id, &heartbeat).await
}

/// A call that the caller may speak of: any of the account's, but for a paired device only those that it started.
async fn call_of(edge: &Edge, caller: &Caller, id: &CallId, at_ms: i64) -> Result<Call, Failure> {
    let call = edge.store.call_of(&caller.account, id, at_ms).await?;
    match &caller.paired {
        Some(paired) if call.from.as_ref() != Some(&paired.id) => Err(Code::NotFound.into()),
        _ => Ok(call),
    }
}

async fn going_on(edge: &Edge, call: &CallId, command: &Command) -> Result<Reply, Failure> {
    if tell(&edge.platform, call, command).await?.going_on {
        Ok(Reply::done())
    } else {
        Err(Code::CallOver.into())
    }
}

/// Ends a call and tells what it came to. Asked twice, it answers the same.
pub(crate) async fn end(
    edge: &Edge,
    caller: &Caller,
    id: &str,
    mut incoming: Incoming,
) -> Result<Reply, Failure> {
    let asked: EndCall = incoming.body().await?;
    let at_ms = edge.platform.now_ms();
    let id: CallId = id_in_path(id)?;
    let before = call_of(edge, caller, &id, at_ms).await?;
    if !asked.reason.may_be_reported() {
        return Err(Code::MalformedRequest.into());
    }
    if let Some(settlement) = before.settlement() {
        return ended(caller, &settlement);
    }
    let end = Command::End {
        stands: before.line(),
        reason: asked.reason,
        at_ms,
    };
    let report = tell(&edge.platform, &id, &end).await?;
    let after = call_of(edge, caller, &id, at_ms).await?;
    // Where OpenAI is slow to hang up, the booking follows by alarm; what it will be is known already.
    let settlement = after.settlement().unwrap_or_else(|| {
        let (reason, stood_ms) = report.ended.unwrap_or_else(|| {
            let stood_ms = after.connected_at_ms.map(|since_ms| at_ms - since_ms);
            (asked.reason, stood_ms)
        });
        after.settlement_to_come(after.outcome(reason, stood_ms))
    });
    ended(caller, &settlement)
}

/// What the call came to, for a parent; a tablet in kid mode is told that it is over and no figure.
fn ended(caller: &Caller, settlement: &Settlement) -> Result<Reply, Failure> {
    if caller.mode == Mode::Kid {
        return Ok(Reply::done());
    }
    Ok(Reply::ok(&CallEnded {
        seconds: settlement.seconds,
        charged: settlement.charged,
        balance: settlement.balance,
    })?)
}

/// "It did not go well": gives the call back, once an account.
pub(crate) async fn complain(edge: &Edge, parent: &Parent, id: &str) -> Result<Reply, Failure> {
    let now_ms = edge.platform.now_ms();
    let heard = edge
        .store
        .give_back(&parent.account, &id_in_path(id)?, now_ms)
        .await?;
    Ok(Reply::ok(&heard)?)
}
