//! Whether defaults are values of their types.

use holdpoint_findings::Value;

use super::Reader;
use crate::mistakes::DEFAULT;
use crate::model::{Enum, Id, Kind, Plain, Record, Use};

/// Defaults of records within each other. A record whose default needs itself has no end.
const DEPTH: usize = 64;
/// Values that are looked at: the default of one field may be needed by many.
const VALUES: usize = 1_000_000;

impl<'d> Reader<'_, 'd> {
    pub(super) fn check_defaults(&mut self) {
        if !self.mistakes.is_empty() {
            return;
        }
        let mut left = VALUES;
        let mut wrong = Vec::new();
        for ((id, number), (spot, value)) in &self.defaults {
            let Some(of) = self.type_of(*id, *number) else {
                continue;
            };
            if !self.fits(of.id, *value, DEPTH, &mut left) {
                wrong.push((spot.clone(), value.to_string(), self.described_by(of)));
            }
        }
        wrong.sort_by_key(|(spot, ..)| (spot.file, spot.span));
        for (spot, value, of) in wrong {
            let words = [("value", &*value), ("of", &*of)];
            self.mistakes.at(&spot, &DEFAULT, &words);
        }
    }

    fn type_of(&self, id: Id, number: usize) -> Option<&Use> {
        match &self.nodes.get(id as usize)?.kind {
            Kind::Record(_, record) => record.fields.get(number).map(|field| &field.of),
            _ => None,
        }
    }

    fn described_by(&self, of: &Use) -> String {
        match self.told_by(of.id) {
            "union" => "any branch of the union".to_owned(),
            word => format!("the type `{word}`"),
        }
    }

    fn fits(&self, id: Id, value: Value<'d>, depth: usize, left: &mut usize) -> bool {
        if depth == 0 || *left == 0 {
            return false;
        }
        *left -= 1;
        let Some(node) = self.nodes.get(id as usize) else {
            return false;
        };
        match &node.kind {
            Kind::Named(target) => self.fits(*target, value, depth - 1, left),
            Kind::Plain(plain) => fits_plain(*plain, value),
            Kind::Array(items) => {
                let mut all = value.items();
                value.is_list() && all.all(|item| self.fits(items.id, item, depth - 1, left))
            }
            Kind::Map(values) => {
                let mut all = value.fields();
                let mut fits = |value| self.fits(values.id, value, depth - 1, left);
                value.is_map() && all.all(|field| fits(field.value))
            }
            Kind::Union(branches) => {
                let mut any = branches.iter();
                any.any(|branch| self.fits(branch.id, value, depth - 1, left))
            }
            Kind::Fixed(_, size) => value.text().is_some_and(|text| fits_fixed(text, *size)),
            Kind::Enum(_, of) => value.text().is_some_and(|text| has(of, text)),
            Kind::Record(_, record) => {
                value.is_map() && self.fits_record(self.target(id), record, value, depth, left)
            }
        }
    }

    fn target(&self, id: Id) -> Id {
        match self.nodes.get(id as usize).map(|node| &node.kind) {
            Some(Kind::Named(target)) => *target,
            _ => id,
        }
    }

    /// What the default of a record leaves out has a default of its own.
    fn fits_record(
        &self,
        id: Id,
        record: &Record,
        value: Value<'d>,
        depth: usize,
        left: &mut usize,
    ) -> bool {
        let mut fields = record.fields.iter().enumerate();
        fields.all(|(number, field)| {
            let own = self.defaults.get(&(id, number)).map(|(_, value)| *value);
            let given = value.get(&field.name).or(own);
            given.is_some_and(|given| self.fits(field.of.id, given, depth - 1, left))
        })
    }
}

fn fits_plain(plain: Plain, value: Value<'_>) -> bool {
    let number = value.number().map(|number| number.text);
    match plain {
        Plain::Null => value.is_null(),
        Plain::Boolean => value.bool().is_some(),
        Plain::Int => number.is_some_and(|text| text.parse::<i32>().is_ok()),
        Plain::Long => number.is_some_and(|text| text.parse::<i64>().is_ok()),
        Plain::Float | Plain::Double => number.is_some(),
        Plain::Bytes => value.text().is_some_and(is_bytes),
        Plain::String => value.text().is_some(),
    }
}

/// Bytes are written as letters whose numbers they are.
fn is_bytes(text: &str) -> bool {
    text.chars().all(|letter| u32::from(letter) < 256)
}

fn fits_fixed(text: &str, size: u64) -> bool {
    is_bytes(text) && text.chars().count() as u64 == size
}

fn has(of: &Enum, text: &str) -> bool {
    of.symbols.iter().any(|symbol| **symbol == *text)
}
