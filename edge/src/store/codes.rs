//! Sign-in codes: kept as keyed hashes, tried a few times, used once.

use domain::{
    Language,
    account::{CODE_LIFETIME_MS, CODE_TRIES},
};
use serde::Deserialize;

use super::Store;
use crate::error::Failure;

pub(super) const HOUR_MS: i64 = 60 * 60 * 1000;

/// A code that was asked for.
pub(crate) struct NewCode<'a> {
    /// The hash of the asking browser's cookie.
    pub(crate) browser_hash: &'a str,
    /// The address, for the account that may be made of it.
    pub(crate) email: &'a str,
    /// The language that the browser asked in.
    pub(crate) language: Language,
    /// The keyed hash of the code.
    pub(crate) code_hash: &'a str,
}

/// Whose address a code proved.
#[derive(Deserialize)]
pub(crate) struct CodeOwner {
    /// The address.
    pub(crate) email: String,
    /// The language that the code was asked for in.
    pub(crate) language: Language,
    consumed: i64,
}

impl Store {
    /// Keeps a new code.
    pub(crate) async fn keep_code(&self, code: &NewCode<'_>, now_ms: i64) -> Result<(), Failure> {
        self.write(
            "keeping a code",
            "INSERT INTO sign_in_codes
                (browser_hash, email, language, code_hash, created_at_ms, expires_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            &[
                code.browser_hash.into(),
                code.email.into(),
                code.language.tag().into(),
                code.code_hash.into(),
                now_ms.into(),
                (now_ms + CODE_LIFETIME_MS).into(),
            ],
        )
        .await
        .map(|_| ())
    }

    /// Tries a code for a browser. One statement counts the try and, where the code is right, uses it up, so two
    /// requests at the same moment can neither share a try nor both get in.
    pub(crate) async fn try_code(
        &self,
        browser_hash: &str,
        code_hash: &str,
        now_ms: i64,
    ) -> Result<Option<CodeOwner>, Failure> {
        let tried: Option<CodeOwner> = self
            .row(
                "trying a code",
                "UPDATE sign_in_codes
                 SET tries = tries + 1, consumed_at_ms = CASE WHEN code_hash = ?2 THEN ?3 END
                 WHERE browser_hash = ?1 AND consumed_at_ms IS NULL AND expires_at_ms > ?3 AND tries < ?4
                 RETURNING email, language, consumed_at_ms IS NOT NULL AS consumed",
                &[
                    browser_hash.into(),
                    code_hash.into(),
                    now_ms.into(),
                    CODE_TRIES.into(),
                ],
            )
            .await?;
        Ok(tried.filter(|owner| owner.consumed == 1))
    }

    /// Forgets codes that ran out long ago.
    pub(crate) async fn forget_old_codes(&self, now_ms: i64) -> Result<usize, Failure> {
        self.write(
            "forgetting codes",
            "DELETE FROM sign_in_codes WHERE created_at_ms <= ?1",
            &[(now_ms - HOUR_MS).into()],
        )
        .await
    }
}
