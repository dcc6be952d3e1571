//! Conflicts held against somebody who knows nothing of graphs and spans: every minute is tried, and every chain of components.
#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::{Asking, Conflict, Why, conflicts, next_clear};
use crate::State;
use crate::catalogue::{Component, ComponentDeclared, ComponentName};
use crate::deployment::DeploymentId;
use crate::environment::{Environment, EnvironmentDeclared, EnvironmentName};
use crate::kernel::{Actor, Evolve, Meta, Time};
use crate::release::{Created, ReleaseName, ReleasePlanned};
use crate::window::Stretch;

const MINUTE: i64 = 60_000;
const PARTS: usize = 6;

#[derive(Debug, Clone)]
struct World {
    /// Which component depends on which of those before it.
    needs: Vec<Vec<usize>>,
    /// What each release changes, and from which minute until which it is planned; the first asks.
    releases: Vec<(Vec<usize>, i64, i64)>,
    /// What stabilises: whose it is, what came, until which minute.
    stabilising: Vec<(usize, Vec<usize>, i64)>,
    /// How many minutes things stand still after a release, and whether all do.
    freeze: i64,
    everything: bool,
}

fn world() -> impl Strategy<Value = World> {
    let parts = || prop::collection::vec(0..PARTS, 1..3);
    let release = (parts(), 0_i64..60, 1_i64..15);
    let stabilising = (1_usize..4, parts(), 1_i64..50);
    (
        prop::collection::vec(prop::collection::vec(0..PARTS, 0..3), PARTS),
        prop::collection::vec(release, 2..5),
        prop::collection::vec(stabilising, 0..3),
        prop_oneof![Just(0_i64), 1_i64..20],
        any::<bool>(),
    )
        .prop_map(|(needs, releases, stabilising, freeze, everything)| World {
            needs,
            releases,
            stabilising,
            freeze,
            everything,
        })
}

fn part(number: usize) -> ComponentName {
    format!("c{number}").parse().unwrap()
}

fn name(number: usize) -> ReleaseName {
    format!("r{number}").parse().unwrap()
}

fn place() -> EnvironmentName {
    "live".parse().unwrap()
}

fn stretch(from: i64, until: i64) -> Stretch {
    Stretch {
        from: Time::from_millis(from * MINUTE),
        until: Time::from_millis(until * MINUTE),
    }
}

fn meta() -> Meta {
    Meta {
        position: 1,
        time: Time::from_millis(-MINUTE),
        actor: Actor::System,
    }
}

impl World {
    /// Whether a component depends on another one, however far, trying every way.
    fn depends(&self, from: usize, to: usize, left: usize) -> bool {
        left > 0
            && self.needs[from]
                .iter()
                .filter(|next| **next < from)
                .any(|next| *next == to || self.depends(*next, to, left - 1))
    }

    fn tied(&self, one: &[usize], other: &[usize]) -> bool {
        let depends = |a: usize, b: usize| a == b || self.depends(a, b, PARTS);
        one.iter()
            .any(|a| other.iter().any(|b| depends(*a, *b) || depends(*b, *a)))
    }

    /// Whether the first release may go from a minute on for so long.
    fn clear(&self, from: i64, length: i64) -> bool {
        let own = &self.releases[0].0;
        let until = from + length;
        let meets = |a: (i64, i64), b: (i64, i64)| a.0 < b.1 && b.0 < a.1;
        let planned = self.releases.iter().skip(1).all(|(parts, begins, lasts)| {
            let ends = begins + lasts;
            let touches = meets((from, until), (*begins, ends));
            let still = self.freeze > 0
                && (meets((from, until), (ends, ends + self.freeze))
                    || meets((until, until + self.freeze), (*begins, ends)));
            let all = self.everything && self.freeze > 0;
            !(touches || still) || !(all || self.tied(own, parts))
        });
        let stabilising = self
            .stabilising
            .iter()
            .all(|(_, parts, ends)| from >= *ends || !(self.everything || self.tied(own, parts)));
        planned && stabilising
    }

