//! Nobody takes somebody else's credential, and what is done to accounts is told by the ledger.

use std::io::Seek as _;

use holdpoint_domain::Actor;
use holdpoint_domain::access::Door;
use holdpoint_engine::audit::{TarBundle, Trust, verify_bundle};
use holdpoint_ports::Credential;
use holdpoint_service::{AccountRequest, Enrolment, Entrance, ServiceError};
use serde_json::{Value, json};

use crate::world::World;

fn token(person: &str) -> AccountRequest {
    AccountRequest::IssueToken {
        person: person.into(),
        label: "laptop".into(),
        expires_ms: None,
    }
}

fn told(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap().to_owned()
}

/// What entries say about a person, newest last: event and actor.
fn entries(world: &World, subject: &str) -> Vec<(String, Value)> {
    let listed = world
        .query("entry.list", json!({ "subject": subject }))
        .unwrap();
    let entries = listed["entries"].as_array().unwrap();
    let said = |entry: &Value| (told(entry, "event"), entry["actor"].clone());
    entries.iter().map(said).collect()
}

fn events(world: &World, subject: &str) -> Vec<String> {
    entries(world, subject)
        .into_iter()
        .map(|(event, _)| event)
        .collect()
}

fn code(result: Result<Value, ServiceError>) -> String {
    result.unwrap_err().code()
}

fn redeem(world: &World, code: &str) -> Result<Value, ServiceError> {
    let (code, label) = (code.to_owned(), "laptop".to_owned());
    let entrance = Entrance::of_user(Door::Socket, "root".to_owned());
    world.service.enrol(&Enrolment { code, label }, &entrance)
}

fn who(world: &World, token: &str) -> Result<Actor, ServiceError> {
    world
        .service
        .authenticate(&Credential::Token(token.to_owned()))
}

#[test]
fn an_administrator_takes_nobody_elses_credential() {
    let world = World::new();
    let rita = world.hire("rita", "change-manager");
    let dora = world.hire("dora", "developer");
    let size = world.size();
    assert_eq!(
        code(world.service.account(&world.admin, token("rita"))),
        "credential-of-another"
    );
    assert_eq!(
        code(world.service.account(&dora, token("rita"))),
        "not-permitted"
    );
    let enrol = AccountRequest::IssueEnrolment {
        person: "rita".into(),
        hours: None,
    };
    assert_eq!(code(world.service.account(&dora, enrol)), "not-permitted");
    let raw = json!({ "person": rita.person(), "act": { "issue-token": {} } });
    let raw = world.ask(&rita, "account.record", raw).unwrap_err();
    assert_eq!(raw.code(), "request-malformed");
    assert_eq!(world.size(), size);
    let own = world.service.account(&rita, token("rita")).unwrap();
    assert_eq!(who(&world, &told(&own, "token")).unwrap(), rita);
}

#[test]
fn an_enrolment_lets_one_in_once_and_the_ledger_says_so() {
    let world = World::new();
    let rita = world.hire("rita", "change-manager");
    let person = format!("person/{}", rita.person().unwrap());
    let enrol = AccountRequest::IssueEnrolment {
        person: "rita".into(),
        hours: Some(2),
    };
    let issued = world.service.account(&world.admin, enrol).unwrap();
    let issued = told(&issued, "enrolment");
    let first = redeem(&world, &issued).unwrap();
    assert_eq!(who(&world, &told(&first, "token")).unwrap(), rita);
    assert_eq!(code(redeem(&world, &issued)), "who-are-you");
    let late = AccountRequest::IssueEnrolment {
        person: "admin".into(),
        hours: Some(2),
    };
    let late = world.service.account(&world.admin, late).unwrap();
    world.clock.advance(2 * 3_600_000);
    assert_eq!(
        code(redeem(&world, &told(&late, "enrolment"))),
        "who-are-you"
    );
    let said = entries(&world, &person);
    let said: Vec<_> = said.iter().rev().take(3).rev().collect();
    let names: Vec<_> = said.iter().map(|(event, _)| event.as_str()).collect();
    let expected = [
        "account.enrolment-issued.v1",
        "account.enrolled.v1",
        "account.token-issued.v1",
    ];
    assert_eq!(names, expected);
    let actors: Vec<_> = said
        .iter()
        .map(|(_, actor)| &actor["person"]["handle"])
        .collect();
    assert_eq!(actors, ["admin", "rita", "rita"]);
    assert_eq!(events(&world, "session/nobody").len(), 2);
    let all = world
        .query("entry.list", json!({ "subject": person }))
        .unwrap()
        .to_string();
    assert!(
        !all.contains(&issued) && !all.contains(&told(&first, "token")),
        "no secret is told"
    );
}

