//! Types, formats, and whether something may be null.

use super::super::node::Node;
use super::super::reporter::short;
use super::super::schema::{Key, Schema};
use super::super::walk::{Here, Role, Walk};
use super::super::whole;

impl<'a> Walk<'_, '_, 'a> {
    pub(crate) fn kinds(&mut self, here: &Here<'_, 'a>) {
        let nothing = [String::new(), String::new()];
        if let Some(change) = nullable(here.node) {
            self.say(here, change, nothing, here.sides(Key::Type));
        }
        let hidden =
            self.spot.role == Role::Request && !here.root && here.revision().flag(Key::ReadOnly);
        if hidden {
            return;
        }
        self.list_of_types(here);
        let turn = Turn::of(here.base(), here.revision());
        if turn.is_none() {
            return;
        }
        let strong = self.spot.media == "application/json" || self.spot.media.ends_with("+json");
        let change = match (self.spot.role, here.root) {
            (Role::Request, _) => turn.request(strong),
            (Role::Response, _) => turn.response(strong),
            (Role::Parameter, true) if self.spot.repeats && turn.repeats(here) => {
                "type-generalized"
            }
            (Role::Parameter, true) => turn.parameter(),
            (Role::Parameter, false) => turn.property_of_parameter(),
        };
        let said = [written(here.base()), written(here.revision())];
        self.say(here, change, said, here.sides(Key::Type));
    }

    fn list_of_types(&mut self, here: &Here<'_, 'a>) {
        let Some((new, gone)) = whole::types(here.base(), here.revision()) else {
            return;
        };
        let change = match self.spot.role {
            Role::Response if new.is_empty() => "list-of-types-narrowed",
            Role::Response => "list-of-types-widened",
            _ if gone.is_empty() => "list-of-types-widened",
            _ => "list-of-types-narrowed",
        };
        let list = |types: &[&str]| format!("`{}`", types.join("`, `"));
        self.say(
            here,
            change,
            [list(&gone), list(&new)],
            here.sides(Key::Type),
        );
    }
}

/// A schema's type and format for people.
pub(super) fn written(schema: &Schema<'_>) -> String {
    let (types, format) = (schema.types().join(", "), schema.text(Key::Format));
    match (types.as_str(), format) {
        ("", "") => "`anything`".to_owned(),
        ("", format) => short(format),
        (types, "") => short(types),
        (types, format) => short(&format!("{types} ({format})")),
    }
}

