//! Properties that come and go, and which way they travel.

use super::super::reporter::Sides;
use super::super::schema::{Key, Schema};
use super::super::walk::{Here, Role, Walk};
use super::super::whole;

fn nothing() -> [String; 2] {
    [String::new(), String::new()]
}

impl<'a> Walk<'_, '_, 'a> {
    pub(crate) fn properties(&mut self, here: &Here<'_, 'a>) {
        if let Some(members) = here.node.members(Key::Properties) {
            let moved = whole::moved(here.base(), here.revision());
            for name in members.removed.iter().filter(|name| !moved.contains(name)) {
                self.went(here, name);
            }
            for name in &members.added {
                self.came(here, name);
            }
        }
        self.direction(here);
    }

    fn went(&mut self, here: &Here<'_, 'a>, name: &str) {
        let Some(property) = here.base().property(name) else {
            return;
        };
        let required = here.base().requires(name);
        let change = match self.spot.role {
            Role::Request if !property.flag(Key::ReadOnly) => "request-property-removed".to_owned(),
            Role::Response => response(required, &property, "removed"),
            _ => return,
        };
        let sides = Sides(
            Some(property.at),
            Some(here.revision().place(Key::Properties)),
        );
        self.report(here, &change, "", &here.below(name), nothing(), sides);
    }

    fn came(&mut self, here: &Here<'_, 'a>, name: &str) {
        let Some(property) = here.revision().property(name) else {
            return;
        };
        let required = here.revision().requires(name);
        let hidden = property.flag(Key::ReadOnly);
        let change = match self.spot.role {
            Role::Response => response(required, &property, "added"),
            _ if hidden => return,
            Role::Request => match (required, property.get(Key::Default)) {
                (false, _) => "new-optional-request-property".to_owned(),
                (true, None) => "new-required-request-property".to_owned(),
                (true, Some(_)) => "new-required-request-property-with-default".to_owned(),
            },
            Role::Parameter if required && self.spot.location == "header" => {
                "new-required-request-header-property".to_owned()
            }
            Role::Parameter => return,
        };
        let sides = Sides(None, Some(property.at));
        self.report(here, &change, "", &here.below(name), nothing(), sides);
    }

    /// Read-only and write-only.
    fn direction(&mut self, here: &Here<'_, 'a>) {
        let Some((parent, name)) = here.parent else {
            return;
        };
        let required = match parent.base.requires(name) {
            true => "required",
            false => "optional",
        };
        let role = match self.spot.role {
            Role::Request => "request",
            Role::Response => "response",
            Role::Parameter => return,
        };
        for (key, word) in [(Key::WriteOnly, "write-only"), (Key::ReadOnly, "read-only")] {
            let (before, after) = (here.base().flag(key), here.revision().flag(key));
            if before != after {
                let not = if after { "" } else { "not-" };
                let change = format!("{role}-{required}-property-became-{not}{word}");
                self.report(here, &change, "", here.path, nothing(), here.sides(key));
            }
        }
    }
}

fn response(required: bool, property: &Schema<'_>, change: &str) -> String {
    let required = if required { "required" } else { "optional" };
    let write_only = match property.flag(Key::WriteOnly) {
        true => "write-only-",
        false => "",
    };
    format!("response-{required}-{write_only}property-{change}")
}
