//! What a schema says.

use std::collections::HashMap;
use std::sync::Arc;

use holdpoint_findings::{Place, Source, Span, pointer};

use crate::datum::Datum;
use crate::number::Decimal;

/// A schema, by its place in the list of all.
pub(crate) type Id = u32;

/// Kinds of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Types(u8);

impl Types {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const NULL: Self = Self(1);
    pub(crate) const BOOLEAN: Self = Self(2);
    pub(crate) const OBJECT: Self = Self(4);
    pub(crate) const ARRAY: Self = Self(8);
    pub(crate) const STRING: Self = Self(16);
    pub(crate) const INTEGER: Self = Self(32);
    /// Numbers that are not whole.
    pub(crate) const FRACTION: Self = Self(64);
    pub(crate) const NUMBER: Self = Self(96);
    pub(crate) const ALL: Self = Self(127);
    pub(crate) const EACH: [Self; 7] = [
        Self::NULL,
        Self::BOOLEAN,
        Self::OBJECT,
        Self::ARRAY,
        Self::STRING,
        Self::INTEGER,
        Self::FRACTION,
    ];

    pub(crate) fn named(word: &str) -> Option<Self> {
        Some(match word {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "object" => Self::OBJECT,
            "array" => Self::ARRAY,
            "string" => Self::STRING,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            _ => return None,
        })
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn each(self) -> impl Iterator<Item = Self> {
        Self::EACH.into_iter().filter(move |one| self.meets(*one))
    }
}

/// For people.
impl std::fmt::Display for Types {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words = [
            (Self::NULL, "null"),
            (Self::BOOLEAN, "boolean"),
            (Self::OBJECT, "object"),
            (Self::ARRAY, "array"),
            (Self::STRING, "string"),
        ];
        let mut said: Vec<&str> = { words.iter() }
            .filter(|(one, _)| self.meets(*one))
            .map(|(_, word)| *word)
            .collect();
        match (self.meets(Self::INTEGER), self.meets(Self::FRACTION)) {
            (true, true) => said.push("number"),
            (true, false) => said.push("integer"),
            (false, true) => said.push("fraction"),
            (false, false) => {}
        }
        match *self {
            Self::ALL => f.write_str("anything"),
            Self::NONE => f.write_str("nothing"),
            _ => f.write_str(&said.join(", ")),
        }
    }
}

/// A limit of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) at: Decimal,
    /// The limit itself is out.
    pub(crate) open: bool,
}

/// Least and most.
pub(crate) type Range = (Option<u64>, Option<u64>);

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Contains {
    pub(crate) of: Id,
    pub(crate) least: u64,
    pub(crate) most: Option<u64>,
}

/// One schema: what it asks for, each of which has to hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Node {
    pub(crate) spot: Spot,
    /// Where its keywords stand.
    pub(crate) keys: Vec<(&'static str, Span)>,
    /// It takes nothing.
    pub(crate) never: bool,
    /// It has something that is not understood.
    pub(crate) opaque: bool,
    pub(crate) reference: Option<Id>,
    pub(crate) types: Option<Types>,
    pub(crate) values: Option<Vec<Datum>>,
    pub(crate) lower: Option<Bound>,
    pub(crate) upper: Option<Bound>,
    /// A limit or factor of more digits than are reckoned with.
    pub(crate) beyond: bool,
    pub(crate) multiple: Option<Decimal>,
    pub(crate) length: Range,
    pub(crate) pattern: Option<Box<str>>,
    pub(crate) format: Option<Box<str>>,
    pub(crate) prefix: Vec<Id>,
    pub(crate) rest: Option<Id>,
    /// `additionalItems` without a list before it: by the specification nothing, and yet there are readers that heed it.
    pub(crate) stray: Option<Id>,
    pub(crate) items: Range,
    pub(crate) unique: bool,
    pub(crate) contains: Option<Contains>,
    pub(crate) unevaluated_items: Option<Id>,
    pub(crate) properties: Vec<(Box<str>, Id)>,
    pub(crate) names: HashMap<Box<str>, usize>,
    pub(crate) patterns: Vec<(Box<str>, Id)>,
    pub(crate) additional: Option<Id>,
    pub(crate) property_names: Option<Id>,
    pub(crate) required: Vec<Box<str>>,
    pub(crate) count: Range,
    /// Not all readers heed its dependencies.
    pub(crate) doubtful: bool,
    pub(crate) needs: Vec<(Box<str>, Vec<Box<str>>)>,
    pub(crate) dependent: Vec<(Box<str>, Id)>,
    pub(crate) unevaluated: Option<Id>,
    pub(crate) all: Vec<Id>,
    pub(crate) any: Option<Vec<Id>>,
    pub(crate) one: Option<Vec<Id>>,
    pub(crate) not: Option<Id>,
    pub(crate) condition: Option<(Id, Option<Id>, Option<Id>)>,
}

impl Node {
    pub(crate) fn property(&self, name: &str) -> Option<Id> {
        let at = self.names.get(name)?;
        self.properties.get(*at).map(|(_, id)| *id)
    }

    /// Every schema that it has.
    pub(crate) fn each_part(&mut self, mut part: impl FnMut(&mut Id)) {
        let single = [
            &mut self.reference,
            &mut self.rest,
            &mut self.stray,
            &mut self.unevaluated_items,
            &mut self.additional,
            &mut self.property_names,
            &mut self.unevaluated,
            &mut self.not,
        ];
        single.into_iter().flatten().for_each(&mut part);
        { self.prefix.iter_mut().chain(&mut self.all) }.for_each(&mut part);
        let lists = [&mut self.any, &mut self.one].into_iter().flatten();
        lists.flatten().for_each(&mut part);
        self.contains
            .iter_mut()
            .for_each(|contains| part(&mut contains.of));
        let named = [
            &mut self.properties,
            &mut self.patterns,
            &mut self.dependent,
        ];
        named.into_iter().flatten().for_each(|(_, id)| part(id));
        if let Some((condition, then, other)) = &mut self.condition {
            part(condition);
            [then, other].into_iter().flatten().for_each(part);
        }
    }
}

/// Where something stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Spot {
    pub(crate) file: usize,
    pub(crate) span: Span,
    pub(crate) pointer: Arc<str>,
}

/// A version of a schema, with all files that it refers to.
#[derive(Debug)]
pub struct Schema {
    pub(crate) sources: Vec<Arc<Source>>,
    /// The first one is the whole.
    pub(crate) nodes: Vec<Node>,
}

impl Schema {
    /// The texts that it was read from.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.sources.iter()
    }

    /// The place of a keyword of a schema, or else of the schema itself.
    pub(crate) fn place(&self, node: &Node, key: &str) -> Place {
        let (span, pointer) = match node.keys.iter().find(|(known, _)| *known == key) {
            Some((_, span)) => (*span, pointer::join(&node.spot.pointer, key)),
            None => (node.spot.span, node.spot.pointer.to_string()),
        };
        match self.sources.get(node.spot.file) {
            Some(source) => Place::of(source, span, pointer),
            None => Place::whole("schema"),
        }
    }
}
