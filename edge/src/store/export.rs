//! The export: every row that belongs to an account, under names that people can read.

use domain::{Language, device::Device, id::AccountId, persona};
use serde::Deserialize;
use serde_json::{Value, json};
use worker::js_sys::Date;

use super::{Store, children::ChildRow, failed, rows_of};
use crate::error::{Failure, Fault};

const WHAT: &str = "reading an export";

#[derive(Deserialize)]
struct AccountRow {
    email: String,
    name: String,
    language: Language,
    call_minutes: u32,
    calls_a_day: u32,
    policy_seen: Option<String>,
    created_at_ms: i64,
    credits: i64,
}

#[derive(Deserialize)]
struct ConsentRow {
    text_version: String,
    language: Language,
    method: String,
    send_to_openai: i64,
    granted_at_ms: i64,
    confirmed_at_ms: Option<i64>,
    withdrawn_at_ms: Option<i64>,
}

#[derive(Deserialize)]
struct ProfileRow {
    created_at_ms: i64,
    changed_at_ms: i64,
    #[serde(flatten)]
    child: ChildRow,
}

#[derive(Deserialize)]
struct CallRow {
    child: Option<String>,
    started_at_ms: i64,
    connected_at_ms: Option<i64>,
    ended_at_ms: Option<i64>,
    seconds: Option<u32>,
    charged: Option<u32>,
    reason: Option<String>,
    grown_up_wanted: i64,
}

#[derive(Deserialize)]
struct MovementRow {
    kind: String,
    credits: i64,
    created_at_ms: i64,
}

#[derive(Deserialize)]
struct PairingRow {
    name: String,
    child: Option<String>,
    calls_left: Option<u32>,
    created_at_ms: i64,
}

#[derive(Deserialize)]
struct SessionRow {
    device: String,
    mode: String,
    created_at_ms: i64,
    last_seen_at_ms: i64,
}

#[derive(Deserialize)]
struct SignInRow {
    way: String,
    device: String,
    at_ms: i64,
}

#[derive(Deserialize)]
struct PasskeyRow {
    name: String,
    created_at_ms: i64,
    used_at_ms: Option<i64>,
}

#[derive(Deserialize)]
struct ChoiceRow {
    topic: String,
    text_version: String,
    language: Language,
    ticked_at_ms: i64,
    unticked_at_ms: Option<i64>,
}

#[derive(Deserialize)]
struct LetterRow {
    occasion: String,
    written_at_ms: i64,
    sent_at_ms: Option<i64>,
}

#[derive(Deserialize)]
struct PurchaseRow {
    status: String,
    credits: u32,
    price_minor: u32,
    currency: String,
    express_wish: Option<String>,
    created_at_ms: i64,
    paid_at_ms: Option<i64>,
    withdrawn_at_ms: Option<i64>,
    own_refunds_minor: u32,
}

#[derive(Deserialize)]
struct CustomerRow {
    customer_id: String,
}

#[derive(Deserialize)]
struct ProofRow {
    method: String,
    at_ms: i64,
}

