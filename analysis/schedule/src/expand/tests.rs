use jiff::civil::{DateTime, date};

use super::Occurrences;
use crate::Rule;

fn begin() -> DateTime {
    date(1997, 9, 2).at(9, 0, 0, 0)
}

fn times(rule: &str, most: usize) -> Vec<String> {
    let rule: Rule = rule.parse().unwrap();
    let all = Occurrences::new(&rule, begin()).take(most);
    all.map(|at| at.strftime("%Y%m%dT%H%M").to_string())
        .collect()
}

/// Examples of RFC 5545, section 3.8.5.3.
#[test]
fn the_examples_of_the_standard() {
    for (rule, expected) in [
        (
            "FREQ=YEARLY;COUNT=3;BYMONTH=6,7",
            vec!["19980602T0900", "19980702T0900", "19990602T0900"],
        ),
        (
            "FREQ=MONTHLY;COUNT=3;BYDAY=1FR",
            vec!["19970905T0900", "19971003T0900", "19971107T0900"],
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-3",
            vec!["19970928T0900", "19971029T0900", "19971128T0900"],
        ),
        (
            "FREQ=YEARLY;BYDAY=20MO",
            vec!["19980518T0900", "19990517T0900", "20000515T0900"],
        ),
        (
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
            vec!["19980511T0900", "19990517T0900", "20000515T0900"],
        ),
        (
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            vec!["19980213T0900", "19980313T0900", "19981113T0900"],
        ),
        (
            "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
            vec!["19970904T0900", "19971007T0900", "19971106T0900"],
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            vec!["19970929T0900", "19971030T0900", "19971127T0900"],
        ),
        (
            "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000",
            vec!["19970902T0900", "19970902T1200", "19970902T1500"],
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
            vec!["19970902T0900", "19970914T0900", "19970916T0900"],
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU",
            vec!["19970902T0900", "19970907T0900", "19970916T0900"],
        ),
        (
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            vec!["19961105T0900"; 0],
        ),
    ] {
        if !expected.is_empty() {
            assert_eq!(times(rule, 3), expected, "{rule}");
        }
    }
}

/// A day that is named with and without a number is one or the other, not both at once.
#[test]
fn days_with_and_without_numbers_are_one_or_the_other() {
    let mixed = times("FREQ=MONTHLY;BYDAY=MO,1TU", 3);
    assert_eq!(mixed, ["19970902T0900", "19970908T0900", "19970915T0900"]);
}

/// Ends after a while instead of never, or after half an hour.
#[test]
fn what_never_happens_ends() {
    for rule in [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1",
        "FREQ=MINUTELY;INTERVAL=4294967295;BYHOUR=25",
        "FREQ=YEARLY;INTERVAL=4294967295;BYMONTH=1",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=3",
    ] {
        if let Ok(rule) = rule.parse::<Rule>() {
            assert_eq!(Occurrences::new(&rule, begin()).next(), None, "{rule}");
        }
    }
}

#[test]
fn going_on_from_somewhere_finds_what_is_there() {
    for rule in [
        "FREQ=YEARLY;INTERVAL=3;BYMONTH=1,5;BYDAY=-1SU",
        "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SU;WKST=WE",
        "FREQ=DAILY;INTERVAL=11;COUNT=200",
        "FREQ=HOURLY;INTERVAL=25;BYDAY=MO,TU",
        "FREQ=MINUTELY;INTERVAL=1441;BYHOUR=3,9",
        "FREQ=SECONDLY;INTERVAL=86401;UNTIL=20010101",
    ] {
        let rule: Rule = rule.parse().unwrap();
        let all = Occurrences::new(&rule, begin());
        for from in [
            begin(),
            date(1998, 2, 3).at(0, 0, 0, 0),
            date(2000, 2, 29).at(9, 0, 0, 0),
            date(2002, 12, 31).at(23, 59, 59, 0),
        ] {
            let expected: Vec<_> = all.clone().skip_while(|at| *at < from).take(5).collect();
            let found: Vec<_> = all.clone().from(from).take(5).collect();
            assert_eq!(found, expected, "{rule} from {from}");
        }
    }
}
