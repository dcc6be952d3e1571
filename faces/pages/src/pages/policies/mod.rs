//! Policies: those in force, since when and by whom, the default, and who may do what.

mod answer;
mod words;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use holdpoint_domain::Digest;
use holdpoint_domain::access::policy::{self, DEFAULT};
use holdpoint_ports::BlobDigest;
use holdpoint_service::queries::{ListEnvironments, ShowPolicy};
use holdpoint_service::{ServiceError, read_policies};

use self::answer::Answer;
use self::words::PolicyWords;
use super::shared::actor;
use crate::Site;
use crate::desk::Desk;
use crate::frame::{Choice, Frame, Section};
use crate::visit::Visit;
use crate::when::When;
use crate::wrong;

/// The page.
#[derive(Template)]
#[template(path = "policies.html")]
struct PoliciesPage {
    frame: Frame,
    t: PolicyWords,
    own: Option<Own>,
    default: &'static str,
    form: Form,
    answer: Option<Answer>,
}

/// The policies of the organisation.
struct Own {
    digest: String,
    /// Their text, if it is there, and each of them.
    text: Option<String>,
    policies: Vec<Line>,
    applied: Option<Applied>,
}

/// One of them.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    permits: bool,
    id: String,
    advice: String,
}

/// Who made them the organisation's.
struct Applied {
    when: When,
    who: String,
    position: u64,
    to: String,
}

/// What is asked, as it was typed.
struct Form {
    actions: Vec<Choice>,
    person: String,
    on: String,
    places: Vec<Choice>,
    when: String,
    /// The moment in the past that the page is of.
    at: Option<String>,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/policies", get(show))
}

async fn show(visit: Visit) -> Response {
    visit
        .page(|desk| {
            let t = PolicyWords(desk.language());
            let mut frame = desk.frame(t.title(), Section::Other);
            // Who asks for what is not there sees the page, with what is wrong on top.
            let answer = answer::answer(desk, t).unwrap_or_else(|error| {
                frame.notice = Some(wrong::notice(&error));
                None
            });
            Ok(PoliciesPage {
                own: own(desk)?,
                default: DEFAULT.trim_end(),
                form: form(desk, t)?,
                answer,
                frame,
                t,
            })
        })
        .await
}

fn own(desk: &Desk<'_>) -> Result<Option<Own>, ServiceError> {
    let page = desk.ask(&ShowPolicy::default())?;
    let Some(policy) = page.policy else {
        return Ok(None);
    };
    let text = text(desk, &policy)?;
    let applied = page.applied.map(|applied| Applied {
        when: desk.when(applied.time),
        who: actor(desk, &applied.by),
        position: applied.position,
        to: desk.to(&format!("/entries/{}", applied.position)),
    });
    Ok(Some(Own {
        digest: policy.to_string(),
        policies: text.as_deref().map(lines).unwrap_or_default(),
        text,
        applied,
    }))
}

fn text(desk: &Desk<'_>, policy: &Digest) -> Result<Option<String>, ServiceError> {
    let bytes = desk.visit.service.blobs().get(&BlobDigest(policy.0))?;
    let text = bytes.map(String::from_utf8).and_then(Result::ok);
    Ok(text.map(|text| text.trim_end().to_owned()))
}

/// Each policy of a text; those that forbid first.
fn lines(text: &str) -> Vec<Line> {
    let read = read_policies(text);
    let listed = read.iter().flat_map(|policies| policies.listed());
    let mut lines: Vec<_> = listed
        .map(|one| Line {
            permits: one.permits,
            id: one.saying.id.clone(),
            advice: one.saying.advice.clone(),
        })
        .collect();
    lines.sort_by_key(|line| line.permits);
    lines
}

fn form(desk: &Desk<'_>, t: PolicyWords) -> Result<Form, ServiceError> {
    let typed = |name: &str| desk.visit.query.get(name).unwrap_or_default().to_owned();
    let (action, place) = (typed("action"), typed("environment"));
    let choice = |value: &str, label: &str, chosen: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: value == chosen,
    };
    let environments = desk.ask(&ListEnvironments::default())?.environments;
    let places = environments.iter().map(|one| one.environment.name.as_str());
    let none = choice("", t.no_place(), &place);
    let moment = desk.visit.query.get("when").map(str::to_owned);
    Ok(Form {
        actions: policy::actions()
            .map(|name| choice(name, name, or(&action, "deployment.deploy")))
            .collect(),
        person: typed("person"),
        on: typed("on"),
        places: std::iter::once(none)
            .chain(places.map(|name| choice(name, name, &place)))
            .collect(),
        when: moment.unwrap_or_else(|| desk.reading.field(desk.reading.now)),
        at: desk.at.map(|at| at.to_string()),
    })
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    match text {
        "" => other,
        text => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, lines};

    #[test]
    fn what_forbids_comes_first() {
        let text = r#"
            @id("all") permit (principal, action, resource);
            @id("rest") @advice("sleep") forbid (principal, action, resource);
        "#;
        let line = |permits, id: &str, advice: &str| Line {
            permits,
            id: id.to_owned(),
            advice: advice.to_owned(),
        };
        assert_eq!(
            lines(text),
            [line(false, "rest", "sleep"), line(true, "all", "")]
        );
        assert_eq!(lines("no Cedar"), []);
    }
}
