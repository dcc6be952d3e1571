//! What a pair needs, and what speaks against it.

use std::collections::BTreeSet;

use super::logical;
use super::pairs::{Needs, Note, Pairs};
use crate::model::{Enum, Field, Id, Kind, Name, Plain, Record, Spot, Use};
use crate::rules::{AMBIGUOUS, DEFAULT, DEFAULTED, INEXACT, NAME, NAMESPACE, SIZE, SYMBOLS, TYPE};
use holdpoint_findings::{Level, Rule};

/// What is found out about one pair.
struct Look<'s> {
    reader: Id,
    writer: Id,
    at: (&'s Spot, &'s Spot),
    subject: String,
    parts: Vec<usize>,
    notes: Vec<Note<'s>>,
}

impl<'s> Look<'s> {
    fn note(&mut self, rule: &'static Rule, words: &[(&'static str, String)]) {
        self.notes.push(Note {
            rule,
            against: rule.level == Level::Error,
            subject: self.subject.clone(),
            words: words.to_vec(),
            at: self.at,
        });
    }
}

impl<'s> Pairs<'s> {
    pub(super) fn expanded(&mut self, number: usize) -> (Needs, Vec<Note<'s>>) {
        let Some(pair) = self.all.get(number) else {
            return (Needs::All(Vec::new()), Vec::new());
        };
        let mut look = Look {
            reader: pair.reader,
            writer: pair.writer,
            at: pair.at,
            subject: pair.subject.clone(),
            parts: Vec::new(),
            notes: Vec::new(),
        };
        let (reads, writes) = (self.reader, self.writer);
        let (reader, writer) = (
            &reads.node(look.reader).kind,
            &writes.node(look.writer).kind,
        );
        match (reader, writer) {
            // Each branch may have been written.
            (_, Kind::Union(branches)) => self.each(&mut look, branches),
            (Kind::Union(branches), _) => return (self.branches(&look, branches), look.notes),
            _ => self.look(&mut look, reader, writer),
        }
        (Needs::All(look.parts), look.notes)
    }

    /// Neither is a union.
    fn look(&mut self, look: &mut Look<'s>, reader: &'s Kind, writer: &'s Kind) {
        match (reader, writer) {
            (Kind::Plain(reader), Kind::Plain(writer)) if reader.takes(*writer) => {
                self.plain(look, *reader, *writer);
            }
            (Kind::Array(reader), Kind::Array(writer)) => {
                let part = self.pair(reader, writer, look.subject.clone() + "[]");
                look.parts.extend(part);
            }
            (Kind::Map(reader), Kind::Map(writer)) => {
                let part = self.pair(reader, writer, look.subject.clone() + "{}");
                look.parts.extend(part);
            }
            (Kind::Fixed(reader, size), Kind::Fixed(writer, written)) => {
                names(look, reader, writer);
                sizes(look, *size, *written);
                self.logical(look);
            }
            (Kind::Enum(reader, of), Kind::Enum(writer, written)) => {
                names(look, reader, writer);
                symbols(look, of, written);
            }
            (Kind::Record(reader, of), Kind::Record(writer, written)) => {
                names(look, reader, writer);
                self.record(look, (reader, of), (writer, written));
            }
            _ => look.note(&TYPE, &self.both(look)),
        }
    }

    fn each(&mut self, look: &mut Look<'s>, branches: &'s [Use]) {
        let at = (look.reader, look.at.0);
        for branch in branches {
            if self.exhausted {
                break;
            }
            let written = (branch.id, &branch.spot);
            let part = self.pair_of(at, written, look.subject.clone());
            look.parts.extend(part);
        }
    }

