//! Gates and verdicts, for people.

use std::collections::BTreeMap;

use holdpoint_domain::Time;
use holdpoint_domain::gate::{Finding, Outcome, Wait};
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::status::Progress;
use holdpoint_domain::window::WindowName;
use holdpoint_service::queries::{Explained, Gates, StatusView, StatusesView};

use super::{counted, word};
use crate::output::{Human, Page};

impl Human for Gates {
    fn human(&self, page: &mut Page) {
        for gate in &self.gates {
            let protected = if gate.protected { ", protected" } else { "" };
            page.heading(format!(
                "{} ({}{protected})",
                gate.environment,
                word(&gate.level)
            ));
            let rows = gate.criteria.iter().map(|line| {
                let waivable = if line.criterion.waivable {
                    ""
                } else {
                    "never waived"
                };
                vec![
                    line.criterion.name.clone(),
                    line.asks.clone(),
                    line.source.clone(),
                    waivable.to_owned(),
                ]
            });
            page.table(&["criterion", "asks for", "from", ""], rows.collect());
        }
    }
}

impl Human for Explained {
    fn human(&self, page: &mut Page) {
        let gate = &self.gate;
        page.heading(format!(
            "{}: {} to {}",
            self.verdict, gate.release, gate.environment
        ));
        if self.passes && self.verdict != Outcome::Go {
            page.line(format!(
                "it may go on nonetheless: the gate is at level {}",
                word(&gate.level)
            ));
        }
        for line in &gate.criteria {
            criterion(page, line, self);
        }
        page.gap();
        if let Some(status) = &self.status {
            page.line(shown(status));
        }
        page.line(format!(
            "as of {} entries, on manifest {}",
            gate.position,
            gate.manifest.short()
        ));
    }
}

/// What forges show of it, in one line.
fn shown(status: &StatusView) -> String {
    let commits = counted(status.targets.len() as u64, "commit");
    let (context, verdict) = (&status.context, status.verdict);
    let why = status
        .trouble
        .map(|trouble| format!(" ({})", trouble.said()));
    let why = why.unwrap_or_default();
    match status.progress {
        Progress::Waiting => format!("`{context}` is to be {verdict} at {commits}{why}"),
        Progress::Shown => format!("`{context}` is {verdict} at {commits}"),
        Progress::GivenUp => format!("`{context}` was to be {verdict} at {commits}; given up{why}"),
    }
}

impl Human for StatusesView {
    fn human(&self, page: &mut Page) {
        let rows = self.statuses.iter().map(|one| {
            let why = one.trouble.map(holdpoint_domain::status::Trouble::said);
            vec![
                one.release.to_string(),
                one.context.clone(),
                one.verdict.to_string(),
                word(&one.progress),
                page.time(one.turned),
                why.unwrap_or_default().to_owned(),
            ]
        });
        let rows = rows.collect();
        page.table(
            &["release", "status", "verdict", "", "since", "why not"],
            rows,
        );
    }
}

fn criterion(page: &mut Page, line: &Finding, explained: &Explained) {
    let people = &explained.people;
    let waived = line
        .waiver
        .as_ref()
        .map(|waiver| format!(" (waived by {waiver})"));
    // As text, because only text is filled up to a width.
    let outcome = line.outcome.to_string();
    let waived = waived.unwrap_or_default();
    page.line(format!("{outcome:<5}  {}{waived}", line.criterion));
    // Of what goes, what is worth knowing all the same: findings that are waived, a safe order.
    for reason in &line.reasons {
        page.below(format!(
            "   {} [{}]",
            called(&reason.message, people),
            reason.code
        ));
    }
    for wait in &line.waits {
        let wait = waits_for(page, wait, explained);
        page.below(format!("   waits for {wait}"));
    }
}

/// The text with handles for the ids that stand in it.
fn called(text: &str, people: &BTreeMap<String, String>) -> String {
    people.iter().fold(text.to_owned(), |text, (id, handle)| {
        text.replace(id, handle)
    })
}

fn waits_for(page: &Page, wait: &Wait, explained: &Explained) -> String {
    match wait {
        Wait::Approval {
            role,
            component,
            missing,
            eligible,
            signed,
        } => {
            let who = named(page, eligible, explained);
            let more = match signed {
                true => counted(*missing, "more signed approval"),
                false => counted(*missing, "more approval"),
            };
            format!("{more} as {role} for {component}: {who}")
        }
        Wait::Evidence {
            predicate,
            subject,
            digest,
        } => {
            format!(
                "evidence `{predicate}` about {subject} ({})",
                digest.short()
            )
        }
        Wait::Readiness { item } => format!("readiness: {item}"),
        Wait::Environment { environment } => format!("having run in {environment}"),
        Wait::Submission { release } => format!("`holdpoint release submit {release}`"),
        Wait::Witnesses { entries } => format!("witnesses to cosign {entries} entries"),
        Wait::Contract {
            interface,
            provider,
            consumer,
            base,
            revision,
        } => format!(
            "a check whether {consumer} can use `{interface}` of {provider} ({} to {})",
            base.short(),
            revision.short()
        ),
        Wait::Provider {
            interface,
            consumer,
        } => format!("a provider of `{interface}`, for {consumer}"),
        Wait::Window { .. }
        | Wait::Booking { .. }
        | Wait::Release { .. }
        | Wait::Team { .. }
        | Wait::Plan { .. } => in_time(page, wait),
        Wait::Rule { policy } => format!("a rule that can be evaluated ({})", policy.short()),
    }
}

/// What time alone brings.
fn in_time(page: &Page, wait: &Wait) -> String {
    match wait {
        Wait::Window { opens, windows } => opening(page, *opens, windows),
        Wait::Booking { booking, until } => {
            format!("booking `{booking}`, until {}", page.time(*until))
        }
        Wait::Release { release, opens } => match opens {
            Some(opens) => format!("release `{release}`, until {}", page.time(*opens)),
            None => format!("release `{release}`"),
        },
        Wait::Team { team, until } => format!("somebody of `{team}`, until {}", page.time(*until)),
        Wait::Plan {
            from: Some(from), ..
        } => format!("its time, from {}", page.time(*from)),
        Wait::Plan { environment, .. } => {
            format!("`holdpoint release plan RELEASE {environment}`")
        }
        _ => String::new(),
    }
}

/// What is closed, and when it opens.
fn opening(page: &Page, opens: Option<Time>, windows: &[WindowName]) -> String {
    let names: Vec<_> = windows.iter().map(|name| format!("`{name}`")).collect();
    let names = names.join(", ");
    match opens {
        Some(opens) => format!("{names}: open from {}", page.time(opens)),
        None => format!("{names}: not open within five years"),
    }
}

/// Who could approve, and from when on, if they are not at work now.
fn named(page: &Page, eligible: &[PersonId], explained: &Explained) -> String {
    if eligible.is_empty() {
        return "nobody who is there can give it".to_owned();
    }
    let handle = |person: &PersonId| {
        let known = explained.people.get(person.as_str()).cloned();
        let handle = known.unwrap_or_else(|| person.to_string());
        match explained.at_work.get(person.as_str()) {
            Some(from) => format!("{handle} (at work from {})", page.time(*from)),
            None => handle,
        }
    };
    // Ids are random: by name they stand where people look for them.
    let mut names: Vec<_> = eligible.iter().map(handle).collect();
    names.sort();
    names.join(", ")
}
