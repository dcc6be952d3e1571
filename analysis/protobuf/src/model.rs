//! What a contract declares, whether it was read from text or from descriptors.

mod field;

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_findings::{Position, Source, Span};

use crate::features::Features;

pub(crate) use field::{Default, Field, Label, Setting, SettingKind, TYPES, Type};

/// Where something stands: bytes of the text, or, of a descriptor, one of the places that it brings along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot(Span);

impl Spot {
    /// Nowhere: it is not written, or nobody knows.
    pub(crate) const NONE: Self = Self(Span {
        start: u32::MAX,
        end: u32::MAX,
    });

    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self(Span::new(start, end))
    }

    /// The span, if there is one.
    pub(crate) fn span(self) -> Option<Span> {
        (self != Self::NONE).then_some(self.0)
    }

    /// This, or else another.
    pub(crate) fn or(self, other: Self) -> Self {
        if self == Self::NONE { other } else { self }
    }
}

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    Proto2,
    Proto3,
    /// An edition, as its year.
    Edition(u16),
}

impl Syntax {
    /// The word by which two are compared: all editions are one.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Proto2 => "proto2",
            Self::Proto3 => "proto3",
            Self::Edition(_) => "editions",
        }
    }

    pub(crate) fn is_edition(self) -> bool {
        matches!(self, Self::Edition(_))
    }
}

/// Where the places of a file come from.
#[derive(Debug)]
pub(crate) enum Origin {
    Text(Arc<Source>),
    /// Start and end of each place that a descriptor names.
    Places(Vec<(Position, Position)>),
}

#[derive(Debug)]
pub(crate) struct File {
    /// What imports call it.
    pub(crate) path: Arc<str>,
    /// What people call it.
    pub(crate) name: Arc<str>,
    pub(crate) origin: Origin,
    /// It came along with this program.
    pub(crate) builtin: bool,
    pub(crate) package: String,
    pub(crate) package_at: Spot,
    pub(crate) syntax: Syntax,
    pub(crate) syntax_at: Spot,
    pub(crate) imports: Vec<Import>,
    /// Options by name: what they say, and where.
    pub(crate) options: BTreeMap<&'static str, (String, Spot)>,
    pub(crate) features: Features,
    pub(crate) scope: Scope,
    pub(crate) services: Vec<Service>,
    /// Names of options in parentheses: each has to be that of an extension.
    pub(crate) customs: Vec<Custom>,
}

#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) path: Box<str>,
    pub(crate) public: bool,
    /// It may be absent, or is there for options only.
    pub(crate) optional: bool,
    pub(crate) at: Spot,
}

#[derive(Debug)]
pub(crate) struct Custom {
    pub(crate) name: Box<str>,
    /// The full name of what it is within.
    pub(crate) scope: Box<str>,
    pub(crate) at: Spot,
}

/// What a file and a message may both have.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    pub(crate) messages: Vec<Message>,
    pub(crate) enums: Vec<Enum>,
    pub(crate) extensions: Vec<Field>,
}

#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) name: Box<str>,
    pub(crate) at: Spot,
    pub(crate) name_at: Spot,
    pub(crate) fields: Vec<Field>,
    pub(crate) oneofs: Vec<Oneof>,
    pub(crate) scope: Scope,
    pub(crate) reserved: Vec<Range>,
    pub(crate) reserved_names: Vec<(Box<str>, Spot)>,
    pub(crate) extension_ranges: Vec<Range>,
    /// It stands for a `map<…>`.
    pub(crate) map_entry: bool,
    pub(crate) message_set: bool,
    pub(crate) no_accessor: bool,
    pub(crate) no_accessor_at: Spot,
    pub(crate) features: Features,
}

#[derive(Debug)]
pub(crate) struct Oneof {
    pub(crate) name: Box<str>,
    pub(crate) at: Spot,
}

/// Numbers, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Range {
    pub(crate) start: i64,
    pub(crate) end: i64,
}

#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) name: Box<str>,
    pub(crate) at: Spot,
    pub(crate) values: Vec<Value>,
    pub(crate) allow_alias: bool,
    pub(crate) reserved: Vec<Range>,
    pub(crate) reserved_names: Vec<(Box<str>, Spot)>,
    pub(crate) features: Features,
}

#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) name: Box<str>,
    pub(crate) number: i64,
    pub(crate) at: Spot,
    pub(crate) number_at: Spot,
}

#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) name: Box<str>,
    pub(crate) at: Spot,
    pub(crate) methods: Vec<Method>,
}

#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) name: Box<str>,
    pub(crate) at: Spot,
    pub(crate) input: Box<str>,
    pub(crate) input_at: Spot,
    pub(crate) output: Box<str>,
    pub(crate) output_at: Spot,
    pub(crate) client_streaming: bool,
    pub(crate) server_streaming: bool,
    pub(crate) idempotency: Option<Box<str>>,
    pub(crate) idempotency_at: Spot,
}
