//! `expand`: an id in an answer becomes the object that it names.

use serde_json::Value;

use super::books::Books;
use super::objects;
use super::refusal::Refusal;

impl Books {
    /// Expands what the request asks for; in a list the paths begin with `data.`.
    pub(super) fn expand(&self, mut answer: Value, asked: &Value) -> Result<Value, Refusal> {
        for path in asked["expand"].as_array().into_iter().flatten() {
            let path = path.as_str().unwrap_or_default();
            let steps: Vec<&str> = path.split('.').collect();
            self.expand_path(&mut answer, &steps, path)?;
        }
        Ok(answer)
    }

    fn expand_path(&self, at: &mut Value, steps: &[&str], path: &str) -> Result<(), Refusal> {
        let Some((step, rest)) = steps.split_first() else {
            return Ok(());
        };
        if let ("data", Value::Array(items)) = (*step, &mut at["data"]) {
            return items
                .iter_mut()
                .try_for_each(|item| self.expand_path(item, rest, path));
        }
        if at["object"] == "checkout.session" && *step == "line_items" {
            if let Some(session) = at["id"].as_str().and_then(|id| self.sessions.get(id)) {
                at["line_items"] = objects::lines(session);
            }
            return Ok(());
        }
        let known = match *step {
            "customer" => at["customer"].as_str().and_then(|id| {
                let customer = self.customers.get(id)?;
                Some(objects::customer(customer))
            }),
            "payment_intent" => at["payment_intent"].as_str().and_then(|id| {
                let payment = self.payments.get(id)?;
                Some(objects::payment_intent(payment))
            }),
            "latest_charge" | "charge" => at[*step].as_str().and_then(|id| {
                let payment = self.payment_of_charge(id)?;
                Some(objects::charge(payment))
            }),
            _ => {
                let message = format!(
                    "This property cannot be expanded ({path}). You may want to try expanding another property."
                );
                return Err(Refusal::request("expand", &message));
            }
        };
        if let Some(known) = known {
            at[*step] = known;
        }
        // What is null stays null, and there is nothing below it.
        if at[*step].is_object() {
            return self.expand_path(&mut at[*step], rest, path);
        }
        Ok(())
    }
}
