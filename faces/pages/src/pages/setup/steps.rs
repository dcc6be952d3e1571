//! The steps that the administrator takes signed in: a team, a repository, an environment. Each is a change of the
//! configuration like any other, so that set-up goes on wherever the ledger says that it stands.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use holdpoint_domain::State;
use holdpoint_domain::access::Permission;
use holdpoint_service::ServiceError;
use serde_json::{Value, json};

use super::form::{Ask, Field, Kind, Step, page};
use super::words::SetupWords;
use crate::desk::Desk;
use crate::frame::Frame;
use crate::visit::{Draft, Fields, Posted, Visit};
use crate::{respond, wrong};

/// What there is already.
struct Standing {
    house: String,
    team: Option<(String, String)>,
    component: bool,
    environment: bool,
}

fn standing(desk: &Desk<'_>) -> Result<Standing, ServiceError> {
    let house = desk.house.name.clone();
    desk.reader.ask(move |state: &State| {
        let team = state.teams.values().next();
        Ok(Standing {
            house: house.clone(),
            team: team.map(|team| (team.name.to_string(), team.unit.to_string())),
            component: !state.components.is_empty(),
            environment: !state.environments.is_empty(),
        })
    })
}

impl Standing {
    /// The first step that is not done.
    fn next(&self) -> &'static str {
        match (&self.team, self.component, self.environment) {
            (None, ..) => Step::Team.path(),
            (_, false, _) => Step::Repository.path(),
            (.., false) => Step::Environment.path(),
            _ => "/setup/done",
        }
    }
}

/// Whether set-up is not finished, and whoever looks could go on with it.
pub(crate) fn unfinished(desk: &Desk<'_>) -> Result<bool, ServiceError> {
    let next = standing(desk)?.next();
    let visit = desk.visit;
    let may = visit
        .service
        .may(&visit.actor, Permission::Configure)
        .is_ok();
    Ok(next != "/setup/done" && may && desk.at.is_none())
}

/// Where set-up goes on.
pub(super) async fn resume(visit: Visit) -> Response {
    visit
        .at_a_desk(|desk| Ok(respond::see(standing(desk)?.next())))
        .await
}

pub(super) async fn team(visit: Visit) -> Response {
    ask(visit, StatusCode::OK, Step::Team).await
}

pub(super) async fn repository(visit: Visit) -> Response {
    ask(visit, StatusCode::OK, Step::Repository).await
}

pub(super) async fn environment(visit: Visit) -> Response {
    ask(visit, StatusCode::OK, Step::Environment).await
}

async fn ask(visit: Visit, status: StatusCode, step: Step) -> Response {
    visit
        .at_a_desk(move |desk| {
            let visit = desk.visit;
            visit.service.may(&visit.actor, Permission::Configure)?;
            let t = SetupWords(desk.language());
            let (form, refused) = match &visit.draft {
                Some(draft) => (draft.form.clone(), Some(draft.refused.clone())),
                None => (Fields::default(), None),
            };
            let standing = standing(desk)?;
            let ask = Ask {
                step,
                hidden: vec![
                    ("csrf", visit.session.csrf.clone()),
                    ("sent", "yes".to_owned()),
                ],
                fields: match step {
                    Step::Repository => of_repository(t, &form),
                    Step::Environment => of_environment(t, &form),
                    _ => of_team(t, &form, &standing),
                },
                refused,
                send: t.next(),
                later: true,
            };
            Ok(page(&visit.preferences, visit.compress(), status, ask))
        })
        .await
}

fn of_team(t: SetupWords, form: &Fields, standing: &Standing) -> Vec<Field> {
    vec![
        Field::text(form, "title", t.team_title(), t.team_hint(), ""),
        Field::text(form, "unit", t.unit(), t.unit_hint(), &standing.house),
        Field::check(form, "member", t.member(), true),
    ]
}

fn of_repository(t: SetupWords, form: &Fields) -> Vec<Field> {
    let levels = [
        ("low", t.low()),
        ("medium", t.medium()),
        ("high", t.high()),
        ("critical", t.critical()),
    ];
    vec![
        Field::text(form, "repository", t.address(), t.address_hint(), "").of(Kind::Input("url")),
        Field::text(form, "component", t.component(), t.component_hint(), "").optional(),
        Field::choice(form, "criticality", t.criticality(), "medium", &levels),
    ]
}

fn of_environment(t: SetupWords, form: &Fields) -> Vec<Field> {
    let levels = [
        ("observe", t.observe()),
        ("warn", t.warn()),
        ("enforce", t.enforce()),
    ];
    let many = [("0", "0"), ("1", "1"), ("2", "2"), ("3", "3")];
    let approvals = Field::choice(form, "approvals", t.approvals(), "1", &many);
    vec![
        Field::text(
            form,
            "environment",
            t.environment_name(),
            t.environment_hint(),
            "production",
        ),
        Field::choice(form, "level", t.level(), "observe", &levels),
        Field::check(form, "protected", t.protected(), true),
        Field {
            hint: t.approvals_hint(),
            ..approvals
        },
    ]
}

