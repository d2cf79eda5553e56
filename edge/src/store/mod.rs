//! The store: all SQL of the edge, one function an intention, every value bound.
//!
//! Refusals that the schema makes (constraints, triggers) become codes in [`verdict`] and nowhere else.

mod account_page;
mod accounts;
mod bookings;
mod calls;
mod children;
mod code_requests;
mod codes;
mod complaints;
mod confirmations;
mod consents;
mod email_changes;
mod erasure;
mod export;
mod history;
mod ledger;
mod letters;
mod mail_choices;
mod outbox;
mod overview;
mod pairings;
mod passkeys;
mod payments;
mod pins;
mod provider_jobs;
mod purchases;
mod purse;
mod retention;
mod sessions;
mod settlements;
#[cfg(feature = "test-clock")]
mod tally;

pub(crate) use accounts::{Addressee, NewAccount};
pub(crate) use bookings::{Booked, Booking, Change, EventRow, Fact, RefundJob};
pub(crate) use calls::{Call, NewCall};
pub(crate) use codes::{CodeOwner, NewCode};
pub(crate) use confirmations::NewConfirmation;
pub(crate) use email_changes::NewEmailChange;
pub(crate) use letters::{Disavowal, Recipient, Unconfirmed};
pub(crate) use mail_choices::Ticked;
pub(crate) use outbox::Done;
pub(crate) use pairings::{NewDevice, NewInvitation};
pub(crate) use passkeys::user as passkey_user;
pub(crate) use payments::{Dispute, Owner, Sought, Standing};
pub(crate) use provider_jobs::{Job, JobOutcome};
pub(crate) use purchases::{Buyer, NewPurchase, Purchase};
pub(crate) use purse::Bought;
pub(crate) use sessions::{NewSession, Paired, SESSION_ABSOLUTE_MS};
pub(crate) use settlements::Settlement;

use domain::wire::Code;
use serde::de::DeserializeOwned;
use worker::{D1Database, D1PreparedStatement, wasm_bindgen::JsValue};

use crate::error::{During, Failure, Fault, database_message};

/// The D1 database, seen as what the product asks of it.
pub(crate) struct Store {
    database: D1Database,
    /// What its statements have cost so far.
    #[cfg(feature = "test-clock")]
    pub(crate) tally: tally::Tally,
}

/// A value to bind.
#[derive(Debug, Clone, Copy)]
enum Value<'a> {
    Text(&'a str),
    Integer(i64),
    Nothing,
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Integer(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Value::Integer(number.into())
    }
}

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Value::Integer(yes.into())
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Nothing, Into::into)
    }
}

impl From<Value<'_>> for JsValue {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Text(text) => JsValue::from_str(text),
            // Times in milliseconds and counts stay far below 2^53, where a float is exact.
            Value::Integer(number) => JsValue::from_f64(number as f64),
            Value::Nothing => JsValue::NULL,
        }
    }
}

/// What the schema said to a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It had been done before: a ledger key is known.
    AlreadyDone,
    /// It may not be done, for this reason.
    Refused(Code),
    /// Somebody else was quicker: the address has an account by now, the code is another's, the payment was booked on.
    Overtaken,
}

/// Reads the verdict out of a database message; `None` means that something is broken.
fn verdict(message: &str) -> Option<Verdict> {
    const TABLE: &[(&str, Verdict)] = &[
        ("overdraft", Verdict::Refused(Code::NoCredits)),
        (
            "call_consent_needed",
            Verdict::Refused(Code::CallConsentNeeded),
        ),
        ("consent_needed", Verdict::Refused(Code::ConsentNeeded)),
        ("too_many_children", Verdict::Refused(Code::TooManyChildren)),
        ("too_many_passkeys", Verdict::Refused(Code::TooManyPasskeys)),
        ("too_many_pairings", Verdict::Refused(Code::TooManyPairings)),
        // Said to a device in kid mode, which is told no more than that.
        ("pairing_used_up", Verdict::Refused(Code::GrownUpNeeded)),
        (
            "UNIQUE constraint failed: pairing_invitations.code_hash",
            Verdict::Overtaken,
        ),
        (
            "UNIQUE constraint failed: passkeys.credential",
            Verdict::Refused(Code::PasskeyRefused),
        ),
        ("child_missing", Verdict::Refused(Code::NotFound)),
        ("daily_cap", Verdict::Refused(Code::DailyCapReached)),
        (
            "UNIQUE constraint failed: calls.account_id",
            Verdict::Refused(Code::CallInProgress),
        ),
        (
            "UNIQUE constraint failed: ledger.idempotency_key",
            Verdict::AlreadyDone,
        ),
        (
            "UNIQUE constraint failed: stripe_events.id",
            Verdict::AlreadyDone,
        ),
        (
            "UNIQUE constraint failed: payment_steps.payment_id",
            Verdict::Overtaken,
        ),
        // An account was deleted between reading and writing.
        ("FOREIGN KEY constraint failed", Verdict::Overtaken),
        (
            "UNIQUE constraint failed: accounts.email",
            Verdict::Overtaken,
        ),
    ];
    TABLE
        .iter()
        .find(|(name, _)| message.contains(name))
        .map(|(_, verdict)| *verdict)
}

