//! Messages, and what is within them.

use super::{Parsed, Parser};
use crate::features::Features;
use crate::lex::Kind;
use crate::model::{Message, Oneof, Range, Scope, Spot};

impl Message {
    pub(crate) fn new(name: Box<str>, name_at: Spot) -> Self {
        Self {
            name,
            at: Spot::NONE,
            name_at,
            fields: Vec::new(),
            oneofs: Vec::new(),
            scope: Scope::default(),
            reserved: Vec::new(),
            reserved_names: Vec::new(),
            extension_ranges: Vec::<Range>::new(),
            map_entry: false,
            message_set: false,
            no_accessor: false,
            no_accessor_at: Spot::NONE,
            features: Features::default(),
        }
    }
}

impl Parser<'_> {
    /// `message Name { … }`
    pub(super) fn message(&mut self, scope: &mut Scope) -> Parsed<()> {
        let start = self.advance().start;
        let (name, at) = self.name("the name of the message")?;
        let mut message = Message::new(name, at);
        self.body(&mut message)?;
        message.at = self.since(start);
        scope.messages.push(message);
        Ok(())
    }

    /// What stands between the braces of a message.
    pub(super) fn body(&mut self, message: &mut Message) -> Parsed<()> {
        self.work.declare(&self.file);
        let name = message.name.clone();
        self.inside(&name, |this| this.block(|this| this.member(message)))
    }

    fn member(&mut self, message: &mut Message) -> Parsed<()> {
        let next = self.peek().kind;
        match (self.word(), next) {
            (Some("message"), Kind::Word) => self.message(&mut message.scope),
            (Some("enum"), Kind::Word) => self.enumeration(&mut message.scope),
            (Some("extend"), Kind::Word | Kind::Sign(b'.')) => self.extend(&mut message.scope),
            (Some("oneof"), Kind::Word) => self.oneof(message),
            (Some("option"), _) => {
                let setting = self.option_statement()?;
                self.set_message(message, &setting)
            }
            (Some("reserved"), _) => self.reserved_in(message),
            (Some("extensions"), Kind::Int) => self.extensions(message),
            (Some("export" | "local"), _) if self.declares() => {
                self.advance();
                self.member(message)
            }
            _ => {
                let mut fields = Vec::new();
                self.field(&mut fields, &mut message.scope)?;
                message.fields.append(&mut fields);
                Ok(())
            }
        }
    }

    fn oneof(&mut self, message: &mut Message) -> Parsed<()> {
        let start = self.advance().start;
        let (name, _) = self.name("the name of the oneof")?;
        self.work.declare(&self.file);
        let number = message.oneofs.len();
        let first = message.fields.len();
        message.oneofs.push(Oneof {
            name,
            at: Spot::NONE,
        });
        self.block(|this| this.oneof_member(message, number))?;
        let at = self.since(start);
        if message.fields.len() == first {
            return self.mistake(at, "a oneof has at least one field");
        }
        if let Some(oneof) = message.oneofs.get_mut(number) {
            oneof.at = at;
        }
        Ok(())
    }

    fn oneof_member(&mut self, message: &mut Message, oneof: usize) -> Parsed<()> {
        if self.word() == Some("option") {
            let setting = self.option_statement()?;
            return self.set_oneof(&setting);
        }
        let mut fields = Vec::new();
        self.field(&mut fields, &mut message.scope)?;
        let inside = fields.iter_mut();
        inside.for_each(|field| field.oneof = Some(oneof));
        message.fields.append(&mut fields);
        Ok(())
    }
}
