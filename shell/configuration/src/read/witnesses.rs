//! Who cosigns the ledger's checkpoints.

use holdpoint_domain::organisation::{Witness, WitnessMistake, Witnesses};

use super::{Reader, keys};
use crate::diagnostic::{Span, witness_wrong};
use crate::yaml::{Entry, Node, Value};

impl Reader<'_> {
    /// Keys and addresses by name, and how many of them are enough; an empty section believes nobody.
    pub(super) fn witnesses(&mut self, root: &Node, node: &Node) -> Option<Witnesses> {
        if matches!(node.value, Value::Null) {
            return None;
        }
        let span = root.locate(&["witnesses"]);
        let fields = self.fields("the witnesses", span, node, keys::WITNESSES)?;
        let quorum = self.required(&fields, "quorum", "2");
        let quorum = quorum.and_then(|node| self.count(node));
        let of = self.required(&fields, "of", "a map of names to witnesses")?;
        if !matches!(of.value, Value::Map(_)) {
            self.wrong(of, "a map of names to witnesses", None);
        }
        let entries = of.entries().len();
        let read = of.entries().iter().filter_map(|entry| self.witness(entry));
        let found: Vec<(Span, Witness)> = read.collect();
        let (spans, of): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        let complete = of.len() == entries;
        let witnesses = Witnesses {
            quorum: quorum?,
            of,
        };
        // What is wrong with one is said already, and would only be said once more of all.
        if !complete {
            return None;
        }
        self.sound(span, &spans, &witnesses);
        Some(witnesses)
    }

    fn witness(&mut self, entry: &Entry) -> Option<(Span, Witness)> {
        let owner = format!("witness `{}`", entry.key);
        let fields = self.fields(owner, entry.span, &entry.value, keys::WITNESS)?;
        let key = self.required(&fields, "key", "the verifier key that the witness printed");
        let url = self.required(&fields, "url", "https://witness.example.org");
        let key = key.and_then(|node| Some((node.span, self.text(node, "a verifier key")?)));
        let url = url.and_then(|node| self.text(node, "an address"));
        let (span, key) = key?;
        let witness = Witness {
            name: entry.key.clone(),
            key,
            url: url?,
        };
        Some((span, witness))
    }

    /// Says what is wrong with them, each where its key stands.
    fn sound(&mut self, all: Span, spans: &[Span], witnesses: &Witnesses) {
        for mistake in witnesses.policy(None).err().unwrap_or_default() {
            let (span, said) = match &mistake {
                WitnessMistake::One(name, why) => {
                    let at = witnesses.of.iter().position(|one| one.name == *name);
                    let span = at.and_then(|at| spans.get(at).copied());
                    (span, format!("witness `{name}`: {why}"))
                }
                WitnessMistake::Together(why) => (None, why.clone()),
            };
            self.report(span.unwrap_or(all), witness_wrong(said));
        }
    }
}
