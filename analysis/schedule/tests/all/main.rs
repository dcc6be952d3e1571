//! Recurrence against an independent implementation.
#![allow(clippy::expect_used, reason = "tests")]

use holdpoint_schedule::{Moments, Occurrences, Policy, Rule, Zone};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

const SUITE: &str = include_str!("../data/suite.tsv");
const ZONED: &str = include_str!("../data/zoned.tsv");

fn local(text: &str) -> DateTime {
    DateTime::strptime("%Y%m%dT%H%M%S", text).expect("a time")
}

fn fields<const N: usize>(line: &str) -> [&str; N] {
    let fields: Vec<_> = line.split('\t').collect();
    fields.try_into().expect("fields")
}

fn written(times: impl Iterator<Item = DateTime>) -> String {
    let times: Vec<_> = times
        .map(|at| at.strftime("%Y%m%dT%H%M%S").to_string())
        .collect();
    times.join(",")
}

#[test]
fn what_dateutils_own_cases_ask_for() {
    let mut wrong = Vec::new();
    for line in SUITE.lines() {
        let [begin, text, expected] = fields(line);
        let rule: Rule = text.parse().expect("a rule");
        let found = written(Occurrences::new(&rule, local(begin)));
        if found != expected {
            wrong.push(format!(
                "{begin} {text}\n  expected {expected}\n  found    {found}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        SUITE.lines().count(),
        wrong.join("\n")
    );
}

/// Every line: the moments, and the same when it goes on from the middle.
#[test]
fn random_rules_in_zones_whose_clocks_are_changed() {
    let mut wrong = Vec::new();
    for line in ZONED.lines() {
        let [zone, begin, text, expected] = fields(line);
        let rule: Rule = text.parse().expect("a rule");
        let zone = Zone::named(zone).expect("a zone");
        let all = Moments::new(&rule, local(begin), &zone, Policy::RFC5545);
        let moments: Vec<Timestamp> = all.clone().map(|(_, moment)| moment).collect();
        let found = written(moments.iter().map(|moment| Zone::UTC.clock(*moment)));
        if found != expected {
            wrong.push(format!("{line}\n  found {found}"));
            continue;
        }
        let middle = moments[moments.len() / 2] + SignedDuration::from_secs(1);
        let later = moments.iter().copied().filter(|moment| *moment >= middle);
        let gone_on = all
            .from(middle)
            .map(|(_, moment)| moment)
            .filter(|moment| *moment >= middle);
        assert_eq!(
            gone_on.collect::<Vec<_>>(),
            later.collect::<Vec<_>>(),
            "{line}"
        );
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        ZONED.lines().count(),
        wrong.join("\n")
    );
}
