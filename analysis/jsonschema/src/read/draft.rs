//! Which keywords a draft has: what it does not have says nothing.

use holdpoint_findings::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Draft {
    Four,
    Six,
    Seven,
    Y2019,
    Y2020,
    /// Nobody says which: whatever is there is meant.
    Unsaid,
}

impl Draft {
    pub(super) fn of(root: Value<'_>) -> Self {
        let said = root.get("$schema").and_then(Value::text);
        let said = said.unwrap_or_default();
        let known = [
            ("draft-04", Self::Four),
            ("draft-05", Self::Four),
            ("draft-06", Self::Six),
            ("draft-07", Self::Seven),
            ("2019-09", Self::Y2019),
            ("2020-12", Self::Y2020),
        ];
        let found = known.iter().find(|(word, _)| said.contains(word));
        found.map_or(Self::Unsaid, |(_, draft)| *draft)
    }

    /// Whether nothing counts beside a reference.
    pub(super) fn refers_alone(self) -> bool {
        self <= Self::Seven
    }

    /// Whether it has a keyword.
    pub(super) fn heeds(self, key: &str) -> bool {
        match key {
            _ if self == Self::Unsaid => true,
            "const" | "contains" | "propertyNames" => self >= Self::Six,
            "if" => self >= Self::Seven,
            "dependentRequired"
            | "dependentSchemas"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "minContains"
            | "maxContains" => self >= Self::Y2019,
            "$recursiveRef" => self == Self::Y2019,
            "prefixItems" | "$dynamicRef" => self >= Self::Y2020,
            "additionalItems" => self <= Self::Y2019,
            _ => true,
        }
    }

    /// Whether `dependencies` is one of its keywords. There are readers that heed it later on, too.
    pub(super) fn has_dependencies(self) -> bool {
        self <= Self::Seven || self == Self::Unsaid
    }
}
