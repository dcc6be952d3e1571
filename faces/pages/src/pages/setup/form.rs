//! A step as it is placed: why it is asked, and its fields with what was typed.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::words::SetupWords;
use crate::frame::{Choice, Frame, Notice};
use crate::respond;
use crate::visit::{Fields, Preferences};

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Organisation,
    Administrator,
    Team,
    Repository,
    Environment,
    People,
}

impl Step {
    pub(super) const ALL: [Self; 6] = [
        Self::Organisation,
        Self::Administrator,
        Self::Team,
        Self::Repository,
        Self::Environment,
        Self::People,
    ];

    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Organisation => "/setup",
            Self::Administrator => "/setup/administrator",
            Self::Team => "/setup/team",
            Self::Repository => "/setup/repository",
            Self::Environment => "/setup/environment",
            Self::People => "/setup/people",
        }
    }

    fn title(self, t: SetupWords) -> &'static str {
        match self {
            Self::Organisation => t.organisation(),
            Self::Administrator => t.administrator(),
            Self::Team => t.team(),
            Self::Repository => t.repository(),
            Self::Environment => t.environment(),
            Self::People => t.people(),
        }
    }

    fn why(self, t: SetupWords) -> &'static str {
        match self {
            Self::Organisation => t.organisation_why(),
            Self::Administrator => t.administrator_why(),
            Self::Team => t.team_why(),
            Self::Repository => t.repository_why(),
            Self::Environment => t.environment_why(),
            Self::People => t.people_why(),
        }
    }

    /// The how manyth it is.
    pub(super) fn counted(self, t: SetupWords) -> String {
        let number = Self::ALL.iter().position(|one| *one == self);
        t.step(number.unwrap_or_default() + 1, Self::ALL.len())
    }

    /// Where the next one is.
    pub(super) fn after(self) -> &'static str {
        let mut rest = Self::ALL.into_iter().skip_while(|step| *step != self);
        rest.nth(1).map_or("/setup/done", Self::path)
    }
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) value: String,
    pub(super) kind: Kind,
    pub(super) required: bool,
    pub(super) autocomplete: &'static str,
}

/// How it is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// As an input of that type.
    Input(&'static str),
    /// A time zone.
    Zone(Vec<String>),
    /// One of these.
    Choice(Vec<Choice>),
    /// Yes or no.
    Check(bool),
}

impl Field {
    /// Words, with what was typed or stands there at first.
    pub(super) fn text(
        form: &Fields,
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        first: &str,
    ) -> Self {
        let typed = form.all(name).next();
        Self {
            name,
            label,
            hint,
            value: typed.unwrap_or(first).to_owned(),
            kind: Kind::Input("text"),
            required: true,
            autocomplete: "off",
        }
    }

    pub(super) fn of(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    pub(super) fn optional(self) -> Self {
        Self {
            required: false,
            ..self
        }
    }

    pub(super) fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self {
            autocomplete,
            ..self
        }
    }

    /// One of a few, with what was chosen or is at first.
    pub(super) fn choice(
        form: &Fields,
        name: &'static str,
        label: &'static str,
        first: &str,
        options: &[(&str, &str)],
    ) -> Self {
        let field = Self::text(form, name, label, "", first);
        let option = |(value, label): &(&str, &str)| Choice {
            value: (*value).to_owned(),
            label: (*label).to_owned(),
            chosen: *value == field.value,
        };
        let choices = options.iter().map(option).collect();
        field.of(Kind::Choice(choices))
    }

    /// Yes or no. A form that was sent without it says no.
    pub(super) fn check(
        form: &Fields,
        name: &'static str,
        label: &'static str,
        first: bool,
    ) -> Self {
        let sent = form.get("sent").is_some();
        let checked = if sent {
            form.get(name).is_some()
        } else {
            first
        };
        Self::text(form, name, label, "", "")
            .of(Kind::Check(checked))
            .optional()
    }
}

/// A step in the line of steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stop {
    pub(super) title: &'static str,
    pub(super) past: bool,
    pub(super) here: bool,
}

/// The line of steps, at one of them.
pub(super) fn stops(step: Step, t: SetupWords) -> Vec<Stop> {
    let stop = |one: Step| Stop {
        title: one.title(t),
        past: one < step,
        here: one == step,
    };
    Step::ALL.into_iter().map(stop).collect()
}

/// The page of a step.
#[derive(Template)]
#[template(path = "setup.html")]
pub(crate) struct StepPage {
    frame: Frame,
    t: SetupWords,
    stops: Vec<Stop>,
    number: String,
    title: &'static str,
    why: &'static str,
    action: &'static str,
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    refused: Option<Notice>,
    send: &'static str,
    later: Option<&'static str>,
}

/// What a step asks.
pub(super) struct Ask {
    pub(super) step: Step,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) fields: Vec<Field>,
    pub(super) refused: Option<Notice>,
    pub(super) send: &'static str,
    /// Whether it can be done later.
    pub(super) later: bool,
}

/// The page that asks it.
pub(super) fn page(
    preferences: &Preferences,
    compress: bool,
    status: StatusCode,
    ask: Ask,
) -> Response {
    let t = SetupWords(preferences.language);
    let step = ask.step;
    let page = StepPage {
        frame: Frame::bare(preferences, t.title()),
        t,
        stops: stops(step, t),
        number: step.counted(t),
        title: step.title(t),
        why: step.why(t),
        action: step.path(),
        hidden: ask.hidden,
        fields: ask.fields,
        refused: ask.refused,
        send: ask.send,
        later: ask.later.then(|| step.after()),
    };
    respond::page(status, page.render().unwrap_or_default(), compress)
}
