//! The outbox: letters that wait, are sent, or are given up. A done letter keeps neither address nor words.

use domain::id::{AccountId, CallId, LetterId};
use serde::Deserialize;
use worker::D1PreparedStatement;

use super::{Store, Value, calls::DAY_MS};
use crate::{
    error::{Failure, Fault},
    notices::Posted,
};

/// The first wait after a failed try, in milliseconds; each further one is twice as long.
const FIRST_WAIT_MS: i64 = 60 * 1000;
/// How long the row of a done letter is kept, in milliseconds.
const DONE_KEPT_MS: i64 = 30 * DAY_MS;

/// What is set in the row of a letter that is done with.
const WIPED: &str = "address = NULL, subject = NULL, text = NULL, html = NULL, unsubscribe = NULL";

/// A letter whose turn it is.
#[derive(Deserialize)]
pub(crate) struct Waiting {
    /// Its id, and the key of all its tries.
    pub(crate) id: LetterId,
    /// Where it goes.
    pub(crate) address: String,
    /// Its subject.
    pub(crate) subject: String,
    /// Its plain text.
    pub(crate) text: String,
    /// The same in HTML.
    pub(crate) html: String,
    /// Where it is turned off, for a letter that was asked for.
    pub(crate) unsubscribe: Option<String>,
}

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// The provider took it.
    Sent,
    /// The provider never will.
    Refused,
}

impl Store {
    /// The statement that puts a letter into the outbox, for a batch together with what causes it.
    pub(super) fn post(&self, letter: &Posted, now_ms: i64) -> Result<D1PreparedStatement, Fault> {
        self.post_where("TRUE", letter, now_ms, &[])
    }

    /// The same for a letter that is written once: it goes only where it was noted earlier in the batch.
    pub(super) fn post_if_noted(
        &self,
        letter: &Posted,
        now_ms: i64,
    ) -> Result<D1PreparedStatement, Fault> {
        let noted = "EXISTS (SELECT 1 FROM letters_written WHERE letter_id = ?1)";
        self.post_where(noted, letter, now_ms, &[])
    }

    /// The same for the letter that Santa asked for a grown-up in a call: one a call, written before it is noted there.
    pub(super) fn post_for_call(
        &self,
        call: &CallId,
        letter: &Posted,
        now_ms: i64,
    ) -> Result<D1PreparedStatement, Fault> {
        let first = "EXISTS (SELECT 1 FROM calls WHERE id = ?9 AND grown_up_wanted = 0)";
        self.post_where(first, letter, now_ms, &[call.as_str().into()])
    }

    fn post_where(
        &self,
        condition: &str,
        letter: &Posted,
        now_ms: i64,
        also: &[Value<'_>],
    ) -> Result<D1PreparedStatement, Fault> {
        let values: [Value<'_>; 8] = [
            letter.id.as_str().into(),
            letter.kind.into(),
            (&letter.address).into(),
            (&letter.letter.subject).into(),
            (&letter.letter.text).into(),
            (&letter.letter.html).into(),
            now_ms.into(),
            letter.unsubscribe.as_deref().unwrap_or_default().into(),
        ];
        self.statement(
            &format!(
                "INSERT INTO outbox
                    (id, kind, address, subject, text, html, unsubscribe, created_at_ms, next_try_at_ms)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6, NULLIF(?8, ''), ?7, ?7 WHERE {condition}"
            ),
            &[&values[..], also].concat(),
        )
    }

    /// The statement that takes back what still waits for an account's address.
    pub(super) fn take_back_letters(
        &self,
        account: &AccountId,
    ) -> Result<D1PreparedStatement, Fault> {
        self.statement(
            "DELETE FROM outbox WHERE address = (SELECT email FROM accounts WHERE id = ?1)",
            &[account.as_str().into()],
        )
    }

    /// Takes the letters whose turn it is. Each is set back for its next try in the same statement, so that two who
    /// look at the same moment do not both send it.
    pub(crate) async fn letters_to_try(&self, now_ms: i64) -> Result<Vec<Waiting>, Failure> {
        self.rows(
            "taking letters",
            "UPDATE outbox SET tries = tries + 1, next_try_at_ms = ?1 + (?2 << MIN(tries, 8))
             WHERE id IN (SELECT id FROM outbox WHERE status = 'waiting' AND next_try_at_ms <= ?1
                AND created_at_ms > ?3 ORDER BY next_try_at_ms LIMIT 20)
             RETURNING id, address, subject, text, html, unsubscribe",
            &[
                now_ms.into(),
                FIRST_WAIT_MS.into(),
                (now_ms - DAY_MS).into(),
            ],
        )
        .await
    }

    /// Closes a letter and wipes it; where it was sent, that is noted with the occasion that it was written for.
    pub(crate) async fn letter_done(
        &self,
        letter: &LetterId,
        done: Done,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let status = match done {
            Done::Sent => "sent",
            Done::Refused => "refused",
        };
        let statements = vec![
            self.statement(
                &format!("UPDATE outbox SET status = ?2, {WIPED} WHERE id = ?1"),
                &[letter.as_str().into(), status.into()],
            )?,
            self.statement(
                "UPDATE letters_written SET sent_at_ms = ?3 WHERE letter_id = ?1 AND ?2 = 'sent'",
                &[letter.as_str().into(), status.into(), now_ms.into()],
            )?,
        ];
        self.write_all("closing a letter", statements).await
    }

    /// Gives up letters that could not be sent within a day: the provider may forget a key after that, and a second
    /// copy is worse than none. But what a parent has to be told once is written anew. Forgets what was done with long ago.
    pub(crate) async fn tidy_outbox(&self, now_ms: i64) -> Result<usize, Failure> {
        let given_up = self
            .write(
                "giving letters up",
                &format!(
                    "UPDATE outbox SET status = 'uncertain', {WIPED}
                     WHERE status = 'waiting' AND created_at_ms <= ?1"
                ),
                &[(now_ms - DAY_MS).into()],
            )
            .await?;
        self.write(
            "letting letters be written anew",
            "DELETE FROM letters_written WHERE topic IS NULL AND sent_at_ms IS NULL
                AND letter_id IN (SELECT id FROM outbox WHERE status = 'uncertain')",
            &[],
        )
        .await?;
        self.write(
            "forgetting letters",
            "DELETE FROM outbox WHERE status <> 'waiting' AND created_at_ms <= ?1",
            &[(now_ms - DONE_KEPT_MS).into()],
        )
        .await?;
        Ok(given_up)
    }
}
