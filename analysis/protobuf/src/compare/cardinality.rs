//! How many values a field has, and whether none can be told from an empty one.

use super::Pair;
use super::fields::Of;
use crate::features::{IMPLICIT, LEGACY_REQUIRED};
use crate::model::{Label, Type};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cardinality {
    Explicit,
    Implicit,
    Required,
    Repeated,
    Map,
}

impl Cardinality {
    fn word(self) -> &'static str {
        match self {
            Self::Explicit => "optional with explicit presence",
            Self::Implicit => "optional with implicit presence",
            Self::Required => "required",
            Self::Repeated => "repeated",
            Self::Map => "a map",
        }
    }

    /// Those that bytes do not tell apart.
    fn on_the_wire(self) -> u8 {
        match self {
            Self::Explicit | Self::Implicit => 1,
            Self::Required => 2,
            Self::Repeated | Self::Map => 3,
        }
    }

    /// Those that neither bytes nor JSON tell apart.
    fn in_json(self) -> u8 {
        match self {
            Self::Map => 4,
            other => other.on_the_wire(),
        }
    }
}

impl<'i, 'a> Pair<'i, 'a> {
    pub(super) fn is_map(&self, of: Of<'i, 'a>, new: bool) -> bool {
        let index = if new { self.new } else { self.old };
        let message = matches!(of.field.kind, Type::Message);
        let repeated = of.field.label == Label::Repeated;
        let entry = index.messages.get(&of.field.type_name);
        message && repeated && entry.is_some_and(|entry| entry.item.map_entry)
    }

    fn cardinality_of(&self, of: Of<'i, 'a>, new: bool) -> Cardinality {
        let field = of.field;
        let presence = of.features.presence;
        if field.label == Label::Repeated {
            return match self.is_map(of, new) {
                true => Cardinality::Map,
                false => Cardinality::Repeated,
            };
        }
        let message = matches!(field.kind, Type::Message | Type::Group);
        let always = message || of.message.is_none();
        let marked = field.oneof.is_some() || field.proto3_optional;
        match field.label {
            Label::Required => Cardinality::Required,
            _ if presence == LEGACY_REQUIRED => Cardinality::Required,
            _ if always || marked || presence != IMPLICIT => Cardinality::Explicit,
            _ => Cardinality::Implicit,
        }
    }

    pub(super) fn cardinality(&mut self, old: Of<'i, 'a>, new: Of<'i, 'a>) {
        if old.in_map() && new.in_map() {
            return;
        }
        let (from, to) = (
            self.cardinality_of(old, false),
            self.cardinality_of(new, true),
        );
        if from == to {
            return;
        }
        let places = (new.field.at, old.field.at);
        let change = [("from", from.word()), ("to", to.word())];
        self.say_field("FIELD_SAME_CARDINALITY", (old, new), places, &change);
        if from.in_json() != to.in_json() {
            let rule = "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY";
            self.say_field(rule, (old, new), places, &change);
        }
        if from.on_the_wire() != to.on_the_wire() {
            let rule = "FIELD_WIRE_COMPATIBLE_CARDINALITY";
            self.say_field(rule, (old, new), places, &change);
        }
    }
}