impl Store {
    /// Everything that is kept of an account.
    pub(crate) async fn export(&self, account: &AccountId, now_ms: i64) -> Result<Value, Failure> {
        let of_account = [account.as_str().into()];
        let results = [
            "SELECT email, name, language, call_minutes, calls_a_day, policy_seen, accounts.created_at_ms, credits FROM accounts
                JOIN account_wallets ON account_id = accounts.id JOIN wallets ON wallets.id = wallet_id
             WHERE accounts.id = ?1",
            "SELECT text_version, language, method, send_to_openai, granted_at_ms, withdrawn_at_ms,
                (SELECT sent_at_ms FROM letters_written
                 WHERE letters_written.account_id = ?1 AND occasion = 'consent/' || consents.id) AS confirmed_at_ms
             FROM consents WHERE account_id = ?1 ORDER BY number",
            "SELECT * FROM children WHERE account_id = ?1 ORDER BY created_at_ms, id",
            "SELECT children.name AS child, started_at_ms, connected_at_ms, ended_at_ms, seconds, charged, reason,
                grown_up_wanted
             FROM calls LEFT JOIN children ON children.id = child_id
             WHERE calls.account_id = ?1 ORDER BY started_at_ms, calls.id",
            "SELECT kind, credits, created_at_ms FROM ledger JOIN account_wallets USING (wallet_id)
             WHERE account_id = ?1 ORDER BY number",
            "SELECT device, mode, created_at_ms, last_seen_at_ms FROM sessions WHERE account_id = ?1 ORDER BY created_at_ms",
            "SELECT way, device, at_ms FROM sign_ins WHERE account_id = ?1 ORDER BY number",
            "SELECT name, created_at_ms, used_at_ms FROM passkeys WHERE account_id = ?1 ORDER BY created_at_ms",
            "SELECT pairings.name, children.name AS child, calls_left, pairings.created_at_ms
             FROM pairings LEFT JOIN children ON children.id = child_id
             WHERE pairings.account_id = ?1 ORDER BY pairings.created_at_ms",
            "SELECT topic, text_version, language, ticked_at_ms, unticked_at_ms FROM mail_choices
             WHERE account_id = ?1 ORDER BY number",
            "SELECT occasion, written_at_ms, sent_at_ms FROM letters_written WHERE account_id = ?1 ORDER BY written_at_ms",
            "SELECT status, credits, price_minor, currency, express_wish, created_at_ms, paid_at_ms, withdrawn_at_ms,
                own_refunds_minor
             FROM purchases JOIN account_wallets USING (wallet_id) WHERE account_id = ?1 ORDER BY created_at_ms",
            "SELECT customer_id FROM stripe_customers WHERE account_id = ?1",
            "SELECT method, at_ms FROM consent_proofs WHERE account_id = ?1",
        ]
        .into_iter()
        .map(|sql| self.statement(sql, &of_account))
        .collect::<Result<Vec<_>, _>>()?;
        let results = self
            .batch(results)
            .await
            .map_err(|error| failed(error, WHAT))?;
        let own = rows_of::<AccountRow>(WHAT, &results, 0)?
            .into_iter()
            .next()
            .ok_or_else(|| Fault::new(WHAT, "the account is gone"))?;
        Ok(json!({
            "exported at": moment(now_ms),
            "account": {
                "e-mail": own.email,
                "name": own.name,
                "language": own.language,
                "minutes a call at most": own.call_minutes,
                "calls a day at most": own.calls_a_day,
                "version of the policy that was shown": own.policy_seen,
                "created at": moment(own.created_at_ms),
            },
            "consents": list(rows_of(WHAT, &results, 1)?, consent),
            "children": rows_of(WHAT, &results, 2)?.into_iter().map(profile).collect::<Result<Vec<_>, _>>()?,
            "calls": list(rows_of(WHAT, &results, 3)?, call),
            "credits": {
                "balance": own.credits,
                "movements": list(rows_of(WHAT, &results, 4)?, movement),
            },
            "signed-in browsers": list(rows_of(WHAT, &results, 5)?, session),
            "sign-ins": list(rows_of(WHAT, &results, 6)?, sign_in),
            "passkeys": list(rows_of(WHAT, &results, 7)?, passkey),
            "paired devices": list(rows_of(WHAT, &results, 8)?, pairing),
            "letters asked for": list(rows_of(WHAT, &results, 9)?, choice),
            "letters written once": list(rows_of(WHAT, &results, 10)?, letter),
            "purchases": list(rows_of(WHAT, &results, 11)?, purchase),
            "customer number at Stripe": rows_of::<CustomerRow>(WHAT, &results, 12)?
                .into_iter()
                .next()
                .map(|row| row.customer_id),
            "known to be a grown-up by": list(rows_of(WHAT, &results, 13)?, proof),
        }))
    }
}

fn list<T>(rows: Vec<T>, written: fn(T) -> Value) -> Vec<Value> {
    rows.into_iter().map(written).collect()
}

