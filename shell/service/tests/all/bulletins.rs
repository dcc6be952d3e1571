//! People are told what waits for them: once, when they want to be, and by the way that they want.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use holdpoint_domain::Actor;
use holdpoint_domain::bulletin::Channels;
use holdpoint_ports::{Courier, Delivery, Letter};
use holdpoint_service::{At, BulletinChannel, Couriers, PersonalRequest, Round, Settings};
use serde_json::{Value, json};

use crate::world::World;

const HOUR: i64 = 3_600_000;

/// What a courier does, and what it was given.
#[derive(Clone, Default)]
struct Fake {
    letters: Arc<Mutex<Vec<Letter>>>,
    answer: Option<Delivery>,
    down: bool,
    dies: bool,
    closed: bool,
}

impl Couriers for Fake {
    fn open(&self, _: &Channels, _: BulletinChannel) -> Result<Box<dyn Courier>, String> {
        match self.closed {
            true => Err("the secret is not there".to_owned()),
            false => Ok(Box::new(self.clone())),
        }
    }
}

impl Courier for Fake {
    fn ready(&self) -> Result<(), String> {
        match self.down {
            true => Err("the server does not greet".to_owned()),
            false => Ok(()),
        }
    }

    fn deliver(&self, letter: &Letter) -> Delivery {
        assert!(!self.dies, "the machine dies");
        self.letters.lock().unwrap().push(letter.clone());
        self.answer.clone().unwrap_or(Delivery::Delivered)
    }
}

impl Fake {
    fn answering(answer: Delivery) -> Self {
        Self {
            answer: Some(answer),
            ..Self::default()
        }
    }

    fn taken(&self) -> Vec<Letter> {
        std::mem::take(&mut self.letters.lock().unwrap())
    }
}

/// An organisation that can be told by mail and in a chat; it is midnight in UTC.
fn told() -> World {
    let world = World::new();
    let channels = json!({ "address": "https://holdpoint.example",
        "mail": { "server": { "env": "SMTP" }, "from": { "env": "FROM" } }, "chat": { "url": { "env": "CHAT" } } });
    let settings = json!({ "settings": { "timezone": "UTC", "channels": channels } });
    world
        .ask(
            &world.admin,
            "organisation.apply",
            json!({ "changes": [settings] }),
        )
        .unwrap();
    world
}

fn wants(world: &World, who: &Actor, settings: Value) {
    let settings: Settings = serde_json::from_value(settings).unwrap();
    world
        .service
        .personal(who, &PersonalRequest::SetSettings(settings))
        .unwrap();
}

fn mention(world: &World, handle: &str) {
    let body = json!({ "message": { "text": format!("@{handle} the secret plan <!channel>") } });
    let asked = json!({ "subject": "component/till", "body": body });
    world.ask(&world.admin, "comment.add", asked).unwrap();
}

fn send(world: &World, couriers: &Fake) -> Option<Round> {
    world.service.send_bulletins(couriers).unwrap()
}

/// All entries, as type and data.
fn entries(world: &World) -> Vec<(String, Value)> {
    let view = world.service.engine().view(At::Now).unwrap();
    let all: Vec<_> = (0..view.size()).collect();
    let recorded = view.recorded(&all).unwrap().into_iter();
    recorded
        .map(|entry| {
            (
                entry.fact.event_type().to_owned(),
                entry.fact.data().unwrap(),
            )
        })
        .collect()
}

/// The types of the newest entries, the newest first.
fn newest(world: &World, count: usize) -> Vec<String> {
    let entries = entries(world).into_iter().rev();
    entries.take(count).map(|(name, _)| name).collect()
}

