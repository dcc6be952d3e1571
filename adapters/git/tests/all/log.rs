use std::ops::ControlFlow;

use holdpoint_git::{GitError, Range, Repository};

use crate::world::{FIRST, World};

fn range(text: &str) -> Range {
    text.parse().unwrap()
}

fn subjects(repository: &Repository, text: &str, paths: &[&str]) -> Vec<String> {
    let commits = repository.commits(&range(text), paths).unwrap();
    commits.into_iter().map(|commit| commit.subject).collect()
}

#[test]
fn a_commit_is_told_in_full() {
    let mut world = World::new();
    let first = world.commit("a", "1", "first");
    let message = "pay: add refunds\n\nBecause customers ask.\n\n\
                   Co-authored-by: Grace Hopper <grace@example.org>\n\
                   Co-authored-by: Ada Lovelace <ADA@example.org>";
    let second = world.commit("b", "1", message);
    let commits = world
        .open()
        .commits(&range(&format!("{first}..")), &[])
        .unwrap();
    assert_eq!(commits.len(), 1);
    let commit = &commits[0];
    assert_eq!(commit.oid.as_str(), second);
    assert_eq!(commit.parents[0].as_str(), first);
    assert_eq!(
        (commit.author_time, commit.commit_time),
        (FIRST + 120, FIRST + 120)
    );
    assert_eq!(commit.subject, "pay: add refunds");
    assert!(commit.body.starts_with("Because customers ask."));
    assert_eq!(commit.committer.mail, "robot@example.org");
    let authors: Vec<&str> = commit
        .authors()
        .map(|person| person.mail.as_str())
        .collect();
    assert_eq!(authors, ["ada@example.org", "grace@example.org"]);
}

#[test]
fn a_range_leaves_out_what_was_there_and_other_paths() {
    let mut world = World::new();
    world.commit("pay/a", "1", "one");
    world.git(&["tag", "v1"]);
    world.commit("pay/a", "2", "two");
    world.commit("web/a", "1", "three");
    world.commit("docs/a:b c", "1", "four");
    let repository = world.open();
    assert_eq!(
        subjects(&repository, "v1..HEAD", &[]),
        ["four", "three", "two"]
    );
    assert_eq!(
        subjects(&repository, "v1..HEAD", &["pay", "docs"]),
        ["four", "two"]
    );
    assert_eq!(subjects(&repository, "HEAD", &["pay"]), ["two", "one"]);
    assert_eq!(
        subjects(&repository, "HEAD..HEAD", &[]),
        Vec::<String>::new()
    );
    // A path is a path, not a pattern.
    assert_eq!(subjects(&repository, "HEAD", &["p*"]), Vec::<String>::new());
    let error = repository.commits(&range("v0..v1"), &[]).unwrap_err();
    assert_eq!(error.to_string(), "`v0` names no commit in this repository");
}

#[test]
fn a_visitor_may_stop_early() {
    let mut world = World::new();
    for n in 0..5 {
        world.commit("a", &n.to_string(), "more");
    }
    let mut seen = 0;
    let walked = world.open().walk(&range("HEAD"), &[], &mut |_| {
        seen += 1;
        if seen == 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    walked.unwrap();
    assert_eq!(seen, 2);
}

#[test]
fn changed_paths_follow_their_commits() {
    let mut world = World::new();
    world.commit("old name", "1", "one");
    world.git(&["mv", "old name", "new\tname"]);
    world.commit("x/ü", "1", "two");
    world.commit("x/ü", "1", "empty");
    let changes = world.open().changed_paths(&range("HEAD")).unwrap();
    let paths: Vec<Vec<String>> = changes.into_iter().map(|change| change.paths).collect();
    let second = vec![
        "new\tname".to_owned(),
        "old name".to_owned(),
        "x/ü".to_owned(),
    ];
    assert_eq!(paths, [vec![], second, vec!["old name".to_owned()]]);
}

#[test]
fn a_merge_changes_only_what_it_changed_itself() {
    let mut world = World::new();
    world.commit("a", "1\n", "base");
    world.git(&["switch", "--quiet", "-c", "side"]);
    world.commit("side", "1", "side");
    world.git(&["switch", "--quiet", "main"]);
    world.commit("main", "1", "main");
    world.git(&["merge", "--quiet", "--no-commit", "--no-ff", "side"]);
    let merge = world.commit("evil", "1", "merge");
    let repository = world.open();
    let changes = repository.changed_paths(&range("HEAD")).unwrap();
    assert_eq!(changes[0].oid.as_str(), merge);
    assert_eq!(changes[0].paths, ["evil"]);
    assert!(repository.commits(&range("HEAD"), &[]).unwrap()[0].is_merge());
    assert_eq!(
        repository.differing_paths("side", "main").unwrap(),
        ["evil", "main"]
    );
}

#[test]
fn a_shallow_clone_says_that_history_is_missing() {
    let mut world = World::new();
    world.commit("a", "1", "one");
    world.git(&["tag", "v1"]);
    let second = world.commit("a", "2", "two");
    world.commit("a", "3", "three");
    let clone = world.shallow(2);
    let repository = Repository::open(clone.path()).unwrap();
    assert!(repository.is_shallow());
    assert_eq!(
        subjects(&repository, &format!("{second}..HEAD"), &[]),
        ["three"]
    );
    let error = repository.commits(&range("HEAD"), &[]).unwrap_err();
    assert!(
        matches!(&error, GitError::Shallow(oid) if *oid == second),
        "{error}"
    );
    assert!(error.to_string().contains("git fetch --unshallow"));
    assert!(matches!(
        repository.changed_paths(&range("HEAD")),
        Err(GitError::Shallow(_))
    ));
    let error = repository.resolve("v1").unwrap_err();
    assert!(error.to_string().contains("shallow"), "{error}");
}
