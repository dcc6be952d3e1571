//! Scope items as people write them: `feature:PAY-1042`.

use serde_json::{Value, json};

use crate::error::Failure;

/// `KIND:ID`.
pub(super) fn item(text: &str) -> Result<Value, Failure> {
    match text.split_once(':') {
        Some((kind, id)) if !kind.is_empty() && !id.is_empty() => {
            Ok(json!({ "kind": kind, "id": id }))
        }
        _ => Err(
            Failure::input("scope-wrong", format!("`{text}` is no scope item"))
                .help("write `KIND:ID`, such as `feature:PAY-1042`"),
        ),
    }
}
