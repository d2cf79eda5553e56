//! What a request's statements cost by D1's own count, for `cargo xtask bench`.
//!
//! Compiled in under the feature `test-clock` only; a release build counts nothing and tells nobody.

use std::cell::Cell;

use worker::D1Result;

/// Statements, and the rows that they read and wrote, indexes included.
#[derive(Default)]
pub(crate) struct Tally {
    statements: Cell<usize>,
    rows_read: Cell<usize>,
    rows_written: Cell<usize>,
}

impl Tally {
    /// Counts statements that were carried out.
    pub(super) fn count(&self, results: &[D1Result]) {
        for result in results {
            // What D1 does not tell the cost of must not pass for something that costs nothing: it shows as a statement
            // without rows.
            self.statements.set(self.statements.get() + 1);
            let Ok(Some(meta)) = result.meta() else {
                continue;
            };
            add(&self.rows_read, meta.rows_read);
            add(&self.rows_written, meta.rows_written);
        }
    }

    /// The count so far, as a header's value.
    pub(crate) fn in_words(&self) -> String {
        format!(
            "statements={} read={} written={}",
            self.statements.get(),
            self.rows_read.get(),
            self.rows_written.get()
        )
    }
}

fn add(sum: &Cell<usize>, more: Option<usize>) {
    sum.set(sum.get() + more.unwrap_or(0));
}
