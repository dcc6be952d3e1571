//! What a schema declares.

use holdpoint_findings::Span;

/// Where something stands: in which of the files, and there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Spot {
    pub(crate) file: usize,
    pub(crate) span: Span,
}

/// A name with its place.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) text: Box<str>,
    pub(crate) at: Spot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    Input,
}

impl Kind {
    /// For people.
    pub(crate) fn called(self) -> &'static str {
        match self {
            Self::Scalar => "a scalar",
            Self::Object => "a type",
            Self::Interface => "an interface",
            Self::Union => "a union",
            Self::Enum => "an enum",
            Self::Input => "an input",
        }
    }
}

/// A type as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Of {
    Named(Box<str>),
    List(Box<Self>),
    Required(Box<Self>),
}

impl Of {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Named(name) => name,
            Self::List(inner) | Self::Required(inner) => inner.name(),
        }
    }

    pub(crate) fn is_required(&self) -> bool {
        matches!(self, Self::Required(_))
    }
}

impl std::fmt::Display for Of {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::List(inner) => write!(f, "[{inner}]"),
            Self::Required(inner) => write!(f, "{inner}!"),
        }
    }
}

/// A value as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Flag(bool),
    Int(Box<str>),
    Float(Box<str>),
    Text(Box<str>),
    Word(Box<str>),
    List(Vec<Self>),
    Map(Vec<(Box<str>, Self)>),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Int(text) | Self::Float(text) | Self::Word(text) => f.write_str(text),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    let comma = if at > 0 { ", " } else { "" };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Self::Map(fields) => {
                f.write_str("{")?;
                for (at, (name, value)) in fields.iter().enumerate() {
                    let comma = if at > 0 { ", " } else { "" };
                    write!(f, "{comma}{name}: {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

/// A directive where it is used.
#[derive(Debug, Clone)]
pub(crate) struct Usage {
    pub(crate) name: Name,
    pub(crate) arguments: Vec<(Name, Value)>,
}

/// A field, an argument, a field of an input, or a value of an enum, of which it has no type.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) name: Name,
    pub(crate) description: Option<Box<str>>,
    pub(crate) of: Of,
    pub(crate) arguments: Vec<Self>,
    pub(crate) default: Option<Value>,
    pub(crate) usages: Vec<Usage>,
}

#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) kind: Kind,
    pub(crate) name: Name,
    pub(crate) description: Option<Box<str>>,
    /// Fields, or values of an enum.
    pub(crate) members: Vec<Member>,
    /// Interfaces, or what a union holds.
    pub(crate) others: Vec<Name>,
    pub(crate) usages: Vec<Usage>,
}

#[derive(Debug)]
pub(crate) struct Directive {
    pub(crate) name: Name,
    pub(crate) description: Option<Box<str>>,
    pub(crate) arguments: Vec<Member>,
    pub(crate) repeatable: bool,
    pub(crate) locations: Vec<Name>,
}

/// What a file says.
#[derive(Debug)]
pub(crate) enum Declaration {
    Type(Type),
    /// More of a type.
    More(Type),
    Directive(Directive),
    /// Types of operations by their words, and directives; whether it is the first.
    Schema(bool, Vec<(Name, Name)>, Vec<Usage>),
}

/// The reason of a deprecation that says none.
pub(crate) const NO_REASON: &str = "No longer supported";

impl Member {
    /// Why it is deprecated, if it is.
    pub(crate) fn deprecation(&self) -> Option<String> {
        let mut usages = self.usages.iter();
        let usage = usages.find(|usage| &*usage.name.text == "deprecated")?;
        let mut arguments = usage.arguments.iter();
        let reason = arguments.find(|(name, _)| &*name.text == "reason");
        Some(match reason {
            Some((_, Value::Text(text))) => text.to_string(),
            _ => NO_REASON.to_owned(),
        })
    }
}
