//! Telling schemas apart by a property.

use super::super::reporter::{Sides, short, shown};
use super::super::schema::Key;
use super::super::walk::{Here, Walk};
use crate::files::At;

impl<'a> Walk<'_, '_, 'a> {
    pub(crate) fn discriminator(&mut self, here: &Here<'_, 'a>) {
        let (base, revision) = here.both(Key::Discriminator);
        let nothing = || [String::new(), String::new()];
        let sides = here.sides(Key::Discriminator);
        let (base, revision) = match (base, revision) {
            (None, None) => return,
            (None, Some(_)) => return self.say(here, "discriminator-added", nothing(), sides),
            (Some(_), None) => return self.say(here, "discriminator-removed", nothing(), sides),
            (Some(base), Some(revision)) => (base, revision),
        };
        let name = |at: At<'a>| at.text_of("propertyName");
        if name(base) != name(revision) {
            let said = [short(name(base)), short(name(revision))];
            self.say(here, "discriminator-property-name-changed", said, sides);
        }
        self.mapping(here, base, revision);
    }

    fn mapping(&mut self, here: &Here<'_, 'a>, base: At<'a>, revision: At<'a>) {
        let entries = |at: At<'a>| -> Vec<(&'a str, At<'a>)> {
            at.get("mapping").into_iter().flat_map(At::fields).collect()
        };
        let (from, to) = (entries(base), entries(revision));
        let without = |some: &[(&str, At<'a>)], others: &[(&str, At<'a>)]| {
            let new = some
                .iter()
                .filter(|(name, _)| !others.iter().any(|(known, _)| known == name));
            let names: Vec<String> = new.map(|(name, _)| short(name)).collect();
            names.join(", ")
        };
        let sides = Sides(Some(base), Some(revision));
        let (new, gone) = (without(&to, &from), without(&from, &to));
        if !new.is_empty() {
            self.say(
                here,
                "discriminator-mapping-added",
                [String::new(), new],
                sides,
            );
        }
        if !gone.is_empty() {
            self.say(
                here,
                "discriminator-mapping-deleted",
                [gone, String::new()],
                sides,
            );
        }
        for (name, before) in from {
            let after = to
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, at)| *at);
            if let Some(after) = after
                && !before.value.same(after.value)
            {
                let said = [shown(Some(before)), shown(Some(after))];
                let change = format!("{}-discriminator-mapping-changed", self.prefix(here));
                let sides = Sides(Some(before), Some(after));
                self.report(here, &change, name, here.path, said, sides);
            }
        }
    }
}
