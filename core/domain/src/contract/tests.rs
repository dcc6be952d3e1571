#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{Age, Contract, Order, Party, When, meetings, order};
use crate::catalogue::ComponentName;
use crate::kernel::Digest;
use crate::release::ReleaseName;

fn contract(interface: &str, version: u8) -> Contract {
    Contract {
        interface: interface.to_owned(),
        kind: "openapi".to_owned(),
        digest: Digest([version; 32]),
    }
}

/// A version: of which component, how it stands to the release, and its contracts by interface and version.
#[derive(Debug, Clone)]
struct Version {
    component: ComponentName,
    release: ReleaseName,
    age: Age,
    provides: Vec<Contract>,
    consumes: Vec<Contract>,
}

impl Version {
    fn new(component: &str, age: Age, provides: &[(&str, u8)], consumes: &[(&str, u8)]) -> Self {
        let contracts = |pairs: &[(&str, u8)]| {
            let pairs: BTreeMap<_, _> = pairs.iter().copied().collect();
            pairs
                .into_iter()
                .map(|(name, version)| contract(name, version))
                .collect()
        };
        Self {
            component: component.parse().unwrap(),
            release: "r".parse().unwrap(),
            age,
            provides: contracts(provides),
            consumes: contracts(consumes),
        }
    }

    fn party(&self) -> Party<'_> {
        Party {
            component: &self.component,
            release: &self.release,
            version: None,
            artifact: Digest([0; 32]),
            age: self.age,
            provides: &self.provides,
            consumes: &self.consumes,
        }
    }
}

/// Which consumer's contract fits which provider's, besides those that are the same.
type Fits = BTreeSet<(u8, u8)>;

fn compatible(fits: &Fits, base: Digest, revision: Digest) -> bool {
    base == revision || fits.contains(&(base.0[0], revision.0[0]))
}

/// What the module says: whether it goes, and in which order.
fn says(versions: &[Version], fits: &Fits) -> Option<Vec<String>> {
    let parties: Vec<_> = versions.iter().map(Version::party).collect();
    let found = meetings(&parties);
    let fit = |base, revision| compatible(fits, base, revision);
    let lonely = !found.unprovided.is_empty() || !found.removed.is_empty();
    if lonely || !found.always().all(|one| fit(one.base, one.revision)) {
        return None;
    }
    match order(&found, |one| fit(one.base, one.revision)) {
        Order::Any => Some(Vec::new()),
        Order::Safe(names) => Some(names.iter().map(ToString::to_string).collect()),
        Order::None(names, _) => {
            assert!(names.len() > 1, "{names:?}");
            None
        }
    }
}

/// The same by trying it out: every order of deploying the components, every moment on the way.
struct Rehearsal<'a> {
    versions: &'a [Version],
    fits: &'a Fits,
}

impl Rehearsal<'_> {
    fn all(&self, age: Age) -> impl Iterator<Item = &Version> {
        self.versions
            .iter()
            .filter(move |version| version.age == age)
    }

    fn provided(&self, age: Age, interface: &str) -> bool {
        let mut provides = self.all(age).flat_map(|version| &version.provides);
        provides.any(|one| one.interface == interface)
    }

    /// Whether an order of components is safe: at no moment does anybody new meet somebody they do not fit, or lack a
    /// provider; and nobody who runs loses theirs.
    fn safe(&self, sequence: &[&str]) -> bool {
        (0..=sequence.len()).all(|done| self.moment(&sequence[..done]))
    }

    fn moment(&self, done: &[&str]) -> bool {
        let is_done = |version: &Version| done.contains(&version.component.as_str());
        let runs = |version: &&Version| match version.age {
            Age::Other => true,
            Age::Old => !is_done(version),
            Age::New => is_done(version),
        };
        let running: Vec<_> = self.versions.iter().filter(runs).collect();
        running.iter().all(|consumer| {
            consumer.consumes.iter().all(|used| {
                let theirs = running.iter().flat_map(|provider| {
                    let provided = provider.provides.iter();
                    provided.map(move |one| (*provider, one))
                });
                let mut theirs = theirs.filter(|(_, one)| one.interface == used.interface);
                let new = |version: &Version| version.age == Age::New;
                let fit = theirs.all(|(provider, one)| {
                    let judged = new(consumer) || new(provider);
                    !judged || compatible(self.fits, used.digest, one.digest)
                });
                fit && self.served(consumer, &used.interface, &is_done)
            })
        })
    }

    /// All new providers of what nobody there provides are there before who needs them; all old ones of what is given up
    /// stay until nobody does.
    fn served(&self, consumer: &Version, name: &str, is_done: &impl Fn(&Version) -> bool) -> bool {
        if self.provided(Age::Other, name) {
            return true;
        }
        let of = |age: Age| {
            let all = self.all(age);
            let provides = |version: &&Version| {
                let mut provides = version.provides.iter();
                provides.any(|one| one.interface == name)
            };
            all.filter(provides)
                .filter(|one| one.component != consumer.component)
        };
        match (self.provided(Age::Old, name), self.provided(Age::New, name)) {
            (true, true) => true,
            (false, false) => consumer.age != Age::New,
            (false, true) => consumer.age != Age::New || of(Age::New).all(is_done),
            (true, false) => match consumer.age {
                Age::New => false,
                Age::Old | Age::Other => !of(Age::Old).any(is_done),
            },
        }
    }

    fn components(&self) -> Vec<&str> {
        let own = self.versions.iter().filter(|one| one.age != Age::Other);
        let names: BTreeSet<_> = own.map(|one| one.component.as_str()).collect();
        names.into_iter().collect()
    }

    fn any(&self) -> bool {
        let mut orders = vec![Vec::new()];
        for name in self.components() {
            let longer = orders.iter().flat_map(|order: &Vec<&str>| {
                (0..=order.len()).map(|at| {
                    let mut order = order.clone();
                    order.insert(at, name);
                    order
                })
            });
            orders = longer.collect();
        }
        orders.iter().any(|order| self.safe(order))
    }
}

