//! A line for every release that ever was, kept beside the ledger, so that lists can be filtered and put in any
//! order without folding each release anew.
//!
//! It is a fold of the ledger like the state, but keeps finished releases, too: about 300 bytes each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{Past, Release, ReleaseName, Stage};
use holdpoint_domain::{Fact, Key, Kind, Sealed, State, Time, evolve};
use holdpoint_engine::{EngineError, View};

/// What a list of releases shows of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) name: ReleaseName,
    pub(crate) title: Option<Sealed>,
    pub(crate) stage: Stage,
    pub(crate) past: Option<Past>,
    pub(crate) created: Time,
    pub(crate) components: Vec<ComponentName>,
    pub(crate) reached: Vec<EnvironmentName>,
    /// Ids of what it carries.
    pub(crate) scope: Vec<String>,
}

impl Line {
    pub(crate) fn of(release: &Release) -> Self {
        Self {
            name: release.name.clone(),
            title: release.title.clone(),
            stage: release.stage,
            past: release.past.clone(),
            created: release.created,
            components: release.components.iter().cloned().collect(),
            reached: release.reached.keys().cloned().collect(),
            scope: release.scope.iter().map(|item| item.id.clone()).collect(),
        }
    }
}

/// Lines of all releases.
#[derive(Default)]
pub(crate) struct Roster(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// How many entries have been seen.
    size: u64,
    /// Releases that are not finished: what happens to them is applied here.
    open: State,
    lines: BTreeMap<ReleaseName, Arc<Line>>,
}

/// How many entries are read at once.
const BATCH: u64 = 4_096;

impl Roster {
    /// All lines, in order of name, as of a view of the present.
    pub(crate) fn lines(&self, view: &View) -> Result<Vec<Arc<Line>>, EngineError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while kept.size < view.size() {
            let end = view.size().min(kept.size + BATCH);
            kept.read(view, end)?;
        }
        Ok(kept.lines.values().cloned().collect())
    }
}

impl Kept {
    fn read(&mut self, view: &View, end: u64) -> Result<(), EngineError> {
        let positions: Vec<u64> = (self.size..end).collect();
        let mut changed = BTreeSet::new();
        let mut loaded = BTreeSet::new();
        for entry in view.recorded(&positions)? {
            let key = entry.fact.subject();
            if key.kind() != Kind::Release || loaded.contains(&key) {
                continue;
            }
            let fresh = matches!(
                entry.fact,
                Fact::ReleaseCreated(_) | Fact::ReleaseImported(_)
            );
            if !fresh && self.open.releases.peek(&key).is_none() {
                // Finished, and now something happens to it again: what is loaded has seen all of it.
                self.load(view, &key)?;
                loaded.insert(key.clone());
            } else {
                evolve(&mut self.open, &entry.fact, &entry.meta);
            }
            changed.insert(key);
        }
        changed.iter().for_each(|key| self.note(key));
        self.size = end;
        Ok(())
    }

    fn load(&mut self, view: &View, key: &Key) -> Result<(), EngineError> {
        let found = view.ask_by_name(|state| Ok(state.releases.get(key)?.cloned()))?;
        if let Some(release) = found {
            self.open.releases.insert(key.clone(), release);
        }
        Ok(())
    }

    fn note(&mut self, key: &Key) {
        let Some(release) = self.open.releases.peek(key) else {
            // Its import was withdrawn.
            self.lines.retain(|name, _| name.as_str() != key.name());
            return;
        };
        let finished = release.finished();
        self.lines
            .insert(release.name.clone(), Arc::new(Line::of(release)));
        if finished {
            self.open.releases.forget(key);
        }
    }
}
