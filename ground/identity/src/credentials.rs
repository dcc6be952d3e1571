//! What an agent has once it is known: its key, its certificate, and the roots by which it believes the server.
//!
//! All of it is in one file, so that key and certificate never disagree, however the machine stops.

use std::io;
use std::path::Path;

use holdpoint_durable::{KeyError, KeyFile, replace};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::certificate::{Peer, PeerMistake, Root, RootMistake};
use crate::key::KeyPair;
use crate::{AgentId, Issued, TrustDomain, pem, tls};

/// Key, certificate and roots of an agent.
#[derive(Debug)]
pub struct Credentials {
    key: KeyPair,
    certificate: CertificateDer<'static>,
    peer: Peer,
    roots: Vec<Root>,
}

/// Why what was issued, or what was kept, is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CredentialsMistake {
    /// There are other parts than there should be.
    #[error("a key, a certificate and one or two roots were expected: {0}")]
    Parts(String),
    /// The key is damaged.
    #[error("the private key is damaged or not of the curve P-256")]
    Key,
    /// The certificate is for somebody else's key.
    #[error("the certificate is for another key than the one that was asked for")]
    Pair,
    /// The certificate is none of an agent.
    #[error(transparent)]
    Peer(#[from] PeerMistake),
    /// The roots are none.
    #[error(transparent)]
    Root(#[from] RootMistake),
    /// No root has signed it, or it does not count now.
    #[error("the certificate is not one that these roots vouch for now: {0}")]
    Chain(String),
    /// It is for somebody else.
    #[error("the certificate is for the agent `{found}`, not for `{expected}`")]
    Agent {
        /// For whom it is.
        found: AgentId,
        /// For whom it should be.
        expected: AgentId,
    },
}

/// What goes wrong with the file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CredentialsTrouble {
    /// It cannot be read, or others can read it, too.
    #[error(transparent)]
    File(#[from] KeyError),
    /// It is damaged.
    #[error("`{path}` is damaged: {why}. Remove it and enrol the agent again")]
    Damaged {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: CredentialsMistake,
    },
    /// The medium failed.
    #[error("`{path}` cannot be written")]
    Write {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Credentials {
    /// What was issued for the request that was written for `key`. Nothing of it is taken on trust: the certificate has to be for
    /// this key, and one of the roots has to have signed it. The roots themselves are believed because of the connection
    /// over which they came.
    ///
    /// # Errors
    /// Says what is otherwise.
    pub fn accept(key: KeyPair, issued: &Issued, now: i64) -> Result<Self, CredentialsMistake> {
        let parts = pem::read(&issued.certificate).map_err(CredentialsMistake::Parts)?;
        let [pem::Part::Certificate(der)] = parts.as_slice() else {
            let why = "the answer has not one certificate".to_owned();
            return Err(CredentialsMistake::Parts(why));
        };
        let roots = Root::read_all(&issued.roots)?;
        let new = Self::of(key, der, roots)?;
        tls::verify_agent(&new.certificate, &new.roots, now).map_err(CredentialsMistake::Chain)?;
        Ok(new)
    }

    /// The same for a certificate that takes the place of this one: it has to be for the same agent.
    ///
    /// # Errors
    /// Says what is otherwise.
    pub fn renewed(
        &self,
        key: KeyPair,
        issued: &Issued,
        now: i64,
    ) -> Result<Self, CredentialsMistake> {
        let new = Self::accept(key, issued, now)?;
        match new.agent() == self.agent() {
            true => Ok(new),
            false => Err(CredentialsMistake::Agent {
                found: new.agent().clone(),
                expected: self.agent().clone(),
            }),
        }
    }

    fn of(key: KeyPair, der: &[u8], roots: Vec<Root>) -> Result<Self, CredentialsMistake> {
        let domain = roots.first().map(Root::domain);
        let domain = domain.ok_or(RootMistake::Count(0))?;
        let certificate = CertificateDer::from(der.to_vec());
        let peer = Peer::of(&certificate, domain)?;
        match peer.key() == key.public() {
            true => Ok(Self {
                key,
                certificate,
                peer,
                roots,
            }),
            false => Err(CredentialsMistake::Pair),
        }
    }

    /// What is kept in that file; none if there is none. Whether it still counts is not looked at, see
    /// [`ends`](Self::ends).
    ///
    /// # Errors
    /// When the file is damaged or can be read by others.
    pub fn open(path: &Path) -> Result<Option<Self>, CredentialsTrouble> {
        let Some(text) = KeyFile::new(path).read()? else {
            return Ok(None);
        };
        let read = Self::read(&text).map_err(|why| CredentialsTrouble::Damaged {
            path: path.display().to_string(),
            why,
        });
        read.map(Some)
    }

    /// Keeps it in that file, in place of what was there, for its owner only.
    ///
    /// # Errors
    /// When it cannot be written; then the file is as it was.
    pub fn keep(&self, path: &Path) -> Result<(), CredentialsTrouble> {
        replace(path, self.text().as_bytes()).map_err(|source| CredentialsTrouble::Write {
            path: path.display().to_string(),
            source,
        })
    }

    fn text(&self) -> Zeroizing<String> {
        let roots = self
            .roots
            .iter()
            .map(|root| pem::write(pem::CERTIFICATE, root.der()));
        let mut parts = vec![
            pem::write(pem::KEY, self.key.pkcs8()),
            pem::write(pem::CERTIFICATE, &self.certificate),
        ];
        parts.extend(roots);
        pem::join(&parts)
    }

    fn read(text: &str) -> Result<Self, CredentialsMistake> {
        let parts = pem::read(text).map_err(CredentialsMistake::Parts)?;
        let [pem::Part::Key(key), pem::Part::Certificate(own), roots @ ..] = parts.as_slice()
        else {
            let why = "they are others, or in another order".to_owned();
            return Err(CredentialsMistake::Parts(why));
        };
        let key = KeyPair::from_pkcs8(key).ok_or(CredentialsMistake::Key)?;
        Self::of(key, own, Root::of_parts(roots)?)
    }

    /// Who the agent is.
    #[must_use]
    pub fn agent(&self) -> &AgentId {
        self.peer.agent()
    }

    /// Within which trust domain.
    #[must_use]
    pub fn domain(&self) -> Option<&TrustDomain> {
        self.roots.first().map(Root::domain)
    }

    /// The certificate, as the server sees it.
    #[must_use]
    pub fn peer(&self) -> &Peer {
        &self.peer
    }

    /// From when on another is to be asked for, in seconds since the epoch: when two thirds of its time are over.
    #[must_use]
    pub fn due(&self) -> i64 {
        self.peer.due()
    }

    /// Until when it counts, in seconds since the epoch; after that the agent has to be enrolled again.
    #[must_use]
    pub fn ends(&self) -> i64 {
        self.peer.ends()
    }

    pub(crate) fn roots(&self) -> &[Root] {
        &self.roots
    }

    pub(crate) fn chain(&self) -> Vec<CertificateDer<'static>> {
        vec![self.certificate.clone()]
    }

    pub(crate) fn key(&self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::Pkcs8(self.key.for_tls())
    }
}
