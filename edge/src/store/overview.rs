//! The overview: everything that the dashboard shows, read in one batch.

use domain::{
    Language,
    call::{EndReason, LONGEST_CALL_MINUTES},
    consent::GrantedConsent,
    id::{AccountId, CallId, ChildId},
    policy,
    wire::{AccountView, CallSummary, ConsentView, CreditsView, Overview},
};
use serde::Deserialize;

use super::{Store, children, failed, rows_of};
use crate::error::{Failure, Fault};

const WHAT: &str = "reading an overview";
/// How long after its click a purchase is waited for, in milliseconds: longer than any payment page stays open.
const AWAITED_MS: i64 = 60 * 60 * 1000;
/// The account with its purse. So few purchases are begun within an hour that the index makes looking for one that hangs
/// cost the same however many there were before.
const OWN: &str =
    "SELECT email, language, policy_seen, call_minutes, credits, trial_withheld, EXISTS (
        SELECT 1 FROM purchases INDEXED BY purchases_by_wallet
        WHERE purchases.wallet_id = wallets.id AND created_at_ms > ?2 AND status IN ('open', 'pending')) AS awaits_payment
     FROM accounts JOIN account_wallets ON account_id = accounts.id JOIN wallets ON wallets.id = account_wallets.wallet_id
     WHERE accounts.id = ?1";

#[derive(Deserialize)]
struct AccountRow {
    email: String,
    language: Language,
    policy_seen: Option<String>,
    call_minutes: u32,
    credits: i64,
    trial_withheld: i64,
    awaits_payment: i64,
}

#[derive(Deserialize)]
struct ConsentRow {
    text_version: String,
    send_to_openai: i64,
    granted_at_ms: i64,
    withdrawn_at_ms: Option<i64>,
}

#[derive(Deserialize)]
struct CallRow {
    id: CallId,
    child_id: Option<ChildId>,
    started_at_ms: i64,
    seconds: Option<u32>,
    charged: Option<u32>,
    reason: Option<String>,
    given_back: u32,
    grown_up_wanted: i64,
}

impl Store {
    /// The overview of an account, all figures of credits without their price.
    pub(crate) async fn overview(
        &self,
        account: &AccountId,
        now_ms: i64,
    ) -> Result<Overview, Failure> {
        let children_sql = format!(
            "SELECT {} FROM children WHERE account_id = ?1 ORDER BY created_at_ms, id",
            children::COLUMNS
        );
        let of_account = [account.as_str().into()];
        let mut statements = vec![self.statement(
            OWN,
            &[account.as_str().into(), (now_ms - AWAITED_MS).into()],
        )?];
        for sql in [
            "SELECT text_version, send_to_openai, granted_at_ms, withdrawn_at_ms FROM consents
             WHERE account_id = ?1 ORDER BY number DESC LIMIT 1",
            &children_sql,
            "SELECT id, child_id, started_at_ms, seconds, charged, reason, given_back, grown_up_wanted FROM calls
             WHERE account_id = ?1 ORDER BY started_at_ms DESC, id LIMIT 20",
        ] {
            statements.push(self.statement(sql, &of_account)?);
        }
        let results = self
            .batch(statements)
            .await
            .map_err(|error| failed(error, WHAT))?;

        let own = rows_of::<AccountRow>(WHAT, &results, 0)?
            .into_iter()
            .next()
            .ok_or_else(|| Fault::new(WHAT, "the account has no wallet"))?;
        Ok(Overview {
            account: AccountView {
                email: own.email,
                language: own.language,
                policy_changed: policy::has_changed_since(own.policy_seen.as_deref()),
            },
            consent: rows_of(WHAT, &results, 1)?
                .into_iter()
                .next()
                .and_then(consent_view),
            children: rows_of::<children::ChildRow>(WHAT, &results, 2)?
                .into_iter()
                .map(children::ChildRow::into_view)
                .collect::<Result<_, _>>()?,
            credits: CreditsView {
                balance: own.credits,
                call_minutes: minutes(own.call_minutes, own.credits),
                price_minor: None,
                currency: None,
                trial_withheld: own.trial_withheld == 1,
            },
            awaits_payment: own.awaits_payment == 1,
            calls: rows_of(WHAT, &results, 3)?
                .into_iter()
                .map(summary)
                .collect(),
        })
    }
}

/// The longest call that an account can start, in minutes: its own limit, everybody's limit, its credits.
pub(super) fn minutes(own_limit: u32, credits: i64) -> u32 {
    own_limit
        .min(LONGEST_CALL_MINUTES)
        .min(u32::try_from(credits).unwrap_or(0))
}

fn consent_view(row: ConsentRow) -> Option<ConsentView> {
    let granted = GrantedConsent::from_stored(
        &row.text_version,
        row.send_to_openai == 1,
        row.withdrawn_at_ms,
    )?;
    Some(ConsentView {
        text_version: granted.text_version().to_owned(),
        granted_at_ms: row.granted_at_ms,
        allows_calls: granted.allows_calls(),
    })
}

fn summary(row: CallRow) -> CallSummary {
    CallSummary {
        id: row.id,
        child: row.child_id,
        started_at_ms: row.started_at_ms,
        seconds: row.seconds,
        charged: row.charged,
        reason: row.reason.as_deref().and_then(EndReason::from_stored),
        given_back: row.given_back,
        grown_up_wanted: row.grown_up_wanted == 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_as_long_as_limits_and_credits_allow() {
        for (own_limit, credits, expected) in [
            (10, 5, 5),
            (10, 50, 10),
            (3, 50, 3),
            (99, 50, 15),
            (10, 0, 0),
            (10, -4, 0),
        ] {
            assert_eq!(minutes(own_limit, credits), expected);
        }
    }
}
