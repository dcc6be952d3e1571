//! What a schema declares.

use std::collections::HashMap;
use std::sync::Arc;

use holdpoint_findings::{Place, Source, Span};

/// A type, by its place in the list of all.
pub(crate) type Id = u32;

/// Where something stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spot {
    pub(crate) file: usize,
    pub(crate) span: Span,
    pub(crate) pointer: Box<str>,
}

/// A type where it is used: of a named one the place may be another than that of its declaration.
#[derive(Debug, Clone)]
pub(crate) struct Use {
    pub(crate) id: Id,
    pub(crate) spot: Spot,
}

/// What a type is.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) logical: Option<Logical>,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Plain(Plain),
    Array(Use),
    Map(Use),
    Union(Vec<Use>),
    Fixed(Name, u64),
    Enum(Name, Enum),
    Record(Name, Record),
    /// A name; where it leads is known when all files are read.
    Named(Id),
}

/// A type that has no parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plain {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
}

impl Plain {
    pub(crate) const ALL: [(&'static str, Self); 8] = [
        ("null", Self::Null),
        ("boolean", Self::Boolean),
        ("int", Self::Int),
        ("long", Self::Long),
        ("float", Self::Float),
        ("double", Self::Double),
        ("bytes", Self::Bytes),
        ("string", Self::String),
    ];

    pub(crate) fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, plain)| *plain == self);
        found.map_or("", |(word, _)| word)
    }

    /// Whether a reader of this type takes what was written as another.
    pub(crate) fn takes(self, written: Self) -> bool {
        match self {
            _ if self == written => true,
            Self::Long => written == Self::Int,
            Self::Float => matches!(written, Self::Int | Self::Long),
            Self::Double => matches!(written, Self::Int | Self::Long | Self::Float),
            Self::Bytes => written == Self::String,
            Self::String => written == Self::Bytes,
            Self::Null | Self::Boolean | Self::Int => false,
        }
    }
}

/// A full name, and what else it is known by.
#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) full: Box<str>,
    pub(crate) aliases: Vec<Box<str>>,
    /// Where it is declared.
    pub(crate) spot: Spot,
}

impl Name {
    /// Without its namespace.
    pub(crate) fn last(&self) -> &str {
        self.full.rsplit('.').next().unwrap_or_default()
    }

    /// Whether a reader of this name takes what was written under another.
    pub(crate) fn takes(&self, written: &Self) -> bool {
        self.last() == written.last() || self.aliases.contains(&written.full)
    }
}

#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) symbols: Vec<Box<str>>,
    pub(crate) default: Option<Box<str>>,
}

#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) fields: Vec<Field>,
    /// Which of them has which name.
    pub(crate) names: HashMap<Box<str>, usize>,
}

impl Record {
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.get(*self.names.get(name)?)
    }
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: Box<str>,
    pub(crate) aliases: Vec<Box<str>>,
    pub(crate) of: Use,
    pub(crate) has_default: bool,
    pub(crate) spot: Spot,
}

/// What a value stands for beyond its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Logical {
    Decimal { precision: u64, scale: u64 },
    Other(&'static str),
}

impl std::fmt::Display for Logical {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Decimal { precision, scale } => write!(f, "decimal({precision}, {scale})"),
            Self::Other(word) => f.write_str(word),
        }
    }
}

/// A version of one schema, or of several whose types may refer to each other.
#[derive(Debug)]
pub struct Schema {
    pub(crate) sources: Vec<Arc<Source>>,
    pub(crate) nodes: Vec<Node>,
    /// What stands at the top of the files.
    pub(crate) roots: Vec<Use>,
}

impl Schema {
    /// The texts that it was read from.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.sources.iter()
    }

    /// The type itself, where a name leads.
    pub(crate) fn target(&self, id: Id) -> Id {
        match self.nodes.get(id as usize).map(|node| &node.kind) {
            Some(Kind::Named(target)) => *target,
            _ => id,
        }
    }

    pub(crate) fn node(&self, id: Id) -> &Node {
        const NOTHING: &Node = &Node {
            kind: Kind::Plain(Plain::Null),
            logical: None,
        };
        self.nodes.get(self.target(id) as usize).unwrap_or(NOTHING)
    }

    pub(crate) fn name(&self, id: Id) -> Option<&Name> {
        match &self.node(id).kind {
            Kind::Fixed(name, _) | Kind::Enum(name, _) | Kind::Record(name, _) => Some(name),
            _ => None,
        }
    }

    pub(crate) fn place(&self, spot: &Spot) -> Place {
        match self.sources.get(spot.file) {
            Some(source) => Place::of(source, spot.span, &*spot.pointer),
            None => Place::whole("schema"),
        }
    }

    /// Wherever a type is used within another one.
    pub(crate) fn uses(&self) -> impl Iterator<Item = &Use> {
        self.nodes.iter().flat_map(|node| match &node.kind {
            Kind::Array(of) | Kind::Map(of) => std::slice::from_ref(of).iter().collect(),
            Kind::Union(branches) => branches.iter().collect(),
            Kind::Record(_, record) => record.fields.iter().map(|field| &field.of).collect(),
            _ => Vec::new(),
        })
    }

    /// What a type is, for people.
    pub(crate) fn called(&self, id: Id) -> String {
        let node = self.node(id);
        let plain = match &node.kind {
            Kind::Plain(plain) => plain.word().to_owned(),
            Kind::Array(items) => format!("array of {}", self.briefly(items.id)),
            Kind::Map(values) => format!("map of {}", self.briefly(values.id)),
            Kind::Union(branches) => {
                const SHOWN: usize = 6;
                let shown = branches.iter().take(SHOWN).map(|one| self.briefly(one.id));
                let more = if branches.len() > SHOWN { ", …" } else { "" };
                format!("union of {}{more}", shown.collect::<Vec<_>>().join(", "))
            }
            _ => self.briefly(id),
        };
        match &node.logical {
            Some(logical) => format!("{plain} as {logical}"),
            None => plain,
        }
    }

    fn briefly(&self, id: Id) -> String {
        match &self.node(id).kind {
            Kind::Plain(plain) => plain.word().to_owned(),
            Kind::Array(_) => "array".to_owned(),
            Kind::Map(_) => "map".to_owned(),
            Kind::Union(_) => "union".to_owned(),
            Kind::Fixed(name, _) => format!("fixed {}", name.full),
            Kind::Enum(name, _) => format!("enum {}", name.full),
            Kind::Record(name, _) => format!("record {}", name.full),
            Kind::Named(_) => String::new(),
        }
    }
}
