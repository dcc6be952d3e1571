//! Identity providers, what groups are here, and who knows whom.

use holdpoint_domain::directory::FirstLogin;
use holdpoint_service::queries::ShowDirectory;
use holdpoint_service::{AccountRequest, ServiceError};

use super::SettingsWords;
use super::post::{Done, handle};
use crate::desk::Desk;
use crate::pages::shared::role;
use crate::visit::{Fields, Visit};

/// An identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Door {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) issuer: String,
    pub(super) client: String,
    pub(super) first: &'static str,
    /// Whether it knows who looks.
    pub(super) linked: bool,
    /// Whether people log in there from this server.
    pub(super) open: bool,
}

/// What a group is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(super) group: String,
    pub(super) provider: String,
    pub(super) role: &'static str,
    pub(super) scope: String,
    pub(super) people: usize,
}

/// Both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directory {
    pub(super) doors: Vec<Door>,
    pub(super) lines: Vec<Line>,
}

pub(super) fn directory(desk: &Desk<'_>, t: SettingsWords) -> Result<Directory, ServiceError> {
    let page = desk.ask(&ShowDirectory {})?;
    let (service, person) = (&desk.visit.service, &desk.visit.session.person);
    let known = service.known_by(person)?;
    let open = service.login_providers()?;
    let doors = page.providers.into_iter().map(|one| Door {
        linked: known.contains(&one.issuer),
        open: open.iter().any(|other| other.name == one.name),
        first: match one.first_login {
            FirstLogin::Refuse => t.first_refused(),
            FirstLogin::Add => t.first_added(),
            FirstLogin::AddMembers => t.first_members(),
        },
        name: one.name,
        title: one.title,
        issuer: one.issuer,
        client: one.client,
    });
    let lines = page.groups.into_iter().map(|one| Line {
        group: one.group,
        provider: one.provider.unwrap_or_default(),
        role: role(one.role, desk.language()),
        scope: match one.scope.as_str() {
            "organisation" => t.everywhere().to_owned(),
            scope => scope.to_owned(),
        },
        people: one.people,
    });
    Ok(Directory {
        doors: doors.collect(),
        lines: lines.collect(),
    })
}

/// Goes to the provider to be known by it, or is known by it no more.
pub(super) fn done(visit: &Visit, part: &str, form: &Fields) -> Result<Done, ServiceError> {
    let provider = form.get("provider").unwrap_or_default().to_owned();
    if part == "link" {
        let begun = visit
            .service
            .begin_login(&provider, "/settings", Some(&visit.session));
        return Ok(Done::Onward(begun));
    }
    let person = handle(visit);
    let request = AccountRequest::Unlink { person, provider };
    visit.service.account(&visit.actor, request)?;
    Ok(Done::Said("unlinked"))
}
