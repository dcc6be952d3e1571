//! The calendar: what is closed, what may happen and what has happened, by month, quarter, and environment over time.

mod entry;
mod grid;
mod movers;
mod moving;
mod span;
mod view;
mod words;
mod zone;

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use holdpoint_service::{AccountRequest, ServiceError};
use serde_json::Value;

use self::moving::MoveWords;
use self::view::CalendarView;
use self::words::CalendarWords;
use crate::Site;
use crate::frame::{Frame, Section};
use crate::pages::login::blocking;
use crate::visit::{Posted, Visit};
use crate::{assets, respond, wrong};

/// The page.
#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage {
    frame: Frame,
    t: CalendarWords,
    m: MoveWords,
    view: CalendarView,
    /// The script that moves what is planned.
    script: &'static str,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/calendar", get(show).post(act))
        .route("/calendar/move", get(moving::show).post(moving::act))
        .route("/calendar/check", get(moving::check))
}

async fn show(visit: Visit) -> Response {
    page(visit, StatusCode::OK, Ok(None)).await
}

/// The page, with an address that is told this once, or with why there is none.
async fn page(
    visit: Visit,
    status: StatusCode,
    address: Result<Option<String>, ServiceError>,
) -> Response {
    zone::in_zone(visit)
        .page_with(status, move |desk| {
            zone::known(desk)?;
            let t = CalendarWords(desk.language());
            let mut frame = desk.frame(t.title(), Section::Calendar);
            let address = address.unwrap_or_else(|error| {
                frame.notice = Some(wrong::notice(&error));
                None
            });
            Ok(CalendarPage {
                view: view::view(desk, t, address)?,
                frame,
                t,
                m: MoveWords(desk.language()),
                script: &assets::calendar().url,
            })
        })
        .await
}

/// `POST /calendar`: an address for programs, or none any more.
async fn act(Posted { visit, form, .. }: Posted) -> Response {
    let revoke = form.get("act") == Some("revoke");
    let doer = visit.clone();
    match blocking(move || asked(&doer, revoke)).await {
        Ok(None) => respond::see("/calendar?done=feeds-revoked"),
        Ok(Some(secret)) => {
            let address = address(&visit.host, &secret);
            page(visit, StatusCode::OK, Ok(Some(address))).await
        }
        Err(error) => page(visit, wrong::status(&error), Err(error)).await,
    }
}

fn asked(visit: &Visit, revoke: bool) -> Result<Option<String>, ServiceError> {
    let person = &visit.session.person;
    let profile = visit.service.names().profile(person);
    let person = profile.map_or_else(|| person.to_string(), |profile| profile.handle);
    let request = match revoke {
        true => AccountRequest::RevokeFeeds { person },
        false => AccountRequest::IssueFeed { person },
    };
    let answer = visit.service.account(&visit.actor, request)?;
    let secret = answer.get("secret").and_then(Value::as_str);
    Ok(secret.map(str::to_owned))
}

/// Where programs find the calendar. Only on the machine itself it is not encrypted.
fn address(host: &str, secret: &str) -> String {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let scheme = match name {
        "localhost" | "127.0.0.1" | "[::1]" => "http",
        _ => "https",
    };
    format!("{scheme}://{host}/calendars/{secret}/all.ics")
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_is_encrypted_but_on_the_machine_itself() {
        assert_eq!(
            address("localhost:8080", "s"),
            "http://localhost:8080/calendars/s/all.ics"
        );
        assert_eq!(
            address("hp.example.org", "s"),
            "https://hp.example.org/calendars/s/all.ics"
        );
    }
}
