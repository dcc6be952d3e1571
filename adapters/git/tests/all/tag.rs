use crate::world::{FIRST, World};

#[test]
fn tags_of_all_kinds_lead_to_commits() {
    let mut world = World::new();
    let first = world.commit("a", "1", "first");
    world.git(&["tag", "v1.0.0"]);
    let second = world.commit("a", "2", "second");
    world.git(&["tag", "-m", "Release 1.1\n\nwith text", "pay/v1.1.0"]);
    world.git(&["tag", "-m", "signed off", "approved", "pay/v1.1.0"]);
    let blob = world.git(&["rev-parse", "HEAD:a"]);
    world.git(&["tag", "not-a-commit", &blob]);

    let tags = world.open().tags().unwrap();
    let names: Vec<&str> = tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["v1.0.0", "approved", "pay/v1.1.0"]);
    assert_eq!(tags[0].commit.as_str(), first);
    assert_eq!((tags[0].annotated, tags[0].time), (false, FIRST + 60));
    assert_eq!(tags[0].tagger, None);
    assert_eq!(
        (tags[1].commit.as_str(), tags[2].commit.as_str()),
        (&*second, &*second)
    );
    assert_eq!(
        (tags[2].annotated, tags[2].subject.as_str()),
        (true, "Release 1.1")
    );
    assert_eq!(tags[2].tagger.as_ref().unwrap().mail, "robot@example.org");
}

#[test]
fn a_repository_without_tags_has_none() {
    let mut world = World::new();
    world.commit("a", "1", "first");
    assert_eq!(world.open().tags().unwrap(), []);
}
