//! Search: everything that has a name.

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{Found, Search};

use crate::Site;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::icon::Icon;
use crate::visit::Visit;
use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) SearchWords {
        title: "Search" | "Suche";
        found[n]: "{n} thing found" / "{n} things found" | "{n} Treffer" / "{n} Treffer";
        nothing(words): "Nothing is called “{words}”" | "Nichts heißt „{words}“";
        hint: "Names of releases, components, environments, teams and people are searched, and tickets that releases carry." | "Durchsucht werden Namen von Releases, Komponenten, Umgebungen, Teams und Personen sowie Tickets von Releases.";
        release: "Release" | "Release";
        component: "Component" | "Komponente";
        environment: "Environment" | "Umgebung";
        team: "Team" | "Team";
        person: "Person" | "Person";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "search.html")]
pub(crate) struct SearchPage {
    frame: Frame,
    t: SearchWords,
    words: String,
    hits: Vec<Hit>,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    icon: Icon,
    kind: &'static str,
    name: String,
    title: String,
    to: Option<String>,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/search", get(show))
}

async fn show(visit: Visit) -> Response {
    visit
        .page(|desk| {
            let t = SearchWords(desk.language());
            let words = desk.visit.query.get("q").unwrap_or_default().to_owned();
            let mut frame = desk.frame(t.title(), Section::Other);
            frame.searched.clone_from(&words);
            Ok(SearchPage {
                hits: hits(desk, t, &words)?,
                frame,
                t,
                words,
            })
        })
        .await
}

fn hits(desk: &Desk<'_>, t: SearchWords, words: &str) -> Result<Vec<Hit>, ServiceError> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let found = desk.ask(&Search {
        words: words.to_owned(),
    })?;
    Ok(found.found.iter().map(|one| hit(desk, t, one)).collect())
}

fn hit(desk: &Desk<'_>, t: SearchWords, found: &Found) -> Hit {
    let (icon, kind, place) = match found.kind.as_str() {
        "release" => (Icon::Release, t.release(), Some("releases")),
        "component" => (Icon::Catalogue, t.component(), Some("catalogue")),
        "environment" => (Icon::Environment, t.environment(), Some("environments")),
        "team" => (Icon::People, t.team(), None),
        _ => (Icon::People, t.person(), None),
    };
    Hit {
        icon,
        kind,
        to: place.map(|place| desk.to(&format!("/{place}/{}", found.name))),
        name: found.name.clone(),
        title: found.title.clone(),
    }
}
