//! Sessions: browsers that are signed in, known by the hash of their token.

use domain::{
    account::SignInWay,
    device::Device,
    id::{AccountId, ChildId, PairingId, SessionId},
    kid::Mode,
    wire::Code,
};
use serde::Deserialize;

use super::{Store, accounts::Addressee};
use crate::{error::Failure, notices::Posted};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How long a session lives that nobody uses, in milliseconds.
pub(super) const SESSION_IDLE_MS: i64 = 30 * DAY_MS;
/// How long a session lives at most, in milliseconds.
pub(crate) const SESSION_ABSOLUTE_MS: i64 = 90 * DAY_MS;
/// How long a paired device's session lives that nobody uses, in milliseconds. It has no other end, because a parent was
/// told "until you remove it"; it can do so little that an old one is no danger.
const PAIRED_IDLE_MS: i64 = 90 * DAY_MS;
/// How stale the note of the last use may get, so that reading does not mean writing each time.
const SEEN_EVERY_MS: i64 = 60 * 60 * 1000;

/// A session to open.
pub(crate) struct NewSession<'a> {
    /// Its id.
    pub(crate) id: &'a SessionId,
    /// Whose.
    pub(crate) account: &'a AccountId,
    /// The hash of its token.
    pub(crate) token_hash: &'a str,
    /// The hash of the token that the browser had before.
    pub(crate) former_token_hash: Option<&'a str>,
    /// What the browser is called.
    pub(crate) device: &'a Device,
    /// By what the parent signed in.
    pub(crate) way: SignInWay,
    /// The letter that tells of it, where the browser is a new one.
    pub(crate) letter: Option<&'a Posted>,
}

/// A browser that is signed in.
pub(crate) struct Session {
    /// Whose account it is.
    pub(crate) account_id: AccountId,
    /// What it may be used for.
    pub(crate) mode: Mode,
    /// When it was opened by a sign-in.
    pub(crate) created_at_ms: i64,
    /// The pairing that it hangs on; `None` where a parent signed in.
    pub(crate) paired: Option<Paired>,
}

/// What a paired device may do.
#[derive(Clone)]
pub(crate) struct Paired {
    /// The pairing.
    pub(crate) id: PairingId,
    /// The one child that it is for; `None` where it is for every child.
    pub(crate) only: Option<ChildId>,
    /// Whether its calls are all made.
    pub(crate) used_up: bool,
}

/// Whether a session has not run out, as SQL asks it with the time bound to `now`.
pub(super) fn lives(now: &str) -> String {
    format!(
        "CASE WHEN pairing_id IS NULL
            THEN last_seen_at_ms > {now} - {SESSION_IDLE_MS} AND sessions.created_at_ms > {now} - {SESSION_ABSOLUTE_MS}
            ELSE last_seen_at_ms > {now} - {PAIRED_IDLE_MS} END"
    )
}

impl Store {
    /// Opens a session, closes the one that the browser had before, and notes the sign-in; all or nothing.
    pub(crate) async fn open_session(
        &self,
        new: &NewSession<'_>,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let (account, device) = (new.account.as_str(), new.device.stored());
        let mut statements = vec![
            self.statement(
                "DELETE FROM sessions WHERE token_hash = ?1",
                &[new.former_token_hash.unwrap_or_default().into()],
            )?,
            self.statement(
                "INSERT INTO sessions (id, token_hash, account_id, device, created_at_ms, last_seen_at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
                &[
                    new.id.as_str().into(),
                    new.token_hash.into(),
                    account.into(),
                    (&device).into(),
                    now_ms.into(),
                ],
            )?,
            self.statement(
                "INSERT INTO sign_ins (account_id, way, device, at_ms) VALUES (?1, ?2, ?3, ?4)",
                &[
                    account.into(),
                    new.way.as_str().into(),
                    (&device).into(),
                    now_ms.into(),
                ],
            )?,
        ];
        if let Some(letter) = new.letter {
            statements.push(self.post(letter, now_ms)?);
        }
        self.write_all("opening a session", statements).await
    }

    /// Who is to be told that the account is used from this kind of device for the first time; nobody at the account's
    /// very first sign-in.
    pub(crate) async fn stranger_to(
        &self,
        account: &AccountId,
        device: &Device,
    ) -> Result<Option<Addressee>, Failure> {
        self.row(
            "looking for a device",
            "SELECT email, language FROM accounts WHERE id = ?1
                AND EXISTS (SELECT 1 FROM sign_ins WHERE account_id = ?1)
                AND NOT EXISTS (SELECT 1 FROM sign_ins WHERE account_id = ?1 AND device = ?2)",
            &[account.as_str().into(), (&device.stored()).into()],
        )
        .await
    }

    /// A session; `None` where it is unknown or has run out.
    pub(crate) async fn session(
        &self,
        token_hash: &str,
        now_ms: i64,
    ) -> Result<Option<Session>, Failure> {
        #[derive(Deserialize)]
        struct Row {
            account_id: AccountId,
            mode: Mode,
            created_at_ms: i64,
            last_seen_at_ms: i64,
            pairing_id: Option<PairingId>,
            child_id: Option<ChildId>,
            calls_left: Option<u32>,
        }
        let found: Option<Row> = self
            .row(
                "reading a session",
                &format!(
                    "SELECT sessions.account_id, mode, sessions.created_at_ms, last_seen_at_ms, pairing_id, child_id,
                        calls_left
                     FROM sessions LEFT JOIN pairings ON pairings.id = pairing_id
                     WHERE token_hash = ?1 AND {}",
                    lives("?2")
                ),
                &[token_hash.into(), now_ms.into()],
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
        Ok(found.map(|row| Session {
            account_id: row.account_id,
            mode: row.mode,
            created_at_ms: row.created_at_ms,
            paired: row.pairing_id.map(|id| Paired {
                id,
                only: row.child_id,
                used_up: row.calls_left == Some(0),
            }),
        }))
    }

    /// Gives a session another token and another mode; its age stays. A session that is gone meanwhile stays gone.
    pub(crate) async fn rotate_session(
        &self,
        token_hash: &str,
        new_token_hash: &str,
        mode: Mode,
    ) -> Result<(), Failure> {
        // A confirming code was sent to the session as it was.
        self.write(
            "rotating a session",
            "DELETE FROM confirmations WHERE token_hash = ?1",
            &[token_hash.into()],
        )
        .await?;
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
            &format!("DELETE FROM sessions WHERE NOT ({})", lives("?1")),
            &[now_ms.into()],
        )
        .await
    }
}
