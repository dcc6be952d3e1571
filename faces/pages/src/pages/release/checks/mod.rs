//! What a check has found about a release: every finding with its lines, what has changed, and waivers from it.

mod ask;
mod filters;
mod post;
mod view;
mod words;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{CheckPage, ShowCheck};

use self::view::CheckView;
use self::words::CheckWords;
use crate::Site;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::respond;
use crate::visit::{Fields, Posted, Visit, encoded};

/// The page.
#[derive(Template)]
#[template(path = "check.html")]
struct CheckTemplate {
    frame: Frame,
    t: CheckWords,
    view: CheckView,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/releases/{release}/checks/{check}", get(show).post(act))
}

/// Where the results of a check about a release are shown.
pub(crate) fn address(release: &str, check: &str) -> String {
    format!("/releases/{}/checks/{}", encoded(release), encoded(check))
}

async fn show(visit: Visit, Path((release, check)): Path<(String, String)>) -> Response {
    let wanted = visit.query.get("format").map(ToOwned::to_owned);
    match wanted {
        Some(format) => {
            visit
                .at_a_desk(move |desk| file(desk, &release, &check, &format))
                .await
        }
        None => again(visit, StatusCode::OK, release, check).await,
    }
}

/// The page, with what was typed in a form that was refused.
async fn again(visit: Visit, status: StatusCode, release: String, check: String) -> Response {
    visit
        .page_with(status, move |desk| page(desk, &release, &check))
        .await
}

async fn act(
    Path((release, check)): Path<(String, String)>,
    Posted { visit, form, .. }: Posted,
) -> Response {
    post::act((release, check), visit, form).await
}

/// What is asked for, by the fields of the address.
fn asked(release: &str, check: &str, fields: &Fields) -> Result<ShowCheck, ServiceError> {
    let text = |name: &str| fields.get(name).map(ToOwned::to_owned);
    let wrong = |error: &dyn std::fmt::Display| ServiceError::Malformed(error.to_string());
    let evidence = fields.get("evidence").map(str::parse).transpose();
    let subject = fields.get("subject").map(str::parse).transpose();
    Ok(ShowCheck {
        release: release.to_owned(),
        check: check.to_owned(),
        evidence: evidence.map_err(|error| wrong(&error))?,
        subject: subject.map_err(|error| wrong(&error))?,
        level: text("level"),
        rule: text("rule"),
        file: text("file"),
        limit: None,
    })
}

fn page(desk: &Desk<'_>, release: &str, check: &str) -> Result<CheckTemplate, ServiceError> {
    let t = CheckWords(desk.language());
    let fields = &desk.visit.query;
    let page = desk.ask(&asked(release, check, fields)?)?;
    let mut frame = desk.frame(&t.title(check), Section::Releases);
    // What was done before is said there, too.
    if let Some(draft) = &desk.visit.draft {
        frame.notice = Some(draft.refused.clone());
    }
    Ok(CheckTemplate {
        view: view::view(desk, t, &page)?,
        frame,
        t,
    })
}

/// The whole result, as a file.
fn file(
    desk: &Desk<'_>,
    release: &str,
    check: &str,
    format: &str,
) -> Result<Response, ServiceError> {
    let page: CheckPage = desk.ask(&asked(release, check, &desk.visit.query)?)?;
    let shown = page.shown.ok_or_else(|| {
        ServiceError::Malformed(format!("there is no result of `{check}` about `{release}`"))
    })?;
    let kept = desk.reader.result_of_check(&shown.blob)?;
    let failed = |error: serde_json::Error| ServiceError::Internal(error.to_string());
    let (kind, text) = match format {
        "json" => {
            let text = serde_json::to_string_pretty(&kept).map_err(failed)?;
            ("application/json", text)
        }
        "sarif" => ("application/sarif+json", kept.sarif()),
        "csv" => ("text/csv; charset=utf-8", kept.csv()),
        other => {
            let message = format!("`{other}` is neither `json`, `sarif` nor `csv`");
            return Err(ServiceError::Malformed(message));
        }
    };
    let name = format!("{release}-{check}.{format}");
    Ok(respond::file(&name, kind, text.into_bytes()))
}
