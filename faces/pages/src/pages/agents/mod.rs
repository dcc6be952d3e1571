//! Agents on other hosts: who is there, what they do, and what runs on their hosts.

mod view;
mod words;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;

use self::view::{AgentView, AgentsView};
use self::words::AgentWords;
use crate::Site;
use crate::frame::{Frame, Section};
use crate::visit::Visit;

/// All agents.
#[derive(Template)]
#[template(path = "agents.html")]
struct AgentsPage {
    frame: Frame,
    t: AgentWords,
    view: AgentsView,
}

/// One agent.
#[derive(Template)]
#[template(path = "agent.html")]
struct AgentPage {
    frame: Frame,
    t: AgentWords,
    view: AgentView,
}

/// Their addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/agents", get(list))
        .route("/agents/{agent}", get(show))
}

async fn list(visit: Visit) -> Response {
    visit
        .page(|desk| {
            let t = AgentWords(desk.language());
            let view = view::agents(desk, t)?;
            let frame = desk.frame(t.title(), Section::Environments);
            Ok(AgentsPage { frame, t, view })
        })
        .await
}

async fn show(visit: Visit, Path(name): Path<String>) -> Response {
    visit
        .page(move |desk| {
            let t = AgentWords(desk.language());
            let view = view::agent(desk, t, &name)?;
            let frame = desk.frame(&view.line.name, Section::Environments);
            Ok(AgentPage { frame, t, view })
        })
        .await
}
