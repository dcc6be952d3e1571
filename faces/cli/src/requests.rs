//! Parts of requests.

use serde_json::{Value, json};

/// Free text, to be sealed before anything else sees it; nothing if there is none.
pub(crate) fn plain(text: Option<&str>) -> Value {
    match text {
        Some(text) => json!({ "plain": text }),
        None => Value::Null,
    }
}

/// A person, by handle, mail address or id.
pub(crate) fn person(text: &str) -> Value {
    match text.parse::<holdpoint_domain::organisation::PersonId>() {
        Ok(id) => json!(id),
        Err(_) => json!({ "handle": text }),
    }
}
