//! Letters that are written once an account: who is due for which, and the note that keeps each from being written again.

use domain::{
    Language,
    id::{AccountId, ConsentId},
    mail::{Occasion, Topic},
};
use serde::Deserialize;

use super::{Store, Value};
use crate::{error::Failure, notices::Posted};

/// Who is to get a letter.
#[derive(Deserialize)]
pub(crate) struct Recipient {
    /// The account.
    pub(crate) id: AccountId,
    /// Where it goes.
    pub(crate) email: String,
    /// In which language.
    pub(crate) language: Language,
}

/// A consent that is to be confirmed a second time.
#[derive(Deserialize)]
pub(crate) struct Unconfirmed {
    /// Whose it is.
    #[serde(flatten)]
    pub(crate) to: Recipient,
    /// The act.
    pub(crate) consent: ConsentId,
    /// The version of the text that was agreed to.
    pub(crate) text_version: String,
    /// The language in which it was shown.
    pub(crate) shown_in: Language,
    /// Whether calls were agreed to.
    pub(crate) send_to_openai: i64,
    /// When it was agreed to.
    pub(crate) granted_at_ms: i64,
}

/// The link that deletes everything, as the letter about a consent brings it.
pub(crate) struct Disavowal {
    /// The hash of its token.
    pub(crate) token_hash: String,
    /// Until when it works.
    pub(crate) expires_at_ms: i64,
}

/// That an account has not had the letter of an occasion, `?1`.
const NOT_YET: &str = "NOT EXISTS (SELECT 1 FROM letters_written
    WHERE letters_written.account_id = accounts.id AND occasion = ?1)";

impl Store {
    /// How many letters wait to be sent.
    pub(crate) async fn letters_waiting(&self) -> Result<usize, Failure> {
        #[derive(Deserialize)]
        struct Row {
            letters: usize,
        }
        let row: Option<Row> = self
            .row(
                "counting letters",
                "SELECT COUNT(*) AS letters FROM outbox WHERE status = 'waiting'",
                &[],
            )
            .await?;
        Ok(row.map_or(0, |row| row.letters))
    }

    /// Consents that stand since `before_ms` at the latest, rest on a mail alone, and were not confirmed a second time.
    pub(crate) async fn consents_to_confirm(
        &self,
        before_ms: i64,
        most: usize,
    ) -> Result<Vec<Unconfirmed>, Failure> {
        self.rows(
            "looking for consents to confirm",
            "SELECT accounts.id, email, accounts.language, act.id AS consent, text_version, act.language AS shown_in,
                send_to_openai, granted_at_ms
             FROM consents AS act JOIN accounts ON accounts.id = account_id
             WHERE granted_at_ms <= ?1 AND withdrawn_at_ms IS NULL AND method = 'confirmed_email'
                AND NOT EXISTS (SELECT 1 FROM consents AS later
                    WHERE later.account_id = act.account_id AND later.number > act.number)
                AND NOT EXISTS (SELECT 1 FROM letters_written
                    WHERE letters_written.account_id = act.account_id AND occasion = 'consent/' || act.id)
             LIMIT ?2",
            &[before_ms.into(), count(most)],
        )
        .await
    }

    /// Accounts in use since `since_ms` whose parent was last shown an older version of the policy than `version`.
    pub(crate) async fn accounts_to_tell_of_policy(
        &self,
        version: &str,
        since_ms: i64,
        most: usize,
    ) -> Result<Vec<Recipient>, Failure> {
        self.rows(
            "looking for accounts to tell of the policy",
            &format!(
                "SELECT id, email, language FROM accounts
                 WHERE COALESCE(policy_seen, '') < ?2 AND {NOT_YET}
                    AND EXISTS (SELECT 1 FROM sign_ins WHERE account_id = accounts.id AND at_ms > ?3)
                 LIMIT ?4"
            ),
            &[
                (&Occasion::Policy(version).key()).into(),
                version.into(),
                since_ms.into(),
                count(most),
            ],
        )
        .await
    }

