//! Children's profiles. Every statement names the account as well, so another account's child is simply not there.

use domain::{
    Language,
    child::{Draft, Profile},
    id::{AccountId, ChildId, ConsentId},
    wire::{ChildView, Code},
};
use serde::Deserialize;

use super::Store;
use crate::error::{During, Failure, Fault};

/// The columns of a profile, in the order that [`ChildRow`] has them.
pub(super) const COLUMNS: &str = "id, name, age, language, wishes, behaviour_notes, preferences";

/// A stored profile.
#[derive(Deserialize)]
pub(super) struct ChildRow {
    id: ChildId,
    name: String,
    age: u8,
    language: Language,
    wishes: String,
    behaviour_notes: String,
    preferences: String,
}

impl ChildRow {
    pub(super) fn into_view(self) -> Result<ChildView, Fault> {
        Ok(ChildView {
            id: self.id,
            profile: Draft {
                name: self.name,
                age: self.age,
                language: self.language,
                wishes: serde_json::from_str(&self.wishes).during("reading a wish list")?,
                behaviour_notes: self.behaviour_notes,
                preferences: self.preferences,
            },
        })
    }
}

impl Store {
    /// A child of this account.
    pub(crate) async fn child(
        &self,
        account: &AccountId,
        child: &ChildId,
    ) -> Result<ChildView, Failure> {
        let row: Option<ChildRow> = self
            .row(
                "reading a profile",
                &format!("SELECT {COLUMNS} FROM children WHERE id = ?1 AND account_id = ?2"),
                &[child.as_str().into(), account.as_str().into()],
            )
            .await?;
        Ok(row.ok_or(Code::NotFound)?.into_view()?)
    }

    /// Keeps a new profile.
    pub(crate) async fn make_child(
        &self,
        account: &AccountId,
        child: &ChildId,
        consent: &ConsentId,
        profile: &Profile,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let fields = profile.fields();
        let wishes = serde_json::to_string(&fields.wishes).during("writing a wish list")?;
        self.write(
            "keeping a profile",
            "INSERT INTO children (id, account_id, consent_id, name, age, language, wishes, behaviour_notes,
                preferences, created_at_ms, changed_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
            &[
                child.as_str().into(),
                account.as_str().into(),
                consent.as_str().into(),
                (&fields.name).into(),
                i64::from(fields.age).into(),
                fields.language.tag().into(),
                (&wishes).into(),
                (&fields.behaviour_notes).into(),
                (&fields.preferences).into(),
                now_ms.into(),
            ],
        )
        .await
        .map(|_| ())
    }

    /// Changes a profile of this account.
    pub(crate) async fn change_child(
        &self,
        account: &AccountId,
        child: &ChildId,
        profile: &Profile,
        now_ms: i64,
    ) -> Result<(), Failure> {
        let fields = profile.fields();
        let wishes = serde_json::to_string(&fields.wishes).during("writing a wish list")?;
        let changed = self
            .write(
                "changing a profile",
                "UPDATE children SET name = ?3, age = ?4, language = ?5, wishes = ?6, behaviour_notes = ?7,
                    preferences = ?8, changed_at_ms = ?9
                 WHERE id = ?1 AND account_id = ?2",
                &[
                    child.as_str().into(),
                    account.as_str().into(),
                    (&fields.name).into(),
                    i64::from(fields.age).into(),
                    fields.language.tag().into(),
                    (&wishes).into(),
                    (&fields.behaviour_notes).into(),
                    (&fields.preferences).into(),
                    now_ms.into(),
                ],
            )
            .await?;
        if changed == 0 {
            return Err(Code::NotFound.into());
        }
        Ok(())
    }

    /// Deletes a profile of this account. Its calls stay, without a child.
    pub(crate) async fn delete_child(
        &self,
        account: &AccountId,
        child: &ChildId,
    ) -> Result<(), Failure> {
        let gone: Option<serde::de::IgnoredAny> = self
            .row(
                "deleting a profile",
                "DELETE FROM children WHERE id = ?1 AND account_id = ?2 RETURNING id",
                &[child.as_str().into(), account.as_str().into()],
            )
            .await?;
        gone.map(|_| ()).ok_or(Code::NotFound.into())
    }
}
