//! A small language for the parameters of a request, and the check of a form against it.
//!
//! A form knows only strings. The check turns them into what they stand for and reports the first fault with the code
//! and the wording that Stripe uses, so that a client that is wrong here would be wrong there.

use serde_json::{Map, Value};

use super::refusal::Refusal;

/// What a parameter may look like.
#[derive(Debug)]
pub(super) enum Shape {
    /// A string of at most so many characters.
    Text(usize),
    /// A whole number between two bounds, both included.
    Integer(i64, i64),
    /// `true` or `false`.
    Flag,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// An address with `https://` or `http://`.
    Address,
    /// A currency that is dealt in, in lower case.
    Currency,
    /// Up to fifty keys with values.
    Metadata,
    /// A list of these.
    List(&'static Shape),
    /// An object with these fields and no others.
    Object(&'static [Field]),
    /// A moment in Unix seconds, or bounds for one.
    Moment,
}

/// One field of an object.
#[derive(Debug)]
pub(super) struct Field {
    name: &'static str,
    shape: Shape,
    required: bool,
}

/// A field that may be left out.
pub(super) const fn optional(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: false,
    }
}

/// A field that must be there.
pub(super) const fn required(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: true,
    }
}

/// Currencies, each with the smallest sum that may be charged in it.
pub(super) const CURRENCIES: [(&str, i64); 6] = [
    ("dkk", 250),
    ("eur", 50),
    ("gbp", 30),
    ("nok", 300),
    ("sek", 300),
    ("usd", 50),
];

/// The bounds of a moment.
const BOUNDS: &[Field] = &[
    optional("gt", Shape::Integer(0, i64::MAX)),
    optional("gte", Shape::Integer(0, i64::MAX)),
    optional("lt", Shape::Integer(0, i64::MAX)),
    optional("lte", Shape::Integer(0, i64::MAX)),
];

/// Checks all parameters of a request.
pub(super) fn check(fields: &[Field], form: &Value) -> Result<Value, Refusal> {
    check_fields(fields, form, "")
}

impl Shape {
    fn check(&self, value: &Value, path: &str) -> Result<Value, Refusal> {
        match self {
            Shape::Object(fields) => return check_fields(fields, value, path),
            Shape::List(inner) => return check_list(inner, value, path),
            Shape::Metadata => return check_metadata(value, path),
            Shape::Moment if value.is_object() => return check_fields(BOUNDS, value, path),
            _ => {}
        }
        let Value::String(text) = value else {
            return Err(Refusal::request(path, &format!("Invalid string: {value}")));
        };
        if text.is_empty() {
            let name = last(path);
            return Err(Refusal::parameter(
                "parameter_invalid_empty",
                path,
                format!(
                    "You passed an empty string for '{path}'. We assume empty values are an attempt to unset a \
                     parameter; however '{name}' cannot be unset. You should remove '{path}' from your request or \
                     supply a non-empty value."
                ),
            ));
        }
        self.read(text, path)
    }

    fn read(&self, text: &str, path: &str) -> Result<Value, Refusal> {
        match self {
            Shape::Text(longest) if text.chars().count() > *longest => Err(Refusal::parameter(
                "parameter_invalid_string",
                path,
                format!("Invalid string: {text:.20}...; must be at most {longest} characters"),
            )),
            Shape::Integer(least, most) => read_integer(text, *least, *most, path),
            Shape::Moment => read_integer(text, 0, i64::MAX, path),
            Shape::Flag => match text {
                "true" => Ok(true.into()),
                "false" => Ok(false.into()),
                _ => Err(Refusal::request(path, &format!("Invalid boolean: {text}"))),
            },
            Shape::OneOf(words) if !words.contains(&text) => Err(Refusal::request(
                path,
                &format!("Invalid {path}: must be one of {}", words.join(", ")),
            )),
            Shape::Address if !is_address(text) => Err(Refusal::parameter(
                "url_invalid",
                path,
                "Not a valid URL".into(),
            )),
            Shape::Currency if CURRENCIES.iter().all(|(known, _)| *known != text) => {
                let known = CURRENCIES.map(|(known, _)| known).join(", ");
                Err(Refusal::request(
                    path,
                    &format!(
                        "Invalid currency: {text}. Stripe currently supports these currencies: {known}"
                    ),
                ))
            }
            _ => Ok(text.into()),
        }
    }
}

