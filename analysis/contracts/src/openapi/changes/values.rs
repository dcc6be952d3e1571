//! Values: which ones, always the same one, one if none is given, and texts of a form.

use super::super::differ::missing;
use super::super::reporter::{Sides, shown};
use super::super::schema::{Key, Schema};
use super::super::walk::{Here, Role, Walk};

const EXTENSIBLE: &str = "x-extensible-enum";

impl<'a> Walk<'_, '_, 'a> {
    pub(crate) fn values(&mut self, here: &Here<'_, 'a>) {
        self.choices(here);
        self.value(here, Key::Const, "const");
        if self.spot.role != Role::Parameter || (here.root && !self.spot.always) {
            self.value(here, Key::Default, "default-value");
        }
        self.pattern(here);
        self.extensible(here);
    }

    fn choices(&mut self, here: &Here<'_, 'a>) {
        let (base, revision) = here.both(Key::Enum);
        let (gone, new) = (missing(base, revision), missing(revision, base));
        if gone.is_empty() && new.is_empty() {
            return;
        }
        let sides = here.sides(Key::Enum);
        if base.is_none() {
            let nothing = || [String::new(), String::new()];
            self.say(here, "became-enum", nothing(), sides);
            if self.spot.role == Role::Parameter && self.spot.location == "header" {
                let change = "request-header-property-became-enum";
                self.report(here, change, "", here.path, nothing(), sides);
            }
        }
        for value in gone {
            let name = self.value_gone(here);
            let said = [shown(Some(value)), String::new()];
            let sides = Sides(Some(value), sides.1);
            self.report(here, &name, "", here.path, said, sides);
        }
        for value in new {
            let name = self.value_new(here);
            let said = [String::new(), shown(Some(value))];
            let sides = Sides(sides.0, Some(value));
            self.report(here, &name, "", here.path, said, sides);
        }
    }

    fn value_gone(&self, here: &Here<'_, 'a>) -> String {
        match (self.spot.role, here.root) {
            (Role::Request, false) if here.revision().flag(Key::ReadOnly) => {
                "request-read-only-property-enum-value-removed".to_owned()
            }
            (Role::Response, true) => "response-mediatype-enum-value-removed".to_owned(),
            _ => format!("{}-enum-value-removed", self.prefix(here)),
        }
    }

    fn value_new(&self, here: &Here<'_, 'a>) -> String {
        let write_only = !here.root && here.revision().flag(Key::WriteOnly);
        match self.spot.role {
            Role::Response if write_only => {
                "response-write-only-property-enum-value-added".to_owned()
            }
            _ => format!("{}-enum-value-added", self.prefix(here)),
        }
    }

    fn value(&mut self, here: &Here<'_, 'a>, key: Key, name: &str) {
        let (base, revision) = here.both(key);
        let change = match (base, revision) {
            (None, None) => return,
            (None, Some(_)) => "added",
            (Some(_), None) => "removed",
            (Some(from), Some(to)) if from.value.same(to.value) => return,
            _ => "changed",
        };
        let said = [shown(base), shown(revision)];
        self.say(here, &format!("{name}-{change}"), said, here.sides(key));
    }

    fn pattern(&mut self, here: &Here<'_, 'a>) {
        let (from, to) = (
            here.base().text(Key::Pattern),
            here.revision().text(Key::Pattern),
        );
        if from == to {
            return;
        }
        let change = match (from, to) {
            (_, "") => "pattern-removed",
            ("", _) => "pattern-added",
            (_, ".*") if self.spot.role != Role::Response => "pattern-generalized",
            _ => "pattern-changed",
        };
        let plain = |text: &str| text.replace('`', "'");
        self.say(
            here,
            change,
            [plain(from), plain(to)],
            here.sides(Key::Pattern),
        );
    }

    fn extensible(&mut self, here: &Here<'_, 'a>) {
        let list =
            |schema: &Schema<'a>| schema.extension(EXTENSIBLE).filter(|at| at.value.is_list());
        let (Some(base), Some(revision)) = (list(here.base()), list(here.revision())) else {
            return;
        };
        if self.spot.role == Role::Request && (here.root || here.revision().flag(Key::ReadOnly)) {
            return;
        }
        for value in missing(Some(base), Some(revision)) {
            let said = [shown(Some(value)), String::new()];
            let sides = Sides(Some(value), Some(revision));
            self.say(here, "x-extensible-enum-value-removed", said, sides);
        }
    }
}
