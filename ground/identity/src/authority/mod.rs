//! The certificate authority: it says who agents are, and who the server is.
//!
//! There is one that signs, and beside it one more at most, which is trusted and does not sign: its successor, or its
//! predecessor.
//!
//! ```text
//! one ── prepare ──> one, and its successor ── activate ──> successor, and the one before ── retire ──> successor
//! ```
//!
//! Agents hear of all roots with each of their certificates, so when a successor has been there for as long as a certificate
//! lasts, all know it. Whoever was away longer, or has an enrolment secret with the old pin, is led over a bridge: a
//! certificate of the new key that the old one signed, which the server shows along with its own.

mod file;
mod issue;
mod issued;
mod mistake;
mod rollover;
mod server;

pub use file::{Damage, FileTrouble};
pub use issued::Issued;
pub use mistake::{AuthorityMistake, RenewMistake};
pub use rollover::Rollover;
pub use server::ServerIdentity;

use rustls::pki_types::CertificateDer;

use crate::certificate::{Draft, Level, Profile, Root, Span, Terms, common_name};
use crate::key::KeyPair;
use crate::{Pin, TrustDomain};

/// An authority with its key.
#[derive(Debug)]
pub struct Authority {
    active: Signer,
    beside: Beside,
}

/// A key that signs certificates, and its own certificate.
#[derive(Debug)]
struct Signer {
    key: KeyPair,
    root: Root,
}

/// Who is trusted besides.
#[derive(Debug)]
enum Beside {
    Nobody,
    Next(Box<Signer>),
    Former {
        root: Root,
        bridge: CertificateDer<'static>,
    },
}

impl Authority {
    /// A new one, of this trust domain. It counts for years, see [`rollover`](Self::rollover).
    ///
    /// # Errors
    /// When there is no randomness, or no certificate of such terms.
    pub fn create(domain: &TrustDomain, terms: &Terms) -> Result<Self, AuthorityMistake> {
        Ok(Self {
            active: Signer::create(domain, terms)?,
            beside: Beside::Nobody,
        })
    }

    /// Within which names of agents mean something.
    #[must_use]
    pub fn domain(&self) -> &TrustDomain {
        self.active.root.domain()
    }

    /// By what agents know it that have no certificate yet: it belongs into enrolment secrets.
    #[must_use]
    pub fn pin(&self) -> Pin {
        self.active.root.pin()
    }

    /// All that are trusted, the one that signs first.
    #[must_use]
    pub fn roots(&self) -> Vec<Root> {
        let beside = match &self.beside {
            Beside::Nobody => None,
            Beside::Next(next) => Some(&next.root),
            Beside::Former { root, .. } => Some(root),
        };
        let all = std::iter::once(&self.active.root).chain(beside);
        all.cloned().collect()
    }
}

impl Signer {
    fn create(domain: &TrustDomain, terms: &Terms) -> Result<Self, AuthorityMistake> {
        let key = KeyPair::generate()?;
        // Names of authorities differ, so that which has signed is not guessed.
        let name = common_name(&format!("agent root {}", terms.serial))?;
        let draft = Draft {
            subject: name.clone(),
            key: key.public(),
            serial: terms.serial,
            profile: Profile::Authority(domain, Level::Root),
        };
        let der = draft.sign(terms.span()?, name, &key)?;
        let root = Root::read(&der)?;
        Ok(Self { key, root })
    }

    /// A certificate that counts no longer than the authority itself.
    fn sign(
        &self,
        draft: Draft<'_>,
        terms: &Terms,
    ) -> Result<CertificateDer<'static>, AuthorityMistake> {
        let span = self.within(terms)?;
        Ok(draft.sign(span, self.root.name().clone(), &self.key)?)
    }

    fn within(&self, terms: &Terms) -> Result<Span, AuthorityMistake> {
        let (own, asked) = (self.root.span(), terms.span()?);
        match own.holds(terms.now) {
            true => Ok(Span {
                begins: asked.begins,
                ends: asked.ends.min(own.ends),
            }),
            false => Err(AuthorityMistake::Over {
                begins: own.begins,
                ends: own.ends,
            }),
        }
    }
}
