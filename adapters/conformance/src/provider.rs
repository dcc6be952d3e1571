//! An identity provider in memory (OpenID Connect): it does what one does, and errs as it is told.
#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "a stand-in for tests"
)]

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use holdpoint_ports::{BasicCredentials, Clock as _, ManualClock, ProviderAnswer, ProviderClient};
use holdpoint_tokens::{challenge, encoded};
use serde_json::{Value, json};

/// The client that it knows, and its secret.
pub const CLIENT: &str = "holdpoint";
pub const SECRET: &str = "not/so:secret %41";

/// How it errs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    #[default]
    None,
    /// It cannot be reached.
    Away,
    /// It answers another log-in.
    Nonce,
    /// Its tokens are of somebody else.
    Issuer,
    /// Its tokens are for somebody else.
    Audience,
    /// They are for somebody else, too, and were asked for by them.
    Party,
    /// Its tokens are not signed.
    Unsigned,
    /// They are signed with the public key as a secret.
    Shared,
    /// They are signed by a key of somebody else under the same name.
    Forged,
    /// They ended an hour ago.
    Expired,
    /// They begin in an hour.
    Early,
    /// They name nobody.
    Nobody,
    /// They came with another access token.
    AccessToken,
    /// It answers with no ID token at all.
    NoToken,
    /// Its answers do not say who answers.
    Silent,
    /// It says to be somebody else.
    Impostor,
}

struct Grant {
    claims: Value,
    nonce: String,
    challenge: String,
    returns_to: String,
}

struct Inner {
    key: u8,
    fault: Fault,
    codes: BTreeMap<String, Grant>,
    given: usize,
    asked: usize,
}

/// The provider.
pub struct MemoryProvider {
    issuer: String,
    clock: ManualClock,
    inner: Mutex<Inner>,
}

