//! Signing in: by password, by link, and not at all where others listen.

use axum::http::StatusCode;

use crate::world::{World, shared};

#[test]
fn a_link_is_used_by_its_button_and_not_by_looking_at_it() {
    let world = World::sample();
    let link = world.link("miriam");
    let address = format!("/enter?link={link}&to=/inbox");
    for _ in 0..3 {
        let looked = world.stranger(&address);
        assert_eq!(looked.status, StatusCode::OK);
        assert!(
            looked.begun.is_none(),
            "a program that reads mail looks, too"
        );
        assert!(looked.text.contains("action=\"/enter\""), "{}", looked.text);
    }
    let form = format!("link={link}&to=/inbox");
    let pressed = world.stranger_posts("/enter", &form, false);
    assert_eq!(pressed.status, StatusCode::SEE_OTHER, "{}", pressed.text);
    assert_eq!(pressed.headers["location"], "/inbox");
    assert!(pressed.begun.is_some() && !pressed.headers.contains_key("set-cookie"));
    let again = world.stranger_posts("/enter", &form, false);
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    assert!(again.text.contains("has been used"), "{}", again.text);
}

#[test]
fn who_is_signed_in_needs_no_log_in_page() {
    let answer = shared().get("miriam", "/login?to=/releases");
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.headers["location"], "/releases");
    let elsewhere = shared().get("miriam", "/login?to=https://evil.example");
    assert_eq!(elsewhere.headers["location"], "/");
}

#[test]
fn nobody_signs_in_where_others_listen() {
    let world = World::sample();
    let link = world.link("miriam");
    let form = format!("link={link}");
    let answer = world.stranger_posts("/enter", &form, true);
    assert!(answer.begun.is_none());
    assert!(answer.text.contains("not encrypted"), "{}", answer.text);
    assert!(!answer.text.contains("action=\"/enter\""));
    let answer = world.stranger_posts("/login", "handle=miriam&password=x", true);
    assert!(answer.begun.is_none() && answer.text.contains("not encrypted"));
    let answer = world.stranger_posts("/enter", &form, false);
    assert!(answer.begun.is_some(), "the link was not used up");
}

#[test]
fn whoever_logs_out_loses_the_cookie() {
    let world = World::sample();
    let answer = world.post("miriam", "/logout", "");
    assert!(answer.ended && !answer.headers.contains_key("set-cookie"));
    assert_eq!(answer.headers["location"], "/login");
}
