//! Azure Key Vault (`Get Secret`, API version 7.4).

use std::sync::Arc;

use reqwest::Url;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::bearer::{Bearer, Bearers, Handed};
use super::{Ground, secret};
use crate::files::credential;
use crate::settings::Settings;
use crate::why::Trouble;
use crate::wire::{Answer, address, hidden};
use holdpoint_mask::Secret;
use holdpoint_mask::{URL, percent};

const API: &str = "7.4";
/// Of a token that a signed one proves (RFC 7523, section 2.2).
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

pub(super) struct Azure {
    ground: Arc<Ground>,
    bearers: Bearers,
}

#[derive(Deserialize)]
struct Value {
    value: Zeroizing<String>,
}

impl Azure {
    pub(super) fn new(ground: Arc<Ground>) -> Self {
        let bearers = Bearers::default();
        Self { ground, bearers }
    }

    pub(super) fn fetch(&self, name: &str, version: Option<&str>) -> Result<Secret, Trouble> {
        let url = self.url(name, version)?;
        let bearer = self
            .bearers
            .get(&self.ground.settings.clock, || self.handed())?;
        let value = hidden(&format!("Bearer {}", bearer.as_str()))?;
        let answer = self.ground.wire.send(|client| {
            Ok(client
                .get(url.clone())
                .header("authorization", value.clone()))
        })?;
        match answer.status {
            200 => {
                let mut value = answer.json::<Value>()?.value;
                secret(std::mem::take(&mut *value).into_bytes())
            }
            401 => {
                self.bearers.clear();
                Err(Trouble::Login(
                    "Azure does not believe the token: is the vault one of that tenant?",
                ))
            }
            403 if answer.says("SecretDisabled") => Err(Trouble::Deleted),
            403 => Err(Trouble::Denied(
                "the role *Key Vault Secrets User*, or the access policy *Get* on secrets; and the firewall of the vault",
            )),
            404 if version.is_some() => Err(Trouble::Version),
            404 => Err(Trouble::Absent),
            _ => Err(answer.otherwise()),
        }
    }

    fn suffix(&self) -> &str {
        let suffix = self.ground.settings.endpoints.azure_suffix.as_deref();
        suffix.unwrap_or("vault.azure.net")
    }

    fn url(&self, name: &str, version: Option<&str>) -> Result<Url, Trouble> {
        let (vault, name) = name.split_once('/').unwrap_or_default();
        if !spelled(vault, 24) || !spelled(name, 127) {
            return Err(Trouble::Spelling(
                "`VAULT/NAME` is expected, of letters, digits and `-`",
            ));
        }
        if version.is_some_and(|version| !spelled(version, 32)) {
            return Err(Trouble::Spelling("a version has 32 letters and digits"));
        }
        let usual = || format!("https://{vault}.{}", self.suffix());
        let base = self
            .ground
            .settings
            .endpoints
            .azure
            .clone()
            .unwrap_or_else(usual);
        let parts: Vec<&str> = ["secrets", name].into_iter().chain(version).collect();
        let mut url = address(&base, &parts)?;
        url.query_pairs_mut().append_pair("api-version", API);
        Ok(url)
    }

    /// A token: for a secret of the application, for the token file of the workload, else for the machine.
    fn handed(&self) -> Result<Handed, Trouble> {
        let variable = |name: &str| self.ground.settings.variable(name);
        let (tenant, client) = (variable("AZURE_TENANT_ID"), variable("AZURE_CLIENT_ID"));
        let secret = variable("AZURE_CLIENT_SECRET").map(Bearer::new);
        let file = variable("AZURE_FEDERATED_TOKEN_FILE");
        match (tenant, client, secret, file) {
            (Some(tenant), Some(client), Some(secret), _) => self.application(
                &tenant,
                &[("client_id", &client), ("client_secret", &secret)],
            ),
            (Some(tenant), Some(client), None, Some(file)) => {
                // Kubernetes writes it so that everybody in the pod can read it.
                let proof = credential(file.as_ref(), false)?;
                let (kind, proof) = (
                    ("client_assertion_type", ASSERTION),
                    ("client_assertion", proof.as_str()),
                );
                self.application(&tenant, &[("client_id", &client), kind, proof])
            }
            (_, client, ..) => self.machine(client.as_deref()),
        }
    }

    fn application(&self, tenant: &str, asked: &[(&str, &str)]) -> Result<Handed, Trouble> {
        let settings = &self.ground.settings;
        let base = match &settings.endpoints.azure_login {
            Some(base) => base.clone(),
            None => authority(settings)?,
        };
        let url = address(&base, &[tenant, "oauth2", "v2.0", "token"])?;
        let scope = format!("https://{}/.default", self.suffix());
        let always = [
            ("grant_type", "client_credentials"),
            ("scope", scope.as_str()),
        ];
        let form = form(always.iter().chain(asked));
        let answer = self.ground.wire.send(|client| {
            let kind = "application/x-www-form-urlencoded";
            Ok(client
                .post(url.clone())
                .header("content-type", kind)
                .body(form.as_str().to_owned()))
        })?;
        match answer.status {
            200 => answer.json(),
            400 | 401 => Err(Trouble::Login(
                "Azure does not believe the secret or the token file of the application",
            )),
            _ => Err(answer.otherwise()),
        }
    }

    fn machine(&self, client: Option<&str>) -> Result<Handed, Trouble> {
        let usual = "http://169.254.169.254";
        let base = self
            .ground
            .settings
            .endpoints
            .azure_metadata
            .as_deref()
            .unwrap_or(usual);
        let mut url = address(base, &["metadata", "identity", "oauth2", "token"])?;
        let resource = format!("https://{}", self.suffix());
        let asked = [
            ("api-version", "2018-02-01"),
            ("resource", resource.as_str()),
        ];
        url.query_pairs_mut().extend_pairs(
            asked
                .into_iter()
                .chain(client.map(|client| ("client_id", client))),
        );
        let answer = self
            .ground
            .near
            .send(|http| Ok(http.get(url.clone()).header("metadata", "true")));
        let none = "no `AZURE_TENANT_ID` with `AZURE_CLIENT_ID` and a secret or token file is set, and the metadata service of the machine gives no token";
        match answer.as_ref().map(Answer::is_fine) {
            Ok(true) => answer?.json(),
            _ => Err(Trouble::Credentials(none)),
        }
    }
}

/// Where Azure's clouds hand out tokens.
fn authority(settings: &Settings) -> Result<String, Trouble> {
    let usual = || "https://login.microsoftonline.com".to_owned();
    let named = settings
        .variable("AZURE_AUTHORITY_HOST")
        .unwrap_or_else(usual);
    let plain = Trouble::Credentials("`AZURE_AUTHORITY_HOST` has to begin with `https://`");
    named.starts_with("https://").then_some(named).ok_or(plain)
}

fn spelled(name: &str, most: usize) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !name.is_empty() && name.len() <= most && name.bytes().all(letter)
}

/// Pairs as a form has them.
fn form<'p>(pairs: impl Iterator<Item = &'p (&'p str, &'p str)>) -> Zeroizing<String> {
    let mut form = Zeroizing::new(String::new());
    for (key, value) in pairs {
        let join = if form.is_empty() { "" } else { "&" };
        let value = Zeroizing::new(percent(value.as_bytes(), URL));
        form.push_str(&format!("{join}{key}="));
        form.push_str(&String::from_utf8_lossy(&value));
    }
    form
}
