//! Names and namespaces.

use holdpoint_findings::{Value, pointer};

use super::{At, Reader};
use crate::mistakes::NAME;
use crate::model::{Name, Spot};

impl<'d> Reader<'_, 'd> {
    /// The full name of a type that is declared, with its namespace.
    pub(super) fn name(&mut self, at: At<'_, 'd>) -> (Name, String) {
        let written = at.value.get("name").and_then(Value::text);
        let spot = at.spot_at("name");
        let Some(written) = written else {
            self.invalid(&at.spot(), "a record, enum or fixed has a `name`");
            return self.named(spot, "", "", at);
        };
        let (space, last) = match written.rsplit_once('.') {
            Some(split) => split,
            None => {
                let given = at.value.get("namespace").and_then(Value::text);
                (given.unwrap_or(at.space), written)
            }
        };
        self.check_name(&spot, last);
        if !space.is_empty() && !space.split('.').all(is_name) {
            self.mistakes.at(&spot, &NAME, &[("name", space)]);
        }
        self.named(spot, space, last, at)
    }

    fn named(&mut self, spot: Spot, space: &str, last: &str, at: At<'_, 'd>) -> (Name, String) {
        let aliases = self.aliases(at, space);
        let full = within(space, last).into();
        let name = Name {
            full,
            aliases,
            spot,
        };
        (name, space.to_owned())
    }

    /// Other names of a type, full ones.
    fn aliases(&mut self, at: At<'_, 'd>, space: &str) -> Vec<Box<str>> {
        let given = self.other_names(at);
        let full = given
            .into_iter()
            .map(|(_, alias)| match alias.contains('.') {
                true => alias,
                false => within(space, &alias).into(),
            });
        full.collect()
    }

    /// The aliases of a type or field as they are written.
    pub(super) fn other_names(&mut self, at: At<'_, 'd>) -> Vec<(Spot, Box<str>)> {
        let Some(given) = at.value.get("aliases") else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (number, alias) in given.items().enumerate() {
            let spot = Spot {
                file: at.file,
                span: alias.span(),
                pointer: pointer::join(&pointer::join(at.pointer, "aliases"), &number.to_string())
                    .into(),
            };
            match alias.text() {
                Some(text) if text.split('.').all(is_name) => found.push((spot, text.into())),
                _ => {
                    let written = alias.to_string();
                    self.mistakes.at(&spot, &NAME, &[("name", &written)]);
                }
            }
        }
        found
    }

    pub(super) fn check_name(&mut self, spot: &Spot, name: &str) {
        if !is_name(name) {
            self.mistakes.at(spot, &NAME, &[("name", name)]);
        }
    }
}

/// A name in a namespace, which may be none.
pub(super) fn within(space: &str, last: &str) -> String {
    match space {
        "" => last.to_owned(),
        space => format!("{space}.{last}"),
    }
}

pub(super) fn is_name(text: &str) -> bool {
    let mut letters = text.bytes();
    let first = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    letters.next().is_some_and(first) && letters.all(|byte| first(byte) || byte.is_ascii_digit())
}