#[test]
fn a_daily_bulletin_tells_what_waits_once_a_day() {
    let world = told();
    let sam = world.hire("sam", "sre");
    wants(
        &world,
        &sam,
        json!({ "bulletin": "daily", "hour": 8, "language": "de" }),
    );
    mention(&world, "sam");
    let fake = Fake::default();
    let first = send(&world, &fake).unwrap();
    assert_eq!((first.delivered, first.problems.len()), (1, 0));
    let letter = &fake.taken()[0];
    assert_eq!(letter.to, "sam@example.org");
    assert_eq!(letter.subject, "1 Sache wartet auf dich bei shop");
    assert!(
        letter
            .text
            .starts_with("- admin erwähnt dich zu component/till: @sam the secret plan"),
        "{letter:?}"
    );
    assert!(
        letter
            .text
            .contains("  https://holdpoint.example/catalogue/till#com_"),
        "{}",
        letter.text
    );
    assert_eq!(
        newest(&world, 2),
        ["bulletin.sent.v1", "bulletin.requested.v1"]
    );
    // It says how to be told otherwise, and the same as HTML.
    assert!(
        letter.text.ends_with(
            "\n-- \nDu bekommst das, weil du es so eingestellt hast. Seltener oder gar nicht mehr: \
             `holdpoint settings set --bulletin off` oder https://holdpoint.example/settings\n"
        ),
        "{}",
        letter.text
    );
    assert_eq!(letter.settings, "https://holdpoint.example/settings");
    assert!(
        letter.html.contains("<html lang=\"de\">"),
        "{}",
        letter.html
    );
    assert!(
        letter
            .html
            .contains("<li><a href=\"https://holdpoint.example/catalogue/till#com_")
            && letter.html.contains("the secret plan &lt;!channel&gt;"),
        "{}",
        letter.html
    );
    let size = world.service.engine().published().size();
    assert_eq!(send(&world, &fake), None);
    world.clock.advance(8 * HOUR - 1);
    assert_eq!(send(&world, &fake), None);
    world.clock.advance(1);
    assert_eq!(send(&world, &fake).unwrap().delivered, 1);
    assert_eq!(fake.taken().len(), 1);
    assert_eq!(
        world.service.engine().published().size(),
        size + 2,
        "nothing else was written"
    );
}

#[test]
fn an_hourly_bulletin_tells_what_is_new_and_says_nothing_of_nothing() {
    let world = told();
    let sam = world.hire("sam", "sre");
    wants(
        &world,
        &sam,
        json!({ "bulletin": "hourly", "channel": "chat" }),
    );
    let fake = Fake::default();
    world.clock.advance(HOUR / 2);
    mention(&world, "sam");
    assert_eq!(
        send(&world, &fake),
        None,
        "it is of the hour that has not ended"
    );
    world.clock.advance(HOUR / 2);
    assert_eq!(send(&world, &fake).unwrap().delivered, 1);
    let letter = &fake.taken()[0];
    assert_eq!(
        (letter.to.as_str(), letter.subject.as_str()),
        ("sam", "1 thing waits for you at shop")
    );
    // Others read along.
    assert!(
        letter
            .text
            .contains("a comment about component/till speaks of you"),
        "{}",
        letter.text
    );
    assert!(!letter.text.contains("secret"), "{}", letter.text);
    let size = world.service.engine().published().size();
    world.clock.advance(HOUR);
    assert_eq!(send(&world, &fake), None, "that was told");
    assert_eq!(world.service.engine().published().size(), size);
}

#[test]
fn nobody_is_told_who_does_not_want_to_or_cannot_be_or_may_not_read() {
    let world = told();
    let fake = Fake::default();
    let off = world.hire("off", "sre");
    wants(&world, &off, json!({ "bulletin": "off" }));
    mention(&world, "off");
    // Ada has no mail address.
    wants(&world, &world.admin, json!({ "bulletin": "daily" }));
    let gone = world.hire("gone", "sre");
    wants(&world, &gone, json!({ "bulletin": "daily" }));
    mention(&world, "gone");
    let access = world.query("access.list", json!({})).unwrap();
    let grants = access["grants"].as_array().unwrap().iter();
    let mut grants = grants.filter(|grant| grant["person"]["handle"] == "gone");
    let grant = grants.next().unwrap();
    let revoke = json!({ "grant": grant["grant"] });
    world.ask(&world.admin, "access.revoke", revoke).unwrap();
    let erased = world.hire("erased", "sre");
    wants(&world, &erased, json!({ "bulletin": "daily" }));
    mention(&world, "erased");
    let erase = json!({ "person": { "handle": "erased" } });
    world.ask(&world.admin, "person.erase", erase).unwrap();
    assert_eq!(send(&world, &fake), None);
    assert!(fake.taken().is_empty());
    assert_ne!(newest(&world, 1), ["bulletin.sent.v1"]);
}

