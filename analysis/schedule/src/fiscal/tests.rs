use jiff::civil::{Date, date};

use super::{CloseWindow, Fiscal, FiscalError, Pattern, YearEnd};
use crate::WorkingDays;

fn fiscal(pattern: Pattern, start: Date, end: Option<YearEnd>) -> Fiscal {
    Fiscal::beginning(pattern, start, end).unwrap()
}

/// The years of the National Retail Federation's 4-5-4 calendar: they begin on the Sunday nearest to 1 February; those with 53
/// weeks are 2006, 2012, 2017, 2023.
#[test]
fn retail_years_are_those_of_the_retail_federation() {
    let retail = fiscal(Pattern::Weeks454, date(2026, 2, 1), None);
    let starts = [
        (2006, date(2006, 1, 29), 53),
        (2007, date(2007, 2, 4), 52),
        (2012, date(2012, 1, 29), 53),
        (2016, date(2016, 1, 31), 52),
        (2017, date(2017, 1, 29), 53),
        (2018, date(2018, 2, 4), 52),
        (2023, date(2023, 1, 29), 53),
        (2024, date(2024, 2, 4), 52),
        (2025, date(2025, 2, 2), 52),
    ];
    for (number, start, weeks) in starts {
        let year = retail.year(number).unwrap();
        assert_eq!((year.start, year.weeks), (start, Some(weeks)), "{number}");
    }
    let weeks: Vec<_> = retail
        .year(2023)
        .unwrap()
        .periods()
        .map(|one| one.weeks.unwrap())
        .collect();
    assert_eq!(weeks, [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5]);
}

/// Apple's years end on the last Saturday of September: 2023 had 53 weeks.
#[test]
fn a_year_may_end_on_the_last_day_of_its_kind_in_a_month() {
    let apple = fiscal(Pattern::Weeks544, date(2025, 9, 28), Some(YearEnd::Last));
    for (number, start, weeks) in [
        (2017, date(2016, 9, 25), 53),
        (2022, date(2021, 9, 26), 52),
        (2023, date(2022, 9, 25), 53),
        (2024, date(2023, 10, 1), 52),
        (2026, date(2025, 9, 28), 52),
    ] {
        let year = apple.year(number).unwrap();
        assert_eq!((year.start, year.weeks), (start, Some(weeks)), "{number}");
    }
}

#[test]
fn years_follow_each_other_without_a_gap_and_every_day_is_in_one() {
    let calendars = [
        fiscal(Pattern::Weeks445, date(2026, 1, 1), None),
        fiscal(Pattern::Weeks544, date(2025, 9, 28), Some(YearEnd::Last)),
        fiscal(Pattern::Weeks454, date(2025, 12, 29), None),
        fiscal(Pattern::Months, date(2025, 10, 1), None),
        fiscal(Pattern::Months, date(2025, 4, 6), None).named_after(false),
    ];
    for calendar in calendars {
        let mut next = calendar.year(1990).unwrap().start;
        for number in 1990..2200 {
            let year = calendar.year(number).unwrap();
            assert_eq!(year.start, next);
            assert!(matches!(year.weeks, None | Some(52 | 53)), "{year:?}");
            let mut begins = year.start;
            for period in year.periods() {
                assert_eq!(period.start, begins);
                begins = period.end.tomorrow().unwrap();
            }
            assert_eq!(begins, year.end.tomorrow().unwrap());
            for day in [year.start, year.end, year.quarters[2].start] {
                assert_eq!(calendar.year_of(day).unwrap().number, number);
            }
            next = begins;
        }
    }
}

#[test]
fn years_are_named_as_people_name_them() {
    let start = |calendar: Fiscal, number| calendar.year(number).unwrap().start;
    let federal = fiscal(Pattern::Months, date(2030, 10, 1), None);
    assert_eq!(start(federal, 2026), date(2025, 10, 1));
    assert_eq!(start(federal.named_after(true), 2026), date(2026, 10, 1));
    let calendar = fiscal(Pattern::Months, date(2030, 1, 1), None);
    assert_eq!(start(calendar, 2026), date(2026, 1, 1));
}

#[test]
fn what_begins_no_year_is_refused() {
    let middle = date(2026, 2, 15);
    let refused = Fiscal::beginning(Pattern::Weeks445, middle, None);
    assert_eq!(refused, Err(FiscalError::Start { start: middle }));
    let late = date(2026, 1, 31);
    assert_eq!(
        Fiscal::beginning(Pattern::Months, late, None),
        Err(FiscalError::Day { start: late })
    );
    // Five days before a month: only as the last of its kind.
    let early = date(2026, 1, 27);
    assert!(Fiscal::beginning(Pattern::Weeks445, early, Some(YearEnd::Nearest)).is_err());
    assert!(Fiscal::beginning(Pattern::Weeks445, early, None).is_ok());
    assert!(
        fiscal(Pattern::Months, date(2026, 1, 1), None)
            .year(i16::MIN)
            .is_err()
    );
}

#[test]
fn books_close_around_the_end_in_working_days() {
    let year = fiscal(Pattern::Months, date(2026, 1, 1), None)
        .year(2026)
        .unwrap();
    let mut days = WorkingDays::weekdays();
    days.off.extend([date(2026, 12, 31), date(2027, 1, 1)]);
    let window = CloseWindow {
        before: 2,
        after: 3,
    };
    assert_eq!(
        window.around(year.end, &days),
        Some((date(2026, 12, 29), date(2027, 1, 6)))
    );
    assert_eq!(window.of_quarters(&year, &days).len(), 4);
    assert_eq!(
        window.of_periods(&year, &days)[0],
        (date(2026, 1, 29), date(2026, 2, 4))
    );
    assert_eq!(
        CloseWindow {
            before: 0,
            after: 0
        }
        .around(year.end, &days),
        None
    );
}
