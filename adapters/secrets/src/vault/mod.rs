//! Stores that speak Vault's HTTP: HashiCorp Vault, OpenBao.
//!
//! Secrets of the engine KV in versions 1 and 2 are read, told apart by what the store says of the mount; of other engines what a read
//! answers (its lease is left to end by itself).

mod answer;
mod mount;
mod session;

use std::sync::Arc;

use reqwest::blocking::{Client, RequestBuilder};
use reqwest::{Method, Url};
use serde_json::Value;

use crate::settings::{Settings, VaultSettings};
use crate::why::Trouble;
use crate::wire::{Answer, Whom, Wire, address, hidden};
use answer::{Found, Versioned};
use holdpoint_mask::Secret;
use mount::{Mount, Mounts};
use session::Session;

/// A vault, with whom one is logged in there.
pub(crate) struct Vault {
    settings: Arc<Settings>,
    wire: Wire,
    session: Session,
    mounts: Mounts,
}

/// What a request is: with a token, unless it is there to have one.
pub(super) struct Ask<'a> {
    pub(super) method: Method,
    pub(super) path: &'a [&'a str],
    pub(super) version: Option<&'a str>,
    pub(super) body: Option<&'a Value>,
    pub(super) token: Option<&'a str>,
}

impl Vault {
    pub(crate) fn new(settings: Arc<Settings>) -> Self {
        let ca = settings.vault.as_ref().and_then(|vault| vault.ca.clone());
        Self {
            wire: Wire::new(Whom::Keeper(ca), settings.rest),
            session: Session::default(),
            mounts: Mounts::default(),
            settings,
        }
    }

    /// A field of a secret.
    pub(crate) fn fetch(
        &self,
        path: &str,
        field: &str,
        version: Option<&str>,
    ) -> Result<Secret, Trouble> {
        let parts = parts(path)?;
        if version.is_some_and(|version| !version.bytes().all(|byte| byte.is_ascii_digit())) {
            return Err(Trouble::Spelling("versions of a vault are numbers"));
        }
        let mount = self.mount(&parts)?;
        match mount.versioned {
            true => self.versioned(&mount.data(&parts)?, field, version),
            false if version.is_some() => Err(Trouble::Unversioned),
            false => {
                let answer = self.read(&parts, None)?;
                if !answer.is_fine() {
                    return Err(refused(&answer));
                }
                answer.json::<Found>()?.data.field(field)
            }
        }
    }

    fn versioned(
        &self,
        parts: &[&str],
        field: &str,
        version: Option<&str>,
    ) -> Result<Secret, Trouble> {
        let answer = self.read(parts, version)?;
        // One that is deleted is *not found*, with a body that says more.
        let deleted = || answer.json::<Versioned>().is_ok();
        match answer.status {
            200 => answer
                .json::<Versioned>()?
                .data
                .data
                .ok_or(Trouble::Deleted)?
                .field(field),
            404 if deleted() => Err(Trouble::Deleted),
            404 if version.is_some() => Err(Trouble::Version),
            _ => Err(refused(&answer)),
        }
    }

    /// Reads with a token; once more with another one if that was refused, for it may have ended early.
    fn read(&self, parts: &[&str], version: Option<&str>) -> Result<Answer, Trouble> {
        let token = self.session.token(self)?;
        let ask = |token: &str| {
            self.send(&Ask {
                method: Method::GET,
                path: parts,
                version,
                body: None,
                token: Some(token),
            })
        };
        let answer = ask(&token)?;
        if answer.status != 403 {
            return Ok(answer);
        }
        self.session.end(&token);
        let other = self.session.token(self)?;
        ask(&other)
    }

    fn mount(&self, parts: &[&str]) -> Result<Mount, Trouble> {
        if let Some(mount) = self.mounts.known(parts) {
            return Ok(mount);
        }
        let ask: Vec<&str> = { ["sys", "internal", "ui", "mounts"].into_iter() }
            .chain(parts.iter().copied())
            .collect();
        let answer = self.read(&ask, None)?;
        match answer.status {
            200 => self.mounts.learn(&answer),
            // Before Vault 0.10 nobody could ask, and there were no versions.
            404 => Ok(Mount::unversioned(parts)),
            _ => Err(refused(&answer)),
        }
    }

    pub(super) fn settings(&self) -> Result<&VaultSettings, Trouble> {
        self.settings.vault.as_ref().ok_or(Trouble::Unconfigured)
    }

    pub(super) fn now(&self) -> std::time::Duration {
        (self.settings.clock)()
    }

    pub(super) fn send(&self, ask: &Ask<'_>) -> Result<Answer, Trouble> {
        let settings = self.settings()?;
        let mut url = address(&settings.address, &["v1"])?;
        extend(&mut url, ask);
        let answer = self
            .wire
            .send(|client| request(client, settings, url.clone(), ask))?;
        match answer.status {
            503 if answer.says("sealed") => Err(Trouble::Sealed),
            _ => Ok(answer),
        }
    }
}

fn extend(url: &mut Url, ask: &Ask<'_>) {
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.extend(ask.path);
    }
    if let Some(version) = ask.version {
        url.query_pairs_mut().append_pair("version", version);
    }
}

fn request(
    client: &Client,
    settings: &VaultSettings,
    url: Url,
    ask: &Ask<'_>,
) -> Result<RequestBuilder, Trouble> {
    let mut request = client
        .request(ask.method.clone(), url)
        .header("x-vault-request", "true");
    if let Some(namespace) = &settings.namespace {
        request = request.header("x-vault-namespace", hidden(namespace)?);
    }
    if let Some(token) = ask.token {
        request = request.header("x-vault-token", hidden(token)?);
    }
    Ok(match ask.body {
        Some(body) => request.json(body),
        None => request,
    })
}

/// The parts of a path, none of which leads elsewhere.
fn parts(path: &str) -> Result<Vec<&str>, Trouble> {
    let parts: Vec<_> = path.split('/').collect();
    let wrong = |part: &&str| part.is_empty() || *part == "." || *part == "..";
    match parts.len() < 2 || parts.iter().any(wrong) {
        true => Err(Trouble::Spelling(
            "a path of a vault is `MOUNT/PATH`, without `/` at its ends and without `..`",
        )),
        false => Ok(parts),
    }
}

/// What a refusal means.
fn refused(answer: &Answer) -> Trouble {
    match answer.status {
        403 => Trouble::Denied(
            "a policy of the token has to have `read` on that path (KV version 2: with `data/` behind the mount)",
        ),
        404 => Trouble::Absent,
        _ => answer.otherwise(),
    }
}
