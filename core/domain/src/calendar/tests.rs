use super::Calendar;

fn vienna() -> Calendar {
    serde_json::from_str(
        r#"{"name":"at","country":"AT","timezone":"Europe/Vienna",
            "hours":[{"days":["monday","tuesday","wednesday","thursday","friday"],"from":"08:00","until":"17:00"}],
            "holidays":[{"date":"2026-12-25","name":"Christtag"}]}"#,
    )
    .unwrap()
}

#[test]
fn working_time_follows_the_zone_and_its_clock_changes() {
    let calendar = vienna();
    let working = |time: &str| calendar.working(time.parse().unwrap());
    // 07:30 UTC is 08:30 in winter and 09:30 in summer.
    assert!(working("2026-11-23T07:30:00Z"));
    assert!(!working("2026-11-23T06:30:00Z"));
    assert!(working("2026-07-23T06:30:00Z"));
    assert!(!working("2026-07-23T15:30:00Z"));
    assert!(!working("2026-11-22T09:30:00Z"));
    assert!(!working("2026-12-25T09:30:00Z"));
}

#[test]
fn a_working_day_is_one_before_and_after_work_too() {
    let calendar = vienna();
    let day = |time: &str| calendar.working_day(time.parse().unwrap());
    assert!(day("2026-11-23T04:00:00Z"));
    // That is Monday already where they are.
    assert!(day("2026-11-22T23:30:00Z"));
    assert!(!day("2026-11-22T22:30:00Z"));
    assert!(!day("2026-12-25T09:30:00Z"));
}

#[test]
fn what_is_wrong_is_said() {
    assert_eq!(vienna().problem(), None);
    let mut calendar = vienna();
    calendar.timezone = "Europe/Wien".to_owned();
    assert_eq!(
        calendar.problem().unwrap(),
        "is in the unknown time zone `Europe/Wien`"
    );
    let mut calendar = vienna();
    calendar.hours[0].until = "08:00".to_owned();
    assert_eq!(
        calendar.problem().unwrap(),
        "works from `08:00` until `08:00`"
    );
    let mut calendar = vienna();
    calendar.holidays[0].date = "25.12.2026".to_owned();
    assert!(calendar.problem().unwrap().contains("25.12.2026"));
}

#[test]
fn the_next_working_time_skips_nights_weekends_and_holidays() {
    let mut calendar = vienna();
    let next = |calendar: &Calendar, from: &str| {
        let found = calendar.next_working(from.parse().unwrap());
        found.map(|time| time.to_string())
    };
    let expected = |text: &str| Some(text.to_owned());
    // At work; before work; at night; before Christmas, which falls on a Friday.
    for (from, then) in [
        ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00.000Z"),
        ("2026-11-23T05:00:00Z", "2026-11-23T07:00:00.000Z"),
        ("2026-11-23T20:00:00Z", "2026-11-24T07:00:00.000Z"),
        ("2026-12-24T16:00:00Z", "2026-12-28T07:00:00.000Z"),
        // Clocks go forward on that weekend.
        ("2026-03-27T17:00:00Z", "2026-03-30T06:00:00.000Z"),
    ] {
        assert_eq!(next(&calendar, from), expected(then), "from {from}");
    }
    // The afternoon of the same day counts.
    calendar.hours[0].until = "12:00".to_owned();
    let mut afternoon = calendar.hours[0].clone();
    (afternoon.from, afternoon.until) = ("13:00".to_owned(), "17:00".to_owned());
    calendar.hours.push(afternoon);
    let noon = next(&calendar, "2026-11-23T11:30:00Z");
    assert_eq!(noon, expected("2026-11-23T12:00:00.000Z"));
    calendar.hours.clear();
    assert_eq!(next(&calendar, "2026-11-23T05:00:00Z"), None);
}
