//! DSSE envelopes (<https://github.com/secure-systems-lab/dsse>, version 1.0): a payload and signatures over it.

use crate::error::{ErrorCode, ReadError};
use crate::key::PublicKey;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};
use serde::{Deserialize, Serialize};

/// No envelope carries more signatures.
const MAX_SIGNATURES: usize = 100;

/// A payload with signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// What the payload is: a media type or URI.
    pub payload_type: String,
    /// The signed bytes.
    pub payload: Vec<u8>,
    /// The signatures.
    pub signatures: Vec<Signature>,
}

/// One signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// A hint, not authenticated: which key it may be.
    pub key_id: Option<String>,
    /// The signature's bytes.
    pub bytes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Json {
    #[serde(rename = "payloadType")]
    payload_type: String,
    payload: String,
    signatures: Vec<JsonSignature>,
}

#[derive(Serialize, Deserialize)]
struct JsonSignature {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keyid: Option<String>,
    sig: String,
}

/// A sigstore bundle, as far as its envelope goes.
#[derive(Deserialize)]
struct Bundle {
    #[serde(rename = "dsseEnvelope")]
    envelope: Json,
}

/// The bytes that are signed: `DSSEv1`, and type and payload with their lengths.
///
/// ```
/// let signed = holdpoint_attestation::dsse::pae("http://example.com/HelloWorld", b"hello world");
/// assert_eq!(signed, b"DSSEv1 29 http://example.com/HelloWorld 11 hello world");
/// ```
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "DSSEv1 {} {payload_type} {} ",
        payload_type.len(),
        payload.len()
    )
    .into_bytes();
    bytes.extend_from_slice(payload);
    bytes
}

impl Envelope {
    /// Puts a payload into an envelope; `sign` is given the bytes to sign and answers key id and signature.
    ///
    /// # Errors
    /// What `sign` says.
    pub fn seal<E>(
        payload_type: &str,
        payload: Vec<u8>,
        sign: impl FnOnce(&[u8]) -> Result<Signature, E>,
    ) -> Result<Self, E> {
        let signature = sign(&pae(payload_type, &payload))?;
        Ok(Self {
            payload_type: payload_type.to_owned(),
            payload,
            signatures: vec![signature],
        })
    }

    /// Reads an envelope, or the one in a sigstore bundle. Both alphabets of base64 are read.
    ///
    /// # Errors
    /// Says what is wrong, with line and column where the JSON is not what it should be.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReadError> {
        crate::evidence::check_size(bytes)?;
        Self::from_json(
            serde_json::from_slice(bytes).map_err(|e| ReadError::json(&e, "DSSE envelope"))?,
        )
    }

    pub(crate) fn parse_bundle(bytes: &[u8]) -> Result<Self, ReadError> {
        let bundle: Bundle = serde_json::from_slice(bytes)
            .map_err(|error| ReadError::json(&error, "sigstore bundle"))?;
        Self::from_json(bundle.envelope)
    }

    fn from_json(json: Json) -> Result<Self, ReadError> {
        if json.signatures.is_empty() || json.signatures.len() > MAX_SIGNATURES {
            return Err(ReadError::content(
                format!("the envelope has {} signatures", json.signatures.len()),
                format!("an envelope carries 1 to {MAX_SIGNATURES}"),
            ));
        }
        let signature = |signature: JsonSignature| {
            Ok(Signature {
                key_id: signature.keyid.filter(|id| !id.is_empty()),
                bytes: decode(&signature.sig, "`sig`")?,
            })
        };
        Ok(Self {
            payload: decode(&json.payload, "`payload`")?,
            payload_type: json.payload_type,
            signatures: json
                .signatures
                .into_iter()
                .map(signature)
                .collect::<Result<_, ReadError>>()?,
        })
    }

    /// The envelope as JSON, on one line.
    pub fn to_json(&self) -> Vec<u8> {
        let base64 = &general_purpose::STANDARD;
        let json = Json {
            payload_type: self.payload_type.clone(),
            payload: base64.encode(&self.payload),
            signatures: self
                .signatures
                .iter()
                .map(|s| JsonSignature {
                    keyid: s.key_id.clone(),
                    sig: base64.encode(&s.bytes),
                })
                .collect(),
        };
        // Only text in it: this does not fail.
        serde_json::to_vec(&json).unwrap_or_default()
    }

    /// The ids of the given keys that signed this payload, in the order of the keys, each once.
    ///
    /// A signature's own key id is a hint and proves nothing; it only tells a broken signature of a known
    /// key from one of a stranger.
    ///
    /// # Errors
    /// [`ErrorCode::Signature`] when a signature names one of these keys and is not that key's.
    pub fn verify(&self, keys: &[PublicKey]) -> Result<Vec<String>, ReadError> {
        let message = pae(&self.payload_type, &self.payload);
        let mut signers = Vec::new();
        for key in keys {
            if self
                .signatures
                .iter()
                .any(|s| key.verifies(&message, &s.bytes))
            {
                if !signers.iter().any(|id| id == key.id()) {
                    signers.push(key.id().to_owned());
                }
                continue;
            }
            let claimed = |s: &Signature| s.key_id.as_deref() == Some(key.id());
            if self.signatures.iter().any(claimed) {
                return Err(ReadError::new(
                    ErrorCode::Signature,
                    format!(
                        "the signature of key `{}` does not fit the payload",
                        key.id()
                    ),
                    "the document was changed after it was signed, or another key signed it: get it again from its source",
                ));
            }
        }
        Ok(signers)
    }
}

fn decode(text: &str, what: &str) -> Result<Vec<u8>, ReadError> {
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let alphabet = if text.contains(['-', '_']) {
        &alphabet::URL_SAFE
    } else {
        &alphabet::STANDARD
    };
    GeneralPurpose::new(alphabet, config)
        .decode(text)
        .map_err(|error| {
            ReadError::content(
                format!("{what} of the envelope is no base64: {error}"),
                "write it again with the tool that signed it",
            )
        })
}
