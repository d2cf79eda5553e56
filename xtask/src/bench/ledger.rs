//! `cargo xtask bench ledger`: what reading a balance and starting a call cost a family with a short history and one with
//! a very long one.
//!
//! Counted are the statements that the real requests ran and the rows that D1 itself says they read; the edge's test
//! build tells both in a header. Calls and purchases grow with the ledger. Both families have more calls than the page
//! ever lists, booked or not, so that what differs is the history alone.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::{
    database,
    http::{Answer, Browser},
    stack::Place,
    test::lane::Lane,
    tools,
};

/// Ledger rows of the family with the short history, and of the one with the long.
const HISTORIES: [u32; 2] = [10, 100_000];
/// How many calls the overview lists.
const LISTED: u32 = 20;

/// What a request cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cost {
    statements: u64,
    rows: u64,
}

/// What the two requests cost one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Costs {
    balance: Cost,
    start: Cost,
}

/// Measures and prints the figures; fails where a long history costs more.
pub fn run() -> Result<()> {
    tools::prepare()?;
    let (place, _, _stack) = Lane::Worker(0).start()?;
    put_somebody_last(&place)?;
    let mut measured = Vec::new();
    for rows in HISTORIES {
        println!("A family with {rows} movements …");
        measured.push(measure(&place, rows)?);
    }
    let [short, long] = measured[..] else {
        anyhow::bail!("two histories were to be measured");
    };
    println!("Short: {short:?}\nLong:  {long:?}");
    println!("{}", line(short, long));
    ensure!(short == long, "a long history costs more than a short one");
    Ok(())
}

fn line(short: Costs, long: Costs) -> String {
    format!(
        "{{\"bench\":\"ledger\",\"balance_rows_10\":{},\"balance_rows_100k\":{},\"start_call_rows_10\":{},\
         \"start_call_rows_100k\":{},\"start_call_statements\":{}}}",
        short.balance.rows,
        long.balance.rows,
        short.start.rows,
        long.start.rows,
        long.start.statements
    )
}

fn measure(place: &Place, rows: u32) -> Result<Costs> {
    let email = format!("family-{rows}@example.dk");
    let (mut parent, child) = family(place, &email)?;
    write_history(place, &email, rows)?;
    let overview = parent.get("/api/overview")?;
    ensure!(
        overview.body["calls"].as_array().map(Vec::len) == Some(LISTED as usize),
        "the history was not written: {}",
        overview.body
    );
    let balance = cost(&overview)?;
    let start = cost(&parent.post("/api/calls", &json!({ "child": child }))?)?;
    Ok(Costs { balance, start })
}

/// Reads what the edge says that a request cost.
fn cost(answer: &Answer) -> Result<Cost> {
    let said = answer
        .header("X-D1-Cost")
        .context("the edge does not say what it cost; is it a test build?")?;
    let figure = |name: &str| {
        let mut figures = said.split(' ').filter_map(|part| part.split_once('='));
        let found = figures.find(|(known, _)| *known == name);
        found.and_then(|(_, figure)| figure.parse::<u64>().ok())
    };
    let cost = Cost {
        statements: figure("statements").context("no statements")?,
        rows: figure("read").context("no rows")?,
    };
    ensure!(cost.rows > 0, "D1 does not tell what it read: {said}");
    Ok(cost)
}

/// A parent who has signed in by mail and agreed to everything, and the child's id.
fn family(place: &Place, email: &str) -> Result<(Browser, Value)> {
    let stand_in = place.stand_in_port.context("no stand-in")?;
    let mut parent = Browser::on(place.port);
    parent.post(
        "/api/sign-in/code",
        &json!({"email": email, "language": "da"}),
    )?;
    let inbox = Browser::on(stand_in).get(&format!("/inbox.json?to={email}"))?;
    let subject = inbox.body[0]["subject"].as_str().context("no mail came")?;
    let code: String = subject.chars().take(9).collect();
    parent.post("/api/sign-in", &json!({ "code": code }))?;
    parent.post(
        "/api/consents",
        &json!({"text_version": domain::consent::TEXT_VERSION, "language": "da", "custody": true,
            "collect_child_data": true, "send_to_openai": true}),
    )?;
    let child = parent.post(
        "/api/children",
        &json!({"name": "Alma", "age": 6, "language": "da"}),
    )?;
    Ok((parent, child.body["id"].clone()))
}

