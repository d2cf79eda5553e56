//! What families were told, held against the books. Whatever was answered has to be so, even where the runtime was killed a
//! moment later.

use std::collections::{BTreeMap, BTreeSet};

use super::{super::family::Account, Trial};

impl Trial<'_> {
    /// What families were told is so.
    pub(super) fn families(&mut self) {
        let wallet_of: BTreeMap<&str, &str> = self
            .facts
            .wallets
            .iter()
            .filter_map(|wallet| Some((wallet.email.as_deref()?, wallet.id.as_str())))
            .collect();
        let known: BTreeSet<&str> = self
            .facts
            .calls
            .iter()
            .map(|call| call.id.as_str())
            .collect();
        let gone = self
            .families
            .iter()
            .filter(|family| family.is_gone())
            .count();
        let nameless = self
            .facts
            .wallets
            .iter()
            .filter(|wallet| wallet.email.is_none())
            .count();
        if nameless > gone {
            self.mismatch(format!(
                "{nameless} wallets without an account, and {gone} accounts were deleted"
            ));
        }
        for family in self.families {
            let wallet = wallet_of.get(family.email.as_str()).copied();
            match (family.account, wallet) {
                (Account::There, None) => self
                    .verdict
                    .lost
                    .push(format!("the account {}", family.email)),
                (Account::Gone, Some(_)) => {
                    self.mismatch(format!("{} was told to be gone", family.email))
                }
                _ => {}
            }
            for call in &family.called {
                let held = self
                    .by_key
                    .contains_key(format!("hold:{}", call.id).as_str());
                if !held || wallet.is_some() && !known.contains(call.id.as_str()) {
                    self.verdict
                        .lost
                        .push(format!("call {}, which the family was told of", call.id));
                }
            }
            for call in &family.called {
                let rows = self.by_key.get(format!("charge:{}", call.id).as_str());
                let charged: i64 = rows.into_iter().flatten().map(|row| -row.credits).sum();
                let told = call.ended.and_then(|(_, told)| i64::try_from(told).ok());
                if told.is_some_and(|told| told != charged) {
                    self.verdict.mismatches.push(format!(
                        "call {} cost {charged}, the family was told {told:?}",
                        call.id
                    ));
                }
            }
            for bought in &family.bought {
                let Some(purchase) = &bought.id else { continue };
                let found = self.purchases.get(purchase.as_str());
                if let (Some(found), Some(wallet)) = (found, wallet)
                    && (found.wallet != wallet || (found.wish == 1) != bought.wish)
                {
                    self.verdict
                        .mismatches
                        .push(format!("purchase {purchase} is not what was clicked on"));
                }
                let session = self
                    .payments
                    .values()
                    .find(|session| session.purchase == *purchase);
                let Some(session) = session else { continue };
                let steps =
                    self.facts.steps.iter().filter(|step| {
                        step.cause == "withdrawal" && step.payment == session.payment
                    });
                let ordered: Vec<i64> = steps.map(|step| -step.amount_minor).collect();
                let (sum, times) = (ordered.iter().sum::<i64>(), ordered.len());
                let told = bought
                    .withdrawn
                    .map_or(0, |told| i64::try_from(told.minor).unwrap_or(i64::MAX));
                if times > bought.withdrawals_asked {
                    self.verdict.doubled.push(format!(
                        "purchase {purchase} was withdrawn from {times} times"
                    ));
                }
                if sum < told {
                    self.verdict.lost.push(format!(
                        "purchase {purchase}: told that {told} goes back, {sum} was ordered"
                    ));
                }
            }
        }
    }
}