    /// Accounts that asked for news of the season and have not had this year's.
    pub(crate) async fn accounts_to_tell_of_season(
        &self,
        occasion: Occasion<'_>,
        most: usize,
    ) -> Result<Vec<Recipient>, Failure> {
        self.rows(
            "looking for accounts to tell of the season",
            &format!(
                "SELECT accounts.id, email, accounts.language FROM mail_choices JOIN accounts ON accounts.id = account_id
                 WHERE topic = 'season' AND unticked_at_ms IS NULL AND {NOT_YET} LIMIT ?2"
            ),
            &[(&occasion.key()).into(), count(most)],
        )
        .await
    }

    /// Accounts that asked for tips, made their first call before `before_ms` and have had none.
    pub(crate) async fn accounts_to_give_tips(
        &self,
        before_ms: i64,
        most: usize,
    ) -> Result<Vec<Recipient>, Failure> {
        self.rows(
            "looking for accounts to give tips",
            &format!(
                "SELECT accounts.id, email, accounts.language FROM mail_choices JOIN accounts ON accounts.id = account_id
                 WHERE topic = 'tips' AND unticked_at_ms IS NULL AND {NOT_YET}
                    AND EXISTS (SELECT 1 FROM calls WHERE calls.account_id = accounts.id
                        AND connected_at_ms IS NOT NULL AND started_at_ms <= ?2)
                 LIMIT ?3"
            ),
            &[
                (&Occasion::FirstCall.key()).into(),
                before_ms.into(),
                count(most),
            ],
        )
        .await
    }

    /// Writes an account's letter for an occasion into the outbox, once: where it was written before, or is about a topic
    /// that is not ticked at this moment, nothing is written at all.
    pub(crate) async fn write_letter(
        &self,
        account: &AccountId,
        occasion: Occasion<'_>,
        letter: &Posted,
        disavowal: Option<&Disavowal>,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let mut statements = vec![self.statement(
            "INSERT OR IGNORE INTO letters_written (account_id, occasion, topic, letter_id, written_at_ms)
             SELECT id, ?2, NULLIF(?3, ''), ?4, ?5 FROM accounts WHERE id = ?1 AND (?3 = '' OR EXISTS (
                SELECT 1 FROM mail_choices WHERE account_id = ?1 AND topic = ?3 AND unticked_at_ms IS NULL))",
            &[
                account.as_str().into(),
                (&occasion.key()).into(),
                occasion.topic().map_or("", Topic::as_str).into(),
                letter.id.as_str().into(),
                now_ms.into(),
            ],
        )?];
        if let Some(disavowal) = disavowal {
            statements.push(self.statement(
                "INSERT INTO disavowals (token_hash, account_id, expires_at_ms)
                 SELECT ?1, account_id, ?2 FROM letters_written WHERE letter_id = ?3",
                &[
                    (&disavowal.token_hash).into(),
                    disavowal.expires_at_ms.into(),
                    letter.id.as_str().into(),
                ],
            )?);
        }
        statements.push(self.post_if_noted(letter, now_ms)?);
        self.write_all("writing a letter", statements).await
    }

    /// The account that a disavowing link deletes, where the link still works.
    pub(crate) async fn disavowed_account(
        &self,
        token_hash: &str,
        now_ms: i64,
    ) -> Result<Option<AccountId>, Failure> {
        #[derive(Deserialize)]
        struct Row {
            account_id: AccountId,
        }
        let row: Option<Row> = self
            .row(
                "looking for what a link deletes",
                "SELECT account_id FROM disavowals WHERE token_hash = ?1 AND expires_at_ms > ?2",
                &[token_hash.into(), now_ms.into()],
            )
            .await?;
        Ok(row.map(|row| row.account_id))
    }

    /// Forgets disavowing links that no longer work.
    pub(crate) async fn forget_old_disavowals(&self, now_ms: i64) -> Result<(), Failure> {
        self.write(
            "forgetting disavowing links",
            "DELETE FROM disavowals WHERE expires_at_ms <= ?1",
            &[now_ms.into()],
        )
        .await
        .map(|_| ())
    }
}

fn count(most: usize) -> Value<'static> {
    i64::try_from(most).unwrap_or(0).into()
}
