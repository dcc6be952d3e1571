//! Forges that want rest, are ill, or have moved.

use holdpoint_forge::Forge;
use holdpoint_ports::{CommitState, ForgeError};

use crate::world::world;

#[test]
fn a_forge_that_wants_rest_has_it() {
    let world = world(Forge::GitHub, "limited");
    world.show(CommitState::Success).unwrap();
    // As it says; until the moment that it names; as long as such limits last at least.
    assert_eq!(world.rests(), [7, 31, 60]);
    world.recording.finish();
}

#[test]
fn but_not_for_longer_than_anybody_waits() {
    let world = world(Forge::GitHub, "impatient");
    let said = world.show(CommitState::Success).unwrap_err();
    assert_eq!(said, ForgeError::Limited(3601));
    assert!(world.rests().is_empty());
    world.recording.finish();
}

#[test]
fn a_question_is_asked_again_when_the_line_breaks() {
    let world = world(Forge::GitHub, "broken");
    let files = world.opened.request.as_ref().unwrap().changed().unwrap();
    assert_eq!(files.len(), 1);
    assert_eq!(world.rests(), [1, 2]);
    world.recording.finish();
}

#[test]
fn what_may_have_been_done_is_not_done_again() {
    let world = world(Forge::GitHub, "unsure");
    let said = world.show(CommitState::Success).unwrap_err();
    assert!(
        matches!(said, ForgeError::Refused { status: 502, .. }),
        "{said}"
    );
    world.recording.finish();
}

#[test]
fn a_repository_that_has_moved_is_followed_within_its_forge_only() {
    let moved = world(Forge::GitHub, "moved");
    assert!(
        moved
            .opened
            .request
            .as_ref()
            .unwrap()
            .changed()
            .unwrap()
            .is_empty()
    );
    moved.recording.finish();
    let abroad = world(Forge::GitHub, "abroad");
    let said = abroad
        .opened
        .request
        .as_ref()
        .unwrap()
        .changed()
        .unwrap_err();
    assert!(
        matches!(said, ForgeError::Refused { status: 301, .. }),
        "{said}"
    );
    abroad.recording.finish();
}

#[test]
fn a_forge_that_is_not_there_is_said_to_be_so() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let address = holdpoint_forge::Address {
        forge: Forge::Gitea,
        api: format!("http://{free}/api/v1"),
        repository: "octo/shop".to_owned(),
        source: None,
        request: None,
        pipeline: None,
        token: holdpoint_forge::Token::new("s3cret").unwrap(),
    };
    assert!(!format!("{address:?}{:?}", address.token).contains("s3cret"));
    let patience = holdpoint_forge::Patience {
        clock: std::sync::Arc::new(holdpoint_ports::ManualClock::at(0)),
        rest: std::sync::Arc::new(|_| ()),
        most: 120,
    };
    let opened = address.open("abc", &patience).unwrap();
    assert!(opened.request.is_none());
    let status = holdpoint_ports::CommitStatus {
        context: "a".to_owned(),
        state: CommitState::Pending,
        description: String::new(),
        link: None,
    };
    let said = opened.statuses.show("abc", &status).unwrap_err();
    assert!(
        matches!(&said, ForgeError::Unreachable(why) if !why.contains("s3cret")),
        "{said}"
    );
}
