//! Writing a calendar file.

use crate::read::Day;
use crate::text::{escaped, fold};

/// The days as an iCalendar file; `calendar` is its name, which makes the events' identifiers unique.
#[must_use]
pub fn write(calendar: &str, days: &[Day]) -> String {
    let mut text = String::new();
    let mut line = |line: &str| fold(&mut text, line);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Holdpoint//EN");
    for day in days {
        let date = day.date.strftime("%Y%m%d");
        line("BEGIN:VEVENT");
        line(&format!("UID:{date}-{}@holdpoint", escaped(calendar)));
        line(&format!("DTSTAMP:{date}T000000Z"));
        line(&format!("DTSTART;VALUE=DATE:{date}"));
        line(&format!("SUMMARY:{}", escaped(&day.name)));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use jiff::civil::date;

    use super::write;
    use crate::{Day, read};

    fn day(name: &str) -> Vec<Day> {
        let (date, name) = (date(2026, 12, 25), name.to_owned());
        vec![Day { date, name }]
    }

    #[test]
    fn what_is_written_is_read_again() {
        let long = "ä".repeat(300);
        for name in ["", "a\\nb", "a, b; c\\", "Christmas", &long] {
            let days = day(name);
            assert_eq!(read(&write("austria", &days)).unwrap(), days, "{name}");
        }
    }

    #[test]
    fn letters_that_cannot_be_shown_part_words_and_are_no_words() {
        for name in ["new\t\0\0year", "new year \0", "\u{7f} new  year"] {
            let days = read(&write("austria", &day(name))).unwrap();
            assert_eq!(days, day("new year"), "{name:?}");
            assert_eq!(read(&write("austria", &days)).unwrap(), days);
        }
        let file =
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nSUMMARY:new year\t\0\nEND:VEVENT\n";
        assert_eq!(read(file).unwrap(), day("new year"));
    }

    #[test]
    fn no_line_is_longer_than_the_format_allows() {
        let file = write("austria", &day(&"ä".repeat(300)));
        assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
    }

    #[test]
    fn a_name_cannot_become_a_line_of_its_own() {
        let days = read(&write("austria", &day("a\r\nRRULE:FREQ=DAILY"))).unwrap();
        assert_eq!(days[0].name, "a RRULE:FREQ=DAILY");
    }
}
