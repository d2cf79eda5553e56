//! What the books hold, written as Stripe writes it.
//!
//! Stripe names every field, also those that are null, and strict clients count on it. Each object therefore has a list
//! of the fields that are null here; what is said beside it wins.

use serde_json::{Value, json};

use super::books::{
    Customer, Dispute, DisputeStatus, Line, Payment, PaymentStatus, Price, Refund, Session,
    SessionStatus,
};

/// An object with these fields null and those said.
fn object(nulls: &str, said: Value) -> Value {
    let mut object: serde_json::Map<String, Value> = nulls
        .split_whitespace()
        .map(|name| (name.to_owned(), Value::Null))
        .collect();
    if let Value::Object(said) = said {
        object.extend(said);
    }
    Value::Object(object)
}

/// The word for how far a session is.
pub(super) fn session_status(status: SessionStatus) -> &'static str {
    match status {
        SessionStatus::Open => "open",
        SessionStatus::Complete => "complete",
        SessionStatus::Expired => "expired",
    }
}

/// A customer, or what is left of one.
pub(super) fn customer(customer: &Customer) -> Value {
    if customer.deleted {
        return json!({"id": customer.id, "object": "customer", "deleted": true});
    }
    object(
        "address business_name currency customer_account default_source discount individual_name shipping test_clock",
        json!({"id": customer.id, "object": "customer", "balance": 0, "created": customer.created, "delinquent": false,
            "description": customer.description, "email": customer.email,
            "invoice_prefix": customer.id[4..12].to_uppercase(),
            "invoice_settings": {"custom_fields": null, "default_payment_method": null, "footer": null,
                "rendering_options": null},
            "livemode": false, "metadata": customer.metadata, "name": customer.name, "next_invoice_sequence": 1,
            "phone": customer.phone, "preferred_locales": customer.preferred_locales, "tax_exempt": "none"}),
    )
}

/// A Checkout session.
pub(super) fn session(session: &Session) -> Value {
    let asked = &session.asked;
    let is_open = session.status == SessionStatus::Open;
    let url = is_open.then(|| format!("{}/stripe/pay/{}", session.base, session.id));
    let of_payer = session.customer_email.as_ref().map(|email| {
        json!({"address": null, "business_name": null, "email": email, "individual_name": null, "name": null,
            "phone": null, "tax_exempt": "none", "tax_ids": []})
    });
    let taxed = asked["automatic_tax"]["enabled"] == true;
    let said = |name: &str, otherwise: Value| {
        if asked[name].is_null() {
            otherwise
        } else {
            asked[name].clone()
        }
    };
    object(
        "after_expiration allowed_payment_method_types branding_settings client_secret consent consent_collection \
         currency_conversion customer_account discounts excluded_payment_method_types integration_identifier invoice \
         managed_payments name_collection optional_items payment_link permissions presentment_details recovered_from \
         redirect_on_completion return_url saved_payment_method_options setup_intent shipping_address_collection \
         shipping_cost subscription wallet_options collected_information",
        json!({"id": session.id, "object": "checkout.session", "livemode": false, "mode": "payment",
            "adaptive_pricing": {"enabled": asked["adaptive_pricing"]["enabled"] == true},
            "allow_promotion_codes": asked["allow_promotion_codes"],
            "amount_subtotal": session.amount_subtotal, "amount_total": session.amount_total,
            "automatic_tax": {"enabled": taxed, "liability": taxed.then(|| json!({"type": "self"})),
                "provider": taxed.then_some("stripe"),
                "status": taxed.then_some(if is_open { "requires_location_inputs" } else { "complete" })},
            "billing_address_collection": asked["billing_address_collection"],
            "cancel_url": asked["cancel_url"], "client_reference_id": asked["client_reference_id"],
            "created": session.created, "currency": session.currency, "custom_fields": [],
            "custom_text": {"after_submit": asked["custom_text"]["after_submit"], "shipping_address": null,
                "submit": asked["custom_text"]["submit"],
                "terms_of_service_acceptance": asked["custom_text"]["terms_of_service_acceptance"]},
            "customer": session.customer,
            "customer_creation": if asked["customer"].is_null() { said("customer_creation", json!("if_required")) }
                else { Value::Null },
            "customer_details": of_payer, "customer_email": asked["customer_email"], "expires_at": session.expires_at,
            "invoice_creation": {"enabled": asked["invoice_creation"]["enabled"] == true, "invoice_data":
                {"account_tax_ids": null, "custom_fields": null, "description": null, "footer": null, "issuer": null,
                "metadata": {}, "rendering_options": null}},
            "locale": asked["locale"], "metadata": said("metadata", json!({})),
            "origin_context": asked["origin_context"],
            "payment_intent": session.payment_intent, "payment_method_collection": "if_required",
            "payment_method_configuration_details": {"id": "pmc_northpole", "parent": null},
            "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
            "payment_method_types": ["card", "mobilepay"],
            "payment_status": if session.paid { "paid" } else { "unpaid" },
            "phone_number_collection": {"enabled": false}, "shipping_options": [],
            "status": session_status(session.status), "submit_type": asked["submit_type"],
            "success_url": asked["success_url"],
            "tax_id_collection": {"enabled": asked["tax_id_collection"]["enabled"] == true, "required": "never"},
            "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": session.amount_tax},
            "ui_mode": "hosted_page", "url": url}),
    )
}

