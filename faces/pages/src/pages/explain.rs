//! The page of a rule: what it finds, why, and what to do about it.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;

use crate::Site;
use crate::frame::{Frame, Section};
use crate::site::Explained;
use crate::visit::Visit;
use crate::words::messages;
use crate::wrong;

messages! {
    /// Words of the page. What a rule says of itself is English, as on the command line.
    pub(crate) ExplainWords {
        finds: "What it finds" | "Was sie findet";
        why: "Why" | "Warum";
        help: "What to do" | "Was tun";
        level: "Level" | "Stufe";
        example: "Example" | "Beispiel";
        elsewhere: "Elsewhere it is called" | "Anderswo heißt sie";
        rule: "Rule" | "Regel";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "explain.html")]
struct ExplainTemplate {
    frame: Frame,
    t: ExplainWords,
    rule: Explained,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/explain/{rule}", get(show))
}

async fn show(visit: Visit, State(site): State<Site>, Path(code): Path<String>) -> Response {
    let Some(rule) = site.explained(&code) else {
        return wrong::nowhere_for(visit).await;
    };
    visit
        .page(move |desk| {
            let t = ExplainWords(desk.language());
            Ok(ExplainTemplate {
                frame: desk.frame(&rule.code, Section::Other),
                rule,
                t,
            })
        })
        .await
}
