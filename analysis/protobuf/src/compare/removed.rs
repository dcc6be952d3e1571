//! Declarations that are gone from their files.

use super::Pair;
use crate::index::{Index, Row, Table};
use crate::model::{File, Spot};
use crate::reporter::Sides;

/// The innermost message that is left in a file of what a name was within.
pub(super) fn left<'a>(new: &Index<'a>, file: &'a File, nested: &str) -> Spot {
    let mut name = nested;
    while let Some((outer, _)) = name.rsplit_once('.') {
        if let Some(found) = new.messages.within(file, outer) {
            return found.item.at;
        }
        name = outer;
    }
    Spot::NONE
}

/// The same in whichever file of a package it is.
pub(super) fn outer_in_package<'a>(
    new: &Index<'a>,
    package: &str,
    nested: &str,
) -> Option<(&'a File, Spot)> {
    let mut name = nested;
    while let Some((outer, _)) = name.rsplit_once('.') {
        let found = new.messages.of(package, outer);
        if let Some(found) = found.filter(|found| found.file.package == package) {
            return Some((found.file, found.item.at));
        }
        name = outer;
    }
    None
}

impl<'i, 'a> Pair<'i, 'a> {
    pub(super) fn removed(&mut self) {
        let (old, new) = (self.old, self.new);
        self.gone("ENUM_NO_DELETE", &old.enums, &new.enums, |one| one.at);
        let extension = "EXTENSION_NO_DELETE";
        self.gone(extension, &old.extensions, &new.extensions, |field| {
            field.at
        });
        self.gone(
            "MESSAGE_NO_DELETE",
            &old.messages,
            &new.messages,
            |message| message.at,
        );
        self.gone(
            "SERVICE_NO_DELETE",
            &old.services,
            &new.services,
            |service| service.at,
        );
    }

    fn gone<T>(
        &mut self,
        rule: &str,
        old: &Table<'a, T>,
        new: &Table<'a, T>,
        at: impl Fn(&T) -> Spot,
    ) {
        if !self.reporter.asks(&[rule]) {
            return;
        }
        for row in &old.rows {
            let Some(file) = self.new.files.get(&*row.file.path) else {
                continue;
            };
            if new.within(file, row.nested()).is_none() {
                self.report_gone(rule, row, file, at(row.item));
            }
        }
    }

    fn report_gone<T>(&mut self, rule: &str, row: &Row<'a, T>, file: &'a File, at: Spot) {
        let sides = Sides {
            new: Some((file, left(self.new, file, row.nested()))),
            old: Some((row.file, at)),
        };
        let words = [("name", row.nested()), ("file", &file.path)];
        self.reporter.say(rule, &row.full, sides, &words);
    }
}
