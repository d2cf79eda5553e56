//! The account page: a parent's own data, the browsers that are signed in, the sign-ins there were.

use domain::{
    Language,
    account::SignInWay,
    device::Device,
    id::{AccountId, PairingId, SessionId},
    kid::Mode,
    mail::Topic,
    wire::{AccountPage, Code, SessionView, SignInView},
};
use serde::Deserialize;

use super::{Store, failed, rows_of, sessions};
use crate::error::{Failure, Fault};

const WHAT: &str = "reading an account page";

#[derive(Deserialize)]
struct AccountRow {
    email: String,
    name: String,
    language: Language,
}

#[derive(Deserialize)]
struct SessionRow {
    id: SessionId,
    device: String,
    name: Option<String>,
    mode: Mode,
    created_at_ms: i64,
    last_seen_at_ms: i64,
    this_one: i64,
}

#[derive(Deserialize)]
struct LettersRow {
    topic: Topic,
}

#[derive(Deserialize)]
struct SignInRow {
    way: SignInWay,
    device: String,
    at_ms: i64,
}

impl Store {
    /// The account page as the session `token_hash` sees it.
    pub(crate) async fn account_page(
        &self,
        account: &AccountId,
        token_hash: &str,
        now_ms: i64,
    ) -> Result<AccountPage, Failure> {
        let account = account.as_str().into();
        let statements = vec![
            self.statement(
                "SELECT email, name, language FROM accounts WHERE id = ?1",
                &[account],
            )?,
            self.statement(
                &format!(
                    "SELECT sessions.id, device, name, mode, sessions.created_at_ms, last_seen_at_ms,
                        token_hash = ?2 AS this_one
                     FROM sessions LEFT JOIN pairings ON pairings.id = pairing_id
                     WHERE sessions.account_id = ?1 AND {}
                     ORDER BY last_seen_at_ms DESC, sessions.created_at_ms DESC",
                    sessions::lives("?3")
                ),
                &[account, token_hash.into(), now_ms.into()],
            )?,
            self.statement(
                "SELECT way, device, at_ms FROM sign_ins WHERE account_id = ?1 ORDER BY number DESC LIMIT 20",
                &[account],
            )?,
            self.statement(
                "SELECT topic FROM mail_choices WHERE account_id = ?1 AND unticked_at_ms IS NULL",
                &[account],
            )?,
        ];
        let results = self
            .batch(statements)
            .await
            .map_err(|error| failed(error, WHAT))?;
        let own = rows_of::<AccountRow>(WHAT, &results, 0)?
            .into_iter()
            .next()
            .ok_or_else(|| Fault::new(WHAT, "the account is gone"))?;
        Ok(AccountPage {
            email: own.email,
            name: own.name,
            language: own.language,
            letters: rows_of::<LettersRow>(WHAT, &results, 3)?
                .into_iter()
                .map(|row| row.topic)
                .collect(),
            sessions: rows_of::<SessionRow>(WHAT, &results, 1)?
                .into_iter()
                .map(|row| SessionView {
                    id: row.id,
                    device: Device::from_stored(&row.device),
                    name: row.name,
                    mode: row.mode,
                    created_at_ms: row.created_at_ms,
                    last_seen_at_ms: row.last_seen_at_ms,
                    this_one: row.this_one == 1,
                })
                .collect(),
            sign_ins: rows_of::<SignInRow>(WHAT, &results, 2)?
                .into_iter()
                .map(|row| SignInView {
                    way: row.way,
                    device: Device::from_stored(&row.device),
                    at_ms: row.at_ms,
                })
                .collect(),
        })
    }

    /// Changes the parent's name and language.
    pub(crate) async fn change_account(
        &self,
        account: &AccountId,
        name: &str,
        language: Language,
    ) -> Result<(), Failure> {
        self.write(
            "changing an account",
            "UPDATE accounts SET name = ?2, language = ?3 WHERE id = ?1",
            &[account.as_str().into(), name.into(), language.tag().into()],
        )
        .await
        .map(|_| ())
    }

    /// Ends one session of this account, and with it its pairing, which is answered where there was one.
    pub(crate) async fn end_session(
        &self,
        account: &AccountId,
        session: &SessionId,
    ) -> Result<Option<PairingId>, Failure> {
        #[derive(Deserialize)]
        struct Ended {
            pairing_id: Option<PairingId>,
        }
        let ended: Option<Ended> = self
            .row(
                "ending a session",
                "DELETE FROM sessions WHERE id = ?1 AND account_id = ?2 RETURNING pairing_id",
                &[session.as_str().into(), account.as_str().into()],
            )
            .await?;
        Ok(ended.ok_or(Code::NotFound)?.pairing_id)
    }

    /// Ends every session of this account, those of paired devices as well.
    pub(crate) async fn end_sessions(&self, account: &AccountId) -> Result<(), Failure> {
        self.write(
            "ending all sessions",
            "DELETE FROM sessions WHERE account_id = ?1",
            &[account.as_str().into()],
        )
        .await
        .map(|_| ())
    }
}
