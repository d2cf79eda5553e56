//! A small language for the shape of JSON, and the check of a value against it.
//!
//! The first fault found is reported with the code, the path and the wording that OpenAI uses, so that a client
//! that is wrong here would be wrong there.

use serde_json::{Map, Value};

/// What a value may look like.
#[derive(Debug)]
pub(crate) enum Shape {
    /// Any string.
    Text,
    /// A string of at most so many characters.
    TextUpTo(usize),
    /// `true` or `false`.
    Bool,
    /// A whole number between two bounds, both included.
    Integer(i64, i64),
    /// A number between two bounds, both included.
    Number(f64, f64),
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// This or null.
    Nullable(&'static Shape),
    /// A list of these.
    List(&'static Shape),
    /// An object with these fields and no others.
    Object(&'static [Field]),
    /// An object whose field `type` says which fields it has.
    ByType(&'static [(&'static str, &'static [Field])]),
    /// The first shape that fits; the fault of the last is reported.
    Either(&'static [&'static Shape]),
    /// Any object, its fields unchecked (JSON Schema of a tool, metadata).
    AnyObject,
}

/// One field of an object.
#[derive(Debug)]
pub(crate) struct Field {
    name: &'static str,
    shape: &'static Shape,
    required: bool,
}

/// A field that may be left out.
pub(crate) const fn optional(name: &'static str, shape: &'static Shape) -> Field {
    Field {
        name,
        shape,
        required: false,
    }
}

/// A field that must be there.
pub(crate) const fn required(name: &'static str, shape: &'static Shape) -> Field {
    Field {
        name,
        shape,
        required: true,
    }
}

/// A fault in what a client sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SchemaFault {
    /// OpenAI's stable code, such as `unknown_parameter`.
    pub(crate) code: &'static str,
    /// Where, such as `session.audio.input.turn_detection`.
    pub(crate) param: String,
    /// In words.
    pub(crate) message: String,
}

impl Shape {
    /// Checks the value; `path` names it in faults (empty for the whole body).
    pub(crate) fn check(&self, value: &Value, path: &str) -> Result<(), SchemaFault> {
        match (self, value) {
            (Shape::Nullable(_), Value::Null) => Ok(()),
            (Shape::Nullable(inner), _) => inner.check(value, path),
            (Shape::Text, Value::String(_))
            | (Shape::Bool, Value::Bool(_))
            | (Shape::AnyObject, Value::Object(_)) => Ok(()),
            (Shape::TextUpTo(longest), Value::String(text)) => {
                let length = text.chars().count();
                if length <= *longest {
                    return Ok(());
                }
                Err(SchemaFault {
                    code: "string_above_max_length",
                    param: path.to_owned(),
                    message: format!(
                        "Invalid '{path}': string too long. Expected a string with maximum length {longest}, but \
                         got a string with length {length} instead."
                    ),
                })
            }
            (Shape::Integer(min, max), Value::Number(number)) => {
                let Some(whole) = number.as_i64() else {
                    return Err(ill_typed("an integer", value, path));
                };
                in_bounds(whole as f64, *min as f64, *max as f64, "integer", path)
            }
            (Shape::Number(min, max), Value::Number(number)) => in_bounds(
                number.as_f64().unwrap_or(f64::NAN),
                *min,
                *max,
                "decimal",
                path,
            ),
            (Shape::OneOf(words), Value::String(word)) => {
                if words.contains(&word.as_str()) {
                    return Ok(());
                }
                Err(SchemaFault {
                    code: "invalid_value",
                    param: path.to_owned(),
                    message: format!(
                        "Invalid value: '{word}'. Supported values are: '{}'.",
                        words.join("', '")
                    ),
                })
            }
            (Shape::List(inner), Value::Array(items)) => items
                .iter()
                .enumerate()
                .try_for_each(|(n, item)| inner.check(item, &format!("{path}[{n}]"))),
            (Shape::Object(fields), Value::Object(object)) => {
                check_fields(fields, object, path, false)
            }
            (Shape::ByType(kinds), Value::Object(object)) => check_by_type(kinds, object, path),
            (Shape::Either(shapes), _) => {
                let mut outcome = Ok(());
                for shape in *shapes {
                    outcome = shape.check(value, path);
                    if outcome.is_ok() {
                        break;
                    }
                }
                outcome
            }
            _ => Err(ill_typed(self.expected(), value, path)),
        }
    }

    fn expected(&self) -> &'static str {
        match self {
            Shape::Text | Shape::TextUpTo(_) | Shape::OneOf(_) => "a string",
            Shape::Bool => "a boolean",
            Shape::Integer(..) => "an integer",
            Shape::Number(..) => "a decimal",
            Shape::List(_) => "an array",
            Shape::Object(_) | Shape::ByType(_) | Shape::AnyObject => "an object",
            Shape::Nullable(inner) => inner.expected(),
            Shape::Either(shapes) => shapes
                .last()
                .map_or("something else", |shape| shape.expected()),
        }
    }
}

fn check_by_type(
    kinds: &[(&str, &'static [Field])],
    object: &Map<String, Value>,
    path: &str,
) -> Result<(), SchemaFault> {
    let type_path = join(path, "type");
    let kind = match object.get("type") {
        Some(Value::String(kind)) => kind,
        Some(other) => return Err(ill_typed("a string", other, &type_path)),
        None => return Err(missing(&type_path)),
    };
    match kinds.iter().find(|(name, _)| name == kind) {
        Some((_, fields)) => check_fields(fields, object, path, true),
        None => {
            let known: Vec<&str> = kinds.iter().map(|(name, _)| *name).collect();
            Err(SchemaFault {
                code: "invalid_value",
                message: format!(
                    "Invalid value: '{kind}'. Supported values are: '{}'.",
                    known.join("', '")
                ),
                param: type_path,
            })
        }
    }
}

fn check_fields(
    fields: &[Field],
    object: &Map<String, Value>,
    path: &str,
    typed: bool,
) -> Result<(), SchemaFault> {
    for (name, value) in object {
        if typed && name == "type" {
            continue;
        }
        let field_path = join(path, name);
        match fields.iter().find(|field| field.name == name) {
            Some(field) => field.shape.check(value, &field_path)?,
            None => {
                return Err(SchemaFault {
                    code: "unknown_parameter",
                    message: format!("Unknown parameter: '{field_path}'."),
                    param: field_path,
                });
            }
        }
    }
    match fields
        .iter()
        .find(|field| field.required && !object.contains_key(field.name))
    {
        Some(field) => Err(missing(&join(path, field.name))),
        None => Ok(()),
    }
}

fn in_bounds(value: f64, min: f64, max: f64, noun: &str, path: &str) -> Result<(), SchemaFault> {
    let (code, bound, word) = if value < min {
        (
            if noun == "integer" {
                "integer_below_min_value"
            } else {
                "decimal_below_min_value"
            },
            min,
            ">=",
        )
    } else if value > max {
        (
            if noun == "integer" {
                "integer_above_max_value"
            } else {
                "decimal_above_max_value"
            },
            max,
            "<=",
        )
    } else {
        return Ok(());
    };
    Err(SchemaFault {
        code,
        param: path.to_owned(),
        message: format!(
            "Invalid '{path}': {noun} out of range. Expected a value {word} {bound}, but got {value} instead."
        ),
    })
}

fn ill_typed(expected: &str, value: &Value, path: &str) -> SchemaFault {
    let got = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a decimal",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    SchemaFault {
        code: "invalid_type",
        param: path.to_owned(),
        message: format!("Invalid type for '{path}': expected {expected}, but got {got} instead."),
    }
}

fn missing(path: &str) -> SchemaFault {
    SchemaFault {
        code: "missing_required_parameter",
        param: path.to_owned(),
        message: format!("Missing required parameter: '{path}'."),
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
