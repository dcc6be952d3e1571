//! Signing a decision: what exactly is signed, and by which ways. Approvals, go and no-go, and waivers are all signed here.

mod decision;
mod payload;
mod request;
mod way;
mod words;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdpoint_domain::signing::Terms;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::KeyView;

pub(crate) use self::decision::Decision;
use self::payload::{Found, Signing};
pub(crate) use self::request::{requested, signed};
pub(crate) use self::way::{Way, way};
use self::words::SignWords;
use crate::assets;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::pages::shared::role;
use crate::visit::{Fields, Visit};
use crate::when::When;

/// The page.
#[derive(Template)]
#[template(path = "sign.html")]
pub(crate) struct SignTemplate {
    frame: Frame,
    t: SignWords,
    view: SignView,
    script: &'static str,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignView {
    name: String,
    to: String,
    says: String,
    manifest: String,
    artifacts: usize,
    place: String,
    gates: Vec<(String, String)>,
    waiver: Option<WaiverOf>,
    comment: String,
    seen: u64,
    text: String,
    /// What a passkey answers, in base64url.
    challenge: String,
    /// The passkeys that can, by what their authenticators know them.
    known: String,
    command: String,
    /// What asks for the same without a signature, if that is taken, too.
    without: Option<&'static str>,
    /// What the form bears besides.
    fields: Vec<(&'static str, String)>,
}

/// The waiver that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WaiverOf {
    criterion: String,
    asked_by: String,
    until: When,
}

/// What is about to be signed, where it was asked for, and what the form said.
pub(crate) struct Asking {
    pub(crate) decision: Decision,
    pub(crate) release: String,
    /// Where the form leads back to.
    pub(crate) to: String,
    pub(crate) form: Fields,
}

/// Shows what is to be signed.
pub(crate) async fn ask(visit: Visit, asking: Asking) -> Response {
    let page = move |desk: &Desk<'_>| page(desk, &asking);
    visit.page_with(StatusCode::OK, page).await
}

fn page(desk: &Desk<'_>, asking: &Asking) -> Result<SignTemplate, ServiceError> {
    let t = SignWords(desk.language());
    let mut frame = desk.frame(t.title(), Section::Releases);
    // What is fetched anew in place of this page would be where the form leads back to.
    frame.live = false;
    Ok(SignTemplate {
        view: view(desk, t, asking)?,
        script: &assets::passkey().url,
        frame,
        t,
    })
}

fn view(desk: &Desk<'_>, t: SignWords, asking: &Asking) -> Result<SignView, ServiceError> {
    let form = &asking.form;
    // A waiver is granted without saying why: whoever asked for it has said it.
    let comment = match asking.decision {
        Decision::Grant => String::new(),
        _ => form.get("text").unwrap_or_default().to_owned(),
    };
    let salt = (!comment.is_empty()).then(|| desk.visit.service.fresh_salt());
    let signing = Signing::asked(asking, salt.as_deref().map(|salt| (salt, &*comment)))?;
    let found = signing.found(desk)?;
    let place = found.environment.as_ref().map(ToString::to_string);
    let place = place.unwrap_or_default();
    Ok(SignView {
        says: says(desk, t, asking.decision, &found),
        artifacts: found.subjects,
        gates: found.gates.clone(),
        waiver: found.waiver.as_ref().map(|terms| waiver(desk, terms)),
        seen: found.seen,
        challenge: URL_SAFE_NO_PAD.encode(found.digest.0),
        known: known(&found.keys, &desk.visit.host),
        command: signing.command(&found),
        without: without(desk, asking.decision, &found)?,
        fields: fields(asking, &found, salt, &comment),
        manifest: found.manifest.to_string(),
        text: found.text,
        name: found.release.to_string(),
        to: asking.to.clone(),
        place,
        comment,
    })
}

fn says(desk: &Desk<'_>, t: SignWords, decision: Decision, found: &Found) -> String {
    let release = &found.release;
    let place = found.environment.as_ref().map(ToString::to_string);
    let waiver = found.waiver.as_ref();
    let criterion = waiver.map(|terms| terms.criterion.as_str());
    let criterion = criterion.unwrap_or_default();
    match decision {
        Decision::Approve => {
            let who = found.role.map(|who| role(who, desk.language()));
            t.approve(release, who.unwrap_or_default())
        }
        Decision::Go => t.go(release, place.unwrap_or_default()),
        Decision::NoGo => t.no_go(release),
        Decision::Grant => t.grant(criterion, release),
        Decision::Revoke => t.revoke(criterion, release),
    }
}

fn waiver(desk: &Desk<'_>, terms: &Terms) -> WaiverOf {
    WaiverOf {
        criterion: terms.criterion.clone(),
        asked_by: desk.called(&desk.reader.names().person(&terms.requested_by)),
        until: desk.when(terms.ends),
    }
}

/// What asks for the same without a signature, if it is taken. A gate that asks for signatures does not count others.
fn without(
    desk: &Desk<'_>,
    decision: Decision,
    found: &Found,
) -> Result<Option<&'static str>, ServiceError> {
    let command = found.command(decision);
    Ok(match command.map(|command| desk.could(&command)) {
        Some(could) => could?.is_ok().then(|| decision.name()),
        None => None,
    })
}

fn fields(
    asking: &Asking,
    found: &Found,
    salt: Option<String>,
    comment: &str,
) -> Vec<(&'static str, String)> {
    let sent = |name: &str| asking.form.get(name).unwrap_or_default().to_owned();
    let place = found.environment.as_ref().map(ToString::to_string);
    vec![
        ("key", sent("key")),
        ("decision", asking.decision.name().to_owned()),
        ("role", sent("role")),
        ("waiver", sent("waiver")),
        ("environment", place.unwrap_or_default()),
        ("manifest", found.manifest.to_string()),
        ("text", comment.to_owned()),
        ("salt", salt.unwrap_or_default()),
        ("payload", found.text.clone()),
    ]
}

/// `credential=key` of the passkeys that were made here.
fn known(keys: &[KeyView], host: &str) -> String {
    let here = |key: &&KeyView| {
        let origin = key.origin.as_deref().and_then(|at| at.split_once("://"));
        origin.is_some_and(|(_, at)| at == host)
    };
    let known = keys.iter().filter(here);
    let known = known.filter_map(|key| Some(format!("{}={}", key.credential.as_ref()?, key.key)));
    known.collect::<Vec<_>>().join(" ")
}
