//! What is planned and booked is moved, with what is in the way said before.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::world::{Answer, World};

const RELEASE: &str = "retail-train-27";
const SUBJECT: &str = "release=retail-train-27&place=staging&zone=UTC";

/// The sample with a plan on 5 March 2031, and a blackout from the 10th to the 12th, both in staging.
fn planned() -> World {
    let world = World::sample();
    let window = json!({ "window": { "name": "spring-sale", "kind": "blackout", "timezone": "UTC", "environments": ["staging"],
        "when": [{ "span": { "from": "2031-03-10T00:00:00", "until": "2031-03-12T00:00:00" } }] } });
    let changes = json!({ "changes": [window] });
    world.submit(
        "root",
        json!({ "command": "organisation.apply", "arguments": changes }),
    );
    let plan = json!({ "release": RELEASE, "environment": "staging", "from": "2031-03-05T09:00:00Z", "seconds": 7200 });
    world.submit(
        "tomas",
        json!({ "command": "release.plan", "arguments": plan }),
    );
    world
}

/// From when on it is planned.
fn stands(world: &World) -> String {
    let shown = world.query("tomas", "release.show", json!({ "release": RELEASE }));
    shown["plans"][0]["span"]["from"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn checked(answer: &Answer) -> Value {
    assert_eq!(answer.headers["content-type"], "application/json");
    serde_json::from_str(&answer.text).unwrap()
}

fn check(world: &World, to: &str) -> Value {
    let address = format!("/calendar/check?{SUBJECT}&from={to}&minutes=120");
    checked(&world.get("tomas", &address))
}

fn place(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers["location"].clone()
}

#[test]
fn what_is_in_the_way_is_said_and_nothing_is_done() {
    let world = planned();
    let clear = check(&world, "2031-03-07T09:00");
    assert_eq!(clear["clear"], true, "{clear}");
    assert_eq!(
        clear["says"],
        "Nothing is in the way of 7 Mar 2031 09:00 – 11:00."
    );
    let closed = check(&world, "2031-03-11T23:00");
    assert_eq!(closed["clear"], false, "{closed}");
    assert_eq!(
        closed["reasons"],
        json!(["spring-sale closes staging from 10 Mar 2031 00:00 until 12 Mar 2031 00:00."])
    );
    assert_eq!(closed["next"], "2031-03-12T00:00");
    assert_eq!(
        closed["next_says"],
        "Next clear time: 12 Mar 2031 00:00 – 02:00"
    );
    let past = check(&world, "2020-01-01T00:00");
    assert_eq!(
        (&past["clear"], &past["next"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(stands(&world), "2031-03-05T09:00:00.000Z");
    let german = format!("/calendar/check?{SUBJECT}&from=2031-03-11T23:00");
    let german = checked(&world.get_german("tomas", &german));
    assert_eq!(
        german["reasons"],
        json!([
            "Staging ist durch spring-sale von 10. März 2031 00:00 bis 12. März 2031 00:00 gesperrt."
        ])
    );
}

#[test]
fn what_cannot_be_asked_is_said_with_its_status() {
    let world = planned();
    for (asked, status) in [
        (
            "release=retail-train-27&place=nowhere&from=2031-03-07T09:00",
            409,
        ),
        ("release=no-such&place=staging&from=2031-03-07T09:00", 404),
        ("booking=bkg_0&from=2031-03-07T09:00", 404),
        ("release=retail-train-27&place=staging&from=soon", 400),
        (
            "release=retail-train-27&place=staging&from=2031-03-07T09:00&minutes=0",
            400,
        ),
        (
            "release=retail-train-27&place=staging&from=2031-03-07T09:00&zone=Mars/Base",
            400,
        ),
    ] {
        let answer = world.get("tomas", &format!("/calendar/check?{asked}"));
        assert_eq!(answer.status.as_u16(), status, "{asked}");
        let said = checked(&answer);
        assert_eq!(said["clear"], false);
        assert!(said["says"].as_str().unwrap().len() > 10, "{said}");
    }
}

#[test]
fn a_plan_is_moved_and_moved_back() {
    let world = planned();
    let back = "back=view%3Dmonth%26from%3D2031-03-01%26zone%3DUTC";
    let to = format!("{SUBJECT}&{back}&from=2031-03-07T09:00&minutes=120");
    let at = place(&world.post("tomas", "/calendar/move", &to));
    let there = "/calendar?view=month&from=2031-03-01&zone=UTC&done=plan-moved&moved=";
    let moved = at.strip_prefix(there).unwrap_or_else(|| panic!("{at}"));
    assert_eq!(stands(&world), "2031-03-07T09:00:00.000Z");
    let text = world.get("tomas", &at).text;
    assert!(text.contains("The plan is moved."), "{text}");
    assert!(
        text.contains("Before, it was 5 Mar 2031 09:00 – 11:00."),
        "{text}"
    );
    // Nobody undoes what somebody else has done, and nobody is asked to.
    assert!(!world.get("miriam", &at).text.contains("value=\"undo\""));
    let undo = format!("act=undo&moved={moved}&{back}");
    let other = world.post("miriam", "/calendar/move", &undo);
    assert_eq!(other.status, StatusCode::BAD_REQUEST);
    place(&world.post("tomas", "/calendar/move", &undo));
    assert_eq!(stands(&world), "2031-03-05T09:00:00.000Z");
    // It is as it was: what was undone is not undone again.
    let again = world.post("tomas", "/calendar/move", &undo);
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    assert!(again.text.contains("cannot be undone"), "{}", again.text);
}

#[test]
fn what_is_in_the_way_moves_nothing_and_the_next_clear_time_is_a_button() {
    let world = planned();
    let to = format!("{SUBJECT}&from=2031-03-11T09:00&minutes=120");
    let refused = world.post("tomas", "/calendar/move", &to);
    assert_eq!(refused.status, StatusCode::CONFLICT);
    for said in [
        "It was not moved.",
        "spring-sale closes staging",
        "Next clear time: 12 Mar 2031 00:00 – 02:00",
        "name=\"from\" value=\"2031-03-12T00:00\"",
    ] {
        assert!(refused.text.contains(said), "{said}: {}", refused.text);
    }
    assert!(
        !refused.text.contains("csrf="),
        "no address has the form's proof"
    );
    assert_eq!(stands(&world), "2031-03-05T09:00:00.000Z");
    let forged = world.post_forged("tomas", "/calendar/move", &to);
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[test]
fn without_scripts_a_form_checks_and_then_moves() {
    let world = planned();
    let month = world
        .get("tomas", "/calendar?from=2031-03-01&zone=UTC")
        .text;
    let (_, link) = month.split_once("href=\"/calendar/move?").unwrap();
    let (link, _) = link.split_once('"').unwrap();
    assert!(
        link.contains("release=retail-train-27") && link.contains("zone=UTC"),
        "{link}"
    );
    let link = link.replace("&#38;", "&").replace("&amp;", "&");
    let page = world.get("tomas", &format!("/calendar/move?{link}")).text;
    for field in [
        "type=\"date\" name=\"day\" value=\"2031-03-05\"",
        "type=\"time\" name=\"time\" value=\"09:00\"",
        "name=\"minutes\" value=\"120\"",
    ] {
        assert!(page.contains(field), "{field}: {page}");
    }
    assert!(
        !page.contains("method=\"post\" action=\"/calendar/move\""),
        "first it is looked"
    );
    let looked = format!("/calendar/move?{link}&day=2031-03-06&time=10:30&minutes=60");
    let looked = world.get("tomas", &looked).text;
    assert!(
        looked.contains("Nothing is in the way of 6 Mar 2031 10:30 – 11:30."),
        "{looked}"
    );
    assert!(
        looked.contains("name=\"from\" value=\"2031-03-06T10:30\""),
        "{looked}"
    );
    let to = format!("{link}&from=2031-03-06T10:30&minutes=60");
    place(&world.post("tomas", "/calendar/move", &to));
    assert_eq!(stands(&world), "2031-03-06T10:30:00.000Z");
}

#[test]
fn only_who_may_move_it_is_offered_it() {
    let world = planned();
    let calendar = |who: &str, query: &str| {
        let text = world
            .get(who, &format!("/calendar?from=2031-03-01{query}"))
            .text;
        text.contains("data-move=\"release=retail-train-27")
    };
    assert!(calendar("tomas", ""));
    assert!(calendar("tomas", "&view=quarter") && calendar("tomas", "&view=timeline"));
    assert!(!calendar("rosa", "") && !calendar("tomas", "&at=20"));
    let page = world.get("rosa", &format!("/calendar/move?{SUBJECT}"));
    assert!(page.text.contains("You may not move it."), "{}", page.text);
    let to = format!("{SUBJECT}&from=2031-03-07T09:00");
    let refused = world.post("rosa", "/calendar/move", &to);
    assert!(refused.status.is_client_error(), "{}", refused.status);
    assert_eq!(stands(&world), "2031-03-05T09:00:00.000Z");
}

#[test]
fn a_booking_is_moved_in_the_same_way() {
    let world = planned();
    let page = "/environments/production/bookings";
    for hours in [
        "09:00&until=2031-03-03T11:00",
        "14:00&until=2031-03-03T16:00",
    ] {
        let book = format!("act=book&from=2031-03-03T{hours}&for=use");
        assert_eq!(world.post("priya", page, &book).status.as_u16(), 303);
    }
    let all = world.query(
        "priya",
        "environment.bookings",
        json!({ "environment": "production" }),
    );
    let id = all["bookings"][0]["booking"].as_str().unwrap().to_owned();
    let month = world.get("priya", "/calendar?from=2031-03-01").text;
    assert!(
        month.contains(&format!("data-move=\"booking={id}\"")),
        "{month}"
    );
    let asked = format!("/calendar/check?booking={id}&from=2031-03-03T15:00");
    let taken = checked(&world.get("priya", &asked));
    assert_eq!(
        (&taken["clear"], &taken["next"]),
        (&json!(false), &json!("2031-03-03T16:00"))
    );
    let to = format!("booking={id}&from=2031-03-03T16:00&back=");
    let at = place(&world.post("priya", "/calendar/move", &to));
    let moved = at
        .strip_prefix("/calendar?done=booking-moved&moved=")
        .unwrap();
    let undo = format!("act=undo&moved={moved}");
    place(&world.post("priya", "/calendar/move", &undo));
    let all = world.query(
        "priya",
        "environment.bookings",
        json!({ "environment": "production" }),
    );
    assert_eq!(
        all["bookings"][0]["booking"],
        id.as_str(),
        "it is the first again"
    );
}

#[test]
fn the_page_is_read_in_the_zone_that_it_is_asked_for_in() {
    let world = planned();
    let month = |query: &str| world.get("tomas", &format!("/calendar?from=2031-03-01{query}"));
    let tokyo = month("&zone=Asia/Tokyo").text;
    assert!(tokyo.contains("Times in Asia/Tokyo."), "{tokyo}");
    assert!(
        tokyo.contains("<b>18:00</b> <a href=\"/releases/retail-train-27\""),
        "{tokyo}"
    );
    for kept in [
        "zone=Asia/Tokyo&#38;view=month&#38;from=2031-04-01",
        "<option value=\"Asia/Tokyo\" selected>",
    ] {
        assert!(
            tokyo.contains(kept) || tokyo.contains(&kept.replace("&#38;", "&amp;")),
            "{kept}: {tokyo}"
        );
    }
    assert!(
        month("&zone=UTC")
            .text
            .contains("<b>09:00</b> <a href=\"/releases/retail-train-27\"")
    );
    assert!(month("").text.contains("(yours)"));
    let unknown = month("&zone=Mars/Base");
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert!(
        unknown.text.contains("Mars/Base is no time zone"),
        "{}",
        unknown.text
    );
}

#[test]
fn a_full_day_shows_the_rest_when_asked() {
    let world = World::sample();
    for hour in 10..17 {
        let book = format!(
            "act=book&from=2031-03-03T{hour}:00&until=2031-03-03T{hour}:30&for=use&title=t{hour}"
        );
        let done = world.post("priya", "/environments/production/bookings", &book);
        assert_eq!(done.status.as_u16(), 303, "{}", done.text);
    }
    let text = world.get("priya", "/calendar?from=2031-03-01").text;
    let (_, day) = text.split_once("<time datetime=\"2031-03-03\"").unwrap();
    let (day, _) = day.split_once("</td>").unwrap();
    let (shown, rest) = day.split_once("<details><summary>").unwrap();
    let (count, rest) = rest.split_once(" more</summary>").unwrap();
    // Each of them has its words as a title; the sample may have something on that day, too.
    let entries = |text: &str| text.matches("title=\"").count();
    assert_eq!(
        (entries(shown), entries(rest).to_string().as_str()),
        (4, count)
    );
    assert!(rest.contains("data-move"), "{rest}");
}