pub(super) async fn team_named(posted: Posted) -> Response {
    act(posted, Step::Team).await
}

pub(super) async fn repository_named(posted: Posted) -> Response {
    act(posted, Step::Repository).await
}

pub(super) async fn environment_named(posted: Posted) -> Response {
    act(posted, Step::Environment).await
}

/// Makes the change, and goes to the next step; a refusal stands above what was typed.
async fn act(
    Posted {
        mut visit, form, ..
    }: Posted,
    step: Step,
) -> Response {
    let (doer, typed) = (visit.clone(), form.clone());
    let changes = crate::pages::login::blocking(move || {
        let desk = Desk::open(&doer)?;
        let standing = standing(&desk)?;
        Ok(match step {
            Step::Repository => repository_changes(&typed, &standing),
            Step::Environment => environment_changes(&typed),
            _ => team_changes(&typed, &standing),
        })
    });
    let done = match changes.await {
        Ok(changes) => {
            let arguments = json!({ "changes": changes });
            let request = json!({ "command": "organisation.apply", "arguments": arguments });
            visit.submit(request, None).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => respond::see(step.after()),
        Err(error) => {
            let refused = wrong::notice(&error);
            visit.draft = Some(Draft { form, refused });
            ask(visit, wrong::status(&error), step).await
        }
    }
}

fn team_changes(form: &Fields, standing: &Standing) -> Value {
    let title = form.get("title").unwrap_or_default();
    let unit = slug(form.get("unit").unwrap_or(&standing.house));
    let members = match form.get("member") {
        Some(_) => json!([{ "me": true }]),
        None => json!([]),
    };
    json!([
        { "unit": { "name": unit } },
        { "team": { "name": slug(title), "title": title, "unit": unit, "members": members } },
    ])
}

fn repository_changes(form: &Fields, standing: &Standing) -> Value {
    let address = form.get("repository").unwrap_or_default();
    let address = address.trim_end_matches('/');
    let last = address.rsplit(['/', ':']).next().unwrap_or_default();
    let last = last.strip_suffix(".git").unwrap_or(last);
    let unit = standing.team.as_ref().map(|(_, unit)| unit);
    let unit = unit.unwrap_or(&standing.house);
    let mut changes = vec![json!({ "component": {
        "name": form.get("component").map_or_else(|| slug(last), slug),
        "unit": unit,
        "team": standing.team.as_ref().map(|(team, _)| team),
        "repository": address,
        "criticality": form.get("criticality"),
    } })];
    if standing.team.is_none() {
        changes.insert(0, json!({ "unit": { "name": unit } }));
    }
    json!(changes)
}

fn environment_changes(form: &Fields) -> Value {
    let name = form.get("environment").unwrap_or_default();
    let quorum = form
        .get("approvals")
        .and_then(|text| text.parse::<u64>().ok());
    let criteria = match quorum.unwrap_or(1) {
        0 => json!([]),
        quorum => json!([{
            "name": "approvals-change-manager",
            "ask": { "approvals": { "role": "change-manager", "quorum": quorum } },
        }]),
    };
    json!([{ "environment": {
        "name": slug(name),
        "title": if slug(name) == name { "" } else { name },
        "protected": form.get("protected").is_some(),
        "production": slug(name) == "production",
        "level": form.get("level"),
        "criteria": criteria,
    } }])
}

/// A name made of a title: small letters, digits and single hyphens.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for letter in title.to_lowercase().chars() {
        match letter {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            _ if letter.is_ascii_alphanumeric() || letter == '.' => slug.push(letter),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The page at the end.
#[derive(Template)]
#[template(path = "ready.html")]
pub(crate) struct ReadyPage {
    frame: Frame,
    t: SetupWords,
    component: String,
}

pub(super) async fn done(visit: Visit) -> Response {
    visit
        .page(|desk| {
            let t = SetupWords(desk.language());
            let component = desk.reader.ask(|state: &State| {
                let first = state.components.keys().next();
                Ok(first.map(ToString::to_string))
            })?;
            Ok(ReadyPage {
                frame: Frame::bare(&desk.visit.preferences, t.ready()),
                t,
                component: component.unwrap_or_else(|| "COMPONENT".to_owned()),
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_name_is_made_of_what_people_say() {
        assert_eq!(slug("Zahlungsverkehr & Karten"), "zahlungsverkehr-karten");
        assert_eq!(slug("  Größe 2.0! "), "groesse-2.0");
        assert_eq!(slug("—"), "");
    }
}