/// A moment as people and programs read it, in UTC.
fn moment(at_ms: i64) -> String {
    Date::new(&(at_ms as f64).into()).to_iso_string().into()
}

fn consent(row: ConsentRow) -> Value {
    json!({
        "version of the text": row.text_version,
        "language": row.language,
        "method": row.method,
        "calls to OpenAI allowed": row.send_to_openai == 1,
        "granted at": moment(row.granted_at_ms),
        "second confirmation sent at": row.confirmed_at_ms.map(moment),
        "withdrawn at": row.withdrawn_at_ms.map(moment),
    })
}

fn profile(row: ProfileRow) -> Result<Value, Fault> {
    let fields = row.child.into_view()?.profile;
    Ok(json!({
        "name": fields.name,
        "age": fields.age,
        "language": fields.language,
        "wishes": fields.wishes,
        "behaviour notes": fields.behaviour_notes,
        "preferences": fields.preferences,
        "answer to \"are you real?\"": persona::honest_answer(fields.language, fields.honest_answer),
        "created at": moment(row.created_at_ms),
        "changed at": moment(row.changed_at_ms),
    }))
}

fn call(row: CallRow) -> Value {
    json!({
        "child": row.child,
        "started at": moment(row.started_at_ms),
        "connected at": row.connected_at_ms.map(moment),
        "ended at": row.ended_at_ms.map(moment),
        "seconds": row.seconds,
        "credits used": row.charged,
        "ended because": row.reason,
        "Santa asked for a grown-up": row.grown_up_wanted == 1,
    })
}

fn movement(row: MovementRow) -> Value {
    json!({ "kind": row.kind, "credits": row.credits, "at": moment(row.created_at_ms) })
}

fn device(stored: &str) -> Value {
    let device = Device::from_stored(stored);
    json!({ "browser": device.browser, "system": device.system })
}

fn session(row: SessionRow) -> Value {
    json!({
        "device": device(&row.device),
        "for": row.mode,
        "signed in at": moment(row.created_at_ms),
        "last used at": moment(row.last_seen_at_ms),
    })
}

fn sign_in(row: SignInRow) -> Value {
    json!({ "by": row.way, "device": device(&row.device), "at": moment(row.at_ms) })
}

fn pairing(row: PairingRow) -> Value {
    json!({
        "name": row.name,
        "for": row.child.unwrap_or_else(|| "all children".into()),
        "calls left": row.calls_left,
        "paired at": moment(row.created_at_ms),
    })
}

fn passkey(row: PasskeyRow) -> Value {
    json!({
        "name": row.name,
        "added at": moment(row.created_at_ms),
        "last used at": row.used_at_ms.map(moment),
    })
}

fn choice(row: ChoiceRow) -> Value {
    json!({
        "about": row.topic,
        "version of the text": row.text_version,
        "language": row.language,
        "ticked at": moment(row.ticked_at_ms),
        "unticked at": row.unticked_at_ms.map(moment),
    })
}

fn letter(row: LetterRow) -> Value {
    json!({
        "occasion": row.occasion,
        "written at": moment(row.written_at_ms),
        "sent at": row.sent_at_ms.map(moment),
    })
}

fn purchase(row: PurchaseRow) -> Value {
    json!({
        "status": row.status,
        "credits": row.credits,
        "price": minor(row.price_minor, &row.currency),
        "asked to begin at once, by the text of": row.express_wish,
        "begun at": moment(row.created_at_ms),
        "paid at": row.paid_at_ms.map(moment),
        "withdrawn from at": row.withdrawn_at_ms.map(moment),
        "paid back on withdrawal": minor(row.own_refunds_minor, &row.currency),
    })
}

fn minor(amount_minor: u32, currency: &str) -> String {
    format!(
        "{}.{:02} {}",
        amount_minor / 100,
        amount_minor % 100,
        currency.to_uppercase()
    )
}

fn proof(row: ProofRow) -> Value {
    json!({ "method": row.method, "at": moment(row.at_ms) })
}
