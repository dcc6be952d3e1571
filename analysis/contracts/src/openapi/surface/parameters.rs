//! Parameters.

use super::super::reporter::{Sides, Words, short};
use super::super::sunset::{self, Sunset};
use super::super::walk::{Role, Spot};
use super::operation::Operation;
use super::parameter::{self, Parameter};
use super::path::Renamed;
use super::{Check, Pair};
use crate::files::At;

fn words<'w>(parameter: &'w Parameter<'_>) -> Words<'w> {
    Words {
        name: &parameter.name,
        location: parameter.location,
        ..Words::default()
    }
}

/// Takes pairs of an exploded parameter and those that its properties stand for.
fn exploded<'a>(
    simple: &mut Vec<Parameter<'a>>,
    objects: &mut Vec<Parameter<'a>>,
) -> Vec<(Parameter<'a>, Parameter<'a>)> {
    let mut pairs = Vec::new();
    objects.retain(|object| {
        let before = pairs.len();
        simple.retain(|one| {
            let alike =
                one.location == object.location && one.in_query() && one.exploded().is_none();
            match object.part(&one.name).filter(|_| alike) {
                Some(part) => {
                    pairs.push((one.clone(), part));
                    false
                }
                None => true,
            }
        });
        pairs.len() == before
    });
    pairs
}

impl<'a> Check<'_, 'a> {
    pub(super) fn parameters(
        &mut self,
        operation: &Operation<'_, 'a>,
        items: Pair<'a>,
        renamed: &Renamed,
    ) {
        let mut before = parameter::all(items.0, operation.base);
        let mut after = parameter::all(items.1, operation.revision);
        for (one, part) in exploded(&mut before, &mut after) {
            self.parameter(operation, &one, &part);
        }
        for (one, part) in exploded(&mut after, &mut before) {
            self.parameter(operation, &part, &one);
        }
        for old in before {
            let same = |new: &Parameter<'a>| {
                new.location == old.location
                    && match old.location {
                        "path" => renamed.are(&old.name, &new.name),
                        _ => old.name == new.name,
                    }
            };
            match after.iter().position(same) {
                Some(at) => {
                    let new = after.remove(at);
                    self.parameter(operation, &old, &new);
                }
                None => self.parameter_gone(operation, &old),
            }
        }
        for new in after {
            self.parameter_new(operation, &new);
        }
    }

    fn parameter_gone(&mut self, operation: &Operation<'_, 'a>, old: &Parameter<'a>) {
        let mut words = words(old);
        let end = old.at.get(sunset::KEY).map(sunset::read);
        let change = match end {
            _ if !old.at.flag("deprecated") => "request-parameter-removed",
            None => "request-parameter-removed-with-deprecation",
            Some(Sunset::Wrong(text)) => {
                words.to = short(&text);
                "request-parameter-sunset-parse"
            }
            Some(Sunset::On(day)) if self.options.today < day => {
                words.from = short(&day.to_string());
                "request-parameter-removed-before-sunset"
            }
            Some(_) => return,
        };
        let place = operation
            .revision
            .get("parameters")
            .unwrap_or(operation.revision);
        self.say(
            change,
            operation.subject,
            &words,
            Sides(Some(old.at), Some(place)),
        );
    }

    fn parameter_new(&mut self, operation: &Operation<'_, 'a>, new: &Parameter<'a>) {
        let change = match (new.location, new.shared, new.required()) {
            ("path", true, _) => return,
            ("path", false, _) => "new-request-path-parameter",
            (_, false, true) => "new-required-request-parameter",
            (_, false, false) => "new-optional-request-parameter",
            (_, true, true) => "new-required-request-default-parameter-to-existing-path",
            (_, true, false) => "new-optional-request-default-parameter-to-existing-path",
        };
        self.say(
            change,
            operation.subject,
            &words(new),
            Sides(None, Some(new.at)),
        );
    }

    fn parameter(
        &mut self,
        operation: &Operation<'_, 'a>,
        old: &Parameter<'a>,
        new: &Parameter<'a>,
    ) {
        self.life_of_parameter(operation, old, new);
        if old.required() != new.required() {
            let change = match new.required() {
                true => "request-parameter-became-required",
                false => "request-parameter-became-optional",
            };
            let place = |at: At<'a>| Some(at.get("required").unwrap_or(at));
            let sides = Sides(place(old.at), place(new.at));
            self.say(change, operation.subject, &words(old), sides);
        }
        let (Some(before), Some(after)) = (old.schema, new.schema) else {
            return;
        };
        let Some(id) = self.differ.pair(before, after) else {
            return;
        };
        let spot = Spot {
            role: Role::Parameter,
            subject: operation.subject,
            media: "",
            status: "",
            name: &old.name,
            location: old.location,
            days: operation.days,
            always: old.required() || new.required(),
            repeats: new.repeats(),
        };
        self.walk(id, &spot);
    }
}
