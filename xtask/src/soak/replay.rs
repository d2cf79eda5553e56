//! One wallet's ledger, once more from the beginning: what each withdrawal should have returned at its moment, and
//! whether anything that we grant went below zero.

use super::facts::{Row, Session};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// A withdrawal is worked out a moment before it is booked. A call's hold, or a payment's booking, may come between the
/// two, so it has to fit one of so many states before it.
const STATES_BACK: usize = 4;

/// Credits that were got together, by one payment or for nothing.
#[derive(Debug, Clone)]
struct Lot {
    payment: Option<String>,
    at_ms: i64,
    credits: i64,
    taken: i64,
}

/// A wallet at one moment.
#[derive(Debug, Clone, Default)]
struct State {
    balance: i64,
    lots: Vec<Lot>,
}

impl State {
    /// Credits of a payment's lot that are unused, when gifts go first, then the oldest purchase.
    fn unused(&self, payment: &str) -> Option<i64> {
        let mut order: Vec<&Lot> = self.lots.iter().collect();
        order.sort_by_key(|lot| (lot.payment.is_some(), lot.at_ms));
        let all: i64 = order.iter().map(|lot| lot.credits - lot.taken).sum();
        let mut used = all - self.balance.max(0);
        for lot in order {
            let there = lot.credits - lot.taken;
            let used_of_it = used.clamp(0, there);
            used -= used_of_it;
            if lot.payment.as_deref() == Some(payment) {
                return Some(there - used_of_it);
            }
        }
        None
    }
}

/// What a replay finds.
#[derive(Debug, Default)]
pub struct Replayed {
    /// Holds and withdrawals that went below zero.
    pub overdrawn: Vec<String>,
    /// Withdrawals that returned something else than was unused.
    pub wrong: Vec<String>,
    /// The sum of all rows.
    pub sum: i64,
}

/// Goes through a wallet's rows in their order.
pub fn replay(rows: &[&Row], session_of: impl Fn(&str) -> Option<Session>) -> Replayed {
    let mut found = Replayed::default();
    let mut states = vec![State::default()];
    for row in rows {
        let mut state = states.last().cloned().unwrap_or_default();
        if row.kind == "withdrawal" {
            found.wrong.extend(wrong_withdrawal(row, &states));
        }
        state.balance += row.credits;
        if matches!(row.kind.as_str(), "hold" | "withdrawal") && state.balance < 0 {
            found
                .overdrawn
                .push(format!("{} leaves {}", row.key, state.balance));
        }
        match row.kind.as_str() {
            "gift" | "purchase" => state.lots.push(Lot {
                payment: session_of(row.about())
                    .filter(|_| row.kind == "purchase")
                    .map(|session| session.payment),
                at_ms: row.at_ms,
                credits: row.credits,
                taken: 0,
            }),
            "refund" | "dispute" | "withdrawal" => {
                let payment = payment_of(row);
                let lot = state
                    .lots
                    .iter_mut()
                    .find(|lot| lot.payment.as_deref() == Some(payment));
                match lot {
                    Some(lot) => lot.taken -= row.credits,
                    None => found
                        .wrong
                        .push(format!("{} is about nothing that was bought", row.key)),
                }
            }
            _ => {}
        }
        states.push(state);
    }
    found.sum = states.last().map_or(0, |state| state.balance);
    found
}

/// The payment in a key `kind:payment:step`.
pub fn payment_of(row: &Row) -> &str {
    row.about().split(':').next().unwrap_or_default()
}

fn wrong_withdrawal(row: &Row, states: &[State]) -> Option<String> {
    let payment = payment_of(row);
    let before = states.iter().rev().take(STATES_BACK);
    let mut unused = before.filter_map(|state| state.unused(payment));
    if !unused.any(|unused| unused == -row.credits) {
        return Some(format!(
            "{} returned {}, which was never unused",
            row.key, -row.credits
        ));
    }
    let paid_at_ms = states
        .last()?
        .lots
        .iter()
        .find(|lot| lot.payment.as_deref() == Some(payment))?
        .at_ms;
    // Fourteen days, and the day of the purchase does not count.
    (row.at_ms > paid_at_ms + 15 * DAY_MS).then(|| format!("{} came too late", row.key))
}
