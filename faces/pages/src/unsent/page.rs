//! The page that shows what was typed, with a button that sends it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::words::{UnsentWords, act, secret};
use super::{Unsent, Why, is_page};
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::pages::talk::page_of;
use crate::respond;
use crate::visit::Visit;
use crate::words::Language;

/// Fields that say nothing to people.
const UNSPOKEN: &[&str] = &[
    "key", "manifest", "sent", "text", "act", "talk", "part", "subject",
];

/// A field to be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Secret {
    name: String,
    label: &'static str,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnsentView {
    title: &'static str,
    says: &'static str,
    action: String,
    back: String,
    what: Option<String>,
    about: Option<String>,
    facts: Vec<(String, String)>,
    hidden: Vec<(String, String)>,
    texts: Vec<String>,
    secrets: Vec<Secret>,
    files: Vec<String>,
    field: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "unsent.html")]
struct UnsentPage {
    frame: Frame,
    t: UnsentWords,
    view: UnsentView,
}

impl Unsent {
    /// The page for somebody who is signed in.
    pub(crate) async fn page(self, visit: Visit, status: StatusCode, why: Why) -> Response {
        let made = tokio::task::spawn_blocking(move || {
            let language = visit.preferences.language;
            let view = view(&self, why, language);
            // Also who has no role is told.
            let mut frame = match Desk::own(&visit) {
                Ok(desk) => desk.frame(view.title, Section::Other),
                Err(_) => Frame::bare(&visit.preferences, view.title),
            };
            frame.csrf.clone_from(&visit.session.csrf);
            frame.live = false;
            let t = UnsentWords(language);
            let page = UnsentPage { frame, t, view };
            let text = page.render().unwrap_or_default();
            respond::page(status, text, visit.compress())
        });
        made.await.unwrap_or_default()
    }
}

fn view(unsent: &Unsent, why: Why, language: Language) -> UnsentView {
    let (title, says) = why.said(UnsentWords(language));
    let form = unsent.form.0.iter().cloned();
    let (texts, hidden): (Vec<_>, Vec<_>) = form.partition(|(name, _)| name == "text");
    let spoken = |(name, value): &&(String, String)| {
        !value.trim().is_empty() && !UNSPOKEN.contains(&name.as_str())
    };
    let secret = |name: &String| Secret {
        name: name.clone(),
        label: secret(name, language),
    };
    UnsentView {
        title,
        says,
        action: unsent.path.clone(),
        back: back(unsent),
        what: what(unsent, language),
        about: about(unsent),
        facts: hidden.iter().filter(spoken).cloned().collect(),
        hidden,
        texts: texts.into_iter().map(|(_, text)| text).collect(),
        secrets: unsent.secrets.iter().map(secret).collect(),
        files: unsent.files.clone(),
        field: unsent.field.clone(),
    }
}

impl Why {
    fn said(self, t: UnsentWords) -> (&'static str, &'static str) {
        match self {
            Self::Stale => (t.stale(), t.stale_says()),
            Self::Ended => (t.ended(), t.ended_says()),
            Self::Large => (t.large(), t.large_says()),
        }
    }
}

/// What is about to be done, as a button says it.
fn what(unsent: &Unsent, language: Language) -> Option<String> {
    let mut names = ["act", "talk", "part"].into_iter();
    let code = names.find_map(|name| unsent.form.get(name))?;
    Some(act(code, language).unwrap_or(code).to_owned())
}

/// The page that it was typed on.
fn back(unsent: &Unsent) -> String {
    let topic = unsent
        .form
        .get("subject")
        .and_then(|text| text.parse().ok());
    match is_page(&unsent.path) {
        true => unsent.path.clone(),
        false => topic.map_or_else(|| "/".to_owned(), |topic| page_of(&topic)),
    }
}

/// What it is about, by name.
fn about(unsent: &Unsent) -> Option<String> {
    let of_path = ["/releases/", "/environments/", "/catalogue/"];
    let mut of_path = of_path
        .iter()
        .filter_map(|part| unsent.path.strip_prefix(part));
    let subject = unsent.form.get("subject");
    let subject = subject.map(|text| text.split_once('/').map_or(text, |(_, name)| name));
    subject.or_else(|| of_path.next()).map(str::to_owned)
}