#[test]
fn log_ins_that_fail_are_facts_and_a_flood_of_them_is_one() {
    let world = World::new();
    let rita = world.hire("rita", "change-manager");
    let wrong = |handle: &str| Credential::Password {
        handle: handle.into(),
        password: "wrong".into(),
    };
    for _ in 0..5 {
        assert!(world.service.authenticate(&wrong("rita")).is_err());
        assert!(world.service.authenticate(&wrong("mallory")).is_err());
        assert!(who(&world, "hp_nothing").is_err());
        let user = Credential::SystemUser("mallory".into());
        assert!(world.service.authenticate(&user).is_err());
    }
    let claimed = format!("session/{}", rita.person().unwrap());
    assert_eq!(events(&world, &claimed), ["session.refused.v1"]);
    assert_eq!(
        events(&world, "session/nobody").len(),
        3,
        "a password, a token, a user"
    );
    world.clock.advance(10_000);
    assert!(world.service.authenticate(&wrong("rita")).is_err());
    assert_eq!(events(&world, &claimed).len(), 2);
    let said = world
        .query("entry.list", json!({ "subject": "session/nobody" }))
        .unwrap();
    assert!(!said.to_string().contains("mallory"), "{said}");
}

#[test]
fn an_export_is_told_by_the_bundle_itself() {
    let world = World::new();
    let dora = world.hire("dora", "developer");
    let export = |who: &Actor, release: Option<&str>| {
        let mut file = tempfile::tempfile().unwrap();
        let begun = world.service.begin_export(who, release)?;
        let written = world.service.write_export(&begun, &mut file, &|_, _| {});
        written.map(|manifest| (file, manifest))
    };
    assert_eq!(export(&dora, None).unwrap_err().code(), "not-permitted");
    let size = world.size();
    let (mut file, manifest) = export(&world.admin, None).unwrap();
    assert!(manifest.size > size);
    assert_eq!(manifest.size, world.size());
    file.rewind().unwrap();
    let report = verify_bundle(
        &TarBundle::open(file).unwrap(),
        &Trust::default(),
        &|_, _| {},
    );
    assert!(report.sound, "{:?}", report.problems);
    export(&world.admin, None).unwrap();
    let subject = format!("export/{}", world.admin.person().unwrap());
    assert_eq!(
        events(&world, &subject),
        ["audit.exported.v1"],
        "again at once is the same"
    );
    for again in 0..2 {
        let refused = export(&world.admin, Some("missing")).unwrap_err();
        assert_eq!(refused.code(), "release-unknown", "time {again}");
    }
}

#[test]
fn whom_a_user_of_the_machine_is_said_to_be_is_a_fact() {
    let world = World::new();
    let rita = world.hire("rita", "change-manager");
    let map = AccountRequest::MapSystemUser {
        person: "rita".into(),
        user: "xanthippe".into(),
    };
    assert_eq!(
        code(world.service.account(&rita, map.clone())),
        "not-permitted"
    );
    world.service.account(&world.admin, map).unwrap();
    let subject = format!("account/{}", rita.person().unwrap());
    let said = world
        .query("entry.list", json!({ "subject": subject }))
        .unwrap();
    let entry = &said["entries"][0];
    assert_eq!(
        (&entry["event"], &entry["actor"]["person"]["handle"]),
        (&json!("account.user-mapped.v1"), &json!("admin"))
    );
    assert!(!said.to_string().contains("xanthippe"), "{said}");
    assert!(entry["data"]["user"]["sealed"].is_string());
    let user = Credential::SystemUser("xanthippe".into());
    assert_eq!(world.service.authenticate(&user).unwrap(), rita);
}
