//! What whoever looks can do: every button is asked of the rules before it is shown, so that it never promises
//! what would be refused.

use holdpoint_domain::deployment::{Deploy, DeploymentStage, RollBack};
use holdpoint_domain::gate::{Finding, Wait};
use holdpoint_domain::release::{
    CancelRelease, ConfirmReadiness, ReviseRelease, Stage, SubmitRelease,
};
use holdpoint_domain::{Command, Refusal};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{PointView, ReleasePage};

use super::decisions;
use crate::desk::Desk;
use crate::pages::shared::titled;
use crate::visit::Fields;
use crate::words::messages;
use crate::wrong::sentence;

messages! {
    /// What stands on buttons.
    ActWords {
        submit: "Submit" | "Einreichen";
        revise: "Back to draft" | "Zurück zum Entwurf";
        cancel: "Cancel release" | "Release absagen";
        deploy(place): "Deploy to {place}" | "Nach {place} ausliefern";
        roll_back: "Roll back" | "Zurückrollen";
        confirm: "Confirm" | "Bestätigen";
    }
}

/// A button, with what its form bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Act {
    pub(super) label: String,
    pub(super) fields: Vec<(&'static str, String)>,
    /// `main`, `harm`, or nothing in particular.
    pub(super) class: &'static str,
    /// Why it cannot be done now, if it cannot.
    pub(super) why_not: Option<String>,
    /// What was typed beside it, if it was refused.
    pub(super) typed: String,
}

impl Act {
    /// What the form asks for.
    pub(super) fn value(&self) -> &str {
        let mut fields = self.fields.iter();
        fields
            .find(|(name, _)| *name == "act")
            .map_or("", |(_, value)| value)
    }

    /// What else its form bears.
    pub(super) fn others(&self) -> impl Iterator<Item = &(&'static str, String)> {
        self.fields.iter().filter(|(name, _)| *name != "act")
    }
}

/// The refusals that mean that somebody else has to do it: such a button is not shown at all.
const NOT_FOR_ME: &[&str] = &[
    "not-permitted",
    "not-a-member",
    "role-not-held",
    "not-founded",
];

fn act(
    desk: &Desk<'_>,
    command: Command,
    label: String,
    class: &'static str,
    fields: Vec<(&'static str, String)>,
) -> Result<Option<Act>, ServiceError> {
    if desk.at.is_some() {
        return Ok(None);
    }
    Ok(button(desk, desk.could(&command)?, label, class, fields))
}

/// A button for what somebody could have done, or what says why they could not.
pub(super) fn button(
    desk: &Desk<'_>,
    could: Result<(), Refusal>,
    label: String,
    class: &'static str,
    fields: Vec<(&'static str, String)>,
) -> Option<Act> {
    let why_not = match could {
        Ok(()) => None,
        Err(refusal) if NOT_FOR_ME.contains(&refusal.code.as_str()) => return None,
        Err(refusal) => Some(why(&refusal)),
    };
    Some(Act {
        typed: typed(desk, &fields),
        label,
        fields,
        class,
        why_not,
    })
}

/// What was typed into the form with these fields, if that was refused.
fn typed(desk: &Desk<'_>, fields: &[(&'static str, String)]) -> String {
    let draft = desk.visit.draft.as_ref();
    let same = |form: &Fields| {
        // What was typed is kept, too, when the content has changed meanwhile.
        let mut others = fields
            .iter()
            .filter(|(name, _)| !["act", "manifest"].contains(name));
        others.all(|(name, value)| form.get(name) == Some(value))
    };
    let form = draft.map(|draft| &draft.form).filter(|form| same(form));
    let text = form.filter(|form| form.get("talk").is_none());
    text.and_then(|form| form.get("text"))
        .unwrap_or_default()
        .to_owned()
}

fn why(refusal: &Refusal) -> String {
    sentence(&refusal.message)
}