/// What is bought in a session; shown only where it is asked for by `expand`.
pub(super) fn lines(session: &Session) -> Value {
    let data: Vec<Value> = session.lines.iter().map(line).collect();
    json!({"object": "list", "data": data, "has_more": false,
        "url": format!("/v1/checkout/sessions/{}/line_items", session.id)})
}

fn line(line: &Line) -> Value {
    let sum = line.price.unit_amount * line.quantity;
    json!({"id": line.id, "object": "item", "adjustable_quantity": null, "amount_discount": 0, "amount_subtotal": sum,
        "amount_tax": 0, "amount_total": sum, "currency": line.price.currency, "description": line.price.product_name,
        "metadata": {}, "price": price(&line.price), "quantity": line.quantity})
}

fn price(price: &Price) -> Value {
    object(
        "custom_unit_amount lookup_key nickname recurring tiers_mode transform_quantity",
        json!({"id": price.id, "object": "price", "active": true, "billing_scheme": "per_unit",
            "created": price.created, "currency": price.currency, "livemode": false, "metadata": {},
            "product": price.product, "tax_behavior": price.tax_behavior, "type": "one_time",
            "unit_amount": price.unit_amount, "unit_amount_decimal": price.unit_amount.to_string()}),
    )
}

/// The intent of a payment.
pub(super) fn payment_intent(payment: &Payment) -> Value {
    let (status, received) = match payment.status {
        PaymentStatus::Declined => ("requires_payment_method", 0),
        PaymentStatus::Processing => ("processing", 0),
        PaymentStatus::Succeeded => ("succeeded", payment.amount),
    };
    let declined = payment.status == PaymentStatus::Declined;
    let error = declined.then(|| {
        json!({"type": "card_error", "code": "card_declined", "decline_code": "generic_decline",
            "charge": payment.charge, "message": "Your card was declined."})
    });
    object(
        "allowed_payment_method_types amount_details application application_fee_amount automatic_payment_methods \
         canceled_at cancellation_reason customer_account excluded_payment_method_types hooks managed_payments \
         next_action on_behalf_of payment_details payment_method_configuration_details presentment_details processing \
         review setup_future_usage shipping source transfer_data transfer_group",
        json!({"id": payment.intent, "object": "payment_intent", "amount": payment.amount, "amount_capturable": 0,
            "amount_received": received, "capture_method": "automatic_async",
            "client_secret": format!("{}_secret_northpole", payment.intent), "confirmation_method": "automatic",
            "created": payment.created, "currency": payment.currency, "customer": payment.customer,
            "description": payment.asked["description"], "last_payment_error": error,
            "latest_charge": payment.charge, "livemode": false, "metadata": intent_metadata(payment),
            "payment_method": format!("pm_{}", &payment.intent[3..]),
            "payment_method_options": {"card": {"installments": null, "mandate_options": null, "network": null,
                "request_three_d_secure": "automatic"}},
            "payment_method_types": ["card", "mobilepay"], "receipt_email": payment.asked["receipt_email"],
            "statement_descriptor": payment.asked["statement_descriptor"],
            "statement_descriptor_suffix": payment.asked["statement_descriptor_suffix"], "status": status}),
    )
}

fn intent_metadata(payment: &Payment) -> Value {
    match &payment.asked["metadata"] {
        Value::Null => json!({}),
        metadata => metadata.clone(),
    }
}

