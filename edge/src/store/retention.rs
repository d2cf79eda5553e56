//! Retention: how long what is kept is kept, where nobody asked for an earlier end.
//!
//! | what | until |
//! |---|---|
//! | sign-in and confirming codes | an hour after they were asked for |
//! | the counts of codes, by hashes of address and network | an hour |
//! | an address that nobody confirmed | an hour after it was asked for |
//! | sessions | 30 days unused, 90 days at most |
//! | paired devices | their removal, or 90 days unused |
//! | invitations to pair, wrong codes | five minutes; ten |
//! | sign-in activity | a year, but always the latest |
//! | letters | sent, or a day; their bare rows 30 days |
//! | the link "this wasn't me" | 30 days |
//! | that a letter was asked for, and that one was written | as the account |
//! | the account with profiles, consents, calls | its deletion, or the idle time of the deployment |
//! | purchases that were never paid, jobs that are done | 60 days; but a refund that is owed by hand until that is done |
//! | Stripe's notices | the bookkeeping period |
//! | wallets, ledger, lots, paid purchases | the bookkeeping period; nameless once the account is gone |

use domain::{Language, id::AccountId};
use serde::Deserialize;

use super::{Store, calls::DAY_MS};
use crate::{error::Failure, notices::Posted};

/// How long sign-in activity is kept, in milliseconds.
const SIGN_INS_KEPT_MS: i64 = 365 * DAY_MS;

/// How long a purchase that was never paid, and a job that is done, are kept, in milliseconds.
const UNPAID_KEPT_MS: i64 = 60 * DAY_MS;

/// An account that nobody uses.
#[derive(Deserialize)]
pub(crate) struct IdleAccount {
    /// Which.
    pub(crate) id: AccountId,
    /// Where to write.
    pub(crate) email: String,
    /// In which language.
    pub(crate) language: Language,
}

/// Accounts that were last signed in to before `?1`. A parent's session lasts 90 days at most, so sign-ins tell of
/// use, and paired devices by their calls.
const IDLE: &str = "SELECT id, email, language FROM accounts
    WHERE created_at_ms <= ?1 AND NOT EXISTS (SELECT 1 FROM sign_ins WHERE account_id = accounts.id AND at_ms > ?1)
        AND NOT EXISTS (SELECT 1 FROM calls WHERE account_id = accounts.id AND started_at_ms > ?1)";

impl Store {
    /// Forgets sign-in activity that is old; each account's latest stays, because it tells whether the account is used.
    pub(crate) async fn forget_old_sign_ins(&self, now_ms: i64) -> Result<usize, Failure> {
        self.write(
            "forgetting sign-ins",
            "DELETE FROM sign_ins WHERE at_ms <= ?1 AND EXISTS (
                SELECT 1 FROM sign_ins AS later
                WHERE later.account_id = sign_ins.account_id AND later.number > sign_ins.number)",
            &[(now_ms - SIGN_INS_KEPT_MS).into()],
        )
        .await
    }

    /// Forgets purchases that came to nothing and jobs that are done, and at the end of the bookkeeping period what
    /// Stripe told. The law counts from the end of the year, so a year is given on top.
    pub(crate) async fn forget_old_payments(
        &self,
        now_ms: i64,
        bookkeeping_years: u32,
    ) -> Result<(), Failure> {
        let years_ms = i64::from(bookkeeping_years + 1) * 366 * DAY_MS;
        for (sql, kept_ms) in [
            (
                "DELETE FROM purchases WHERE status <> 'paid' AND created_at_ms <= ?1",
                UNPAID_KEPT_MS,
            ),
            (
                "DELETE FROM provider_jobs WHERE done_at_ms <= ?1 AND outcome IS NOT 'by_hand'",
                UNPAID_KEPT_MS,
            ),
            ("DELETE FROM stripe_events WHERE at_ms <= ?1", years_ms),
        ] {
            self.write("forgetting payments", sql, &[(now_ms - kept_ms).into()])
                .await?;
        }
        Ok(())
    }

    /// Accounts unused since `before_ms` that have not been told so since.
    pub(crate) async fn idle_accounts_to_tell(
        &self,
        before_ms: i64,
    ) -> Result<Vec<IdleAccount>, Failure> {
        self.rows(
            "looking for idle accounts",
            &format!("{IDLE} AND (idle_told_at_ms IS NULL OR idle_told_at_ms <= ?1) LIMIT 20"),
            &[before_ms.into()],
        )
        .await
    }

    /// Notes that an account was told, and posts the letter; both or neither.
    pub(crate) async fn tell_idle_account(
        &self,
        account: &AccountId,
        letter: &Posted,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let statements = vec![
            self.statement(
                "UPDATE accounts SET idle_told_at_ms = ?2 WHERE id = ?1",
                &[account.as_str().into(), now_ms.into()],
            )?,
            self.post(letter, now_ms)?,
        ];
        self.write_all("telling an idle account", statements).await
    }

    /// Accounts unused since `before_ms` that were told so after that and before `told_before_ms`.
    pub(crate) async fn idle_accounts_to_delete(
        &self,
        before_ms: i64,
        told_before_ms: i64,
    ) -> Result<Vec<IdleAccount>, Failure> {
        self.rows(
            "looking for accounts to delete",
            &format!("{IDLE} AND idle_told_at_ms > ?1 AND idle_told_at_ms <= ?2 LIMIT 20"),
            &[before_ms.into(), told_before_ms.into()],
        )
        .await
    }
}
