//! The model has to be able to find something: honest books pass, and whatever is bent in them is found.

use super::super::{
    calling::Called,
    facts::{Call, Job, Step, Wallet},
    family::Account,
};
use super::*;

const JOB: &str = "withdrawal/pi_1/3";

fn row(kind: &str, credits: i64, about: &str) -> Row {
    Row {
        wallet: "w".into(),
        kind: kind.into(),
        credits,
        key: format!("{kind}:{about}"),
        at_ms: 1_000,
    }
}

/// A family that bought ten credits, talked for two minutes, got a tenth of its money back from the operator, and withdrew.
fn honest() -> Facts {
    let step = |step, cause: &str, amount_minor| Step {
        payment: "pi_1".into(),
        step,
        cause: cause.into(),
        amount_minor,
    };
    Facts {
        ledger: vec![
            row("gift", 5, "welcome:w"),
            row("purchase", 10, "cs_1"),
            row("hold", -5, "c"),
            row("release", 5, "c"),
            row("charge", -2, "c"),
            row("refund", -1, "pi_1:2"),
            row("withdrawal", -9, "pi_1:3"),
        ],
        calls: vec![Call {
            id: "c".into(),
            wallet: "w".into(),
            held: 5,
            connected_at_ms: Some(0),
            ended_at_ms: Some(90_000),
            seconds: Some(90),
            charged: Some(2),
            reason: Some("hung_up".into()),
            used_allowance: 0,
            given_back: 0,
        }],
        wallets: vec![Wallet {
            id: "w".into(),
            balance: 3,
            email: Some("a@example.dk".into()),
        }],
        purchases: vec![Purchase {
            id: "p".into(),
            wallet: "w".into(),
            wish: 1,
        }],
        steps: vec![
            step(1, "purchase", 4_900),
            step(2, "refund", -490),
            step(3, "withdrawal", -4_410),
        ],
        jobs: vec![Job {
            id: JOB.into(),
            kind: "refund".into(),
            is_done: 1,
            outcome: Some("done".into()),
        }],
        sessions: vec![Session {
            id: "cs_1".into(),
            purchase: "p".into(),
            pack: "ten".into(),
            is_paid: true,
            amount: 4_900,
            payment: "pi_1".into(),
            refunds: vec![(490, None), (4_410, Some(JOB.into()))],
            disputed: 0,
            lost: 0,
        }],
    }
}

fn family() -> Family {
    let mut family = Family::at("a@example.dk");
    family.account = Account::There;
    family.called.push(Called {
        reasons: vec!["hung_up"],
        connecting: true,
        connected: true,
        ended: Some((90, 2)),
        ..Called::placed("c")
    });
    family
}

/// The names of the lists in which something is found.
fn found(facts: &Facts) -> Vec<&'static str> {
    let verdict = judge(facts, &[family()]);
    let lists = verdict.lists().into_iter();
    lists
        .filter(|(_, list)| !list.is_empty())
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn honest_books_pass() {
    let verdict = judge(&honest(), &[family()]);
    assert!(verdict.is_clean(), "{verdict:?}");
}

