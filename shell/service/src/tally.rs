//! What gates say of everything on its way, where that is more than a page can ask for: counted beside the pages, by one
//! thread that rests longer than it works. A page has the last count, with the moment that it is of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::gate::{self, Inputs, Outcome, Verdict, Wait};
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::release::{Release, ReleaseName, Stage};
use holdpoint_domain::{Key, Time};
use holdpoint_engine::{EngineError, View};

use crate::queries::{chain, on_its_way};

/// How old a count may be before another one begins, in milliseconds, if nothing was recorded: some criteria depend
/// on the time.
const FRESH: i64 = 60_000;

/// How many releases are judged in one go: what was loaded for them is let go again.
const AT_ONCE: usize = 64;

/// For how many times as long as it has worked the thread rests, and for how long at most.
const REST: u32 = 4;
const LONGEST: Duration = Duration::from_secs(30);

/// What gates said of everything on its way, at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    /// As of which number of entries, and when.
    pub(crate) size: u64,
    pub(crate) now: Time,
    /// All of them, the newest first: others are named by where they stand here.
    names: Vec<ReleaseName>,
    /// Where each stands there.
    places: BTreeMap<ReleaseName, usize>,
    /// Submitted, and their next gate says go.
    ready: Vec<usize>,
    /// All others.
    held: Vec<usize>,
    /// By person who could approve.
    wanted: BTreeMap<PersonId, Vec<usize>>,
    /// By their components, those with something to be confirmed.
    unconfirmed: BTreeMap<Vec<ComponentName>, Vec<usize>>,
    /// By person who has made it, those that a gate is against, or that wait for evidence.
    against: BTreeMap<PersonId, Vec<usize>>,
}

impl Tally {
    /// How many are ready, and how many are held.
    pub(crate) fn totals(&self) -> (usize, usize) {
        (self.ready.len(), self.held.len())
    }

    /// Those that are ready, the newest first.
    pub(crate) fn ready(&self) -> impl Iterator<Item = &ReleaseName> {
        self.named(&self.ready)
    }

    /// Those that are held, the newest first.
    pub(crate) fn held(&self) -> impl Iterator<Item = &ReleaseName> {
        self.named(&self.held)
    }

    /// Those that wait for a decision of somebody, the newest first.
    pub(crate) fn wanted(&self, person: &PersonId) -> impl Iterator<Item = &ReleaseName> {
        self.named(self.wanted.get(person).map_or(&[], Vec::as_slice))
    }

    /// How many others than these wait for a decision of somebody.
    pub(crate) fn wanted_beside<'a>(
        &self,
        person: &PersonId,
        these: impl Iterator<Item = &'a ReleaseName>,
    ) -> usize {
        let wanted = self.wanted.get(person).map_or(&[][..], Vec::as_slice);
        let among = |name| wanted.binary_search(self.places.get(name)?).ok();
        wanted.len() - these.filter_map(among).count()
    }

    fn named<'a, 'b>(
        &'a self,
        some: &'b [usize],
    ) -> impl Iterator<Item = &'a ReleaseName> + use<'a, 'b> {
        some.iter().filter_map(|index| self.names.get(*index))
    }

    /// The releases of which somebody may have to know, the newest first: they, or those for whom they act, could
    /// approve, they could confirm something, or one of theirs does not come further. At most so many, and how many there
    /// are.
    pub(crate) fn concerning(
        &self,
        person: &PersonId,
        principals: &[PersonId],
        confirms: impl Fn(&[ComponentName]) -> bool,
        most: usize,
    ) -> (BTreeSet<&ReleaseName>, usize) {
        let people = principals.iter().chain([person]);
        let wanted = people.filter_map(|one| self.wanted.get(one));
        let unconfirmed = self.unconfirmed.iter();
        let unconfirmed = unconfirmed.filter(|(parts, _)| confirms(parts));
        let unconfirmed = unconfirmed.map(|(_, some)| some);
        let all = wanted.chain(unconfirmed).chain(self.against.get(person));
        let mut all: Vec<usize> = all.flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        let newest = all.get(..most).unwrap_or(&all);
        (self.named(newest).collect(), all.len())
    }

    /// Counts.
    fn of(view: &View) -> Result<Self, EngineError> {
        let now = view.now();
        let mut names = view.ask(|state| {
            let chain = chain(state);
            let all = state.releases.iter().map(|(_, release)| release);
            let all = all.filter(|release| on_its_way(&chain, release, now).is_some());
            Ok(all
                .map(|release| (release.created, release.name.clone()))
                .collect::<Vec<_>>())
        })?;
        names.sort_by(|one, other| other.cmp(one));
        let mut tally = Self {
            size: view.size(),
            now,
            ..Self::default()
        };
        tally.names = names.into_iter().map(|(_, name)| name).collect();
        let places = tally.names.iter().cloned().zip(0..);
        tally.places = places.collect();
        let names = tally.names.clone();
        for (index, some) in names.chunks(AT_ONCE).enumerate() {
            let since = Instant::now();
            let view = view.share();
            for (offset, name) in some.iter().enumerate() {
                if let Some(judged) = judged(&view, &name.key())? {
                    tally.add(index * AT_ONCE + offset, judged);
                }
            }
            std::thread::sleep(since.elapsed());
        }
        Ok(tally)
    }

    fn add(&mut self, index: usize, judged: Judged) {
        match judged.ready {
            true => self.ready.push(index),
            false => self.held.push(index),
        }
        if let Some(parts) = judged.unconfirmed {
            self.unconfirmed.entry(parts).or_default().push(index);
        }
        for person in judged.eligible {
            self.wanted.entry(person).or_default().push(index);
        }
        for person in judged.makers {
            self.against.entry(person).or_default().push(index);
        }
    }
}

