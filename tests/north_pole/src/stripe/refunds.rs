//! Money that goes back: refunds, whole and in part, and disputes.

use serde_json::{Value, json};

use super::books::{Books, Dispute, DisputeStatus, Payment, PaymentStatus, Refund};
use super::checkout::{metadata, text};
use super::refusal::Refusal;
use super::{objects, page};

impl Books {
    /// Refunds a payment or a part of it, never more than what is left.
    pub(super) fn refund(&mut self, asked: &Value) -> Result<Value, Refusal> {
        let payment = self.payment_to_refund(asked)?.clone();
        if payment.status != PaymentStatus::Succeeded {
            return Err(Refusal::state(
                Some("payment_intent_unexpected_state"),
                format!(
                    "This PaymentIntent ({}) does not have a successful charge to refund.",
                    payment.intent
                ),
            ));
        }
        let dispute = self
            .disputes
            .all()
            .iter()
            .find(|dispute| dispute.intent == payment.intent);
        if dispute.is_some_and(|dispute| dispute.status != DisputeStatus::Won) {
            return Err(Refusal::state(
                Some("charge_disputed"),
                format!(
                    "Charge {} has been charged back; cannot issue a refund.",
                    payment.charge
                ),
            ));
        }
        let left = payment.amount - payment.amount_refunded;
        if left == 0 {
            return Err(Refusal::state(
                Some("charge_already_refunded"),
                format!("Charge {} has already been refunded.", payment.charge),
            ));
        }
        let amount = asked["amount"].as_i64().unwrap_or(left);
        if amount > left || amount < 1 {
            return Err(Refusal::state(
                None,
                format!(
                    "Refund amount ({} {currency}) is greater than unrefunded amount on charge ({} {currency})",
                    page::sum(amount),
                    page::sum(left),
                    currency = payment.currency,
                ),
            ));
        }
        let refund = Refund {
            id: crate::ids::with_prefix("re"),
            created: self.now,
            intent: payment.intent.clone(),
            charge: payment.charge.clone(),
            amount,
            currency: payment.currency.clone(),
            reason: text(asked, "reason"),
            metadata: metadata(asked),
        };
        let object = objects::refund(&refund);
        self.refunds.put(&refund.id.clone(), refund);
        let before = json!({"amount_refunded": payment.amount_refunded, "refunded": false});
        let charge = self.change_payment(&payment.intent, |payment| {
            payment.amount_refunded += amount;
        });
        self.happened("refund.created", object.clone());
        self.happened_from("charge.refunded", charge, Some(before));
        Ok(object)
    }

    /// The payer goes to the bank. Without an amount it is about all that was not refunded.
    pub(super) fn dispute(&mut self, session: &str, amount: Option<i64>) -> Result<(), Refusal> {
        let intent = self.session(session)?.payment_intent.clone();
        let payment = intent
            .and_then(|intent| self.payments.get(&intent))
            .filter(|payment| payment.status == PaymentStatus::Succeeded && !payment.disputed)
            .cloned()
            .ok_or_else(|| {
                let message =
                    "Only a payment that succeeded and was never disputed can be disputed.";
                Refusal::state(None, message.into())
            })?;
        let left = payment.amount - payment.amount_refunded;
        let amount = amount.unwrap_or(left);
        if !(1..=left).contains(&amount) {
            let message = "A dispute is about no more than what was paid and not refunded.";
            return Err(Refusal::state(None, message.into()));
        }
        let dispute = Dispute {
            id: crate::ids::with_prefix("du"),
            created: self.now,
            intent: payment.intent.clone(),
            charge: payment.charge,
            amount,
            currency: payment.currency,
            status: DisputeStatus::NeedsResponse,
        };
        let object = objects::dispute(&dispute);
        self.disputes.put(&dispute.id.clone(), dispute);
        self.change_payment(&payment.intent, |payment| payment.disputed = true);
        self.happened("charge.dispute.created", object.clone());
        self.happened("charge.dispute.funds_withdrawn", object);
        Ok(())
    }

    /// The bank has decided: for us, or for the payer.
    pub(super) fn close_dispute(&mut self, session: &str, won: bool) -> Result<(), Refusal> {
        let intent = self.session(session)?.payment_intent.clone();
        let id = self
            .disputes
            .all()
            .iter()
            .find(|dispute| {
                intent.as_ref() == Some(&dispute.intent)
                    && dispute.status == DisputeStatus::NeedsResponse
            })
            .map(|dispute| dispute.id.clone())
            .ok_or_else(|| Refusal::state(None, "No dispute of this session is open.".into()))?;
        let Some(dispute) = self.disputes.get_mut(&id) else {
            return Err(Refusal::missing("dispute", &id, None));
        };
        dispute.status = if won {
            DisputeStatus::Won
        } else {
            DisputeStatus::Lost
        };
        let object = objects::dispute(dispute);
        self.happened("charge.dispute.closed", object.clone());
        if won {
            self.happened("charge.dispute.funds_reinstated", object);
        }
        Ok(())
    }

    fn payment_to_refund(&self, asked: &Value) -> Result<&Payment, Refusal> {
        match (asked["payment_intent"].as_str(), asked["charge"].as_str()) {
            (Some(id), None) => self
                .payments
                .get(id)
                .ok_or_else(|| Refusal::missing("payment_intent", id, Some("payment_intent"))),
            (None, Some(id)) => self
                .payment_of_charge(id)
                .filter(|payment| payment.charge == id)
                .ok_or_else(|| Refusal::missing("charge", id, Some("charge"))),
            (Some(_), Some(_)) => Err(Refusal::request(
                "charge",
                "You may only specify one of these parameters: charge, payment_intent.",
            )),
            (None, None) => Err(Refusal::parameter(
                "parameter_missing",
                "",
                "One of the following params should be provided for this request: payment_intent or charge.".into(),
            )),
        }
    }

    /// Changes a payment and shows its charge as it is then.
    fn change_payment(&mut self, intent: &str, change: impl FnOnce(&mut Payment)) -> Value {
        let Some(payment) = self.payments.get_mut(intent) else {
            return Value::Null;
        };
        change(payment);
        objects::charge(payment)
    }
}
