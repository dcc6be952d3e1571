#![allow(clippy::unwrap_used, reason = "tests")]

use holdpoint_authorisation::{Attributes, Saying, Value};

use super::moment::moment;
use super::{DEFAULT, action, because, vocabulary};
use crate::State;
use crate::access::{MATRIX, Permission};
use crate::kernel::{Actor, Evolve, Meta};
use crate::organisation::{Configured, Founded, PersonId, Settings};

fn shop(timezone: &str) -> State {
    let mut state = State::default();
    let meta = Meta {
        position: 0,
        time: "2026-03-02T08:00:00Z".parse().unwrap(),
        actor: Actor::System,
    };
    let founded = Founded {
        name: "shop".parse().unwrap(),
        sample: false,
    };
    founded.apply(&mut state, &meta);
    let settings = Settings {
        timezone: timezone.to_owned(),
        ..Settings::default()
    };
    Configured { settings }.apply(&mut state, &meta);
    state
}

fn at(timezone: &str, now: &str) -> Attributes {
    moment(
        &shop(timezone),
        &Actor::Person(PersonId::from_bits(1)),
        now.parse().unwrap(),
    )
}

#[test]
fn a_moment_is_of_the_organisations_zone() {
    let vienna = at("Europe/Vienna", "2026-11-27T23:30:00Z");
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(vienna["weekday"], text("saturday"));
    assert_eq!(vienna["date"], text("2026-11-28"));
    assert_eq!(
        (&vienna["hour"], &vienna["minute"]),
        (&Value::Number(0), &Value::Number(30))
    );
    let utc = at("", "2026-11-27T23:30:00Z");
    assert_eq!(
        (&utc["weekday"], &utc["hour"]),
        (&text("friday"), &Value::Number(23))
    );
    assert_eq!(utc["atWork"], Value::Truth(true));
}

#[test]
fn the_vocabulary_has_every_permission_and_the_default_every_role() {
    let words = vocabulary();
    for permission in Permission::ALL {
        let group = format!("action \"{}\" appliesTo", permission.group());
        assert!(words.contains(&group), "{group}");
    }
    for (role, _) in MATRIX {
        assert!(DEFAULT.contains(&format!("@id(\"{role}\")")), "{role}");
    }
    assert_eq!(action("deployment.deploy").unwrap().1, [Permission::Deploy]);
    assert_eq!(action("bulletin.request"), None);
}

#[test]
fn what_forbids_is_named_with_its_advice() {
    let saying = |id: &str, advice: &str| Saying {
        id: id.to_owned(),
        advice: advice.to_owned(),
    };
    assert_eq!(because(&[]), "none of them permits it");
    let both = [saying("a", ""), saying("b", "ask on Monday")];
    assert_eq!(because(&both), "`a`, `b` (ask on Monday)");
}
