//! Content in a bucket: what is there tells nothing of anybody, and a clock that is wrong is said to be.

use holdpoint_buckets::Storage;

use super::{create, files, founded};
use crate::fleet::Clock;
use crate::world::Person;

fn with_bucket(person: Person, url: &str) -> Person {
    let variables = Storage::s3().variables();
    let with = |person: Person, (name, value): (String, String)| person.with(&name, &value);
    variables
        .into_iter()
        .fold(person, with)
        .with("HOLDPOINT_BLOBS_URL", url)
}

#[test]
fn a_stolen_bucket_has_nothing_of_a_person_in_the_clear() {
    let (world, rita) = founded();
    let url = Storage::s3().bucket();
    let rita = with_bucket(rita, &url);
    create(&world, &rita, "till-1.1");
    let page = ["release", "show", "till-1.1", "--format", "json"];
    let shown = world.run(&rita, &page).ok().json();
    assert_eq!(shown["title"], "Why till-1.1: a secret reason");
    let kept = files(&Storage::s3().folder(&url));
    assert!(!kept.is_empty());
    for path in kept {
        let bytes = std::fs::read(&path).unwrap();
        for plain in ["a secret reason", "rita"] {
            let told = bytes.windows(plain.len()).any(|w| w == plain.as_bytes());
            assert!(!told, "`{plain}` in {}", path.display());
        }
    }
}

#[test]
fn content_that_was_changed_in_a_bucket_is_not_believed() {
    let (world, rita) = founded();
    let url = Storage::s3().bucket();
    let rita = with_bucket(rita, &url);
    create(&world, &rita, "till-1.1");
    for path in files(&Storage::s3().folder(&url)) {
        std::fs::write(path, "something else").unwrap();
    }
    let admin = with_bucket(Person::default(), &url);
    let verified = world.run(&admin, &["audit", "verify"]).exits(2);
    assert!(verified.out.contains("is damaged"), "{}", verified.out);
    let page = ["release", "show", "till-1.1", "--format", "json"];
    assert_eq!(
        world.run(&rita, &page).ok().json()["title"],
        "(cannot be read)"
    );
}

#[test]
fn a_clock_that_is_far_off_is_said_to_be() {
    let (world, _) = founded();
    let url = Storage::s3().bucket();
    let person = with_bucket(Person::default(), &url);
    let person = Clock::new(&world).wrong_by(person, 3_600_000);
    let said = world.run(&person, &["release", "list"]).exits(1);
    assert!(said.err.contains("error[blobs-clock]"), "{}", said.err);
}
