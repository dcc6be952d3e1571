//! What machines and networks do to several servers, while people work on all of them.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use holdpoint_cluster::{Cluster, Options};

use super::pauses::Pauses;
use super::room::Room;
use crate::killed::client::Acknowledged;
use crate::killed::{random, verify};
use crate::world::Person;

/// How many rounds there are unless `HOLDPOINT_FLEET_ROUNDS` says otherwise.
const ROUNDS: usize = 6;
/// How many work at the same time.
const PEOPLE: usize = 9;

/// What happens in a round.
#[derive(Debug, Clone, Copy)]
enum Fault {
    KillWhoDecides,
    KillAnother,
    StopWhoDecides,
    StopAnother,
    KillDatabase,
    StopDatabase,
    CutConnections,
    LoseAnswers,
    KillAll,
}

const FAULTS: [Fault; 9] = [
    Fault::KillWhoDecides,
    Fault::StopWhoDecides,
    Fault::LoseAnswers,
    Fault::KillDatabase,
    Fault::CutConnections,
    Fault::KillAnother,
    Fault::StopDatabase,
    Fault::StopAnother,
    Fault::KillAll,
];

/// What all workers share.
#[derive(Default)]
struct Work {
    next: AtomicUsize,
    enough: AtomicBool,
    acknowledged: Mutex<Vec<Acknowledged>>,
    /// Requests without an answer, or with one that asks to come again.
    lost: AtomicUsize,
    pauses: Pauses,
}

impl Work {
    /// Submits one release after another, each until it is acknowledged, by whichever server. One at each server stays
    /// there: were all at one that is stopped, nobody would see that the others go on.
    fn work(&self, room: &Room, first: usize) {
        let (mut at, stays) = (first, first < room.seats.len());
        while !self.enough.load(Ordering::Relaxed) {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let done = loop {
                let sent = Instant::now();
                match room.server(at % 3).try_to_create(number) {
                    Some(done) => {
                        self.pauses.answered(sent);
                        break done;
                    }
                    None => {
                        self.lost.fetch_add(1, Ordering::Relaxed);
                        at += usize::from(!stays);
                        std::thread::sleep(Duration::from_millis(20));
                    }
                }
            };
            self.acknowledged.lock().unwrap().push(done);
        }
    }

    fn count(&self) -> usize {
        self.acknowledged.lock().unwrap().len()
    }
}

fn rounds() -> usize {
    let asked = std::env::var("HOLDPOINT_FLEET_ROUNDS").ok();
    asked.map_or(ROUNDS, |text| text.parse().expect("a number of rounds"))
}

/// What happens in a round: each once, then any; always the same if `HOLDPOINT_FLEET_FAULT` names one.
fn fault(round: usize) -> Fault {
    let any = FAULTS[random(FAULTS.len() as u64) as usize];
    let asked = std::env::var("HOLDPOINT_FLEET_FAULT").ok();
    let named = asked.map(|name| {
        let found = FAULTS.into_iter().find(|one| format!("{one:?}") == name);
        found.expect("the name of a fault")
    });
    named.unwrap_or_else(|| FAULTS.get(round).copied().unwrap_or(any))
}

fn nap(most_ms: u64) {
    std::thread::sleep(Duration::from_millis(random(most_ms)));
}

fn happen(fault: Fault, room: &Room, cluster: &Cluster, pauses: &Pauses) {
    let decides = room.deciding().unwrap_or(0);
    let another = (decides + 1 + random(2) as usize) % 3;
    pauses.struck(&format!("{fault:?}"));
    eprintln!(
        "{fault:?}: server {decides} decides, after {:.1?}",
        room.begun()
    );
    match fault {
        Fault::KillWhoDecides | Fault::KillAnother => {
            let at = if matches!(fault, Fault::KillAnother) {
                another
            } else {
                decides
            };
            room.kill(at);
            nap(8_000);
            room.start(at);
        }
        Fault::StopWhoDecides | Fault::StopAnother => {
            let at = if matches!(fault, Fault::StopAnother) {
                another
            } else {
                decides
            };
            room.signal(at, "-STOP");
            nap(8_000);
            room.signal(at, "-CONT");
        }
        Fault::KillDatabase => {
            cluster.kill();
            nap(500);
            cluster.start_again();
        }
        Fault::StopDatabase => {
            cluster.pause();
            nap(4_000);
            cluster.resume();
        }
        Fault::CutConnections => {
            for _ in 0..5 {
                room.seats.iter().for_each(|seat| seat.wire.cut());
                nap(200);
            }
        }
        Fault::LoseAnswers => {
            let span = Duration::from_millis(20 + random(100));
            for seat in &room.seats {
                seat.wire.swallow(span);
            }
        }
        Fault::KillAll => {
            (0..3).for_each(|at| room.kill(at));
            nap(500);
            room.start_all();
        }
    }
}

