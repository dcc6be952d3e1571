//! Signing a decision: what exactly is signed, and by which ways.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdpoint_domain::approval::Say;
use holdpoint_domain::signing::reason_digest;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{KeyView, ShowPayload};
use serde_json::{Value, json};

use crate::assets;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::pages::shared::role;
use crate::visit::{Fields, Visit};
use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) SignWords {
        title: "Sign your decision" | "Entscheidung signieren";
        yes(release, who): "You approve {release} as {who}." | "Sie stimmen {release} als {who} zu.";
        what: "What you sign" | "Was Sie signieren";
        release: "Release" | "Release";
        manifest: "Manifest" | "Manifest";
        artifacts: "Artifacts" | "Artefakte";
        place: "Environment" | "Umgebung";
        gates: "What the gate asks" | "Was das Gate verlangt";
        comment: "Comment" | "Kommentar";
        ledger: "Ledger that you have seen" | "Ledger, das Sie gesehen haben";
        entries(n): "{n} entries" | "{n} Einträge";
        exact: "Byte for byte" | "Byte für Byte";
        here: "On this page" | "Auf dieser Seite";
        with_passkey: "Sign with a passkey" | "Mit Passkey signieren";
        needs: "Signing here needs scripts in your browser, and a secure address." | "Hier zu signieren braucht Skripte in Ihrem Browser und eine sichere Adresse.";
        none: "You have no passkey that was made at this address." | "Sie haben keinen Passkey, der an dieser Adresse angelegt wurde.";
        make_one: "Make one in settings" | "In den Einstellungen anlegen";
        failed: "Your browser did not sign:" | "Ihr Browser hat nicht signiert:";
        terminal: "In a terminal, with an SSH key of yours" | "Im Terminal, mit einem SSH-Schlüssel von Ihnen";
        back: "Back to the release" | "Zurück zum Release";
    }
}

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
    comment: String,
    seen: u64,
    text: String,
    /// What a passkey answers, in base64url.
    challenge: String,
    /// The passkeys that can, by what their authenticators know them.
    known: String,
    command: String,
    /// What the form bears besides.
    fields: Vec<(&'static str, String)>,
}

/// Shows what is to be signed.
pub(super) async fn ask(visit: Visit, name: String, form: Fields) -> Response {
    let page = move |desk: &Desk<'_>| page(desk, &name, &form);
    visit.page_with(StatusCode::OK, page).await
}

fn page(desk: &Desk<'_>, name: &str, form: &Fields) -> Result<SignTemplate, ServiceError> {
    let t = SignWords(desk.language());
    let mut frame = desk.frame(t.title(), Section::Releases);
    // What is fetched anew in place of this page would be the release.
    frame.live = false;
    Ok(SignTemplate {
        view: view(desk, t, name, form)?,
        script: &assets::passkey().url,
        frame,
        t,
    })
}

fn view(
    desk: &Desk<'_>,
    t: SignWords,
    name: &str,
    form: &Fields,
) -> Result<SignView, ServiceError> {
    let comment = form.get("text").unwrap_or_default().to_owned();
    let salt = (!comment.is_empty()).then(|| desk.visit.service.fresh_salt());
    let asked = asked(name, form, salt.as_deref(), &comment)?;
    let found = desk.ask(&asked)?;
    let place = asked.environment.as_ref().map(ToString::to_string);
    let (place, who) = (place.unwrap_or_default(), asked.role);
    let gates = found.payload.gates.iter();
    let key = form.get("key").unwrap_or_default().to_owned();
    Ok(SignView {
        to: desk.to(&format!("/releases/{name}")),
        says: t.yes(name, role(who, desk.language())),
        manifest: found.payload.manifest.to_string(),
        artifacts: found.payload.subjects.len(),
        gates: gates
            .map(|(place, asks)| (place.to_string(), asks.short()))
            .collect(),
        seen: found.payload.seen.size,
        challenge: URL_SAFE_NO_PAD.encode(found.digest.0),
        known: known(&found.keys, &desk.visit.host),
        command: format!("holdpoint approve {name} --as {who} --environment {place}"),
        fields: vec![
            ("key", key),
            ("role", who.to_string()),
            ("environment", place.clone()),
            ("manifest", found.payload.manifest.to_string()),
            ("text", comment.clone()),
            ("salt", salt.unwrap_or_default()),
            ("payload", found.text.clone()),
        ],
        text: found.text,
        name: name.to_owned(),
        place,
        comment,
    })
}

fn asked(
    name: &str,
    form: &Fields,
    salt: Option<&str>,
    comment: &str,
) -> Result<ShowPayload, ServiceError> {
    let malformed = |text: &str| ServiceError::Malformed(format!("`{text}` is not known here"));
    let text = |name: &str| form.get(name).unwrap_or_default();
    let role = serde_json::from_value(json!(text("role")));
    Ok(ShowPayload {
        release: name.to_owned(),
        say: Say::Approve,
        role: role.map_err(|_| malformed(text("role")))?,
        environment: match form.get("environment") {
            Some(place) => Some(place.parse().map_err(|_| malformed(place))?),
            None => None,
        },
        on_behalf_of: None,
        reason: salt.map(|salt| reason_digest(salt, comment)),
    })
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

/// The request that a signed form stands for.
pub(super) fn request(release: &str, form: &Fields) -> Value {
    let plain = |name: &str| form.get(name).map(|text| json!({ "plain": text }));
    let payload = form.get("payload").unwrap_or_default();
    let payload: Value = serde_json::from_str(payload).unwrap_or_default();
    json!({ "command": "approval.decide", "arguments": {
        "release": release,
        "say": "approve",
        "role": form.get("role"),
        "environment": form.get("environment"),
        "manifest": form.get("manifest"),
        "comment": plain("text"),
        "signature": {
            "payload": payload,
            "proof": { "passkey": {
                "key": form.get("passkey"),
                "client": form.get("client"),
                "authenticator": form.get("authenticator"),
                "signature": form.get("signature"),
            } },
            "salt": plain("salt"),
        },
    } })
}
