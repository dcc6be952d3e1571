//! Working calendars.

use holdpoint_domain::calendar::{Calendar, CalendarName, Holiday, Hours};
use jiff::civil::Date;

use super::{Fields, Item, Reader, keys};
use crate::diagnostic::{Span, nearest, wrong_shape, wrong_value};
use crate::model::Section;
use crate::yaml::{Node, Value};

const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

impl Reader<'_> {
    /// The name of a calendar that an item is counted by.
    pub(super) fn calendar_name(&mut self, fields: &Fields<'_>) -> Option<CalendarName> {
        self.reference(fields.get("calendar")?, Section::Calendars)
    }

    pub(super) fn calendar(&mut self, item: &Item<'_, CalendarName>) -> Option<Calendar> {
        let owner = format!("calendar `{}`", item.key);
        let fields = self.fields(owner, item.span, item.node, keys::CALENDAR)?;
        let country = fields.get("country").and_then(|node| self.country(node));
        let timezone = self
            .required(&fields, "timezone", "Europe/Vienna")
            .and_then(|node| self.timezone(node));
        let hours = self
            .required(&fields, "hours", "{monday-friday: \"08:00-17:00\"}")
            .and_then(|node| self.hours(node));
        let holidays = fields.get("holidays").and_then(|node| self.holidays(node));
        Some(Calendar {
            name: item.name.clone()?,
            country: country.unwrap_or_default(),
            timezone: timezone?,
            hours: hours?,
            holidays: holidays.unwrap_or_default(),
        })
    }

    fn country(&mut self, node: &Node) -> Option<String> {
        let text = self.text(node, "a country")?;
        if text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()) {
            return Some(text);
        }
        self.wrong(node, "a country by its two letters, such as `AT`", None);
        None
    }

    /// `monday-friday: "08:00-17:00"`, or a list of such spans.
    fn hours(&mut self, node: &Node) -> Option<Vec<Hours>> {
        if !matches!(node.value, Value::Map(_)) {
            let mistake = wrong_shape(node.described())
                .expected("working hours by day")
                .help("write such as `hours: {monday-friday: \"08:00-17:00\"}`");
            self.report(node.span, mistake);
            return None;
        }
        let mut all = Vec::new();
        for entry in node.entries() {
            let days = self.days(&entry.key, entry.span);
            for item in entry.value.items() {
                let times = self.times(item);
                if let (Some(days), Some((from, until))) = (days.clone(), times) {
                    all.push(Hours { days, from, until });
                }
            }
        }
        Some(all)
    }

    /// `monday`, `monday-friday`, or several with commas.
    fn days(&mut self, text: &str, span: Span) -> Option<Vec<String>> {
        let mut days = Vec::new();
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let first = self.day(first.trim(), span)?;
            let last = self.day(last.trim(), span)?;
            let count = (last + DAYS.len() - first) % DAYS.len() + 1;
            let run = DAYS.iter().cycle().skip(first).take(count);
            days.extend(run.map(|day| (*day).to_owned()));
        }
        Some(days)
    }

    fn day(&mut self, text: &str, span: Span) -> Option<usize> {
        let found = DAYS.iter().position(|day| *day == text);
        if found.is_none() {
            let short = |day: &&&str| text.len() >= 2 && day.starts_with(&text.to_lowercase());
            let meant = DAYS.iter().find(short).copied();
            let meant = meant.or_else(|| nearest(text, DAYS.iter().copied()));
            let mistake = wrong_value(text)
                .expected("days such as `monday-friday` or `saturday`")
                .maybe_help(meant.map(|day| format!("did you mean `{day}`?")));
            self.report(span, mistake);
        }
        found
    }

    fn times(&mut self, node: &Node) -> Option<(String, String)> {
        let text = node.text().unwrap_or_default();
        let found = text.split_once('-').and_then(|(from, until)| {
            let (from, until) = (clock(from.trim())?, clock(until.trim())?);
            (from < until).then_some((from, until))
        });
        if found.is_none() {
            self.wrong(
                node,
                "times such as `08:00-17:00`, the end after the beginning",
                None,
            );
        }
        found
    }

    /// `2026-12-25: Christmas Day`, or a list of dates.
    fn holidays(&mut self, node: &Node) -> Option<Vec<Holiday>> {
        let mut all = Vec::new();
        for entry in node.entries() {
            let name = match &entry.value.value {
                Value::Null => Some(String::new()),
                _ => self.text(&entry.value, "the name of the holiday"),
            };
            let date = self.date(&entry.key, entry.span);
            if let (Some(date), Some(name)) = (date, name) {
                all.push(Holiday { date, name });
            }
        }
        if !matches!(node.value, Value::Map(_)) {
            for item in node.items() {
                let text = self
                    .text(item, "a date such as `2026-12-25`")
                    .unwrap_or_default();
                let date = self.date(&text, item.span);
                all.extend(date.map(|date| Holiday {
                    date,
                    name: String::new(),
                }));
            }
        }
        all.sort();
        Some(all)
    }

    fn date(&mut self, text: &str, span: Span) -> Option<String> {
        let date = text
            .parse::<Date>()
            .ok()
            .filter(|date| date.to_string() == text);
        if date.is_none() {
            let mistake = wrong_value(text).expected("a date such as `2026-12-25`");
            self.report(
                span,
                mistake.help("write year, month and day as `YYYY-MM-DD`"),
            );
        }
        date.map(|date| date.to_string())
    }
}

/// `HH:MM`, with a zero before a single digit of the hour.
fn clock(text: &str) -> Option<String> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let sound = matches!(hour.len(), 1 | 2) && minute.len() == 2 && digits(hour) && digits(minute);
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
    (sound && hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}