    fn both(&self, look: &Look<'_>) -> [(&'static str, String); 2] {
        let reader = self.reader.called(look.reader);
        [
            ("reader", reader),
            ("writer", self.writer.called(look.writer)),
        ]
    }

    /// The branches of the reader that may take it.
    fn branches(&mut self, look: &Look<'s>, branches: &'s [Use]) -> Needs {
        let (reads, writes) = (self.reader, self.writer);
        let (mut parts, mut exact) = (Vec::new(), None);
        let kind = &writes.node(look.writer).kind;
        let known = self.branches_of(look.reader, branches);
        for branch in known.for_written(kind) {
            // There is more than is looked at, and going on would bring nothing but time.
            if self.exhausted {
                break;
            }
            let takes = takes(&reads.node(branch.id).kind, kind);
            if takes == Takes::Never {
                continue;
            }
            let of = (branch.id, &branch.spot);
            let part = self.pair_of(of, (look.writer, look.at.1), look.subject.clone());
            parts.extend(part);
            if takes == Takes::Itself {
                exact = part;
            }
        }
        Needs::Any(parts, exact)
    }

    fn plain(&self, look: &mut Look<'s>, reader: Plain, writer: Plain) {
        let inexact = matches!(
            (reader, writer),
            (Plain::Float, Plain::Int | Plain::Long) | (Plain::Double, Plain::Long)
        );
        if inexact {
            look.note(&INEXACT, &self.both(look));
        }
        self.logical(look);
    }

    fn logical(&self, look: &mut Look<'s>) {
        let reader = self.reader.node(look.reader).logical.as_ref();
        let writer = self.writer.node(look.writer).logical.as_ref();
        if let Some(rule) = logical::differ(reader, writer) {
            look.note(rule, &self.both(look));
            // The bytes can be read; what they mean is another matter.
            if let Some(note) = look.notes.last_mut() {
                note.against = false;
            }
        }
    }

    fn record(
        &mut self,
        look: &mut Look<'s>,
        (name, reader): (&'s Name, &'s Record),
        (written_as, writer): (&'s Name, &'s Record),
    ) {
        for field in &reader.fields {
            let of = format!("{}.{}", name.full, field.name);
            let mut found = written(field, writer);
            match (found.pop(), found.pop()) {
                (Some(one), None) => look.parts.extend(self.pair(&field.of, &one.of, of)),
                (None, _) if field.has_default => {}
                (None, _) => look.notes.push(Note {
                    rule: &DEFAULT,
                    against: true,
                    subject: of,
                    words: Vec::new(),
                    at: (&field.spot, &written_as.spot),
                }),
                (Some(one), Some(other)) => look.notes.push(Note {
                    rule: &AMBIGUOUS,
                    against: true,
                    subject: of,
                    words: vec![("fields", format!("`{}`, `{}`", other.name, one.name))],
                    at: (&field.spot, &one.spot),
                }),
            }
        }
    }
}

/// The fields that were written for one that is read.
fn written<'s>(field: &Field, writer: &'s Record) -> Vec<&'s Field> {
    let names: BTreeSet<&str> = { field.aliases.iter().map(AsRef::as_ref) }
        .chain([&*field.name])
        .collect();
    let found = names.into_iter().filter_map(|name| writer.field(name));
    found.collect()
}

fn sizes(look: &mut Look<'_>, reader: u64, writer: u64) {
    if reader != writer {
        let words = [
            ("reader", reader.to_string()),
            ("writer", writer.to_string()),
        ];
        look.note(&SIZE, &words);
    }
}

fn names(look: &mut Look<'_>, reader: &Name, writer: &Name) {
    let words = [
        ("reader", reader.full.to_string()),
        ("writer", writer.full.to_string()),
    ];
    if !reader.takes(writer) {
        look.note(&NAME, &words);
    } else if reader.full != writer.full && !reader.aliases.contains(&writer.full) {
        look.note(&NAMESPACE, &words);
    }
}

fn symbols(look: &mut Look<'_>, reader: &Enum, writer: &Enum) {
    let known: BTreeSet<&str> = reader.symbols.iter().map(AsRef::as_ref).collect();
    let missing = { writer.symbols.iter() }.filter(|symbol| !known.contains(&***symbol));
    let missing: Vec<_> = missing.map(|symbol| format!("`{symbol}`")).collect();
    if missing.is_empty() {
        return;
    }
    let said = few(&missing);
    match &reader.default {
        None => look.note(&SYMBOLS, &[("symbols", said)]),
        Some(default) => {
            let words = [("symbols", said), ("default", default.to_string())];
            look.note(&DEFAULTED, &words);
        }
    }
}

/// Some of them, and how many more there are.
fn few(words: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown = words.get(..SHOWN).unwrap_or(words).join(", ");
    match words.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// How far a branch may take a type, before their parts are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    Never,
    Perhaps,
    /// It is of just this type.
    Itself,
}

fn takes(reader: &Kind, writer: &Kind) -> Takes {
    let (reads, writes) = match (reader, writer) {
        (Kind::Plain(reader), Kind::Plain(writer)) if reader == writer => return Takes::Itself,
        (Kind::Plain(reader), Kind::Plain(writer)) if reader.takes(*writer) => {
            return Takes::Perhaps;
        }
        (Kind::Array(_), Kind::Array(_)) | (Kind::Map(_), Kind::Map(_)) => return Takes::Itself,
        (Kind::Fixed(reader, _), Kind::Fixed(writer, _))
        | (Kind::Enum(reader, _), Kind::Enum(writer, _))
        | (Kind::Record(reader, _), Kind::Record(writer, _)) => (reader, writer),
        _ => return Takes::Never,
    };
    match reads.takes(writes) {
        _ if reads.full == writes.full => Takes::Itself,
        true => Takes::Perhaps,
        false => Takes::Never,
    }
}
