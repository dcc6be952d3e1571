//! How somebody likes to read, kept in cookies of the browser.

use axum::Router;
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::response::Response;
use axum::routing::post;
use jiff::tz::TimeZone;

use super::login::blocking;
use super::settings::keep_reading;
use crate::Site;
use crate::respond;
use crate::visit::{Fields, LANGUAGE, Posted, THEME, Theme, ZONE, encoded};
use crate::words::Language;

/// A year, in seconds.
const YEAR: u32 = 31_536_000;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/preferences", post(keep))
}

/// From the menu of every page: for this browser, and for all others of who is signed in.
async fn keep(Posted { visit, form, .. }: Posted) -> Response {
    let kept = form.clone();
    // What the vault does not take, the browser still keeps.
    let _ = blocking(move || keep_reading(&visit, &kept)).await;
    remember(respond::see(own(form.get("to").unwrap_or("/"))), &form)
}

/// The answer, with the choices of a form as cookies. What is no choice any more is forgotten.
pub(super) fn remember(mut response: Response, fields: &Fields) -> Response {
    for name in [LANGUAGE, THEME, ZONE] {
        if fields.all(name).next() == Some("") {
            let line = format!("{name}=; Path=/; SameSite=Lax; Max-Age=0");
            if let Ok(line) = HeaderValue::from_str(&line) {
                response.headers_mut().append(SET_COOKIE, line);
            }
        }
    }
    for (name, value) in chosen(fields) {
        let value = encoded(&value).replace('/', "%2F");
        let line = format!("{name}={value}; Path=/; SameSite=Lax; Max-Age={YEAR}");
        if let Ok(line) = HeaderValue::from_str(&line) {
            response.headers_mut().append(SET_COOKIE, line);
        }
    }
    response
}

/// What was chosen, as far as there is such a thing.
fn chosen(fields: &Fields) -> Vec<(&'static str, String)> {
    let language = fields
        .get("language")
        .and_then(Language::of)
        .map(|one| one.tag());
    let theme = fields.get("theme");
    let theme = Theme::ALL
        .iter()
        .map(|one| one.as_str())
        .find(|one| theme == Some(*one));
    let zone = fields
        .get("zone")
        .filter(|zone| TimeZone::get(zone).is_ok());
    [(LANGUAGE, language), (THEME, theme), (ZONE, zone)]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?.to_owned())))
        .collect()
}

/// An address of this site; its home page for any other.
pub(crate) fn own(to: &str) -> &str {
    let inside = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
    if inside { to } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::{Fields, chosen, own};

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(own("/releases?q=a"), "/releases?q=a");
        for elsewhere in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
        ] {
            assert_eq!(own(elsewhere), "/");
        }
    }

    #[test]
    fn only_what_there_is_can_be_chosen() {
        let fields = Fields::parse("language=de&theme=pink&zone=Europe/Vienna");
        assert_eq!(
            chosen(&fields),
            [
                ("language", "de".to_owned()),
                ("zone", "Europe/Vienna".to_owned())
            ]
        );
    }
}
