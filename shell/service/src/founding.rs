//! Founding an organisation from a browser: its name and zone, and an administrator who is signed in at once.

use holdpoint_domain::access::AccountAct;
use holdpoint_domain::organisation::{Found, OrganisationName, PersonId};
use holdpoint_domain::{Actor, NameError};
use holdpoint_engine::Request;
use holdpoint_ports::{Profile, VaultError};
use serde_json::json;

use crate::sessions::check_password;
use crate::{NewSession, Service, ServiceError, Submission};

/// What is asked of whoever founds an organisation.
#[derive(Clone)]
pub struct Founding {
    /// The name of the organisation.
    pub name: OrganisationName,
    /// The zone of its times.
    pub timezone: String,
    /// The administrator's full name.
    pub full_name: String,
    /// What they log in with.
    pub handle: String,
    /// Their mail address.
    pub mail: Option<String>,
    /// Their password.
    pub password: String,
    /// The user of this machine whose commands are theirs.
    pub system_user: Option<String>,
}

impl std::fmt::Debug for Founding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Founding(..)")
    }
}

impl Service {
    /// Founds the organisation with its first administrator, an operating-system user of this machine.
    ///
    /// # Errors
    /// When it is founded already, or a store fails.
    pub fn found(
        &self,
        name: OrganisationName,
        sample: bool,
        administrator: &Profile,
        system_user: &str,
    ) -> Result<PersonId, ServiceError> {
        let known = self.vault().find(&administrator.handle)?;
        let person = match known.map(PersonId::new) {
            Some(Ok(person)) => person,
            _ => {
                let person = self.fresh_person();
                self.vault().add_person(person.as_str(), administrator)?;
                person
            }
        };
        self.vault().map_system_user(person.as_str(), system_user)?;
        self.profiles_changed();
        let command = Found {
            name,
            sample,
            administrator: person.clone(),
        };
        let request = Request::new(Actor::Person(person.clone()), command);
        self.engine().submit(request)?.done()?;
        Ok(person)
    }

    /// Founds the organisation. Nobody is asked who they are: the caller has made sure that it is whoever has the
    /// data directory in hand. What the vault needs is there before the first entry, so that whoever is cut off
    /// in between begins again, and nobody is left without a way in.
    ///
    /// # Errors
    /// When it is founded already, the handle or the password cannot be taken, or a store fails.
    pub fn found_by(&self, founding: Founding) -> Result<NewSession, ServiceError> {
        check_handle(&founding.handle)?;
        check_password(&founding.password)?;
        if founding.full_name.is_empty() {
            let why = "an administrator has a name".to_owned();
            return Err(ServiceError::Malformed(why));
        }
        let person = self.founder(&founding)?;
        let actor = Actor::Person(person.clone());
        let found = Found {
            name: founding.name,
            sample: false,
            administrator: person.clone(),
        };
        let answer = self.engine().submit(Request::new(actor.clone(), found))?;
        answer.done()?;
        self.record(&actor, &person, AccountAct::SetPassword {})?;
        let settings = json!([{ "settings": { "timezone": founding.timezone } }]);
        let zone = json!({ "command": "organisation.apply", "arguments": { "changes": settings } });
        let submission = Submission {
            key: None,
            request: zone,
            dry_run: false,
        };
        self.submit(&actor, submission)?;
        self.sign_in(&person)
    }

    /// The administrator in the vault: who was put there by a founding that was cut off is the same.
    fn founder(&self, founding: &Founding) -> Result<PersonId, ServiceError> {
        if self.founded()? {
            let why = "the organisation is founded already; log in".to_owned();
            return Err(ServiceError::Malformed(why));
        }
        let profile = Profile {
            handle: founding.handle.clone(),
            name: founding.full_name.clone(),
            mail: founding.mail.clone(),
        };
        let person = match self.vault().find(&founding.handle)?.map(PersonId::new) {
            Some(Ok(person)) => {
                self.vault().set_profile(person.as_str(), &profile)?;
                person
            }
            _ => {
                let person = self.fresh_person();
                self.vault().add_person(person.as_str(), &profile)?;
                person
            }
        };
        self.vault()
            .set_password(person.as_str(), &founding.password)?;
        if let Some(user) = &founding.system_user {
            match self.vault().map_system_user(person.as_str(), user) {
                // Of a founding that was cut off under another handle: whose commands they are can be said later.
                Ok(()) | Err(VaultError::Taken(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.profiles_changed();
        Ok(person)
    }
}

/// A handle is written after `@`, and in commands.
fn check_handle(handle: &str) -> Result<(), ServiceError> {
    let wrong = |error: NameError| ServiceError::Malformed(error.to_string());
    handle.parse::<OrganisationName>().map(drop).map_err(wrong)
}
