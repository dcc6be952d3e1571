//! A row: a step's name, its waiting, what it did, and how long it took.

use std::fmt::Write as _;

use super::{BAR, LABELS, ROW, WIDTH, escape, place, short, style, units};
use crate::length::shown;
use crate::model::between;
use crate::{Kind, Nanos, Run, Step};

/// How many letters of a name fit.
const LETTERS: usize = 36;
/// The least width of a bar, in hundredths: one can see that something was there.
const LEAST: u64 = 100;

/// A row.
pub(super) struct Row<'a> {
    pub(super) run: &'a Run,
    pub(super) step: &'a Step,
    pub(super) y: u64,
    pub(super) critical: bool,
    pub(super) prefix: &'a str,
}

impl Row<'_> {
    pub(super) fn draw(&self, out: &mut String) {
        let step = self.step;
        out.push_str("<g>");
        let mark = if self.critical { ", critical path" } else { "" };
        let waited = between(self.run.clear(step), step.started);
        let _ = write!(
            out,
            "<title>{} ({}): {}, after {} of waiting{mark}</title>",
            escape(&step.label()),
            step.kind,
            shown(step.length()),
            shown(waited)
        );
        self.name(out);
        self.bar(Kind::Queue, self.run.clear(step), step.started, None, out);
        let mut from = step.started;
        for part in { step.parts.iter() }.filter(|part| part.started < part.ended) {
            self.rest(from, part.started, out);
            self.bar(part.kind, part.started, part.ended, Some(&part.name), out);
            from = part.ended;
        }
        if from < step.ended || step.length() == 0 {
            self.bar(step.kind, from, step.ended, Some(&step.name), out);
        }
        if self.critical {
            self.frame(out);
        }
        out.push_str("</g>");
    }

    /// What it did beside its parts.
    fn rest(&self, from: Nanos, to: Nanos, out: &mut String) {
        if from < to {
            self.bar(self.step.kind, from, to, Some(&self.step.name), out);
        }
    }

    fn name(&self, out: &mut String) {
        let (step, y) = (self.step, self.y + ROW - 7);
        if self.critical {
            let _ = write!(out, "<text class=\"critical\" x=\"8\" y=\"{y}\">◆</text>");
        }
        let name = short(&step.label(), LETTERS);
        let _ = write!(out, "<text x=\"22\" y=\"{y}\">{name}</text>");
        let length = shown(step.length());
        let x = WIDTH - 4;
        let _ = write!(
            out,
            "<text class=\"quiet\" x=\"{x}\" y=\"{y}\" text-anchor=\"end\">{length}</text>"
        );
    }

    /// Where a bar begins and how wide it is, in hundredths.
    fn span(&self, from: Nanos, to: Nanos) -> (u64, u64) {
        let at = |time| place(between(self.run.started, time), self.run.length());
        let (from, to) = (at(from), at(to));
        (from.max(LABELS * 100), to.saturating_sub(from).max(LEAST))
    }

    fn bar(&self, kind: Kind, from: Nanos, to: Nanos, name: Option<&str>, out: &mut String) {
        if kind == Kind::Queue && from >= to {
            return;
        }
        let (x, width) = self.span(from, to);
        let said = name.map(escape).unwrap_or_default();
        let comma = if said.is_empty() { "" } else { ": " };
        let _ = write!(
            out,
            "<rect class=\"lap {kind}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{BAR}\" fill=\"{}\">\
             <title>{said}{comma}{kind}, {}</title></rect>",
            units(x),
            self.y + (ROW - BAR) / 2 - 1,
            units(width),
            style::fill(kind, self.prefix),
            shown(between(from, to))
        );
    }

    fn frame(&self, out: &mut String) {
        let (x, width) = self.span(self.step.started, self.step.ended);
        let _ = write!(
            out,
            "<rect class=\"frame\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            units(x.saturating_sub(150)),
            self.y + (ROW - BAR) / 2 - 3,
            units(width + 300),
            BAR + 4
        );
    }
}
