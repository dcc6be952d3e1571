//! What is done to accounts: who may, and that it was done. The secrets themselves only the vault knows.
//!
//! A credential is taken by the person whose it is, and by nobody else. An administrator lets somebody in with an
//! enrolment that counts once, or says which user of the machine they are, or who at the identity provider; all are facts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::enrolment::{Door, Enrolled, EnrolmentIssued, Linked, issuers};
use super::refusal::credential_of_another;
use super::{Permission, Required, acts, check};
use crate::kernel::{Context, Decide, Evolve, Halt, Key, Kind, Meta, Sealed, Time};
use crate::organisation::{PersonId, person_unknown};
use crate::{Fact, State};

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Whose account.
            pub person: PersonId,
            $($(#[$of])* pub $field: $type,)*
        }

        impl Evolve for $name {
            fn subject(&self) -> Key {
                Key::new(Kind::Account, self.person.as_str())
            }

            fn references(&self) -> Vec<Key> {
                vec![self.person.key()]
            }

            fn apply(&self, _: &mut State, _: &Meta) {}
        }
    )*};
}

acts! {
    /// A password was set.
    PasswordSet {}
    /// A token was issued.
    TokenIssued {
        /// Until when it counts; for ever if nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expires: Option<Time>,
    }
    /// Tokens were revoked.
    TokensRevoked {}
    /// A secret address for calendars was issued.
    FeedIssued {}
    /// All secret addresses for calendars were revoked.
    FeedsRevoked {}
    /// The organisation's identity provider knows somebody as that person no more.
    Unlinked {
        /// Which provider: its issuer.
        provider: String,
    }
    /// A user of the server's machine is that person.
    UserMapped {
        /// The user's name.
        user: Sealed,
    }
}

/// What is done to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum AccountAct {
    /// Give an enrolment.
    IssueEnrolment {
        /// Until when it counts.
        expires: Time,
    },
    /// Be let in by it.
    Enrol {
        /// How it was presented.
        door: Door,
        /// As whom the machine's user who presented it is known, if that is somebody else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        known_as: Option<PersonId>,
    },
    /// Set a password.
    SetPassword {},
    /// Issue a token.
    IssueToken {
        /// Until when it counts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expires: Option<Time>,
    },
    /// Revoke tokens.
    RevokeTokens {},
    /// Issue a secret address for calendars: whoever knows it reads them, and nothing else.
    IssueFeed {},
    /// Revoke all secret addresses for calendars.
    RevokeFeeds {},
    /// Be let in by whoever the identity provider says it is.
    Link {
        /// Which provider: its issuer.
        provider: String,
        /// Whether whoever links it has logged in there.
        proven: bool,
    },
    /// Be let in by it no more.
    Unlink {
        /// Which provider: its issuer.
        provider: String,
    },
    /// Say which user of the server's machine it is.
    MapUser {
        /// The user's name.
        user: Sealed,
    },
}

/// Records what is about to be done to an account. Holdpoint itself asks, for whoever does it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordAccountAct {
    /// Whose account.
    pub person: PersonId,
    /// What is done.
    pub act: AccountAct,
}

impl AccountAct {
    /// Whether it gives whoever does it something that proves to be the person.
    fn takes_a_credential(&self) -> bool {
        match self {
            Self::Enrol { .. }
            | Self::SetPassword {}
            | Self::IssueToken { .. }
            | Self::IssueFeed {} => true,
            Self::IssueEnrolment { .. }
            | Self::RevokeTokens {}
            | Self::RevokeFeeds {}
            | Self::Link { .. }
            | Self::Unlink { .. }
            | Self::MapUser { .. } => false,
        }
    }

    /// Whether people do it for themselves without being asked what they may.
    fn of_oneself(&self) -> bool {
        // Nobody says of themselves without proof whom a provider knows them as: it could be somebody else.
        let own = match self {
            Self::RevokeTokens {} | Self::RevokeFeeds {} | Self::Unlink { .. } => true,
            Self::Link { proven, .. } => *proven,
            _ => false,
        };
        own || self.takes_a_credential()
    }
}

impl Decide for RecordAccountAct {
    fn required(&self, _: &State) -> Result<Required, Halt> {
        Ok(Required::nothing())
    }

    fn decide(&self, state: &State, context: &Context<'_>) -> Result<Vec<Fact>, Halt> {
        let own = context.actor.person() == Some(&self.person);
        if let Some(actor) = context.actor.person() {
            acts(state, actor)?;
        }
        if !(own && self.act.of_oneself()) {
            let required = Required::everywhere(Permission::AddPerson);
            check(state, context.actor, &required, context.now)?;
        }
        if !state.member(&self.person) {
            return Err(person_unknown(&self.person).into());
        }
        if matches!(self.act, AccountAct::IssueEnrolment { .. }) {
            acts(state, &self.person)?;
        }
        if !own && self.act.takes_a_credential() {
            return Err(credential_of_another(&self.person).into());
        }
        Ok(vec![self.fact(state, context.now)])
    }
}

impl RecordAccountAct {
    fn fact(&self, state: &State, now: Time) -> Fact {
        let person = self.person.clone();
        match &self.act {
            AccountAct::IssueEnrolment { expires } => EnrolmentIssued {
                person,
                expires: *expires,
            }
            .into(),
            AccountAct::Enrol { door, known_as } => Enrolled {
                issuers: issuers(state, &person, now),
                person,
                door: *door,
                known_as: known_as.clone(),
            }
            .into(),
            AccountAct::SetPassword {} => PasswordSet { person }.into(),
            AccountAct::IssueToken { expires } => TokenIssued {
                person,
                expires: *expires,
            }
            .into(),
            AccountAct::RevokeTokens {} => TokensRevoked { person }.into(),
            AccountAct::IssueFeed {} => FeedIssued { person }.into(),
            AccountAct::RevokeFeeds {} => FeedsRevoked { person }.into(),
            AccountAct::Link { provider, proven } => Linked {
                person,
                provider: provider.clone(),
                proven: *proven,
            }
            .into(),
            AccountAct::Unlink { provider } => Unlinked {
                person,
                provider: provider.clone(),
            }
            .into(),
            AccountAct::MapUser { user } => UserMapped {
                person,
                user: user.clone(),
            }
            .into(),
        }
    }
}
