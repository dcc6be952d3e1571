//! What the forms of the page ask for.

use axum::http::StatusCode;
use axum::response::Response;
use holdpoint_service::{
    AccountRequest, Begun, ColourTheme, LogIn, NewSession, PersonalRequest, SavedView,
    ServiceError, Settings, SignOnError, SpokenLanguage,
};

use serde::de::DeserializeOwned;

use super::view::DAYS;
use super::{directory, keys};
use crate::pages::login::{blocking, opened, signed_out};
use crate::pages::preferences::{own, remember};
use crate::pages::sign_on;
use crate::visit::{Draft, Fields, Posted, Visit};
use crate::{respond, wrong};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// What came of a form.
pub(super) enum Done {
    /// That, said on top of the page.
    Said(&'static str),
    /// How one reads is kept in the browser, too.
    Read(Fields),
    /// A token, told this once.
    Told(String),
    /// Everybody was signed out but for this browser, which was signed in anew.
    Anew(Box<NewSession>),
    /// Their identity provider says who they are there, if it can be asked.
    Onward(Result<Begun, SignOnError>),
    /// This browser, too, was signed out.
    Out,
}

/// `POST /settings`.
pub(super) async fn act(Posted { visit, form, .. }: Posted) -> Response {
    let (doer, asked) = (visit.clone(), form.clone());
    match blocking(move || done(&doer, &asked)).await {
        Ok(Done::Said(code)) => respond::see(&format!("/settings?done={code}")),
        Ok(Done::Read(form)) => remember(respond::see("/settings?done=settings"), &form),
        Ok(Done::Told(token)) => super::page(visit, StatusCode::OK, Some(token)).await,
        Ok(Done::Anew(begun)) => opened("/settings?done=password", *begun),
        Ok(Done::Onward(Ok(begun))) => sign_on::onward_to_link(&visit.preferences, begun),
        Ok(Done::Onward(Err(error))) => wrong::sign_on_for(&visit, &error),
        Ok(Done::Out) => signed_out("/login"),
        Err(error) => refused(visit, form, &error).await,
    }
}

/// `POST /views`: what a list shows, under a name; back to the list.
pub(super) async fn save_view(
    Posted {
        visit, mut form, ..
    }: Posted,
) -> Response {
    let (doer, view) = (visit.clone(), view_of(&form));
    let saved = blocking(move || {
        let request = PersonalRequest::SaveView(view.clone());
        doer.service.personal(&doer.actor, &request)?;
        Ok(view)
    });
    match saved.await {
        Ok(view) => {
            let query = Fields::parse(&view.query).with("done", Some("view-saved"));
            respond::see(&query.address(own(&view.page)))
        }
        Err(error) => {
            form.0.push(("part".to_owned(), "view".to_owned()));
            refused(visit, form, &error).await
        }
    }
}

async fn refused(mut visit: Visit, form: Fields, error: &ServiceError) -> Response {
    let status = match wrong::status(error) {
        // A wrong password here is no stranger.
        StatusCode::UNAUTHORIZED => StatusCode::FORBIDDEN,
        status => status,
    };
    "/settings".clone_into(&mut visit.path);
    visit.draft = Some(Draft {
        form,
        refused: wrong::notice(error),
    });
    super::page(visit, status, None).await
}

fn done(visit: &Visit, form: &Fields) -> Result<Done, ServiceError> {
    let (service, actor) = (&visit.service, &visit.actor);
    let personal = |request| service.personal(actor, &request).map(drop);
    let text = |name| form.get(name).unwrap_or_default().to_owned();
    Ok(match form.get("part") {
        Some("reading") => {
            let wanted = reading(&service.settings(actor)?, form);
            personal(PersonalRequest::SetSettings(wanted))?;
            Done::Read(form.clone())
        }
        Some("bulletin") => {
            let wanted = bulletin(&service.settings(actor)?, form)?;
            personal(PersonalRequest::SetSettings(wanted))?;
            Done::Said("settings")
        }
        Some("password") => password(visit, form)?,
        Some("token") => Done::Told(token(visit, form)?),
        Some("revoke") => {
            let (person, label) = (handle(visit), text("label"));
            let revoked = service.account(actor, AccountRequest::RevokeTokens { person, label })?;
            let none = revoked.get("revoked").and_then(serde_json::Value::as_u64) == Some(0);
            Done::Said(if none { "no-token" } else { "revoked" })
        }
        Some("session") => {
            let id = text("session");
            service.end_session(&visit.session.person, &id)?;
            if id == visit.session.id {
                Done::Out
            } else {
                Done::Said("signed-out")
            }
        }
        Some("sessions") => {
            service.end_all_sessions(&visit.session.person)?;
            Done::Out
        }
        Some(part @ ("key" | "passkey" | "key-remove")) => {
            Done::Said(keys::done(visit, part, form)?)
        }
        Some(part @ ("link" | "unlink")) => directory::done(visit, part, form)?,
        Some("view-remove") => {
            personal(PersonalRequest::RemoveView { name: text("old") })?;
            Done::Said("view-removed")
        }
        Some("view") => {
            keep_view(form, personal)?;
            Done::Said("view-saved")
        }
        _ => {
            return Err(ServiceError::Malformed(
                "there is no such setting".to_owned(),
            ));
        }
    })
}

/// Keeps a view, under a new name if it got one.
fn keep_view(
    form: &Fields,
    personal: impl Fn(PersonalRequest) -> Result<(), ServiceError>,
) -> Result<(), ServiceError> {
    let view = view_of(form);
    let renamed = form.get("old").filter(|old| *old != view.name);
    personal(PersonalRequest::SaveView(view.clone()))?;
    match renamed {
        Some(old) => personal(PersonalRequest::RemoveView {
            name: old.to_owned(),
        }),
        None => Ok(()),
    }
}

pub(super) fn handle(visit: &Visit) -> String {
    let profile = visit.service.names().profile(&visit.session.person);
    profile.map(|profile| profile.handle).unwrap_or_default()
}

/// A new password signs out everywhere; this browser is signed in with it again.
fn password(visit: &Visit, form: &Fields) -> Result<Done, ServiceError> {
    // Spaces at its ends are part of a password.
    let typed = |name| form.all(name).next().unwrap_or_default().to_owned();
    let (current, new) = (typed("current"), typed("new"));
    let current = Some(current.as_str()).filter(|text| !text.is_empty());
    let service = &visit.service;
    service.choose_password(&visit.session.person, current, &new)?;
    let log_in = LogIn {
        handle: handle(visit),
        password: new,
    };
    let begun = service.login(log_in, None)?;
    Ok(Done::Anew(Box::new(begun)))
}

fn token(visit: &Visit, form: &Fields) -> Result<String, ServiceError> {
    let label = form.get("label").unwrap_or_default().to_owned();
    if label.is_empty() {
        let why = "a token has a name, by which it is revoked".to_owned();
        return Err(ServiceError::Malformed(why));
    }
    let days = form.get("days").and_then(|text| text.parse().ok());
    let days = days.filter(|days| DAYS.contains(days)).unwrap_or(90);
    let lasts = i64::try_from(days).unwrap_or(90).saturating_mul(DAY_MS);
    let request = AccountRequest::IssueToken {
        person: handle(visit),
        label,
        expires_ms: Some(visit.service.now_ms().saturating_add(lasts)),
    };
    let told = visit.service.account(&visit.actor, request)?;
    let token = told.get("token").and_then(serde_json::Value::as_str);
    Ok(token.unwrap_or_default().to_owned())
}

fn view_of(form: &Fields) -> SavedView {
    let text = |name| form.get(name).unwrap_or_default().to_owned();
    SavedView {
        name: text("name"),
        page: text("page"),
        query: text("query"),
        shared: form.get("shared").is_some(),
    }
}

/// The settings with how one reads as the form says.
fn reading(settings: &Settings, form: &Fields) -> Settings {
    Settings {
        language: match form.get("language") {
            Some("en") => Some(SpokenLanguage::En),
            Some("de") => Some(SpokenLanguage::De),
            _ => None,
        },
        theme: match form.get("theme") {
            Some("light") => ColourTheme::Light,
            Some("dark") => ColourTheme::Dark,
            _ => ColourTheme::System,
        },
        timezone: form.get("zone").map(str::to_owned),
        ..settings.clone()
    }
}

/// The settings with bulletins as the form says; what it does not say stays as it is.
pub(super) fn bulletin(settings: &Settings, form: &Fields) -> Result<Settings, ServiceError> {
    Ok(Settings {
        bulletin: chosen(form, "bulletin")?.unwrap_or(settings.bulletin),
        channel: chosen(form, "channel")?.unwrap_or(settings.channel),
        hour: match form.get("hour") {
            Some(text) => text.parse().map_err(|_| no_choice("hour", text))?,
            None => settings.hour,
        },
        days: chosen(form, "bulletin-days")?.unwrap_or(settings.days),
        ..settings.clone()
    })
}

/// What was chosen in a field, by the word that the API has for it.
fn chosen<T: DeserializeOwned>(form: &Fields, name: &str) -> Result<Option<T>, ServiceError> {
    let read = |text: &str| {
        let word = serde_json::Value::String(text.to_owned());
        serde_json::from_value(word).map_err(|_| no_choice(name, text))
    };
    form.get(name).map(read).transpose()
}

fn no_choice(name: &str, text: &str) -> ServiceError {
    ServiceError::Malformed(format!("`{text}` is no choice for `{name}`"))
}

/// Keeps how somebody reads, for every browser of theirs.
pub(crate) fn keep_reading(visit: &Visit, form: &Fields) -> Result<(), ServiceError> {
    let wanted = reading(&visit.service.settings(&visit.actor)?, form);
    let request = PersonalRequest::SetSettings(wanted);
    visit.service.personal(&visit.actor, &request).map(drop)
}
