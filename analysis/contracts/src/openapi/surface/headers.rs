//! Headers of responses.

use super::super::changes::{header_nullable, header_type};
use super::super::reporter::{Sides, Words};
use super::super::walk::Role;
use super::super::whole;
use super::Check;
use super::operation::Operation;
use crate::files::At;

type Header<'a> = (String, At<'a>);

fn all(response: At<'_>) -> Vec<Header<'_>> {
    let headers = response.get("headers").into_iter().flat_map(At::fields);
    headers
        .map(|(name, at)| (name.to_lowercase(), at.target()))
        .collect()
}

impl<'a> Check<'_, 'a> {
    pub(super) fn headers(
        &mut self,
        operation: &Operation<'_, 'a>,
        status: &str,
        before: At<'a>,
        after: At<'a>,
    ) {
        let (old, new) = (all(before), all(after));
        let words = |name| Words {
            name,
            status,
            ..Words::default()
        };
        for (name, at) in &old {
            match new.iter().find(|(other, _)| other == name) {
                Some((_, other)) => self.header(operation, &words(name), *at, *other),
                None => {
                    let change = match at.flag("required") {
                        true => "required-response-header-removed",
                        false => "optional-response-header-removed",
                    };
                    let place = after.get("headers").unwrap_or(after);
                    let sides = Sides(Some(*at), Some(place));
                    self.say(change, operation.subject, &words(name), sides);
                }
            }
        }
        for (name, at) in new
            .iter()
            .filter(|(name, _)| !old.iter().any(|(other, _)| other == name))
        {
            let sides = Sides(None, Some(*at));
            self.say(
                "response-header-added",
                operation.subject,
                &words(name),
                sides,
            );
        }
    }

    fn header(
        &mut self,
        operation: &Operation<'_, 'a>,
        words: &Words<'_>,
        old: At<'a>,
        new: At<'a>,
    ) {
        let subject = operation.subject;
        let sides = Sides(Some(old), Some(new));
        if old.flag("required") && !new.flag("required") {
            self.say("response-header-became-optional", subject, words, sides);
        }
        let (Some(before), Some(after)) = (old.get("schema"), new.get("schema")) else {
            return;
        };
        let Some(id) = self.differ.pair(before, after) else {
            return;
        };
        let Some(node) = self.differ.node(id) else {
            return;
        };
        let nullable = header_nullable(node);
        let kind = header_type(node).filter(|(change, _)| {
            let change = format!("response-header-{change}");
            !whole::stands_for(node, Role::Response, &change)
        });
        if let Some(change) = nullable {
            self.say(&format!("response-header-{change}"), subject, words, sides);
        }
        if let Some((change, [from, to])) = kind {
            let words = Words {
                from,
                to,
                ..words.clone()
            };
            self.say(&format!("response-header-{change}"), subject, &words, sides);
        }
    }
}
