//! Calls before the model: each hold resolved once, each call charged what it may be.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{facts::Row, minutes},
    Trial,
};

impl Trial<'_> {
    /// Every hold was freed once and in full, and charged once at most and no more than it was.
    pub(super) fn holds(&mut self) {
        let kinds = ["hold", "release", "charge"];
        let about_calls = self
            .facts
            .ledger
            .iter()
            .filter(|row| kinds.contains(&row.kind.as_str()));
        let calls: BTreeSet<&str> = about_calls.map(Row::about).collect();
        for call in calls {
            let rows = |kind: &str| {
                self.by_key
                    .get(format!("{kind}:{call}").as_str())
                    .cloned()
                    .unwrap_or_default()
            };
            let (holds, releases, charges) = (rows("hold"), rows("release"), rows("charge"));
            for (kind, list) in [
                ("held", &holds),
                ("released", &releases),
                ("charged", &charges),
            ] {
                if list.len() > 1 {
                    self.verdict
                        .doubled
                        .push(format!("call {call} was {kind} {} times", list.len()));
                }
            }
            let sum = |rows: &[&Row]| rows.iter().map(|row| row.credits).sum::<i64>();
            if releases.is_empty() {
                self.verdict
                    .lost
                    .push(format!("the hold of call {call} was never released"));
            } else if holds.is_empty()
                || sum(&holds) + sum(&releases) != 0
                || -sum(&charges) > -sum(&holds)
            {
                self.mismatch(format!("call {call}: hold, release and charge don't fit"));
            }
        }
    }

    /// Every call costs what it may, and the ledger says the same.
    pub(super) fn calls(&mut self) {
        let told: BTreeMap<&str, _> = self
            .families
            .iter()
            .flat_map(|family| &family.called)
            .map(|call| (call.id.as_str(), call))
            .collect();
        let mut of_wallet: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for call in &self.facts.calls {
            of_wallet.entry(&call.wallet).or_default().push(call);
            for fault in minutes::faults(call, told.get(call.id.as_str()).copied()) {
                self.verdict
                    .mismatches
                    .push(format!("call {}: {fault}", call.id));
            }
            let credits = |kind: &str| -> i64 {
                let rows = self.by_key.get(format!("{kind}:{}", call.id).as_str());
                rows.into_iter().flatten().map(|row| row.credits).sum()
            };
            let as_in_row = |figure: u64| -i64::try_from(figure).unwrap_or(i64::MAX);
            if credits("hold") != as_in_row(call.held)
                || credits("charge") != as_in_row(call.charged.unwrap_or(0))
            {
                self.verdict
                    .mismatches
                    .push(format!("call {}: the ledger says something else", call.id));
            }
        }
        for calls in of_wallet.values() {
            self.verdict
                .mismatches
                .extend(minutes::allowance_faults(calls));
        }
    }
}
