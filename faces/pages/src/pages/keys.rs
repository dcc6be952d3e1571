//! What the keyboard does.

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;

use crate::Site;
use crate::frame::{Frame, Section};
use crate::visit::Visit;
use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) KeyWords {
        title: "Keyboard" | "Tastatur";
        says: "These keys work wherever you are not typing." | "Diese Tasten wirken überall, wo Sie gerade nicht tippen.";
        search: "Search" | "Suchen";
        this_page: "This page" | "Diese Seite";
        down: "Next row" | "Nächste Zeile";
        up: "Previous row" | "Vorige Zeile";
        open: "Open the row" | "Zeile öffnen";
        leave: "Close, or leave a field" | "Schließen oder Feld verlassen";
    }
}

#[derive(Template)]
#[template(path = "keys.html")]
pub(crate) struct KeysPage {
    frame: Frame,
    t: KeyWords,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/keys", get(show))
}

async fn show(visit: Visit) -> Response {
    visit
        .page(|desk| {
            let t = KeyWords(desk.language());
            Ok(KeysPage {
                frame: desk.frame(t.title(), Section::Other),
                t,
            })
        })
        .await
}
