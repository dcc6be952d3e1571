//! What is done to accounts: it changes the vault only, and no entry says so.

use holdpoint_domain::Actor;
use holdpoint_domain::access::Permission;
use holdpoint_domain::organisation::PersonId;
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
    /// No token of that label counts any more.
    RevokeTokens {
        /// Whose, by handle.
        person: String,
        /// What they were for.
        label: String,
    },
    /// An operating-system user is that person.
    MapSystemUser {
        /// Who, by handle.
        person: String,
        /// The user's name on the server's machine.
        user: String,
    },
}

impl Service {
    /// Who a credential belongs to.
    ///
    /// # Errors
    /// When it proves nothing, or the vault fails.
    pub fn authenticate(&self, credential: &Credential) -> Result<Actor, ServiceError> {
        let person = self.vault().authenticate(credential, self.now_ms())?;
        let Some(person) = person else {
            return Err(stranger(credential));
        };
        let person = PersonId::new(person);
        let person = person.map_err(|error| ServiceError::Internal(error.to_string()))?;
        if !self.knows(&person)? {
            return Err(stranger(credential));
        }
        Ok(Actor::Person(person))
    }

    /// Changes an account: one's own, or anybody's for who may add people.
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
                let person = self.account_of(actor, &person)?;
                let token = self
                    .vault()
                    .issue_token(person.as_str(), &label, expires_ms)?;
                Ok(json!({ "token": token }))
            }
            AccountRequest::RevokeTokens { person, label } => {
                let person = self.account_of(actor, &person)?;
                let revoked = self.vault().revoke_tokens(person.as_str(), &label)?;
                Ok(json!({ "revoked": revoked }))
            }
            AccountRequest::MapSystemUser { person, user } => {
                // Whoever maps a user can act as that person on the server's machine.
                self.may(actor, Permission::AddPerson)?;
                let person = self.account_of(actor, &person)?;
                self.vault().map_system_user(person.as_str(), &user)?;
                Ok(json!({ "mapped": user }))
            }
        }
    }

    fn account_of(&self, actor: &Actor, handle: &str) -> Result<PersonId, ServiceError> {
        let found = self.vault().find(handle)?;
        let id = found.ok_or_else(|| ServiceError::HandleUnknown(handle.to_owned()))?;
        let person = PersonId::new(id);
        let person = person.map_err(|error| ServiceError::Internal(error.to_string()))?;
        if actor.person() != Some(&person) {
            self.may(actor, Permission::AddPerson)?;
        }
        Ok(person)
    }
}

fn stranger(credential: &Credential) -> ServiceError {
    ServiceError::Stranger(match credential {
        Credential::Token(_) => "the token is unknown or has expired".to_owned(),
        Credential::Password { .. } => "handle or password are wrong".to_owned(),
        Credential::SystemUser(user) => {
            format!("the operating-system user `{user}` is nobody in this organisation")
        }
    })
}