#[test]
fn whatever_is_bent_is_found() {
    type Bend = fn(&mut Facts);
    let bends: [(&str, Bend, &str); 22] = [
        (
            "a purchase is not in the books",
            |facts| drop(facts.ledger.remove(1)),
            "lost",
        ),
        (
            "a purchase is there twice",
            |facts| facts.ledger.push(facts.ledger[1].clone()),
            "doubled",
        ),
        (
            "a purchase brings more",
            |facts| facts.ledger[1].credits = 30,
            "mismatch",
        ),
        (
            "a purchase brings it to others",
            |facts| facts.purchases[0].wallet = "v".into(),
            "mismatch",
        ),
        (
            "a purchase was never paid",
            |facts| facts.sessions[0].is_paid = false,
            "mismatch",
        ),
        (
            "a hold is never released",
            |facts| drop(facts.ledger.remove(3)),
            "lost",
        ),
        (
            "a hold is released twice",
            |facts| facts.ledger.push(facts.ledger[3].clone()),
            "doubled",
        ),
        (
            "a charge is there twice",
            |facts| facts.ledger.push(facts.ledger[4].clone()),
            "doubled",
        ),
        (
            "a charge is more than the minutes",
            |facts| facts.calls[0].charged = Some(3),
            "mismatch",
        ),
        (
            "a call is forgotten",
            |facts| facts.ledger.retain(|row| row.about() != "c"),
            "lost",
        ),
        (
            "the welcome gift is there twice",
            |facts| facts.ledger.push(row("gift", 5, "welcome:w")),
            "mismatch",
        ),
        (
            "a refund is not booked",
            |facts| drop(facts.ledger.remove(5)),
            "mismatch",
        ),
        (
            "a refund is booked twice",
            |facts| facts.ledger.push(row("refund", -1, "pi_1:4")),
            "mismatch",
        ),
        (
            "a withdrawal returns too much",
            |facts| facts.ledger[6].credits = -10,
            "mismatch",
        ),
        (
            "a withdrawal comes too late",
            |facts| facts.ledger[6].at_ms = 16 * 24 * 60 * 60 * 1000,
            "mismatch",
        ),
        (
            "a withdrawal pays too little",
            |facts| facts.steps[2].amount_minor = -4_409,
            "mismatch",
        ),
        (
            "Stripe pays a withdrawal twice",
            |facts| {
                let again = facts.sessions[0].refunds[1].clone();
                facts.sessions[0].refunds.push(again);
            },
            "doubled",
        ),
        (
            "an order is never carried out",
            |facts| facts.jobs[0].is_done = 0,
            "mismatch",
        ),
        (
            "an order is said to be the bank's, and the bank gave nothing",
            |facts| {
                facts.jobs[0].outcome = Some("by_the_bank".into());
                facts.sessions[0].refunds.pop();
            },
            "mismatch",
        ),
        (
            "an order waits for a dispute that is lost",
            |facts| {
                facts.jobs[0].is_done = 0;
                facts.sessions[0].disputed = 4_410;
                facts.sessions[0].lost = 4_410;
            },
            "mismatch",
        ),
        (
            "the balance is another",
            |facts| facts.wallets[0].balance = 4,
            "mismatch",
        ),
        (
            "the account is gone",
            |facts| facts.wallets[0].email = None,
            "lost",
        ),
    ];
    for (what, bend, list) in bends {
        let mut facts = honest();
        bend(&mut facts);
        assert!(found(&facts).contains(&list), "{what}: {:?}", found(&facts));
    }
}

#[test]
fn a_dispute_takes_what_is_there_and_has_to_be_booked() {
    let mut facts = honest();
    facts.ledger.pop();
    facts.steps.pop();
    facts.jobs.pop();
    facts.sessions[0].refunds.pop();
    facts.wallets[0].balance = 12;
    assert_eq!(found(&facts), [""; 0]);
    facts.sessions[0].disputed = 4_900;
    assert_eq!(found(&facts), ["mismatch"]);
    facts.ledger.push(row("dispute", -9, "pi_1:3"));
    facts.wallets[0].balance = 3;
    assert_eq!(found(&facts), [""; 0]);
}

#[test]
fn holds_and_withdrawals_below_zero_are_overdrawn_and_disputes_are_not() {
    let mut facts = honest();
    facts.ledger.insert(1, row("hold", -6, "d"));
    facts.ledger.insert(2, row("release", 6, "d"));
    assert!(found(&facts).contains(&"overdrawn"));

    let mut facts = honest();
    facts.ledger.pop();
    facts.ledger.push(row("dispute", -40, "pi_1:3"));
    assert!(!found(&facts).contains(&"overdrawn"));
}

#[test]
fn what_the_family_was_told_is_held_against_the_books() {
    let told_otherwise = |change: fn(&mut Family)| {
        let mut family = family();
        change(&mut family);
        !judge(&honest(), &[family]).is_clean()
    };
    assert!(told_otherwise(
        |family| family.called[0].ended = Some((90, 1))
    ));
    assert!(told_otherwise(|family| family.called[0].reasons.clear()));
    assert!(told_otherwise(
        |family| family.called[0].given_back = Some(2)
    ));
    assert!(told_otherwise(|family| family
        .called
        .push(Called::placed("never"))));
    assert!(told_otherwise(|family| family.account = Account::Gone));
    // The same where the account and its calls are gone.
    let mut facts = honest();
    facts.wallets[0].email = None;
    facts.calls.clear();
    let mut family = family();
    family.account = Account::Gone;
    assert!(judge(&facts, std::slice::from_ref(&family)).is_clean());
    family.called[0].ended = Some((90, 1));
    assert!(!judge(&facts, &[family]).is_clean());
}

#[test]
fn the_last_line_is_one_object() {
    let line = Verdict::default().line(7, &Counts::default(), Duration::from_secs(3));
    let read: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
    let expected = serde_json::json!({"bench": "money", "seed": 7, "operations": 0, "kills": 0, "lost": 0, "doubled": 0,
        "overdrawn": 0, "model_mismatches": 0, "seconds": 3});
    assert_eq!(read, expected);
}