/// A failed write as a failure: a refusal where the schema made one, else a fault.
fn failed(error: worker::Error, what: &'static str) -> Failure {
    match database_message(&error).as_deref().and_then(verdict) {
        Some(Verdict::Refused(code)) => code.into(),
        _ => match Err::<(), _>(error).during(what) {
            Err(fault) => fault.into(),
            Ok(()) => Fault::new(what, "").into(),
        },
    }
}

impl Store {
    /// The store in this database.
    pub(crate) fn new(database: D1Database) -> Self {
        Self {
            database,
            #[cfg(feature = "test-clock")]
            tally: tally::Tally::default(),
        }
    }

    fn statement(&self, sql: &str, values: &[Value<'_>]) -> Result<D1PreparedStatement, Fault> {
        let bound: Vec<JsValue> = values.iter().map(|&value| value.into()).collect();
        self.database
            .prepare(sql)
            .bind(&bound)
            .during("binding a statement")
    }

    /// The rows of a statement, which may also be a write with `RETURNING`.
    async fn rows<T: DeserializeOwned>(
        &self,
        what: &'static str,
        sql: &str,
        values: &[Value<'_>],
    ) -> Result<Vec<T>, Failure> {
        let statement = self.statement(sql, values)?;
        let result = statement.all().await.map_err(|error| failed(error, what))?;
        #[cfg(feature = "test-clock")]
        self.tally.count(std::slice::from_ref(&result));
        Ok(result.results().during(what)?)
    }

    /// The first row, if any.
    async fn row<T: DeserializeOwned>(
        &self,
        what: &'static str,
        sql: &str,
        values: &[Value<'_>],
    ) -> Result<Option<T>, Failure> {
        Ok(self.rows(what, sql, values).await?.into_iter().next())
    }

    /// Carries out one write and tells how many rows it changed.
    async fn write(
        &self,
        what: &'static str,
        sql: &str,
        values: &[Value<'_>],
    ) -> Result<usize, Failure> {
        let statement = self.statement(sql, values)?;
        let result = statement.run().await.map_err(|error| failed(error, what))?;
        #[cfg(feature = "test-clock")]
        self.tally.count(std::slice::from_ref(&result));
        let meta = result.meta().during(what)?;
        Ok(meta.and_then(|meta| meta.changes).unwrap_or(0))
    }

    /// Carries out several writes, all or none, where nobody asks what they changed.
    async fn write_all(
        &self,
        what: &'static str,
        statements: Vec<D1PreparedStatement>,
    ) -> Result<(), Failure> {
        self.batch(statements)
            .await
            .map(|_| ())
            .map_err(|error| failed(error, what))
    }

    /// Carries out several statements, all or none.
    async fn batch(
        &self,
        statements: Vec<D1PreparedStatement>,
    ) -> Result<Vec<worker::D1Result>, worker::Error> {
        let results = self.database.batch(statements).await?;
        #[cfg(feature = "test-clock")]
        self.tally.count(&results);
        Ok(results)
    }
}

/// The rows that one statement of a batch gave.
fn rows_of<T: DeserializeOwned>(
    what: &'static str,
    results: &[worker::D1Result],
    index: usize,
) -> Result<Vec<T>, Fault> {
    results
        .get(index)
        .ok_or_else(|| Fault::new(what, "a result is missing"))?
        .results()
        .during(what)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_in_the_schema_become_refusals() {
        let table = [
            (
                "D1_ERROR: overdraft: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)",
                Some(Verdict::Refused(Code::NoCredits)),
            ),
            (
                "D1_ERROR: call_consent_needed: SQLITE_CONSTRAINT",
                Some(Verdict::Refused(Code::CallConsentNeeded)),
            ),
            (
                "D1_ERROR: consent_needed: SQLITE_CONSTRAINT",
                Some(Verdict::Refused(Code::ConsentNeeded)),
            ),
            (
                "D1_ERROR: UNIQUE constraint failed: calls.account_id: SQLITE_CONSTRAINT",
                Some(Verdict::Refused(Code::CallInProgress)),
            ),
            (
                "D1_ERROR: UNIQUE constraint failed: ledger.idempotency_key: SQLITE_CONSTRAINT",
                Some(Verdict::AlreadyDone),
            ),
            ("D1_ERROR: no such table: calls: SQLITE_ERROR", None),
        ];
        for (message, expected) in table {
            assert_eq!(verdict(message), expected, "{message}");
        }
    }

    /// The migrations as they lie in their folder, so that none is left out.
    fn migrations() -> Vec<String> {
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|kind| kind == "sql"))
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect()
    }

    #[test]
    fn every_name_that_a_migration_raises_is_known_here() {
        let migrations = migrations();
        let raised: BTreeSet<&str> = migrations
            .iter()
            .flat_map(|sql| sql.split("RAISE(ABORT, '").skip(1))
            .filter_map(|rest| rest.split('\'').next())
            .collect();
        // These say that a program is wrong, so they are faults.
        let faults = BTreeSet::from([
            "consents_append_only",
            "ledger_append_only",
            "lots_append_only",
            "call_is_settled",
            "purchase_is_paid",
            "dispute_is_decided",
        ]);
        assert!(faults.is_subset(&raised), "the migrations were not read");
        for name in raised {
            assert_ne!(
                faults.contains(&name),
                verdict(name).is_some(),
                "{name} has to be a refusal or a fault"
            );
        }
    }
}
