//! The last step, which can be skipped: first colleagues are let in with a role each, by links that are told once.

use askama::Template;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use holdpoint_domain::access::{Permission, Role};
use holdpoint_service::{AccountRequest, ServiceError};
use serde_json::json;

use super::form::{Step, Stop, stops};
use super::words::SetupWords;
use crate::desk::Desk;
use crate::frame::{Choice, Frame, Notice};
use crate::pages::login::blocking;
use crate::pages::shared::role;
use crate::visit::{Fields, Posted, Visit};
use crate::wrong;

/// How many are asked for at once.
const ROWS: usize = 3;

/// What can be given here. An auditor's role has an end, which is another question, and the directory is nobody to be let in.
fn offered() -> impl Iterator<Item = Role> {
    let all = Role::ALL.iter().copied();
    all.filter(|role| !matches!(role, Role::Auditor | Role::Provisioner))
}

/// Somebody to be let in, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Row {
    number: usize,
    name: String,
    handle: String,
    mail: String,
    roles: Vec<Choice>,
    refused: Option<Notice>,
}

/// Somebody who was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invited {
    name: String,
    handle: String,
    role: Option<&'static str>,
    link: String,
    /// Why there is no role, if it was refused.
    refused: Option<Notice>,
}

/// The page.
#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    frame: Frame,
    t: SetupWords,
    stops: Vec<Stop>,
    number: String,
    invited: Vec<Invited>,
    rows: Vec<Row>,
}

pub(super) async fn people(visit: Visit) -> Response {
    page(visit, StatusCode::OK, Vec::new(), Vec::new()).await
}

async fn page(
    visit: Visit,
    status: StatusCode,
    invited: Vec<Invited>,
    refused: Vec<Row>,
) -> Response {
    visit
        .page_with(status, move |desk| {
            let visit = desk.visit;
            visit.service.may(&visit.actor, Permission::AddPerson)?;
            let t = SetupWords(desk.language());
            let mut rows = refused;
            rows.resize_with(ROWS.max(rows.len()), Row::default);
            for (index, row) in rows.iter_mut().enumerate() {
                row.number = index + 1;
                let chosen = row.roles.first().map(|role| role.value.clone());
                row.roles = roles(desk, t, &chosen.unwrap_or_default());
            }
            let mut frame = Frame::bare(&visit.preferences, t.title());
            frame.csrf.clone_from(&visit.session.csrf);
            Ok(PeoplePage {
                frame,
                t,
                stops: stops(Step::People, t),
                number: Step::People.counted(t),
                invited,
                rows,
            })
        })
        .await
}

fn roles(desk: &Desk<'_>, t: SetupWords, chosen: &str) -> Vec<Choice> {
    let choice = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: value == chosen,
    };
    let none = choice("", t.no_role());
    let all = offered().map(|one| choice(one.as_str(), role(one, desk.language())));
    std::iter::once(none).chain(all).collect()
}

/// Lets them in, one after the other; each has an outcome of its own.
pub(super) async fn invited(headers: HeaderMap, Posted { visit, form, .. }: Posted) -> Response {
    let (doer, here) = (visit.clone(), origin(&headers));
    let done = blocking(move || {
        let (mut invited, mut refused) = (Vec::new(), Vec::new());
        for row in typed(&form) {
            match let_in(&doer, &here, &row) {
                Ok(one) => invited.push(one),
                Err(error) => refused.push(Row {
                    refused: Some(wrong::notice(&error)),
                    ..row
                }),
            }
        }
        Ok((invited, refused))
    });
    let (invited, refused) = done.await.unwrap_or_default();
    let status = match (refused.is_empty(), invited.is_empty()) {
        (false, true) => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    page(visit, status, invited, refused).await
}

/// How people reach this server: as the browser that asks does.
fn origin(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = || format!("http://{}", text(HOST).unwrap_or("localhost"));
    let origin = text(ORIGIN).filter(|origin| *origin != "null");
    origin.map_or_else(host, str::to_owned)
}

/// The rows in which somebody is named.
fn typed(form: &Fields) -> Vec<Row> {
    let row = |number: usize| {
        let text = |name| {
            let found = form.get(&format!("{name}-{number}"));
            found.unwrap_or_default().to_owned()
        };
        let chosen = Choice {
            value: text("role"),
            label: String::new(),
            chosen: true,
        };
        Row {
            number,
            name: text("name"),
            handle: text("handle"),
            mail: text("mail"),
            roles: vec![chosen],
            refused: None,
        }
    };
    let named = |row: &Row| !(row.name.is_empty() && row.handle.is_empty());
    (1..=ROWS).map(row).filter(named).collect()
}

fn let_in(visit: &Visit, here: &str, row: &Row) -> Result<Invited, ServiceError> {
    let (service, actor) = (&visit.service, &visit.actor);
    let ask = |command: &str, arguments| {
        let request = json!({ "command": command, "arguments": arguments });
        visit.submit_here(request, None)
    };
    let mail = Some(&row.mail).filter(|mail| !mail.is_empty());
    let new = json!({ "handle": row.handle, "name": row.name, "mail": mail });
    ask("person.add", json!({ "person": { "new-person": new } }))?;
    let wanted = row.roles.first().map_or("", |role| &role.value);
    let wanted = offered().find(|role| role.as_str() == wanted);
    let granted = wanted.map(|role| {
        let person = json!({ "handle": row.handle });
        let grant = json!({ "person": person, "role": role, "scope": "organisation" });
        ask("access.grant", grant)
    });
    let person = row.handle.clone();
    let enrolment = AccountRequest::IssueEnrolment {
        person,
        hours: None,
    };
    let told = service.account(actor, enrolment)?;
    let code = told.get("enrolment").and_then(serde_json::Value::as_str);
    Ok(Invited {
        name: row.name.clone(),
        handle: row.handle.clone(),
        role: wanted.map(|wanted| role(wanted, visit.preferences.language)),
        link: format!("{here}/enter?link={}", code.unwrap_or_default()),
        refused: granted.and_then(Result::err).as_ref().map(wrong::notice),
    })
}
