//! Lists: the newest first, a page at a time, from a cursor on.

use serde_json::{Value, json};

use super::books::{Books, Refund, Session};
use super::objects;
use super::refusal::Refusal;

/// How many a page has unless it is said.
const PAGE: i64 = 10;

impl Books {
    /// `GET /v1/checkout/sessions`.
    pub(super) fn list_sessions(&self, asked: &Value) -> Result<Value, Refusal> {
        let wanted = |session: &Session| {
            is_in(&asked["created"], session.created)
                && fits(&asked["customer"], session.customer.as_deref())
                && fits(&asked["payment_intent"], session.payment_intent.as_deref())
                && fits(
                    &asked["status"],
                    Some(objects::session_status(session.status)),
                )
        };
        let newest = self
            .sessions
            .all()
            .iter()
            .rev()
            .filter(|session| wanted(session));
        let found: Vec<(&str, Value)> = newest
            .map(|session| (session.id.as_str(), objects::session(session)))
            .collect();
        page(&found, asked, "checkout.session", "/v1/checkout/sessions")
    }

    /// `GET /v1/refunds`.
    pub(super) fn list_refunds(&self, asked: &Value) -> Result<Value, Refusal> {
        let wanted = |refund: &Refund| {
            is_in(&asked["created"], refund.created)
                && fits(&asked["payment_intent"], Some(&refund.intent))
                && fits(&asked["charge"], Some(&refund.charge))
        };
        let newest = self
            .refunds
            .all()
            .iter()
            .rev()
            .filter(|refund| wanted(refund));
        let found: Vec<(&str, Value)> = newest
            .map(|refund| (refund.id.as_str(), objects::refund(refund)))
            .collect();
        page(&found, asked, "refund", "/v1/refunds")
    }
}

/// Cuts a page out of what was found, by the cursors and the limit that were asked for.
fn page(found: &[(&str, Value)], asked: &Value, noun: &str, url: &str) -> Result<Value, Refusal> {
    let place = |name: &str| match asked[name].as_str() {
        None => Ok(None),
        Some(cursor) => found
            .iter()
            .position(|(id, _)| *id == cursor)
            .map(Some)
            .ok_or_else(|| Refusal::missing(noun, cursor, Some(name))),
    };
    let limit = asked["limit"].as_i64().unwrap_or(PAGE) as usize;
    let (items, has_more) = match (place("starting_after")?, place("ending_before")?) {
        (Some(_), Some(_)) => {
            return Err(Refusal::request(
                "ending_before",
                "You may only specify one of these parameters: starting_after, ending_before.",
            ));
        }
        (None, Some(before)) => {
            let start = before.saturating_sub(limit);
            (&found[start..before], start > 0)
        }
        (after, None) => {
            let rest = &found[after.map_or(0, |place| place + 1)..];
            (&rest[..limit.min(rest.len())], rest.len() > limit)
        }
    };
    let data: Vec<&Value> = items.iter().map(|(_, object)| object).collect();
    Ok(json!({"object": "list", "data": data, "has_more": has_more, "url": url}))
}

/// Whether something is what was asked for, if anything was.
fn fits(asked: &Value, found: Option<&str>) -> bool {
    asked.as_str().is_none_or(|asked| found == Some(asked))
}

/// Whether a moment is within the bounds that were asked for.
fn is_in(bounds: &Value, moment: i64) -> bool {
    if let Some(exact) = bounds.as_i64() {
        return moment == exact;
    }
    let holds = |name: &str, test: fn(&i64, &i64) -> bool| {
        bounds[name]
            .as_i64()
            .is_none_or(|bound| test(&moment, &bound))
    };
    holds("gt", i64::gt) && holds("gte", i64::ge) && holds("lt", i64::lt) && holds("lte", i64::le)
}
