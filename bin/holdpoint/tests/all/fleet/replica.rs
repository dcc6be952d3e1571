//! A replica of the database is promoted: with everything that was answered, or with less.

use std::time::Duration;

use holdpoint_cluster::{Cluster, Options};

use super::room::Room;
use crate::killed::client::Acknowledged;
use crate::killed::verify;

/// Longer than it takes to take over, and to say that nobody could.
const LONG: Duration = Duration::from_secs(8);

/// A database with a replica, and three servers that know both.
struct Pair {
    primary: Cluster,
    replica: Cluster,
    name: String,
    room: Room,
}

impl Pair {
    fn new() -> Self {
        let primary = Cluster::start(Options {
            durable: true,
            ..Options::default()
        });
        let url = primary.database();
        let replica = primary.replica();
        let (one, other) = (primary.port(), replica.port());
        let both = url.replace(&format!(":{one}/"), &format!(":{one},127.0.0.1:{other}/"));
        let room = Room::new(3, &format!("{both}?target_session_attrs=read-write"), one);
        room.start_all();
        room.until("somebody decides", || room.deciding().is_some());
        let name = url.rsplit('/').next().unwrap().to_owned();
        Self {
            primary,
            replica,
            name,
            room,
        }
    }

    /// Creates releases, one after another on each server, each until it is acknowledged.
    fn create(&self, numbers: std::ops::Range<usize>) -> Vec<Acknowledged> {
        let create = |number: usize| {
            let one = |at: usize| self.room.server((number + at) % 3).try_to_create(number);
            (0..).find_map(one).unwrap()
        };
        numbers.map(create).collect()
    }

    fn size(&self, of: &Cluster) -> u64 {
        let size = "SELECT size FROM holdpoint_ledger.head";
        of.sql(&self.name, size).parse().unwrap()
    }

    fn examine(&self, acknowledged: &[Acknowledged]) {
        let room = &self.room;
        for at in 0..3 {
            room.until("it is ready", || room.ready(at));
        }
        let last = acknowledged.iter().map(|one| one.position).max().unwrap();
        let seen = format!("Holdpoint-Position: {last}\r\n");
        assert_eq!(room.server(0).ask("api/v1/me", &seen).unwrap().0, "200");
        let log = room
            .server(0)
            .log(&room.world.read("repo/.holdpoint/ledger.vkey"));
        verify::done_once(&log, acknowledged);
        verify::proven_for_ever(&log, acknowledged);
    }
}

#[test]
fn a_replica_that_lagged_is_not_written_to_and_nothing_is_lost() {
    let pair = Pair::new();
    let room = &pair.room;
    let mut acknowledged = pair.create(0..10);
    room.until("it has got them", || {
        pair.size(&pair.replica) >= pair.size(&pair.primary)
    });
    pair.replica.cut_off();
    // It may have been hearing of something just then.
    std::thread::sleep(Duration::from_millis(500));
    let short = pair.size(&pair.replica);
    acknowledged.extend(pair.create(10..15));
    assert!(pair.size(&pair.primary) >= short + 5);

    pair.primary.kill();
    pair.replica.promote();
    for restarted in [false, true] {
        if restarted {
            (0..3).for_each(|at| room.kill(at));
            room.start_all();
        }
        room.until("nobody is ready", || (0..3).all(|at| !room.ready(at)));
        std::thread::sleep(LONG);
        assert!((0..3).all(|at| !room.ready(at)), "restarted: {restarted}");
        assert_eq!(pair.size(&pair.replica), short, "restarted: {restarted}");
    }

    // The old one is brought back: everything goes on where it stood.
    pair.replica.kill();
    pair.primary.start_again();
    acknowledged.extend(pair.create(15..20));
    pair.examine(&acknowledged);
}

#[test]
fn a_replica_that_has_everything_goes_on() {
    let pair = Pair::new();
    let primary = &pair.primary;
    let every = "ALTER SYSTEM SET synchronous_standby_names = '*'";
    primary.sql("postgres", every);
    primary.sql("postgres", "SELECT pg_reload_conf()");
    let mut acknowledged = pair.create(0..15);
    primary.kill();
    pair.replica.promote();
    acknowledged.extend(pair.create(15..30));
    pair.examine(&acknowledged);
}
