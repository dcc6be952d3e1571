//! Which step makes what another one is given.

use std::collections::{BTreeMap, HashSet};

use super::collect::Collected;
use super::graph::Supplied;
use crate::mistakes::ARTIFACT;
use crate::model::Taken;
use crate::shape::{Word, nearest};

/// Who makes what, so far: places of nodes by the name of the artifact. All of one maker are combinations of one step.
#[derive(Default)]
pub(super) struct Makers(BTreeMap<String, Vec<u32>>);

impl Makers {
    /// A step makes something. Twice by steps of different names is a mistake of the file.
    pub(super) fn made(&mut self, collected: &mut Collected<'_>, name: &Word, by: u32) {
        let known = self.0.entry(name.as_str().to_owned()).or_default();
        let step = |at: u32| {
            let id = collected.nodes.get(at as usize).map_or("", |node| &node.id);
            id.split('[').next().unwrap_or_default().to_owned()
        };
        if let Some(first) = known.first().copied()
            && step(first) != step(by)
        {
            let what = format!("`{name}` is made by `{}`, too", step(first));
            collected.wrong(&ARTIFACT, name.span(), &what);
        }
        known.push(by);
    }

    /// What a step is given, which comes after these.
    pub(super) fn given(
        &self,
        collected: &mut Collected<'_>,
        taken: &Taken,
        after: &[u32],
    ) -> Supplied {
        let name = &taken.name;
        let mut from = Vec::new();
        if taken.digest.is_none() {
            match self.0.get(name.as_str()) {
                Some(makers) if before(collected, after, makers) => from = makers.clone(),
                Some(makers) => {
                    let by = makers
                        .first()
                        .and_then(|at| collected.nodes.get(*at as usize));
                    let what = format!(
                        "`{name}` is made by `{}`, which does not come before this step",
                        by.map_or("", |by| &by.id)
                    );
                    collected.wrong(&ARTIFACT, name.span(), &what);
                }
                None => self.unknown(collected, name),
            }
        }
        let id = |at: u32| collected.nodes.get(at as usize).map(|node| node.id.clone());
        Supplied {
            name: name.clone(),
            path: taken.path.clone(),
            from: from.into_iter().filter_map(id).collect(),
            digest: taken.digest.clone(),
        }
    }

    fn unknown(&self, collected: &mut Collected<'_>, name: &Word) {
        let what = format!("no step before this one makes `{name}`");
        let near = nearest(name.as_str(), self.0.keys().map(String::as_str)).map(str::to_owned);
        let finding = collected.wrong(&ARTIFACT, name.span(), &what);
        if let Some(near) = near {
            finding.help = format!("did you mean `{near}`?").into();
        }
    }
}

/// Whether one of the makers comes before a step that comes after these.
fn before(collected: &mut Collected<'_>, after: &[u32], makers: &[u32]) -> bool {
    let least = makers.iter().min().copied().unwrap_or_default();
    let mut seen = HashSet::new();
    let mut open = after.to_vec();
    while let Some(at) = open.pop() {
        if makers.binary_search(&at).is_ok() {
            return true;
        }
        // Nodes come after what they come after, so that nothing below the least can lead there.
        if at > least && seen.insert(at) {
            let next = collected
                .nodes
                .get(at as usize)
                .map_or(&[][..], |node| &node.after);
            open.extend(next);
            match collected.left.checked_sub(next.len()) {
                Some(left) => collected.left = left,
                None => return false,
            }
        }
    }
    false
}
