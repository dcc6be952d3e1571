//! Saying it, with patience.

use std::sync::Arc;

use holdpoint_findings::{Format as Shape, Report, Verdict, render};
use holdpoint_forge::{Address, Forge, Opened, Patience, Published, Review, Told, publish};
use holdpoint_ports::{CommitState, CommitStatus, ForgeError, SystemClock};

use super::whereto::Destination;
use crate::error::Failure;
use crate::output::{self, Format};
use crate::session::Session;

/// Seconds for which a forge may want rest, all together.
const MOST: u64 = 120;

/// Reports, and says what could not be.
pub(super) fn tell(
    session: &Session,
    report: &Report,
    to: &Destination,
    dry: bool,
) -> Result<(), Failure> {
    let Some(address) = &to.address else {
        return forbidden(session, report, to.forge, "there is no token");
    };
    let patience = Patience {
        clock: Arc::new(SystemClock),
        rest: Arc::new(std::thread::sleep),
        most: MOST,
    };
    let opened = address
        .open(&to.commit, &patience)
        .map_err(|error| failed(address, &error))?;
    let shown = match dry {
        true => Ok(()),
        false => opened.statuses.show(&to.commit, &status(report, to)),
    };
    // Each may be allowed without the other.
    let published = match &shown {
        Ok(()) | Err(ForgeError::Forbidden(_)) => published(report, to, &opened, dry),
        Err(_) => Ok(None),
    };
    for refused in [shown.err(), published.as_ref().err().cloned()]
        .into_iter()
        .flatten()
    {
        match &refused {
            // An unknown token is a mistake of whoever set it up; one that may not is not.
            ForgeError::Forbidden(why) => forbidden(session, report, to.forge, why)?,
            _ => return Err(failed(address, &refused)),
        }
    }
    if let Ok(Some(published)) = published {
        session.note(sentence(&published, to.forge, dry));
    }
    Ok(())
}

fn published(
    report: &Report,
    to: &Destination,
    opened: &Opened,
    dry: bool,
) -> Result<Option<Published>, ForgeError> {
    let Some(request) = &opened.request else {
        return Ok(None);
    };
    let path = |file: &str| to.path(file);
    let review = Review {
        report,
        name: to.name.as_deref().unwrap_or(report.check),
        path: &path,
        dry,
    };
    publish(&review, &**request).map(Some)
}

fn status(report: &Report, to: &Destination) -> CommitStatus {
    let (state, verdict) = match report.verdict() {
        Verdict::Go => (CommitState::Success, "go"),
        Verdict::NoGo => (CommitState::Failure, "no-go"),
        Verdict::Hold => (CommitState::Error, "hold"),
    };
    let summary = report.summary();
    let some = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    };
    let counted: Vec<_> = [
        some(summary.error, "error", "errors"),
        some(summary.warning, "warning", "warnings"),
        some(summary.info, "info", "info"),
        some(summary.waived, "waived", "waived"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let description = match counted.is_empty() {
        true => verdict.to_owned(),
        false => format!("{verdict}: {}", counted.join(", ")),
    };
    let name = to.name.as_deref().unwrap_or(report.check);
    CommitStatus {
        context: format!("holdpoint/{name}"),
        state,
        description,
        link: to.page.clone(),
    }
}

/// Says that nothing may be reported; on GitHub the findings are annotations instead, which need no right.
fn forbidden(session: &Session, report: &Report, forge: Forge, why: &str) -> Result<(), Failure> {
    let annotated = forge == Forge::GitHub && session.format() != Format::Github;
    let instead = match (forge, annotated) {
        (Forge::GitHub, _) => "the findings are annotations instead",
        _ => "the findings stand here only",
    };
    session.note(format!(
        "not reported on {forge}, as a change from a fork may not be: {why}; {instead}"
    ));
    if annotated {
        output::note(render(report, Shape::Github).trim_end());
    }
    Ok(())
}

fn failed(address: &Address, error: &ForgeError) -> Failure {
    let message = format!("the result cannot be reported on `{}`", address.api);
    Failure::failed("forge", message)
        .because(error)
        .help("look at the address, the repository and what the token may do")
}

fn sentence(published: &Published, forge: Forge, dry: bool) -> String {
    let comment = match published.comment {
        Told::Nothing => "no comment",
        Told::Made => "a new comment",
        Told::Rewritten => "the comment rewritten",
        Told::Kept => "the comment as it was",
        Told::Withdrawn => "the comment withdrawn",
    };
    let Published {
        made,
        kept,
        settled,
        ..
    } = published;
    let would = if dry { "would be reported" } else { "reported" };
    format!(
        "{would} on {forge}: {comment}; remarks: {made} new, {kept} as before, {settled} settled"
    )
}
