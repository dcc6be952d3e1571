use holdpoint_git::{Git, GitError, Repository};

use crate::world::World;

#[test]
fn a_repository_is_found_from_any_directory_or_file_inside_it() {
    let mut world = World::new();
    world.commit("services/pay/main.go", "package main", "first");
    let expected = world.path().canonicalize().unwrap();
    for inside in ["", "services", "services/pay/main.go"] {
        let repository = Repository::open(world.path().join(inside)).unwrap();
        assert_eq!(
            repository.root().canonicalize().unwrap(),
            expected,
            "from `{inside}`"
        );
    }
    assert_eq!(world.open().branch().unwrap().as_deref(), Some("main"));
}

#[test]
fn a_bare_repository_is_its_own_root() {
    let mut world = World::new();
    let oid = world.commit("a", "1", "first");
    let bare = tempfile::tempdir().unwrap();
    let from = world.path().display().to_string();
    world.git_in(bare.path(), &["clone", "--quiet", "--bare", &from, "."]);
    let repository = Repository::open(bare.path()).unwrap();
    assert_eq!(repository.resolve("HEAD").unwrap().as_str(), oid);
    assert_eq!(repository.files("HEAD").unwrap().len(), 1);
}

#[test]
fn a_directory_without_repository_is_named() {
    let place = tempfile::tempdir().unwrap();
    let error = Repository::open(place.path()).unwrap_err();
    let expected = format!(
        "`{}` is not inside a git repository",
        place.path().display()
    );
    assert_eq!(error.to_string(), expected);
    let nowhere = place.path().join("nowhere");
    assert!(matches!(
        Repository::open(nowhere),
        Err(GitError::NotARepository(_))
    ));
}

#[test]
fn a_missing_program_says_what_to_do() {
    let error = Git::at("/nowhere/git").unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot run `/nowhere/git`: install git, or put it on the PATH"
    );
}

#[cfg(unix)]
#[test]
fn an_old_program_is_refused_by_its_version() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let program = place.path().join("git");
    std::fs::write(&program, "#!/bin/sh\necho git version 1.8.3.1\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let error = Git::at(&program).unwrap_err();
    assert_eq!(
        error.to_string(),
        "git 1.8 is too old: version 2.30 or newer is needed"
    );
}

#[test]
fn revisions_resolve_to_commits_only() {
    let mut world = World::new();
    let repository = world.open();
    let error = repository.resolve("HEAD").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`HEAD` names no commit in this repository: there is no commit yet"
    );
    let first = world.commit("a", "1", "first");
    world.git(&["tag", "-m", "release", "v1"]);
    let second = world.commit("a", "2", "second");
    assert_eq!(repository.resolve("v1").unwrap().as_str(), first);
    assert_eq!(repository.resolve("HEAD~1").unwrap().as_str(), first);
    assert_eq!(repository.resolve(&second[..10]).unwrap().as_str(), second);
    for wrong in ["v2", "HEAD:a", "--all", "", "HEAD^{tree}", "v1\0"] {
        let answer = repository.resolve(wrong);
        assert!(
            matches!(answer, Err(GitError::UnknownRevision { .. })),
            "{wrong}: {answer:?}"
        );
    }
}

#[test]
fn the_remote_is_told_without_its_secrets() {
    let world = World::new();
    let repository = world.open();
    assert_eq!(repository.remote().unwrap(), None);
    world.git(&["remote", "add", "fork", "git@host.example:me/app.git"]);
    world.git(&[
        "remote",
        "add",
        "origin",
        "https://ci:s3cret@host.example/team/app.git",
    ]);
    let remotes = repository.remotes().unwrap();
    assert_eq!(remotes.len(), 2);
    assert_eq!(remotes[0].name, "origin");
    assert_eq!(remotes[0].url, "https://host.example/team/app.git");
    assert_eq!(
        remotes[1].page().as_deref(),
        Some("https://host.example/me/app")
    );
}
