//! Fields, arguments and values, and the types that they are of.

use super::{Parsed, Parser};
use crate::model::{Member, Of};

impl Parser<'_, '_> {
    pub(super) fn field(&mut self) -> Parsed<Member> {
        let description = self.description()?;
        let name = self.name("a field, or `}`")?;
        self.work.declare(name.at);
        let arguments = self.arguments()?;
        self.sign(b':')?;
        let of = self.of()?;
        Ok(Member {
            name,
            description,
            of,
            arguments,
            default: None,
            usages: self.usages()?,
        })
    }

    /// `(name: Type = default, …)`, if it is there.
    pub(super) fn arguments(&mut self) -> Parsed<Vec<Member>> {
        let mut arguments = Vec::new();
        if self.take(b'(') {
            while !self.take(b')') {
                arguments.push(self.input_value()?);
            }
        }
        Ok(arguments)
    }

    pub(super) fn input_value(&mut self) -> Parsed<Member> {
        let description = self.description()?;
        let name = self.name("a name")?;
        self.work.declare(name.at);
        self.sign(b':')?;
        let of = self.of()?;
        let default = match self.take(b'=') {
            true => Some(self.value()?),
            false => None,
        };
        Ok(Member {
            name,
            description,
            of,
            arguments: Vec::new(),
            default,
            usages: self.usages()?,
        })
    }

    pub(super) fn value_of_enum(&mut self) -> Parsed<Member> {
        let description = self.description()?;
        if matches!(self.word(), "true" | "false" | "null") {
            return self.expected("a name that is not taken");
        }
        let name = self.name("a value, or `}`")?;
        self.work.declare(name.at);
        Ok(Member {
            name,
            description,
            of: Of::Named("".into()),
            arguments: Vec::new(),
            default: None,
            usages: self.usages()?,
        })
    }

    fn of(&mut self) -> Parsed<Of> {
        let of = if self.take(b'[') {
            self.enter()?;
            let inner = self.of()?;
            self.depth -= 1;
            self.sign(b']')?;
            Of::List(Box::new(inner))
        } else {
            Of::Named(self.name("a type")?.text)
        };
        Ok(match self.take(b'!') {
            true => Of::Required(Box::new(of)),
            false => of,
        })
    }
}
