//! Keywords whose value is a number or a text.

use holdpoint_findings::Value;

use super::Builder;
use crate::model::{Bound, Node};
use crate::number::Decimal;

impl<'d> Builder<'d> {
    /// Reads a keyword that limits numbers, if it is one.
    pub(super) fn numeric(&mut self, node: &mut Node, key: &str, value: Value<'d>) -> bool {
        const KEYS: [&str; 5] = [
            "minimum",
            "exclusiveMinimum",
            "maximum",
            "exclusiveMaximum",
            "multipleOf",
        ];
        let open = key.starts_with("exclusive");
        // In draft 4 it says of the other one whether it is open.
        if !KEYS.contains(&key) || (open && value.bool().is_some()) {
            return KEYS.contains(&key);
        }
        let place = value.place(&*node.spot.pointer);
        let Some(number) = value.number() else {
            self.invalid(place, &format!("`{key}` is a number"));
            return true;
        };
        match (Decimal::parse(number.text), key) {
            (None, _) => node.beyond = true,
            (Some(at), "minimum" | "exclusiveMinimum") => {
                node.lower = tighter(node.lower, Bound { at, open }, true);
            }
            (Some(at), "maximum" | "exclusiveMaximum") => {
                node.upper = tighter(node.upper, Bound { at, open }, false);
            }
            (Some(at), _) if at > Decimal::of(0, 0) => node.multiple = Some(at),
            _ => self.invalid(place, &format!("`{key}` is more than zero")),
        }
        true
    }

    /// Reads a keyword that counts something, if it is one.
    pub(super) fn counted(&mut self, node: &mut Node, key: &str, value: Value<'d>) -> bool {
        let place = match key {
            "minLength" => &mut node.length.0,
            "maxLength" => &mut node.length.1,
            "minItems" => &mut node.items.0,
            "maxItems" => &mut node.items.1,
            "minProperties" => &mut node.count.0,
            "maxProperties" => &mut node.count.1,
            _ => return false,
        };
        *place = whole(value);
        if place.is_none() {
            self.invalid(
                value.place(&*node.spot.pointer),
                &format!("`{key}` is a number that counts"),
            );
        }
        true
    }
}

/// A number that counts something.
pub(super) fn whole(value: Value<'_>) -> Option<u64> {
    let text = value.number()?.text;
    let number = text.parse().ok();
    number.or_else(|| {
        let number = Decimal::parse(text).filter(|number| number.is_whole())?;
        (0..=u64::from(u16::MAX)).find(|count| Decimal::of(i128::from(*count), 0) == number)
    })
}

/// The tighter one of two limits.
pub(crate) fn tighter(known: Option<Bound>, new: Bound, lower: bool) -> Option<Bound> {
    let Some(known) = known else {
        return Some(new);
    };
    let new_wins = match new.at.cmp(&known.at) {
        std::cmp::Ordering::Equal => new.open,
        order => order.is_gt() == lower,
    };
    Some(if new_wins { new } else { known })
}
