//! One component: whose it is, what it needs, who needs it, and where it runs.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use holdpoint_domain::NameError;
use holdpoint_domain::conversation::Topic;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{FindReleases, ShowComponent};

use super::criticality;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::mark::Mark;
use crate::pages::shared::{asks, titled};
use crate::pages::talk::{Talk, talk};
use crate::visit::Visit;
use crate::when::When;
use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) ComponentWords {
        needs: "Depends on" | "Hängt ab von";
        needed_by: "Needed by" | "Gebraucht von";
        nothing: "nothing" | "nichts";
        nobody: "nobody" | "niemandem";
        runs: "Runs in" | "Läuft in";
        runs_nowhere: "It runs nowhere yet." | "Sie läuft noch nirgends.";
        version: "Version" | "Version";
        release: "Release" | "Release";
        since: "Since" | "Seit";
        place: "Environment" | "Umgebung";
        releases: "Releases with it" | "Releases damit";
        all: "All of them" | "Alle";
        no_releases: "No release carries it yet." | "Noch kein Release enthält sie.";
        details: "Details" | "Details";
        unit: "Unit" | "Einheit";
        team: "Team" | "Team";
        kind: "Kind" | "Art";
        repository: "Repository" | "Repository";
        transactions: "Key transactions" | "Schlüsseltransaktionen";
        criteria: "Adds to every protected gate" | "Ergänzt jedes geschützte Gate";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "component.html")]
pub(super) struct ComponentPage {
    frame: Frame,
    t: ComponentWords,
    view: ComponentView,
    talk: Talk,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ComponentView {
    name: String,
    title: String,
    criticality: Mark,
    unit: String,
    team: String,
    kind: String,
    repository: String,
    transactions: Vec<String>,
    criteria: Vec<String>,
    needs: Vec<(String, String)>,
    needed_by: Vec<(String, String)>,
    runs: Vec<Runs>,
    releases: Vec<(String, String, Mark, When)>,
    all: String,
}

/// Where it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Runs {
    place: String,
    place_to: String,
    version: String,
    release: String,
    release_to: String,
    since: Option<When>,
}

pub(super) async fn show(visit: Visit, Path(name): Path<String>) -> Response {
    again(visit, StatusCode::OK, name).await
}

/// The page, with what was typed in a form that was refused.
pub(crate) async fn again(visit: Visit, status: StatusCode, name: String) -> Response {
    visit
        .page_with(status, move |desk| {
            let view = view(desk, &name)?;
            let wrong = |error: NameError| ServiceError::Malformed(error.to_string());
            let topic = Topic::Component(name.parse().map_err(wrong)?);
            Ok(ComponentPage {
                view,
                talk: talk(desk, topic)?,
                frame: desk.frame(&name, Section::Catalogue),
                t: ComponentWords(desk.language()),
            })
        })
        .await
}

/// How many releases are shown.
const SHOWN: usize = 8;

fn view(desk: &Desk<'_>, name: &str) -> Result<ComponentView, ServiceError> {
    let page = desk.ask(&ShowComponent {
        component: name.to_owned(),
    })?;
    let one = page.component;
    let named = |name: &str| (name.to_owned(), desk.to(&format!("/catalogue/{name}")));
    Ok(ComponentView {
        title: titled(&one.title, one.name.as_str()).to_owned(),
        criticality: criticality(one.criticality, desk.language()),
        unit: one.unit.to_string(),
        team: one
            .team
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        kind: one.kind.clone(),
        repository: one.repository.trim_start_matches("https://").to_owned(),
        transactions: one
            .key_transactions
            .iter()
            .map(|one| one.name.clone())
            .collect(),
        criteria: one
            .criteria
            .iter()
            .map(|line| asks(&line.ask, desk.language()))
            .collect(),
        needs: one
            .depends_on
            .iter()
            .map(|other| named(other.as_str()))
            .collect(),
        needed_by: page
            .needed_by
            .iter()
            .map(|other| named(other.as_str()))
            .collect(),
        runs: page.running.iter().map(|found| runs(desk, found)).collect(),
        releases: releases(desk, name)?,
        all: desk.to(&format!("/releases?component={name}")),
        name: one.name.to_string(),
    })
}

fn runs(desk: &Desk<'_>, found: &holdpoint_service::queries::Running) -> Runs {
    Runs {
        place: found.environment.to_string(),
        place_to: desk.to(&format!("/environments/{}", found.environment)),
        version: found.version.clone().unwrap_or_default(),
        release: found.release.to_string(),
        release_to: desk.to(&format!("/releases/{}", found.release)),
        since: found.since.map(|since| desk.when(since)),
    }
}

fn releases(
    desk: &Desk<'_>,
    component: &str,
) -> Result<Vec<(String, String, Mark, When)>, ServiceError> {
    let question = FindReleases {
        component: Some(component.to_owned()),
        descending: true,
        limit: SHOWN,
        ..FindReleases::default()
    };
    let found = desk.ask(&question)?.releases.into_iter().map(|line| {
        let to = desk.to(&format!("/releases/{}", line.release));
        (
            line.release.to_string(),
            to,
            Mark::stage(line.stage, desk.language()),
            desk.when(line.created),
        )
    });
    Ok(found.collect())
}