    fn state(&self) -> State {
        let mut state = State::default();
        for (number, needs) in self.needs.iter().enumerate() {
            let needs: Vec<_> = needs
                .iter()
                .filter(|one| **one < number)
                .map(|one| part(*one))
                .collect();
            let component: Component = serde_json::from_value(
                serde_json::json!({"name": part(number), "unit": "u", "depends_on": needs}),
            )
            .unwrap();
            ComponentDeclared { component }.apply(&mut state, &meta());
        }
        let freeze = (self.freeze > 0).then(
            || serde_json::json!({"seconds": self.freeze * 60, "everything": self.everything}),
        );
        let environment: Environment =
            serde_json::from_value(serde_json::json!({"name": "live", "freeze": freeze})).unwrap();
        EnvironmentDeclared { environment }.apply(&mut state, &meta());
        for (number, (parts, begins, lasts)) in self.releases.iter().enumerate() {
            let created = Created {
                release: name(number),
                title: None,
                origin: None,
                components: parts.iter().map(|one| part(*one)).collect(),
                scope: Vec::new(),
                readiness: Vec::new(),
            };
            created.apply(&mut state, &meta());
            let span = stretch(*begins, begins + lasts);
            let planned = ReleasePlanned {
                release: name(number),
                environment: place(),
                from: span.from,
                until: span.until,
                train: None,
                despite: None,
            };
            planned.apply(&mut state, &meta());
        }
        for (bits, (release, parts, ends)) in (1..).zip(&self.stabilising) {
            let one = super::Stabilising {
                release: name(*release),
                components: parts.iter().map(|one| part(*one)).collect(),
                span: stretch(-10, *ends),
                everything: self.everything,
            };
            state
                .stabilising
                .insert((place(), DeploymentId::from_bits(bits)), one);
        }
        state
    }
}

proptest! {
    #[test]
    fn the_next_clear_time_is_the_first_that_trying_finds(
        world in world(),
        after in 0_i64..60,
        length in 1_i64..12,
    ) {
        let (state, place) = (world.state(), place());
        let key = name(0).key();
        let release = state.releases.peek(&key).unwrap();
        let asking = Asking { state: &state, release, place: &place, train: None };
        for from in 0..80 {
            let found = conflicts(&asking, stretch(from, from + length));
            prop_assert_eq!(found.is_empty(), world.clear(from, length), "minute {}: {:?}", from, found);
        }
        let expected = (after..).find(|from| world.clear(*from, length)).unwrap();
        let found = next_clear(&asking, stretch(after, after).from, length * MINUTE);
        prop_assert_eq!(found, Some(stretch(expected, expected + length)));
    }
}

#[test]
fn it_is_said_how_another_release_is_in_the_way() {
    let world = World {
        // 2 depends on 1, and 1 on 0.
        needs: vec![vec![], vec![0], vec![1], vec![], vec![], vec![]],
        releases: vec![(vec![2], 0, 1), (vec![0], 100, 20)],
        stabilising: vec![(3, vec![2], 10)],
        freeze: 30,
        everything: false,
    };
    let (state, place) = (world.state(), place());
    let key = name(0).key();
    let release = state.releases.peek(&key).unwrap();
    let asking = Asking {
        state: &state,
        release,
        place: &place,
        train: None,
    };
    let why = |from: i64, until: i64| {
        let found = conflicts(&asking, stretch(from, until));
        let clashes = found.into_iter().map(|one| match one {
            Conflict::Release(clash) => clash.why,
            other => panic!("{other:?}"),
        });
        clashes.collect::<Vec<_>>()
    };
    assert_eq!(why(5, 6), [Why::Stabilising]);
    assert_eq!(why(10, 20), []);
    assert_eq!(why(10, 71), [Why::Ahead]);
    assert_eq!(why(110, 130), [Why::Planned]);
    assert_eq!(why(120, 130), [Why::StabilisingThen]);
    assert_eq!(why(150, 160), []);
    let found = conflicts(&asking, stretch(110, 130));
    let reason = found[0].reason(&asking);
    assert_eq!(
        reason.message,
        "release `r1` is planned for `live` from 1970-01-01T01:40:00.000Z until 1970-01-01T02:00:00.000Z, and has to do with `c2` → `c1` → `c0`"
    );
}
