//! Mail choices: what a parent asked to get letters about, each tick kept with its words and its time as proof.

use domain::{Language, id::AccountId, mail::Topic};

use super::Store;
use crate::error::Failure;

/// A tick as the parent set it.
pub(crate) struct Ticked<'a> {
    /// About what letters are wanted.
    pub(crate) topic: Topic,
    /// The version of the words beside the tick.
    pub(crate) text_version: &'a str,
    /// The language in which they were shown.
    pub(crate) language: Language,
}

impl Store {
    /// Keeps a tick; one that stands already is left as it was.
    pub(crate) async fn tick_letters(
        &self,
        account: &AccountId,
        ticked: &Ticked<'_>,
        now_ms: i64,
    ) -> Result<(), Failure> {
        self.write(
            "keeping a mail choice",
            "INSERT OR IGNORE INTO mail_choices (account_id, topic, text_version, language, ticked_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            &[
                account.as_str().into(),
                ticked.topic.as_str().into(),
                ticked.text_version.into(),
                ticked.language.tag().into(),
                now_ms.into(),
            ],
        )
        .await
        .map(|_| ())
    }

    /// Ends a tick, and takes back what of its letters still waits. An account that is gone has none.
    pub(crate) async fn untick_letters(
        &self,
        account: &AccountId,
        topic: Topic,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let (account, topic) = (account.as_str().into(), topic.as_str().into());
        let statements = vec![
            self.statement(
                "UPDATE mail_choices SET unticked_at_ms = ?3
                 WHERE account_id = ?1 AND topic = ?2 AND unticked_at_ms IS NULL",
                &[account, topic, now_ms.into()],
            )?,
            self.statement(
                "DELETE FROM outbox WHERE status = 'waiting' AND id IN (
                    SELECT letter_id FROM letters_written WHERE account_id = ?1 AND topic = ?2)",
                &[account, topic],
            )?,
        ];
        self.write_all("ending a mail choice", statements).await
    }
}