#[test]
fn what_three_servers_have_acknowledged_is_there_once_and_in_one_order() {
    let cluster = Cluster::start(Options {
        durable: true,
        ..Options::default()
    });
    let room = Arc::new(Room::new(3, &cluster.database(), cluster.port()));
    room.start_all();
    room.until("somebody decides", || room.deciding().is_some());
    let work = Arc::new(Work::default());
    let workers: Vec<_> = (0..PEOPLE)
        .map(|at| {
            let (work, room) = (Arc::clone(&work), Arc::clone(&room));
            std::thread::spawn(move || work.work(&room, at))
        })
        .collect();
    for round in 0..rounds() {
        let fault = fault(round);
        happen(fault, &room, &cluster, &work.pauses);
        let before = work.count();
        let took = room.until(&format!("work goes on after {fault:?}"), || {
            work.count() > before + 5
        });
        eprintln!(
            "round {round}: {fault:?}, {} acknowledged, on after {took:?}",
            work.count()
        );
        nap(300);
    }
    work.enough.store(true, Ordering::Relaxed);
    workers
        .into_iter()
        .for_each(|worker| worker.join().unwrap());
    examine(&room, &work);
    let (lost, swallowed) = (
        work.lost.load(Ordering::Relaxed),
        room.seats
            .iter()
            .map(|seat| seat.wire.swallowed())
            .sum::<u64>(),
    );
    eprintln!(
        "{} acknowledged, {lost} asked again, {swallowed} answers lost; until work went on:\n{}",
        work.count(),
        work.pauses
    );
}

/// Nothing that was acknowledged is lost, nothing is there twice, no two histories were signed.
fn examine(room: &Room, work: &Work) {
    (0..3).for_each(|at| room.start(at));
    for at in 0..3 {
        room.until("it is ready", || room.ready(at));
    }
    let acknowledged = std::mem::take(&mut *work.acknowledged.lock().unwrap());
    assert_eq!(acknowledged.len(), work.next.load(Ordering::Relaxed));
    let key = room.world.read("repo/.holdpoint/ledger.vkey");
    let last = acknowledged.iter().map(|one| one.position).max().unwrap();
    let seen = format!("Holdpoint-Position: {last}\r\n");
    let (status, _) = room.server(0).ask("api/v1/me", &seen).unwrap();
    assert_eq!(status, "200");
    let newest = room.server(0).log(&key);
    verify::done_once(&newest, &acknowledged);
    verify::one_history(&newest, &acknowledged);
    let step = acknowledged.len().div_ceil(200);
    let some: Vec<_> = acknowledged.iter().step_by(step).cloned().collect();
    verify::proven_for_ever(&newest, &some);
    let last = format!("Holdpoint-Position: {}\r\n", newest.size() - 1);
    for at in 0..3 {
        room.server(at).ask("api/v1/me", &last).unwrap();
        assert!(
            room.server(at).log(&key).entries == newest.entries,
            "server {at}"
        );
    }
    for one in acknowledged.iter().step_by(step) {
        let again = room.server(one.number % 3).create(one.number).unwrap();
        assert!(
            again.repeated && again.position == one.position,
            "{again:?}"
        );
    }
    assert_eq!(
        room.server(1).log(&key).size(),
        newest.size(),
        "nothing is done twice"
    );
    *work.acknowledged.lock().unwrap() = acknowledged;
    (0..3).for_each(|at| room.kill(at));
    std::thread::sleep(Duration::from_secs(4));
    let verified = room.world.run(&Person::default(), &["audit", "verify"]);
    verified.ok();
}
