//! Forges are told what gates say: once for each verdict, again after a crash, and nobody waits for them.

use std::sync::{Arc, Mutex};

use holdpoint_domain::status::{Forge, Trouble};
use holdpoint_ports::{CommitState, CommitStatus, CommitStatuses, ForgeError};
use holdpoint_service::{At, Forges, Statuses};
use serde_json::{Value, json};

use crate::world::World;

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// What a forge was told, and what it answers.
#[derive(Clone, Default)]
struct Fake {
    told: Arc<Mutex<Vec<(String, CommitStatus)>>>,
    opened: Arc<Mutex<u32>>,
    answer: Option<ForgeError>,
    tokenless: bool,
}

impl Forges for Fake {
    fn open(
        &self,
        forge: &Forge,
        repository: &str,
        commit: &str,
    ) -> Result<Box<dyn CommitStatuses>, (Trouble, String)> {
        assert_eq!((repository, commit), ("acme/shop", COMMIT));
        assert_eq!(forge.api(), "https://git.example/api/v1");
        *self.opened.lock().unwrap() += 1;
        match self.tokenless {
            true => Err((Trouble::TokenMissing, "it is not set".to_owned())),
            false => Ok(Box::new(self.clone())),
        }
    }
}

impl CommitStatuses for Fake {
    fn show(&self, commit: &str, status: &CommitStatus) -> Result<(), ForgeError> {
        if let Some(error) = &self.answer {
            return Err(error.clone());
        }
        let told = (commit.to_owned(), status.clone());
        self.told.lock().unwrap().push(told);
        Ok(())
    }
}

impl Fake {
    fn saying(error: ForgeError) -> Self {
        Self {
            answer: Some(error),
            ..Self::default()
        }
    }

    fn taken(&self) -> Vec<CommitStatus> {
        let told = std::mem::take(&mut *self.told.lock().unwrap());
        told.into_iter().map(|(_, status)| status).collect()
    }
}

/// A release whose commits are at a forge, and an environment whose gate asks for an owner.
fn committed() -> World {
    let world = World::new();
    let forge = json!({"name": "own", "kind": "gitea", "url": "https://git.example",
        "token": {"env": "HOLDPOINT_FORGE_TOKEN"}});
    let channels = json!({"address": "https://holdpoint.example/"});
    let owner =
        json!({"name": "owner", "ask": {"approvals": {"role": "component-owner", "quorum": 1}}});
    let changes = json!([
        {"settings": {"timezone": "UTC", "channels": channels, "forges": [forge]}},
        {"environment": {"name": "production", "protected": true, "criteria": [owner]}}
    ]);
    let applied = json!({ "changes": changes });
    world
        .ask(&world.admin, "organisation.apply", applied)
        .unwrap();
    let rita = world.hire("rita", "release-manager");
    let created = json!({"release": "march", "components": ["till"]});
    world.ask(&rita, "release.create", created).unwrap();
    let author = json!({"handle": "rita"});
    let commits = json!({"release": "march", "repository": "git@git.example:acme/shop.git",
        "to": COMMIT, "commits": [{"id": COMMIT, "authors": [author]}]});
    world.ask(&rita, "release.add-commits", commits).unwrap();
    world
}

fn round(world: &World, statuses: &mut Statuses, fake: &Fake) -> (u32, Vec<String>) {
    let done = statuses.round(&world.service, fake, None).unwrap();
    (done.shown, done.problems)
}

/// The newest entries' types, the newest first.
fn newest(world: &World, count: usize) -> Vec<&'static str> {
    let view = world.service.engine().view(At::Now).unwrap();
    let first = view.size().saturating_sub(count as u64);
    let all: Vec<_> = (first..view.size()).collect();
    let recorded = view.recorded(&all).unwrap().into_iter().rev();
    recorded.map(|entry| entry.fact.event_type()).collect()
}

#[test]
fn a_verdict_is_shown_once_and_again_when_it_is_another_one() {
    let world = committed();
    let (fake, mut statuses) = (Fake::default(), Statuses::default());
    assert_eq!(round(&world, &mut statuses, &fake).0, 1);
    let shown = fake.taken();
    let expected = CommitStatus {
        context: "holdpoint/production".to_owned(),
        state: CommitState::Pending,
        description: "hold: march to production".to_owned(),
        link: Some("https://holdpoint.example/releases/march#at-production".to_owned()),
    };
    assert_eq!(shown, [expected]);
    assert_eq!(
        newest(&world, 2),
        ["status.shown.v1", "status.requested.v1"]
    );
    let size = world.size();
    for _ in 0..3 {
        world.clock.advance(61_000);
        assert_eq!(round(&world, &mut statuses, &fake).0, 0);
    }
    assert_eq!((fake.taken().len(), world.size()), (0, size));
    let admin = world.hire("rudi", "release-manager");
    world
        .ask(&admin, "release.cancel", json!({"release": "march"}))
        .unwrap();
    assert_eq!(round(&world, &mut statuses, &fake).0, 1);
    assert_eq!(fake.taken()[0].state, CommitState::Failure);
    round(&world, &mut statuses, &fake);
    assert_eq!(newest(&world, 1), ["status.ended.v1"]);
    let size = world.size();
    round(&world, &mut statuses, &fake);
    assert_eq!((fake.taken().len(), world.size()), (0, size));
}

