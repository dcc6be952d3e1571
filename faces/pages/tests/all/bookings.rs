//! Bookings of environments.

use serde_json::json;

use crate::world::{World, shared};

#[test]
fn bookings_say_when_what_for_and_by_whom() {
    let text = shared()
        .get("miriam", "/environments/staging/bookings")
        .text;
    assert!(text.contains("Rehearsal of the night"), "{text}");
    assert!(text.contains("href=\"/releases/payments-train-27\""));
    assert!(text.contains("data refresh") && text.contains("Miriam"));
    let text = shared().get("miriam", "/environments/staging").text;
    assert!(text.contains("Accounts of last month"), "{text}");
    let german = shared()
        .get_german("miriam", "/environments/test/bookings")
        .text;
    assert!(german.contains("geteilt") && german.contains("Nutzung"));
    let empty = shared()
        .get("miriam", "/environments/production/bookings")
        .text;
    assert!(empty.contains("Nothing is booked"));
    assert_eq!(
        shared()
            .get("miriam", "/environments/moon/bookings")
            .status
            .as_u16(),
        404
    );
}

#[test]
fn only_who_may_book_is_offered_it_and_only_who_booked_gives_back() {
    let offered = |who: &str| {
        let text = shared().get(who, "/environments/test/bookings").text;
        (text.contains("id=\"book\""), text.contains("value=\"end\""))
    };
    assert_eq!(offered("tomas"), (true, true));
    assert_eq!(offered("arjun"), (true, false));
    assert_eq!(offered("rosa"), (false, false));
}

#[test]
fn an_environment_is_booked_moved_and_given_back() {
    let world = World::sample();
    let page = "/environments/production/bookings";
    let book = "act=book&from=2031-03-03T09:00&until=2031-03-03T11:00&for=refresh&title=new+data";
    let done = world.post("priya", page, book);
    assert_eq!(
        done.headers["location"],
        format!("{page}?done=booked"),
        "{}",
        done.text
    );
    let text = world.get("priya", page).text;
    assert!(
        text.contains("new data") && text.contains("value=\"2031-03-03T09:00\""),
        "{text}"
    );
    let refused = world.post("arjun", page, book);
    assert_eq!(refused.status.as_u16(), 409);
    assert!(
        refused.text.contains("is booked from") && refused.text.contains("It is free from"),
        "{}",
        refused.text
    );
    assert!(
        refused.text.contains("value=\"new data\""),
        "what was typed is there still"
    );
    let all = world.query(
        "priya",
        "environment.bookings",
        json!({"environment": "production"}),
    );
    let id = all["bookings"][0]["booking"].as_str().unwrap().to_owned();
    let to = format!("act=move&booking={id}&from=2031-03-04T09:00&until=2031-03-04T11:00");
    let done = world.post("priya", page, &to);
    assert_eq!(
        done.headers["location"],
        format!("{page}?done=booking-moved"),
        "{}",
        done.text
    );
    let end = format!("act=end&booking={id}");
    assert_eq!(world.post("arjun", page, &end).status.as_u16(), 409);
    let done = world.post("priya", page, &end);
    assert_eq!(
        done.headers["location"],
        format!("{page}?done=booking-ended")
    );
    assert!(world.get("priya", page).text.contains("Nothing is booked"));
}

#[test]
fn a_time_that_is_none_is_said() {
    let page = "/environments/production/bookings";
    let refused = shared().post("priya", page, "act=book&from=soon&until=2031-03-03T11:00");
    assert_eq!(refused.status.as_u16(), 400);
    assert!(
        refused.text.contains("`soon` is no time") || refused.text.contains("soon"),
        "{}",
        refused.text
    );
}
