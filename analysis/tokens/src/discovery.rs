//! What a provider says of itself.

use serde_json::{Map, Value};
use thiserror::Error;

use crate::mistake::shown;
use crate::{Algorithm, is_address, strict};

/// Largest document that is read, in bytes.
const LARGEST: usize = 256 * 1024;

/// What is known of a provider. Issuers of workloads' tokens say nothing but where their keys are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Who it is.
    pub issuer: String,
    /// Where its keys are.
    pub keys: String,
    /// Where people are sent to log in.
    pub authorization: Option<String>,
    /// Where a code is exchanged for tokens.
    pub token: Option<String>,
    /// Where people are sent to log out there, too.
    pub end_session: Option<String>,
    /// Whether its answers say whose they are (RFC 9207).
    pub says_issuer: bool,
    /// Whether a client's secret is sent in the header, else in the form.
    pub basic: bool,
}

/// Why what a provider says of itself is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DiscoveryMistake {
    /// It is too large.
    #[error("what the provider says of itself is longer than {LARGEST} bytes")]
    Large,
    /// It cannot be read.
    #[error("what the provider says of itself cannot be read: {0}")]
    Unreadable(String),
    /// It is somebody else.
    #[error("the provider says to be `{found}`, not `{expected}`")]
    Issuer {
        /// Who, as it says.
        found: String,
        /// Who it should be.
        expected: String,
    },
    /// It does not say where something is, or at an address where others could listen.
    #[error("the provider has no `{0}` that is an `https` address")]
    Address(&'static str),
    /// It signs otherwise.
    #[error("the provider signs with none of RS256, PS256, ES256 and EdDSA")]
    Algorithms,
    /// It takes no challenges of the kind that counts.
    #[error("the provider takes no challenge of method S256 (PKCE)")]
    Challenge,
}

impl Provider {
    /// Reads the document of an issuer (OpenID Connect Discovery, section 4.2).
    ///
    /// # Errors
    /// Says why it is not believed.
    pub fn read(bytes: &[u8], issuer: &str) -> Result<Self, DiscoveryMistake> {
        if bytes.len() > LARGEST {
            return Err(DiscoveryMistake::Large);
        }
        let fields = strict::object(bytes).map_err(DiscoveryMistake::Unreadable)?;
        let found = fields.get("issuer").and_then(Value::as_str);
        let found = found.unwrap_or_default();
        if found != issuer {
            return Err(DiscoveryMistake::Issuer {
                found: shown(found),
                expected: issuer.to_owned(),
            });
        }
        let signs = list(&fields, "id_token_signing_alg_values_supported");
        let known = |names: Vec<&str>| names.iter().any(|name| Algorithm::named(name).is_some());
        if signs.is_some_and(|names| !known(names)) {
            return Err(DiscoveryMistake::Algorithms);
        }
        let challenges = list(&fields, "code_challenge_methods_supported");
        if challenges.is_some_and(|methods| !methods.contains(&"S256")) {
            return Err(DiscoveryMistake::Challenge);
        }
        // Only what is on this machine itself may be reached without TLS by what is there, too.
        let near = issuer.starts_with("http://");
        let address = |name| address(&fields, name, near);
        let keys = address("jwks_uri")?;
        let says_issuer = fields.get("authorization_response_iss_parameter_supported");
        let methods = list(&fields, "token_endpoint_auth_methods_supported");
        Ok(Self {
            issuer: issuer.to_owned(),
            keys: keys.ok_or(DiscoveryMistake::Address("jwks_uri"))?,
            authorization: address("authorization_endpoint")?,
            token: address("token_endpoint")?,
            end_session: address("end_session_endpoint")?,
            says_issuer: says_issuer == Some(&Value::Bool(true)),
            basic: methods.is_none_or(|methods| methods.contains(&"client_secret_basic")),
        })
    }
}

fn address(
    fields: &Map<String, Value>,
    name: &'static str,
    near: bool,
) -> Result<Option<String>, DiscoveryMistake> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if is_address(text) && (near || text.starts_with("https://")) => {
            Ok(Some(text.clone()))
        }
        Some(_) => Err(DiscoveryMistake::Address(name)),
    }
}

fn list<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<Vec<&'a str>> {
    let all = fields.get(name)?.as_array()?;
    Some(all.iter().filter_map(Value::as_str).collect())
}
