//! Sending somebody to the provider.

use std::sync::Arc;

use holdpoint_domain::directory::Directory;
use holdpoint_tokens::{challenge, encoded};

use super::{Begun, Bound, Counterpart, Here, LoginProvider, LoginSecrets, SignOnError};
use crate::providers::Known;
use crate::{At, Service, ServiceError, Session};

impl Service {
    /// People log in at providers, too, who send them back to this address.
    pub fn let_log_in(&self, address: &str, secrets: Arc<dyn LoginSecrets>) {
        let address = address.trim_end_matches('/').to_owned();
        // Only whoever starts the server says so, once.
        let _ = self.here.set(Here { address, secrets });
    }

    /// The address to which providers send people back.
    #[must_use]
    pub fn logs_in_at(&self) -> Option<&str> {
        self.here.get().map(|here| here.address.as_str())
    }

    /// The providers at which people log in here, in the order of the settings.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn login_providers(&self) -> Result<Vec<LoginProvider>, ServiceError> {
        if self.here.get().is_none() {
            return Ok(Vec::new());
        }
        let all = self.directory()?.providers.into_iter();
        let chosen = all.map(|one| LoginProvider {
            title: one.called().to_owned(),
            name: one.name,
            issuer: one.issuer,
        });
        Ok(chosen.collect())
    }

    /// What the settings say of providers and groups.
    pub(crate) fn directory(&self) -> Result<Directory, ServiceError> {
        let view = self.engine().view(At::Now)?;
        let found = view.ask(|state| {
            let organisation = state.organisation.as_ref();
            Ok(organisation.and_then(|found| found.settings.directory.clone()))
        })?;
        Ok(found.map(|all| *all).unwrap_or_default())
    }

    pub(super) fn counterpart(&self, name: &str) -> Result<Counterpart, SignOnError> {
        let here = self.here.get().ok_or(SignOnError::None)?;
        let directory = self.directory()?;
        let provider = directory.provider(name).ok_or(SignOnError::None)?;
        Ok(Counterpart {
            provider: provider.clone(),
            here: here.address.clone(),
        })
    }

    /// Our secret at the provider, if we have one.
    pub(super) fn secret_at(&self, there: &Counterpart) -> Result<Option<String>, SignOnError> {
        let Some(secret) = &there.provider.secret else {
            return Ok(None);
        };
        let here = self.here.get().ok_or(SignOnError::None)?;
        let text = here.secrets.read(secret).map_err(SignOnError::Secret)?;
        match text.trim() {
            "" => Err(SignOnError::Secret("it is empty".to_owned())),
            text => Ok(Some(text.to_owned())),
        }
    }

    pub(super) fn known_there(
        &self,
        there: &Counterpart,
        newer: bool,
    ) -> Result<Arc<Known>, SignOnError> {
        let issuer = &there.provider.issuer;
        let known = self.providers().known(issuer, self.now_ms(), newer);
        known.map_err(SignOnError::Unreachable)
    }

    /// Begins a log-in of somebody who wants to go to `to`; or, for a session, to prove who they are there.
    ///
    /// # Errors
    /// When there is no such provider, or it cannot be reached.
    pub fn begin_login(
        &self,
        provider: &str,
        to: &str,
        linking: Option<&Session>,
    ) -> Result<Begun, SignOnError> {
        let there = self.counterpart(provider)?;
        let known = self.known_there(&there, false)?;
        let missing = || SignOnError::Unreachable("it has no `authorization_endpoint`".to_owned());
        let endpoint = known.provider.authorization.as_deref();
        let endpoint = endpoint.ok_or_else(missing)?;
        let bound = Bound {
            secret: self.fresh_salt(),
            begun_ms: self.now_ms(),
            provider: provider.to_owned(),
            linking: linking.map(|session| session.person.clone()),
            to: Bound::short(to),
        };
        let (state, nonce) = (bound.state(), bound.nonce());
        let challenge = challenge(&bound.verifier());
        let scopes = there.provider.scopes.iter().map(String::as_str);
        let scopes: Vec<_> = ["openid"].into_iter().chain(scopes).collect();
        let query = encoded(&[
            ("response_type", "code"),
            ("client_id", &there.provider.client),
            ("redirect_uri", &there.returns_to()),
            ("scope", &scopes.join(" ")),
            ("state", &state),
            ("nonce", &nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        Ok(Begun {
            address: with_query(endpoint, &query),
            cookie: bound.cookie(),
        })
    }
}

/// An address with a query, which it may have one of already.
pub(super) fn with_query(address: &str, query: &str) -> String {
    let before = if address.contains('?') { '&' } else { '?' };
    format!("{address}{before}{query}")
}
