//! Questions as of a moment.

use holdpoint_domain::{Key, Kind, State, Time};
use holdpoint_engine::{At, EngineError, View};

use crate::answers::unit;
use crate::world::{START, World};

fn titles(view: &View) -> Vec<String> {
    let question = |state: &State| {
        Ok(state
            .units
            .values()
            .map(|unit| unit.title.clone())
            .collect())
    };
    let by_name = view.ask_by_name(question).unwrap();
    assert_eq!(by_name, view.ask(question).unwrap());
    by_name
}

fn world() -> World {
    let world = World::new().found();
    for (at, title) in ["first", "second", "third"].iter().enumerate() {
        world.clock.set(START + 1_000 * (at as i64 + 1));
        world.done(1, unit("payments", title));
    }
    world
}

#[test]
fn every_moment_is_seen_as_it_was() {
    let world = world();
    let at = |at| world.engine.view(at).unwrap();
    // Founding is entries 0 to 2.
    assert_eq!(titles(&at(At::Size(0))), Vec::<String>::new());
    assert_eq!(titles(&at(At::Position(2))), Vec::<String>::new());
    assert_eq!(titles(&at(At::Position(3))), ["first"]);
    assert_eq!(titles(&at(At::Size(5))), ["second"]);
    assert_eq!(titles(&at(At::Now)), ["third"]);
    for (millis, title) in [
        (1_000, "first"),
        (1_999, "first"),
        (2_000, "second"),
        (3_000, "third"),
    ] {
        let time = Time::from_millis(START + millis);
        let view = at(At::Time(time));
        assert_eq!((titles(&view), view.now()), (vec![title.to_owned()], time));
    }
    let before = at(At::Time(Time::from_millis(START - 1)));
    assert_eq!(before.size(), 0);
    assert_eq!(at(At::Position(4)).now(), Time::from_millis(START + 2_000));
    let beyond = world.engine.view(At::Position(6));
    assert!(matches!(
        beyond,
        Err(EngineError::Beyond {
            position: 6,
            size: 6
        })
    ));
}

#[test]
fn moments_are_read_as_positions_or_times() {
    assert_eq!("7".parse(), Ok(At::Position(7)));
    let time = "2026-01-01T00:00:00Z".parse().unwrap();
    assert_eq!("2026-01-01T00:00:00Z".parse(), Ok(At::Time(time)));
    assert!("yesterday".parse::<At>().is_err());
}

#[test]
fn the_history_of_an_aggregate_comes_in_pages() {
    let world = world();
    let key: Key = "unit/payments".parse().unwrap();
    let view = world.engine.view(At::Now).unwrap();
    let page = view.history(&key, false, None, 2).unwrap();
    let positions = |page: &holdpoint_engine::Page| {
        page.entries
            .iter()
            .map(|entry| entry.meta.position)
            .collect::<Vec<_>>()
    };
    assert_eq!((positions(&page), page.total), (vec![3, 4], 3));
    let rest = view.history(&key, false, Some(4), 2).unwrap();
    assert_eq!(positions(&rest), [5]);
    let earlier = world.engine.view(At::Position(3)).unwrap();
    assert_eq!(earlier.history(&key, false, None, 9).unwrap().total, 1);
    // The administrator's grant names the administrator.
    let person = crate::world::person(1).key();
    assert_eq!(view.positions(&person, false).unwrap(), [1]);
    assert_eq!(view.positions(&person, true).unwrap(), [1, 2]);
}

#[test]
fn lists_come_in_both_directions_and_in_pages() {
    let world = World::new().found();
    for name in ["a", "b", "c"] {
        world.done(1, unit(name, ""));
    }
    let view = world.engine.view(At::Now).unwrap();
    let names = |after, descending, limit| {
        let listed = view.list(Kind::Unit, after, descending, limit).unwrap();
        listed
            .iter()
            .map(|one| (one.key.name().to_owned(), one.first))
            .collect::<Vec<_>>()
    };
    let [a, b, c] = ["a", "b", "c"].map(str::to_owned);
    assert_eq!(names(None, false, 2), [(a.clone(), 3), (b.clone(), 4)]);
    assert_eq!(names(Some(4), false, 2), [(c.clone(), 5)]);
    assert_eq!(names(None, true, 1), [(c, 5)]);
    assert_eq!(names(Some(5), true, 9), [(b, 4), (a, 3)]);
    let earlier = world.engine.view(At::Position(3)).unwrap();
    assert_eq!(earlier.list(Kind::Unit, None, true, 9).unwrap().len(), 1);
    let key: Key = "unit/b".parse().unwrap();
    assert_eq!(
        (view.first(&key).unwrap(), earlier.first(&key).unwrap()),
        (Some(4), None)
    );
}
