//! Values of options.

use super::{Parsed, Parser};
use crate::lex::Kind;
use crate::model::{Custom, Spot};

/// A part of the name of an option.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: Box<str>,
    /// It is in parentheses: the name of an extension.
    pub(super) custom: bool,
}

/// What an option says.
#[derive(Debug)]
pub(super) enum Value {
    Word(String),
    /// A number as written, without spaces.
    Number(String),
    Text(Vec<u8>),
    /// A message; of those that no rule looks at only that it is one.
    Message(Vec<(Part, Value, Spot)>),
    /// Several, none of which any rule looks at.
    List,
}

/// An option with its value.
#[derive(Debug)]
pub(super) struct Option {
    pub(super) name: Vec<Part>,
    pub(super) value: Value,
    /// The name and the value; of a statement all of it.
    pub(super) at: Spot,
    /// The name and the value, also of a statement.
    pub(super) inner_at: Spot,
    pub(super) name_at: Spot,
    pub(super) value_at: Spot,
}

impl Parser<'_> {
    /// `option name = value;`
    pub(super) fn option_statement(&mut self) -> Parsed<Option> {
        let start = self.advance().start;
        let mut option = self.option()?;
        self.sign(b';')?;
        option.at = self.since(start);
        Ok(option)
    }

    /// `[name = value, …]`, if it is there.
    pub(super) fn brackets(
        &mut self,
        mut set: impl FnMut(&mut Self, &Option) -> Parsed<()>,
    ) -> Parsed<()> {
        if !self.take(b'[') {
            return Ok(());
        }
        loop {
            let option = self.option()?;
            // A value that is not allowed does not keep the rest from being read.
            let _kept = set(self, &option);
            if !self.take(b',') {
                return self.sign(b']');
            }
        }
    }

    fn option(&mut self) -> Parsed<Option> {
        let start = self.token.start;
        let mut name = Vec::new();
        loop {
            name.push(self.option_part()?);
            if !self.take(b'.') {
                break;
            }
        }
        let name_at = self.since(start);
        self.sign(b'=')?;
        let value_start = self.token.start;
        let features = { name.first() }.is_some_and(|part| &*part.name == "features");
        let value = self.option_value(features)?;
        Ok(Option {
            name,
            value,
            at: self.since(start),
            inner_at: self.since(start),
            name_at,
            value_at: self.since(value_start),
        })
    }

    fn option_part(&mut self) -> Parsed<Part> {
        if !self.take(b'(') {
            let (name, _) = self.name("the name of an option")?;
            return Ok(Part {
                name,
                custom: false,
            });
        }
        let (name, at) = self.full_name("the name of an option")?;
        self.sign(b')')?;
        self.file.customs.push(Custom {
            name: name.clone(),
            scope: self.within.as_str().into(),
            at,
        });
        self.work.declare(&self.file);
        Ok(Part { name, custom: true })
    }

    fn option_value(&mut self, wanted: bool) -> Parsed<Value> {
        match self.token.kind {
            Kind::Text => Ok(Value::Text(self.string("a value")?.0)),
            Kind::Word => {
                let token = self.advance();
                Ok(Value::Word(self.written(token).to_owned()))
            }
            Kind::Sign(b'{') => self.literal(b'}', wanted),
            Kind::Sign(b'<') => self.literal(b'>', wanted),
            Kind::Sign(b'[') => {
                self.passed()?;
                Ok(Value::List)
            }
            _ => self.number_value(),
        }
    }

    fn number_value(&mut self) -> Parsed<Value> {
        let sign = match self.token.kind {
            Kind::Sign(b'-') => "-",
            Kind::Sign(b'+') => "",
            _ => "none",
        };
        if sign != "none" {
            self.advance();
        }
        match self.token.kind {
            Kind::Int | Kind::Float => {}
            // Infinite, or not a number, below zero.
            Kind::Word if sign == "-" => {}
            _ => return self.expected("a value"),
        }
        let token = self.advance();
        let written = self.written(token);
        let sign = if sign == "none" { "" } else { sign };
        Ok(Value::Number(format!("{sign}{written}")))
    }

    /// A name within a message: of a field, or of an extension in brackets.
    fn literal_part(&mut self) -> Parsed<Part> {
        let custom = self.take(b'[');
        let (name, _) = match custom {
            true => self.full_name("the name of an extension")?,
            false => self.name("a name, or the end of the value")?,
        };
        if custom {
            self.sign(b']')?;
        }
        Ok(Part { name, custom })
    }

    /// `{ name: value … }`
    fn literal(&mut self, close: u8, wanted: bool) -> Parsed<Value> {
        if !wanted {
            self.passed()?;
            return Ok(Value::Message(Vec::new()));
        }
        self.advance();
        if !self.enter() {
            self.leave();
            return Ok(Value::Message(Vec::new()));
        }
        let mut fields = Vec::new();
        while !self.take(close) {
            self.work.declare(&self.file);
            let start = self.token.start;
            let part = self.literal_part()?;
            if !self.take(b':') && !self.is(b'{') && !self.is(b'<') {
                self.depth -= 1;
                return self.expected("`:`");
            }
            let value = self.option_value(true)?;
            fields.push((part, value, self.since(start)));
            if !self.take(b',') {
                self.take(b';');
            }
        }
        self.depth -= 1;
        Ok(Value::Message(fields))
    }

    /// Passes over something in brackets or braces.
    fn passed(&mut self) -> Parsed<()> {
        let mut open = 0_usize;
        loop {
            match self.token.kind {
                Kind::Sign(b'{' | b'[') => open += 1,
                Kind::Sign(b'<') if open == 0 => return self.angles(),
                Kind::Sign(b'}' | b']') => open = open.saturating_sub(1),
                Kind::End | Kind::Bad(_) => return self.expected("the end of the value"),
                _ => {}
            }
            self.advance();
            if open == 0 {
                return Ok(());
            }
        }
    }

    fn angles(&mut self) -> Parsed<()> {
        let mut open = 0_usize;
        loop {
            match self.token.kind {
                Kind::Sign(b'<') => open += 1,
                Kind::Sign(b'>') => open -= 1,
                Kind::End | Kind::Bad(_) => return self.expected("the end of the value"),
                _ => {}
            }
            self.advance();
            if open == 0 {
                return Ok(());
            }
        }
    }
}
