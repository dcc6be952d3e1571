//! People who come along with a request.

use holdpoint_domain::access::Permission;
use holdpoint_domain::organisation::{PersonId, is_handle};
use holdpoint_ports::{Profile, VaultError};

use super::Intake;
use super::marker::{Author, NewPerson};
use crate::{Service, ServiceError};

/// Adds a person to the vault; the command that the request is will add them to the ledger.
pub(super) fn add(intake: &Intake<'_>, new: &NewPerson) -> Result<PersonId, ServiceError> {
    let service = intake.service;
    if !is_handle(&new.handle) {
        let why = format!(
            "`{}` is no handle: write one without blanks, such as `anna`",
            new.handle
        );
        return Err(ServiceError::Malformed(why));
    }
    if !intake.keep {
        return match service.vault().find(&new.handle)? {
            Some(_) => Err(VaultError::Taken(new.handle.clone()).into()),
            None => Ok(service.fresh_person()),
        };
    }
    service.may(intake.actor, Permission::AddPerson)?;
    let profile = Profile {
        handle: new.handle.clone(),
        name: new.name.clone(),
        mail: new.mail.clone(),
    };
    // A vault that has somebody whom the ledger does not know was left by a request that did not finish.
    if let Some(id) = unfinished(service, &profile)? {
        service.vault().set_profile(id.as_str(), &profile)?;
        return Ok(id);
    }
    let id = service.fresh_person();
    service.vault().add_person(id.as_str(), &profile)?;
    service.profiles_changed();
    Ok(id)
}

fn unfinished(service: &Service, profile: &Profile) -> Result<Option<PersonId>, ServiceError> {
    let Some(id) = service.vault().find(&profile.handle)? else {
        return Ok(None);
    };
    let id = parse(&id)?;
    Ok((!service.knows(&id)?).then_some(id))
}

/// Who wrote a commit: found by mail address, or added under a handle of their own by Holdpoint itself, because
/// whoever puts a release together need not be allowed to add people.
pub(super) fn author(intake: &Intake<'_>, author: &Author) -> Result<PersonId, ServiceError> {
    let service = intake.service;
    let mail = author.mail.trim().to_lowercase();
    let id = match service.vault().find(&mail)? {
        Some(id) => parse(&id)?,
        None if !intake.keep => {
            let stranger = service.fresh_person();
            intake.strangers.borrow_mut().push(stranger.clone());
            return Ok(stranger);
        }
        None => {
            // Not everybody may fill the vault with people.
            service.may(intake.actor, Permission::Release)?;
            new_author(service, author, &mail)?
        }
    };
    if intake.keep {
        service.admit(&id)?;
    }
    Ok(id)
}

fn new_author(service: &Service, author: &Author, mail: &str) -> Result<PersonId, ServiceError> {
    let id = service.fresh_person();
    let base = handle_of(mail);
    // Others may have the same name before the `@`: then a number is added.
    for number in 1..1000 {
        let handle = match number {
            1 => base.clone(),
            _ => format!("{base}-{number}"),
        };
        let profile = Profile {
            handle,
            name: author.name.clone(),
            mail: Some(mail.to_owned()),
        };
        match service.vault().add_person(id.as_str(), &profile) {
            Ok(()) => {
                service.profiles_changed();
                return Ok(id);
            }
            Err(VaultError::Taken(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ServiceError::Internal(
        "no handle is left for an author".to_owned(),
    ))
}

/// What stands before the `@`, made a handle.
fn handle_of(mail: &str) -> String {
    let local = mail.split('@').next().unwrap_or_default();
    // GitHub's private addresses have a number first: `123+anna@users.noreply.github.com`.
    let local = local.rsplit('+').next().unwrap_or(local);
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '.' {
            c
        } else {
            '-'
        }
    };
    let handle: String = local.to_lowercase().chars().map(plain).take(32).collect();
    let handle = handle
        .trim_matches(|c: char| !c.is_ascii_alphanumeric())
        .to_owned();
    if handle.is_empty() {
        "author".to_owned()
    } else {
        handle
    }
}

fn parse(id: &str) -> Result<PersonId, ServiceError> {
    PersonId::new(id).map_err(|error| ServiceError::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::handle_of;

    #[test]
    fn a_handle_is_what_stands_before_the_at() {
        assert_eq!(handle_of("anna.meier@example.org"), "anna.meier");
        assert_eq!(handle_of("1234+Ben@users.noreply.github.com"), "ben");
        assert_eq!(handle_of("@"), "author");
        assert_eq!(handle_of("zoë@example.org"), "zo");
    }
}
