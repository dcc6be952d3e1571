//! The names by which people are known, and where they occur in an event.

use std::collections::HashMap;

use holdpoint_ports::Profile;
use serde_json::Value;

use super::mail::holds_address;
use super::place::{Step, constrained, pointer};

/// Names, handles and mail addresses, each as a sequence of lower-case words, by its first word.
#[derive(Debug, Default)]
pub(super) struct People {
    terms: HashMap<String, Vec<Term>>,
    /// By the first byte of a first word, a bit for each length that it has: this tells most words apart.
    shapes: Vec<u64>,
}

/// What somebody is known by, after its first word.
#[derive(Debug)]
struct Term {
    rest: Vec<String>,
    /// Whether it is a name of several words or an address: nothing else is called so by chance.
    full: bool,
}

/// What was found, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) what: &'static str,
    pub(super) pointer: String,
}

/// What accounts are called that are of no person in particular; the words stand in file names and reports.
const ACCOUNTS: &[&str] = &[
    "admin",
    "administrator",
    "bot",
    "build",
    "builder",
    "debian",
    "deploy",
    "dev",
    "developer",
    "git",
    "github",
    "jenkins",
    "operator",
    "release",
    "root",
    "runner",
    "service",
    "support",
    "test",
    "ubuntu",
    "user",
];

const MAIL: &str = "a mail address";
pub(super) const NAME: &str = "the name of a person";

impl People {
    pub(super) fn new(people: &[(String, Profile)]) -> Self {
        let mut index = Self::default();
        people.iter().for_each(|(_, profile)| index.add(profile));
        index
    }

    pub(super) fn add(&mut self, profile: &Profile) {
        self.add_term(&profile.handle, false);
        self.add_term(&profile.name, true);
        profile
            .mail
            .iter()
            .for_each(|mail| self.add_term(mail, true));
    }

    /// One or two letters alone are too common to be taken for a person, and so is what accounts are called.
    fn add_term(&mut self, term: &str, full: bool) {
        let mut words = words(term).map(|word| word.to_lowercase());
        let Some(first) = words.next() else { return };
        let rest: Vec<_> = words.collect();
        let telling = first.chars().count() > 2 && !ACCOUNTS.contains(&first.as_str());
        if telling || !rest.is_empty() {
            self.note_shape(first.as_bytes());
            let full = full && !rest.is_empty();
            self.terms
                .entry(first)
                .or_default()
                .push(Term { rest, full });
        }
    }

    /// The first string in the data that holds a mail address, or a name where the event's schema leaves free
    /// what stands there.
    pub(super) fn find(&self, event_type: &str, data: &Value) -> Option<Found> {
        let mut path = Vec::new();
        self.walk(event_type, data, data, &mut path)
    }

    fn walk<'a>(
        &self,
        event_type: &str,
        root: &'a Value,
        value: &'a Value,
        path: &mut Vec<Step<'a>>,
    ) -> Option<Found> {
        match value {
            Value::String(text) => self.text(event_type, root, text, path),
            Value::Array(items) => items.iter().zip(0..).find_map(|(item, at)| {
                path.push(Step::Item(at));
                let found = self.walk(event_type, root, item, path);
                path.pop();
                found
            }),
            Value::Object(members) => members.iter().find_map(|(name, member)| {
                path.push(Step::Member(name));
                let found = self.name(event_type, root, name, path);
                let found = found.or_else(|| self.walk(event_type, root, member, path));
                path.pop();
                found
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }

    fn text(&self, event_type: &str, root: &Value, text: &str, path: &[Step<'_>]) -> Option<Found> {
        let what = self.what(text)?;
        let free = what == MAIL || !constrained(event_type, root, path);
        let pointer = pointer(path);
        free.then_some(Found { what, pointer })
    }

    /// The name of a member, which in a map of names may be anything.
    fn name(&self, event_type: &str, root: &Value, name: &str, path: &[Step<'_>]) -> Option<Found> {
        // Names of fields are ours: only those in a map come from outside.
        let found = self
            .what(name)
            .filter(|_| !super::place::field(event_type, root, path));
        found.map(|what| Found {
            what,
            pointer: pointer(path),
        })
    }

    fn what(&self, text: &str) -> Option<&'static str> {
        if text.contains('@') && holds_address(text) {
            return Some(MAIL);
        }
        self.names_somebody(text).then_some(NAME)
    }

    fn names_somebody(&self, text: &str) -> bool {
        self.may_name_somebody(text) && self.holds_term(text, |_| true)
    }

    /// Whether the text holds somebody's full name or address, however its words are put together.
    pub(super) fn names_in_full(&self, text: &str) -> bool {
        self.may_name_somebody(text) && self.holds_term(text, |term| term.full)
    }

    /// Quickly says no to nearly all text; words beyond ASCII are left to the slow way.
    fn may_name_somebody(&self, text: &str) -> bool {
        let mut words = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
        !text.is_ascii() || words.any(|word| self.has_shape(word))
    }

    fn note_shape(&mut self, word: &[u8]) {
        self.shapes.resize(256, 0);
        let (first, length) = shape(word);
        if let Some(lengths) = self.shapes.get_mut(first) {
            *lengths |= length;
        }
    }

    fn has_shape(&self, word: &[u8]) -> bool {
        let (first, length) = shape(word);
        self.shapes
            .get(first)
            .is_some_and(|lengths| lengths & length != 0)
    }

    fn holds_term(&self, text: &str, counts: impl Fn(&Term) -> bool) -> bool {
        let mut rest = text;
        while let Some((word, after)) = next_word(rest) {
            if self
                .terms_from(word)
                .iter()
                .any(|term| counts(term) && begins_with(after, &term.rest))
            {
                return true;
            }
            rest = after;
        }
        false
    }

    fn terms_from(&self, word: &str) -> &[Term] {
        let lower = word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let found = match lower {
            true => self.terms.get(word),
            false => self.terms.get(&word.to_lowercase()),
        };
        found.map(Vec::as_slice).unwrap_or_default()
    }
}

/// The first byte of a word, and its length as a bit; all long words have the same.
fn shape(word: &[u8]) -> (usize, u64) {
    let first = word.first().map_or(0, u8::to_ascii_lowercase);
    (usize::from(first), 1 << word.len().min(63))
}

fn begins_with(text: &str, term: &[String]) -> bool {
    let mut found = words(text);
    term.iter().all(|word| {
        found
            .next()
            .is_some_and(|found| found.to_lowercase() == *word)
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The first word of the text, and what follows it.
fn next_word(text: &str) -> Option<(&str, &str)> {
    let start = text.find(char::is_alphanumeric)?;
    let text = text.get(start..)?;
    let end = text
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(text.len());
    text.split_at_checked(end)
}
