//! Makes a long history, and measures what it costs: starting, questions as of the past, verifying.
//!
//! `cargo run --release -p holdpoint-engine --example history -- make DIRECTORY ENTRIES`
//! `cargo run --release -p holdpoint-engine --example history -- measure DIRECTORY`
//!
//! Of every hundred releases ninety-nine are finished. While it is made nothing is synced, because nobody
//! waits for it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "an example"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

#[path = "common/mod.rs"]
mod common;

use common::Room;
use holdpoint_domain::catalogue::Component;
use holdpoint_domain::declaration::{Apply, Change};
use holdpoint_domain::organisation::{PersonId, Unit};
use holdpoint_domain::release::{CancelRelease, CreateRelease, ReleaseName, SetScope};
use holdpoint_domain::{Actor, Command, Kind};
use holdpoint_engine::{At, Request, audit};
use holdpoint_ports::ManualClock;
use holdpoint_sqlite::{Options, SqliteLedger, Synchronous};

/// Entries of a release: created, scope set five times, cancelled.
const EACH: u64 = 7;
const COMPONENTS: u64 = 200;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["make", directory, entries] => make(Path::new(directory), entries.parse().unwrap()),
        ["measure", directory] => measure(&PathBuf::from(directory)),
        _ => println!("make DIRECTORY ENTRIES, or measure DIRECTORY"),
    }
}

fn make(directory: &Path, entries: u64) {
    let _ = std::fs::remove_dir_all(directory);
    let options = Options {
        synchronous: Synchronous::Off,
        ..Options::default()
    };
    let store = SqliteLedger::open_with(directory, options).unwrap();
    let clock = ManualClock::at(1_700_000_000_000);
    let room = Room::at(Box::new(store), Arc::new(clock.clone()));
    room.found();
    room.done(1, catalogue());
    let since = Instant::now();
    let releases = entries / EACH;
    for first in (0..releases).step_by(64) {
        clock.advance(60_000);
        let batch = (first..releases.min(first + 64)).flat_map(life);
        let requests =
            batch.map(|command| Request::new(Actor::Person(PersonId::from_bits(2)), command));
        for answer in room.engine.submit_all(requests.collect()) {
            answer.unwrap().done().unwrap();
        }
    }
    let size = room.engine.published().size();
    let seconds = since.elapsed().as_secs_f64();
    println!(
        "{size} entries in {seconds:.0} s, {} MiB",
        common::peak_memory_mib()
    );
    room.engine.close();
}

fn catalogue() -> Apply {
    let unit = Unit {
        name: "retail".parse().unwrap(),
        title: String::new(),
        parent: None,
        calendar: None,
    };
    let component = |number: u64| -> Component {
        let name = format!("component-{number}");
        serde_json::from_value(serde_json::json!({"name": name, "unit": "retail"})).unwrap()
    };
    let components = (0..COMPONENTS).map(|number| Change::Component(Box::new(component(number))));
    let changes = std::iter::once(Change::Unit(unit))
        .chain(components)
        .collect();
    Apply {
        changes,
        ..Apply::default()
    }
}

fn name(number: u64) -> ReleaseName {
    format!("release-{number}").parse().unwrap()
}

fn life(number: u64) -> Vec<Command> {
    let create = CreateRelease {
        release: name(number),
        title: None,
        from: None,
        components: vec![
            format!("component-{}", number % COMPONENTS)
                .parse()
                .unwrap(),
        ],
        scope: Vec::new(),
    };
    let mut commands: Vec<Command> = vec![create.into()];
    for part in 0..5 {
        let scope = serde_json::json!([
            {"kind": "feature", "id": format!("SHOP-{}", number * 10 + part)},
        ]);
        let scope = SetScope {
            release: name(number),
            scope: serde_json::from_value(scope).unwrap(),
        };
        commands.push(scope.into());
    }
    let cancelled = CancelRelease {
        release: name(number),
        reason: None,
    };
    if number % 100 != 7 {
        commands.push(cancelled.into());
    }
    commands
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let since = Instant::now();
    let result = work();
    println!("{what}: {:.0} ms", since.elapsed().as_secs_f64() * 1e3);
    result
}

fn measure(directory: &Path) {
    let store = timed("open the store", || SqliteLedger::open(directory).unwrap());
    let room = timed("start", || Room::open(Box::new(store)));
    let engine = &room.engine;
    let size = engine.published().size();
    let open = engine.published().state.releases.len();
    println!(
        "{size} entries, {open} releases open, {} MiB",
        common::peak_memory_mib()
    );
    for share in [9, 5, 1] {
        let at = At::Position(size * share / 10);
        let number = size * share / 10 / EACH / 2;
        timed("one finished release, long ago", || {
            let view = engine.view(at).unwrap();
            let found =
                view.ask_by_name(|state| Ok(state.releases.get(&name(number).key())?.is_some()));
            assert!(found.unwrap());
        });
        timed("a list of 50 releases, as of then", || {
            let view = engine.view(at).unwrap();
            let listed = view.list(Kind::Release, None, true, 50).unwrap();
            for one in &listed {
                let known =
                    |state: &holdpoint_domain::State| Ok(state.releases.get(&one.key)?.is_some());
                assert!(view.ask_by_name(known).unwrap());
            }
        });
        timed("the whole state, as of then", || {
            let view = engine.view(at).unwrap();
            view.ask(|state| Ok(state.releases.len())).unwrap()
        });
    }
    println!("{} MiB", common::peak_memory_mib());
    timed("refold of the first 1,000,000 entries", || {
        let mut state = holdpoint_domain::State::default();
        let fold = &mut |position, bytes: &[u8]| {
            let recorded = holdpoint_engine::entry::decode(position, bytes).unwrap();
            holdpoint_domain::evolve(&mut state, &recorded.fact, &recorded.meta);
            Ok(())
        };
        engine.visit(0..size.min(1_000_000), fold).unwrap();
    });
    let report = timed("verify", || {
        audit::verify(engine, &audit::Trust::default(), &|_, _| ()).unwrap()
    });
    println!("sound: {}, {} MiB", report.sound, common::peak_memory_mib());
}
