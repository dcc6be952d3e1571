//! Erasing a person.

use serde_json::json;

use crate::world::World;

#[test]
fn nothing_of_an_erased_person_can_be_read() {
    let world = World::new();
    let rita = world.hire("rita", "release-manager");
    let create = json!({
        "release": "till-1", "components": ["till"], "title": { "plain": "Rita's own words" }
    });
    world.ask(&rita, "release.create", create).unwrap();
    let id = rita.person().unwrap().to_string();

    let erase = json!({ "person": { "handle": "rita" }, "reason": { "plain": "she asked" } });
    world.ask(&world.admin, "person.erase", erase).unwrap();

    let shown = world
        .query("release.show", json!({ "release": "till-1" }))
        .unwrap();
    assert_eq!(shown["title"], "(erased)");
    assert_eq!(shown["creator"]["person"], json!({ "id": id }));
    let person = world.query("person.show", json!({ "person": id })).unwrap();
    assert!(
        person["handle"].is_null() && person["mail"].is_null(),
        "{person}"
    );
    assert!(person["erased"].is_string(), "{person}");
    assert!(
        world
            .query("person.show", json!({ "person": "rita" }))
            .is_err()
    );
}
