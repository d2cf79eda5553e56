//! Making things: customers, prices and Checkout sessions, with the rules that Stripe has for them.

use serde::Deserialize;
use serde_json::Value;

use super::books::{Books, Customer, Line, Metadata, Price, Session, SessionStatus};
use super::refusal::Refusal;
use super::schema::{CURRENCIES, missing};
use super::{objects, page};

/// Danish VAT in percent: what `automatic_tax` finds, whoever pays.
const VAT_PERCENT: i64 = 25;

/// How long a session is open unless it says otherwise, in seconds.
const DAY: i64 = 24 * 3_600;

/// The shortest time a session may be open.
const SHORTEST: i64 = 30 * 60;

/// A price that a test sets up beforehand, as one would on Stripe's dashboard.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPrice {
    id: String,
    currency: String,
    unit_amount: i64,
    name: String,
    #[serde(default)]
    tax_behavior: Option<String>,
}

/// Text of a field that was checked before.
pub(super) fn text(parameters: &Value, name: &str) -> Option<String> {
    parameters[name].as_str().map(str::to_owned)
}

/// Metadata that were checked before.
pub(super) fn metadata(parameters: &Value) -> Metadata {
    parameters["metadata"]
        .as_object()
        .cloned()
        .unwrap_or_default()
}

impl Books {
    /// Makes a customer.
    pub(super) fn create_customer(&mut self, asked: &Value) -> Value {
        let id = format!("cus_{}", crate::ids::token(14));
        let locales = asked["preferred_locales"].as_array();
        let customer = Customer {
            id: id.clone(),
            created: self.now,
            deleted: false,
            email: text(asked, "email"),
            name: text(asked, "name"),
            description: text(asked, "description"),
            phone: text(asked, "phone"),
            preferred_locales: locales
                .into_iter()
                .flatten()
                .filter_map(|locale| locale.as_str().map(str::to_owned))
                .collect(),
            metadata: metadata(asked),
        };
        let object = objects::customer(&customer);
        self.customers.put(&id, customer);
        self.happened("customer.created", object.clone());
        object
    }

    /// Forgets a customer; only the id stays known.
    pub(super) fn delete_customer(&mut self, id: &str) -> Result<Value, Refusal> {
        let customer = self
            .customers
            .get_mut(id)
            .filter(|customer| !customer.deleted)
            .ok_or_else(|| Refusal::missing("customer", id, None))?;
        let before = objects::customer(customer);
        customer.deleted = true;
        let after = objects::customer(customer);
        self.happened("customer.deleted", before);
        Ok(after)
    }

    /// Sets up a price.
    pub(super) fn set_price(&mut self, new: NewPrice) -> Result<(), Refusal> {
        if CURRENCIES.iter().all(|(known, _)| *known != new.currency) || new.unit_amount < 0 {
            return Err(Refusal::request("currency", "Invalid currency or amount"));
        }
        let price = Price {
            created: self.now,
            currency: new.currency,
            unit_amount: new.unit_amount,
            tax_behavior: new.tax_behavior.unwrap_or_else(|| "unspecified".into()),
            product: format!("prod_{}", crate::ids::token(14)),
            product_name: new.name,
            id: new.id,
        };
        self.prices.put(&price.id.clone(), price);
        Ok(())
    }

    /// Makes a Checkout session. `base` is where the stand-in was reached.
    pub(super) fn create_session(&mut self, asked: &Value, base: &str) -> Result<Value, Refusal> {
        self.check_session(asked)?;
        let lines = self.lines(asked)?;
        let currency = lines[0].price.currency.clone();
        if let Some(other) = lines.iter().find(|line| line.price.currency != currency) {
            return Err(Refusal::request(
                "line_items",
                &format!(
                    "All prices on a Checkout Session must be in the same currency; got {currency} and {}.",
                    other.price.currency
                ),
            ));
        }
        if asked["currency"]
            .as_str()
            .is_some_and(|said| said != currency)
        {
            return Err(Refusal::request(
                "currency",
                "The currency of the session is not the currency of its prices.",
            ));
        }
        let taxed = asked["automatic_tax"]["enabled"] == true;
        let (mut subtotal, mut tax, mut total) = (0, 0, 0);
        for line in &lines {
            let sum = line.price.unit_amount * line.quantity;
            let exclusive = line.price.tax_behavior == "exclusive";
            let of_line = match (taxed, exclusive) {
                (false, _) => 0,
                (true, true) => rounded(sum * VAT_PERCENT, 100),
                (true, false) => rounded(sum * VAT_PERCENT, 100 + VAT_PERCENT),
            };
            subtotal += sum;
            tax += of_line;
            total += if exclusive { sum + of_line } else { sum };
        }
        let least = CURRENCIES
            .iter()
            .find_map(|(known, least)| (*known == currency).then_some(*least));
        if total < least.unwrap_or(0) {
            return Err(Refusal::parameter(
                "amount_too_small",
                "line_items",
                format!(
                    "The Checkout Session's total amount due must add up to at least {} {currency}",
                    page::sum(least.unwrap_or(0))
                ),
            ));
        }
        let id = format!("cs_test_a1{}", crate::ids::token(56));
        let expires_at = asked["expires_at"].as_i64().unwrap_or(self.now + DAY);
        let session = Session {
            id: id.clone(),
            created: self.now,
            expires_at,
            status: SessionStatus::Open,
            paid: false,
            currency,
            lines,
            amount_subtotal: subtotal,
            amount_tax: tax,
            amount_total: total,
            customer: text(asked, "customer"),
            customer_email: text(asked, "customer_email"),
            asked: asked.clone(),
            payment_intent: None,
            base: base.to_owned(),
        };
        let object = objects::session(&session);
        self.sessions.put(&id, session);
        self.next_expiry = Some(
            self.next_expiry
                .map_or(expires_at, |next| next.min(expires_at)),
        );
        Ok(object)
    }

