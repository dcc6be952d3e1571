//! Signing in and out.

use std::net::IpAddr;

use holdpoint_domain::Actor;
use holdpoint_service::{LIFETIME, LINK_MS, LogIn, Nature, NewSession, ServiceError};
use serde_json::json;

use crate::world::World;

const PASSWORD: &str = "correct horse battery staple";

fn log_in(world: &World, handle: &str, password: &str) -> Result<NewSession, ServiceError> {
    let peer: IpAddr = "192.0.2.7".parse().unwrap();
    let log_in = LogIn {
        handle: handle.into(),
        password: password.into(),
    };
    world.service.login(log_in, Some(peer))
}

fn rita(world: &World) -> Actor {
    let rita = world.hire("rita", "release-manager");
    let person = rita.person().unwrap();
    world
        .service
        .choose_password(person, None, PASSWORD)
        .unwrap();
    rita
}

#[test]
fn a_password_opens_a_session_that_ends() {
    let world = World::new();
    let rita = rita(&world);
    let new = log_in(&world, "rita", PASSWORD).unwrap();
    assert_eq!(Some(&new.session.person), rita.person());
    let found = world.service.session(&new.token).unwrap().unwrap();
    assert_eq!(found, new.session);
    assert_eq!(found.csrf.len(), 64);

    world.service.logout(&found).unwrap();
    assert_eq!(world.service.session(&new.token).unwrap(), None);

    let by_mail = log_in(&world, "rita@example.org", PASSWORD).unwrap();
    world.clock.advance(LIFETIME.idle);
    assert_eq!(world.service.session(&by_mail.token).unwrap(), None);
}

#[test]
fn wrong_passwords_make_everybody_wait() {
    let world = World::new();
    rita(&world);
    for _ in 0..6 {
        let error = log_in(&world, "rita", "wrong").unwrap_err();
        assert_eq!(error.code(), "who-are-you");
        assert_eq!(error.to_string(), "handle or password are wrong");
    }
    // Also the right one has to wait now, and nobody learns that it is right.
    let error = log_in(&world, "rita", PASSWORD).unwrap_err();
    assert_eq!(error.nature(), Nature::TooMany);
    assert_eq!(
        error.to_string(),
        "too many attempts failed: try again in 1 s"
    );
    world.clock.advance(1_000);
    log_in(&world, "rita", PASSWORD).unwrap();
    log_in(&world, "rita", "wrong").unwrap_err();
    log_in(&world, "rita", PASSWORD).unwrap();
}

#[test]
fn a_link_signs_in_once() {
    let world = World::new();
    let person = world.admin.person().unwrap();
    let link = world.service.login_link(person).unwrap();
    let new = world.service.redeem(&link).unwrap();
    assert_eq!(&new.session.person, person);
    let error = world.service.redeem(&link).unwrap_err();
    assert_eq!(error.nature(), Nature::Stranger);
    let link = world.service.login_link(person).unwrap();
    world.clock.advance(LINK_MS);
    assert!(world.service.redeem(&link).is_err());
}

#[test]
fn a_new_password_ends_all_sessions_and_asks_for_the_old_one() {
    let world = World::new();
    let rita = rita(&world);
    let person = rita.person().unwrap();
    let service = &world.service;
    let first = log_in(&world, "rita", PASSWORD).unwrap();
    log_in(&world, "rita", PASSWORD).unwrap();
    assert_eq!(service.sessions(person).unwrap().len(), 2);

    let next = "another fifteen characters";
    assert!(
        service
            .choose_password(person, Some("wrong"), next)
            .is_err()
    );
    assert!(service.choose_password(person, None, next).is_err());
    let short = service
        .choose_password(person, Some(PASSWORD), "too short")
        .unwrap_err();
    assert!(
        short.to_string().contains("at least 15 characters"),
        "{short}"
    );
    assert!(service.session(&first.token).unwrap().is_some());
    service
        .choose_password(person, Some(PASSWORD), next)
        .unwrap();
    assert_eq!(service.session(&first.token).unwrap(), None);
    assert!(log_in(&world, "rita", PASSWORD).is_err());
    log_in(&world, "rita", next).unwrap();
}

#[test]
fn an_erased_person_is_signed_out() {
    let world = World::new();
    let rita = rita(&world);
    let new = log_in(&world, "rita", PASSWORD).unwrap();
    let other = world.service.login_link(rita.person().unwrap()).unwrap();
    let erase = json!({ "person": { "handle": "rita" }, "reason": { "plain": "she asked" } });
    world.ask(&world.admin, "person.erase", erase).unwrap();
    assert_eq!(world.service.session(&new.token).unwrap(), None);
    assert!(world.service.redeem(&other).is_err());
    assert!(log_in(&world, "rita", PASSWORD).is_err());
}

#[test]
fn who_is_deactivated_is_signed_out_and_stays_out_until_they_log_in_anew() {
    let world = World::new();
    let rita = rita(&world);
    let id = rita.person().unwrap();
    let service = &world.service;
    let new = log_in(&world, "rita", PASSWORD).unwrap();
    let link = service.login_link(id).unwrap();
    let token = service
        .vault()
        .issue_token(id.as_str(), "ci", None)
        .unwrap();
    let token = holdpoint_ports::Credential::Token(token);
    assert!(service.authenticate(&token).is_ok());
    let whom = json!({ "person": { "handle": "rita" } });
    world
        .ask(&world.admin, "person.deactivate", whom.clone())
        .unwrap();
    assert_eq!(service.session(&new.token).unwrap(), None);
    assert!(service.redeem(&link).is_err() && service.authenticate(&token).is_err());
    assert!(log_in(&world, "rita", PASSWORD).is_err());
    // What a crash may have left in the vault.
    let left = service.vault().issue_token(id.as_str(), "left", None);
    let left = holdpoint_ports::Credential::Token(left.unwrap());
    assert!(service.authenticate(&left).is_err());
    world.ask(&world.admin, "person.reactivate", whom).unwrap();
    assert!(service.authenticate(&left).is_err() && service.authenticate(&token).is_err());
    log_in(&world, "rita", PASSWORD).unwrap();
}

#[test]
fn one_session_or_all_can_be_ended_from_elsewhere() {
    let world = World::new();
    let rita = rita(&world);
    let person = rita.person().unwrap();
    let one = log_in(&world, "rita", PASSWORD).unwrap();
    let two = log_in(&world, "rita", PASSWORD).unwrap();
    let service = &world.service;
    let admin = world.admin.person().unwrap();
    assert!(!service.end_session(admin, &one.session.id).unwrap());
    assert!(service.end_session(person, &one.session.id).unwrap());
    assert_eq!(service.session(&one.token).unwrap(), None);
    assert!(service.session(&two.token).unwrap().is_some());
    assert_eq!(service.end_all_sessions(person).unwrap(), 1);
    assert_eq!(service.session(&two.token).unwrap(), None);
}
