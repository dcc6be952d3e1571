//! Who provides and consumes what in an environment, and whom a release would meet there.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{
    ContractsPage, ListContracts, MeetingView, PartyView, ProofView, ShowEnvironment, WhenView,
};

use super::release::checks;
use super::shared::titled;
use crate::Site;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::icon::Icon;
use crate::mark::{Mark, Tone};
use crate::visit::{Visit, encoded};
use crate::words::{Language, messages};

messages! {
    /// Words of the page.
    pub(crate) ContractWords {
        title: "Contracts" | "Schnittstellen";
        of(release): "{release} and whom it meets" | "{release} und wen es dort trifft";
        under: "Who provides which interface, and who was built against it." | "Wer welche Schnittstelle anbietet und wer damit arbeitet.";
        meets: "Meets there" | "Trifft dort";
        meets_nobody: "It meets nobody: no interface of it is provided or consumed there by anybody else." | "Es trifft niemanden: Keine seiner Schnittstellen wird dort sonst angeboten oder benutzt.";
        interfaces: "Interfaces" | "Schnittstellen";
        no_interfaces: "Nothing is known yet. CI says it with holdpoint contract publish." | "Noch ist nichts bekannt. Die CI sagt es mit holdpoint contract publish.";
        interface: "Interface" | "Schnittstelle";
        provider: "Provided by" | "Angeboten von";
        consumer: "Consumed by" | "Benutzt von";
        checked: "Checked" | "Geprüft";
        when: "They meet" | "Sie treffen sich";
        always: "in any case" | "in jedem Fall";
        provider_first: "if the provider is deployed first" | "wenn der Anbieter zuerst ausgerollt wird";
        consumer_first: "if the consumer is deployed first" | "wenn der Benutzer zuerst ausgerollt wird";
        same: "same contract" | "gleicher Vertrag";
        passed: "passed" | "bestanden";
        failed: "breaks" | "bricht";
        waived: "waived" | "Ausnahme";
        missing: "not checked" | "ungeprüft";
        findings: "Findings" | "Befunde";
        version(name, version): "{name} {version}" | "{name} {version}";
        runs: "running" | "läuft";
        replaced: "to be replaced" | "wird ersetzt";
        comes: "this release" | "dieses Release";
        nobody: "nobody" | "niemand";
        unknown: "Nothing known" | "Nichts bekannt";
        unknown_why: "These run there, and nobody has said what they provide and consume." | "Sie laufen dort, und niemand hat gesagt, was sie anbieten und benutzen.";
        undeclared(names): "Nobody has said what {names} provides and consumes." | "Niemand hat gesagt, was {names} anbietet und benutzt.";
        order(names): "Safe order: {names}" | "Sichere Reihenfolge: {names}";
        no_order: "In no order can its components be deployed without breaking each other on the way." | "In keiner Reihenfolge lassen sich die Komponenten ausrollen, ohne einander unterwegs zu brechen.";
        more(n): "and {n} more" | "und {n} weitere";
        make: "Make what is missing:" | "Das Fehlende prüfen:";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "contracts.html")]
struct ContractsTemplate {
    frame: Frame,
    t: ContractWords,
    view: ContractsView,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ContractsView {
    place: String,
    place_to: String,
    /// The release with its address, if one is asked about.
    release: Option<(String, String)>,
    meetings: Vec<Met>,
    more: usize,
    /// What makes the checks that are missing.
    command: Option<String>,
    order: Option<String>,
    orderly: bool,
    undeclared: Option<String>,
    interfaces: Vec<Interface>,
    unknown: Vec<(String, String)>,
}

/// A provider and a consumer that meet.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Met {
    mark: Mark,
    interface: String,
    provider: Version,
    consumer: Version,
    when: &'static str,
    /// Where the findings of the check are.
    to: Option<String>,
}

/// A version of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Version {
    name: String,
    version: String,
    to: String,
    tag: &'static str,
}

/// An interface with everybody who has to do with it; each with the contract, shortened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Interface {
    name: String,
    kind: String,
    providers: Vec<(Version, String)>,
    consumers: Vec<(Version, String)>,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/environments/{environment}/contracts", get(show))
}

async fn show(visit: Visit, Path(name): Path<String>) -> Response {
    visit.page(move |desk| page(desk, &name)).await
}

fn page(desk: &Desk<'_>, name: &str) -> Result<ContractsTemplate, ServiceError> {
    let t = ContractWords(desk.language());
    let place = desk.ask(&ShowEnvironment {
        environment: name.to_owned(),
    })?;
    let release = desk
        .visit
        .query
        .get("release")
        .filter(|name| !name.is_empty());
    let release = release.map(ToOwned::to_owned);
    let page = desk.ask(&ListContracts {
        environment: name.to_owned(),
        release: release.clone(),
    })?;
    let title = titled(&place.environment.title, place.environment.name.as_str());
    Ok(ContractsTemplate {
        view: view(desk, t, (name, title), release, &page),
        frame: desk.frame(t.title(), Section::Environments),
        t,
    })
}

