//! Errors on standard error.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::{Format, note, plain};
use crate::error::Failure;

const RED: Style = AnsiColor::Red.on_default().bold();
const BOLD: Style = Style::new().bold();

#[derive(Serialize)]
struct Complaint<'a> {
    error: &'a Failure,
}

/// Tells people, or programs if they asked for JSON.
pub(crate) fn complain(failure: &Failure, format: Format) {
    let text = match format {
        Format::Json => serde_json::to_string(&Complaint { error: failure }).unwrap_or_default(),
        _ => human(failure),
    };
    note(text.trim_end());
}

fn human(failure: &Failure) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write_human(&mut text, failure);
    text
}

fn write_human(text: &mut String, failure: &Failure) -> std::fmt::Result {
    let (code, message) = (&failure.code, &failure.message);
    writeln!(text, "{RED}error{RED:#}[{code}]: {}", plain(message))?;
    match (&failure.excerpt, &failure.place) {
        (Some(excerpt), _) => writeln!(text, "{}", excerpt.trim_end())?,
        (None, Some(place)) => {
            writeln!(text, "  --> {}:{}:{}", place.file, place.line, place.column)?;
        }
        (None, None) => {}
    }
    for cause in &failure.causes {
        writeln!(text, "  because: {}", plain(cause))?;
    }
    // Lines of a file say the same, and where.
    let reasons = match failure.excerpt {
        Some(_) => &[],
        None => failure.reasons.as_slice(),
    };
    for reason in reasons {
        writeln!(text, "  - {} [{}]", plain(&reason.message), reason.code)?;
        if !reason.help.is_empty() && Some(&reason.help) != failure.help.as_ref() {
            writeln!(text, "    {}", plain(&reason.help))?;
        }
    }
    match &failure.help {
        Some(help) => writeln!(text, "{BOLD}help{BOLD:#}: {}", plain(help)),
        None => Ok(()),
    }
}
