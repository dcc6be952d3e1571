//! AWS Secrets Manager (`GetSecretValue`, API version 2017-10-17).

mod credentials;
mod signed;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;
use serde::Deserialize;
use serde_json::json;
use zeroize::Zeroizing;

use super::{Ground, secret};
use crate::why::Trouble;
use crate::wire::Answer;
use credentials::Credentials;
use holdpoint_mask::Secret;

pub(super) struct Aws {
    ground: Arc<Ground>,
    credentials: Credentials,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Value {
    secret_string: Option<Zeroizing<String>>,
    secret_binary: Option<Zeroizing<String>>,
}

#[derive(Deserialize)]
struct Refused {
    #[serde(rename = "__type")]
    kind: String,
}

impl Aws {
    pub(super) fn new(ground: Arc<Ground>) -> Self {
        let credentials = Credentials::default();
        Self {
            ground,
            credentials,
        }
    }

    pub(super) fn fetch(&self, name: &str, version: Option<&str>) -> Result<Secret, Trouble> {
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(Trouble::Spelling("a name or an ARN is expected"));
        }
        let region = self.region(name)?;
        let url = self.url(&region)?;
        let credential = self.credentials.get(&self.ground.settings)?;
        let body = asked(name, version);
        let answer = self.ground.wire.send(|client| {
            let headers = signed::headers(&credential, &url, &region, &body)?;
            Ok(client.post(url.clone()).headers(headers).body(body.clone()))
        })?;
        match answer.is_fine() {
            true => value(&answer),
            false => Err(refused(&answer, version)),
        }
    }

    /// That of the ARN, else that of the environment.
    fn region(&self, name: &str) -> Result<String, Trouble> {
        let mut arn = name
            .strip_prefix("arn:")
            .into_iter()
            .flat_map(|rest| rest.split(':'));
        let named = arn
            .nth(2)
            .filter(|region| !region.is_empty())
            .map(str::to_owned);
        let variable = |name: &str| self.ground.settings.variable(name);
        let region = named
            .or_else(|| variable("AWS_REGION"))
            .or_else(|| variable("AWS_DEFAULT_REGION"));
        let region = region.ok_or(Trouble::Credentials(
            "no region is known. Set `AWS_REGION`, or name the secret by its ARN",
        ))?;
        let spelled = region
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        spelled
            .then_some(region)
            .ok_or(Trouble::Spelling("the region is none"))
    }

    fn url(&self, region: &str) -> Result<Url, Trouble> {
        let end = if region.starts_with("cn-") { ".cn" } else { "" };
        let usual = || format!("https://secretsmanager.{region}.amazonaws.com{end}");
        let base = self
            .ground
            .settings
            .endpoints
            .aws
            .clone()
            .unwrap_or_else(usual);
        Url::parse(&base).map_err(|_| Trouble::Unreadable)
    }
}

/// Ids of versions have 32 to 64 letters (API reference); what is shorter is a label, such as `AWSPREVIOUS`.
fn asked(name: &str, version: Option<&str>) -> String {
    let body = match version {
        None => json!({ "SecretId": name }),
        Some(id) if (32..=64).contains(&id.len()) => json!({ "SecretId": name, "VersionId": id }),
        Some(label) => json!({ "SecretId": name, "VersionStage": label }),
    };
    body.to_string()
}

fn value(answer: &Answer) -> Result<Secret, Trouble> {
    let value: Value = answer.json()?;
    match (value.secret_string, value.secret_binary) {
        (Some(mut text), _) => secret(std::mem::take(&mut *text).into_bytes()),
        (None, Some(text)) => {
            let bytes = STANDARD.decode(text.as_bytes());
            secret(bytes.map_err(|_| Trouble::Unreadable)?)
        }
        (None, None) => Err(Trouble::Unreadable),
    }
}

fn refused(answer: &Answer, version: Option<&str>) -> Trouble {
    let refused = answer
        .json::<Refused>()
        .map(|refused| refused.kind)
        .unwrap_or_default();
    match refused.rsplit('#').next().unwrap_or_default() {
        "ResourceNotFoundException" if version.is_some() => Trouble::Version,
        "ResourceNotFoundException" => Trouble::Absent,
        "InvalidRequestException" => Trouble::Deleted,
        "AccessDeniedException" => Trouble::Denied("`secretsmanager:GetSecretValue` on the secret"),
        "DecryptionFailure" | "DecryptionFailureException" => {
            Trouble::Denied("`kms:Decrypt` with the key of the secret")
        }
        "ThrottlingException" | "TooManyRequestsException" => Trouble::Limited,
        "ValidationException" | "InvalidParameterException" => {
            Trouble::Spelling("AWS takes no such name or version")
        }
        "ExpiredTokenException" => Trouble::Login("the credentials for AWS have expired"),
        "InvalidSignatureException" | "SignatureDoesNotMatch" => {
            Trouble::Login("the secret key for AWS is wrong, or the clock of this machine is")
        }
        "UnrecognizedClientException"
        | "IncompleteSignatureException"
        | "MissingAuthenticationTokenException" => {
            Trouble::Login("AWS does not know the access key, or its session token")
        }
        _ => answer.otherwise(),
    }
}
