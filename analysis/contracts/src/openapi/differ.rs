//! Comparing schemas: each pair once, within a budget.

mod branches;
mod plain;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

pub(crate) use plain::{alike_but_type, missing, same};

use super::node::{Child, Members, Node};
use super::schema::{Key, Schema, Sort};
use crate::files::At;

/// Pairs of schemas that are compared.
const PAIRS: usize = 2_000_000;
/// Schemas within schemas, references followed. The stack is made for it.
const DEPTH: usize = 2_000;

type Pair = ((usize, u32), (usize, u32));
type Name<'a> = (usize, &'a str);

/// Compares schemas of two versions.
#[derive(Debug, Default)]
pub(crate) struct Differ<'a> {
    nodes: Vec<Node<'a>>,
    known: HashMap<Pair, Option<usize>>,
    read: [HashMap<(usize, u32), Rc<Schema<'a>>>; 2],
    /// What is being looked into, by its names on either side.
    open: [HashSet<Name<'a>>; 2],
    pairs: usize,
    depth: usize,
    /// The budget did not suffice.
    pub(crate) exhausted: bool,
}

impl<'a> Differ<'a> {
    pub(crate) fn node(&self, id: usize) -> Option<&Node<'a>> {
        self.nodes.get(id)
    }

    pub(super) fn schema(&mut self, side: usize, at: At<'a>) -> Rc<Schema<'a>> {
        let read = || Rc::new(Schema::read(at));
        match self.read.get_mut(side) {
            Some(known) => Rc::clone(known.entry(at.id()).or_insert_with(read)),
            None => read(),
        }
    }

    /// A schema that is there, gone, new, or another.
    pub(crate) fn child(
        &mut self,
        base: Option<At<'a>>,
        revision: Option<At<'a>>,
    ) -> Option<Child> {
        match (base, revision) {
            (None, None) => None,
            (None, Some(_)) => Some(Child::Added),
            (Some(_), None) => Some(Child::Removed),
            (Some(base), Some(revision)) => self.pair(base, revision).map(Child::Changed),
        }
    }

    /// What differs between two schemas, if anything does.
    pub(crate) fn pair(&mut self, base: At<'a>, revision: At<'a>) -> Option<usize> {
        let pair = (base.id(), revision.id());
        if let Some(known) = self.known.get(&pair) {
            return *known;
        }
        if self.pairs >= PAIRS || self.depth >= DEPTH {
            self.exhausted = true;
            return None;
        }
        self.pairs += 1;
        let (base, revision) = (self.schema(0, base), self.schema(1, revision));
        let found = self.differ(&base, &revision);
        self.known.insert(pair, found);
        found
    }

    fn differ(&mut self, base: &Rc<Schema<'a>>, revision: &Rc<Schema<'a>>) -> Option<usize> {
        let names = [base.reference, revision.reference];
        let mut inside = [false, false];
        for ((open, name), inside) in self.open.iter().zip(&names).zip(&mut inside) {
            *inside = name.is_some_and(|name| open.contains(&name));
        }
        match inside {
            [false, false] => {}
            [true, true]
                if base.reference.map(|name| name.1) == revision.reference.map(|name| name.1) =>
            {
                return None;
            }
            _ => return Some(self.circular(base, revision)),
        }
        for (open, name) in self.open.iter_mut().zip(names) {
            open.extend(name);
        }
        self.depth += 1;
        let node = self.inside(base, revision);
        self.depth -= 1;
        for (open, name) in self.open.iter_mut().zip(names) {
            name.iter().for_each(|name| {
                open.remove(name);
            });
        }
        node
    }

    fn keep(&mut self, node: Node<'a>) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn empty(base: &Rc<Schema<'a>>, revision: &Rc<Schema<'a>>) -> Node<'a> {
        Node {
            base: Rc::clone(base),
            revision: Rc::clone(revision),
            circular: false,
            substantial: false,
            children: Vec::new(),
            branches: Vec::new(),
            members: Vec::new(),
            nullable: None,
        }
    }

    fn circular(&mut self, base: &Rc<Schema<'a>>, revision: &Rc<Schema<'a>>) -> usize {
        let (circular, substantial) = (true, true);
        self.keep(Node {
            circular,
            substantial,
            ..Self::empty(base, revision)
        })
    }

    fn inside(&mut self, base: &Rc<Schema<'a>>, revision: &Rc<Schema<'a>>) -> Option<usize> {
        let mut node = Self::empty(base, revision);
        let mut differs = false;
        let both = base
            .keys()
            .chain(revision.keys().filter(|key| base.get(*key).is_none()));
        for key in both {
            let plain = plain::differ(key, base, revision);
            differs |= plain;
            node.substantial |= plain && key.sort() != Sort::Remark;
            match key.sort() {
                Sort::One | Sort::OneOrFlag => {
                    let child = self.child(base.one(key), revision.one(key));
                    node.substantial |= child.is_some_and(|child| self.matters(child));
                    node.children.extend(child.map(|child| (key, child)));
                }
                Sort::Members => self.members(key, &mut node),
                Sort::Branches => {
                    let branches = self.branches(base.branches(key), revision.branches(key));
                    let mut changed = branches.changed.iter();
                    node.substantial |= !branches.added.is_empty()
                        || !branches.removed.is_empty()
                        || changed.any(|(.., id)| self.matters(Child::Changed(*id)));
                    if !branches.is_empty() {
                        node.branches.push((key, branches));
                    }
                }
                _ => {}
            }
        }
        let extended = plain::extensions_differ(base, revision);
        node.substantial |= extended;
        differs |= extended;
        differs |=
            !node.children.is_empty() || !node.branches.is_empty() || !node.members.is_empty();
        if !differs {
            return None;
        }
        node.nullable = self.nullable(base, revision);
        Some(self.keep(node))
    }

    fn matters(&self, child: Child) -> bool {
        match child {
            Child::Changed(id) => self.node(id).is_some_and(|node| node.substantial),
            _ => true,
        }
    }

    fn members(&mut self, key: Key, node: &mut Node<'a>) {
        let (base, revision) = (Rc::clone(&node.base), Rc::clone(&node.revision));
        let mut members = Members::default();
        for (name, at) in base.members(key) {
            match revision.get(key).and_then(|there| there.get(name)) {
                None => members.removed.push(name),
                Some(other) => {
                    if let Some(id) = self.pair(at, other) {
                        members.changed.push((name, id));
                        node.substantial |= self.matters(Child::Changed(id));
                    }
                }
            }
        }
        let there = |name: &str| base.get(key).is_some_and(|at| at.get(name).is_some());
        let new = revision
            .members(key)
            .filter(|(name, at)| !there(name) && !at.value.is_null());
        members.added.extend(new.map(|(name, _)| name));
        node.substantial |= !members.added.is_empty() || !members.removed.is_empty();
        if !members.is_empty() {
            node.members.push((key, members));
        }
    }

    /// Whether two schemas take the same values.
    pub(crate) fn alike(&mut self, base: At<'a>, revision: At<'a>) -> bool {
        self.pair(base, revision)
            .is_none_or(|id| !self.matters(Child::Changed(id)))
    }

    /// Whether it became nullable (or ceased to be) by being wrapped, as one of two branches.
    fn nullable(&mut self, base: &Schema<'a>, revision: &Schema<'a>) -> Option<bool> {
        if let Some(payload) = self.wrapped(base, revision, 1)
            && self.alike(base.at, payload)
        {
            return Some(true);
        }
        let payload = self.wrapped(revision, base, 0)?;
        self.alike(payload, revision.at).then_some(false)
    }

    /// The branch of `wrapping` that is not null, if `plain` may have been wrapped so.
    fn wrapped(
        &mut self,
        plain: &Schema<'a>,
        wrapping: &Schema<'a>,
        side: usize,
    ) -> Option<At<'a>> {
        let parts = [Key::OneOf, Key::AnyOf, Key::AllOf];
        let composed = parts.iter().any(|key| !plain.branches(*key).is_empty());
        let composed = composed || plain.get(Key::Not).is_some();
        let branches = wrapping.branches(Key::OneOf);
        let [first, second] = *branches.as_slice() else {
            return None;
        };
        let takes_null = plain.flag(Key::Nullable) || plain.types().contains(&"null");
        if composed || takes_null || !wrapping.is_free(&[Key::OneOf]) {
            return None;
        }
        let mut is_null = |at: At<'a>| {
            let schema = self.schema(side, at);
            schema.types() == ["null"] && schema.is_free(&[Key::Type])
        };
        match (is_null(first), is_null(second)) {
            (true, false) => Some(second),
            (false, true) => Some(first),
            _ => None,
        }
    }
}
