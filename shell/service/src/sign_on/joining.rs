//! Who somebody is here whom a provider knows.

use holdpoint_domain::Actor;
use holdpoint_domain::directory::FirstLogin;
use holdpoint_domain::organisation::{PersonId, is_handle};
use holdpoint_ports::{Elsewhere, Profile, VaultError};
use holdpoint_tokens::Claims;
use serde_json::Value;

use super::linking::Proof;
use super::{Bound, Counterpart, Finished, SignOnError, groups};
use crate::{Service, Session};

impl Service {
    pub(super) fn joined(
        &self,
        there: &Counterpart,
        bound: &Bound,
        claims: &Claims,
        session: Option<&Session>,
    ) -> Result<Finished, SignOnError> {
        let provider = &there.provider;
        let name = claims.text(&provider.subject);
        let Some(name) = name.filter(|text| !text.is_empty()) else {
            let why = format!("the token has no claim `{}`", provider.subject);
            return Err(SignOnError::Unproven(why));
        };
        let elsewhere = Elsewhere {
            place: &provider.issuer,
            name,
        };
        let directory = self.directory()?;
        let groups = groups::that_count(&directory, provider, &claims.texts(&provider.groups));
        let to = bound.to.clone();
        if let Some(linking) = &bound.linking {
            let same = session.filter(|session| session.person == *linking);
            let person = &same.ok_or(SignOnError::Unbound)?.person;
            self.link(
                &Actor::Person(person.clone()),
                person,
                elsewhere,
                Proof::LoggedIn,
            )?;
            self.remember_subject(there, person, claims)?;
            self.map_groups(person, groups, &provider.issuer)?;
            return Ok(Finished { to, begun: None });
        }
        let person = match self.known_as_elsewhere(elsewhere)? {
            Some(person) => person,
            None => self.newcomer(there, claims, elsewhere, !groups.is_empty())?,
        };
        self.remember_subject(there, &person, claims)?;
        self.map_groups(&person, groups, &provider.issuer)?;
        let begun = self.sign_in(&person)?;
        Ok(Finished {
            to,
            begun: Some(begun),
        })
    }

    /// Who here is called that there.
    fn known_as_elsewhere(
        &self,
        elsewhere: Elsewhere<'_>,
    ) -> Result<Option<PersonId>, SignOnError> {
        let found = self.sessions_kept().identified(elsewhere)?;
        let Some(person) = found.and_then(|id| PersonId::new(id).ok()) else {
            return Ok(None);
        };
        match self.counts(&person)? {
            true => Ok(Some(person)),
            false => Err(SignOnError::Gone),
        }
    }

    /// Somebody who is nobody here yet, as the settings want it.
    fn newcomer(
        &self,
        there: &Counterpart,
        claims: &Claims,
        elsewhere: Elsewhere<'_>,
        member: bool,
    ) -> Result<PersonId, SignOnError> {
        match there.provider.first_login {
            FirstLogin::Add => {}
            FirstLogin::AddMembers if member => {}
            FirstLogin::AddMembers | FirstLogin::Refuse => return Err(SignOnError::Stranger),
        }
        let person = self.fresh_person();
        self.add_newcomer(&person, claims)?;
        self.profiles_changed();
        self.admit(&person)?;
        self.link(&Actor::System, &person, elsewhere, Proof::LoggedIn)?;
        Ok(person)
    }

    /// A mail address that somebody else has is no proof of being them, and no reason to be two people.
    fn add_newcomer(&self, person: &PersonId, claims: &Claims) -> Result<(), SignOnError> {
        let text = |name| claims.text(name).unwrap_or_default().trim().to_owned();
        let mail = mail(claims);
        if let Some(mail) = &mail
            && self.vault().find(mail)?.is_some()
        {
            return Err(SignOnError::Taken);
        }
        let wanted = [text("preferred_username"), text("email"), text("name")];
        let base = wanted.iter().find(|text| !text.is_empty());
        let base = handle(base.map_or("somebody", String::as_str));
        for number in 1..1_000 {
            let handle = match number {
                1 => base.clone(),
                _ => format!("{base}-{number}"),
            };
            let name = text("name");
            let profile = Profile {
                name: if name.is_empty() {
                    handle.clone()
                } else {
                    name
                },
                handle,
                mail: mail.clone(),
            };
            match self.vault().add_person(person.as_str(), &profile) {
                Err(VaultError::Taken(_)) => {}
                added => return Ok(added?),
            }
        }
        Err(SignOnError::Taken)
    }
}

/// The mail address, unless the provider says that nobody has looked whether it is theirs.
fn mail(claims: &Claims) -> Option<String> {
    let unverified = match claims.get("email_verified") {
        Some(Value::Bool(verified)) => !verified,
        Some(Value::String(text)) => text != "true",
        _ => false,
    };
    let mail = claims.text("email").unwrap_or_default();
    let mail = mail.trim().to_lowercase();
    (mail.contains('@') && mail.len() <= 254 && !unverified).then_some(mail)
}

/// What to call somebody: what stands before the `@`, without blanks.
fn handle(text: &str) -> String {
    let local = text.split('@').next().unwrap_or_default().to_lowercase();
    let plain = |c: char| match c {
        _ if c.is_alphanumeric() => c,
        '.' | '_' | '-' => c,
        _ => '-',
    };
    let handle: String = local.chars().map(plain).take(64).collect();
    let handle = handle.trim_matches(|c: char| !c.is_alphanumeric());
    match is_handle(handle) {
        true => handle.to_owned(),
        false => "somebody".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::handle;

    #[test]
    fn somebody_is_called_by_what_stands_before_the_at() {
        assert_eq!(handle("Anna.Meier@acme.example"), "anna.meier");
        assert_eq!(handle("Anna Meier"), "anna-meier");
        assert_eq!(handle("ACME\\anna"), "acme-anna");
        assert_eq!(handle("@"), "somebody");
        assert_eq!(handle(" "), "somebody");
        assert_eq!(handle("zoë"), "zoë");
    }
}