/// Whether it became nullable or ceased to be.
fn nullable(node: &Node<'_>) -> Option<&'static str> {
    let name = |more: bool| {
        if more {
            "became-nullable"
        } else {
            "became-not-nullable"
        }
    };
    let (base, revision) = (&node.base, &node.revision);
    let flags = (base.flag(Key::Nullable), revision.flag(Key::Nullable));
    if flags.0 != flags.1 {
        return Some(name(flags.1));
    }
    let (from, to) = (base.types(), revision.types());
    let null = |types: &[&str]| types.contains(&"null");
    if null(&from) && !null(&to) && !to.is_empty() {
        return Some(name(false));
    }
    if !null(&from) && null(&to) && !from.is_empty() {
        return Some(name(true));
    }
    node.nullable.map(name)
}

/// Whether a header may be null now, or no longer.
pub(crate) fn header_nullable(node: &Node<'_>) -> Option<&'static str> {
    nullable(node)
}

/// How the type of a header changed, with what it was and is.
pub(crate) fn header_type(node: &Node<'_>) -> Option<(&'static str, [String; 2])> {
    let turn = Turn::of(&node.base, &node.revision);
    let said = [written(&node.base), written(&node.revision)];
    (!turn.is_none()).then(|| (turn.response(false), said))
}

/// A change of type and format.
struct Turn<'t> {
    from: Vec<&'t str>,
    to: Vec<&'t str>,
    formats: (&'t str, &'t str),
}

fn is_within(one: &str, all: &[&str]) -> bool {
    { all.iter() }.any(|other| *other == one || (one == "integer" && *other == "number"))
}

fn is_part(some: &[&str], all: &[&str]) -> bool {
    !some.is_empty() && some.iter().all(|one| is_within(one, all))
}

/// Whether all texts of one format are of the other, too.
fn fits(types: &[&str], to: &str, from: &str) -> bool {
    if to.is_empty() {
        return true;
    }
    let [one] = types else { return false };
    matches!(
        (*one, from, to),
        ("number", "float", "double")
            | ("integer", "int32", "int64" | "bigint")
            | ("integer", "int64", "bigint")
            | ("string", "date" | "time", "date-time")
    )
}

impl<'t> Turn<'t> {
    fn of(base: &'t Schema<'_>, revision: &'t Schema<'_>) -> Self {
        Self {
            from: base.types(),
            to: revision.types(),
            formats: (base.text(Key::Format), revision.text(Key::Format)),
        }
    }

    fn came(&self) -> Vec<&'t str> {
        { self.to.iter() }
            .filter(|one| !self.from.contains(one))
            .copied()
            .collect()
    }

    fn went(&self) -> Vec<&'t str> {
        { self.from.iter() }
            .filter(|one| !self.to.contains(one))
            .copied()
            .collect()
    }

    fn of_type(&self) -> bool {
        !self.came().is_empty() || !self.went().is_empty()
    }

    fn of_format(&self) -> bool {
        self.formats.0 != self.formats.1
    }

    fn is_none(&self) -> bool {
        !self.of_type() && !self.of_format()
    }

    fn reversed(&self) -> Self {
        Self {
            from: self.to.clone(),
            to: self.from.clone(),
            formats: (self.formats.1, self.formats.0),
        }
    }

    fn widened(&self) -> bool {
        self.of_type() && is_part(&self.from, &self.to)
    }

    /// Whether something that was right is not any more. Of a format that is written as text, numbers are texts, too.
    fn breaks(&self, strong: bool, types: bool) -> bool {
        let (new, gone) = (self.came(), self.went());
        let contained = match (new.as_slice(), gone.as_slice()) {
            ([to], [from]) if is_within(from, &[to]) => true,
            ([] | ["string"], _) => !strong,
            _ => false,
        };
        let of_type = types && self.of_type() && !contained;
        of_type || (self.of_format() && !fits(&self.to, self.formats.1, self.formats.0))
    }

    fn narrows(&self, strong: bool) -> bool {
        let types = !self.widened();
        if types && self.of_type() && self.to.is_empty() {
            return false;
        }
        self.breaks(strong, types)
    }

    fn swaps(&self) -> bool {
        self.of_type() && !self.from.is_empty() && !self.to.is_empty() && !self.widened()
    }

    fn request(&self, strong: bool) -> &'static str {
        match self.narrows(strong) {
            true => "type-changed",
            false if self.swaps() => "type-compatible",
            false => "type-generalized",
        }
    }

    fn response(&self, strong: bool) -> &'static str {
        let back = self.reversed();
        match back.narrows(strong) {
            true if self.widened() => "type-generalized",
            true => "type-changed",
            false if back.swaps() => "type-compatible",
            false => "type-specialized",
        }
    }

    /// Whether a value became a list of such values.
    fn repeats(&self, here: &Here<'_, '_>) -> bool {
        let plain = |types: &[&'t str]| -> Vec<&'t str> {
            { types.iter() }
                .filter(|one| **one != "null")
                .copied()
                .collect()
        };
        let new = plain(&self.came());
        let item = here.revision().one(Key::Items).map(Schema::read);
        let (Some(item), ["array"]) = (item, new.as_slice()) else {
            return false;
        };
        let (before, after) = (plain(&self.from), item.types());
        let after = { after.into_iter() }
            .filter(|one| *one != "null")
            .collect::<Vec<_>>();
        let contained = match (after.as_slice(), before.as_slice()) {
            ([to], [from]) => is_within(from, &[to]) || *to == "string",
            ([] | ["string"], _) => true,
            _ => false,
        };
        !before.is_empty() && contained && super::super::differ::alike_but_type(here.base(), &item)
    }

    fn parameter(&self) -> &'static str {
        match self.breaks(false, true) {
            true => "type-changed",
            false => "type-generalized",
        }
    }

    fn property_of_parameter(&self) -> &'static str {
        match (self.breaks(true, true), self.breaks(false, true)) {
            (true, false) | (false, true) => "type-changed",
            (true, true) => "type-specialized",
            (false, false) => "type-generalized",
        }
    }
}
