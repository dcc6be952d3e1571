//! What whoever looks can decide: approvals, go and no-go, and waivers; with a signature where it has to be one.

use holdpoint_domain::Command;
use holdpoint_domain::access::Role;
use holdpoint_domain::approval::{Approve, Say};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::gate::Outcome;
use holdpoint_domain::release::{DecideRelease, Decided, Stage};
use holdpoint_domain::waiver::{ApproveWaiver, RevokeWaiver};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{PointView, ReleasePage, WaiverView};

use super::acts::{Act, button};
use crate::desk::Desk;
use crate::pages::shared::{role, titled};
use crate::pages::signing::{Decision, Way, way};
use crate::words::messages;

messages! {
    /// What stands on buttons.
    DecisionWords {
        approve(who): "Approve as {who}" | "Zustimmen als {who}";
        signed(label): "{label}, signed" | "{label}, signiert";
        reject: "Reject" | "Ablehnen";
        go(place): "Go for {place}" | "Go für {place}";
        no_go: "No-go" | "No-Go";
        grant: "Approve" | "Genehmigen";
        revoke: "Take back" | "Zurücknehmen";
        decline: "Decline" | "Ablehnen";
    }
}

/// A button before it is known whether it can be pressed.
struct Wish {
    decision: Decision,
    command: Command,
    label: String,
    class: &'static str,
    /// What its form bears besides.
    fields: Vec<(&'static str, String)>,
    /// Whether only what is signed counts.
    counts_signed: bool,
}

/// The button, if whoever looks may press it at all; signed, it leads to where that is done.
fn act(desk: &Desk<'_>, wish: Wish) -> Result<Option<Act>, ServiceError> {
    if desk.at.is_some() {
        return Ok(None);
    }
    let (could, signed) = match way(desk, wish.decision, &wish.command)? {
        Ok(way) => (Ok(()), wish.counts_signed || way == Way::Signed),
        Err(refusal) => (Err(refusal), false),
    };
    let (name, label) = match signed {
        true => {
            let words = DecisionWords(desk.language());
            (wish.decision.leads(), words.signed(wish.label))
        }
        false => (wish.decision.name().to_owned(), wish.label),
    };
    let fields = [("act", name)].into_iter().chain(wish.fields).collect();
    Ok(button(desk, could, label, wish.class, fields))
}

/// To approve in a role, and to reject. What is not signed does not count where signatures are asked for; a no does.
pub(super) fn approvals(
    desk: &Desk<'_>,
    page: &ReleasePage,
    environment: &EnvironmentName,
    (needed, counts_signed): (Role, bool),
) -> Result<Vec<Act>, ServiceError> {
    let t = DecisionWords(desk.language());
    let decide = |say| Approve {
        release: page.release.clone(),
        say,
        role: needed,
        environment: Some(environment.clone()),
        on_behalf_of: None,
        manifest: Some(page.manifest),
        comment: None,
        signature: None,
    };
    let fields = vec![
        ("role", needed.to_string()),
        ("environment", environment.to_string()),
        ("manifest", page.manifest.to_string()),
    ];
    let no = [("act", "reject".to_owned())];
    let no: Vec<_> = no.into_iter().chain(fields.clone()).collect();
    let yes = Wish {
        decision: Decision::Approve,
        command: decide(Say::Approve).into(),
        label: t.approve(role(needed, desk.language())),
        class: "main",
        fields,
        counts_signed,
    };
    let yes = act(desk, yes)?;
    let could = match desk.at {
        None => Some(desk.could(&decide(Say::Reject).into())?),
        Some(_) => None,
    };
    let no = could.and_then(|could| button(desk, could, t.reject().to_owned(), "harm", no));
    Ok(yes.into_iter().chain(no).collect())
}

/// At the next hold point: to say go, which its gate must carry, or no-go.
pub(super) fn of_release(
    desk: &Desk<'_>,
    page: &ReleasePage,
    point: &PointView,
) -> Result<Vec<Act>, ServiceError> {
    if page.stage != Stage::Submitted || point.deployment.is_some() {
        return Ok(Vec::new());
    }
    let t = DecisionWords(desk.language());
    let wish = |decided, label, class| Wish {
        decision: match decided {
            Decided::Go => Decision::Go,
            Decided::NoGo => Decision::NoGo,
        },
        command: DecideRelease {
            release: page.release.clone(),
            decision: decided,
            environment: (decided == Decided::Go).then(|| point.environment.clone()),
            reason: None,
            signature: None,
        }
        .into(),
        label,
        class,
        fields: vec![("environment", point.environment.to_string())],
        counts_signed: false,
    };
    let place = titled(&point.title, point.environment.as_str());
    let go = match point.gate.verdict {
        Outcome::Go => act(desk, wish(Decided::Go, t.go(place), ""))?,
        Outcome::NoGo | Outcome::Hold => None,
    };
    let no_go = act(desk, wish(Decided::NoGo, t.no_go().to_owned(), "harm"))?;
    let both = go.into_iter().chain(no_go);
    Ok(both.filter(|act| act.why_not.is_none()).collect())
}

/// To grant a waiver, and to take it back or turn it down.
pub(super) fn of_waiver(desk: &Desk<'_>, waiver: &WaiverView) -> Result<Vec<Act>, ServiceError> {
    let t = DecisionWords(desk.language());
    let id = || waiver.waiver.clone();
    let wish = |decision, command, label: &str, class| Wish {
        decision,
        command,
        label: label.to_owned(),
        class,
        fields: vec![("waiver", waiver.waiver.to_string())],
        counts_signed: false,
    };
    let grant = ApproveWaiver {
        waiver: id(),
        signature: None,
    };
    let revoke = RevokeWaiver {
        waiver: id(),
        reason: None,
        signature: None,
    };
    let asked = waiver.approved_by.is_none();
    let grant = match asked {
        true => act(desk, wish(Decision::Grant, grant.into(), t.grant(), "main"))?,
        false => None,
    };
    let label = if asked { t.decline() } else { t.revoke() };
    let revoke = act(desk, wish(Decision::Revoke, revoke.into(), label, "harm"))?;
    let both = grant.into_iter().chain(revoke);
    Ok(both.filter(|act| act.why_not.is_none()).collect())
}
