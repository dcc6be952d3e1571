use super::Rule;

fn read(text: &str) -> Result<Rule, Vec<(usize, String)>> {
    text.parse::<Rule>().map_err(|mistakes| {
        let pairs = mistakes.0.into_iter().map(|one| (one.at, one.message));
        pairs.collect()
    })
}

#[test]
fn a_rule_has_one_spelling() {
    for (text, written) in [
        ("FREQ=DAILY", "FREQ=DAILY"),
        (
            "freq=weekly;byday=mo,TU;wkst=SU;",
            "FREQ=WEEKLY;BYDAY=MO,TU;WKST=SU",
        ),
        (
            "INTERVAL=2;FREQ=MONTHLY;BYDAY=+1MO,-1FR",
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,-1FR",
        ),
        ("FREQ=YEARLY;UNTIL=20261231", "FREQ=YEARLY;UNTIL=20261231"),
        (
            "FREQ=YEARLY;UNTIL=20261231T235960Z",
            "FREQ=YEARLY;UNTIL=20261231T235959Z",
        ),
        (
            "FREQ=HOURLY;UNTIL=20261231T220000;X-A=1",
            "FREQ=HOURLY;UNTIL=20261231T220000",
        ),
        (
            "FREQ=SECONDLY;BYSECOND=60;COUNT=1",
            "FREQ=SECONDLY;COUNT=1;BYSECOND=59",
        ),
    ] {
        let rule = read(text).unwrap();
        assert_eq!(rule.to_string(), written);
        assert_eq!(written.parse::<Rule>().unwrap(), rule);
    }
}

#[test]
fn all_mistakes_are_said_where_they_are() {
    let wrong = "FREQ=OFTEN;BYMONTH=1,13,x;COUNT=-1;BYDAY=54MO,XX;COLOUR;BYHOUR=-1;BYHOUR=1;KIND=2;UNTIL=20260231";
    assert_eq!(
        read(wrong).unwrap_err(),
        [
            (5, "`FREQ` takes YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY or SECONDLY, not `OFTEN`"),
            (21, "`BYMONTH` takes 1 to 12, not `13`"),
            (24, "`BYMONTH` takes 1 to 12, not `x`"),
            (32, "`COUNT` takes a number from 0 on, not `-1`"),
            (41, "before a day of the week stands 1 to 53, or the same negative, not `54`"),
            (46, "a day of the week is one of MO, TU, WE, TH, FR, SA, SU, not `XX`"),
            (49, "`COLOUR` has no `=`"),
            (63, "`BYHOUR` takes 0 to 23, not `-1`"),
            (66, "`BYHOUR` stands there twice"),
            (80, "`KIND` is no part of a recurrence rule"),
            (88, "`UNTIL` takes a date or a time such as 20261231 or 20261231T220000Z, not `20260231`"),
            (0, "`COUNT` and `UNTIL` exclude each other"),
        ]
        .map(|(at, message)| (at, message.to_owned()))
    );
    assert_eq!(read("").unwrap_err(), [(0, "`FREQ` is missing".to_owned())]);
}
