//! Where an authority is kept: one file that only its owner may read, so that its parts never disagree.
//!
//! ```text
//! key, certificate                                                    one that signs
//! key, certificate, key, certificate                                  its successor after it
//! key, certificate, certificate (former), certificate (bridge)        its predecessor after it
//! ```

use std::io;
use std::path::{Path, PathBuf};

use holdpoint_durable::{KeyError, KeyFile, create_directories, replace};
use rustls::pki_types::CertificateDer;
use thiserror::Error;
use zeroize::Zeroizing;

use super::{Authority, AuthorityMistake, Beside, Signer};
use crate::certificate::{Parsed, Root, RootMistake, Terms};
use crate::key::KeyPair;
use crate::{TrustDomain, pem};

/// Name of the file in its directory.
const NAME: &str = "authority.pem";

/// Why a text is not what was kept of an authority.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Damage {
    /// It cannot be read.
    #[error("{0}")]
    Pem(String),
    /// Its parts are others, or in another order.
    #[error("it does not have the parts of an authority, a private key and its certificate first")]
    Parts,
    /// A key is damaged.
    #[error("a private key in it is damaged or not of the curve P-256")]
    Key,
    /// A key and a certificate do not belong together.
    #[error("a private key in it does not belong to the certificate after it")]
    Pair,
    /// A certificate is damaged.
    #[error(transparent)]
    Root(#[from] RootMistake),
    /// The bridge does not lead from the one to the other.
    #[error(
        "the last certificate in it does not lead from the former authority to the one that signs now"
    )]
    Bridge,
}

/// What goes wrong with the file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FileTrouble {
    /// It cannot be read, or others can read it, too.
    #[error(transparent)]
    File(#[from] KeyError),
    /// It is damaged.
    #[error(
        "`{path}` is damaged: {why}. Bring it back from a backup; without it, every agent has to be enrolled again"
    )]
    Damaged {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: Damage,
    },
    /// There is an authority of another trust domain.
    #[error("the authority in `{path}` is of the trust domain `{found}`, not of `{expected}`")]
    Domain {
        /// The file.
        path: String,
        /// Whose it is.
        found: TrustDomain,
        /// Whose it should be.
        expected: TrustDomain,
    },
    /// None can be made.
    #[error(transparent)]
    Authority(#[from] AuthorityMistake),
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

impl Authority {
    /// The authority of that directory, which is made with a new one of these terms if there is none.
    ///
    /// # Errors
    /// When the file is damaged, can be read by others or cannot be written, or is of another trust domain.
    pub fn open_or_create(
        directory: &Path,
        domain: &TrustDomain,
        terms: &Terms,
    ) -> Result<Self, FileTrouble> {
        let path = directory.join(NAME);
        let opened = match Self::open(directory)? {
            Some(found) => found,
            None => Self::first(&path, domain, terms)?,
        };
        match opened.domain() == domain {
            true => Ok(opened),
            false => Err(FileTrouble::Domain {
                path: path.display().to_string(),
                found: opened.domain().clone(),
                expected: domain.clone(),
            }),
        }
    }

    /// If two make one at the same time, both have the one that was kept.
    fn first(path: &Path, domain: &TrustDomain, terms: &Terms) -> Result<Self, FileTrouble> {
        let directory = path.parent().unwrap_or(path);
        create_directories(directory).map_err(|source| written(path, source))?;
        let new = Self::create(domain, terms)?;
        match KeyFile::new(path).create(&new.text()) {
            Ok(()) => Ok(new),
            Err(KeyError::Exists(name)) => {
                let kept = Self::open(directory)?;
                kept.ok_or(FileTrouble::File(KeyError::Exists(name)))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The authority of that directory; none if there is none.
    ///
    /// # Errors
    /// When the file is damaged or can be read by others.
    pub fn open(directory: &Path) -> Result<Option<Self>, FileTrouble> {
        let path = directory.join(NAME);
        let Some(text) = KeyFile::new(&path).read()? else {
            return Ok(None);
        };
        let read = Self::read(&text).map_err(|why| FileTrouble::Damaged {
            path: path.display().to_string(),
            why,
        });
        read.map(Some)
    }

    /// Keeps it as it is now, in place of what was kept. At no moment is there a part of it, or a file that others may
    /// read.
    ///
    /// # Errors
    /// When it cannot be written; then the file is as it was.
    pub fn keep(&self, directory: &Path) -> Result<(), FileTrouble> {
        let path: PathBuf = directory.join(NAME);
        let kept = replace(&path, self.text().as_bytes());
        kept.map_err(|source| written(&path, source))
    }

    /// It as text, with its private keys, for whoever keeps it elsewhere.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let certificate = |der: &[u8]| pem::write(pem::CERTIFICATE, der);
        let signer = |signer: &Signer| {
            let key = pem::write(pem::KEY, signer.key.pkcs8());
            [key, certificate(signer.root.der())]
        };
        let mut parts = signer(&self.active).to_vec();
        match &self.beside {
            Beside::Nobody => {}
            Beside::Next(next) => parts.extend(signer(next)),
            Beside::Former { root, bridge } => {
                parts.extend([certificate(root.der()), certificate(bridge)]);
            }
        }
        pem::join(&parts)
    }

    /// Reads what [`text`](Self::text) wrote.
    ///
    /// # Errors
    /// Says what is damaged: each key has to belong to its certificate, and each certificate to be signed as it should.
    pub fn read(text: &str) -> Result<Self, Damage> {
        let parts = pem::read(text).map_err(Damage::Pem)?;
        use pem::Part::{Certificate, Key};
        let (active, beside) = match parts.as_slice() {
            [Key(key), Certificate(own)] => (signer(key, own)?, Beside::Nobody),
            [Key(key), Certificate(own), Key(other), Certificate(next)] => (
                signer(key, own)?,
                Beside::Next(Box::new(signer(other, next)?)),
            ),
            [
                Key(key),
                Certificate(own),
                Certificate(former),
                Certificate(bridge),
            ] => {
                let active = signer(key, own)?;
                let beside = former_of(&active, former, bridge)?;
                (active, beside)
            }
            _ => return Err(Damage::Parts),
        };
        let read = Self { active, beside };
        Root::agree(&read.roots())?;
        Ok(read)
    }
}

fn signer(key: &[u8], certificate: &[u8]) -> Result<Signer, Damage> {
    let key = KeyPair::from_pkcs8(key).ok_or(Damage::Key)?;
    let root = Root::read(certificate)?;
    match key.public() == root.key() {
        true => Ok(Signer { key, root }),
        false => Err(Damage::Pair),
    }
}

fn former_of(active: &Signer, former: &[u8], bridge: &[u8]) -> Result<Beside, Damage> {
    let root = Root::read(former)?;
    let parsed = Parsed::read(bridge).ok_or(Damage::Bridge)?;
    let leads = parsed.subject() == active.root.name()
        && parsed.key().as_ref() == Some(active.key.public())
        && parsed.issuer() == root.name()
        && parsed.is_authority()
        && parsed.is_signed_by(root.key());
    let bridge = CertificateDer::from(bridge.to_vec());
    leads
        .then_some(Beside::Former { root, bridge })
        .ok_or(Damage::Bridge)
}

fn written(path: &Path, source: io::Error) -> FileTrouble {
    FileTrouble::Write {
        path: path.display().to_string(),
        source,
    }
}