#[test]
fn what_was_refused_or_is_not_known_is_counted_and_not_sent_again() {
    for (answer, counts) in [
        (Delivery::Failed("the server answers 550".into()), (0, 1, 0)),
        (
            Delivery::Unknown("the connection broke off".into()),
            (0, 0, 1),
        ),
    ] {
        let world = told();
        let sam = world.hire("sam", "sre");
        wants(&world, &sam, json!({ "bulletin": "daily" }));
        mention(&world, "sam");
        let fake = Fake::answering(answer);
        let round = send(&world, &fake).unwrap();
        assert_eq!((round.delivered, round.failed, round.unknown), counts);
        assert_eq!(round.problems.len(), 1);
        assert!(
            round
                .problems
                .iter()
                .all(|problem| !problem.contains("sam"))
        );
        assert_eq!(fake.taken().len(), 1);
        assert_eq!(send(&world, &fake), None);
        world.clock.advance(24 * HOUR);
        assert!(
            send(&world, &fake).is_some(),
            "the next day it is told again what waits"
        );
    }
}

#[test]
fn what_was_being_sent_when_the_machine_died_is_not_known_and_not_sent_again() {
    let world = told();
    let sam = world.hire("sam", "sre");
    wants(&world, &sam, json!({ "bulletin": "daily" }));
    mention(&world, "sam");
    let dying = Fake {
        dies: true,
        ..Fake::default()
    };
    let died = catch_unwind(AssertUnwindSafe(|| send(&world, &dying)));
    assert!(died.is_err());
    assert_eq!(newest(&world, 1), ["bulletin.requested.v1"]);
    let fake = Fake::default();
    assert_eq!(
        send(&world, &fake),
        None,
        "nothing is due but to say how it ended"
    );
    assert!(fake.taken().is_empty());
    let entries = entries(&world);
    let (name, data) = entries.last().unwrap();
    assert_eq!(name, "bulletin.sent.v1");
    assert_eq!(
        (&data["delivered"], &data["unknown"]),
        (&json!(0), &json!(1))
    );
}

#[test]
fn a_channel_that_cannot_be_opened_is_complained_of_and_nothing_is_lost() {
    let world = told();
    let sam = world.hire("sam", "sre");
    wants(&world, &sam, json!({ "bulletin": "daily" }));
    mention(&world, "sam");
    let closed = Fake {
        closed: true,
        ..Fake::default()
    };
    let round = send(&world, &closed).unwrap();
    assert_eq!(
        round.problems,
        [
            "mail: the secret is not there",
            "chat: the secret is not there"
        ]
    );
    assert_ne!(newest(&world, 1), ["bulletin.sent.v1"]);
    assert_eq!(send(&world, &Fake::default()).unwrap().delivered, 1);
}

#[test]
fn the_ledger_names_nobody_who_was_told() {
    let world = told();
    let sam = world.hire("sam", "sre");
    wants(&world, &sam, json!({ "bulletin": "daily" }));
    mention(&world, "sam");
    send(&world, &Fake::default()).unwrap();
    let entries = entries(&world).into_iter();
    let of_bulletins: Vec<_> = entries
        .filter(|(name, _)| name.starts_with("bulletin"))
        .map(|(_, data)| data.to_string())
        .collect();
    assert_eq!(of_bulletins.len(), 2);
    assert!(
        of_bulletins
            .iter()
            .all(|data| !data.contains("per_") && !data.contains("sam"))
    );
}

#[test]
fn a_server_that_is_down_loses_nobody_a_letter_and_writes_no_entries() {
    let world = told();
    let sam = world.hire("sam", "sre");
    wants(&world, &sam, json!({ "bulletin": "daily" }));
    mention(&world, "sam");
    let size = world.service.engine().published().size();
    let down = Fake {
        down: true,
        ..Fake::default()
    };
    for _ in 0..3 {
        let round = send(&world, &down).unwrap();
        assert_eq!(round.problems, ["mail: the server does not greet"]);
        assert_eq!(round.delivered + round.failed + round.unknown, 0);
        world.clock.advance(HOUR);
    }
    assert_eq!(world.service.engine().published().size(), size);
    let up = Fake::default();
    assert_eq!(send(&world, &up).unwrap().delivered, 1);
    assert_eq!(up.taken().len(), 1);
    assert_eq!(send(&world, &up), None);
}

