//! What may become of an open session: it is paid at once, paid later, declined, or it expires.

use serde_json::json;

use super::books::{Books, Payment, PaymentStatus, Session, SessionStatus};
use super::checkout::text;
use super::objects;
use super::refusal::Refusal;

/// The address of a payer who was not asked for one.
const PAYER: &str = "payer@north-pole.test";

impl Books {
    /// The payer pays, and the money is there at once.
    pub(super) fn pay(&mut self, session: &str) -> Result<(), Refusal> {
        let intent = self.confirm(session, PaymentStatus::Succeeded)?;
        self.charge_happened(&intent, "charge.succeeded", "payment_intent.succeeded");
        self.complete(session, true);
        Ok(())
    }

    /// The payer chooses a way to pay that takes its time; the session is complete and unpaid.
    pub(super) fn pay_later(&mut self, session: &str) -> Result<(), Refusal> {
        let intent = self.confirm(session, PaymentStatus::Processing)?;
        self.charge_happened(&intent, "charge.pending", "payment_intent.processing");
        self.complete(session, false);
        Ok(())
    }

    /// The bank says no. The session stays open and may be paid in another way.
    pub(super) fn decline(&mut self, session: &str) -> Result<(), Refusal> {
        let intent = self.confirm(session, PaymentStatus::Declined)?;
        self.charge_happened(&intent, "charge.failed", "payment_intent.payment_failed");
        Ok(())
    }

    /// Money that was on its way has come, or never will.
    pub(super) fn settle(&mut self, session: &str, arrived: bool) -> Result<(), Refusal> {
        let (status, charge_kind, intent_kind, session_kind) = if arrived {
            (
                PaymentStatus::Succeeded,
                "charge.succeeded",
                "payment_intent.succeeded",
                "checkout.session.async_payment_succeeded",
            )
        } else {
            (
                PaymentStatus::Declined,
                "charge.failed",
                "payment_intent.payment_failed",
                "checkout.session.async_payment_failed",
            )
        };
        let found = self.session(session)?;
        let intent = found.payment_intent.clone().unwrap_or_default();
        let now = self.now;
        let waits = found.status == SessionStatus::Complete;
        let payment = self
            .payments
            .get_mut(&intent)
            .filter(|payment| waits && payment.status == PaymentStatus::Processing)
            .ok_or_else(|| {
                Refusal::state(
                    Some("payment_intent_unexpected_state"),
                    format!("No payment of session {session} is on its way."),
                )
            })?;
        payment.status = status;
        payment.charged_at = now;
        self.charge_happened(&intent, charge_kind, intent_kind);
        if let Some(session) = self.sessions.get_mut(session) {
            session.paid = arrived;
        }
        self.session_happened(session, session_kind);
        Ok(())
    }

    /// Closes an open session, as the API's route and the end of its time do.
    pub(super) fn expire(&mut self, session: &str) -> Result<(), Refusal> {
        let status = self.session(session)?.status;
        if status != SessionStatus::Open {
            return Err(Refusal::state(
                None,
                format!(
                    "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a \
                     status of {}.",
                    objects::session_status(status)
                ),
            ));
        }
        if let Some(session) = self.sessions.get_mut(session) {
            session.status = SessionStatus::Expired;
        }
        self.session_happened(session, "checkout.session.expired");
        Ok(())
    }

    /// Expires every open session whose time is over.
    pub(super) fn expire_overdue(&mut self) {
        let now = self.now;
        let is_open = |session: &&Session| session.status == SessionStatus::Open;
        let overdue: Vec<String> = self
            .sessions
            .all()
            .iter()
            .filter(is_open)
            .filter(|session| session.expires_at <= now)
            .map(|session| session.id.clone())
            .collect();
        for session in overdue {
            // It was open a line ago.
            let _ = self.expire(&session);
        }
        self.next_expiry = self
            .sessions
            .all()
            .iter()
            .filter(is_open)
            .map(|session| session.expires_at)
            .min();
    }

    /// A session by its id.
    pub(super) fn session(&self, id: &str) -> Result<&Session, Refusal> {
        self.sessions
            .get(id)
            .ok_or_else(|| Refusal::missing("checkout.session", id, None))
    }

    /// Takes the payer's word for an open session: the intent (the earlier one after a decline) gets a new charge.
    fn confirm(&mut self, id: &str, status: PaymentStatus) -> Result<String, Refusal> {
        let session = self.session(id)?.clone();
        if session.status != SessionStatus::Open {
            return Err(Refusal::state(
                Some("checkout_session_not_open"),
                format!(
                    "This Checkout Session has a status of {} and can't be paid.",
                    objects::session_status(session.status)
                ),
            ));
        }
        let customer = session.customer.or_else(|| {
            (session.asked["customer_creation"] == "always").then(|| {
                let email = session.customer_email.as_deref().unwrap_or(PAYER);
                let made = self.create_customer(&json!({"email": email}));
                made["id"].as_str().unwrap_or_default().to_owned()
            })
        });
        let of_customer = customer
            .as_deref()
            .and_then(|id| self.customers.get(id)?.email.clone());
        let email = session
            .customer_email
            .or(of_customer)
            .unwrap_or_else(|| PAYER.into());
        let intent = session
            .payment_intent
            .unwrap_or_else(|| crate::ids::with_prefix("pi"));
        let asked = &session.asked["payment_intent_data"];
        let payment = Payment {
            intent: intent.clone(),
            charge: crate::ids::with_prefix("ch"),
            session: id.to_owned(),
            created: self
                .payments
                .get(&intent)
                .map_or(self.now, |earlier| earlier.created),
            charged_at: self.now,
            status,
            amount: session.amount_total,
            amount_refunded: 0,
            currency: session.currency,
            customer: customer.clone(),
            email: text(asked, "receipt_email").or(Some(email.clone())),
            asked: asked.clone(),
            disputed: false,
            base: session.base,
        };
        self.charges.insert(payment.charge.clone(), intent.clone());
        let is_new = self.payments.get(&intent).is_none();
        let object = objects::payment_intent(&payment);
        self.payments.put(&intent, payment);
        if is_new {
            self.happened("payment_intent.created", object);
        }
        if let Some(session) = self.sessions.get_mut(id) {
            session.payment_intent = Some(intent.clone());
            session.customer = customer;
            session.customer_email.get_or_insert(email);
        }
        Ok(intent)
    }

    fn complete(&mut self, id: &str, paid: bool) {
        if let Some(session) = self.sessions.get_mut(id) {
            session.status = SessionStatus::Complete;
            session.paid = paid;
        }
        self.session_happened(id, "checkout.session.completed");
    }

    fn session_happened(&mut self, id: &str, kind: &'static str) {
        if let Some(object) = self.session_object(id) {
            self.happened(kind, object);
        }
    }

    /// The two events about charge and intent that come along with every payment.
    fn charge_happened(
        &mut self,
        intent: &str,
        charge_kind: &'static str,
        intent_kind: &'static str,
    ) {
        if let Some(payment) = self.payments.get(intent) {
            let (charge, intent) = (objects::charge(payment), objects::payment_intent(payment));
            self.happened(charge_kind, charge);
            self.happened(intent_kind, intent);
        }
    }
}
