//! Values, and directives where they are used.

use super::{Parsed, Parser};
use crate::lex::Kind;
use crate::model::{Usage, Value};

impl Parser<'_, '_> {
    /// `@name(argument: value) …`
    pub(super) fn usages(&mut self) -> Parsed<Vec<Usage>> {
        let mut usages = Vec::new();
        while self.take(b'@') {
            let name = self.name("the name of a directive")?;
            self.work.declare(name.at);
            let mut arguments = Vec::new();
            if self.take(b'(') {
                while !self.take(b')') {
                    let name = self.name("an argument")?;
                    self.sign(b':')?;
                    self.work.declare(name.at);
                    arguments.push((name, self.value()?));
                }
            }
            usages.push(Usage { name, arguments });
        }
        Ok(usages)
    }

    pub(super) fn value(&mut self) -> Parsed<Value> {
        if matches!(self.token.kind, Kind::Text | Kind::Block) {
            let text = self.description()?;
            return Ok(Value::Text(text.unwrap_or_default()));
        }
        let written = self.written(self.token);
        let value = match self.token.kind {
            Kind::Int => Value::Int(written.into()),
            Kind::Float => Value::Float(written.into()),
            Kind::Name => match written {
                "null" => Value::Null,
                "true" => Value::Flag(true),
                "false" => Value::Flag(false),
                _ => Value::Word(written.into()),
            },
            Kind::Sign(b'[') => return self.list(),
            Kind::Sign(b'{') => return self.map(),
            _ => return self.expected("a value"),
        };
        self.advance();
        Ok(value)
    }

    fn list(&mut self) -> Parsed<Value> {
        self.enter()?;
        self.advance();
        let mut items = Vec::new();
        while !self.take(b']') {
            let at = self.spot(self.token.start, self.token.end);
            self.work.declare(at);
            items.push(self.value()?);
        }
        self.depth -= 1;
        Ok(Value::List(items))
    }

    fn map(&mut self) -> Parsed<Value> {
        self.enter()?;
        self.advance();
        let mut fields = Vec::new();
        while !self.take(b'}') {
            let name = self.name("a name, or `}`")?;
            self.work.declare(name.at);
            self.sign(b':')?;
            fields.push((name.text, self.value()?));
        }
        self.depth -= 1;
        Ok(Value::Map(fields))
    }
}