#[test]
fn a_forge_that_is_down_is_asked_again_after_pauses_that_grow() {
    let world = committed();
    let down = Fake::saying(ForgeError::Unreachable("nobody there".to_owned()));
    let mut statuses = Statuses::default();
    let (shown, problems) = round(&world, &mut statuses, &down);
    assert_eq!(shown, 0);
    let at = format!("own: acme/shop at {COMMIT}: the forge cannot be reached: nobody there");
    assert_eq!(problems, [at]);
    assert_eq!(
        newest(&world, 2),
        ["status.failed.v1", "status.requested.v1"]
    );
    let size = world.size();
    // Five seconds, ten, twenty: three more tries in the first minute, and nothing more is written.
    for _ in 0..60 {
        world.clock.advance(1_000);
        round(&world, &mut statuses, &down);
    }
    assert_eq!((*down.opened.lock().unwrap(), world.size()), (4, size));
    world.clock.advance(3_600_000);
    let up = Fake::default();
    assert_eq!(round(&world, &mut statuses, &up).0, 1);
    assert_eq!(newest(&world, 1), ["status.shown.v1"]);
}

#[test]
fn what_a_crash_left_open_is_told_by_whoever_comes_next() {
    let world = committed();
    let command = json!({"release": "march", "environment": "production"});
    let _dead = Statuses::default();
    let request: holdpoint_domain::Command =
        serde_json::from_value(json!({"command": "status.tell", "arguments": command})).unwrap();
    let request = holdpoint_engine::Request::new(holdpoint_domain::Actor::System, request);
    world
        .service
        .engine()
        .submit(request)
        .unwrap()
        .done()
        .unwrap();
    let fake = Fake::default();
    assert_eq!(round(&world, &mut Statuses::default(), &fake).0, 1);
    // It may have been shown before the crash: then it is shown twice, as what it was.
    assert_eq!(round(&world, &mut Statuses::default(), &fake).0, 0);
    assert_eq!(fake.taken().len(), 1);
}

#[test]
fn what_nobody_finds_is_given_up_after_a_while_and_pages_and_lists_say_so() {
    let world = committed();
    let fake = Fake::saying(ForgeError::Absent("No commit found".to_owned()));
    let mut statuses = Statuses::default();
    let listed = || world.query("status.list", json!({})).unwrap()["statuses"][0].clone();
    for _ in 0..20 {
        round(&world, &mut statuses, &fake);
        world.clock.advance(3_600_000);
    }
    let one = listed();
    assert_eq!(
        (&one["progress"], &one["trouble"], &one["verdict"]),
        (&json!("given-up"), &json!("absent"), &json!("hold"))
    );
    round(&world, &mut statuses, &fake);
    assert_eq!(*fake.opened.lock().unwrap(), 20);
    let gate = json!({"release": "march", "environment": "production"});
    let explained = world.query("gate.explain", gate).unwrap();
    assert_eq!(explained["status"]["context"], "holdpoint/production");
}

#[test]
fn a_token_that_is_not_there_is_said_and_is_in_no_entry() {
    let world = committed();
    let fake = Fake {
        tokenless: true,
        ..Fake::default()
    };
    let (_, problems) = round(&world, &mut Statuses::default(), &fake);
    assert!(problems[0].ends_with("it is not set"), "{problems:?}");
    let one = &world.query("status.list", json!({})).unwrap()["statuses"][0];
    assert_eq!(one["trouble"], "token-missing");
    assert_eq!(
        one["targets"],
        json!([{"commit": COMMIT, "repository": "git@git.example:acme/shop.git"}])
    );
}

#[test]
fn without_forges_nothing_is_written_and_what_was_shown_ends() {
    let world = committed();
    let (fake, mut statuses) = (Fake::default(), Statuses::default());
    round(&world, &mut statuses, &fake);
    let settings: Value = json!({"settings": {"timezone": "UTC"}});
    let applied = json!({ "changes": [settings] });
    world
        .ask(&world.admin, "organisation.apply", applied)
        .unwrap();
    round(&world, &mut statuses, &fake);
    assert_eq!(newest(&world, 1), ["status.ended.v1"]);
    let size = world.size();
    world.clock.advance(61_000);
    round(&world, &mut statuses, &fake);
    assert_eq!(world.size(), size);
}
