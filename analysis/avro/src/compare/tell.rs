//! From pairs that do not hold to findings.

use holdpoint_findings::{Direction, Finding};

use super::pairs::{Needs, Note, Pair, Pairs};
use crate::model::Use;
use crate::rules::{BRANCH, REMOVED};

/// Findings that are kept; whoever breaks more has enough to read.
const FINDINGS: usize = 100_000;
/// How far down the reason why a branch does not fit is looked for.
const REASONS: usize = 16;

pub(super) struct Teller<'p, 's> {
    pairs: &'p Pairs<'s>,
    direction: Direction,
    pub(super) findings: Vec<Finding>,
    pub(super) full: bool,
}

impl<'p, 's> Teller<'p, 's> {
    pub(super) fn new(pairs: &'p Pairs<'s>, direction: Direction) -> Self {
        Self {
            pairs,
            direction,
            findings: Vec::new(),
            full: false,
        }
    }

    /// Tells of everything below these pairs.
    pub(super) fn tell(&mut self, starts: &[usize]) {
        let mut seen = vec![false; self.pairs.all.len()];
        let mut open: Vec<usize> = starts.iter().rev().copied().collect();
        while let Some(number) = open.pop() {
            match seen.get_mut(number) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            let Some(pair) = self.pairs.all.get(number) else {
                continue;
            };
            pair.notes.iter().for_each(|note| self.note(note));
            match &pair.needs {
                Needs::All(parts) => open.extend(parts.iter().rev()),
                Needs::Any(..) if !pair.holds => self.branch(pair),
                Needs::Any(parts, exact) => open.extend(exact.or_else(|| self.first(parts))),
            }
        }
    }

    fn first(&self, parts: &[usize]) -> Option<usize> {
        let holds = |part: &&usize| self.pairs.all.get(**part).is_some_and(|pair| pair.holds);
        parts.iter().find(holds).copied()
    }

    /// A schema that nobody reads.
    pub(super) fn gone(&mut self, root: &'s Use) {
        // What is new is no concern of those who do not know of it.
        if self.direction == Direction::Forward {
            return;
        }
        let name = self.pairs.writer.name(root.id);
        let called = name.map_or("schema", |name| &name.full).to_owned();
        let words = [("who", self.who()), ("subject", &called)];
        let place = self.pairs.writer.place(&root.spot);
        self.add(Finding::new(&REMOVED, place, &*called, &words));
    }

    fn who(&self) -> &'static str {
        match self.direction {
            Direction::Backward => "the new version cannot read all that the old one wrote",
            Direction::Forward => "the old version cannot read all that the new one writes",
        }
    }

    /// The same, where it can be read.
    fn who_reads(&self) -> &'static str {
        match self.direction {
            Direction::Backward => "the new version reads what the old one wrote",
            Direction::Forward => "the old version reads what the new one writes",
        }
    }

    fn note(&mut self, note: &Note<'_>) {
        let who = match note.against {
            true => self.who(),
            false => self.who_reads(),
        };
        let mut words = vec![("who", who), ("subject", &*note.subject)];
        words.extend(note.words.iter().map(|(name, word)| (*name, &**word)));
        let (reader, writer) = note.at;
        let reader = self.pairs.reader.place(reader);
        let writer = self.pairs.writer.place(writer);
        let (base, revision) = self.direction.base_and_revision(reader, writer);
        let finding = Finding::new(note.rule, revision, &*note.subject, &words);
        self.add(finding.related(base, "before"));
    }

    fn branch(&mut self, pair: &Pair<'s>) {
        let (reads, writes) = (self.pairs.reader, self.pairs.writer);
        let why = match self.reason(pair) {
            Some(note) => format!(
                ": {}",
                note.rule.id.replace("avro-", "").replace('-', " ") + " of `" + &note.subject + "`"
            ),
            None => String::new(),
        };
        let note = Note {
            rule: &BRANCH,
            against: true,
            subject: pair.subject.clone(),
            words: vec![
                ("reader", reads.called(pair.reader)),
                ("writer", writes.called(pair.writer)),
                ("why", why),
            ],
            at: pair.at,
        };
        self.note(&note);
    }

    /// Why the branch that comes nearest does not fit.
    fn reason(&self, pair: &Pair<'s>) -> Option<&'p Note<'s>> {
        let all = &self.pairs.all;
        let mut number = match &pair.needs {
            Needs::Any(_, Some(exact)) => *exact,
            Needs::Any(parts, None) => *parts.first()?,
            Needs::All(_) => return None,
        };
        for _ in 0..REASONS {
            let pair = all.get(number)?;
            if let Some(note) = pair.notes.iter().find(|note| note.against) {
                return Some(note);
            }
            let fallen = |part: &&usize| all.get(**part).is_some_and(|pair| !pair.holds);
            number = *pair.needs.parts().iter().find(fallen)?;
        }
        None
    }

    fn add(&mut self, finding: Finding) {
        if self.findings.len() >= FINDINGS {
            self.full = true;
            return;
        }
        let direction = self.direction.as_str();
        self.findings.push(finding.property("direction", direction));
    }
}
