//! A value of a body, with the way to it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use holdpoint_findings::{Value, pointer};

use crate::mistake::{MOST, Mistake, body, shown};

/// Bytes of a text that is a name, an id or an address.
const WORD: usize = 4_096;

/// A value, the pointer to it, and where its mistakes are kept.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    value: Value<'a>,
    pointer: String,
    wrong: &'a RefCell<Vec<Mistake>>,
}

impl<'a> Node<'a> {
    pub(super) fn root(value: Value<'a>, wrong: &'a RefCell<Vec<Mistake>>) -> Self {
        Self {
            value,
            pointer: String::new(),
            wrong,
        }
    }

    fn child(&self, value: Value<'a>, step: &str) -> Self {
        let pointer = pointer::join(&self.pointer, step);
        Self {
            value,
            pointer,
            wrong: self.wrong,
        }
    }

    /// Says what is wrong with it.
    pub(crate) fn wrong(
        &self,
        found: impl Into<String>,
        expected: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) {
        self.report(Mistake {
            at: body(&self.value.place(self.pointer.clone())),
            found: found.into(),
            expected: expected.into(),
            help: help.into(),
        });
    }

    /// Says what is wrong elsewhere, such as in a header.
    pub(crate) fn report(&self, mistake: Mistake) {
        let mut wrong = self.wrong.borrow_mut();
        if wrong.len() < MOST {
            wrong.push(mistake);
        }
    }

    /// What stands under a key, and is not null.
    pub(crate) fn field(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        Some(self.child(value, key))
    }

    /// The same, which has to be there.
    pub(crate) fn need(&self, key: &str, expected: &'static str) -> Option<Self> {
        let found = self.field(key);
        if found.is_none() && self.object().is_some() {
            let at = Self {
                pointer: pointer::join(&self.pointer, key),
                ..self.clone()
            };
            at.wrong("nothing", expected, format!("give it a `{key}`"));
        }
        found
    }

    /// Itself, if it is a map.
    pub(crate) fn object(&self) -> Option<&Self> {
        match self.value.is_map() {
            true => Some(self),
            false => {
                let help = "send an object with the fields that the documentation shows";
                self.wrong(self.value.described(), "an object", help);
                None
            }
        }
    }

    /// Its text: not empty, on one line, and not endless.
    pub(crate) fn text(&self, expected: &'static str) -> Option<&'a str> {
        let Some(text) = self.value.text() else {
            self.wrong(self.value.described(), expected, "write it in quotes");
            return None;
        };
        if text.is_empty() || text.len() > WORD || text.chars().any(char::is_control) {
            let help = format!("write 1 to {WORD} bytes on one line");
            self.wrong(shown(text), expected, help);
            return None;
        }
        Some(text)
    }

    /// Its text, which may have several lines or be empty.
    pub(crate) fn prose(&self, expected: &'static str) -> Option<&'a str> {
        let text = self.value.text();
        if text.is_none() {
            self.wrong(self.value.described(), expected, "write it in quotes");
        }
        text
    }

    /// Its text, if it is sound.
    pub(crate) fn sound(
        &self,
        expected: &'static str,
        help: &'static str,
        sound: impl Fn(&str) -> bool,
    ) -> Option<&'a str> {
        let text = self.text(expected)?;
        if !sound(text) {
            self.wrong(shown(text), expected, help);
            return None;
        }
        Some(text)
    }

    /// A whole number from 1, as ids of forges are.
    pub(crate) fn id(&self, expected: &'static str) -> Option<u64> {
        let written = self.value.number().map(|number| number.text);
        let number = written
            .and_then(|text| text.parse().ok())
            .filter(|number| *number > 0);
        if number.is_none() {
            let help = "write a whole number from 1, without quotes";
            self.wrong(shown(&self.value.to_string()), expected, help);
        }
        number
    }

    pub(crate) fn truth(&self, expected: &'static str) -> Option<bool> {
        let truth = self.value.bool();
        if truth.is_none() {
            let help = "write true or false, without quotes";
            self.wrong(self.value.described(), expected, help);
        }
        truth
    }

    /// Its items, if it is a list.
    pub(crate) fn items(&self, expected: &'static str) -> Vec<Self> {
        if !self.value.is_list() {
            self.wrong(self.value.described(), expected, "write a list");
        }
        let items = self.value.items().enumerate();
        { items }
            .map(|(at, item)| self.child(item, &at.to_string()))
            .collect()
    }

    /// Its keys with their values, if it is a map.
    pub(crate) fn fields(&self) -> Vec<(&'a str, Self)> {
        let fields = self.object().into_iter().flat_map(|map| map.value.fields());
        { fields }
            .map(|field| (field.key, self.child(field.value, field.key)))
            .collect()
    }

    /// Texts by their names, as labels are.
    pub(crate) fn texts(&self, expected: &'static str) -> BTreeMap<String, String> {
        let pairs = self.fields().into_iter();
        let pair =
            |(key, value): (&str, Self)| Some((key.to_owned(), value.prose(expected)?.to_owned()));
        pairs.filter_map(pair).collect()
    }
}
