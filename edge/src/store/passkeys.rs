//! Passkeys and their challenges. Statements for a parent name the account as well, so another account's passkey is
//! simply not there.

use domain::{
    bytes::Bytes,
    id::{AccountId, PasskeyId},
    passkey::{CHALLENGE_LIFETIME_MS, KnownPasskey, NewPasskey, PublicKey},
    wire::{Code, PasskeyView},
};
use serde::Deserialize;

use super::Store;
use crate::{
    error::{Failure, Fault},
    notices::Posted,
};

/// A passkey that somebody uses, and whose it is.
pub(crate) struct OwnedPasskey {
    /// Our id of it.
    pub(crate) id: PasskeyId,
    /// Whose it is.
    pub(crate) account: AccountId,
    /// What its assertion is compared with.
    pub(crate) known: KnownPasskey,
}

impl Store {
    /// Keeps a browser's challenge; one that it had before is forgotten.
    pub(crate) async fn keep_challenge(
        &self,
        browser_hash: &str,
        challenge: &Bytes,
        now_ms: i64,
    ) -> Result<(), Failure> {
        self.write(
            "keeping a challenge",
            "INSERT INTO passkey_challenges (browser_hash, challenge, expires_at_ms) VALUES (?1, ?2, ?3)
             ON CONFLICT (browser_hash) DO UPDATE SET challenge = excluded.challenge, expires_at_ms = excluded.expires_at_ms",
            &[
                browser_hash.into(),
                (&challenge.text()).into(),
                (now_ms + CHALLENGE_LIFETIME_MS).into(),
            ],
        )
        .await
        .map(|_| ())
    }

    /// Takes a browser's challenge out, so that of two answers at the same moment one finds it; `None` where there is
    /// none or it is too old.
    pub(crate) async fn take_challenge(
        &self,
        browser_hash: &str,
        now_ms: i64,
    ) -> Result<Option<Bytes>, Failure> {
        #[derive(Deserialize)]
        struct Row {
            challenge: Bytes,
            expires_at_ms: i64,
        }
        let row: Option<Row> = self
            .row(
                "taking a challenge",
                "DELETE FROM passkey_challenges WHERE browser_hash = ?1 RETURNING challenge, expires_at_ms",
                &[browser_hash.into()],
            )
            .await?;
        Ok(row
            .filter(|row| row.expires_at_ms > now_ms)
            .map(|row| row.challenge))
    }

    /// Forgets challenges that nobody answered in time.
    pub(crate) async fn forget_old_challenges(&self, now_ms: i64) -> Result<usize, Failure> {
        self.write(
            "forgetting challenges",
            "DELETE FROM passkey_challenges WHERE expires_at_ms <= ?1",
            &[now_ms.into()],
        )
        .await
    }

    /// The passkeys of an account, oldest first.
    pub(crate) async fn passkeys(&self, account: &AccountId) -> Result<Vec<PasskeyView>, Failure> {
        self.rows(
            "listing passkeys",
            "SELECT id, name, created_at_ms, used_at_ms FROM passkeys WHERE account_id = ?1 ORDER BY created_at_ms, id",
            &[account.as_str().into()],
        )
        .await
    }

    /// The credentials of an account.
    pub(crate) async fn credentials(&self, account: &AccountId) -> Result<Vec<Bytes>, Failure> {
        #[derive(Deserialize)]
        struct Row {
            credential: Bytes,
        }
        let rows: Vec<Row> = self
            .rows(
                "listing credentials",
                "SELECT credential FROM passkeys WHERE account_id = ?1",
                &[account.as_str().into()],
            )
            .await?;
        Ok(rows.into_iter().map(|row| row.credential).collect())
    }

