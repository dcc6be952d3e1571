//! Legal holds, and what stays of people who are erased.

use serde_json::json;

use crate::world::{World, shared};

/// The one hold that is on in the sample.
fn hold(world: &World) -> String {
    let archive = world.query("sofia", "archive.list", json!({}));
    archive["holds"][0]["hold"].as_str().unwrap().to_owned()
}

/// The page of whoever was erased in the sample.
fn erased(text: &str) -> &str {
    let (_, rest) = text.split_once("href=\"/people/per_").unwrap();
    rest.split('"').next().unwrap()
}

#[test]
fn holds_say_who_placed_them_why_and_what_they_keep() {
    let text = shared().get("miriam", "/archive").text;
    assert!(text.contains("release retail-train-05"), "{text}");
    assert!(text.contains("The supervisory authority asks"));
    assert!(text.contains("placed by Sofia Brandt"));
    assert!(
        text.contains("keeps 1 record ") || text.contains("keeps 1 record\n"),
        "{text}"
    );
    assert!(text.contains("until it is lifted"));
    // Who may not place or lift one is not offered it.
    assert!(!text.contains("value=\"lift\"") && !text.contains("value=\"place\""));
    let text = shared().get("sofia", "/archive").text;
    assert!(text.contains("value=\"lift\"") && text.contains("value=\"place\""));
    let german = shared().get_german("sofia", "/archive").text;
    assert!(german.contains("gesetzt von Sofia Brandt"));
}

#[test]
fn what_stays_of_somebody_is_named_for_auditors_only() {
    for (who, reads) in [("rosa", true), ("miriam", false), ("root", false)] {
        let text = shared().get(who, "/archive").text;
        assert!(text.contains("payments-train-05"), "{who}");
        assert_eq!(text.contains(">ruth</a>"), reads, "{who}");
        let page = format!("/people/per_{}", erased(&text));
        let text = shared().get(who, &page).text;
        assert!(
            text.contains("She asked for it in writing.") || !reads,
            "{who}"
        );
        assert!(text.contains("Somebody who was erased"), "{who}");
        assert!(text.contains("financial") && text.contains("held by 1 hold"));
        assert!(!text.contains("Ruth Castellan"), "{who}");
    }
    let people = shared().get("miriam", "/people").text;
    assert!(people.contains("id=\"erased\"") && people.contains("something stays for"));
}

#[test]
fn a_hold_is_placed_by_who_is_sure() {
    let world = World::sample();
    let form = "act=place&kind=component&name=card-gateway&reason=the+lawsuit&until=2027-06-30";
    let asked = world.post("sofia", "/archive", form);
    assert_eq!(asked.status.as_u16(), 200);
    assert!(asked.text.contains("Place this hold?"), "{}", asked.text);
    assert!(asked.text.contains("releases with card-gateway"));
    assert!(asked.text.contains("It keeps") && asked.text.contains("name=\"sure\""));
    assert!(
        !world.get("sofia", "/archive").text.contains("the lawsuit"),
        "nothing is done yet"
    );
    let done = world.post("sofia", "/archive", &format!("{form}&sure=yes"));
    assert_eq!(done.headers["location"], "/archive?done=hold-placed");
    let text = world.get("sofia", "/archive?done=hold-placed").text;
    assert!(text.contains("the lawsuit") && text.contains("The hold is on."));
    assert!(
        text.contains("until 1 Jul 2027"),
        "the whole day, in Vienna: {text}"
    );
}

#[test]
fn a_hold_is_lifted_by_who_is_sure() {
    let world = World::sample();
    let before = hold(&world);
    let lift = format!("act=lift&hold={before}&reason=settled");
    let asked = world.post("sofia", "/archive", &lift);
    assert!(asked.text.contains("Lift this hold?"), "{}", asked.text);
    assert!(asked.text.contains("Nothing is destroyed at once"));
    let done = world.post("sofia", "/archive", &format!("{lift}&sure=yes"));
    assert_eq!(done.headers["location"], "/archive?done=hold-lifted");
    assert!(
        !world
            .get("sofia", "/archive")
            .text
            .contains("supervisory authority")
    );
}

#[test]
fn what_cannot_be_held_is_said_before_anybody_is_asked() {
    let refused = |who: &str, form: &str| {
        let answer = shared().post(who, "/archive", form);
        assert_ne!(answer.status.as_u16(), 200, "{form}");
        answer.text
    };
    let form = "act=place&kind=release&name=none&reason=asked";
    let text = refused("sofia", form);
    assert!(
        text.contains("role=\"alert\"") && text.contains("release/none"),
        "{text}"
    );
    assert!(
        text.contains("value=\"asked\""),
        "what was typed is there still"
    );
    let text = refused("sofia", "act=place&kind=organisation&reason=x&until=soon");
    assert!(text.contains("is no day"), "{text}");
    let text = refused("miriam", "act=place&kind=organisation&reason=x&sure=yes");
    assert!(text.contains("archive.hold"), "{text}");
}

#[test]
fn who_is_erased_is_named_once_more_by_who_erases() {
    let world = World::sample();
    let page = world.get("root", "/people/bertil").text;
    assert!(
        page.contains("Would stay") && page.contains("payments-train-01"),
        "{page}"
    );
    assert!(
        !world
            .get("sofia", "/people/bertil")
            .text
            .contains("id=\"erase\"")
    );
    let refused = world.post("root", "/people/bertil", "typed=noor&reason=asked");
    assert_eq!(refused.status.as_u16(), 422);
    assert!(
        refused.text.contains("Nothing was erased"),
        "{}",
        refused.text
    );
    let refused = world.post("sofia", "/people/bertil", "typed=bertil");
    assert_eq!(refused.status.as_u16(), 409);
}

#[test]
fn who_is_erased_stays_for_auditors_under_an_address_that_names_nobody() {
    let world = World::sample();
    let done = world.post("root", "/people/bertil", "typed=bertil&reason=he+asked");
    let to = done.headers["location"].clone();
    assert!(
        to.starts_with("/people/per_") && to.ends_with("?done=person-erased"),
        "{to}"
    );
    let text = world.get("rosa", to.split('?').next().unwrap()).text;
    assert!(text.contains("Somebody who was erased") && text.contains("payments-train-01"));
    assert!(!text.contains("Bertil Aasen"));
    assert_eq!(world.get("rosa", "/people/bertil").status.as_u16(), 404);
}
