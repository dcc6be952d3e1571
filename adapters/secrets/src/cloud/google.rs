//! Google Secret Manager (`projects.secrets.versions.access`, version 1).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use object_store::gcp::{GcpCredential, GoogleCloudStorageBuilder};
use object_store::{ClientOptions, CredentialProvider};
use serde::Deserialize;
use serde_json::Value;
use tokio::runtime::Builder;
use zeroize::Zeroizing;

use super::bearer::{Bearer, Bearers, Handed};
use super::{Ground, secret};
use crate::settings::Settings;
use crate::why::Trouble;
use crate::wire::{Answer, address, hidden};
use holdpoint_mask::Secret;

type Provider = Arc<dyn CredentialProvider<Credential = GcpCredential>>;

pub(super) struct Google {
    ground: Arc<Ground>,
    account: Mutex<Option<Provider>>,
    bearers: Bearers,
}

#[derive(Deserialize)]
struct Accessed {
    payload: Payload,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    data: Zeroizing<String>,
    data_crc32c: Option<String>,
}

impl Google {
    pub(super) fn new(ground: Arc<Ground>) -> Self {
        let (account, bearers) = (Mutex::default(), Bearers::default());
        Self {
            ground,
            account,
            bearers,
        }
    }

    pub(super) fn fetch(&self, name: &str, version: Option<&str>) -> Result<Secret, Trouble> {
        let (project, name) = self.named(name)?;
        let version = version.unwrap_or("latest");
        if !spelled(version) {
            return Err(Trouble::Spelling("a version is a number or an alias"));
        }
        let usual = "https://secretmanager.googleapis.com";
        let base = self
            .ground
            .settings
            .endpoints
            .google
            .as_deref()
            .unwrap_or(usual);
        let last = format!("{version}:access");
        let parts = [
            "v1", "projects", &project, "secrets", name, "versions", &last,
        ];
        let url = address(base, &parts)?;
        let bearer = self.bearer()?;
        let value = hidden(&format!("Bearer {}", bearer.as_str()))?;
        let answer = self.ground.wire.send(|client| {
            Ok(client
                .get(url.clone())
                .header("authorization", value.clone()))
        })?;
        match answer.status {
            200 => accessed(&answer),
            401 => {
                self.bearers.clear();
                Err(Trouble::Login(
                    "Google does not believe the token of the account",
                ))
            }
            403 => Err(Trouble::Denied(
                "the role *Secret Manager Secret Accessor* on the secret",
            )),
            404 if version != "latest" => Err(Trouble::Version),
            404 => Err(Trouble::Absent),
            400 if answer.says("FAILED_PRECONDITION") => Err(Trouble::Deleted),
            _ => Err(answer.otherwise()),
        }
    }

    /// Project and name.
    fn named<'n>(&self, name: &'n str) -> Result<(String, &'n str), Trouble> {
        let parts: Vec<&str> = name.split('/').collect();
        let (project, name) = match parts.as_slice() {
            ["projects", project, "secrets", name] | [project, name] => {
                ((*project).to_owned(), *name)
            }
            [name] => (self.project()?, *name),
            _ => {
                return Err(Trouble::Spelling(
                    "`NAME`, `PROJECT/NAME` or `projects/PROJECT/secrets/NAME` is expected",
                ));
            }
        };
        let plain = project.replace([':', '.'], "-");
        match spelled(&plain) && spelled(name) {
            true => Ok((project, name)),
            false => Err(Trouble::Spelling("names have letters, digits, `-` and `_`")),
        }
    }

    /// The project of the environment, else that of the account.
    fn project(&self) -> Result<String, Trouble> {
        let settings = &self.ground.settings;
        if let Some(project) = settings.variable("GOOGLE_CLOUD_PROJECT") {
            return Ok(project);
        }
        let account = account(settings)?;
        let project = account
            .as_ref()
            .and_then(|text| serde_json::from_str::<Value>(text).ok());
        let project = project
            .as_ref()
            .and_then(|account| account.get("project_id")?.as_str());
        let unknown =
            "no project is known. Name the secret `PROJECT/NAME`, or set `GOOGLE_CLOUD_PROJECT`";
        project.map(str::to_owned).ok_or(Trouble::Spelling(unknown))
    }

    /// The token of the account that is named, else that of the machine or workload.
    fn bearer(&self) -> Result<Bearer, Trouble> {
        match account(&self.ground.settings)? {
            Some(account) => self.signed(&account),
            None => self
                .bearers
                .get(&self.ground.settings.clock, || self.metadata()),
        }
    }

    fn signed(&self, account: &str) -> Result<Bearer, Trouble> {
        let wrong = Trouble::Credentials("the key of the service account for Google is none");
        let mut known = self.account.lock().unwrap_or_else(PoisonError::into_inner);
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Trouble::Medium(error.kind()))?;
        let provider = match &*known {
            Some(provider) => Arc::clone(provider),
            None => provider(account).ok_or(wrong.clone())?,
        };
        *known = Some(Arc::clone(&provider));
        let had = runtime
            .block_on(provider.get_credential())
            .map_err(|_| wrong)?;
        Ok(Bearer::new(had.bearer.clone()))
    }

    fn metadata(&self) -> Result<Handed, Trouble> {
        let usual = "http://metadata.google.internal";
        let base = self
            .ground
            .settings
            .endpoints
            .google_metadata
            .as_deref()
            .unwrap_or(usual);
        let parts = [
            "computeMetadata",
            "v1",
            "instance",
            "service-accounts",
            "default",
            "token",
        ];
        let url = address(base, &parts)?;
        let answer = self
            .ground
            .near
            .send(|client| Ok(client.get(url.clone()).header("metadata-flavor", "Google")));
        let none = "no `GOOGLE_APPLICATION_CREDENTIALS` is set, and the metadata service of the machine gives no token";
        match answer {
            Ok(answer) if answer.is_fine() => answer.json(),
            _ => Err(Trouble::Credentials(none)),
        }
    }
}

