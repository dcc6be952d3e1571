//! Every page that can be reached, by following every link.

use std::collections::{BTreeSet, VecDeque};

use axum::http::StatusCode;

use crate::world::{World, shared};

/// Values of an attribute.
fn values<'a>(text: &'a str, attribute: &str) -> Vec<&'a str> {
    let before = format!(" {attribute}=\"");
    let parts = text.split(before.as_str()).skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}

pub(crate) fn links(text: &str) -> Vec<String> {
    let plain = |link: &&str| {
        link.starts_with('/') && !link.starts_with("/assets/") && !link.starts_with("/api/")
    };
    let unescape = |link: &str| link.replace("&amp;", "&").replace("&#38;", "&");
    values(text, "href")
        .into_iter()
        .filter(plain)
        .map(unescape)
        .collect()
}

/// Looks at every page that somebody can reach, up to a number.
fn crawl(world: &World, who: &str, most: usize, look: impl Fn(&str, &str)) -> BTreeSet<String> {
    let mut known = BTreeSet::from(["/".to_owned()]);
    let mut open = VecDeque::from(["/".to_owned()]);
    while let Some(path) = open.pop_front() {
        let answer = world.follow(who, &path);
        assert_eq!(answer.status, StatusCode::OK, "{path}\n{}", answer.text);
        if !answer.headers["content-type"].starts_with("text/html") {
            continue;
        }
        look(&path, &answer.text);
        for link in links(&answer.text) {
            if known.len() < most && known.insert(link.clone()) {
                open.push_back(link);
            }
        }
    }
    known
}

/// What the server's policy would block, or what would be wrong on any page.
fn sound(path: &str, text: &str) {
    for forbidden in ["<style", " style=\"", " onclick=", "javascript:", "=\"http"] {
        assert!(!text.contains(forbidden), "{path} has `{forbidden}`");
    }
    let posts = text.matches("method=\"post\"").count();
    let proofs = text.matches("name=\"csrf\"").count();
    assert_eq!(
        posts, proofs,
        "{path}: every form that changes something proves where it is from"
    );
    assert_eq!(
        text.matches("<h1").count(),
        1,
        "{path} has one main heading"
    );
    assert!(text.contains("<html lang=\"en\""), "{path}");
    let ids = values(text, "id");
    let unique: BTreeSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{path} has an id twice: {ids:?}");
    for label in values(text, "for") {
        assert!(
            ids.contains(&label),
            "{path}: a label is for `{label}`, which is not there"
        );
    }
}

#[test]
fn every_link_leads_somewhere_and_every_page_is_sound() {
    let seen = crawl(shared(), "miriam", 160, sound);
    for page in ["/releases", "/keys", "/releases/payments-train-26"] {
        assert!(seen.contains(page), "{page} cannot be reached: {seen:?}");
    }
}

#[test]
fn a_house_in_which_nothing_has_happened_has_pages_too() {
    crawl(&World::empty(), "administrator", 60, sound);
}

#[test]
fn the_past_is_a_place_where_nothing_can_be_changed() {
    let world = shared();
    let now = world.get("miriam", "/releases/payments-train-27").text;
    assert!(now.contains("value=\"cancel\""), "{now}");
    let past = world.get("miriam", "/releases/payments-train-20?at=2026-09-01T12:00");
    assert_eq!(past.status, StatusCode::OK, "{}", past.text);
    assert!(past.text.contains("Back to now"));
    assert!(!past.text.contains("name=\"act\""), "{}", past.text);
    for link in links(&past.text) {
        assert!(
            link.contains("at=2026-09-01")
                || link == "/keys"
                || link.starts_with("/releases/payments-train-20"),
            "`{link}` forgets the moment"
        );
    }
    let before = world.get("miriam", "/releases/payments-train-27?at=2026-09-01T12:00");
    assert_eq!(before.status, StatusCode::NOT_FOUND);
}

#[test]
fn strangers_are_sent_to_the_log_in_page_and_back() {
    let answer = shared().stranger("/releases?stage=draft");
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(
        answer.headers["location"],
        "/login?to=/releases%3Fstage%3Ddraft"
    );
    let page = shared().stranger("/login?to=/releases%3Fstage%3Ddraft");
    assert!(
        page.text.contains("value=\"/releases?stage=draft\""),
        "{}",
        page.text
    );
}

#[test]
fn german_is_german() {
    let text = shared().get_german("miriam", "/releases").text;
    assert!(
        text.contains("lang=\"de\"") && text.contains("Jede Komponente"),
        "{text}"
    );
    assert!(!text.contains("Any component"));
}

#[test]
fn what_does_not_exist_is_a_page_that_says_so() {
    for path in [
        "/nowhere",
        "/releases/payments-train-2",
        "/environments/nowhere",
    ] {
        let answer = shared().get("miriam", path);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            answer.text.contains("<h1>There is nothing here</h1>"),
            "{}",
            answer.text
        );
    }
}

#[test]
fn all_that_a_visitor_loads_is_small() {
    let assets: usize = holdpoint_pages::assets()
        .iter()
        .map(|asset| asset.compressed.len())
        .sum();
    assert!(assets < 60 * 1024, "{assets} bytes");
}

#[test]
fn a_filter_of_the_ledger_that_cannot_be_read_leaves_the_page_and_what_was_typed() {
    let answer = shared().get("miriam", "/ledger?subject=nothing-has-this-name");
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.text.contains("role=\"alert\"")
            && answer.text.contains("is not the name of an aggregate")
            && answer.text.contains("value=\"nothing-has-this-name\""),
        "{}",
        answer.text
    );
}

#[test]
fn an_entry_that_is_not_there_says_how_many_there_are() {
    let answer = shared().get("miriam", "/entries/99999999");
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(
        answer
            .text
            .contains("There is no entry 99999999: the ledger has"),
        "{}",
        answer.text
    );
}
