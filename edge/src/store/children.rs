//! Children's profiles. Every statement names the account as well, so another account's child is simply not there.

use domain::{
    Language,
    child::{Draft, HonestAnswer, Profile},
    id::{AccountId, ChildId, ConsentId},
    wire::{ChildView, Code},
};
use serde::Deserialize;

use super::{Store, Value};
use crate::error::{During, Failure, Fault};

/// The columns of a profile, in the order that [`ChildRow`] has them.
pub(super) const COLUMNS: &str =
    "id, name, age, language, wishes, behaviour_notes, preferences, honest_answer";

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
    honest_answer: HonestAnswer,
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
                honest_answer: self.honest_answer,
            },
        })
    }
}

/// What a profile's own columns hold: `?1` to `?7` of the statements that write one.
fn values<'a>(fields: &'a Draft, wishes: &'a str) -> Vec<Value<'a>> {
    vec![
        (&fields.name).into(),
        i64::from(fields.age).into(),
        fields.language.tag().into(),
        wishes.into(),
        (&fields.behaviour_notes).into(),
        (&fields.preferences).into(),
        fields.honest_answer.tag().into(),
    ]
}

/// A wish list as its column holds it.
fn wishes_of(profile: &Profile) -> Result<String, Fault> {
    serde_json::to_string(&profile.fields().wishes).during("writing a wish list")
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
        let wishes = wishes_of(profile)?;
        let mut values = values(profile.fields(), &wishes);
        values.extend([
            Value::from(child.as_str()),
            account.as_str().into(),
            consent.as_str().into(),
            now_ms.into(),
        ]);
        self.write(
            "keeping a profile",
            "INSERT INTO children (name, age, language, wishes, behaviour_notes, preferences, honest_answer,
                id, account_id, consent_id, created_at_ms, changed_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)",
            &values,
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
        let wishes = wishes_of(profile)?;
        let mut values = values(profile.fields(), &wishes);
        values.extend([
            Value::from(child.as_str()),
            account.as_str().into(),
            now_ms.into(),
        ]);
        let changed = self
            .write(
                "changing a profile",
                "UPDATE children SET name = ?1, age = ?2, language = ?3, wishes = ?4, behaviour_notes = ?5,
                    preferences = ?6, honest_answer = ?7, changed_at_ms = ?10
                 WHERE id = ?8 AND account_id = ?9",
                &values,
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
