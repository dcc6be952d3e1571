//! A repository's own configuration, and the caller's environment, must change no answer.

use std::process::Command;

use crate::world::World;

#[test]
fn configuration_of_the_repository_runs_nothing() {
    let mut world = World::new();
    world.commit("a", "1", "one");
    let mark = world.path().join("ran");
    let program = format!("touch {} ; cat", mark.display());
    let settings = [
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "diff.external",
        "diff.x.textconv",
    ];
    for setting in settings {
        world.git(&["config", setting, &program]);
    }
    world.git(&["config", "log.showSignature", "true"]);
    world.git(&["config", "gpg.program", &program]);
    world.write(".gitattributes", "* diff=x\n");
    let repository = world.open();
    let range = "HEAD".parse().unwrap();
    assert_eq!(repository.commits(&range, &[]).unwrap().len(), 1);
    assert_eq!(repository.changed_paths(&range).unwrap().len(), 1);
    assert_eq!(repository.tracked_paths().unwrap(), ["a"]);
    assert!(!mark.exists(), "a program from the configuration was run");
}

#[test]
fn replacements_tell_no_other_history() {
    let mut world = World::new();
    let first = world.commit("a", "1", "honest");
    let second = world.commit("a", "2", "forged");
    world.git(&["replace", &first, &second]);
    let commits = world.open().commits(&first.parse().unwrap(), &[]).unwrap();
    assert_eq!(commits[0].subject, "honest");
}

/// The environment of a process cannot be changed safely from a test, so this one runs itself again.
#[test]
fn variables_of_the_caller_lead_nowhere_else() {
    let mut world = World::new();
    world.commit("a", "1", "one");
    let mut other = World::new();
    other.commit("b", "1", "other");
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "hostile::inner", "--ignored", "--nocapture"])
        .env("WORLD", world.path())
        .env("GIT_DIR", other.path().join(".git"))
        .env("GIT_WORK_TREE", other.path())
        .env("GIT_EXTERNAL_DIFF", "false")
        .status()
        .unwrap();
    assert!(status.success());
}

#[test]
#[ignore = "run by the test above with another environment"]
fn inner() {
    let Some(place) = std::env::var_os("WORLD") else {
        return;
    };
    let repository = holdpoint_git::Repository::open(place).unwrap();
    assert_eq!(repository.tracked_paths().unwrap(), ["a"]);
}