/// Whoever looks an account's rows up in an index reads one entry on, where there is one. Ids are random, so
/// somebody is put behind all of them: else the last one's figures would be lower by chance.
fn put_somebody_last(place: &Place) -> Result<()> {
    family(place, "somebody@example.dk")?;
    let last = "'the last in every index'";
    let sql = format!(
        "INSERT INTO accounts (id, email, language, created_at_ms) VALUES ({last}, 'last@example.dk', 'da', 0);
         INSERT INTO consents (id, account_id, text_version, language, method, send_to_openai, granted_at_ms)
            SELECT {last}, {last}, text_version, language, method, send_to_openai, granted_at_ms FROM consents;
         INSERT INTO children (id, account_id, consent_id, name, age, language, wishes, behaviour_notes, preferences,
            created_at_ms, changed_at_ms)
            SELECT {last}, {last}, {last}, name, age, language, wishes, behaviour_notes, preferences, 0, 0 FROM children"
    );
    database::execute(&place.state, &sql)?;
    Ok(())
}

/// Writes so many ledger rows, the welcome gift among them: purchases, and calls of three movements each, a day apart.
fn write_history(place: &Place, email: &str, rows: u32) -> Result<()> {
    let booked_calls = rows / 4;
    let calls = booked_calls.max(LISTED + 1);
    let purchases = rows - 1 - 3 * booked_calls;
    let me = format!(
        "me AS (SELECT accounts.id AS account, wallet_id AS wallet, children.id AS child, consents.id AS consent
            FROM accounts JOIN account_wallets ON account_wallets.account_id = accounts.id
                JOIN children ON children.account_id = accounts.id JOIN consents ON consents.account_id = accounts.id
            WHERE email = '{email}')"
    );
    let count = |to: u32| {
        format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {to}), {me}"
        )
    };
    let at = format!("(unixepoch() - ({calls} + 2 - i) * 86400) * 1000");
    // 32 hexadecimal digits, as all of ours are.
    let id = "printf('%08x', i) || substr(wallet, 9)";
    let bought = count(purchases);
    let called = count(calls);
    let booked = count(booked_calls);
    let sql = format!(
        "INSERT INTO purchases (id, wallet_id, click_key, pack, credits, price_minor, currency, vat_percent, status,
            session_id, payment_id, created_at_ms, paid_at_ms)
         {bought} SELECT {id}, wallet, 'k' || i, 'ten', 10, 4900, 'dkk', 25, 'paid', 's' || i || wallet,
            'pi' || i || wallet, {at}, {at} FROM n, me;
         INSERT INTO ledger (wallet_id, kind, credits, idempotency_key, created_at_ms)
         {bought} SELECT wallet, 'purchase', 10, 'purchase:s' || i || wallet, {at} FROM n, me;
         INSERT INTO lots {bought} SELECT 'purchase:s' || i || wallet, wallet, 10, 4900, 'dkk', {at} FROM n, me;
         INSERT INTO calls (id, account_id, wallet_id, child_id, consent_id, status, held_credits, limit_seconds,
            started_at_ms, settle_by_ms, ended_at_ms, seconds, charged, reason)
         {called} SELECT {id}, account, wallet, child, consent, 'settled', 2, 120, {at}, {at}, {at}, 9, 1,
            'hung_up' FROM n, me;
         INSERT INTO ledger (wallet_id, kind, credits, idempotency_key, created_at_ms)
         {booked} SELECT wallet, kind, credits, kind || ':' || {id}, {at} FROM n, me,
            (SELECT 'hold' AS kind, -2 AS credits UNION ALL SELECT 'release', 2 UNION ALL SELECT 'charge', -1)"
    );
    database::execute(&place.state, &sql)?;
    let counted = database::execute(
        &place.state,
        &format!("WITH {me} SELECT COUNT(*) AS rows FROM ledger JOIN me ON wallet_id = wallet"),
    )?;
    let counted = counted[0][0]["rows"].as_u64();
    ensure!(
        counted == Some(rows.into()),
        "{counted:?} movements instead of {rows}"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_one_object() -> Result<()> {
        let cost = |rows| Cost {
            statements: 7,
            rows,
        };
        let costs = |rows| Costs {
            balance: cost(rows),
            start: cost(rows + 1),
        };
        let read: Value = serde_json::from_str(&line(costs(3), costs(5)))?;
        assert_eq!(
            read,
            json!({"bench": "ledger", "balance_rows_10": 3, "balance_rows_100k": 5, "start_call_rows_10": 4,
                "start_call_rows_100k": 6, "start_call_statements": 7})
        );
        Ok(())
    }
}
