//! What the browser says of the page that asked.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::Expected;
use super::mistake::PasskeyMistake;

/// Longest that is looked at; browsers write some hundred bytes.
const LONGEST: usize = 8_192;

#[derive(Deserialize)]
struct Client {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default, rename = "crossOrigin")]
    framed: bool,
}

pub(super) fn check(
    bytes: &[u8],
    kind: &'static str,
    expected: &Expected<'_>,
) -> Result<(), PasskeyMistake> {
    if bytes.len() > LONGEST {
        return Err(PasskeyMistake::Client("it is too long".to_owned()));
    }
    let client: Client =
        serde_json::from_slice(bytes).map_err(|error| PasskeyMistake::Client(error.to_string()))?;
    if client.kind != kind {
        return Err(PasskeyMistake::Kind {
            found: client.kind.chars().take(64).collect(),
            expected: kind,
        });
    }
    if client.challenge != URL_SAFE_NO_PAD.encode(expected.challenge) {
        return Err(PasskeyMistake::Challenge);
    }
    if client.origin != expected.origin {
        return Err(PasskeyMistake::Origin {
            found: client.origin.chars().take(200).collect(),
            expected: expected.origin.to_owned(),
        });
    }
    match client.framed {
        true => Err(PasskeyMistake::Framed),
        false => Ok(()),
    }
}
