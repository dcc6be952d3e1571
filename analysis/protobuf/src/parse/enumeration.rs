//! Enums.

use super::{Parsed, Parser};
use crate::features::Features;
use crate::model::{Enum, Scope, Spot, Value};

impl Parser<'_> {
    /// `enum Name { … }`
    pub(super) fn enumeration(&mut self, scope: &mut Scope) -> Parsed<()> {
        let start = self.advance().start;
        let (name, _) = self.name("the name of the enum")?;
        self.work.declare(&self.file);
        let mut found = Enum {
            name,
            at: Spot::NONE,
            values: Vec::new(),
            allow_alias: false,
            reserved: Vec::new(),
            reserved_names: Vec::new(),
            features: Features::default(),
        };
        let name = found.name.clone();
        self.inside(&name, |this| {
            this.block(|this| match this.word() {
                Some("option") => {
                    let setting = this.option_statement()?;
                    this.set_enum(&mut found, &setting)
                }
                Some("reserved") => this.reserved_in_enum(&mut found),
                _ => this.value(&mut found),
            })
        })?;
        found.at = self.since(start);
        scope.enums.push(found);
        Ok(())
    }

    fn value(&mut self, found: &mut Enum) -> Parsed<()> {
        let start = self.token.start;
        self.work.declare(&self.file);
        let (name, _) = self.name("a value such as `UNKNOWN = 0`, or `}`")?;
        self.sign(b'=')?;
        let (number, number_at) = self.whole("the number of the value")?;
        let mut value = Value {
            name,
            number,
            at: Spot::NONE,
            number_at,
        };
        self.brackets(|this, setting| this.set_value(setting))?;
        self.sign(b';')?;
        value.at = self.since(start);
        found.values.push(value);
        Ok(())
    }
}