/// What is to be known of a release.
#[derive(Default)]
struct Judged {
    ready: bool,
    /// Its components, if something is to be confirmed.
    unconfirmed: Option<Vec<ComponentName>>,
    eligible: BTreeSet<PersonId>,
    /// Its makers, if they have to know.
    makers: BTreeSet<PersonId>,
}

fn judged(view: &View, key: &Key) -> Result<Option<Judged>, EngineError> {
    view.ask_rules(|state, rules| {
        let Some(release) = state.releases.get(key)? else {
            return Ok(None);
        };
        // A gate says nothing new of what is not submitted.
        if release.stage != Stage::Submitted {
            return Ok(Some(Judged::default()));
        }
        let inputs = Inputs {
            now: view.now(),
            position: view.size(),
            rules,
        };
        let mut judged = Judged::default();
        let ahead = chain(state).into_iter();
        let ahead = ahead.filter(|place| !release.has_run_in(&place.name));
        for (index, place) in ahead.enumerate() {
            let verdict = gate::judge(state, place, release, &inputs)?;
            judged.ready |= index == 0 && verdict.verdict == Outcome::Go;
            judged.take(release, &verdict);
        }
        Ok(Some(judged))
    })
}

impl Judged {
    fn take(&mut self, release: &Release, verdict: &Verdict) {
        let mut stands = verdict
            .criteria
            .iter()
            .any(|line| line.outcome == Outcome::NoGo);
        for wait in verdict.criteria.iter().flat_map(|line| &line.waits) {
            match wait {
                Wait::Approval { eligible, .. } => self.eligible.extend(eligible.iter().cloned()),
                Wait::Readiness { .. } => {
                    let parts = || release.components.iter().cloned().collect();
                    self.unconfirmed.get_or_insert_with(parts);
                }
                Wait::Evidence { .. } | Wait::Contract { .. } => stands = true,
                Wait::Environment { .. }
                | Wait::Submission { .. }
                | Wait::Witnesses { .. }
                | Wait::Provider { .. }
                | Wait::Window { .. }
                | Wait::Booking { .. }
                | Wait::Release { .. }
                | Wait::Team { .. }
                | Wait::Plan { .. }
                | Wait::Rule { .. } => {}
            }
        }
        if stands && self.makers.is_empty() {
            self.makers = makers(release);
        }
    }
}

fn makers(release: &Release) -> BTreeSet<PersonId> {
    let all = release.authors.iter().chain(&release.makers);
    all.chain(release.creator.person()).cloned().collect()
}

/// The last count, and whether somebody counts.
#[derive(Default)]
pub(crate) struct Counting(Arc<Mutex<Counted>>);

#[derive(Default)]
struct Counted {
    last: Option<Arc<Tally>>,
    busy: bool,
}

impl Counting {
    /// The last count. If it is not of this moment, another one begins.
    pub(crate) fn last(&self, view: &View) -> Option<Arc<Tally>> {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = counted
            .last
            .as_ref()
            .is_some_and(|last| last.size == view.size() && view.now() < last.now.after(FRESH));
        if !fresh && !counted.busy {
            let (view, work) = (view.share(), Work(Arc::clone(&self.0)));
            let thread = std::thread::Builder::new().name("tally".to_owned());
            counted.busy = thread.spawn(move || work.done(&view)).is_ok();
        }
        counted.last.clone()
    }
}

/// Somebody counts; they do not any more when this is gone, whatever became of it.
struct Work(Arc<Mutex<Counted>>);

impl Work {
    fn done(self, view: &View) {
        let since = Instant::now();
        // A ledger that cannot be read is said by whoever reads it for somebody.
        if let Ok(tally) = Tally::of(view) {
            self.counted().last = Some(Arc::new(tally));
        }
        std::thread::sleep((since.elapsed() * REST).min(LONGEST));
    }

    fn counted(&self) -> std::sync::MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.counted().busy = false;
    }
}
