//! Consent: acts in order, of which the latest counts unless it was withdrawn.

use domain::{
    Language,
    consent::{GrantedConsent, Method},
    id::{AccountId, ConsentId},
};
use serde::Deserialize;

use super::Store;
use crate::error::Failure;

/// The consent that stands, with the act it rests on.
pub(crate) struct StandingConsent {
    /// The act.
    pub(crate) id: ConsentId,
    /// What it allows.
    pub(crate) granted: GrantedConsent,
}

impl Store {
    /// The consent of an account that stands today, under today's text.
    pub(crate) async fn standing_consent(
        &self,
        account: &AccountId,
    ) -> Result<Option<StandingConsent>, Failure> {
        #[derive(Deserialize)]
        struct Row {
            id: ConsentId,
            text_version: String,
            send_to_openai: i64,
            withdrawn_at_ms: Option<i64>,
        }
        let row: Option<Row> = self
            .row(
                "reading consent",
                "SELECT id, text_version, send_to_openai, withdrawn_at_ms FROM consents
                 WHERE account_id = ?1 ORDER BY number DESC LIMIT 1",
                &[account.as_str().into()],
            )
            .await?;
        Ok(row.and_then(|row| {
            let granted = GrantedConsent::from_stored(
                &row.text_version,
                row.send_to_openai == 1,
                row.withdrawn_at_ms,
            )?;
            Some(StandingConsent {
                id: row.id,
                granted,
            })
        }))
    }

    /// By what the person at this account is known to be the parent.
    pub(crate) async fn consent_method(&self, account: &AccountId) -> Result<Method, Failure> {
        let proof: Option<serde::de::IgnoredAny> = self
            .row(
                "looking for a proof",
                "SELECT 1 FROM consent_proofs WHERE account_id = ?1",
                &[account.as_str().into()],
            )
            .await?;
        // Whoever is signed in has read a code at the account's address.
        Ok(proof.map_or(Method::ConfirmedEmail, |_| Method::Payment))
    }

    /// Keeps an act of consent, with the language in which its text was shown.
    pub(crate) async fn grant_consent(
        &self,
        account: &AccountId,
        id: &ConsentId,
        granted: &GrantedConsent,
        shown_in: Language,
        method: Method,
        now_ms: i64,
    ) -> Result<(), Failure> {
        self.write(
            "keeping consent",
            "INSERT INTO consents (id, account_id, text_version, language, method, send_to_openai, granted_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            &[
                id.as_str().into(),
                account.as_str().into(),
                granted.text_version().into(),
                shown_in.tag().into(),
                method.as_str().into(),
                granted.allows_calls().into(),
                now_ms.into(),
            ],
        )
        .await
        .map(|_| ())
    }

    /// Withdraws the consent that stands, and deletes the children's profiles where the parent wants that; all at once.
    pub(crate) async fn withdraw_consent(
        &self,
        account: &AccountId,
        delete_profiles: bool,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let mut statements = vec![self.statement(
            "UPDATE consents SET withdrawn_at_ms = ?2
             WHERE number = (SELECT MAX(number) FROM consents WHERE account_id = ?1) AND withdrawn_at_ms IS NULL",
            &[account.as_str().into(), now_ms.into()],
        )?];
        if delete_profiles {
            statements.push(self.statement(
                "DELETE FROM children WHERE account_id = ?1",
                &[account.as_str().into()],
            )?);
        }
        self.write_all("withdrawing consent", statements).await
    }
}