/// How many meetings are shown: those that matter come first.
const SHOWN: usize = 200;

fn view(
    desk: &Desk<'_>,
    t: ContractWords,
    (name, title): (&str, &str),
    release: Option<String>,
    page: &ContractsPage,
) -> ContractsView {
    let missing = page
        .meetings
        .iter()
        .any(|one| one.proof == ProofView::Missing);
    let mut meetings: Vec<_> = page.meetings.iter().collect();
    meetings.sort_by_key(|one| weight(one.proof));
    let shown = meetings
        .iter()
        .take(SHOWN)
        .map(|one| met(desk, t, release.as_deref(), one));
    let list = |names: Vec<String>| names.join(", ");
    let order: Vec<_> = page.order.iter().map(ToString::to_string).collect();
    let command = release.as_ref().filter(|_| missing);
    ContractsView {
        place: title.to_owned(),
        place_to: desk.to(&format!("/environments/{name}")),
        meetings: shown.collect(),
        more: meetings.len().saturating_sub(SHOWN),
        command: command.map(|release| format!("holdpoint contract check {release} {name}")),
        order: Some(list(order)).filter(|order| !order.is_empty()),
        orderly: page.orderly,
        undeclared: Some(list(page.undeclared.clone())).filter(|names| !names.is_empty()),
        interfaces: interfaces(desk, t, page),
        unknown: page
            .unknown
            .iter()
            .map(|part| (part.to_string(), desk.to(&format!("/catalogue/{part}"))))
            .collect(),
        release: release.map(|name| (name.clone(), desk.to(&format!("/releases/{name}")))),
    }
}

fn weight(proof: ProofView) -> u8 {
    match proof {
        ProofView::Failed => 0,
        ProofView::Missing => 1,
        ProofView::Waived => 2,
        ProofView::Passed => 3,
        ProofView::Same => 4,
    }
}

fn met(desk: &Desk<'_>, t: ContractWords, release: Option<&str>, one: &MeetingView) -> Met {
    let (tone, icon, word) = match one.proof {
        ProofView::Failed => (Tone::Bad, Icon::Cross, t.failed()),
        ProofView::Missing => (Tone::Wait, Icon::Pause, t.missing()),
        ProofView::Waived => (Tone::Wait, Icon::Check, t.waived()),
        ProofView::Passed => (Tone::Good, Icon::Check, t.passed()),
        ProofView::Same => (Tone::Quiet, Icon::Check, t.same()),
    };
    // A check of two contracts is recorded about what the provider keeps.
    let recorded = release.zip(one.evidence.as_ref());
    Met {
        mark: Mark {
            tone,
            icon,
            word: word.to_owned(),
        },
        interface: one.interface.clone(),
        provider: version(desk, t, &one.provider),
        consumer: version(desk, t, &one.consumer),
        when: match one.when {
            WhenView::Always => t.always(),
            WhenView::ProviderFirst => t.provider_first(),
            WhenView::ConsumerFirst => t.consumer_first(),
        },
        to: recorded.map(|(release, evidence)| {
            let page = checks::address(release, "api");
            desk.to(&format!(
                "{page}?evidence={evidence}&subject={}",
                one.revision
            ))
        }),
    }
}

fn version(desk: &Desk<'_>, t: ContractWords, party: &PartyView) -> Version {
    let version = party.version.as_deref();
    Version {
        name: party.component.to_string(),
        version: version.unwrap_or(party.release.as_str()).to_owned(),
        to: desk.to(&format!("/releases/{}", party.release)),
        tag: match (party.runs, party.replaced) {
            (false, _) => t.comes(),
            (true, true) => t.replaced(),
            (true, false) => t.runs(),
        },
    }
}

/// All interfaces by name, of the release and of what runs.
fn interfaces(desk: &Desk<'_>, t: ContractWords, page: &ContractsPage) -> Vec<Interface> {
    let mut found: BTreeMap<&str, Interface> = BTreeMap::new();
    // What the release replaces is said so among whom it meets; here it merely runs.
    for party in page.release.iter().chain(&page.running) {
        let both = [(&party.provides, true), (&party.consumes, false)];
        for (contracts, provides) in both {
            for one in contracts {
                let interface = found.entry(&one.interface).or_default();
                interface.name.clone_from(&one.interface);
                interface.kind.clone_from(&one.kind);
                let side = match provides {
                    true => &mut interface.providers,
                    false => &mut interface.consumers,
                };
                side.push((version(desk, t, party), one.digest.short()));
            }
        }
    }
    found.into_values().collect()
}

/// Where a release is shown with whom it meets in an environment.
pub(super) fn address(environment: &str, release: &str) -> String {
    format!(
        "/environments/{environment}/contracts?release={}",
        encoded(release)
    )
}

/// What leads there.
pub(super) fn label(language: Language) -> &'static str {
    ContractWords(language).meets()
}
