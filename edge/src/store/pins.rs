//! The grown-up's PIN: kept as a keyed hash, with its wrong tries.

use domain::{id::AccountId, kid::pause_after_ms, wire::Code};
use serde::Deserialize;

use super::Store;
use crate::error::Failure;

#[derive(Deserialize)]
struct PinRow {
    pin_hash: String,
    wrong_tries: u32,
    free_at_ms: i64,
}

impl Store {
    /// Whether the account has a PIN.
    pub(crate) async fn has_pin(&self, account: &AccountId) -> Result<bool, Failure> {
        Ok(self.pin(account).await?.is_some())
    }

    /// Sets the account's PIN, whatever it was before.
    pub(crate) async fn set_pin(&self, account: &AccountId, pin_hash: &str) -> Result<(), Failure> {
        self.write(
            "setting a PIN",
            "INSERT INTO grown_up_pins (account_id, pin_hash) VALUES (?1, ?2)
             ON CONFLICT (account_id) DO UPDATE SET pin_hash = excluded.pin_hash, wrong_tries = 0, free_at_ms = 0",
            &[account.as_str().into(), pin_hash.into()],
        )
        .await
        .map(|_| ())
    }

    /// Tries a PIN. The try is counted first and on what was read, so of two at the same moment only one is looked at.
    pub(crate) async fn try_pin(
        &self,
        account: &AccountId,
        pin_hash: &str,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let known = self.pin(account).await?.ok_or(Code::WrongPin)?;
        if known.free_at_ms > now_ms {
            return Err(Code::TooManyTries.into());
        }
        let wrong = known.wrong_tries + 1;
        let counted = self
            .write(
                "counting a try of a PIN",
                "UPDATE grown_up_pins SET wrong_tries = ?2, free_at_ms = ?3
                 WHERE account_id = ?1 AND wrong_tries = ?4 AND free_at_ms <= ?5",
                &[
                    account.as_str().into(),
                    wrong.into(),
                    (now_ms + pause_after_ms(wrong)).into(),
                    known.wrong_tries.into(),
                    now_ms.into(),
                ],
            )
            .await?;
        if counted == 0 {
            return Err(Code::TooManyTries.into());
        }
        if known.pin_hash != pin_hash {
            return Err(Code::WrongPin.into());
        }
        self.write(
            "forgetting wrong tries",
            "UPDATE grown_up_pins SET wrong_tries = 0, free_at_ms = 0 WHERE account_id = ?1",
            &[account.as_str().into()],
        )
        .await
        .map(|_| ())
    }

    async fn pin(&self, account: &AccountId) -> Result<Option<PinRow>, Failure> {
        self.row(
            "reading a PIN",
            "SELECT pin_hash, wrong_tries, free_at_ms FROM grown_up_pins WHERE account_id = ?1",
            &[account.as_str().into()],
        )
        .await
    }
}
