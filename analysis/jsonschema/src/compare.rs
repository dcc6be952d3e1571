//! Two versions, one of which takes what was written for the other.

use holdpoint_findings::{Direction, Finding, Place};

use crate::model::{Id, Node, Schema};
use crate::prove::{Left, Prover, Reason};

/// What objects hold of which a schema says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Content {
    /// Anything, unless the schema says otherwise.
    #[default]
    AsWritten,
    /// Nothing: whoever writes keeps to what is described.
    Closed,
}

/// What a comparison says.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Every reason why a document might be refused, in no order.
    pub findings: Vec<Finding>,
    /// There is more than is looked at or decided.
    pub incomplete: bool,
}

/// Whether what the one version takes is taken by the other, and if not, why.
#[must_use]
pub fn compare(
    base: &Schema,
    revision: &Schema,
    direction: Direction,
    content: Content,
) -> Comparison {
    let first = Id::try_from(base.nodes.len()).unwrap_or(Id::MAX);
    let mut nodes: Vec<Node> = base.nodes.clone();
    nodes.extend(revision.nodes.iter().cloned().map(|mut node| {
        node.each_part(|part| *part = part.saturating_add(first));
        node
    }));
    let (reader, writer) = direction.reader_and_writer(0, first);
    let mut prover = Prover::new(nodes, &content);
    let reasons = prover.reasons(&Left::of(vec![writer]), reader);
    let sides = Sides {
        base,
        revision,
        first,
        direction,
    };
    let mut findings: Vec<Finding> = reasons.iter().map(|reason| sides.finding(reason)).collect();
    let mut seen = std::collections::HashSet::new();
    findings.retain(|finding| seen.insert((finding.fingerprint, finding.place.clone())));
    let undecided = findings
        .iter()
        .any(|one| one.rule.id == crate::rules::UNDECIDED.id);
    Comparison {
        incomplete: prover.exhausted || undecided,
        findings,
    }
}

/// That a schema of several is gone, of which this was the first place. Who wrote for the new version alone does not know
/// of it.
#[must_use]
pub fn removed(base: &Schema, name: &str, direction: Direction) -> Option<Finding> {
    if direction == Direction::Forward {
        return None;
    }
    let place = { base.sources().next() }.map_or_else(
        || Place::whole("schema"),
        |source| Place::whole(source.name()),
    );
    let who = "the new version refuses some of what the old one accepted";
    let words = [("who", who), ("subject", name)];
    let finding = Finding::new(&crate::rules::REMOVED, place, name, &words);
    Some(finding.property("direction", direction.as_str()))
}

struct Sides<'s> {
    base: &'s Schema,
    revision: &'s Schema,
    /// The first schema of the new version.
    first: Id,
    direction: Direction,
}

impl Sides<'_> {
    fn finding(&self, reason: &Reason) -> Finding {
        let who = match self.direction {
            Direction::Backward => "the new version refuses some of what the old one accepted",
            Direction::Forward => "the old version refuses some of what the new one accepts",
        };
        let words = [
            ("who", who),
            ("subject", &*reason.subject),
            ("to", &*reason.to),
            ("from", &*reason.from),
        ];
        let right = self.place(reason.right, reason.key);
        let left = reason.left.and_then(|left| self.place(left, reason.key));
        let (base, revision) = self.direction.base_and_revision(right, left);
        let found = |place: Place| Finding::new(reason.rule, place, &*reason.subject, &words);
        let finding = match (revision, base) {
            (Some(revision), Some(base)) => found(revision).related(base, "before"),
            (Some(place), None) | (None, Some(place)) => found(place),
            (None, None) => found(Place::whole("schema")),
        };
        finding.property("direction", self.direction.as_str())
    }

    /// The place of a keyword; none of a schema that stands in no file.
    fn place(&self, id: Id, key: &str) -> Option<Place> {
        let old = self
            .base
            .nodes
            .get(id as usize)
            .map(|node| self.base.place(node, key));
        old.or_else(|| {
            let node = self
                .revision
                .nodes
                .get(id.checked_sub(self.first)? as usize)?;
            Some(self.revision.place(node, key))
        })
    }
}
