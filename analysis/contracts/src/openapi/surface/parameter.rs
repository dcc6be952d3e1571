//! A parameter, read.

use super::super::schema::{Key, Schema};
use crate::files::At;

/// A parameter of an operation.
#[derive(Debug, Clone)]
pub(super) struct Parameter<'a> {
    pub(super) at: At<'a>,
    /// Of a header in small letters, as headers are the same in any.
    pub(super) name: String,
    pub(super) location: &'a str,
    pub(super) schema: Option<At<'a>>,
    /// It is said for all operations of the path.
    pub(super) shared: bool,
}

/// The parameters of an operation, with those of its path that it does not have itself.
pub(super) fn all<'a>(item: At<'a>, operation: At<'a>) -> Vec<Parameter<'a>> {
    let mut all = read(operation, false);
    for shared in read(item, true) {
        let known =
            |own: &Parameter<'a>| own.location == shared.location && own.name == shared.name;
        if !all.iter().any(known) {
            all.push(shared);
        }
    }
    all
}

fn read(holder: At<'_>, shared: bool) -> Vec<Parameter<'_>> {
    let items = holder.get("parameters").into_iter().flat_map(At::items);
    items
        .map(|at| Parameter::read(at.target(), shared))
        .collect()
}

impl<'a> Parameter<'a> {
    fn read(at: At<'a>, shared: bool) -> Self {
        let location = at.text_of("in");
        let name = at.text_of("name");
        Self {
            at,
            name: match location {
                "header" => name.to_lowercase(),
                _ => name.to_owned(),
            },
            location,
            schema: at.get("schema"),
            shared,
        }
    }

    pub(super) fn required(&self) -> bool {
        self.at.flag("required")
    }

    /// Its properties are written as parameters of their own.
    pub(super) fn exploded(&self) -> Option<Schema<'a>> {
        let style = self.at.text_of("style");
        let form = style == "form" || (style.is_empty() && self.in_query());
        if !form || !self.at.flag("explode") {
            return None;
        }
        let schema = Schema::read(self.schema?);
        let object =
            schema.types() == ["object"] && schema.members(Key::Properties).next().is_some();
        object.then_some(schema)
    }

    pub(super) fn in_query(&self) -> bool {
        matches!(self.location, "query" | "cookie")
    }

    /// Its items are written as parameters of the same name, so that one item is written as a value alone is.
    pub(super) fn repeats(&self) -> bool {
        let style = self.at.text_of("style");
        let form = style == "form" || (style.is_empty() && self.in_query());
        let explode = self.at.get("explode").and_then(|at| at.value.bool());
        form && explode.unwrap_or(true)
    }

    /// The parameter that a property of an exploded one stands for.
    pub(super) fn part(&self, name: &str) -> Option<Self> {
        let schema = self.exploded()?.get(Key::Properties)?.get(name)?;
        Some(Self {
            name: name.to_owned(),
            schema: Some(schema),
            ..self.clone()
        })
    }
}