fn spelled(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !name.is_empty() && name.len() <= 255 && name.bytes().all(letter)
}

/// The key of a service account (JSON) that the environment names, if it names one.
fn account(settings: &Settings) -> Result<Option<Zeroizing<String>>, Trouble> {
    if let Some(key) = settings.variable("GOOGLE_SERVICE_ACCOUNT_KEY") {
        return Ok(Some(Zeroizing::new(key)));
    }
    let Some(path) = settings.variable("GOOGLE_APPLICATION_CREDENTIALS") else {
        return Ok(None);
    };
    let unread = |_| {
        Trouble::Credentials("the file that `GOOGLE_APPLICATION_CREDENTIALS` names cannot be read")
    };
    let text = std::fs::read_to_string(path).map_err(unread)?;
    Ok(Some(Zeroizing::new(text)))
}

/// What signs tokens with the key of an account.
fn provider(account: &str) -> Option<Provider> {
    // It fails only when it was done before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let options = ClientOptions::new().with_timeout(Duration::from_secs(10));
    // A bucket has to have a name; it is never asked for.
    let builder = GoogleCloudStorageBuilder::new().with_bucket_name("none");
    let builder = builder
        .with_client_options(options)
        .with_service_account_key(account);
    builder
        .build()
        .ok()
        .map(|store| Arc::clone(store.credentials()))
}

fn accessed(answer: &Answer) -> Result<Secret, Trouble> {
    let payload = answer.json::<Accessed>()?.payload;
    let bytes = STANDARD.decode(payload.data.as_bytes());
    let bytes = Zeroizing::new(bytes.map_err(|_| Trouble::Unreadable)?);
    if let Some(sum) = payload.data_crc32c
        && sum != crc32c(&bytes).to_string()
    {
        return Err(Trouble::Damaged);
    }
    secret(bytes.to_vec())
}

/// CRC-32C (Castagnoli), as RFC 3720 (appendix B.4) has it.
fn crc32c(bytes: &[u8]) -> u32 {
    let step = |crc: u32| {
        if crc & 1 == 1 {
            crc >> 1 ^ 0x82F6_3B78
        } else {
            crc >> 1
        }
    };
    let byte = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc));
    !bytes.iter().fold(!0, byte)
}

#[cfg(test)]
mod tests {
    use super::crc32c;

    /// The examples of RFC 3720, appendix B.4.
    #[test]
    fn the_checksum_is_the_published_one() {
        let rising: Vec<u8> = (0..32).collect();
        let falling: Vec<u8> = (0..32).rev().collect();
        assert_eq!(crc32c(&[0; 32]), 0x8A91_36AA);
        assert_eq!(crc32c(&[0xFF; 32]), 0x62A8_AB43);
        assert_eq!(crc32c(&rising), 0x46DD_794E);
        assert_eq!(crc32c(&falling), 0x113F_DB5C);
    }
}
