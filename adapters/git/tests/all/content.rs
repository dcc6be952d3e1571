use holdpoint_git::{FileMode, GitError};

use crate::world::World;

const LIMIT: u64 = 1024;

#[test]
fn files_are_listed_with_what_they_are() {
    let mut world = World::new();
    world.write("run.sh", "#!/bin/sh\n");
    world.git(&["add", "run.sh"]);
    world.git(&["update-index", "--chmod=+x", "run.sh"]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("run.sh", world.path().join("link")).unwrap();
    world.git(&["commit", "--quiet", "-m", "script"]);
    world.git(&["config", "core.fileMode", "false"]);
    world.commit("a b/c\"d", "1", "odd name");
    let files = world.open().files("HEAD").unwrap();
    let listed: Vec<_> = files
        .iter()
        .map(|file| (file.path.as_str(), file.mode))
        .collect();
    let expected = [
        ("a b/c\"d", FileMode::Regular),
        ("link", FileMode::Symlink),
        ("run.sh", FileMode::Executable),
    ];
    assert_eq!(listed, expected);
    assert_eq!(
        world.open().tracked_paths().unwrap(),
        ["a b/c\"d", "link", "run.sh"]
    );
}

#[test]
fn tracked_paths_need_no_commit() {
    let world = World::new();
    world.write("Cargo.toml", "");
    world.write("not-added", "");
    world.git(&["add", "Cargo.toml"]);
    assert_eq!(world.open().tracked_paths().unwrap(), ["Cargo.toml"]);
}

#[test]
fn contents_are_those_of_the_revision() {
    let mut world = World::new();
    world.commit("a b/ü.txt", "old\n", "one");
    world.commit("a b/ü.txt", "new", "two");
    world.write("a b/ü.txt", "not committed");
    let repository = world.open();
    let mut old = repository.contents("HEAD~1", LIMIT).unwrap();
    assert_eq!(old.read("a b/ü.txt").unwrap().unwrap(), b"old\n");
    assert_eq!(old.read("a b").unwrap(), None, "a directory is no file");
    assert_eq!(old.read("missing 12").unwrap(), None);
    assert_eq!(
        old.read("a b/ü.txt").unwrap().unwrap(),
        b"old\n",
        "still in step"
    );
    let new = repository.content("HEAD", "a b/ü.txt", LIMIT).unwrap();
    assert_eq!(new.unwrap(), b"new");
}

#[test]
fn large_files_are_refused_and_do_not_disturb_the_next_answer() {
    let mut world = World::new();
    world.write("small", "");
    world.commit("large", &"x".repeat(2000), "one");
    let mut contents = world.open().contents("HEAD", LIMIT).unwrap();
    let error = contents.read("large").unwrap_err();
    assert!(
        matches!(
            error,
            GitError::TooLarge {
                size: 2000,
                limit: LIMIT,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(contents.read("small").unwrap().unwrap(), b"");
}

#[test]
fn paths_that_would_lead_elsewhere_are_refused() {
    let mut world = World::new();
    world.commit(".github/CODEOWNERS", "* @a", "one");
    let mut contents = world.open().contents("HEAD", LIMIT).unwrap();
    for wrong in ["../a", "/a", "./a", "", "a\nHEAD:a"] {
        let answer = contents.read(wrong);
        assert!(
            matches!(answer, Err(GitError::Path(..))),
            "{wrong}: {answer:?}"
        );
    }
    assert_eq!(
        contents.read(".github/CODEOWNERS").unwrap().unwrap(),
        b"* @a"
    );
}
