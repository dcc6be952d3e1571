//! Proofs that all that some schemas take together, another one takes.
//!
//! What is to be proven is about every value, and a part of a value is smaller than the value. So what is still being proven
//! may be used for its parts, and only for them.

mod arrays;
mod evaluated;
mod facts;
mod goal;
mod impossible;
mod logic;
mod objects;
mod scalars;
mod split;
mod twins;

use std::collections::HashMap;
use std::rc::Rc;

use holdpoint_findings::Rule;

use crate::compare::Content;
use crate::model::{Id, Node, Types};
use crate::pattern::Patterns;
use crate::rules;
use facts::Facts;
use goal::Goals;
pub(crate) use goal::Left;

/// Steps of proofs that are made; schemas that need more are not decided.
const WORK: usize = 1_000_000;
/// How deep goals may be within each other.
const DEPTH: usize = 160;
/// Reasons that are kept of one goal.
const REASONS: usize = 2_000;

/// Why something is not proven.
#[derive(Debug, Clone)]
pub(crate) struct Reason {
    pub(crate) rule: &'static Rule,
    pub(crate) subject: String,
    /// What it is, and what it was.
    pub(crate) to: String,
    pub(crate) from: String,
    pub(crate) key: &'static str,
    /// The schema that has to take, and one of those that took.
    pub(crate) right: Id,
    pub(crate) left: Option<Id>,
}

pub(crate) type Reasons = Vec<Reason>;

pub(crate) struct Prover<'c> {
    nodes: Vec<Rc<Node>>,
    content: &'c Content,
    pub(crate) patterns: Patterns,
    left: usize,
    /// Something was too large or too deep to be decided.
    pub(crate) exhausted: bool,
    goals: Goals,
    facts: HashMap<Left, Rc<Facts>>,
    twins: HashMap<(Id, Id), bool>,
    made: HashMap<Made, Id>,
    /// The way to the part that is looked at.
    path: Vec<String>,
}

/// A schema that stands in no file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Made {
    Of(Types),
    With(Box<str>),
}

impl<'c> Prover<'c> {
    pub(crate) fn new(nodes: Vec<Node>, content: &'c Content) -> Self {
        Self {
            nodes: nodes.into_iter().map(Rc::new).collect(),
            content,
            patterns: Patterns::default(),
            left: WORK,
            exhausted: false,
            goals: Goals::default(),
            facts: HashMap::new(),
            twins: HashMap::new(),
            made: HashMap::new(),
            path: Vec::new(),
        }
    }

    /// Why all that the left ones take is not taken by the right one; nothing if it is.
    pub(crate) fn reasons(&mut self, left: &Left, right: Id) -> Reasons {
        let mut why = Vec::new();
        match self.prove(left, right, &mut why) {
            true => {
                self.exhausted = false;
                Vec::new()
            }
            false => {
                // A schema that is nothing but itself gives no reason.
                self.exhausted |= why.is_empty();
                why
            }
        }
    }

    /// Uses up some of the work; false if there is none left.
    pub(crate) fn spend(&mut self) -> bool {
        match self.left {
            0 => self.exhausted = true,
            _ => self.left -= 1,
        }
        self.left > 0
    }

    fn spend_on(&mut self, count: usize) -> bool {
        self.left = self.left.saturating_sub(count);
        self.spend()
    }

    pub(crate) fn node(&self, id: Id) -> Rc<Node> {
        match self.nodes.get(id as usize) {
            Some(node) => Rc::clone(node),
            None => Rc::default(),
        }
    }

    fn make(&mut self, what: Made) -> Id {
        if let Some(known) = self.made.get(&what) {
            return *known;
        }
        let mut node = Node::default();
        match &what {
            Made::Of(types) => {
                node.types = Some(*types);
                node.keys
                    .push(("type", holdpoint_findings::Span::default()));
            }
            Made::With(name) => {
                node.required.push(name.clone());
                node.keys
                    .push(("required", holdpoint_findings::Span::default()));
            }
        }
        let id = Id::try_from(self.nodes.len()).unwrap_or(Id::MAX);
        self.nodes.push(Rc::new(node));
        self.made.insert(what, id);
        id
    }

    fn subject(&self) -> String {
        format!("${}", self.path.concat())
    }

    /// Proves all that a schema asks for of what the others take.
    fn asked(&mut self, left: &Left, right: Id, why: &mut Reasons) -> bool {
        let (facts, node) = (self.facts(left), self.node(right));
        let asked = Asked {
            left,
            facts: &facts,
            node: &node,
            right,
        };
        if node.never {
            return self.no(asked, &rules::NOTHING, "", why);
        }
        let mut proven = self.decidable(asked, why);
        let groups = [
            Self::valued,
            Self::typed,
            Self::numbers,
            Self::strings,
            Self::arrays,
            Self::objects,
            Self::logic,
        ];
        for group in groups {
            proven &= group(self, asked, why);
        }
        proven
    }

    fn decidable(&mut self, asked: Asked<'_>, why: &mut Reasons) -> bool {
        let what = match (asked.node.opaque, asked.node.beyond) {
            (true, _) => "it refers to what depends on who refers to it",
            (_, true) => "it has numbers of too many digits",
            _ => return true,
        };
        self.refuse(
            asked,
            &rules::UNDECIDED,
            "",
            (what.to_owned(), String::new()),
            why,
        )
    }

    /// The same as [`Self::refuse`], where there is nothing more to say.
    fn no(
        &self,
        asked: Asked<'_>,
        rule: &'static Rule,
        key: &'static str,
        why: &mut Reasons,
    ) -> bool {
        self.refuse(asked, rule, key, (String::new(), String::new()), why)
    }

    /// Notes why it is not proven, unless it is.
    fn unless(
        &self,
        proven: bool,
        asked: Asked<'_>,
        rule: &'static Rule,
        key: &'static str,
        why: &mut Reasons,
    ) -> bool {
        proven || self.no(asked, rule, key, why)
    }

    /// Notes why it is not proven.
    fn refuse(
        &self,
        asked: Asked<'_>,
        rule: &'static Rule,
        key: &'static str,
        (to, from): (String, String),
        why: &mut Reasons,
    ) -> bool {
        // What comes after the end of the work is no reason.
        let undecided = rule.id == rules::UNDECIDED.id;
        if why.len() >= REASONS || (self.exhausted && !undecided) {
            return false;
        }
        let nodes = &asked.facts.nodes;
        let has = |id: &&Id| self.node(**id).keys.iter().any(|(known, _)| *known == key);
        let left = nodes.iter().find(has).or(nodes.first());
        why.push(Reason {
            rule,
            subject: self.subject(),
            to,
            from,
            key,
            right: asked.right,
            left: left.copied(),
        });
        false
    }
}

/// What is asked, and of what.
#[derive(Clone, Copy)]
struct Asked<'g> {
    left: &'g Left,
    facts: &'g Facts,
    node: &'g Node,
    right: Id,
}

impl Asked<'_> {
    /// The same, as of a part.
    fn of(self, right: Id) -> Self {
        Self { right, ..self }
    }

    fn has(&self, key: &str) -> bool {
        self.node.keys.iter().any(|(known, _)| *known == key)
    }
}
