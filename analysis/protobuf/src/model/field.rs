//! Fields and extensions.

use super::Spot;
use crate::features::Features;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Optional,
    Required,
    Repeated,
}

/// What a field holds, in the words and numbers of descriptors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Type {
    Double,
    Float,
    Int64,
    Uint64,
    Int32,
    Fixed64,
    Fixed32,
    Bool,
    String,
    Group,
    Message,
    Bytes,
    Uint32,
    Enum,
    Sfixed32,
    Sfixed64,
    Sint32,
    Sint64,
    /// Something that has a name, of which it is not yet known what it is.
    Named,
}

/// All that have a word, in the order of their numbers, from 1.
pub(crate) const TYPES: [(&str, Type); 18] = [
    ("double", Type::Double),
    ("float", Type::Float),
    ("int64", Type::Int64),
    ("uint64", Type::Uint64),
    ("int32", Type::Int32),
    ("fixed64", Type::Fixed64),
    ("fixed32", Type::Fixed32),
    ("bool", Type::Bool),
    ("string", Type::String),
    ("group", Type::Group),
    ("message", Type::Message),
    ("bytes", Type::Bytes),
    ("uint32", Type::Uint32),
    ("enum", Type::Enum),
    ("sfixed32", Type::Sfixed32),
    ("sfixed64", Type::Sfixed64),
    ("sint32", Type::Sint32),
    ("sint64", Type::Sint64),
];

impl Type {
    pub(crate) fn word(self) -> &'static str {
        let found = TYPES.iter().find(|(_, kind)| *kind == self);
        found.map_or("message", |(word, _)| word)
    }

    /// The one that a word of the language stands for, messages and the like not among them.
    pub(crate) fn scalar(word: &str) -> Option<Self> {
        let (_, found) = TYPES.iter().find(|(known, _)| *known == word)?;
        let named = matches!(found, Self::Group | Self::Message | Self::Enum);
        (!named).then_some(*found)
    }
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: Box<str>,
    pub(crate) number: i64,
    pub(crate) label: Label,
    pub(crate) kind: Type,
    /// The full name of its message or enum, once it is known.
    pub(crate) type_name: Box<str>,
    /// The full name of what it extends; empty if it is no extension.
    pub(crate) extendee: Box<str>,
    pub(crate) oneof: Option<usize>,
    /// A label was written.
    pub(crate) labelled: bool,
    pub(crate) proto3_optional: bool,
    pub(crate) json_name: Option<Box<str>>,
    pub(crate) default: Option<Box<Default>>,
    /// `ctype` and `jstype` as written, and where; `default` and `json_name`: where.
    pub(crate) settings: Vec<Setting>,
    pub(crate) features: Features,
    pub(crate) at: Spot,
    pub(crate) name_at: Spot,
    pub(crate) type_at: Spot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SettingKind {
    Ctype,
    Jstype,
    Default,
    JsonName,
}

#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) kind: SettingKind,
    pub(crate) value: Box<str>,
    pub(crate) at: Spot,
}

/// A default, as it is written in descriptors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Default {
    /// Of strings and bytes.
    Text(Vec<u8>),
    /// A number or a name.
    Word(String),
}

impl Field {
    /// A single field of which nothing else is known.
    pub(crate) fn new(name: Box<str>, number: i64, kind: Type) -> Self {
        Self {
            name,
            number,
            label: Label::Optional,
            kind,
            type_name: "".into(),
            extendee: "".into(),
            oneof: None,
            labelled: false,
            proto3_optional: false,
            json_name: None,
            default: None,
            settings: Vec::new(),
            features: Features::default(),
            at: Spot::NONE,
            name_at: Spot::NONE,
            type_at: Spot::NONE,
        }
    }

    pub(crate) fn setting(&self, kind: SettingKind) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.kind == kind)
    }

    /// Where an option of it is written, or else the field.
    pub(crate) fn setting_at(&self, kind: SettingKind) -> Spot {
        let at = self.setting(kind).map_or(Spot::NONE, |setting| setting.at);
        at.or(self.at)
    }

    /// The name that it has in JSON.
    pub(crate) fn json(&self) -> std::borrow::Cow<'_, str> {
        match &self.json_name {
            Some(name) => (&**name).into(),
            None => json_name(&self.name).into(),
        }
    }
}

/// What a name becomes in JSON.
pub(crate) fn json_name(name: &str) -> String {
    let mut json = String::with_capacity(name.len());
    let mut raise = false;
    for letter in name.chars() {
        match letter {
            '_' => raise = true,
            _ if std::mem::take(&mut raise) => json.push(letter.to_ascii_uppercase()),
            _ => json.push(letter),
        }
    }
    json
}
