//! Something in an inbox.

use std::collections::BTreeMap;

use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Command, Key, Kind, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::personal::Seen;

/// What kind of thing it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum InboxKind {
    /// An approval that they could give, and that a gate waits for.
    Approval,
    /// A readiness item that they could confirm, and that a gate waits for.
    Readiness,
    /// A release of theirs that a gate holds for want of evidence, or says no to; or that somebody has stopped.
    ReleaseHeld,
    /// A plan that they could change, and that has something in its way by now.
    PlanInTheWay,
    /// A deployment of theirs, or of a release of theirs, that has failed.
    DeploymentFailed,
    /// A step of which nobody knows how it ended, and of which they could say it.
    StepLost,
    /// A step of a run that they could approve, do or confirm.
    StepWaits,
    /// A comment that speaks of them.
    Mention,
    /// A waiver that they could approve.
    WaiverAsked,
    /// A waiver of theirs that ends soon.
    WaiverEnding,
    /// A role of theirs that ends soon.
    GrantEnding,
}

impl InboxKind {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Readiness => "readiness",
            Self::ReleaseHeld => "release-held",
            Self::PlanInTheWay => "plan-in-the-way",
            Self::DeploymentFailed => "deployment-failed",
            Self::StepLost => "step-lost",
            Self::StepWaits => "step-waits",
            Self::Mention => "mention",
            Self::WaiverAsked => "waiver-asked",
            Self::WaiverEnding => "waiver-ending",
            Self::GrantEnding => "grant-ending",
        }
    }
}

/// Something that needs somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InboxItem {
    /// What to mark it by: the same for as long as it is the same thing.
    pub id: String,
    /// What kind of thing.
    pub kind: InboxKind,
    /// What it is about, such as `release/march`.
    pub subject: String,
    /// One line in English.
    pub message: String,
    /// What the line is made of, by name: `role`, `environment`, `person`.
    pub details: BTreeMap<String, String>,
    /// Since when.
    pub since: Time,
    /// For how long, in seconds.
    pub age_seconds: i64,
    /// Until when it can wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Time>,
    /// Where it is shown, as a path.
    pub link: String,
    /// How much of it was seen.
    pub seen: Seen,
    /// The commands that would give it what it waits for, in this order, as `POST /api/v1/commands` takes them: an approval,
    /// bound to the manifest that was looked at, or a confirmation. There are none for what takes more than a word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settle: Vec<Value>,
}

impl InboxItem {
    /// The commands that settle it, with a comment where one can be made.
    #[must_use]
    pub fn settled_with(&self, comment: Option<&str>) -> Vec<Value> {
        let mut all = self.settle.clone();
        let Some(comment) = comment.filter(|text| !text.trim().is_empty()) else {
            return all;
        };
        for one in &mut all {
            let field = match one.get("command").and_then(Value::as_str) {
                Some("approval.decide" | "pipeline.decide") => "comment",
                Some("readiness.confirm") => "note",
                _ => continue,
            };
            if let Some(Value::Object(arguments)) = one.get_mut("arguments") {
                arguments.insert(field.to_owned(), json!({ "plain": comment }));
            }
        }
        all
    }
}

/// Where something is shown, as a path: what has no page of its own is on that of its release.
pub(super) fn link(about: &Key, release: Option<&ReleaseName>) -> String {
    match (about.kind(), release) {
        (Kind::Component, _) => format!("/catalogue/{}", about.name()),
        (Kind::Environment, _) => format!("/environments/{}", about.name()),
        (Kind::Release, _) => format!("/releases/{}", about.name()),
        (_, Some(release)) => format!("/releases/{release}"),
        (_, None) => "/inbox".to_owned(),
    }
}

impl InboxItem {
    /// The same where only what is signed counts: that takes more than a word.
    pub(super) fn signed_only(self) -> Self {
        let item = Self {
            settle: Vec::new(),
            ..self
        };
        item.with("signed", true)
    }

    /// Something of a kind about an aggregate; `rest` tells it from others of that kind about it.
    pub(super) fn new(kind: InboxKind, about: &Key, rest: &str, since: Time, now: Time) -> Self {
        let subject = about.to_string();
        let id = match rest {
            "" => format!("{}:{subject}", kind.as_str()),
            rest => format!("{}:{subject}:{rest}", kind.as_str()),
        };
        Self {
            id,
            kind,
            message: String::new(),
            details: BTreeMap::new(),
            since,
            age_seconds: (now.millis() - since.millis()).max(0) / 1_000,
            due: None,
            link: link(about, None),
            seen: Seen::New,
            settle: Vec::new(),
            subject,
        }
    }

    pub(super) fn says(mut self, message: String) -> Self {
        self.message = message;
        self
    }

    pub(super) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.details.insert(name.to_owned(), value.to_string());
        self
    }

    pub(super) fn at(mut self, link: String) -> Self {
        self.link = link;
        self
    }

    /// One more command that it waits for.
    pub(super) fn settled_by(mut self, command: impl Into<Command>) -> Self {
        // Every command can be written down: the ledger keeps them so.
        self.settle.extend(serde_json::to_value(command.into()));
        self
    }

    pub(super) fn due(mut self, time: Time) -> Self {
        self.due = Some(time);
        self
    }
}
