//! What values stand for, on both sides.

use holdpoint_findings::Rule;

use crate::model::Logical;
use crate::rules::{LOGICAL, LOGICAL_ONE_SIDED, PRECISION, SCALE};

/// The rule that two of them break.
pub(super) fn differ(reader: Option<&Logical>, writer: Option<&Logical>) -> Option<&'static Rule> {
    match (reader, writer) {
        _ if reader == writer => None,
        (Some(reader), Some(writer)) => Some(differing(reader, writer)),
        _ => Some(&LOGICAL_ONE_SIDED),
    }
}

fn differing(reader: &Logical, writer: &Logical) -> &'static Rule {
    match (reader, writer) {
        (Logical::Decimal { scale: a, .. }, Logical::Decimal { scale: b, .. }) if a == b => {
            &PRECISION
        }
        (Logical::Decimal { .. }, Logical::Decimal { .. }) => &SCALE,
        _ => &LOGICAL,
    }
}