#[test]
fn what_is_refused_for_now_is_tried_again_some_times_with_longer_and_longer_pauses() {
    let world = told();
    let sam = world.hire("sam", "sre");
    wants(&world, &sam, json!({ "bulletin": "daily", "hour": 0 }));
    mention(&world, "sam");
    let busy = Fake::answering(Delivery::Later("the server answers 451".into()));
    for pause in [2, 10, 30, 120, 360] {
        let round = send(&world, &busy).unwrap();
        assert_eq!((round.delivered, round.failed), (0, 1));
        world.clock.advance(pause * HOUR / 60 - 1);
        assert_eq!(send(&world, &busy), None);
        world.clock.advance(1);
    }
    assert_eq!(send(&world, &busy).unwrap().failed, 1);
    assert_eq!(busy.taken().len(), 6);
    world.clock.advance(8 * HOUR);
    assert_eq!(send(&world, &busy), None, "it has failed");

    // Another day it is taken at the second try, and then no more.
    world.clock.advance(16 * HOUR);
    assert_eq!(send(&world, &busy).unwrap().failed, 1);
    world.clock.advance(HOUR);
    let fake = Fake::default();
    assert_eq!(send(&world, &fake).unwrap().delivered, 1);
    assert_eq!(send(&world, &fake), None);
}

#[test]
fn what_nobody_was_told_an_hour_ago_is_told_now() {
    let world = told();
    let sam = world.hire("sam", "sre");
    wants(&world, &sam, json!({ "bulletin": "hourly" }));
    mention(&world, "sam");
    world.clock.advance(HOUR);
    let down = Fake {
        down: true,
        ..Fake::default()
    };
    for _ in 0..4 {
        send(&world, &down).unwrap();
        world.clock.advance(HOUR);
    }
    mention(&world, "sam");
    world.clock.advance(HOUR);
    let fake = Fake::default();
    assert_eq!(send(&world, &fake).unwrap().delivered, 1);
    assert!(fake.taken()[0].subject.starts_with("2 things"));
    let failing = Fake::answering(Delivery::Failed("the server answers 550".into()));
    for _ in 0..3 {
        mention(&world, "sam");
        world.clock.advance(HOUR);
        assert_eq!(send(&world, &failing).unwrap().failed, 1);
    }
    world.clock.advance(HOUR);
    assert_eq!(send(&world, &fake).unwrap().delivered, 1);
    assert!(fake.taken()[0].subject.starts_with("3 things"));
}

/// A team that works on weekdays from nine to five in Vienna, where the first of January is a day off.
fn works(world: &World, who: &Actor) {
    let Actor::Person(person) = who else {
        panic!("{who:?}")
    };
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    let calendar = json!({ "name": "at", "timezone": "Europe/Vienna", "holidays": [{ "date": "2026-01-01" }],
        "hours": [{ "days": days, "from": "09:00", "until": "17:00" }] });
    let changes = json!([
        { "calendar": calendar },
        { "unit": { "name": "shop", "calendar": "at" } },
        { "team": { "name": "tills", "unit": "shop", "members": [person] } },
    ]);
    let apply = json!({ "changes": changes });
    world
        .ask(&world.admin, "organisation.apply", apply)
        .unwrap();
}

/// How many letters go out in each of so many hours.
fn hours(world: &World, count: i64) -> Vec<i64> {
    let fake = Fake::default();
    let told = |_: &i64| {
        send(world, &fake);
        world.clock.advance(HOUR);
        !fake.taken().is_empty()
    };
    (0..count).filter(told).collect()
}

#[test]
fn on_days_off_nobody_is_told_unless_they_want_to_be() {
    let world = told();
    let sam = world.hire("sam", "sre");
    works(&world, &sam);
    mention(&world, "sam");
    wants(&world, &sam, json!({ "bulletin": "daily", "hour": 7 }));
    // For the Wednesday before; new year's day is a Thursday and off; then a Friday, a weekend, and Monday.
    assert_eq!(hours(&world, 24 * 5), [0, 31, 103]);
    wants(
        &world,
        &sam,
        json!({ "bulletin": "daily", "hour": 7, "days": "every" }),
    );
    world.clock.advance(4 * 24 * HOUR);
    assert_eq!(hours(&world, 24 * 3).len(), 3 + 1);
}

#[test]
fn outside_of_working_hours_all_is_quiet_and_is_told_when_they_begin() {
    let world = told();
    let sam = world.hire("sam", "sre");
    works(&world, &sam);
    wants(&world, &sam, json!({ "bulletin": "hourly" }));
    world.clock.advance(36 * HOUR);
    mention(&world, "sam");
    // On Friday at 14:00 in Vienna what was written at 13:00.
    assert_eq!(hours(&world, 12), [1]);
    mention(&world, "sam");
    // On Monday at 9:00 what was written at one o'clock on Saturday.
    assert_eq!(hours(&world, 3 * 24), [56]);
}
