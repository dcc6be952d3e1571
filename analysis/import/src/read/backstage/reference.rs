//! References between entities: `[kind:][namespace/]name`.

use crate::table::Value;

/// The namespace of what names none.
pub(super) const NAMESPACE: &str = "default";

/// The full form in lower case, which identifies an entity.
pub(super) fn key(kind: &str, namespace: &str, name: &str) -> String {
    format!("{kind}:{namespace}/{name}").to_lowercase()
}

/// Reads a reference as it may be written, given what it is by default.
pub(super) fn parse(text: &str, kind: &str, namespace: &str) -> Option<Value> {
    let text = text.trim();
    let (kind, rest) = text.split_once(':').unwrap_or((kind, text));
    let (namespace, name) = rest.split_once('/').unwrap_or((namespace, rest));
    (!name.is_empty()).then(|| Value::reference(name, key(kind, namespace, name)))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn references_are_read_in_every_form() {
        let id = |text: &str| parse(text, "group", "default").and_then(|value| value.id);
        assert_eq!(id("payments").as_deref(), Some("group:default/payments"));
        assert_eq!(id("shop/Payments").as_deref(), Some("group:shop/payments"));
        assert_eq!(id("user:ada").as_deref(), Some("user:default/ada"));
        assert_eq!(id("User:x/Ada").as_deref(), Some("user:x/ada"));
        assert_eq!(id("group:"), None);
    }
}
