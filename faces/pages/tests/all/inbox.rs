//! The inbox: what waits, what was seen of it, and that everything in it leads somewhere.

use axum::http::StatusCode;
use serde_json::json;

use crate::crawl::links;
use crate::world::{World, shared};

const PEOPLE: [&str; 4] = ["miriam", "sofia", "dana", "root"];

/// Every item of somebody's inbox is followed to the page that it is about.
fn walk(world: &World, who: &str) -> usize {
    let page = world.get(who, "/inbox?which=all").text;
    let items = links(&page).into_iter();
    let items: Vec<_> = items
        .filter(|link| link.starts_with("/inbox/open"))
        .collect();
    for item in &items {
        let answer = world.get(who, item);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{item}");
        let to = &answer.headers["location"];
        assert!(!to.starts_with("/inbox"), "{item} leads to {to}");
        let there = world.get(who, to.split('#').next().unwrap());
        assert_eq!(there.status, StatusCode::OK, "{item} leads to {to}");
        if let Some((_, place)) = to.split_once('#') {
            let id = format!("id=\"{place}\"");
            assert!(there.text.contains(&id), "{to} is not on the page");
        }
    }
    items.len()
}

#[test]
fn every_item_of_the_sample_leads_to_a_page() {
    let world = World::sample();
    let all: usize = PEOPLE.iter().map(|who| walk(&world, who)).sum();
    assert!(all >= 3, "only {all} items");
}

#[test]
fn what_is_marked_is_read_done_and_new_again() {
    let world = World::sample();
    let before = world.query("sofia", "inbox.show", json!({}));
    let id = before["items"][0]["id"].as_str().unwrap().to_owned();
    let page = world.get("sofia", "/inbox").text;
    assert!(
        page.contains("class=\"unread\"") && page.contains("class=\"news\""),
        "{page}"
    );
    let done = world.post("sofia", "/inbox", &format!("one={id}"));
    assert_eq!(done.headers["location"], "/inbox?done=marked");
    assert!(
        !world
            .get("sofia", "/inbox")
            .text
            .contains(&format!("value=\"{id}\""))
    );
    let all = world.get("sofia", "/inbox?which=all").text;
    assert!(all.contains(&format!("value=\"{id}\"")), "{all}");
    let again = world.post(
        "sofia",
        "/inbox",
        &format!("act=new&item={id}&item=nothing"),
    );
    assert_eq!(again.status, StatusCode::OK);
    assert!(again.text.contains("1 of 2 done"), "{}", again.text);
    assert!(again.text.contains("It waits no more."));
    let after = world.query("sofia", "inbox.show", json!({}));
    assert_eq!(after["new"], before["new"]);
}

#[test]
fn what_was_opened_is_not_new_any_more() {
    let world = World::sample();
    let before = world.query("sofia", "inbox.show", json!({}));
    assert!(walk(&world, "sofia") > 0);
    let after = world.query("sofia", "inbox.show", json!({}));
    assert_eq!(
        (&after["new"], &after["waiting"]),
        (&json!(0), &before["waiting"])
    );
    assert!(!world.get("sofia", "/").text.contains("class=\"news\""));
}

#[test]
fn the_inbox_can_be_filtered_and_taken_along() {
    let world = shared();
    let none = world.get("sofia", "/inbox?kind=step-lost").text;
    assert!(none.contains("Nothing fits these filters"), "{none}");
    let some = world.get("sofia", "/inbox?kind=approval").text;
    assert!(
        some.contains("Waits for your approval as change manager"),
        "{some}"
    );
    let german = world.get_german("sofia", "/inbox?kind=approval").text;
    assert!(
        german.contains("Wartet auf Ihre Zustimmung als Change-Manager"),
        "{german}"
    );
    let csv = world.get("sofia", "/inbox?format=csv").text;
    assert!(csv.starts_with("what,kind,since,due\r\n"), "{csv}");
}

#[test]
fn a_button_of_a_row_is_not_called_twice_on_a_phone() {
    let page = shared().get("sofia", "/inbox").text;
    let button = page.find("name=\"one\"").unwrap();
    let cell = &page[page[..button].rfind("<td").unwrap()..button];
    assert!(!cell.contains("data-label"), "{cell}");
    assert!(page.contains("data-label=\"Since\""), "other cells are");
}

#[test]
fn several_things_are_settled_at_once_each_with_its_result() {
    let world = World::sample();
    let before = world.query("sofia", "inbox.show", json!({}));
    let items = before["items"].as_array().unwrap();
    let approvals = items.iter().filter(|item| item["kind"] == "approval");
    let approvals: Vec<_> = approvals.map(|item| item["id"].as_str().unwrap()).collect();
    assert!(!approvals.is_empty(), "{before}");
    let other = items.iter().find(|item| item["settle"].is_null());
    let other = other.map(|item| item["id"].as_str().unwrap());
    let chosen = approvals.iter().copied().chain(other).chain(["gone"]);
    let form: String = chosen.map(|id| format!("&item={id}")).collect();
    let form = format!("act=settle&reason=Looked+at+it{form}");
    let answer = world.post("sofia", "/inbox", &form).text;
    assert!(
        answer.contains(&format!("{} of ", approvals.len())),
        "{answer}"
    );
    assert!(answer.contains("It waits no more."), "{answer}");
    assert_eq!(answer.contains("more than a word"), other.is_some());
    let after = world.query("sofia", "inbox.show", json!({})).to_string();
    for id in &approvals {
        assert!(!after.contains(id), "{id} still waits");
        let release = id.split(':').nth(1).unwrap().split('/').nth(1).unwrap();
        let page = world.get("sofia", &format!("/releases/{release}")).text;
        assert!(page.contains("Looked at it"), "{release}");
    }
}

#[test]
fn what_an_inbox_would_approve_is_bound_to_what_was_looked_at() {
    let world = shared();
    let inbox = world.query("sofia", "inbox.show", json!({}));
    let items = inbox["items"].as_array().unwrap();
    let item = items
        .iter()
        .find(|item| item["kind"] == "approval")
        .unwrap();
    let command = &item["settle"][0];
    let release = item["subject"].as_str().unwrap().split_once('/').unwrap().1;
    let shown = world.query("sofia", "release.show", json!({ "release": release }));
    let manifest = &command["arguments"]["manifest"];
    assert!(
        manifest.is_string() && shown.to_string().contains(manifest.as_str().unwrap()),
        "{command}"
    );
}
