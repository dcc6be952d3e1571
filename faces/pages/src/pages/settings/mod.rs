//! Settings: what belongs to who looks. How they read, what they are told, what proves who they are, what they may.

mod directory;
mod keys;
mod passkey;
mod post;
mod view;
mod words;

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};

use self::view::SettingsView;
use self::words::SettingsWords;
use crate::Site;
use crate::assets;
use crate::frame::{Frame, Section};
use crate::visit::Visit;

pub(crate) use self::post::keep_reading;

/// The page.
#[derive(Template)]
#[template(path = "settings.html")]
pub(crate) struct SettingsTemplate {
    frame: Frame,
    t: SettingsWords,
    view: SettingsView,
    script: &'static str,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/settings", get(show).post(post::act))
        .route("/views", post(post::save_view))
}

async fn show(visit: Visit) -> Response {
    page(visit, StatusCode::OK, None).await
}

/// The page, with a token that is told this once, or what was typed in a form that was refused.
async fn page(visit: Visit, status: StatusCode, token: Option<String>) -> Response {
    visit
        .own_page_with(status, move |desk| {
            let t = SettingsWords(desk.language());
            Ok(SettingsTemplate {
                view: view::view(desk, t, token)?,
                frame: desk.frame(t.title(), Section::Settings),
                script: &assets::passkey().url,
                t,
            })
        })
        .await
}
