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
