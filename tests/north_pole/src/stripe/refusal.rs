//! An error answer in Stripe's shape: `{"error":{type,code,param,message}}`.

use axum::http::StatusCode;
use serde_json::{Map, Value};

/// A refused request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(super) status: StatusCode,
    kind: &'static str,
    code: Option<&'static str>,
    param: Option<String>,
    message: String,
    /// Whether the request was carried out as far as that: only such answers are kept under an idempotency key.
    pub(super) is_final: bool,
}

impl Refusal {
    fn new(status: u16, code: Option<&'static str>, message: String) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            kind: "invalid_request_error",
            code,
            param: None,
            message,
            is_final: false,
        }
    }

    fn of(mut self, param: &str) -> Self {
        self.param = (!param.is_empty()).then(|| param.to_owned());
        self
    }

    /// 401: no key, or one that is not known. Only the beginning of what came is repeated, as Stripe does.
    pub(super) fn bad_key(key: Option<&str>) -> Self {
        let message = match key {
            None => "You did not provide an API key. You need to provide your API key in the Authorization header, \
                using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
                .to_owned(),
            Some(key) => format!(
                "Invalid API Key provided: {}****",
                key.chars().take(8).collect::<String>()
            ),
        };
        Self::new(401, None, message)
    }

    /// 429.
    pub(super) fn rate_limited() -> Self {
        let message = "Request rate limit exceeded. You can learn more about rate limits here \
            https://stripe.com/docs/rate-limits.";
        Self::new(429, Some("rate_limit"), message.into())
    }

    /// 500.
    pub(super) fn server_error() -> Self {
        let mut refusal = Self::new(
            500,
            None,
            "An unknown error occurred while processing your request.".into(),
        );
        refusal.kind = "api_error";
        refusal.is_final = true;
        refusal
    }

    /// 400: the key came before, with something else.
    pub(super) fn key_reused(key: &str, other_endpoint: bool) -> Self {
        let rule = if other_endpoint {
            "can only be used for the same endpoint they were first used for"
        } else {
            "can only be used with the same parameters they were first used with"
        };
        let mut refusal = Self::new(
            400,
            None,
            format!(
                "Keys for idempotent requests {rule}. Try using a key other than '{key}' if you meant to execute a \
                 different request."
            ),
        );
        refusal.kind = "idempotency_error";
        refusal
    }

    /// 400: the key is longer than Stripe takes.
    pub(super) fn key_too_long() -> Self {
        let mut refusal = Self::new(
            400,
            None,
            "Idempotency keys can be up to 255 characters long.".into(),
        );
        refusal.kind = "idempotency_error";
        refusal
    }

    /// 400: the form can't be read.
    pub(super) fn malformed(name: &str) -> Self {
        Self::new(400, None, "Invalid request parameters.".into()).of(name)
    }

    /// 400: a body that is no form.
    pub(super) fn no_form() -> Self {
        let message = "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If \
            you have questions, we can help at https://support.stripe.com/.";
        Self::new(400, None, message.into())
    }

    /// 400: a parameter that is wrong by itself.
    pub(super) fn parameter(code: &'static str, param: &str, message: String) -> Self {
        Self::new(400, Some(code), message).of(param)
    }

    /// 400: parameters that don't go together, or a value that Stripe has no code for.
    pub(super) fn request(param: &str, message: &str) -> Self {
        Self::new(400, None, message.into()).of(param)
    }

    /// 400: what is asked for can't be done as things stand.
    pub(super) fn state(code: Option<&'static str>, message: String) -> Self {
        let mut refusal = Self::new(400, code, message);
        refusal.is_final = true;
        refusal
    }

    /// The object is not known: 404 when it is in the path, 400 when a parameter names it.
    pub(super) fn missing(noun: &str, id: &str, param: Option<&str>) -> Self {
        let status = if param.is_some() { 400 } else { 404 };
        Self::new(
            status,
            Some("resource_missing"),
            format!("No such {noun}: '{id}'"),
        )
        .of(param.unwrap_or("id"))
    }

    /// The body. Fields without a value are left out, as Stripe does.
    pub(super) fn body(&self) -> Value {
        let fields = [
            ("code", self.code.map(str::to_owned)),
            ("message", Some(self.message.clone())),
            ("param", self.param.clone()),
            ("type", Some(self.kind.to_owned())),
        ];
        let error: Map<String, Value> = fields
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), Value::String(value?))))
            .collect();
        Value::Object(Map::from_iter([("error".to_owned(), error.into())]))
    }
}
