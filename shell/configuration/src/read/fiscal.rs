//! How the organisation divides its year.

use holdpoint_domain::calendar::{FiscalPattern, FiscalSettings, FiscalYearEnd};

use super::{Reader, keys};
use crate::diagnostic::{Span, wrong_value};
use crate::yaml::{Node, Value};

const PATTERNS: &[(&str, FiscalPattern)] = &[
    ("months", FiscalPattern::Months),
    ("4-4-5", FiscalPattern::Weeks445),
    ("4-5-4", FiscalPattern::Weeks454),
    ("5-4-4", FiscalPattern::Weeks544),
];

const ENDS: &[(&str, FiscalYearEnd)] = &[
    ("nearest", FiscalYearEnd::Nearest),
    ("last", FiscalYearEnd::Last),
];

impl Reader<'_> {
    /// The fiscal calendar; an empty one is that of calendar months.
    pub(super) fn fiscal(&mut self, span: Span, node: &Node) -> Option<FiscalSettings> {
        if matches!(node.value, Value::Null) {
            return None;
        }
        let fields = self.fields("the fiscal calendar", span, node, keys::FISCAL)?;
        let pattern = self
            .required(&fields, "pattern", "4-4-5")
            .and_then(|node| self.choice(node, PATTERNS));
        let start = self.required(&fields, "year-start", "2026-02-01");
        let year_start = start.and_then(|node| self.one_date(node));
        let year_end = match fields.get("year-end") {
            Some(node) => Some(self.choice(node, ENDS)?),
            None => None,
        };
        let fiscal = FiscalSettings {
            pattern: pattern?,
            year_start: year_start?,
            year_end,
        };
        if let Err(why) = fiscal.calendar() {
            let mistake =
                wrong_value(&fiscal.year_start).expected("the first day of a fiscal year");
            self.report(start.map_or(span, |node| node.span), mistake.help(why));
            return None;
        }
        Some(fiscal)
    }
}
