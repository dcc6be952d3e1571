//! The first two steps, before there is anybody: the organisation, and its administrator. Whoever takes them proves
//! with the code that they have started the server.

use axum::Extension;
use axum::extract::{Form, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use holdpoint_domain::organisation::OrganisationName;
use holdpoint_service::{Founding, NewSession, Overheard, ServiceError};
use jiff::tz;

use super::code::CodePage;
use super::form::{Ask, Field, Kind, Step, page};
use super::words::SetupWords;
use crate::assets::takes_gzip;
use crate::frame::Notice;
use crate::pages::login::{blocking, opened};
use crate::visit::{Fields, Preferences, Visit};
use crate::{Site, respond, wrong};

/// `GET /setup`: the first step that is not done.
pub(super) async fn begin(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    visit: Result<Visit, Response>,
    headers: HeaderMap,
) -> Response {
    let query = Fields::parse(&query.unwrap_or_default());
    if !site.waits_for_founder() {
        return match visit {
            Ok(visit) => super::steps::resume(visit).await,
            Err(stranger) => stranger,
        };
    }
    let asked = Asked::of(&headers, query);
    match asked.proven(&site) {
        true => asked.organisation(StatusCode::OK, None),
        false => asked.code(),
    }
}

/// `POST /setup`: the name and the zone stand; they go along in the address of the next step, which can be
/// opened again after whatever happens.
pub(super) async fn named(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let asked = Asked::of(&headers, Fields(form));
    if !asked.proven(&site) {
        return asked.code();
    }
    if let Err(why) = asked
        .organisation_name()
        .and_then(|_| asked.zone().map(drop))
    {
        return asked.organisation(StatusCode::BAD_REQUEST, Some(refusal(&why)));
    }
    let kept = asked.form.0.iter();
    let kept = kept.filter(|(name, _)| ["code", "organisation", "zone"].contains(&name.as_str()));
    respond::see(&Fields(kept.cloned().collect()).address(Step::Administrator.path()))
}

/// `GET /setup/administrator`.
pub(super) async fn who(
    State(site): State<Site>,
    overheard: Option<Extension<Overheard>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let asked = Asked::of(&headers, Fields::parse(&query.unwrap_or_default()));
    let refused = overheard.map(|_| asked.overheard());
    match (site.waits_for_founder(), asked.proven(&site)) {
        (false, _) => respond::see("/setup"),
        (true, true) => asked.administrator(StatusCode::OK, refused),
        (true, false) => asked.code(),
    }
}

/// `POST /setup/administrator`: founds the organisation, and signs its administrator in.
pub(super) async fn found(
    State(site): State<Site>,
    overheard: Option<Extension<Overheard>>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let asked = Asked::of(&headers, Fields(form));
    if !site.waits_for_founder() {
        return respond::see("/setup");
    }
    if !asked.proven(&site) {
        return asked.code();
    }
    if overheard.is_some() {
        let refused = asked.overheard();
        return asked.administrator(StatusCode::FORBIDDEN, Some(refused));
    }
    match asked.founded(site).await {
        Ok(begun) => opened(Step::Team.path(), begun),
        Err(error) => asked.administrator(wrong::status(&error), Some(wrong::notice(&error))),
    }
}

fn refusal(why: &str) -> Notice {
    Notice {
        good: false,
        text: wrong::sentence(why),
        more: Vec::new(),
    }
}

/// Who asks, with what.
pub(super) struct Asked {
    pub(super) preferences: Preferences,
    pub(super) compress: bool,
    pub(super) form: Fields,
}

impl Asked {
    fn of(headers: &HeaderMap, form: Fields) -> Self {
        Self {
            preferences: Preferences::of(headers),
            compress: takes_gzip(headers),
            form,
        }
    }

    fn words(&self) -> SetupWords {
        SetupWords(self.preferences.language)
    }

    /// Whether whoever asks has the code, and it still counts.
    fn proven(&self, site: &Site) -> bool {
        let code = self.form.get("code").unwrap_or_default();
        site.setup().is_some_and(|setup| setup.opens(code)) && site.waits_for_founder()
    }

    fn code(&self) -> Response {
        CodePage::answer(self)
    }

    fn overheard(&self) -> Notice {
        refusal(self.words().overheard())
    }

    fn hidden(&self, names: &[&'static str]) -> Vec<(&'static str, String)> {
        let value = |name: &&'static str| {
            let value = self.form.get(name).unwrap_or_default();
            (*name, value.to_owned())
        };
        names.iter().map(value).collect()
    }

    fn organisation_name(&self) -> Result<OrganisationName, String> {
        let name = self.form.get("organisation").unwrap_or_default();
        name.parse()
            .map_err(|error: holdpoint_domain::NameError| error.to_string())
    }

    fn zone(&self) -> Result<String, String> {
        let zone = self.form.get("zone").unwrap_or("UTC");
        match tz::TimeZone::get(zone) {
            Ok(_) => Ok(zone.to_owned()),
            Err(_) => Err(format!("`{zone}` is no time zone such as `Europe/Vienna`")),
        }
    }

    fn organisation(&self, status: StatusCode, refused: Option<Notice>) -> Response {
        let (t, form) = (self.words(), &self.form);
        let zones = tz::db().available().map(|name| name.to_string()).collect();
        let ask = Ask {
            step: Step::Organisation,
            hidden: self.hidden(&["code"]),
            fields: vec![
                Field::text(
                    form,
                    "organisation",
                    t.organisation_name(),
                    t.organisation_hint(),
                    "",
                )
                .autocomplete("organization"),
                Field::text(form, "zone", t.zone(), t.zone_hint(), "UTC").of(Kind::Zone(zones)),
            ],
            refused,
            send: t.next(),
            later: false,
        };
        page(&self.preferences, self.compress, status, ask)
    }

    fn administrator(&self, status: StatusCode, refused: Option<Notice>) -> Response {
        let (t, form) = (self.words(), &self.form);
        // What was typed as a password is not sent back.
        let unsaid = Fields::default();
        let ask = Ask {
            step: Step::Administrator,
            hidden: self.hidden(&["code", "organisation", "zone"]),
            fields: vec![
                Field::text(form, "name", t.full_name(), "", "").autocomplete("name"),
                Field::text(form, "handle", t.handle(), t.handle_hint(), "")
                    .autocomplete("username"),
                Field::text(form, "mail", t.mail(), "", "")
                    .of(Kind::Input("email"))
                    .optional()
                    .autocomplete("email"),
                Field::text(&unsaid, "password", t.password(), t.password_hint(), "")
                    .of(Kind::Input("password"))
                    .autocomplete("new-password"),
            ],
            refused,
            send: t.found(),
            later: false,
        };
        page(&self.preferences, self.compress, status, ask)
    }

    async fn founded(&self, site: Site) -> Result<NewSession, ServiceError> {
        let text = |name| self.form.get(name).unwrap_or_default().to_owned();
        let founding = Founding {
            name: self.organisation_name().map_err(ServiceError::Malformed)?,
            timezone: self.zone().map_err(ServiceError::Malformed)?,
            full_name: text("name"),
            handle: text("handle"),
            mail: self.form.get("mail").map(str::to_owned),
            password: self
                .form
                .all("password")
                .next()
                .unwrap_or_default()
                .to_owned(),
            system_user: site.setup().map(|setup| setup.system_user.clone()),
        };
        blocking(move || {
            let begun = site.service.found_by(founding)?;
            if let Some(setup) = site.setup() {
                setup.close();
            }
            Ok(begun)
        })
        .await
    }
}
