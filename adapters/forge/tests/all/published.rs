//! What is said, is kept, and goes again.

use holdpoint_forge::{Forge, Published, Told};
use holdpoint_ports::{CommitState, ForgeError};

use crate::world::{found, nothing, reading, world};

const ALL: [Forge; 3] = [Forge::GitHub, Forge::GitLab, Forge::Gitea];

fn published(made: usize, kept: usize, settled: usize, comment: Told) -> Published {
    Published {
        made,
        kept,
        settled,
        comment,
    }
}

#[test]
fn findings_stand_at_their_lines_and_the_others_in_one_comment() {
    for forge in ALL {
        let world = world(forge, "first");
        world.show(CommitState::Failure).unwrap();
        let said = world.publish(&found()).unwrap();
        assert_eq!(said, published(1, 0, 0, Told::Made), "{forge}");
        world.recording.finish();
    }
}

#[test]
fn a_line_that_was_there_before_is_known_to_gitlab_by_both_its_numbers() {
    let world = world(Forge::GitLab, "unchanged");
    let said = world.publish(&found()).unwrap();
    assert_eq!(said, published(2, 0, 0, Told::Made));
    world.recording.finish();
}

#[test]
fn saying_it_again_changes_nothing() {
    for forge in ALL {
        let world = world(forge, "again");
        if forge == Forge::GitLab {
            // A status that is what it was is refused, and is what it should be.
            world.show(CommitState::Failure).unwrap();
        }
        let said = world.publish(&found()).unwrap();
        assert_eq!(said, published(0, 1, 0, Told::Kept), "{forge}");
        world.recording.finish();
    }
}

#[test]
fn what_says_something_else_is_rewritten_and_doubles_go() {
    let world = world(Forge::GitHub, "changed");
    let said = world.publish(&found()).unwrap();
    assert_eq!(said, published(0, 1, 0, Told::Rewritten));
    world.recording.finish();
}

#[test]
fn what_is_gone_is_said_no_more_but_for_what_somebody_answered() {
    for (forge, settled) in [(Forge::GitHub, 2), (Forge::GitLab, 2), (Forge::Gitea, 1)] {
        let world = world(forge, "gone");
        let said = world.publish(&nothing()).unwrap();
        assert_eq!(said, published(0, 0, settled, Told::Withdrawn), "{forge}");
        world.recording.finish();
    }
}

#[test]
fn a_line_that_the_forge_does_not_find_is_said_in_the_comment() {
    for forge in [Forge::GitHub, Forge::GitLab] {
        let world = world(forge, "homeless");
        let said = world.publish(&found()).unwrap();
        assert_eq!(said, published(0, 0, 0, Told::Made), "{forge}");
        world.recording.finish();
    }
}

#[test]
fn a_token_that_may_only_read_is_told_from_one_that_is_wrong() {
    let fork = world(Forge::GitHub, "fork");
    let shown = fork.show(CommitState::Failure).unwrap_err();
    let said = fork.publish(&found()).unwrap_err();
    let why = "Resource not accessible by integration".to_owned();
    assert_eq!(
        (shown, said),
        (
            ForgeError::Forbidden(why.clone()),
            ForgeError::Forbidden(why)
        )
    );
    fork.recording.finish();
    let world = world(Forge::GitHub, "unknown");
    let said = world.show(CommitState::Success).unwrap_err();
    assert_eq!(
        said.to_string(),
        "the forge does not know the token: Bad credentials"
    );
    world.recording.finish();
}

#[test]
fn a_rehearsal_reads_and_writes_nothing() {
    for (name, report, expected) in [
        ("changed", found(), published(0, 1, 0, Told::Rewritten)),
        ("gone", nothing(), published(0, 0, 2, Told::Withdrawn)),
        ("first", found(), published(1, 0, 0, Told::Made)),
    ] {
        let world = reading(Forge::GitHub, name);
        assert_eq!(world.said(&report, true), Ok(expected), "{name}");
        world.recording.finish();
    }
}