fn check_fields(fields: &[Field], value: &Value, path: &str) -> Result<Value, Refusal> {
    let Value::Object(object) = value else {
        return Err(Refusal::request(path, "Invalid object"));
    };
    let mut read = Map::new();
    for (name, value) in object {
        let field_path = join(path, name);
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            return Err(Refusal::parameter(
                "parameter_unknown",
                &field_path,
                format!("Received unknown parameter: {field_path}"),
            ));
        };
        read.insert(name.clone(), field.shape.check(value, &field_path)?);
    }
    match fields
        .iter()
        .find(|field| field.required && !read.contains_key(field.name))
    {
        Some(field) => Err(missing(&join(path, field.name))),
        None => Ok(Value::Object(read)),
    }
}

/// That a parameter is missing.
pub(super) fn missing(path: &str) -> Refusal {
    Refusal::parameter(
        "parameter_missing",
        path,
        format!("Missing required param: {path}."),
    )
}

fn check_list(inner: &Shape, value: &Value, path: &str) -> Result<Value, Refusal> {
    let invalid = || Refusal::request(path, "Invalid array");
    let mut items = value
        .as_object()
        .ok_or_else(invalid)?
        .iter()
        .map(|(key, item)| Ok((key.parse::<usize>().map_err(|_| invalid())?, item)))
        .collect::<Result<Vec<_>, Refusal>>()?;
    items.sort_by_key(|(n, _)| *n);
    items
        .into_iter()
        .map(|(n, item)| inner.check(item, &format!("{path}[{n}]")))
        .collect()
}

fn check_metadata(value: &Value, path: &str) -> Result<Value, Refusal> {
    let object = value
        .as_object()
        .ok_or_else(|| Refusal::request(path, "Invalid object"))?;
    if object.len() > 50 {
        return Err(Refusal::request(path, "Metadata can have up to 50 keys."));
    }
    for (key, value) in object {
        let whole = join(path, key);
        let text = value
            .as_str()
            .ok_or_else(|| Refusal::request(&whole, "Metadata values must be strings."))?;
        if key.chars().count() > 40 {
            return Err(Refusal::request(
                &whole,
                "Metadata keys can be up to 40 characters long.",
            ));
        }
        if text.chars().count() > 500 {
            return Err(Refusal::request(
                &whole,
                "Metadata values can have up to 500 characters.",
            ));
        }
    }
    let kept = object.iter().filter(|(_, value)| *value != "");
    Ok(Value::Object(
        kept.map(|(key, value)| (key.clone(), value.clone()))
            .collect(),
    ))
}

fn read_integer(text: &str, least: i64, most: i64, path: &str) -> Result<Value, Refusal> {
    let fault = |message| Refusal::parameter("parameter_invalid_integer", path, message);
    match text.parse::<i64>() {
        Ok(number) if number < least => Err(fault(format!(
            "This value must be greater than or equal to {least}."
        ))),
        Ok(number) if number > most => Err(fault(format!(
            "This value must be less than or equal to {most}."
        ))),
        Ok(number) => Ok(number.into()),
        Err(_) => Err(fault(format!("Invalid integer: {text}"))),
    }
}

fn is_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !text.contains(char::is_whitespace)
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}[{name}]")
    }
}

fn last(path: &str) -> &str {
    path.trim_end_matches(']')
        .rsplit('[')
        .next()
        .unwrap_or(path)
}
