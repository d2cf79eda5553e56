//! Moving an account to another address: the code on its way there, and the move itself.

use domain::{
    account::{CODE_LIFETIME_MS, CODE_TRIES},
    id::AccountId,
    wire::Code,
};
use serde::Deserialize;

use super::{Store, Verdict, codes::HOUR_MS, failed, verdict};
use crate::{
    error::{Failure, database_message},
    notices::Posted,
};

/// A move that was asked for.
pub(crate) struct NewEmailChange<'a> {
    /// The session that asked.
    pub(crate) token_hash: &'a str,
    /// Its account.
    pub(crate) account: &'a AccountId,
    /// The address to move to.
    pub(crate) email: &'a str,
    /// The keyed hash of the code that was sent there.
    pub(crate) code_hash: &'a str,
}

impl Store {
    /// Keeps a move that was asked for; an earlier one no longer counts.
    pub(crate) async fn keep_email_change(
        &self,
        new: &NewEmailChange<'_>,
        now_ms: i64,
    ) -> Result<(), Failure> {
        self.write(
            "keeping a change of address",
            "INSERT OR REPLACE INTO email_changes (account_id, token_hash, email, code_hash, created_at_ms, expires_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            &[
                new.account.as_str().into(),
                new.token_hash.into(),
                new.email.into(),
                new.code_hash.into(),
                now_ms.into(),
                (now_ms + CODE_LIFETIME_MS).into(),
            ],
        )
        .await
        .map(|_| ())
    }

    /// Tries the code and answers the new address where it is right; one statement counts the try and uses the code up.
    pub(crate) async fn try_email_change(
        &self,
        account: &AccountId,
        token_hash: &str,
        code_hash: &str,
        now_ms: i64,
    ) -> Result<Option<String>, Failure> {
        #[derive(Deserialize)]
        struct Tried {
            email: String,
            consumed: i64,
        }
        let tried: Option<Tried> = self
            .row(
                "trying a change of address",
                "UPDATE email_changes
                 SET tries = tries + 1, consumed_at_ms = CASE WHEN code_hash = ?3 THEN ?4 END
                 WHERE account_id = ?1 AND token_hash = ?2
                    AND consumed_at_ms IS NULL AND expires_at_ms > ?4 AND tries < ?5
                 RETURNING email, consumed_at_ms IS NOT NULL AS consumed",
                &[
                    account.as_str().into(),
                    token_hash.into(),
                    code_hash.into(),
                    now_ms.into(),
                    CODE_TRIES.into(),
                ],
            )
            .await?;
        Ok(tried
            .filter(|tried| tried.consumed == 1)
            .map(|tried| tried.email))
    }

    /// Moves an account to another address: every other session ends, what was asked for under the old address no longer
    /// counts, and both addresses are told. All or nothing.
    pub(crate) async fn change_email(
        &self,
        account: &AccountId,
        token_hash: &str,
        new: &str,
        letters: [&Posted; 2],
        now_ms: i64,
    ) -> Result<(), Failure> {
        let id = account.as_str().into();
        let mut statements = vec![
            // A letter that waits follows the account, unless it warns: a warning stays with the address that it was
            // written for, or whoever takes an account over would be the one who is warned.
            self.statement(
                "UPDATE outbox SET address = ?2 WHERE status = 'waiting' AND kind = 'account_idle'
                    AND address = (SELECT email FROM accounts WHERE id = ?1)",
                &[id, new.into()],
            )?,
            self.statement(
                "DELETE FROM sign_in_codes WHERE email = (SELECT email FROM accounts WHERE id = ?1)",
                &[id],
            )?,
            self.statement(
                "UPDATE accounts SET email = ?2 WHERE id = ?1",
                &[id, new.into()],
            )?,
            self.statement(
                "DELETE FROM sessions WHERE account_id = ?1 AND token_hash <> ?2",
                &[id, token_hash.into()],
            )?,
            self.statement("DELETE FROM email_changes WHERE account_id = ?1", &[id])?,
        ];
        for letter in letters {
            statements.push(self.post(letter, now_ms)?);
        }
        match self.batch(statements).await {
            Ok(_) => Ok(()),
            // Somebody signed up with the address since the code was sent. No other word than for a wrong code.
            Err(error)
                if database_message(&error).as_deref().and_then(verdict)
                    == Some(Verdict::Overtaken) =>
            {
                Err(Code::WrongCode.into())
            }
            Err(error) => Err(failed(error, "changing an address")),
        }
    }

    /// Forgets moves that were not carried out.
    pub(crate) async fn forget_old_email_changes(&self, now_ms: i64) -> Result<usize, Failure> {
        self.write(
            "forgetting changes of address",
            "DELETE FROM email_changes WHERE created_at_ms <= ?1",
            &[(now_ms - HOUR_MS).into()],
        )
        .await
    }
}
