//! Times on the clock of a window.

use jiff::civil::{Date, DateTime};

use crate::read::Reader;
use crate::yaml::Node;

impl Reader<'_> {
    /// A time on the clock, or a day: its beginning, or its end if `whole`.
    pub(super) fn clock(&mut self, node: &Node, whole: bool) -> Option<String> {
        let text = node.text().unwrap_or_default();
        let found = match text
            .parse::<Date>()
            .ok()
            .filter(|day| day.to_string() == text)
        {
            Some(day) if whole => day.tomorrow().ok().map(midnight),
            Some(day) => Some(midnight(day)),
            None => time(text),
        };
        if found.is_none() {
            let expected = "a time such as `2026-12-20T18:00`, or a day such as `2026-12-20`";
            let help = "leave out the zone: it is that of the window, its `timezone`";
            self.wrong(node, expected, Some(help.to_owned()));
        }
        found.map(|at| at.to_string())
    }

    /// A day such as `2026-12-25`.
    pub(in crate::read) fn one_date(&mut self, node: &Node) -> Option<String> {
        let text = node.text().unwrap_or_default();
        let day = text
            .parse::<Date>()
            .ok()
            .filter(|day| day.to_string() == text);
        if day.is_none() {
            self.wrong(node, "a date such as `2026-12-25`", None);
        }
        day.map(|day| day.to_string())
    }
}

fn midnight(day: Date) -> DateTime {
    day.to_datetime(jiff::civil::Time::MIN)
}

/// Date and time, with a `T` or a blank between them, to the minute or the second.
fn time(text: &str) -> Option<DateTime> {
    let (day, time) = text.split_once(['T', ' '])?;
    let digit = |byte: u8| byte.is_ascii_digit() || byte == b':';
    let sound = day.len() == 10 && matches!(time.len(), 5 | 8) && time.bytes().all(digit);
    text.parse().ok().filter(|_| sound)
}
