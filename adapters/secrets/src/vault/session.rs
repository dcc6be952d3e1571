//! Whom one is logged in as: a token, how long it lives, and its renewal.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::Method;
use serde::Deserialize;
use serde_json::json;
use zeroize::Zeroizing;

use super::{Ask, Vault};
use crate::files::credential;
use crate::settings::Login;
use crate::why::Trouble;
use crate::wire::Answer;

type Token = Zeroizing<String>;

/// A token that one has.
#[derive(Default)]
pub(super) struct Session(Mutex<Option<Held>>);

struct Held {
    token: Token,
    /// When it has to be renewed, and when it ends; never if it does not.
    lease: Option<(Duration, Duration)>,
    renewable: bool,
}

#[derive(Deserialize)]
struct LoggedIn {
    auth: Auth,
}

#[derive(Deserialize)]
struct Auth {
    client_token: Token,
    #[serde(default)]
    lease_duration: u64,
    #[serde(default)]
    renewable: bool,
}

#[derive(Deserialize)]
struct LookedUp {
    data: About,
}

#[derive(Deserialize)]
struct About {
    #[serde(default)]
    ttl: u64,
    #[serde(default)]
    renewable: bool,
}

impl Held {
    /// A token that lives so long from now on; 0 seconds are for ever.
    fn new(token: Token, seconds: u64, renewable: bool, now: Duration) -> Self {
        let life = Duration::from_secs(seconds);
        let lease = (seconds > 0).then(|| (now + life * 2 / 3, now + life));
        Self {
            token,
            lease,
            renewable,
        }
    }
}

impl Session {
    /// A token that can be used now: the one that there is, renewed when two thirds of its life are over, or a new one.
    pub(super) fn token(&self, vault: &Vault) -> Result<Token, Trouble> {
        let now = vault.now();
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = held.as_ref().filter(|known| still(known, vault)) {
            let Some((renew, ends)) = known.lease else {
                return Ok(known.token.clone());
            };
            if now < renew {
                return Ok(known.token.clone());
            }
            if known.renewable
                && now < ends
                && let Some(longer) = renewed(vault, &known.token)
            {
                return Ok(held.insert(longer).token.clone());
            }
        }
        // What there was is of no use any more, even if there will be nothing else.
        *held = None;
        Ok(held.insert(log_in(vault)?).token.clone())
    }

    /// Forgets a token that was refused.
    pub(super) fn end(&self, token: &Token) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.as_ref().is_some_and(|held| held.token == *token) {
            *held = None;
        }
    }
}

/// Whether it is still the token of the file, if it is from one.
fn still(held: &Held, vault: &Vault) -> bool {
    match vault.settings().map(|settings| &settings.login) {
        Ok(Login::Token { file }) => credential(file, true).is_ok_and(|token| token == held.token),
        _ => true,
    }
}

/// The same token, for longer; none if that is refused.
fn renewed(vault: &Vault, token: &Token) -> Option<Held> {
    let path = ["auth", "token", "renew-self"];
    let ask = Ask {
        method: Method::POST,
        path: &path,
        version: None,
        body: Some(&json!({})),
        token: Some(token),
    };
    let answer = vault.send(&ask).ok().filter(Answer::is_fine)?;
    let auth = answer.json::<LoggedIn>().ok()?.auth;
    let lives = auth.lease_duration > 0;
    lives.then(|| {
        Held::new(
            token.clone(),
            auth.lease_duration,
            auth.renewable,
            vault.now(),
        )
    })
}

fn log_in(vault: &Vault) -> Result<Held, Trouble> {
    match &vault.settings()?.login {
        Login::Token { file } => looked_up(vault, credential(file, true)?),
        Login::AppRole {
            mount,
            role_id,
            secret_id,
        } => {
            let secret_id = credential(secret_id, true)?;
            posted(
                vault,
                mount,
                &[("role_id", role_id), ("secret_id", &secret_id)],
            )
        }
        Login::Jwt { mount, role, file } => {
            // Kubernetes writes it so that everybody in the pod can read it.
            let jwt = credential(file, false)?;
            posted(vault, mount, &[("jwt", &jwt), ("role", role)])
        }
    }
}

/// A token from a file, with what the vault says of its life.
fn looked_up(vault: &Vault, token: Token) -> Result<Held, Trouble> {
    let path = ["auth", "token", "lookup-self"];
    let answer = vault.send(&Ask {
        method: Method::GET,
        path: &path,
        version: None,
        body: None,
        token: Some(&token),
    })?;
    match answer.status {
        200 => {
            let about = answer.json::<LookedUp>()?.data;
            Ok(Held::new(token, about.ttl, about.renewable, vault.now()))
        }
        403 => Err(Trouble::Login(
            "the vault does not know the token of the file, or it has ended",
        )),
        _ => Err(answer.otherwise()),
    }
}

fn posted(vault: &Vault, mount: &str, body: &[(&str, &str)]) -> Result<Held, Trouble> {
    let mut path = vec!["auth"];
    path.extend(mount.split('/').filter(|part| !part.is_empty()));
    path.push("login");
    let fields = body
        .iter()
        .map(|(key, value)| ((*key).to_owned(), json!(value)));
    let answer = vault.send(&Ask {
        method: Method::POST,
        path: &path,
        version: None,
        body: Some(&fields.collect()),
        token: None,
    })?;
    match answer.status {
        200 => {
            let auth = answer.json::<LoggedIn>()?.auth;
            Ok(Held::new(
                auth.client_token,
                auth.lease_duration,
                auth.renewable,
                vault.now(),
            ))
        }
        400 | 401 | 403 => Err(Trouble::Login(
            "the vault does not believe what proves who asks, or does not know the role",
        )),
        404 => Err(Trouble::Login("no such method is mounted there")),
        _ => Err(answer.otherwise()),
    }
}
