//! What all pages are served from.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use holdpoint_service::Service;

use crate::{assets, pages};

/// What every page needs.
#[derive(Clone)]
pub struct Site {
    pub(crate) service: Arc<Service>,
    setup: Option<Arc<Setup>>,
    /// The name, and port, that browsers reach it under, where that is known.
    pub(crate) reached: Option<Arc<str>>,
    /// Looks up the pages of rules.
    explain: Option<Explain>,
}

/// Looks up the page of a rule.
pub type Explain = fn(&str) -> Option<Explained>;

/// The page of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explained {
    /// Its code.
    pub code: String,
    /// What is wrong where it finds something.
    pub message: String,
    /// Why that is wrong.
    pub why: String,
    /// What to do about it.
    pub help: String,
    /// `error`, `warning` or `info`; nothing if it is of no check.
    pub level: String,
    /// The smallest input in which it finds something.
    pub example: String,
    /// What other tools call it.
    pub aliases: Vec<String>,
}

/// How an organisation is founded in the browser: whoever has the code, which only the terminal tells, does it.
pub struct Setup {
    code: String,
    /// The user who runs the server: commands of theirs on this machine are the administrator's.
    pub(crate) system_user: String,
    closed: Box<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for Setup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Setup(..)")
    }
}

impl Setup {
    /// With that code; `closed` is called when the organisation is founded, and the code is worth nothing.
    #[must_use]
    pub fn new(
        code: String,
        system_user: String,
        closed: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self {
            code,
            system_user,
            closed: Box::new(closed),
        }
    }

    /// Whether what was typed is the code: capitals and hyphens do not matter. Takes the same time either way.
    pub(crate) fn opens(&self, typed: &str) -> bool {
        let plain = |text: &str| -> Vec<u8> {
            let bytes = text.bytes().filter(u8::is_ascii_alphanumeric);
            bytes.map(|byte| byte.to_ascii_uppercase()).collect()
        };
        let (code, typed) = (plain(&self.code), plain(typed));
        let pairs = code.iter().zip(&typed);
        let differences = pairs.fold(0, |all, (a, b)| all | (a ^ b));
        !code.is_empty() && code.len() == typed.len() && differences == 0
    }

    pub(crate) fn close(&self) {
        (self.closed)();
    }
}

impl Site {
    /// The pages of a service.
    #[must_use]
    pub fn new(service: Arc<Service>) -> Self {
        Self {
            service,
            setup: None,
            reached: None,
            explain: None,
        }
    }

    /// The same, where an organisation may be founded in the browser.
    #[must_use]
    pub fn with_setup(self, setup: Setup) -> Self {
        Self {
            setup: Some(Arc::new(setup)),
            ..self
        }
    }

    /// The same, where browsers reach it at that address, whatever a proxy in between says of it.
    #[must_use]
    pub fn reached_at(self, url: &str) -> Self {
        let (_, host) = url.split_once("://").unwrap_or_default();
        let host = host.trim_end_matches('/').to_ascii_lowercase();
        Self {
            reached: (!host.is_empty()).then(|| host.into()),
            ..self
        }
    }

    /// The same, with pages of rules.
    #[must_use]
    pub fn explaining(self, explain: Explain) -> Self {
        Self {
            explain: Some(explain),
            ..self
        }
    }

    pub(crate) fn explained(&self, code: &str) -> Option<Explained> {
        self.explain.and_then(|explain| explain(code))
    }

    pub(crate) fn setup(&self) -> Option<&Setup> {
        self.setup.as_deref()
    }

    /// Whether there is no organisation yet, and one may be founded here.
    pub(crate) fn waits_for_founder(&self) -> bool {
        self.setup.is_some() && !self.service.founded().unwrap_or(true)
    }
}

/// All pages. What is not found is answered with a page that says so.
pub fn router(site: Site) -> Router {
    pages::all()
        .route("/assets/{name}", get(assets::get))
        .with_state(site)
}

#[cfg(test)]
mod tests {
    use super::Setup;

    #[test]
    fn a_code_is_typed_as_people_do() {
        let setup = Setup::new("7KQ2M-9XW4T".to_owned(), "root".to_owned(), || {});
        assert!(setup.opens("7KQ2M-9XW4T") && setup.opens(" 7kq2m9xw4t "));
        for wrong in ["", "7KQ2M", "7KQ2M-9XW4U", "7KQ2M-9XW4TT"] {
            assert!(!setup.opens(wrong), "{wrong}");
        }
        assert!(!Setup::new(String::new(), String::new(), || {}).opens(""));
    }
}
