//! What is done to accounts: the fact first, then the vault. A credential is taken by the person alone; the ledger
//! has who did what to whose account, and the vault has the secret.

use holdpoint_domain::access::{AccountAct, Door, Method, Permission, RecordAccountAct};
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Actor, Digest, Sealed, Time};
use holdpoint_engine::Request;
use holdpoint_ports::Credential;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Service, ServiceError};

/// Something to be done to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum AccountRequest {
    /// A new API token, told once.
    IssueToken {
        /// Whose, by handle.
        person: String,
        /// What it is for.
        label: String,
        /// Until when it counts, in milliseconds since the epoch.
        #[serde(default)]
        expires_ms: Option<i64>,
    },
    /// An enrolment, told once: whoever redeems it first is let in as that person.
    IssueEnrolment {
        /// Who is to be let in, by handle.
        person: String,
        /// For how many hours it counts: 24 if nothing is said, 168 at most.
        #[serde(default)]
        hours: Option<u32>,
    },
    /// No token of that label counts any more.
    RevokeTokens {
        /// Whose, by handle.
        person: String,
        /// What they were for.
        label: String,
    },
    /// A secret for the addresses of calendars, told once: `/calendars/SECRET/all.ics`. Whoever knows it reads them, and nothing
    /// else.
    IssueFeed {
        /// Whose, by handle.
        person: String,
    },
    /// No secret for calendars counts any more.
    RevokeFeeds {
        /// Whose, by handle.
        person: String,
    },
    /// An identity provider knows somebody as that person, as an administrator says.
    Link {
        /// Who, by handle.
        person: String,
        /// Which provider, by its name in the settings.
        provider: String,
        /// What the provider calls them: the claim that the settings name, `sub` most often.
        subject: String,
    },
    /// An identity provider knows somebody no more.
    Unlink {
        /// Who, by handle.
        person: String,
        /// Which provider, by its name in the settings.
        provider: String,
    },
    /// An operating-system user is that person.
    MapSystemUser {
        /// Who, by handle.
        person: String,
        /// The user's name on the server's machine.
        user: String,
    },
}

/// An enrolment as the person redeems it.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// What was told.
    pub code: String,
    /// What the first token is for.
    pub label: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(..)")
    }
}

/// How somebody came who redeems a code: the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrance {
    /// Through which door.
    pub door: Door,
    /// As which user of the server's machine, if that is known.
    pub user: Option<String>,
}

impl Entrance {
    /// From elsewhere, or by who knows whom.
    #[must_use]
    pub fn by(door: Door) -> Self {
        Self { door, user: None }
    }

    /// By a user of the server's machine.
    #[must_use]
    pub fn of_user(door: Door, user: String) -> Self {
        Self {
            door,
            user: Some(user),
        }
    }
}

/// How long an enrolment counts if nothing is said, and at most, in hours.
const ENROLMENT_HOURS: (u32, u32) = (24, 168);

impl Service {
    /// Who a credential belongs to.
    ///
    /// # Errors
    /// When it proves nothing, or the vault fails.
    pub fn authenticate(&self, credential: &Credential) -> Result<Actor, ServiceError> {
        let found = self.recognise(credential)?;
        found.ok_or_else(|| self.stranger(credential))
    }

    /// The same for who only looks: nothing is recorded if it is nobody's.
    ///
    /// # Errors
    /// When the vault fails or the ledger cannot be read.
    pub fn recognise(&self, credential: &Credential) -> Result<Option<Actor>, ServiceError> {
        let person = self.vault().authenticate(credential, self.now_ms())?;
        let Some(person) = person else {
            return Ok(None);
        };
        let person = PersonId::new(person);
        let person = person.map_err(|error| ServiceError::Internal(error.to_string()))?;
        let counts = self.counts(&person)?;
        Ok(counts.then_some(Actor::Person(person)))
    }

    fn stranger(&self, credential: &Credential) -> ServiceError {
        self.note_credential(credential);
        stranger(credential)
    }

    /// Lets the person in whom an enrolment was issued for: their first token. It counts once.
    ///
    /// # Errors
    /// When it is unknown, was redeemed or is too old, and when the vault fails.
    pub fn enrol(&self, enrolment: &Enrolment, entrance: &Entrance) -> Result<Value, ServiceError> {
        let person = self.redeemed(&enrolment.code, entrance)?;
        let actor = Actor::Person(person.clone());
        self.record(&actor, &person, AccountAct::IssueToken { expires: None })?;
        let token = self
            .vault()
            .issue_token(person.as_str(), &enrolment.label, None)?;
        Ok(json!({ "token": token }))
    }

    /// Whom an enrolment or a link lets in; afterwards it is worthless.
    pub(crate) fn redeemed(
        &self,
        code: &str,
        entrance: &Entrance,
    ) -> Result<PersonId, ServiceError> {
        let found = self.sessions_kept().redeem_link(code, self.now_ms())?;
        let person = found.and_then(|id| PersonId::new(id).ok());
        match person {
            Some(person) if self.counts(&person)? => {
                let actor = Actor::Person(person.clone());
                let enrol = AccountAct::Enrol {
                    door: entrance.door,
                    known_as: self.known_as(entrance, &person)?,
                };
                self.record(&actor, &person, enrol)?;
                Ok(person)
            }
            _ => {
                self.note_refused(Method::Link, None);
                Err(ServiceError::Stranger(
                    "the code is unknown, has been used, or is too old; if it was yours and you have not used it, \
                     tell your administrators"
                        .to_owned(),
                ))
            }
        }
    }

