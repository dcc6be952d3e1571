//! What people read: headings, fields, tables. Readable without colour.

use std::fmt::Display;

use anstyle::Style;
use holdpoint_domain::Time;
use jiff::tz::TimeZone;

use super::{plain, table};

/// How a view is shown to people.
pub(crate) trait Human {
    /// Writes it onto the page.
    fn human(&self, page: &mut Page);
}

/// Text for people, as it grows.
#[derive(Debug)]
pub(crate) struct Page {
    text: String,
    zone: TimeZone,
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

impl Page {
    pub(crate) fn new(zone: TimeZone) -> Self {
        let text = String::new();
        Self { text, zone }
    }

    /// A heading; an empty line stands before it unless it is the first.
    pub(crate) fn heading(&mut self, text: impl Display) {
        self.gap();
        let text = plain(&text.to_string());
        self.push(&format!("{BOLD}{text}{BOLD:#}"));
    }

    /// A line of text.
    pub(crate) fn line(&mut self, text: impl Display) {
        let text = plain(&text.to_string());
        self.push(&text);
    }

    /// A line below another one, that it belongs to.
    pub(crate) fn below(&mut self, text: impl Display) {
        let text = plain(&text.to_string());
        self.push(&format!("    {text}"));
    }

    /// A label and its value; nothing if the value is empty.
    pub(crate) fn field(&mut self, label: &str, value: impl Display) {
        let value = plain(&value.to_string());
        if !value.is_empty() {
            self.push(&format!("  {DIM}{label:<12}{DIM:#}  {value}"));
        }
    }

    /// A table; says `none` for one without rows.
    pub(crate) fn table(&mut self, headings: &[&str], rows: Vec<Vec<String>>) {
        if rows.is_empty() {
            return self.push("none");
        }
        let rows: Vec<Vec<_>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| plain(cell)).collect())
            .collect();
        for (at, line) in table::lines(headings, &rows).iter().enumerate() {
            match at {
                0 => self.push(&format!("{DIM}{line}{DIM:#}")),
                _ => self.push(line),
            }
        }
    }

    /// An empty line, unless the page is empty.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Lines as they are.
    pub(crate) fn block(&mut self, text: &str) {
        text.lines().for_each(|line| self.line(line));
    }

    /// A moment in the zone of the reader, to the minute.
    pub(crate) fn time(&self, time: Time) -> String {
        match jiff::Timestamp::from_millisecond(time.millis()) {
            Ok(stamp) => {
                let local = stamp.to_zoned_datetime(self.zone.clone());
                local.strftime("%Y-%m-%d %H:%M %Z").to_string()
            }
            Err(_) => time.to_string(),
        }
    }

    /// The same, hours and minutes alone.
    pub(crate) fn clock(&self, time: Time) -> String {
        match jiff::Timestamp::from_millisecond(time.millis()) {
            Ok(stamp) => {
                let local = stamp.to_zoned_datetime(self.zone.clone());
                local.strftime("%H:%M").to_string()
            }
            Err(_) => time.to_string(),
        }
    }

    /// All of it.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}
