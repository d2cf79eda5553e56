//! Confirmations: codes that are good for one purpose in one session, kept as keyed hashes.

use domain::{
    account::{CODE_LIFETIME_MS, CODE_TRIES},
    confirmation::Purpose,
    id::AccountId,
};
use serde::Deserialize;

use super::{Store, codes::HOUR_MS};
use crate::error::Failure;

/// A confirming code that was asked for.
pub(crate) struct NewConfirmation<'a> {
    /// The session that asked.
    pub(crate) token_hash: &'a str,
    /// Its account.
    pub(crate) account: &'a AccountId,
    /// What the code confirms.
    pub(crate) purpose: Purpose,
    /// The keyed hash of the code.
    pub(crate) code_hash: &'a str,
}

/// How many codes an account is sent for one purpose within an hour. Each purpose has its own count, so that a child who
/// plays with the way out of kid mode takes nothing else from the parent.
const CODES_AN_HOUR: u32 = 5;

impl Store {
    /// Keeps a new confirming code, unless the account has had its share; whether it was kept. Earlier ones of its purpose
    /// no longer count.
    pub(crate) async fn keep_confirmation(
        &self,
        new: &NewConfirmation<'_>,
        now_ms: i64,
    ) -> Result<bool, Failure> {
        let kept = self
            .write(
                "keeping a confirming code",
                "INSERT INTO confirmations (token_hash, account_id, purpose, code_hash, created_at_ms, expires_at_ms)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE (SELECT COUNT(*) FROM confirmations
                    WHERE account_id = ?2 AND purpose = ?3 AND created_at_ms > ?7) < ?8",
                &[
                    new.token_hash.into(),
                    new.account.as_str().into(),
                    new.purpose.as_str().into(),
                    new.code_hash.into(),
                    now_ms.into(),
                    (now_ms + CODE_LIFETIME_MS).into(),
                    (now_ms - HOUR_MS).into(),
                    CODES_AN_HOUR.into(),
                ],
            )
            .await?;
        Ok(kept > 0)
    }

    /// Tries a confirming code: one statement counts the try and, where the code is right, uses it up.
    pub(crate) async fn try_confirmation(
        &self,
        token_hash: &str,
        purpose: Purpose,
        code_hash: &str,
        now_ms: i64,
    ) -> Result<bool, Failure> {
        #[derive(Deserialize)]
        struct Tried {
            consumed: i64,
        }
        let tried: Option<Tried> = self
            .row(
                "trying a confirming code",
                "UPDATE confirmations
                 SET tries = tries + 1, consumed_at_ms = CASE WHEN code_hash = ?3 THEN ?4 END
                 WHERE number = (SELECT MAX(number) FROM confirmations WHERE token_hash = ?1 AND purpose = ?2)
                    AND consumed_at_ms IS NULL AND expires_at_ms > ?4 AND tries < ?5
                 RETURNING consumed_at_ms IS NOT NULL AS consumed",
                &[
                    token_hash.into(),
                    purpose.as_str().into(),
                    code_hash.into(),
                    now_ms.into(),
                    CODE_TRIES.into(),
                ],
            )
            .await?;
        Ok(tried.is_some_and(|tried| tried.consumed == 1))
    }

    /// Forgets confirming codes that are no longer needed for counting.
    pub(crate) async fn forget_old_confirmations(&self, now_ms: i64) -> Result<usize, Failure> {
        self.write(
            "forgetting confirming codes",
            "DELETE FROM confirmations WHERE created_at_ms <= ?1",
            &[(now_ms - HOUR_MS).into()],
        )
        .await
    }
}
