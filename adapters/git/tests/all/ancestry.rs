use holdpoint_git::{GitError, Repository};

use crate::world::World;

#[test]
fn ancestors_and_bases_are_found() {
    let mut world = World::new();
    let base = world.commit("a", "1", "base");
    world.git(&["switch", "--quiet", "-c", "side"]);
    world.commit("b", "1", "side");
    world.git(&["switch", "--quiet", "main"]);
    world.commit("c", "1", "main");
    let repository = world.open();
    assert_eq!(
        repository
            .merge_base("side", "main")
            .unwrap()
            .unwrap()
            .as_str(),
        base
    );
    assert!(repository.is_ancestor(&base, "main").unwrap());
    assert!(repository.is_ancestor("main", "main").unwrap());
    assert!(!repository.is_ancestor("side", "main").unwrap());
}

#[test]
fn histories_that_never_meet_have_no_base() {
    let mut world = World::new();
    world.commit("a", "1", "one");
    world.git(&["switch", "--quiet", "--orphan", "other"]);
    world.commit("b", "1", "two");
    assert_eq!(world.open().merge_base("main", "other").unwrap(), None);
}

#[test]
fn a_shallow_clone_never_says_no() {
    let mut world = World::new();
    let old = world.commit("a", "1", "one");
    for n in 2..5 {
        world.commit("a", &n.to_string(), "more");
    }
    let clone = world.shallow(2);
    // The old commit comes along, but not what connects it.
    world.git_in(
        clone.path(),
        &["fetch", "--quiet", "--depth=1", "origin", &old],
    );
    let repository = Repository::open(clone.path()).unwrap();
    let answer = repository.is_ancestor(&old, "HEAD");
    assert!(matches!(answer, Err(GitError::Shallow(_))), "{answer:?}");
    assert!(matches!(
        repository.merge_base(&old, "HEAD"),
        Err(GitError::Shallow(_))
    ));
}