/// With the release as a whole.
pub(super) fn of_release(desk: &Desk<'_>, page: &ReleasePage) -> Result<Vec<Act>, ServiceError> {
    let t = ActWords(desk.language());
    let release = || page.release.clone();
    let field = |name: &str| vec![("act", name.to_owned())];
    let mut acts = Vec::new();
    if page.stage == Stage::Draft {
        acts.extend(act(
            desk,
            SubmitRelease { release: release() }.into(),
            t.submit().to_owned(),
            "main",
            field("submit"),
        )?);
    }
    if matches!(page.stage, Stage::Submitted | Stage::Stopped) {
        acts.extend(act(
            desk,
            ReviseRelease { release: release() }.into(),
            t.revise().to_owned(),
            "",
            field("revise"),
        )?);
    }
    if !matches!(
        page.stage,
        Stage::Cancelled | Stage::Closed | Stage::Imported
    ) {
        let cancel = CancelRelease {
            release: release(),
            reason: None,
        };
        acts.extend(act(
            desk,
            cancel.into(),
            t.cancel().to_owned(),
            "harm",
            field("cancel"),
        )?);
    }
    // What cannot be done with a release as a whole is no news: gates say what is missing.
    acts.retain(|act| act.why_not.is_none());
    Ok(acts)
}

/// At a hold point: to go there, or back.
pub(super) fn of_point(
    desk: &Desk<'_>,
    page: &ReleasePage,
    point: &PointView,
) -> Result<Vec<Act>, ServiceError> {
    let t = ActWords(desk.language());
    let mut acts = Vec::new();
    if page.stage == Stage::Submitted && point.passed.is_none() && point.deployment.is_none() {
        let deploy = Deploy {
            release: page.release.clone(),
            environment: point.environment.clone(),
            components: Vec::new(),
            again: false,
        };
        let label = t.deploy(titled(&point.title, point.environment.as_str()));
        let fields = vec![
            ("act", "deploy".to_owned()),
            ("environment", point.environment.to_string()),
        ];
        acts.extend(act(desk, deploy.into(), label, "main", fields)?);
    }
    if let Some(open) = point
        .deployment
        .as_ref()
        .filter(|open| open.stage == DeploymentStage::Current)
    {
        let back = RollBack {
            deployment: open.deployment.clone(),
        };
        let fields = vec![
            ("act", "roll-back".to_owned()),
            ("deployment", open.deployment.to_string()),
        ];
        let back = act(desk, back.into(), t.roll_back().to_owned(), "harm", fields)?;
        acts.extend(back.filter(|act| act.why_not.is_none()));
    }
    Ok(acts)
}

/// About a line of a gate: to give what it waits for.
pub(super) fn of_criterion(
    desk: &Desk<'_>,
    page: &ReleasePage,
    point: &PointView,
    line: &Finding,
) -> Result<Vec<Act>, ServiceError> {
    let mut acts: Vec<Act> = Vec::new();
    for wait in &line.waits {
        let found = match wait {
            Wait::Approval {
                role: needed,
                eligible,
                signed,
                ..
            } if eligible.iter().any(|one| Some(one) == desk.me()) => {
                decisions::approvals(desk, page, &point.environment, (*needed, *signed))?
            }
            Wait::Readiness { item } => confirmation(desk, page, item)?.into_iter().collect(),
            _ => Vec::new(),
        };
        for one in found {
            if !acts.contains(&one) {
                acts.push(one);
            }
        }
    }
    acts.retain(|act| act.why_not.is_none());
    Ok(acts)
}

fn confirmation(
    desk: &Desk<'_>,
    page: &ReleasePage,
    item: &str,
) -> Result<Option<Act>, ServiceError> {
    let t = ActWords(desk.language());
    let confirm = ConfirmReadiness {
        release: page.release.clone(),
        item: item.to_owned(),
        note: None,
        withdraw: false,
    };
    let fields = vec![("act", "confirm".to_owned()), ("item", item.to_owned())];
    act(desk, confirm.into(), t.confirm().to_owned(), "main", fields)
}
