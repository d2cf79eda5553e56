//! The table of what each request may carry: the parameters that the product may need of those that Stripe knows.

use super::schema::{Field, Shape, optional, required};

const ID: Shape = Shape::Text(255);
const LONG: Shape = Shape::Text(5_000);
const EXPAND: Field = optional("expand", Shape::List(&Shape::Text(100)));

const LOCALES: &[&str] = &[
    "auto", "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr",
    "fr-CA", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt",
    "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW",
];

/// A request that only looks.
pub(super) const LOOK: &[Field] = &[EXPAND];

/// A request with no parameters at all.
pub(super) const NOTHING: &[Field] = &[];

/// `POST /v1/customers`.
pub(super) const CREATE_CUSTOMER: &[Field] = &[
    optional("description", Shape::Text(350)),
    optional("email", Shape::Text(512)),
    EXPAND,
    optional("metadata", Shape::Metadata),
    optional("name", Shape::Text(256)),
    optional("phone", Shape::Text(20)),
    optional("preferred_locales", Shape::List(&Shape::Text(35))),
];

/// `POST /v1/checkout/sessions`.
pub(super) const CREATE_SESSION: &[Field] = &[
    optional("adaptive_pricing", Shape::Object(ENABLED)),
    optional("allow_promotion_codes", Shape::Flag),
    optional(
        "automatic_tax",
        Shape::Object(&[required("enabled", Shape::Flag)]),
    ),
    optional(
        "billing_address_collection",
        Shape::OneOf(&["auto", "required"]),
    ),
    optional("cancel_url", Shape::Address),
    optional("client_reference_id", Shape::Text(200)),
    optional("currency", Shape::Currency),
    optional("custom_text", Shape::Object(CUSTOM_TEXT)),
    optional("customer", ID),
    optional(
        "customer_creation",
        Shape::OneOf(&["always", "if_required"]),
    ),
    optional("customer_email", Shape::Text(800)),
    optional("customer_update", Shape::Object(CUSTOMER_UPDATE)),
    EXPAND,
    optional("expires_at", Shape::Integer(0, i64::MAX)),
    optional(
        "invoice_creation",
        Shape::Object(&[required("enabled", Shape::Flag)]),
    ),
    optional("line_items", Shape::List(&Shape::Object(LINE_ITEM))),
    optional("locale", Shape::OneOf(LOCALES)),
    optional("metadata", Shape::Metadata),
    required("mode", Shape::OneOf(&["payment", "setup", "subscription"])),
    optional("origin_context", Shape::OneOf(&["mobile_app", "web"])),
    optional("payment_intent_data", Shape::Object(INTENT_DATA)),
    optional(
        "submit_type",
        Shape::OneOf(&["auto", "book", "donate", "pay"]),
    ),
    optional("success_url", Shape::Address),
    optional(
        "tax_id_collection",
        Shape::Object(&[required("enabled", Shape::Flag)]),
    ),
    optional(
        "ui_mode",
        Shape::OneOf(&["elements", "embedded_page", "form", "hosted_page"]),
    ),
];

const ENABLED: &[Field] = &[optional("enabled", Shape::Flag)];

const CUSTOM_TEXT: &[Field] = &[
    optional("after_submit", Shape::Object(MESSAGE)),
    optional("submit", Shape::Object(MESSAGE)),
    optional("terms_of_service_acceptance", Shape::Object(MESSAGE)),
];

const MESSAGE: &[Field] = &[required("message", Shape::Text(1_200))];

const CUSTOMER_UPDATE: &[Field] = &[
    optional("address", Shape::OneOf(&["auto", "never"])),
    optional("name", Shape::OneOf(&["auto", "never"])),
];

const INTENT_DATA: &[Field] = &[
    optional("description", Shape::Text(1_000)),
    optional("metadata", Shape::Metadata),
    optional("receipt_email", Shape::Text(800)),
    optional("statement_descriptor", Shape::Text(22)),
    optional("statement_descriptor_suffix", Shape::Text(22)),
];

const LINE_ITEM: &[Field] = &[
    optional("price", ID),
    optional("price_data", Shape::Object(PRICE_DATA)),
    optional("quantity", Shape::Integer(1, 999_999)),
];

const PRICE_DATA: &[Field] = &[
    required("currency", Shape::Currency),
    optional("product", ID),
    optional("product_data", Shape::Object(PRODUCT_DATA)),
    optional(
        "tax_behavior",
        Shape::OneOf(&["exclusive", "inclusive", "unspecified"]),
    ),
    required("unit_amount", Shape::Integer(0, 99_999_999)),
];

const PRODUCT_DATA: &[Field] = &[
    optional("description", LONG),
    optional("images", Shape::List(&Shape::Address)),
    optional("metadata", Shape::Metadata),
    required("name", Shape::Text(1_500)),
    optional("tax_code", Shape::Text(20)),
];

/// `GET /v1/checkout/sessions`.
pub(super) const LIST_SESSIONS: &[Field] = &[
    optional("created", Shape::Moment),
    optional("customer", ID),
    optional("ending_before", ID),
    EXPAND,
    optional("limit", Shape::Integer(1, 100)),
    optional("payment_intent", ID),
    optional("starting_after", ID),
    optional("status", Shape::OneOf(&["complete", "expired", "open"])),
];

/// `POST /v1/refunds`.
pub(super) const CREATE_REFUND: &[Field] = &[
    optional("amount", Shape::Integer(1, 99_999_999)),
    optional("charge", ID),
    EXPAND,
    optional("metadata", Shape::Metadata),
    optional("payment_intent", ID),
    optional(
        "reason",
        Shape::OneOf(&["duplicate", "fraudulent", "requested_by_customer"]),
    ),
];

/// `GET /v1/refunds`.
pub(super) const LIST_REFUNDS: &[Field] = &[
    optional("charge", ID),
    optional("created", Shape::Moment),
    optional("ending_before", ID),
    EXPAND,
    optional("limit", Shape::Integer(1, 100)),
    optional("payment_intent", ID),
    optional("starting_after", ID),
];
