//! Schemas: which attributes there are (RFC 7643, sections 4, 7 and 8.7), and resources that follow them.

mod accept;
mod enterprise;
mod group;
mod json;
mod user;

use serde_json::Value;

pub use enterprise::ENTERPRISE;
pub use group::{GROUP, GROUP_SCHEMA};
pub use json::{resource_types, schemas};
pub use user::{USER, USER_SCHEMA};

pub(crate) use crate::dialect::member;
pub(crate) use accept::coerced;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// A text.
    String,
    /// True or false.
    Boolean,
    /// A moment.
    DateTime,
    /// An address, or the name of another resource.
    Reference,
    /// Several parts.
    Complex,
}

/// Who may change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutability {
    /// Whoever may change the resource.
    ReadWrite,
    /// Nobody: this side says it.
    ReadOnly,
    /// Whoever makes it, once.
    Immutable,
}

/// An attribute.
#[derive(Debug)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// What a value is.
    pub kind: Type,
    /// Whether there may be several.
    pub several: bool,
    /// Whether there must be one.
    pub required: bool,
    /// Whether this side says one where nobody does.
    pub supplied: bool,
    /// Whether case makes a difference.
    pub case_exact: bool,
    /// Who may change it.
    pub mutability: Mutability,
    /// Whether it is always shown, whatever is asked for.
    pub always: bool,
    /// Whether no other resource has the same.
    pub unique: bool,
    /// Values that are usual.
    pub usual: &'static [&'static str],
    /// What a reference leads to.
    pub leads_to: &'static [&'static str],
    /// Its parts.
    pub parts: &'static [Attribute],
    /// What it is.
    pub says: &'static str,
}

impl Attribute {
    /// One text that may be changed and may be missing.
    pub(crate) const fn text(name: &'static str, says: &'static str) -> Self {
        Self {
            name,
            kind: Type::String,
            several: false,
            required: false,
            supplied: false,
            case_exact: false,
            mutability: Mutability::ReadWrite,
            always: false,
            unique: false,
            usual: &[],
            leads_to: &[],
            parts: &[],
            says,
        }
    }

    /// The same with parts.
    pub(crate) const fn complex(
        name: &'static str,
        parts: &'static [Attribute],
        says: &'static str,
    ) -> Self {
        Self {
            kind: Type::Complex,
            parts,
            ..Self::text(name, says)
        }
    }

    /// The part of that name.
    #[must_use]
    pub fn sub(&self, name: &str) -> Option<&Self> {
        let mut parts = self.parts.iter();
        parts.find(|part| part.name.eq_ignore_ascii_case(name))
    }
}

/// A schema.
#[derive(Debug)]
pub struct Schema {
    /// Its URN.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it is of.
    pub says: &'static str,
    /// Its attributes.
    pub attributes: &'static [Attribute],
}

impl Schema {
    /// The attribute of that name, also one that every resource has.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        let mut all = self.attributes.iter().chain(COMMON);
        all.find(|one| one.name.eq_ignore_ascii_case(name))
    }
}

/// A kind of resource.
#[derive(Debug)]
pub struct Kind {
    /// `User`, `Group`.
    pub name: &'static str,
    /// `/Users`, `/Groups`.
    pub endpoint: &'static str,
    /// What it is.
    pub says: &'static str,
    /// Its schema.
    pub main: &'static Schema,
    /// Schemas that a resource may follow besides.
    pub extensions: &'static [&'static Schema],
}

impl Kind {
    /// All its schemas, the main one first.
    pub fn schemas(&self) -> impl Iterator<Item = &'static Schema> {
        std::iter::once(self.main).chain(self.extensions.iter().copied())
    }

    /// The extension of that name.
    #[must_use]
    pub fn extension(&self, id: &str) -> Option<&'static Schema> {
        let mut all = self.extensions.iter().copied();
        all.find(|schema| schema.id.eq_ignore_ascii_case(id))
    }
}

const fn read_only(name: &'static str, says: &'static str) -> Attribute {
    Attribute {
        mutability: Mutability::ReadOnly,
        ..Attribute::text(name, says)
    }
}

const META: &[Attribute] = &[
    read_only("resourceType", "The kind of resource."),
    Attribute {
        kind: Type::DateTime,
        ..read_only("created", "When it was made.")
    },
    Attribute {
        kind: Type::DateTime,
        ..read_only("lastModified", "When it was changed last.")
    },
    read_only("location", "Its address."),
    Attribute {
        case_exact: true,
        ..read_only("version", "Its version, as the header `ETag` has it.")
    },
];

/// What every resource has.
pub(crate) const COMMON: &[Attribute] = &[
    Attribute {
        always: true,
        several: true,
        case_exact: true,
        kind: Type::Reference,
        ..read_only("schemas", "The schemas that it follows.")
    },
    Attribute {
        always: true,
        unique: true,
        case_exact: true,
        ..read_only("id", "What it is called here.")
    },
    Attribute {
        case_exact: true,
        ..Attribute::text("externalId", "What the directory calls it.")
    },
    Attribute {
        mutability: Mutability::ReadOnly,
        ..Attribute::complex("meta", META, "What is known of it here.")
    },
];

/// Whether nothing is said by a value.
pub(crate) fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(all) => all.is_empty(),
        Value::Object(all) => all.is_empty(),
        _ => false,
    }
}
