//! Passkeys: what making one is asked for, and what of the answer is kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::signing::{Bytes, Origin, Passkey};
use holdpoint_domain::{Digest, signing::SigningKey};
use holdpoint_service::ServiceError;
use holdpoint_signatures::passkey::{Expected, created};
use serde_json::Value;

use crate::visit::{Fields, Visit};

/// What a new passkey answers. It signs nothing, so that one answer told twice would add the same key twice, and no more.
pub(super) fn challenge(person: &PersonId) -> Digest {
    Digest::of(format!("holdpoint-passkey-v1\n{person}").as_bytes())
}

/// Bytes as forms have them.
pub(super) fn url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The passkey that a browser has made.
pub(super) fn made(visit: &Visit, form: &Fields) -> Result<SigningKey, ServiceError> {
    let bytes = |name: &str| -> Result<Bytes, ServiceError> {
        let text = form.get(name).unwrap_or_default().to_owned();
        text.try_into().map_err(ServiceError::Malformed)
    };
    if form.get("client").is_none() {
        let why = "a passkey is made by your browser, which needs scripts for it".to_owned();
        return Err(ServiceError::Malformed(why));
    }
    let (client, authenticator) = (bytes("client")?, bytes("authenticator")?);
    let origin = origin(visit, client.as_slice())?;
    let challenge = challenge(&visit.session.person);
    let expected = Expected {
        challenge: &challenge.0,
        origin: origin.as_str(),
        site: origin.site(),
    };
    let made = created(client.as_slice(), authenticator.as_slice(), &expected);
    let made = made.map_err(|mistake| ServiceError::Malformed(mistake.to_string()))?;
    Ok(SigningKey::Passkey(Box::new(Passkey {
        credential: made.credential.into(),
        public: made.key.into(),
        origin,
    })))
}

/// Where the page was, as the browser says; it has to be where this server was asked.
fn origin(visit: &Visit, client: &[u8]) -> Result<Origin, ServiceError> {
    let read: Value = serde_json::from_slice(client).unwrap_or_default();
    let origin = read.get("origin").and_then(Value::as_str);
    let origin = Origin::try_from(origin.unwrap_or_default().to_owned());
    let origin = origin.map_err(ServiceError::Malformed)?;
    let here = origin.as_str().split_once("://").map(|(_, host)| host);
    match here == Some(visit.host.as_str()) {
        true => Ok(origin),
        false => Err(ServiceError::Malformed(format!(
            "the passkey was made at `{}`, and this is `{}`",
            origin.as_str(),
            visit.host
        ))),
    }
}
