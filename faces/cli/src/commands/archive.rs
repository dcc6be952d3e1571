//! `holdpoint archive`.

use clap::Args;
use holdpoint_service::queries::{
    Archive, ErasedView, Erasure, ForgottenView, HoldView, ListArchive, RetainedView, ShowErasure,
};
use serde_json::{Value, json};

use super::group::commands;
use super::{Outcome, Run};
use crate::arguments::{Past, Write};
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::present::list;
use crate::requests::{person, plain};
use crate::session::Session;

commands! {
    /// What must not be destroyed: legal holds, and what stays.
    ArchiveCommand {
        Hold(Hold),
        Lift(Lift),
        List(List),
        Show(Show),
    }
}

/// Place a legal hold: what stands behind decisions on it is not destroyed, whatever time has passed.
#[derive(Debug, Args)]
pub(crate) struct Hold {
    /// On what: `organisation`, `release/NAME`, `component/NAME` or `person/PERSON`.
    scope: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Until when; until it is lifted if nothing is said.
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    #[command(flatten)]
    write: Write,
}

fn scope(text: &str) -> Result<Value, Failure> {
    match text.split_once('/') {
        None if text == "organisation" => Ok(json!("organisation")),
        Some((kind @ ("release" | "component"), name)) => Ok(json!({ kind: name })),
        Some(("person", who)) => Ok(json!({ "person": person(who) })),
        _ => {
            let message = format!("`{text}` is nothing that a hold can be on");
            Err(Failure::input("usage", message)
                .help("write `organisation`, `release/NAME`, `component/NAME` or `person/PERSON`"))
        }
    }
}

impl Run for Hold {
    fn run(self, session: &Session) -> Outcome {
        let until = self.until.as_deref().map(|text| session.time(text));
        let request = json!({
            "command": "archive.hold",
            "arguments": {
                "scope": scope(&self.scope)?,
                "reason": plain(Some(&self.reason)),
                "until": until.transpose()?
            }
        });
        let said = format!("`{}` is held", self.scope);
        session.submit(&self.write, request, said)
    }
}

/// Lift a legal hold: what nothing else keeps is destroyed.
#[derive(Debug, Args)]
pub(crate) struct Lift {
    /// Which, as `holdpoint archive list` shows it.
    hold: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    write: Write,
}

impl Run for Lift {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "archive.lift",
            "arguments": { "hold": self.hold, "reason": plain(Some(&self.reason)) }
        });
        let said = format!("hold `{}` is lifted", self.hold);
        session.submit(&self.write, request, said)
    }
}

/// List legal holds, and what stays of people who were erased, why and until when.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ListArchive::default(), &self.past)
    }
}

/// Show what stays of somebody who was erased, or would stay if somebody were; and what is destroyed by now.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Handle, mail address or id.
    person: String,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        let person = self.person;
        session.answer(&ShowErasure { person }, &self.past)
    }
}

impl Human for Erasure {
    fn human(&self, page: &mut Page) {
        let head = match &self.erased {
            Some(erased) => {
                page.line(format!("{} was erased", self.person));
                how(erased, page);
                "stays for"
            }
            None => {
                page.line(format!("if {} were erased now", self.person));
                page.field("decided on", format!("{} releases", self.decided));
                "would stay for"
            }
        };
        let rows = self.stays.iter().map(|one| {
            let release = one.release.to_string();
            vec![release, one.class.clone(), kept(one, page)]
        });
        let rows: Vec<_> = rows.collect();
        page.gap();
        page.table(&[head, "class", "until"], rows);
        destroyed(&self.forgotten, page);
    }
}

fn how(erased: &ErasedView, page: &mut Page) {
    page.field("when", page.time(erased.when));
    page.field("by", &erased.by);
    page.field("why", erased.reason.as_deref().unwrap_or_default());
    page.field("entry", erased.position);
}

fn destroyed(forgotten: &[ForgottenView], page: &mut Page) {
    if forgotten.is_empty() {
        return;
    }
    let rows = forgotten.iter().map(|one| {
        let position = one.position.to_string();
        vec![one.release.to_string(), page.time(one.when), position]
    });
    let rows: Vec<_> = rows.collect();
    page.gap();
    page.table(&["destroyed for", "when", "entry"], rows);
}

/// What keeps it: a hold, or a class until its end.
pub(crate) fn kept(stays: &RetainedView, page: &Page) -> String {
    match stays.holds.is_empty() {
        true => page.time(stays.until),
        false => format!("lifted: {}", list(&stays.holds)),
    }
}

impl Human for Archive {
    fn human(&self, page: &mut Page) {
        let rows: Vec<_> = self.holds.iter().map(|one| row(one, page)).collect();
        let heads = ["hold", "on", "by", "since", "until", "keeps", "reason"];
        page.table(&heads, rows);
        if self.retained.is_empty() {
            return;
        }
        page.gap();
        let rows = self.retained.iter().map(|one| {
            vec![
                one.person.to_string(),
                one.stays.release.to_string(),
                one.stays.class.clone(),
                kept(&one.stays, page),
            ]
        });
        let rows: Vec<_> = rows.collect();
        page.table(&["stays of", "for", "class", "until"], rows);
    }
}

fn row(one: &HoldView, page: &Page) -> Vec<String> {
    vec![
        one.hold.to_string(),
        one.scope.clone(),
        one.placed_by.to_string(),
        page.time(one.placed),
        one.until.map(|until| page.time(until)).unwrap_or_default(),
        one.keeps.to_string(),
        one.reason.clone().unwrap_or_default(),
    ]
}