/// The charge of a payment.
pub(super) fn charge(payment: &Payment) -> Value {
    let status = match payment.status {
        PaymentStatus::Declined => "failed",
        PaymentStatus::Processing => "pending",
        PaymentStatus::Succeeded => "succeeded",
    };
    let failed = payment.status == PaymentStatus::Declined;
    let paid = payment.status == PaymentStatus::Succeeded;
    let receipt = format!("{}/stripe/receipts/{}", payment.base, payment.charge);
    object(
        "application application_fee application_fee_amount balance_transaction failure_balance_transaction \
         on_behalf_of presentment_details receipt_number review shipping source source_transfer statement_descriptor \
         transfer_data transfer_group",
        json!({"id": payment.charge, "object": "charge", "amount": payment.amount,
            "amount_captured": if paid { payment.amount } else { 0 }, "amount_refunded": payment.amount_refunded,
            "billing_details": {"address": {"city": null, "country": "DK", "line1": null, "line2": null,
                "postal_code": null, "state": null}, "email": payment.email, "name": null, "phone": null,
                "tax_id": null},
            "calculated_statement_descriptor": "NORTH POLE", "captured": paid, "created": payment.charged_at,
            "currency": payment.currency, "customer": payment.customer, "description": payment.asked["description"],
            "disputed": payment.disputed, "failure_code": failed.then_some("card_declined"),
            "failure_message": failed.then_some("Your card was declined."), "fraud_details": {}, "livemode": false,
            "metadata": intent_metadata(payment),
            "outcome": {"advice_code": null, "network_advice_code": null, "network_decline_code": null,
                "network_status": if failed { "declined_by_network" } else { "approved_by_network" },
                "reason": failed.then_some("generic_decline"), "risk_level": "normal", "risk_score": 12,
                "seller_message": if failed { "The bank did not return any further details." }
                    else { "Payment complete." }, "type": if failed { "issuer_declined" } else { "authorized" }},
            "paid": paid, "payment_intent": payment.intent, "payment_method": format!("pm_{}", &payment.intent[3..]),
            "payment_method_details": {"type": "card", "card": {"amount_authorized": payment.amount, "brand": "visa",
                "checks": {"address_line1_check": null, "address_postal_code_check": null, "cvc_check": "pass"},
                "country": "DK", "exp_month": 12, "exp_year": 2034, "fingerprint": "northpole", "funding": "debit",
                "installments": null, "last4": "4242", "mandate": null, "network": "visa", "three_d_secure": null,
                "wallet": null}},
            "radar_options": {}, "receipt_email": payment.email, "receipt_url": paid.then_some(receipt),
            "refunded": payment.amount_refunded == payment.amount,
            "statement_descriptor_suffix": payment.asked["statement_descriptor_suffix"], "status": status}),
    )
}

/// A refund.
pub(super) fn refund(refund: &Refund) -> Value {
    object(
        "balance_transaction receipt_number source_transfer_reversal transfer_reversal",
        json!({"id": refund.id, "object": "refund", "amount": refund.amount, "charge": refund.charge,
            "created": refund.created, "currency": refund.currency,
            "destination_details": {"card": {"reference_status": "pending", "reference_type":
                "acquirer_reference_number", "type": "refund"}, "type": "card"},
            "metadata": refund.metadata, "payment_intent": refund.intent, "reason": refund.reason,
            "status": "succeeded"}),
    )
}

/// A dispute.
pub(super) fn dispute(dispute: &Dispute) -> Value {
    let status = match dispute.status {
        DisputeStatus::NeedsResponse => "needs_response",
        DisputeStatus::Won => "won",
        DisputeStatus::Lost => "lost",
    };
    let evidence = object(
        "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal \
         customer_communication customer_email_address customer_name customer_purchase_ip customer_signature \
         duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt \
         refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation \
         shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number \
         uncategorized_file uncategorized_text",
        json!({"enhanced_evidence": {}}),
    );
    json!({"id": dispute.id, "object": "dispute", "amount": dispute.amount, "balance_transactions": [],
        "charge": dispute.charge, "created": dispute.created, "currency": dispute.currency,
        "enhanced_eligibility_types": [], "evidence": evidence,
        "evidence_details": {"due_by": dispute.created + 7 * 24 * 3_600, "enhanced_eligibility": {},
            "has_evidence": false, "past_due": false, "submission_count": 0},
        "is_charge_refundable": false, "livemode": false, "metadata": {}, "network_reason_code": "10",
        "payment_intent": dispute.intent,
        "payment_method_details": {"card": {"brand": "visa", "case_type": "chargeback", "network": "visa",
            "network_reason_code": "10"}, "type": "card"},
        "reason": "fraudulent", "status": status})
}
