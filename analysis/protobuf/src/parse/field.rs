//! Fields, groups and maps.

use super::{Parsed, Parser};
use crate::lex::{Kind, number};
use crate::model::{Field, Label, Message, Scope, Syntax, Type};

/// The name of the message that stands for the entries of a map.
fn entry_name(name: &str) -> String {
    let mut entry = String::with_capacity(name.len() + 5);
    let mut raise = true;
    for letter in name.chars() {
        match letter {
            '_' => raise = true,
            _ if std::mem::take(&mut raise) => entry.push(letter.to_ascii_uppercase()),
            _ => entry.push(letter),
        }
    }
    entry + "Entry"
}

impl Parser<'_> {
    /// A field with all that belongs to it; a group and a map bring a message along.
    pub(super) fn field(&mut self, fields: &mut Vec<Field>, scope: &mut Scope) -> Parsed<()> {
        let start = self.token.start;
        self.work.declare(&self.file);
        let label = match self.word() {
            Some("optional") => Some(Label::Optional),
            Some("required") => Some(Label::Required),
            Some("repeated") => Some(Label::Repeated),
            _ => None,
        };
        if label.is_some() {
            self.advance();
        }
        let mut field = match (self.word(), self.peek().kind) {
            (Some("group"), Kind::Word) => self.group(start, scope)?,
            (Some("map"), Kind::Sign(b'<')) => self.map(scope)?,
            _ => self.plain()?,
        };
        field.at = self.since(start);
        if let Some(label) = label {
            (field.label, field.labelled) = (label, true);
            let optional = label == Label::Optional;
            field.proto3_optional = optional && self.syntax() == Syntax::Proto3;
        }
        fields.push(field);
        Ok(())
    }

    fn plain(&mut self) -> Parsed<Field> {
        let (type_name, type_at) = self.full_name("a field, or `}`")?;
        let (name, name_at) = self.name("the name of the field")?;
        let number = self.field_number()?;
        let kind = Type::scalar(&type_name);
        let mut field = Field::new(name, number, kind.unwrap_or(Type::Named));
        if kind.is_none() {
            field.type_name = type_name;
        }
        (field.type_at, field.name_at) = (type_at, name_at);
        self.brackets(|this, setting| this.set_field(&mut field, setting))?;
        self.sign(b';')?;
        Ok(field)
    }

    /// `= 1`
    fn field_number(&mut self) -> Parsed<i64> {
        self.sign(b'=')?;
        let value = match self.token.kind {
            Kind::Int => number(self.written(self.token)),
            _ => None,
        };
        match value.and_then(|value| i64::try_from(value).ok()) {
            Some(value) => {
                self.advance();
                Ok(value)
            }
            None => self.expected("the number of the field"),
        }
    }

    fn group(&mut self, start: usize, scope: &mut Scope) -> Parsed<Field> {
        self.advance();
        let (name, name_at) = self.name("the name of the group")?;
        let number = self.field_number()?;
        let small = name.to_ascii_lowercase().into();
        let mut field = Field::new(small, number, Type::Group);
        field.type_name = name.clone();
        (field.type_at, field.name_at) = (name_at, name_at);
        self.brackets(|this, setting| this.set_field(&mut field, setting))?;
        let mut message = Message::new(name, name_at);
        self.body(&mut message)?;
        message.at = self.since(start);
        scope.messages.push(message);
        Ok(field)
    }

    /// The message that stands for the entries of a map. It has no place of its own: it is where the map is.
    fn entry(&mut self, map: &Field, key: Type, value: Box<str>) -> Message {
        let kind = Type::scalar(&value);
        let mut values = Field::new("value".into(), 2, kind.unwrap_or(Type::Named));
        if kind.is_none() {
            values.type_name = value;
        }
        let mut message = Message::new(map.type_name.clone(), map.type_at);
        message.map_entry = true;
        message.at = map.type_at;
        message.fields = vec![Field::new("key".into(), 1, key), values];
        for part in &mut message.fields {
            part.features = map.features.inherited();
            (part.at, part.name_at, part.type_at) = (map.type_at, map.type_at, map.type_at);
            self.work.declare(&self.file);
        }
        message
    }

    fn map(&mut self, scope: &mut Scope) -> Parsed<Field> {
        let start = self.advance().start;
        self.sign(b'<')?;
        let (key, key_at) = self.full_name("the type of the keys")?;
        let kind = match Type::scalar(&key) {
            None | Some(Type::Double | Type::Float | Type::Bytes) => {
                return self.mistake(key_at, "keys of a map are whole numbers, bool or string");
            }
            Some(kind) => kind,
        };
        self.sign(b',')?;
        let (value, _) = self.full_name("the type of the values")?;
        self.sign(b'>')?;
        let type_at = self.since(start);
        let (name, name_at) = self.name("the name of the field")?;
        let number = self.field_number()?;
        let entry = entry_name(&name).into();
        let mut map = Field::new(name, number, Type::Message);
        (map.label, map.type_name) = (Label::Repeated, entry);
        (map.type_at, map.name_at) = (type_at, name_at);
        self.brackets(|this, setting| this.set_field(&mut map, setting))?;
        self.sign(b';')?;
        let message = self.entry(&map, kind, value);
        scope.messages.push(message);
        Ok(map)
    }
}
