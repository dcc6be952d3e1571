//! The page of the people: who acts, and who is deactivated.

use crate::world::{World, shared};

/// What the page says of somebody.
fn row<'a>(text: &'a str, name: &str) -> &'a str {
    let (_, rest) = text
        .split_once(&format!("<strong>{name}</strong>"))
        .unwrap();
    rest.split("</li>").next().unwrap()
}

#[test]
fn everybody_is_there_and_only_administrators_change_it() {
    let text = shared().get("miriam", "/people").text;
    assert!(row(&text, "Sofia Brandt").contains("change manager"));
    assert!(row(&text, "Bertil Aasen").contains("component owner, unit/payments"));
    assert!(row(&text, "Oskar Lindqvist").contains("deactivated"));
    assert!(!row(&text, "Dana Kowalczyk").contains("deactivated"));
    assert!(!text.contains("value=\"deactivate\"") && !text.contains("value=\"reactivate\""));
    let some = shared().get("miriam", "/people?q=KOWAL").text;
    assert!(some.contains("1 person") && !some.contains("Oskar"));
    assert!(
        shared()
            .get("miriam", "/people?q=nobody")
            .text
            .contains("Nobody is called so")
    );
    assert!(
        shared()
            .get("miriam", "/settings")
            .text
            .contains("href=\"/people\"")
    );
}

#[test]
fn an_administrator_deactivates_and_reactivates() {
    let world = World::sample();
    let shown = |who: &str| world.get(who, "/people").text;
    assert!(row(&shown("root"), "Oskar Lindqvist").contains("value=\"reactivate\""));
    let answer = world.post(
        "root",
        "/people",
        "act=deactivate&person=dana&reason=gone&q=",
    );
    assert_eq!(
        answer.headers["location"],
        "/people?done=person-deactivated"
    );
    assert!(row(&shown("root"), "Dana Kowalczyk").contains("deactivated"));
    let answer = world.post("root", "/people", "act=reactivate&person=dana&q=dana");
    assert_eq!(
        answer.headers["location"],
        "/people?q=dana&done=person-reactivated"
    );
    assert!(!row(&shown("root"), "Dana Kowalczyk").contains("deactivated"));
    let refused = world.post("root", "/people", "act=deactivate&person=root");
    assert_eq!(refused.status.as_u16(), 409);
    assert!(refused.text.contains("role=\"alert\""), "{}", refused.text);
    let refused = world.post("miriam", "/people", "act=deactivate&person=dana");
    assert_eq!(refused.status.as_u16(), 409);
}