fn pairs() -> impl Strategy<Value = Vec<(&'static str, u8)>> {
    let pair = (prop::sample::select(vec!["p", "q"]), 0u8..3);
    prop::collection::vec(pair, 0..3)
}

fn version() -> impl Strategy<Value = Vec<Version>> {
    let place = prop::sample::select(vec![
        ("a", vec![Age::New, Age::Old]),
        ("b", vec![Age::New, Age::Old]),
        ("c", vec![Age::New, Age::Old]),
        ("d", vec![Age::New]),
        ("x", vec![Age::Other]),
        ("y", vec![Age::Other, Age::Other]),
    ]);
    (place, pairs(), pairs(), pairs(), pairs()).prop_map(|((name, ages), p, c, q, d)| {
        let contracts = [(p, c), (q, d)];
        let both = ages.iter().zip(contracts);
        both.map(|(age, (provides, consumes))| Version::new(name, *age, &provides, &consumes))
            .collect()
    })
}

fn company() -> impl Strategy<Value = (Vec<Version>, Fits)> {
    let versions = prop::collection::vec(version(), 1..5).prop_map(|all| {
        let mut seen = BTreeSet::new();
        let mut own = |versions: &Vec<Version>| seen.insert(versions[0].component.clone());
        all.into_iter().filter(|one| own(one)).flatten().collect()
    });
    (
        versions,
        prop::collection::btree_set((0u8..3, 0u8..3), 0..9),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn it_goes_if_there_is_an_order_in_which_nobody_is_broken_at_any_moment((versions, fits) in company()) {
        let rehearsal = Rehearsal { versions: &versions, fits: &fits };
        let said = says(&versions, &fits);
        prop_assert_eq!(said.is_some(), rehearsal.any());
        if let Some(first) = said {
            // What is not named may come at any time: here before, or after.
            let others = rehearsal.components();
            let others: Vec<_> = others.into_iter().filter(|name| !first.iter().any(|own| own == name)).collect();
            let first: Vec<_> = first.iter().map(String::as_str).collect();
            prop_assert!(rehearsal.safe(&[first.clone(), others.clone()].concat()));
            prop_assert!(rehearsal.safe(&[others, first].concat()));
        }
    }
}

#[test]
fn a_provider_that_old_consumers_can_go_on_with_goes_first() {
    let versions = [
        Version::new("api", Age::Old, &[("p", 0)], &[]),
        Version::new("api", Age::New, &[("p", 1)], &[]),
        Version::new("web", Age::Old, &[], &[("p", 0)]),
        Version::new("web", Age::New, &[], &[("p", 1)]),
    ];
    let order = |fits: &[(u8, u8)]| says(&versions, &fits.iter().copied().collect());
    assert_eq!(order(&[(0, 1)]).unwrap(), ["api", "web"]);
    assert_eq!(order(&[(1, 0)]).unwrap(), ["web", "api"]);
    assert_eq!(order(&[(0, 1), (1, 0)]).unwrap(), [""; 0]);
    assert_eq!(order(&[]), None);
}

#[test]
fn several_versions_that_run_at_once_are_all_met() {
    let versions = [
        Version::new("api", Age::New, &[("p", 2)], &[]),
        Version::new("web", Age::Other, &[], &[("p", 0)]),
        Version::new("web", Age::Other, &[], &[("p", 1)]),
    ];
    let parties: Vec<_> = versions.iter().map(Version::party).collect();
    let found = meetings(&parties);
    let always: Vec<_> = found.always().map(|one| one.base.0[0]).collect();
    assert_eq!(always, [0, 1]);
    assert!(found.all.iter().all(|one| one.when == When::Always));
    assert_eq!(says(&versions, &Fits::from([(0, 2)])), None);
    assert!(says(&versions, &Fits::from([(0, 2), (1, 2)])).is_some());
}
