//! What operations take and give: media types and their schemas.

use super::super::reporter::{Sides, Words};
use super::super::walk::{Role, Spot};
use super::operation::Operation;
use super::{Check, apart};
use crate::files::At;

/// A media type: its two parts and its suffix, without parameters.
fn parts(name: &str) -> Option<(String, String, String)> {
    let plain = name.split(';').next()?.trim().to_lowercase();
    let (kind, rest) = plain.split_once('/')?;
    let mut rest = rest.split('+');
    let (sub, suffix) = (rest.next()?, rest.next().unwrap_or(""));
    rest.next()
        .is_none()
        .then(|| (kind.to_owned(), sub.to_owned(), suffix.to_owned()))
}

fn parameters(name: &str) -> Vec<String> {
    let parameters = name.split(';').skip(1).map(|one| one.trim().to_owned());
    let mut parameters: Vec<String> = parameters.filter(|one| !one.is_empty()).collect();
    parameters.sort();
    parameters
}

/// Whether whoever reads the one can read the other.
fn contains(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (parts(one), parts(other)) else {
        return false;
    };
    let suffixed = one.2.is_empty() && !other.2.is_empty() && other.2 == one.1;
    one.0 == other.0 && (suffixed || (one.1 == other.1 && one.2 == other.2))
}

impl<'a> Check<'_, 'a> {
    pub(super) fn request(&mut self, operation: &Operation<'_, 'a>) {
        let subject = operation.subject;
        let body = |at: At<'a>| at.follow("requestBody");
        let (base, revision) = (operation.base, operation.revision);
        let words = Words::default();
        let (before, after) = match (body(base), body(revision)) {
            (None, None) => return,
            (None, Some(at)) => {
                let change = match at.flag("required") {
                    true => "request-body-added-required",
                    false => "request-body-added-optional",
                };
                return self.say(change, subject, &words, Sides(None, Some(at)));
            }
            (Some(at), None) => {
                let sides = Sides(Some(at), Some(revision));
                return self.say("request-body-removed", subject, &words, sides);
            }
            (Some(before), Some(after)) => (before, after),
        };
        if before.flag("required") != after.flag("required") {
            let change = match after.flag("required") {
                true => "request-body-became-required",
                false => "request-body-became-optional",
            };
            let place = |at: At<'a>| Some(at.get("required").unwrap_or(at));
            self.say(change, subject, &words, Sides(place(before), place(after)));
        }
        self.content(operation, (before, after), Role::Request, "");
    }

    pub(super) fn responses(&mut self, operation: &Operation<'_, 'a>) {
        let responses = |at: At<'a>| at.get("responses");
        let (base, revision) = (operation.base, operation.revision);
        let names = apart(responses(base), responses(revision));
        for (status, at) in names.gone {
            let place = responses(revision).unwrap_or(revision);
            self.status(operation, status, "removed", Sides(Some(at), Some(place)));
        }
        for (status, at) in names.new {
            self.status(operation, status, "added", Sides(None, Some(at)));
        }
        for (status, before, after) in names.both {
            if status.starts_with("x-") {
                continue;
            }
            let (before, after) = (before.target(), after.target());
            self.content(operation, (before, after), Role::Response, status);
            self.headers(operation, status, before, after);
        }
    }

    fn status(
        &mut self,
        operation: &Operation<'_, 'a>,
        status: &str,
        change: &str,
        sides: Sides<'a>,
    ) {
        let Ok(number) = status.parse::<u16>() else {
            return;
        };
        let kind = match (200..=299).contains(&number) {
            true => "success",
            false => "non-success",
        };
        let words = Words {
            status,
            ..Words::default()
        };
        let change = format!("response-{kind}-status-{change}");
        self.say(&change, operation.subject, &words, sides);
    }

    fn content(
        &mut self,
        operation: &Operation<'_, 'a>,
        (before, after): (At<'a>, At<'a>),
        role: Role,
        status: &str,
    ) {
        let mut names = apart(before.get("content"), after.get("content"));
        for (name, old, new) in std::mem::take(&mut names.both) {
            self.media(operation, (old, new), role, (status, name));
        }
        let mut new = names.new;
        for (name, old) in names.gone {
            let alike =
                |(other, _): &(&str, At<'a>)| contains(other, name) || contains(name, other);
            match new.iter().position(alike) {
                Some(at) => {
                    let (other, after) = new.remove(at);
                    self.media_name(operation, (name, other), role, status, (old, after));
                    self.media(operation, (old, after), role, (status, other));
                }
                None => {
                    let place = after.get("content").unwrap_or(after);
                    self.media_there(
                        operation,
                        role,
                        "removed",
                        (status, name),
                        Sides(Some(old), Some(place)),
                    );
                }
            }
        }
        for (name, at) in new {
            self.media_there(
                operation,
                role,
                "added",
                (status, name),
                Sides(None, Some(at)),
            );
        }
    }

    fn media_there(
        &mut self,
        operation: &Operation<'_, 'a>,
        role: Role,
        change: &str,
        (status, name): (&str, &str),
        sides: Sides<'a>,
    ) {
        let whole = match role {
            Role::Request => "request-body-media-type",
            _ => "response-media-type",
        };
        let words = Words {
            name,
            status,
            media: name,
            ..Words::default()
        };
        self.say(
            &format!("{whole}-{change}"),
            operation.subject,
            &words,
            sides,
        );
    }

    fn media_name(
        &mut self,
        operation: &Operation<'_, 'a>,
        (from, to): (&str, &str),
        role: Role,
        status: &str,
        (old, new): (At<'a>, At<'a>),
    ) {
        if role != Role::Response {
            return;
        }
        let change = match () {
            () if parameters(from) != parameters(to) => "response-media-type-name-changed",
            () if contains(from, to) => "response-media-type-name-specialized",
            () => "response-media-type-name-generalized",
        };
        let words = Words {
            name: from,
            status,
            media: to,
            from: from.to_owned(),
            to: to.to_owned(),
            ..Words::default()
        };
        self.say(
            change,
            operation.subject,
            &words,
            Sides(Some(old), Some(new)),
        );
    }

    fn media(
        &mut self,
        operation: &Operation<'_, 'a>,
        (old, new): (At<'a>, At<'a>),
        role: Role,
        (status, media): (&str, &str),
    ) {
        let side = match role {
            Role::Request => "request",
            _ => "response",
        };
        let words = Words {
            status,
            media,
            ..Words::default()
        };
        let sides = Sides(Some(old), Some(new));
        match (old.get("schema"), new.get("schema")) {
            (None, None) => {}
            (None, Some(_)) => {
                let change = format!("{side}-body-media-type-schema-added");
                self.say(&change, operation.subject, &words, sides);
            }
            (Some(_), None) => {
                let change = format!("{side}-body-media-type-schema-removed");
                self.say(&change, operation.subject, &words, sides);
            }
            (Some(before), Some(after)) => {
                let Some(id) = self.differ.pair(before, after) else {
                    return;
                };
                let spot = Spot {
                    role,
                    subject: operation.subject,
                    media,
                    status,
                    name: "",
                    location: "",
                    days: operation.days,
                    always: false,
                    repeats: false,
                };
                self.walk(id, &spot);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn a_suffix_says_what_it_can_be_read_as() {
        assert!(contains("application/json", "application/vnd.pets+json"));
        assert!(!contains("application/vnd.pets+json", "application/json"));
        assert!(contains("text/plain", "text/plain; charset=utf-8"));
        assert!(!contains("text/json", "application/json"));
    }
}
