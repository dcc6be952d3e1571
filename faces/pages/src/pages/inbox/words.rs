//! What the inbox says of each thing, made of its details: the service speaks English only.

use holdpoint_domain::access::Role;
use holdpoint_service::queries::{InboxItem, InboxKind};

use crate::icon::Icon;
use crate::mark::{Mark, Tone};
use crate::pages::shared::role;
use crate::words::{Language, messages};

messages! {
    /// Kinds of things, and what each says.
    pub(crate) ItemWords {
        approval: "Approval" | "Zustimmung";
        readiness: "Confirmation" | "Bestätigung";
        release_held: "Held" | "Angehalten";
        plan_in_the_way: "Plan" | "Plan";
        in_the_way(place): "Something is in the way of its plan for {place}" | "Seinem Plan für {place} steht etwas im Weg";
        deployment_failed: "Failed" | "Gescheitert";
        step_lost: "Step lost" | "Schritt verloren";
        step_waits: "Step" | "Schritt";
        step_for_you(step, pipeline): "The step {step} of {pipeline} waits for you" | "Der Schritt {step} von {pipeline} wartet auf Sie";
        mention: "Mention" | "Erwähnung";
        waiver_asked: "Waiver" | "Ausnahme";
        waiver_ending: "Waiver ends" | "Ausnahme endet";
        grant_ending: "Role ends" | "Rolle endet";
        approve(role, places): "Waits for your approval as {role} ({places})" | "Wartet auf Ihre Zustimmung als {role} ({places})";
        approve_for(role, places, who): "Waits for your approval as {role} in place of {who} ({places})" | "Wartet auf Ihre Zustimmung als {role} in Vertretung von {who} ({places})";
        confirm(item): "Waits for a confirmation: {item}" | "Wartet auf eine Bestätigung: {item}";
        says_no(place, criteria): "The gate of {place} says no: {criteria}" | "Das Gate von {place} sagt Nein: {criteria}";
        wants_evidence(place): "The gate of {place} waits for evidence" | "Das Gate von {place} wartet auf Nachweise";
        stopped: "Somebody has stopped it: revise it, or cancel it" | "Jemand hat es gestoppt: überarbeiten Sie es, oder sagen Sie es ab";
        failed(place): "The deployment to {place} has failed" | "Die Auslieferung nach {place} ist gescheitert";
        lost(step, place): "Nobody knows how {step} in {place} ended; you could say" | "Niemand weiß, wie {step} in {place} endete; Sie könnten es sagen";
        speaks(who, text): "{who}: {text}" | "{who}: {text}";
        asked(criterion, place): "A waiver from {criterion} in {place} waits for your approval" | "Eine Ausnahme von {criterion} in {place} wartet auf Ihre Genehmigung";
        waiver_ends(criterion, place): "The waiver from {criterion} in {place} ends soon" | "Die Ausnahme von {criterion} in {place} endet bald";
        grant_ends(role, scope): "Your role {role} on {scope} ends soon" | "Ihre Rolle {role} für {scope} endet bald";
        your_role: "Your role" | "Ihre Rolle";
    }
}

/// All kinds, the most urgent first.
pub(super) const KINDS: [InboxKind; 11] = [
    InboxKind::StepLost,
    InboxKind::DeploymentFailed,
    InboxKind::Approval,
    InboxKind::StepWaits,
    InboxKind::Readiness,
    InboxKind::WaiverAsked,
    InboxKind::ReleaseHeld,
    InboxKind::PlanInTheWay,
    InboxKind::Mention,
    InboxKind::WaiverEnding,
    InboxKind::GrantEnding,
];

/// A kind in a word.
pub(super) fn mark(kind: InboxKind, language: Language) -> Mark {
    let t = ItemWords(language);
    let (tone, icon, word) = match kind {
        InboxKind::Approval => (Tone::Wait, Icon::Check, t.approval()),
        InboxKind::Readiness => (Tone::Wait, Icon::Check, t.readiness()),
        InboxKind::ReleaseHeld => (Tone::Wait, Icon::Pause, t.release_held()),
        InboxKind::PlanInTheWay => (Tone::Wait, Icon::Calendar, t.plan_in_the_way()),
        InboxKind::DeploymentFailed => (Tone::Bad, Icon::Cross, t.deployment_failed()),
        InboxKind::StepLost => (Tone::Bad, Icon::Alert, t.step_lost()),
        InboxKind::StepWaits => (Tone::Wait, Icon::Journey, t.step_waits()),
        InboxKind::Mention => (Tone::Live, Icon::People, t.mention()),
        InboxKind::WaiverAsked => (Tone::Wait, Icon::Shield, t.waiver_asked()),
        InboxKind::WaiverEnding => (Tone::Quiet, Icon::Shield, t.waiver_ending()),
        InboxKind::GrantEnding => (Tone::Quiet, Icon::Clock, t.grant_ending()),
    };
    Mark {
        tone,
        icon,
        word: word.to_owned(),
    }
}

/// What it says.
pub(super) fn says(item: &InboxItem, language: Language) -> String {
    let t = ItemWords(language);
    let detail = |name: &str| item.details.get(name).map_or("", String::as_str);
    let as_role = || match detail("role").parse::<Role>() {
        Ok(known) => role(known, language).to_owned(),
        Err(_) => detail("role").to_owned(),
    };
    let place = detail("environment");
    match item.kind {
        InboxKind::Approval => match detail("on_behalf_of") {
            "" => t.approve(as_role(), detail("environments")),
            who => t.approve_for(as_role(), detail("environments"), who),
        },
        InboxKind::Readiness => t.confirm(detail("item")),
        InboxKind::ReleaseHeld if place.is_empty() => t.stopped().to_owned(),
        InboxKind::ReleaseHeld => match detail("criteria") {
            "" => t.wants_evidence(place),
            criteria => t.says_no(place, criteria),
        },
        InboxKind::PlanInTheWay => t.in_the_way(place),
        InboxKind::DeploymentFailed => t.failed(place),
        InboxKind::StepLost => t.lost(detail("step"), place),
        InboxKind::StepWaits => t.step_for_you(detail("step"), detail("pipeline")),
        InboxKind::Mention => t.speaks(detail("person"), detail("text")),
        InboxKind::WaiverAsked => t.asked(detail("criterion"), place),
        InboxKind::WaiverEnding => t.waiver_ends(detail("criterion"), place),
        InboxKind::GrantEnding => t.grant_ends(as_role(), detail("scope")),
    }
}

/// What it is about, by name.
pub(super) fn about(item: &InboxItem, language: Language) -> String {
    if item.kind == InboxKind::GrantEnding {
        return ItemWords(language).your_role().to_owned();
    }
    if let Some(release) = item.details.get("release") {
        return release.clone();
    }
    if let Some(pipeline) = item.details.get("pipeline") {
        return pipeline.clone();
    }
    match item.subject.split_once('/') {
        Some((_, name)) => name.to_owned(),
        None => item.subject.clone(),
    }
}
