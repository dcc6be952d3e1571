//! Schemas in lists: which is which.

use super::super::node::Branches;
use super::super::schema::Key;
use super::Differ;
use crate::files::At;

type Numbered<'a> = Vec<(usize, At<'a>)>;

/// Inline schemas that are compared with each other; beyond, only by their places.
const MANY: usize = 300;

fn split(all: Vec<At<'_>>) -> (Numbered<'_>, Numbered<'_>) {
    { all.into_iter().enumerate() }.partition(|(_, at)| at.reference().is_some())
}

impl<'a> Differ<'a> {
    /// Pairs what is referred to by the same name, then what is alike, then what has the same title, then what is left
    /// over alone on either side; at last what was moved into or out of the list's own text.
    pub(super) fn branches(&mut self, base: Vec<At<'a>>, revision: Vec<At<'a>>) -> Branches {
        let mut found = Branches::default();
        if base.is_empty() && revision.is_empty() {
            return found;
        }
        let (named, inline) = split(base);
        let (named2, inline2) = split(revision);
        let (removed, added) = self.by_name(named, named2, &mut found);
        let (removed2, added2) = self.by_likeness(inline, inline2, &mut found);
        let mut removed: Numbered<'a> = removed.into_iter().chain(removed2).collect();
        let mut added: Numbered<'a> = added.into_iter().chain(added2).collect();
        self.moved(&mut removed, &mut added);
        found.removed.extend(removed.iter().map(|(at, _)| *at));
        found.added.extend(added.iter().map(|(at, _)| *at));
        found
    }

    fn change(&mut self, base: (usize, At<'a>), revision: (usize, At<'a>), found: &mut Branches) {
        if let Some(id) = self.pair(base.1, revision.1) {
            found.changed.push((base.0, revision.0, id));
        }
    }

    fn by_name(
        &mut self,
        base: Numbered<'a>,
        mut revision: Numbered<'a>,
        found: &mut Branches,
    ) -> (Numbered<'a>, Numbered<'a>) {
        let mut removed = Vec::new();
        for one in base {
            let named = |other: &(usize, At<'a>)| other.1.reference() == one.1.reference();
            match revision.iter().position(named) {
                Some(at) => self.change(one, revision.remove(at), found),
                None => removed.push(one),
            }
        }
        (removed, revision)
    }

    fn by_likeness(
        &mut self,
        base: Numbered<'a>,
        mut revision: Numbered<'a>,
        found: &mut Branches,
    ) -> (Numbered<'a>, Numbered<'a>) {
        if base.len() > MANY || revision.len() > MANY {
            let short = base.len().min(revision.len());
            let rest = revision.split_off(short);
            let mut left = base;
            let more = left.split_off(short);
            let pairs = left.into_iter().zip(revision);
            pairs.for_each(|(one, other)| self.change(one, other, found));
            return (more, rest);
        }
        let mut removed = Vec::new();
        for one in base {
            match revision
                .iter()
                .position(|other| self.pair(one.1, other.1).is_none())
            {
                Some(at) => drop(revision.remove(at)),
                None => removed.push(one),
            }
        }
        self.by_title(&mut removed, &mut revision, found);
        let title = |one: &(usize, At<'a>)| one.1.text_of("title");
        if let ([one], [other]) = (removed.as_slice(), revision.as_slice())
            && title(one).is_empty()
            && title(other).is_empty()
        {
            self.change(*one, *other, found);
            return (Vec::new(), Vec::new());
        }
        (removed, revision)
    }

    fn by_title(
        &mut self,
        removed: &mut Numbered<'a>,
        added: &mut Numbered<'a>,
        found: &mut Branches,
    ) {
        let mut seen: Vec<&str> = vec![""];
        added.retain(|one| {
            let title = one.1.text_of("title");
            if seen.contains(&title) {
                return true;
            }
            let twin = removed
                .iter()
                .position(|other| other.1.text_of("title") == title);
            let Some(twin) = twin else { return true };
            seen.push(title);
            let twin = removed.remove(twin);
            self.change(twin, *one, found);
            false
        });
    }

    /// What was written there and is referred to now, or the other way round.
    fn moved(&mut self, removed: &mut Numbered<'a>, added: &mut Numbered<'a>) {
        removed.retain(|one| {
            let is_twin = |other: &(usize, At<'a>)| {
                one.1.reference().is_some() != other.1.reference().is_some()
                    && self.alike(one.1, other.1)
            };
            match added.iter().position(is_twin) {
                Some(at) => {
                    added.remove(at);
                    false
                }
                None => true,
            }
        });
    }

    /// Which of these branches say something about what is right, and which only remark.
    pub(crate) fn apart(at: &[usize], branches: &[At<'a>]) -> (Vec<usize>, Vec<usize>) {
        let remarks = |at: &usize| {
            let branch = branches.get(*at).copied();
            branch.is_some_and(|at| super::Schema::read(at).is_free(&[] as &[Key]))
        };
        { at.iter().copied() }.partition(|at| !remarks(at))
    }
}
