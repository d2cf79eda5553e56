//! Form bodies and queries in Stripe's bracket notation: `line_items[0][price_data][currency]=dkk`.

use serde_json::{Map, Value};

use super::refusal::Refusal;

/// Reads a form into nested objects of strings. Lists are objects with figures as keys until [`super::schema`] has
/// seen them; `[]` takes the next figure.
pub(super) fn read(form: &[u8]) -> Result<Value, Refusal> {
    let mut whole = Map::new();
    for (name, value) in form_urlencoded::parse(form) {
        let path = path(&name).ok_or_else(|| Refusal::malformed(&name))?;
        put(&mut whole, &path, value.into_owned()).ok_or_else(|| Refusal::malformed(&name))?;
    }
    Ok(Value::Object(whole))
}

/// `a[b][]` as `["a", "b", ""]`.
fn path(name: &str) -> Option<Vec<&str>> {
    let (first, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    if first.is_empty() {
        return None;
    }
    let mut path = vec![first];
    while !rest.is_empty() {
        let (key, after) = rest.strip_prefix('[')?.split_once(']')?;
        path.push(key);
        rest = after;
    }
    Some(path)
}

fn put(object: &mut Map<String, Value>, path: &[&str], value: String) -> Option<()> {
    let (first, rest) = path.split_first()?;
    let key = if first.is_empty() {
        object.len().to_string()
    } else {
        (*first).to_owned()
    };
    if rest.is_empty() {
        // What is said twice is not clear.
        return match object.insert(key, Value::String(value)) {
            None => Some(()),
            Some(_) => None,
        };
    }
    let inner = object
        .entry(key)
        .or_insert_with(|| Value::Object(Map::new()));
    put(inner.as_object_mut()?, rest, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn brackets_become_objects() {
        let form = b"mode=payment&line_items[0][price]=p&line_items[0][quantity]=1&metadata%5Bpack%5D=a%26+b&expand[]=x&expand[]=y";
        assert_eq!(
            read(form).unwrap(),
            json!({"mode": "payment", "line_items": {"0": {"price": "p", "quantity": "1"}},
                "metadata": {"pack": "a& b"}, "expand": {"0": "x", "1": "y"}})
        );
    }

    #[test]
    fn what_is_not_clear_is_refused() {
        for form in ["a=1&a=2", "a=1&a[b]=2", "a[b=1", "[a]=1", "a[b]c=1"] {
            assert!(read(form.as_bytes()).is_err(), "{form}");
        }
    }
}