impl MemoryProvider {
    #[must_use]
    pub fn new(issuer: &str, clock: ManualClock) -> Self {
        let inner = Inner {
            key: 1,
            fault: Fault::None,
            codes: BTreeMap::new(),
            given: 0,
            asked: 0,
        };
        Self {
            issuer: issuer.to_owned(),
            clock,
            inner: Mutex::new(inner),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// From now on it errs like that.
    pub fn err(&self, fault: Fault) {
        self.inner().fault = fault;
    }

    /// It signs with another key from now on.
    pub fn rotate(&self) {
        self.inner().key += 1;
    }

    /// How often it was asked for keys.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.inner().asked
    }

    /// What a browser does at the address where it was sent, with somebody who is logged in there: where it is sent back to.
    #[must_use]
    pub fn visited(&self, address: &str, claims: Value) -> String {
        let (endpoint, query) = address.split_once('?').unwrap();
        assert_eq!(endpoint, format!("{}/authorize", self.issuer));
        let query = parsed(query);
        for (name, value) in [
            ("response_type", "code"),
            ("client_id", CLIENT),
            ("code_challenge_method", "S256"),
        ] {
            assert_eq!(query[name], value);
        }
        assert!(query["scope"].split(' ').any(|scope| scope == "openid"));
        let mut inner = self.inner();
        inner.given += 1;
        let code = format!("code-{}", inner.given);
        let grant = Grant {
            claims,
            nonce: query["nonce"].clone(),
            challenge: query["code_challenge"].clone(),
            returns_to: query["redirect_uri"].clone(),
        };
        inner.codes.insert(code.clone(), grant);
        let mut answer = vec![("code", code.as_str()), ("state", query["state"].as_str())];
        match inner.fault {
            Fault::Silent => {}
            _ => answer.push(("iss", &self.issuer)),
        }
        format!("{}?{}", query["redirect_uri"], encoded(&answer))
    }

    /// A token by which somebody logs out, with claims that are otherwise; null for none.
    #[must_use]
    pub fn logout_token(&self, subject: &str, changes: &Value) -> String {
        let now = self.clock.now() / 1_000;
        let event = "http://schemas.openid.net/event/backchannel-logout";
        let mut claims = json!({"iss": self.issuer, "aud": CLIENT, "sub": subject, "iat": now, "exp": now + 120,
            "jti": "1", "events": {event: {}}});
        change(&mut claims, changes);
        let key = self.inner().key;
        signed(
            &json!({"alg": "EdDSA", "typ": "logout+jwt", "kid": named(key)}),
            &claims,
            key,
        )
    }

    fn id_token(&self, fault: Fault, key: u8, grant: &Grant) -> String {
        let now = self.clock.now() / 1_000;
        let mut claims = json!({"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": grant.nonce});
        change(&mut claims, &grant.claims);
        let wrong = match fault {
            Fault::Nonce => json!({"nonce": "another"}),
            Fault::Issuer => json!({"iss": "https://evil.example"}),
            Fault::Audience => json!({"aud": "another"}),
            Fault::Party => json!({"aud": [CLIENT, "another"], "azp": "another"}),
            Fault::Expired => json!({"iat": now - 7_200, "exp": now - 3_600}),
            Fault::Early => json!({"iat": now + 3_600, "exp": now + 7_200}),
            Fault::Nobody => json!({"sub": null}),
            Fault::AccessToken => json!({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}),
            _ => json!({}),
        };
        change(&mut claims, &wrong);
        match fault {
            Fault::Unsigned => {
                let header = json!({"alg": "none", "typ": "JWT"});
                format!("{}.{}.", part(&header), part(&claims))
            }
            Fault::Shared => {
                let header = json!({"alg": "HS256", "typ": "JWT", "kid": named(key)});
                signed(&header, &claims, key)
            }
            Fault::Forged => signed(
                &json!({"alg": "EdDSA", "kid": named(key)}),
                &claims,
                key + 100,
            ),
            _ => signed(&json!({"alg": "EdDSA", "kid": named(key)}), &claims, key),
        }
    }

    fn tokens(&self, form: &str, basic: Option<BasicCredentials<'_>>) -> ProviderAnswer {
        let form = parsed(form);
        let secret = encoded(&[("", SECRET)]).split_off(1);
        let known = basic.is_some_and(|one| one.id == CLIENT && one.secret == secret);
        if !known {
            return answer(401, &json!({"error": "invalid_client"}));
        }
        assert_eq!(form["grant_type"], "authorization_code");
        let mut inner = self.inner();
        let Some(grant) = inner.codes.remove(&form["code"]) else {
            return answer(400, &json!({"error": "invalid_grant"}));
        };
        let proven = challenge(&form["code_verifier"]) == grant.challenge;
        if !proven || form["redirect_uri"] != grant.returns_to {
            return answer(400, &json!({"error": "invalid_grant"}));
        }
        let (fault, key) = (inner.fault, inner.key);
        drop(inner);
        let token = self.id_token(fault, key, &grant);
        match fault {
            Fault::NoToken => answer(200, &json!({"access_token": "a"})),
            _ => answer(
                200,
                &json!({"access_token": "a", "token_type": "Bearer", "id_token": token}),
            ),
        }
    }
}

impl ProviderClient for MemoryProvider {
    fn get(&self, url: &str) -> Result<ProviderAnswer, String> {
        let mut inner = self.inner();
        let at = |path: &str| format!("{}{path}", self.issuer);
        match url.strip_prefix(&self.issuer) {
            _ if inner.fault == Fault::Away => Err("nobody is there".to_owned()),
            Some("/.well-known/openid-configuration") => {
                let said = match inner.fault {
                    Fault::Impostor => "https://evil.example",
                    _ => &self.issuer,
                };
                Ok(answer(
                    200,
                    &json!({"issuer": said, "jwks_uri": at("/keys"), "authorization_endpoint": at("/authorize"),
                        "token_endpoint": at("/token"), "end_session_endpoint": at("/logout"),
                        "authorization_response_iss_parameter_supported": true,
                        "code_challenge_methods_supported": ["S256"]}),
                ))
            }
            Some("/keys") => {
                inner.asked += 1;
                let x = URL_SAFE_NO_PAD.encode(key(inner.key).verifying_key().as_bytes());
                let key = json!({"kty": "OKP", "crv": "Ed25519", "kid": named(inner.key), "x": x});
                Ok(answer(200, &json!({"keys": [key]})))
            }
            _ => Err(format!("nothing is at {url}")),
        }
    }

    fn post(
        &self,
        url: &str,
        form: String,
        basic: Option<BasicCredentials<'_>>,
    ) -> Result<ProviderAnswer, String> {
        assert_eq!(url, format!("{}/token", self.issuer));
        let fault = self.inner().fault;
        match fault {
            Fault::Away => Err("nobody is there".to_owned()),
            _ => Ok(self.tokens(&form, basic)),
        }
    }
}

fn answer(status: u16, body: &Value) -> ProviderAnswer {
    let body = body.to_string().into_bytes();
    ProviderAnswer { status, body }
}

/// The claims with some that are otherwise, and without those that are null.
fn change(claims: &mut Value, changes: &Value) {
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
}

fn named(key: u8) -> String {
    format!("key-{key}")
}

fn key(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signed(header: &Value, claims: &Value, number: u8) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let signature = key(number).sign(message.as_bytes()).to_bytes();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// A query or a form.
#[must_use]
pub fn parsed(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (plain(name), plain(value)))
        .collect()
}

fn plain(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                let digits = std::str::from_utf8(&digits).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}
