//! For people.

use std::fmt::{Result, Write as _};

use anstyle::{AnsiColor, Style};

use super::excerpt;
use super::plain::plain;
use crate::{Finding, Level, Place, Report, Verdict};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

pub(super) fn render(report: &Report, colour: bool) -> String {
    let mut page = Human {
        text: String::new(),
        report,
        colour,
    };
    // Writing to a string does not fail.
    let _ = page.report();
    page.text
}

struct Human<'a> {
    text: String,
    report: &'a Report,
    colour: bool,
}

impl Human<'_> {
    fn styled(&self, style: Style, text: &str) -> String {
        match self.colour {
            true => format!("{style}{text}{style:#}"),
            false => text.to_owned(),
        }
    }

    fn report(&mut self) -> Result {
        for finding in self.report.findings() {
            self.finding(finding)?;
            self.text.push('\n');
        }
        self.summary()
    }

    fn finding(&mut self, finding: &Finding) -> Result {
        let level = self.styled(style_of(finding), finding.level.as_str());
        let message = self.styled(BOLD, &plain(&finding.message));
        writeln!(self.text, "{level}[{}]: {message}", finding.rule.id)?;
        let subject = match finding.subject.as_str() {
            "" => String::new(),
            subject => format!(" ({})", plain(subject)),
        };
        self.place(&finding.place, &subject, style_of(finding))?;
        for related in &finding.related {
            let said = format!(" {}", plain(&related.message));
            self.place(&related.place, &said, DIM)?;
        }
        if !finding.help.is_empty() {
            writeln!(self.text, "  = help: {}", plain(&finding.help))?;
        }
        if let Some(waiver) = &finding.waiver {
            let (approver, reason) = (plain(&waiver.approver), plain(&waiver.reason));
            let until = waiver.expires;
            writeln!(
                self.text,
                "  = waived by {approver} until {until}: {reason}"
            )?;
        }
        Ok(())
    }

    fn place(&mut self, place: &Place, said: &str, style: Style) -> Result {
        let arrow = self.styled(DIM, "-->");
        let file = plain(&place.file);
        let (line, column) = (place.line, place.column);
        writeln!(self.text, "  {arrow} {file}:{line}:{column}{said}")?;
        let Some(excerpt) = excerpt::of(self.report, place) else {
            return Ok(());
        };
        let number = excerpt.number.to_string();
        let margin = " ".repeat(number.len());
        let (indent, mark) = (" ".repeat(excerpt.indent), "^".repeat(excerpt.width));
        let mark = self.styled(style, &mark);
        let bar = self.styled(DIM, "|");
        writeln!(
            self.text,
            "{} {bar} {}",
            self.styled(DIM, &number),
            excerpt.line
        )?;
        writeln!(self.text, "{margin} {bar} {indent}{mark}")
    }

    fn summary(&mut self) -> Result {
        let summary = self.report.summary();
        let counts = [
            (summary.error, "error"),
            (summary.warning, "warning"),
            (summary.info, "info"),
        ];
        let counted = counts.iter().filter(|(count, _)| *count > 0);
        let mut said: Vec<_> = counted.map(|(count, word)| plural(*count, word)).collect();
        if summary.waived > 0 {
            said.push(format!("{} waived", summary.waived));
        }
        if said.is_empty() {
            said.push("nothing found".to_owned());
        }
        let verdict = self.report.verdict();
        let style = match verdict {
            Verdict::Go => AnsiColor::Green,
            Verdict::NoGo => AnsiColor::Red,
            Verdict::Hold => AnsiColor::Yellow,
        };
        let verdict = self.styled(style.on_default().bold(), &verdict.to_string());
        let check = self.report.check;
        writeln!(self.text, "{check}: {verdict}, {}", said.join(", "))?;
        match &self.report.hold {
            Some(why) => writeln!(self.text, "  = on hold: {}", plain(why)),
            None => Ok(()),
        }
    }
}

pub(super) fn plural(count: usize, word: &str) -> String {
    let ending = if count == 1 || word == "info" {
        ""
    } else {
        "s"
    };
    format!("{count} {word}{ending}")
}

fn style_of(finding: &Finding) -> Style {
    if !finding.counts() {
        return DIM;
    }
    let colour = match finding.level {
        Level::Error => AnsiColor::Red,
        Level::Warning => AnsiColor::Yellow,
        Level::Info => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}
