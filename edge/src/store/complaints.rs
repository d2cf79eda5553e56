//! "It did not go well": the first charged call that a family complains of is given back, as a gift.

use domain::{
    credit::Movement,
    id::{AccountId, CallId, WalletId},
    wire::{Code, ComplaintHeard},
};
use serde::Deserialize;

use super::{Store, Verdict, failed, verdict};
use crate::error::{Failure, database_message};

const WHAT: &str = "giving a call back";

impl Store {
    /// Gives a call back, once an account. Asked again for the same call, it answers the same.
    pub(crate) async fn give_back(
        &self,
        account: &AccountId,
        call: &CallId,
        now_ms: i64,
    ) -> Result<ComplaintHeard, Failure> {
        let before = self.complained_of(account, call).await?;
        if before.given_back > 0 {
            return Ok(before.heard());
        }
        let charged = before.charged.filter(|charged| *charged > 0);
        let credits = charged.ok_or(Code::NothingCharged)?;
        let gift = Movement::complaint_gift(&before.wallet_id, credits);
        let statements = vec![
            self.book(&before.wallet_id, &gift, now_ms)?,
            self.gift_lot(&before.wallet_id, &gift, now_ms)?,
            self.statement(
                "UPDATE calls SET given_back = ?2 WHERE id = ?1",
                &[call.as_str().into(), credits.into()],
            )?,
        ];
        if let Err(error) = self.batch(statements).await {
            let known = database_message(&error).as_deref().and_then(verdict);
            if known != Some(Verdict::AlreadyDone) {
                return Err(failed(error, WHAT));
            }
        }
        let after = self.complained_of(account, call).await?;
        if after.given_back == 0 {
            return Err(Code::ComplaintUsed.into());
        }
        Ok(after.heard())
    }

    async fn complained_of(
        &self,
        account: &AccountId,
        call: &CallId,
    ) -> Result<Complained, Failure> {
        self.row(
            WHAT,
            "SELECT wallet_id, charged, given_back, credits AS balance FROM calls
                JOIN wallets ON wallets.id = wallet_id
             WHERE calls.id = ?1 AND account_id = ?2",
            &[call.as_str().into(), account.as_str().into()],
        )
        .await?
        .ok_or(Code::NotFound.into())
    }
}

#[derive(Deserialize)]
struct Complained {
    wallet_id: WalletId,
    charged: Option<u32>,
    given_back: u32,
    balance: i64,
}

impl Complained {
    fn heard(&self) -> ComplaintHeard {
        ComplaintHeard {
            credits: self.given_back,
            balance: self.balance,
        }
    }
}
