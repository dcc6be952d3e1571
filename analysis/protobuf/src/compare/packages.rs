//! Declarations that are gone from their packages.

use std::collections::{BTreeMap, HashSet};

use super::Pair;
use super::removed::{left, outer_in_package};
use crate::index::Table;
use crate::model::{File, Spot};
use crate::reporter::Sides;

const SERVICE: &str = "PACKAGE_SERVICE_NO_DELETE";
const MESSAGE: &str = "PACKAGE_MESSAGE_NO_DELETE";

impl<'i, 'a> Pair<'i, 'a> {
    pub(super) fn packages(&mut self) {
        self.gone_packages();
        let (old, new) = (self.old, self.new);
        self.lost("PACKAGE_ENUM_NO_DELETE", &old.enums, &new.enums, |one| {
            one.at
        });
        let extension = "PACKAGE_EXTENSION_NO_DELETE";
        self.lost(extension, &old.extensions, &new.extensions, |field| {
            field.at
        });
        self.lost(MESSAGE, &old.messages, &new.messages, |message| message.at);
        self.lost(SERVICE, &old.services, &new.services, |service| service.at);
    }

    fn gone_packages(&mut self) {
        let kept: HashSet<&str> = { self.new.files.values() }
            .map(|file| file.package.as_str())
            .collect();
        let mut first: BTreeMap<&str, &File> = BTreeMap::new();
        for file in self.old.files.values() {
            first.entry(&file.package).or_insert(file);
        }
        for (package, file) in first {
            if !kept.contains(package) {
                let sides = Sides {
                    new: None,
                    old: Some((file, file.package_at)),
                };
                let words = [("name", package)];
                self.reporter
                    .say("PACKAGE_NO_DELETE", package, sides, &words);
            }
        }
    }

    fn lost<T>(
        &mut self,
        rule: &str,
        old: &Table<'a, T>,
        new: &Table<'a, T>,
        at: impl Fn(&T) -> Spot,
    ) {
        if !self.reporter.asks(&[rule]) {
            return;
        }
        // A package that has none of a kind any more is not said once for each of them, unless they are services.
        let mut packages: HashSet<&str> = { new.rows.iter() }
            .map(|row| row.file.package.as_str())
            .collect();
        if rule == SERVICE {
            packages.extend(self.new.files.values().map(|file| file.package.as_str()));
        }
        for row in &old.rows {
            let package = row.file.package.as_str();
            let there = new.of(package, row.nested());
            let there = there.is_some_and(|found| found.file.package == package);
            if there || !packages.contains(package) {
                continue;
            }
            let file = self.new.files.get(&*row.file.path);
            let sides = Sides {
                // Of messages, what they were within is looked for in all files.
                new: file.map(|file| match rule {
                    MESSAGE => {
                        let outer = outer_in_package(self.new, package, row.nested());
                        outer.unwrap_or((*file, Spot::NONE))
                    }
                    _ => (*file, left(self.new, file, row.nested())),
                }),
                old: Some((row.file, at(row.item))),
            };
            let words = [("name", row.nested()), ("package", package)];
            self.reporter.say(rule, &row.full, sides, &words);
        }
    }
}
