//! What values stand for beyond their types. What is not valid, or not known, says nothing.

use holdpoint_findings::Value;

use super::named::whole;
use super::{At, Reader};
use crate::model::{Id, Kind, Logical, Plain};

/// Those without attributes, and what they may stand on.
const KNOWN: [(&str, Plain); 11] = [
    ("date", Plain::Int),
    ("time-millis", Plain::Int),
    ("time-micros", Plain::Long),
    ("timestamp-millis", Plain::Long),
    ("timestamp-micros", Plain::Long),
    ("timestamp-nanos", Plain::Long),
    ("local-timestamp-millis", Plain::Long),
    ("local-timestamp-micros", Plain::Long),
    ("local-timestamp-nanos", Plain::Long),
    ("uuid", Plain::String),
    ("big-decimal", Plain::Bytes),
];

impl<'d> Reader<'_, 'd> {
    pub(super) fn logical(&self, at: At<'_, 'd>, id: Id) -> Option<Logical> {
        let word = at.value.get("logicalType").and_then(Value::text)?;
        let kind = &self.nodes.get(id as usize)?.kind;
        let fixed = match kind {
            Kind::Fixed(_, size) => Some(*size),
            _ => None,
        };
        match word {
            "decimal" if fixed.is_some() || is(kind, Plain::Bytes) => decimal(at),
            "duration" => fixed
                .filter(|size| *size == 12)
                .map(|_| Logical::Other("duration")),
            "uuid" if fixed == Some(16) => Some(Logical::Other("uuid")),
            _ => {
                let known = KNOWN
                    .iter()
                    .find(|(known, on)| *known == word && is(kind, *on));
                known.map(|(known, _)| Logical::Other(known))
            }
        }
    }
}

fn is(kind: &Kind, plain: Plain) -> bool {
    matches!(kind, Kind::Plain(other) if *other == plain)
}

fn decimal(at: At<'_, '_>) -> Option<Logical> {
    let precision = at.value.get("precision").and_then(whole)?;
    let scale = match at.value.get("scale") {
        Some(scale) => whole(scale)?,
        None => 0,
    };
    (precision > 0 && scale <= precision).then_some(Logical::Decimal { precision, scale })
}
