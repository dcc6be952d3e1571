//! `holdpoint calendar fiscal`.

use clap::{Args, ValueEnum};
use holdpoint_schedule::{
    CloseWindow, Fiscal as Calendar, FiscalYear, Pattern, WorkingDays, YearEnd,
};
use jiff::civil::Date;
use serde::Serialize;

use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::session::Session;

/// Show the quarters and periods of a fiscal year.
///
/// A year of weeks has 52 or 53 of them; the 53rd belongs to the last period. It ends on the day of the week before that on
/// which the given year began.
#[derive(Debug, Args)]
pub(crate) struct Fiscal {
    /// How quarters are divided.
    #[arg(long, value_enum)]
    pattern: PatternName,
    /// A day on which a fiscal year began or begins; any year will do.
    #[arg(long, value_name = "DATE")]
    year_start: Date,
    /// Which year. One is named after the calendar year in which it begins, or in which it ends if it begins after June.
    #[arg(long)]
    year: i16,
    /// After which calendar year it is named instead.
    #[arg(long, value_enum)]
    named_after: Option<NamedAfter>,
    /// When a year of weeks ends: on the day of the week that is nearest to the end of a month, or on the last one in it.
    #[arg(long, value_enum)]
    year_end: Option<YearEndName>,
    /// Working days before the end of a period on which books are closed; Monday to Friday are working days.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    close_before: u8,
    /// Working days after it.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    close_after: u8,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PatternName {
    /// Three calendar months.
    Months,
    /// Periods of 4, 4 and 5 weeks.
    #[value(name = "4-4-5")]
    Weeks445,
    /// Periods of 4, 5 and 4 weeks.
    #[value(name = "4-5-4")]
    Weeks454,
    /// Periods of 5, 4 and 4 weeks.
    #[value(name = "5-4-4")]
    Weeks544,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum NamedAfter {
    /// In which it begins.
    Start,
    /// The one after that.
    End,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum YearEndName {
    /// Nearest to the end of a month.
    Nearest,
    /// The last one in a month.
    Last,
}

impl PatternName {
    fn pattern(self) -> Pattern {
        match self {
            Self::Months => Pattern::Months,
            Self::Weeks445 => Pattern::Weeks445,
            Self::Weeks454 => Pattern::Weeks454,
            Self::Weeks544 => Pattern::Weeks544,
        }
    }
}

impl Run for Fiscal {
    fn run(self, session: &Session) -> Outcome {
        let pattern = self.pattern.pattern();
        let end = self.year_end.map(|end| match end {
            YearEndName::Nearest => YearEnd::Nearest,
            YearEndName::Last => YearEnd::Last,
        });
        let wrong =
            |error: holdpoint_schedule::FiscalError| Failure::input("fiscal-year-wrong", error);
        let mut calendar = Calendar::beginning(pattern, self.year_start, end).map_err(wrong)?;
        if let Some(named) = self.named_after {
            calendar = calendar.named_after(matches!(named, NamedAfter::Start));
        }
        let year = calendar.year(self.year).map_err(wrong)?;
        let window = CloseWindow {
            before: usize::from(self.close_before),
            after: usize::from(self.close_after),
        };
        session.show(&Year::of(pattern, &year, window))
    }
}

/// All ends are the last day.
#[derive(Debug, Serialize)]
struct Year {
    pattern: &'static str,
    year: i16,
    start: String,
    end: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    weeks: Option<i32>,
    quarters: Vec<Quarter>,
    /// When books are closed around the ends of periods.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    close: Vec<Days>,
}

#[derive(Debug, Serialize)]
struct Quarter {
    quarter: i8,
    start: String,
    end: String,
    periods: Vec<Period>,
}

#[derive(Debug, Serialize)]
struct Period {
    period: i8,
    start: String,
    end: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    weeks: Option<i32>,
}

#[derive(Debug, Serialize)]
struct Days {
    start: String,
    end: String,
}

impl Year {
    fn of(pattern: Pattern, year: &FiscalYear, window: CloseWindow) -> Self {
        let close = window.of_periods(year, &WorkingDays::weekdays());
        let days = |(start, end): (Date, Date)| Days {
            start: start.to_string(),
            end: end.to_string(),
        };
        Self {
            pattern: pattern.as_str(),
            year: year.number,
            start: year.start.to_string(),
            end: year.end.to_string(),
            weeks: year.weeks,
            quarters: year.quarters.iter().map(Quarter::of).collect(),
            close: close.into_iter().map(days).collect(),
        }
    }
}

impl Quarter {
    fn of(quarter: &holdpoint_schedule::Quarter) -> Self {
        let period = |period: &holdpoint_schedule::Period| Period {
            period: period.number,
            start: period.start.to_string(),
            end: period.end.to_string(),
            weeks: period.weeks,
        };
        Self {
            quarter: quarter.number,
            start: quarter.start.to_string(),
            end: quarter.end.to_string(),
            periods: quarter.periods.iter().map(period).collect(),
        }
    }
}

impl Quarter {
    fn rows(&self) -> impl Iterator<Item = Vec<String>> {
        self.periods.iter().map(|period| {
            let weeks = period
                .weeks
                .map_or_else(String::new, |weeks| weeks.to_string());
            let (start, end) = (period.start.clone(), period.end.clone());
            vec![
                self.quarter.to_string(),
                period.period.to_string(),
                start,
                end,
                weeks,
            ]
        })
    }
}

impl Human for Year {
    fn human(&self, page: &mut Page) {
        page.field("year", self.year);
        page.field("from", &self.start);
        page.field("until", &self.end);
        if let Some(weeks) = self.weeks {
            page.field("weeks", weeks);
        }
        let rows = self.quarters.iter().flat_map(Quarter::rows).collect();
        page.heading("Periods");
        page.table(&["quarter", "period", "from", "until", "weeks"], rows);
        if !self.close.is_empty() {
            page.heading("Books are closed");
            let row = |days: &Days| vec![days.start.clone(), days.end.clone()];
            page.table(&["from", "until"], self.close.iter().map(row).collect());
        }
    }
}
