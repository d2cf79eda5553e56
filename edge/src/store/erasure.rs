//! Erasure: what goes when a parent takes everything back.
//!
//! Every table that knows of an account hangs on the account's row and goes with it. What stays is the wallet with its
//! ledger, lots and payments, and nothing that says whose it was. Stripe is told to forget its customer as well.

use domain::id::{AccountId, CallId, PairingId};
use serde::Deserialize;

use super::Store;
use crate::{error::Failure, notices::Posted};

/// Nobody works on a deletion for so long, in milliseconds.
const ABANDONED_MS: i64 = 60 * 1000;

impl Store {
    /// The call of an account that is not settled, if there is one; only where it was started from this paired device,
    /// if one is named.
    pub(crate) async fn call_going_on(
        &self,
        account: &AccountId,
        from: Option<&PairingId>,
    ) -> Result<Option<CallId>, Failure> {
        #[derive(Deserialize)]
        struct Row {
            id: CallId,
        }
        let row: Option<Row> = self
            .row(
                "looking for a call that goes on",
                "SELECT id FROM calls
                 WHERE account_id = ?1 AND status <> 'settled' AND (?2 IS NULL OR pairing_id = ?2)",
                &[account.as_str().into(), from.map(PairingId::as_str).into()],
            )
            .await?;
        Ok(row.map(|row| row.id))
    }

    /// Notes that an account is being deleted, and ends its sessions.
    pub(crate) async fn begin_deletion(
        &self,
        account: &AccountId,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let id = account.as_str().into();
        let statements = vec![
            self.statement(
                "UPDATE accounts SET leaving_since_ms = COALESCE(leaving_since_ms, ?2) WHERE id = ?1",
                &[id, now_ms.into()],
            )?,
            self.statement("DELETE FROM sessions WHERE account_id = ?1", &[id])?,
        ];
        self.write_all("beginning to delete an account", statements)
            .await
    }

    /// Accounts whose deletion was begun and not brought to its end, and is not being worked on any more.
    pub(crate) async fn accounts_half_deleted(
        &self,
        now_ms: i64,
    ) -> Result<Vec<AccountId>, Failure> {
        #[derive(Deserialize)]
        struct Row {
            id: AccountId,
        }
        let rows: Vec<Row> = self
            .rows(
                "looking for accounts that are half deleted",
                "SELECT id FROM accounts WHERE leaving_since_ms < ?1 LIMIT 20",
                &[(now_ms - ABANDONED_MS).into()],
            )
            .await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// Deletes an account with everything in it and posts the letter that says so, all at once.
    pub(crate) async fn delete_account(
        &self,
        account: &AccountId,
        letter: &Posted,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let letters = self.take_back_letters(account)?;
        let customer = self.forget_customer(account, now_ms)?;
        let account = account.as_str().into();
        let statements = vec![
            letters,
            self.post(letter, now_ms)?,
            customer,
            // The one table that holds an address without hanging on an account: it is older than the account.
            self.statement(
                "DELETE FROM sign_in_codes WHERE email = (SELECT email FROM accounts WHERE id = ?1)",
                &[account],
            )?,
            self.statement("DELETE FROM accounts WHERE id = ?1", &[account])?,
        ];
        self.write_all("deleting an account", statements).await
    }
}
