//! What has to be there.

use super::super::reporter::Sides;
use super::super::schema::{Key, Schema};
use super::super::walk::{Here, Role, Walk};
use crate::files::At;

fn without<'a>(some: &Schema<'a>, others: &Schema<'a>) -> Vec<(&'a str, At<'a>)> {
    let mut names: Vec<(&str, At<'_>)> = some.required().collect();
    names.retain(|(name, _)| !others.requires(name));
    names.sort_by_key(|(name, _)| *name);
    names.dedup_by_key(|(name, _)| *name);
    names
}

impl<'a> Walk<'_, '_, 'a> {
    pub(crate) fn required(&mut self, here: &Here<'_, 'a>) {
        for (name, at) in without(here.revision(), here.base()) {
            if let Some(change) = self.now_required(here, name) {
                let sides = Sides(Some(here.base().place(Key::Required)), Some(at));
                self.requirement(here, change, name, sides);
            }
        }
        for (name, at) in without(here.base(), here.revision()) {
            if let Some(change) = self.now_optional(here, name) {
                let sides = Sides(Some(at), Some(here.revision().place(Key::Required)));
                self.requirement(here, change, name, sides);
            }
        }
    }

    fn requirement(&mut self, here: &Here<'_, 'a>, change: &str, name: &str, sides: Sides<'a>) {
        let said = [String::new(), String::new()];
        self.report(here, change, "", &here.below(name), said, sides);
    }

    fn now_required(&self, here: &Here<'_, 'a>, name: &str) -> Option<&'static str> {
        let before = here.base().property(name);
        let after = here.revision().property(name)?;
        match self.spot.role {
            Role::Request => {
                before?;
                let given = after.get(Key::Default).is_some();
                (!after.flag(Key::ReadOnly)).then_some(match given {
                    true => "request-property-became-required-with-default",
                    false => "request-property-became-required",
                })
            }
            Role::Response => {
                before?;
                Some(match after.flag(Key::WriteOnly) {
                    true => "response-write-only-property-became-required",
                    false => "response-property-became-required",
                })
            }
            Role::Parameter => {
                let known = !here.root || before.is_some();
                let header = self.spot.location == "header";
                (known && header && !after.flag(Key::ReadOnly))
                    .then_some("request-header-property-became-required")
            }
        }
    }

    fn now_optional(&self, here: &Here<'_, 'a>, name: &str) -> Option<&'static str> {
        let before = here.base().property(name);
        let after = here.revision().property(name)?;
        match self.spot.role {
            Role::Request => {
                before?;
                (!after.flag(Key::ReadOnly)).then_some("request-property-became-optional")
            }
            Role::Response => {
                let write_only = match here.root {
                    true => after.flag(Key::WriteOnly),
                    false => before?.flag(Key::WriteOnly),
                };
                Some(match write_only {
                    true => "response-write-only-property-became-optional",
                    false => "response-property-became-optional",
                })
            }
            Role::Parameter => None,
        }
    }
}
