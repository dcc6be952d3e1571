//! What compilers refuse of enums.

use std::collections::{HashMap, HashSet};

use super::check::Check;
use crate::features::{CLOSED, Resolved};
use crate::model::Enum;
use crate::ranges::Ranges;

impl Check<'_> {
    pub(super) fn enumeration(&mut self, one: &Enum) {
        let Some(first) = one.values.first() else {
            self.refuse(one.at, "an enum has at least one value");
            return;
        };
        let file = Resolved::of(self.file.syntax).with(&self.file.features);
        let open = file.with(&one.features).enum_type != CLOSED;
        if open && first.number != 0 {
            self.refuse(first.at, "the first value of an open enum is 0");
        }
        self.values(one);
    }

    fn values(&mut self, one: &Enum) {
        let reserved = Ranges::of(&one.reserved);
        let names: HashSet<&str> = { one.reserved_names.iter() }
            .map(|(name, _)| &**name)
            .collect();
        let mut numbers = HashMap::new();
        for value in &one.values {
            let (at, name, number) = (value.at, &*value.name, value.number);
            let other = numbers.insert(number, name);
            if let Some(other) = other.filter(|_| !one.allow_alias) {
                let why = format!("is that of `{other}`, too, and `allow_alias` is not set");
                self.number(value.number_at, name, number, &why);
            }
            if reserved.has(number) {
                self.number(value.number_at, name, number, "is reserved");
            }
            if names.contains(name) {
                self.refuse(at, &format!("the name `{name}` is reserved"));
            }
        }
    }
}
