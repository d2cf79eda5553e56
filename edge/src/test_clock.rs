//! The clock of a test build: an offset that every isolate and every Durable Object reads from the database.
//!
//! Compiled in under the feature `test-clock` only; a release build holds neither the table's name nor the route's.

use serde::Deserialize;
use worker::{D1Database, D1PreparedStatement};

use crate::error::{During, Fault, database_message};

const WHAT: &str = "reading the test clock";

/// How far the tests have moved the clock, in milliseconds.
pub(crate) async fn offset_ms(database: &D1Database) -> Result<i64, Fault> {
    #[derive(Deserialize)]
    struct Row {
        offset_ms: i64,
    }
    let row = database
        .prepare("SELECT offset_ms FROM test_clock")
        .first::<Row>(None)
        .await;
    match row {
        Ok(row) => Ok(row.map_or(0, |row| row.offset_ms)),
        // Nobody has moved it yet.
        Err(error)
            if database_message(&error).is_some_and(|text| text.contains("no such table")) =>
        {
            Ok(0)
        }
        Err(error) => Err(error).during(WHAT),
    }
}

/// Moves the clock forward.
pub(crate) async fn move_forward(database: &D1Database, by_ms: i64) -> Result<(), Fault> {
    let offset = "INSERT INTO test_clock (one, offset_ms) VALUES (1, ?1)
         ON CONFLICT (one) DO UPDATE SET offset_ms = offset_ms + excluded.offset_ms";
    let offset = database
        .prepare(offset)
        .bind(&[worker::wasm_bindgen::JsValue::from_f64(by_ms as f64)])
        .during(WHAT)?;
    change(database, offset).await
}

/// Puts the clock back to the time of day.
pub(crate) async fn put_back(database: &D1Database) -> Result<(), Fault> {
    change(database, database.prepare("DELETE FROM test_clock")).await
}

/// Changes the table, which the first change makes.
async fn change(database: &D1Database, statement: D1PreparedStatement) -> Result<(), Fault> {
    let table = database.prepare(
        "CREATE TABLE IF NOT EXISTS test_clock (one INTEGER PRIMARY KEY CHECK (one = 1), offset_ms INTEGER NOT NULL)",
    );
    database.batch(vec![table, statement]).await.during(WHAT)?;
    Ok(())
}
