//! Stripe's notices. Nothing is read of one before its signature is checked.

use domain::{
    payment::{Notice, Unreadable},
    wire::Code,
};
use serde_json::json;

use crate::{
    Edge,
    error::{Failure, Fault},
    incoming::Incoming,
    journal::{Entry, note},
    payments,
    reply::Reply,
    stripe,
};

/// Takes a notice in. What Stripe has not signed, or not within five minutes, is refused; what we can't read is our
/// fault, and Stripe sends it again.
pub(crate) async fn take_notice(edge: &Edge, mut incoming: Incoming) -> Result<Reply, Failure> {
    let mut secrets = vec![edge.platform.secret("STRIPE_WEBHOOK_SECRET")?];
    secrets.extend(edge.platform.optional_secret("STRIPE_WEBHOOK_SECRET_NEXT"));
    let (signature, body) = incoming.signed_notice().await.inspect_err(|_| refused())?;
    // Stripe signs by the world's time.
    let now_ms = edge.platform.now_ms_of_the_wall();
    if !stripe::signature_fits(&signature, &body, &secrets, now_ms) {
        refused();
        return Err(Code::MalformedRequest.into());
    }
    let notice = Notice::read(&body).map_err(|unreadable| {
        note(&Entry::Alert("a notice of Stripe's can't be read"));
        Fault::new(
            "reading a notice",
            match unreadable {
                Unreadable::NotAnEvent => "not an event",
                Unreadable::Incomplete => "incomplete",
            },
        )
    })?;
    payments::take_in(edge, &notice).await?;
    Ok(Reply::ok(&json!({ "received": true }))?.with_letters())
}

fn refused() {
    note(&Entry::NoticeRefused);
}