    /// Whom the machine knows the user as who redeems a code, if that is not whose code it is.
    fn known_as(
        &self,
        entrance: &Entrance,
        person: &PersonId,
    ) -> Result<Option<PersonId>, ServiceError> {
        let Some(user) = entrance.user.clone() else {
            return Ok(None);
        };
        let user = Credential::SystemUser(user);
        let known = self.recognise(&user)?;
        let known = known.as_ref().and_then(Actor::person);
        Ok(known.filter(|known| *known != person).cloned())
    }

    /// Records what is about to be done to an account.
    ///
    /// # Errors
    /// When the actor may not.
    pub(crate) fn record(
        &self,
        actor: &Actor,
        person: &PersonId,
        act: AccountAct,
    ) -> Result<(), ServiceError> {
        let person = person.clone();
        let command = RecordAccountAct { person, act };
        let answer = self
            .engine()
            .submit(Request::new(actor.clone(), command))?
            .done();
        answer.map_err(|refusal| self.names().refusal(refusal))?;
        Ok(())
    }

    /// Changes an account. One takes credentials for oneself only; who may add people lets others in.
    ///
    /// # Errors
    /// When the person is not known or the actor may not.
    pub fn account(&self, actor: &Actor, request: AccountRequest) -> Result<Value, ServiceError> {
        match request {
            AccountRequest::IssueToken {
                person,
                label,
                expires_ms,
            } => {
                let person = self.account_of(&person)?;
                let expires = expires_ms.map(Time::from_millis);
                self.record(actor, &person, AccountAct::IssueToken { expires })?;
                let token = self
                    .vault()
                    .issue_token(person.as_str(), &label, expires_ms)?;
                Ok(json!({ "token": token }))
            }
            AccountRequest::IssueEnrolment { person, hours } => {
                let person = self.account_of(&person)?;
                self.enrolment(actor, &person, hours)
            }
            AccountRequest::RevokeTokens { person, label } => {
                let person = self.account_of(&person)?;
                self.record(actor, &person, AccountAct::RevokeTokens {})?;
                let revoked = self.vault().revoke_tokens(person.as_str(), &label)?;
                Ok(json!({ "revoked": revoked }))
            }
            AccountRequest::IssueFeed { person } => {
                let person = self.account_of(&person)?;
                self.record(actor, &person, AccountAct::IssueFeed {})?;
                let secret = self.vault().issue_feed(person.as_str())?;
                Ok(json!({ "secret": secret }))
            }
            AccountRequest::RevokeFeeds { person } => {
                let person = self.account_of(&person)?;
                self.record(actor, &person, AccountAct::RevokeFeeds {})?;
                let revoked = self.vault().revoke_feeds(person.as_str())?;
                Ok(json!({ "revoked": revoked }))
            }
            AccountRequest::Link {
                person,
                provider,
                subject,
            } => {
                let person = self.account_of(&person)?;
                self.link_said(actor, &person, &provider, &subject)?;
                Ok(json!({ "linked": provider }))
            }
            AccountRequest::Unlink { person, provider } => {
                let person = self.account_of(&person)?;
                let known = self.unlink(actor, &person, &provider)?;
                Ok(json!({ "unlinked": known }))
            }
            AccountRequest::MapSystemUser { person, user } => {
                self.map_user(actor, &self.account_of(&person)?, &user)
            }
        }
    }

    fn map_user(
        &self,
        actor: &Actor,
        person: &PersonId,
        user: &str,
    ) -> Result<Value, ServiceError> {
        // Whoever may not shall not fill the store with texts.
        self.may(actor, Permission::AddPerson)?;
        let sealed = self.vault().seal(person.as_str(), user)?;
        let (digest, _) = self.blobs().put(&mut sealed.0.as_slice())?;
        let sealed = Digest(digest.0);
        let user_of = AccountAct::MapUser {
            user: Sealed { sealed },
        };
        self.record(actor, person, user_of)?;
        self.vault().map_system_user(person.as_str(), user)?;
        Ok(json!({ "mapped": user }))
    }

    fn enrolment(
        &self,
        actor: &Actor,
        person: &PersonId,
        hours: Option<u32>,
    ) -> Result<Value, ServiceError> {
        let (usual, most) = ENROLMENT_HOURS;
        let hours = i64::from(hours.unwrap_or(usual).clamp(1, most));
        let expires = self.now_ms().saturating_add(hours * 3_600_000);
        let issue = AccountAct::IssueEnrolment {
            expires: Time::from_millis(expires),
        };
        self.record(actor, person, issue)?;
        let code = self.sessions_kept().issue_link(person.as_str(), expires)?;
        Ok(json!({ "enrolment": code }))
    }

    fn account_of(&self, handle: &str) -> Result<PersonId, ServiceError> {
        let found = self.names().find(handle)?;
        found.ok_or_else(|| ServiceError::HandleUnknown(handle.to_owned()))
    }
}

fn stranger(credential: &Credential) -> ServiceError {
    ServiceError::Stranger(match credential {
        Credential::Feed(_) => {
            "the address of the calendar is unknown, or counts no more".to_owned()
        }
        Credential::Token(_) => "the token is unknown or has expired".to_owned(),
        Credential::Password { .. } => "handle or password are wrong".to_owned(),
        Credential::SystemUser(user) => {
            format!("the operating-system user `{user}` is nobody in this organisation")
        }
    })
}