    /// What goes together and what does not.
    fn check_session(&self, asked: &Value) -> Result<(), Refusal> {
        if asked["mode"] != "payment" {
            return Err(Refusal::request(
                "mode",
                "North Pole plays mode=payment only; the product has no use for subscriptions and setups.",
            ));
        }
        if asked["ui_mode"].as_str().unwrap_or("hosted_page") != "hosted_page" {
            return Err(Refusal::request(
                "ui_mode",
                "North Pole plays ui_mode=hosted_page only.",
            ));
        }
        if asked["success_url"].is_null() {
            return Err(missing("success_url"));
        }
        for rival in ["customer_creation", "customer_email"] {
            if !asked["customer"].is_null() && !asked[rival].is_null() {
                return Err(Refusal::request(
                    "customer",
                    &format!("You may only specify one of these parameters: customer, {rival}."),
                ));
            }
        }
        if asked["customer"].is_null() && !asked["customer_update"].is_null() {
            return Err(Refusal::request(
                "customer_update",
                "`customer_update` can only be used with `customer`.",
            ));
        }
        if let Some(id) = asked["customer"].as_str()
            && self.customers.get(id).is_none_or(|known| known.deleted)
        {
            return Err(Refusal::missing("customer", id, Some("customer")));
        }
        if let Some(expires_at) = asked["expires_at"].as_i64() {
            if expires_at < self.now + SHORTEST {
                return Err(Refusal::request(
                    "expires_at",
                    "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
                ));
            }
            if expires_at > self.now + DAY {
                return Err(Refusal::request(
                    "expires_at",
                    "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
                ));
            }
        }
        Ok(())
    }

    fn lines(&self, asked: &Value) -> Result<Vec<Line>, Refusal> {
        let items = asked["line_items"]
            .as_array()
            .map_or(&[][..], Vec::as_slice);
        if items.is_empty() {
            return Err(missing("line_items"));
        }
        items
            .iter()
            .enumerate()
            .map(|(n, item)| {
                let path = format!("line_items[{n}]");
                let quantity = item["quantity"]
                    .as_i64()
                    .ok_or_else(|| missing(&format!("{path}[quantity]")))?;
                let price = match (item["price"].as_str(), &item["price_data"]) {
                    (Some(id), Value::Null) => self.prices.get(id).cloned().ok_or_else(|| {
                        Refusal::missing("price", id, Some(&format!("{path}[price]")))
                    })?,
                    (None, data) if data.is_object() => {
                        inline_price(data, self.now, &format!("{path}[price_data]"))?
                    }
                    _ => {
                        return Err(Refusal::request(
                            &path,
                            "You must specify exactly one of these parameters: price, price_data.",
                        ));
                    }
                };
                Ok(Line {
                    id: format!("li_{}", crate::ids::token(24)),
                    price,
                    quantity,
                })
            })
            .collect()
    }
}

fn inline_price(data: &Value, now: i64, path: &str) -> Result<Price, Refusal> {
    let (product, product_name) = match (text(data, "product"), text(&data["product_data"], "name"))
    {
        (Some(id), None) => (id.clone(), id),
        (None, Some(name)) => (format!("prod_{}", crate::ids::token(14)), name),
        _ => {
            return Err(Refusal::request(
                path,
                "You must specify exactly one of these parameters: product, product_data.",
            ));
        }
    };
    Ok(Price {
        id: crate::ids::with_prefix("price"),
        created: now,
        currency: text(data, "currency").unwrap_or_default(),
        unit_amount: data["unit_amount"].as_i64().unwrap_or_default(),
        tax_behavior: text(data, "tax_behavior").unwrap_or_else(|| "unspecified".into()),
        product,
        product_name,
    })
}

/// A quotient, rounded half up.
fn rounded(dividend: i64, divisor: i64) -> i64 {
    (dividend * 2 + divisor) / (divisor * 2)
}
