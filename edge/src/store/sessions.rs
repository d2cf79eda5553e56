//! Sessions: browsers that are signed in, known by the hash of their token.

use domain::{id::AccountId, kid::Mode, wire::Code};
use serde::Deserialize;

use super::Store;
use crate::error::Failure;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How long a session lives that nobody uses, in milliseconds.
const SESSION_IDLE_MS: i64 = 30 * DAY_MS;
/// How long a session lives at most, in milliseconds.
pub(crate) const SESSION_ABSOLUTE_MS: i64 = 90 * DAY_MS;
/// How stale the note of the last use may get, so that reading does not mean writing each time.
const SEEN_EVERY_MS: i64 = 60 * 60 * 1000;

/// A browser that is signed in.
#[derive(Deserialize)]
pub(crate) struct Session {
    /// Whose account it is.
    pub(crate) account_id: AccountId,
    /// What it may be used for.
    pub(crate) mode: Mode,
    last_seen_at_ms: i64,
}

impl Store {
    /// Opens a session, and closes the one that the browser had before.
    pub(crate) async fn open_session(
        &self,
        account: &AccountId,
        token_hash: &str,
        former_token_hash: Option<&str>,
        now_ms: i64,
    ) -> Result<(), Failure> {
        if let Some(former) = former_token_hash {
            self.close_session(former).await?;
        }
        self.write(
            "opening a session",
            "INSERT INTO sessions (token_hash, account_id, created_at_ms, last_seen_at_ms) VALUES (?1, ?2, ?3, ?3)",
            &[token_hash.into(), account.as_str().into(), now_ms.into()],
        )
        .await
        .map(|_| ())
    }

    /// A session; `None` where it is unknown or has run out.
    pub(crate) async fn session(
        &self,
        token_hash: &str,
        now_ms: i64,
    ) -> Result<Option<Session>, Failure> {
        let found: Option<Session> = self
            .row(
                "reading a session",
                "SELECT account_id, mode, last_seen_at_ms FROM sessions
                 WHERE token_hash = ?1 AND last_seen_at_ms > ?2 AND created_at_ms > ?3",
                &[
                    token_hash.into(),
                    (now_ms - SESSION_IDLE_MS).into(),
                    (now_ms - SESSION_ABSOLUTE_MS).into(),
                ],
            )
            .await?;
        let stale = now_ms - SEEN_EVERY_MS;
        if found
            .as_ref()
            .is_some_and(|session| session.last_seen_at_ms < stale)
        {
            self.write(
                "noting that a session was used",
                "UPDATE sessions SET last_seen_at_ms = ?2 WHERE token_hash = ?1",
                &[token_hash.into(), now_ms.into()],
            )
            .await?;
        }
        Ok(found)
    }

    /// Gives a session another token and another mode; its age stays. A session that is gone meanwhile stays gone.
    pub(crate) async fn rotate_session(
        &self,
        token_hash: &str,
        new_token_hash: &str,
        mode: Mode,
    ) -> Result<(), Failure> {
        let rotated = self
            .write(
                "rotating a session",
                "UPDATE sessions SET token_hash = ?2, mode = ?3 WHERE token_hash = ?1",
                &[
                    token_hash.into(),
                    new_token_hash.into(),
                    mode.as_str().into(),
                ],
            )
            .await?;
        if rotated == 0 {
            return Err(Code::SignInNeeded.into());
        }
        Ok(())
    }

    /// Closes a session; closing one that is gone is fine.
    pub(crate) async fn close_session(&self, token_hash: &str) -> Result<(), Failure> {
        self.write(
            "closing a session",
            "DELETE FROM sessions WHERE token_hash = ?1",
            &[token_hash.into()],
        )
        .await
        .map(|_| ())
    }

    /// Forgets sessions that have run out.
    pub(crate) async fn forget_old_sessions(&self, now_ms: i64) -> Result<usize, Failure> {
        self.write(
            "forgetting sessions",
            "DELETE FROM sessions WHERE last_seen_at_ms <= ?1 OR created_at_ms <= ?2",
            &[
                (now_ms - SESSION_IDLE_MS).into(),
                (now_ms - SESSION_ABSOLUTE_MS).into(),
            ],
        )
        .await
    }
}