    /// Keeps a new passkey and posts the letter that says so, both or neither.
    pub(crate) async fn keep_passkey(
        &self,
        account: &AccountId,
        id: &PasskeyId,
        name: &str,
        passkey: &NewPasskey,
        letter: &Posted,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let credential = Bytes(passkey.credential.clone()).text();
        let public_key = Bytes(passkey.key.spki().to_vec()).text();
        let statements = vec![
            self.statement(
                "INSERT INTO passkeys (id, account_id, name, credential, public_key, counter, created_at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                &[
                    id.as_str().into(),
                    account.as_str().into(),
                    name.into(),
                    (&credential).into(),
                    (&public_key).into(),
                    passkey.counter.into(),
                    now_ms.into(),
                ],
            )?,
            self.post(letter, now_ms)?,
        ];
        self.write_all("keeping a passkey", statements).await
    }

    /// Gives a passkey of this account another name.
    pub(crate) async fn rename_passkey(
        &self,
        account: &AccountId,
        id: &PasskeyId,
        name: &str,
    ) -> Result<(), Failure> {
        let changed = self
            .write(
                "renaming a passkey",
                "UPDATE passkeys SET name = ?3 WHERE id = ?1 AND account_id = ?2",
                &[id.as_str().into(), account.as_str().into(), name.into()],
            )
            .await?;
        if changed == 0 {
            return Err(Code::NotFound.into());
        }
        Ok(())
    }

    /// Whether the account has this passkey.
    pub(crate) async fn has_passkey(
        &self,
        account: &AccountId,
        id: &PasskeyId,
    ) -> Result<bool, Failure> {
        let found: Option<serde::de::IgnoredAny> = self
            .row(
                "looking for a passkey",
                "SELECT id FROM passkeys WHERE id = ?1 AND account_id = ?2",
                &[id.as_str().into(), account.as_str().into()],
            )
            .await?;
        Ok(found.is_some())
    }

    /// Removes a passkey of this account and posts the letter that says so, both or neither.
    pub(crate) async fn remove_passkey(
        &self,
        account: &AccountId,
        id: &PasskeyId,
        letter: &Posted,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let statements = vec![
            self.statement(
                "DELETE FROM passkeys WHERE id = ?1 AND account_id = ?2",
                &[id.as_str().into(), account.as_str().into()],
            )?,
            self.post(letter, now_ms)?,
        ];
        self.write_all("removing a passkey", statements).await
    }

    /// The passkey with this credential, whoever's it is.
    pub(crate) async fn passkey_of_credential(
        &self,
        credential: &Bytes,
    ) -> Result<Option<OwnedPasskey>, Failure> {
        #[derive(Deserialize)]
        struct Row {
            id: PasskeyId,
            account_id: AccountId,
            public_key: Bytes,
            counter: u32,
        }
        let row: Option<Row> = self
            .row(
                "reading a passkey",
                "SELECT id, account_id, public_key, counter FROM passkeys WHERE credential = ?1",
                &[(&credential.text()).into()],
            )
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let key = PublicKey::read(&row.public_key.0)
            .map_err(|_| Fault::new("reading a passkey", "the stored key is none"))?;
        Ok(Some(OwnedPasskey {
            id: row.id,
            known: KnownPasskey {
                credential: credential.0.clone(),
                key,
                counter: row.counter,
                user: user(&row.account_id).0,
            },
            account: row.account_id,
        }))
    }

    /// Notes that a passkey was believed. `false` where it is gone, or where another sign-in has meanwhile brought its
    /// counter as far: one statement, so that of two copies of an assertion one counts.
    pub(crate) async fn note_use(
        &self,
        passkey: &PasskeyId,
        counter: u32,
        now_ms: i64,
    ) -> Result<bool, Failure> {
        let changed = self
            .write(
                "noting that a passkey was used",
                "UPDATE passkeys SET counter = ?2, used_at_ms = ?3
                 WHERE id = ?1 AND (counter < ?2 OR (counter = 0 AND ?2 = 0))",
                &[passkey.as_str().into(), counter.into(), now_ms.into()],
            )
            .await?;
        Ok(changed == 1)
    }
}

/// An account as its passkeys know it.
pub(crate) fn user(account: &AccountId) -> Bytes {
    Bytes(account.as_str().as_bytes().to_vec())
}
