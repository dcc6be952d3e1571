//! What a document is, by its first bytes and outermost names.

use crate::error::{ErrorCode, ReadError};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Format {
    /// An in-toto statement.
    Statement,
    /// A DSSE envelope or a sigstore bundle with one.
    Envelope,
    /// The result of a check of Holdpoint.
    Check,
    /// A JUnit XML report.
    Junit,
    /// CycloneDX in JSON.
    CyclonedxJson,
    /// CycloneDX in XML.
    CyclonedxXml,
    /// SPDX in JSON.
    SpdxJson,
    /// SPDX in tag-value form.
    SpdxTagValue,
}

impl Format {
    /// The name that people use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Statement => "in-toto statement",
            Self::Envelope => "DSSE envelope",
            Self::Check => "result of a check",
            Self::Junit => "JUnit report",
            Self::CyclonedxJson | Self::CyclonedxXml => "CycloneDX document",
            Self::SpdxJson | Self::SpdxTagValue => "SPDX document",
        }
    }
}

/// The names that tell formats in JSON apart.
#[derive(Default, Deserialize)]
struct Names {
    #[serde(rename = "_type")]
    statement: Option<IgnoredAny>,
    #[serde(rename = "payloadType")]
    envelope: Option<IgnoredAny>,
    #[serde(rename = "dsseEnvelope")]
    bundle: Option<IgnoredAny>,
    tool: Option<IgnoredAny>,
    check: Option<IgnoredAny>,
    #[serde(rename = "bomFormat")]
    cyclonedx: Option<IgnoredAny>,
    #[serde(rename = "spdxVersion")]
    spdx: Option<IgnoredAny>,
}

/// What a document is.
///
/// # Errors
/// [`ErrorCode::Format`] where it is none of the known formats; where it is broken, at its place.
pub fn detect(bytes: &[u8]) -> Result<Format, ReadError> {
    let text = super::utf8(bytes)?;
    match text.trim_start().bytes().next() {
        Some(b'{') => {
            let names = serde_json::from_str(text)
                .map_err(|error| ReadError::json(&error, "JSON document"))?;
            json_format(&names).ok_or_else(|| unknown("a JSON object without a name that is known"))
        }
        Some(b'<') => match crate::xml::root_name(text)?.as_str() {
            "testsuites" | "testsuite" => Ok(Format::Junit),
            "bom" => Ok(Format::CyclonedxXml),
            other => Err(unknown(&format!(
                "XML that begins with <{}>",
                crate::text::bounded_to(other, 60)
            ))),
        },
        Some(_)
            if text
                .lines()
                .take(100)
                .any(|line| line.trim_start().starts_with("SPDXVersion:")) =>
        {
            Ok(Format::SpdxTagValue)
        }
        Some(_) => Err(unknown("neither JSON nor XML")),
        None => Err(unknown("empty")),
    }
}

fn json_format(names: &Names) -> Option<Format> {
    if names.envelope.is_some() || names.bundle.is_some() {
        Some(Format::Envelope)
    } else if names.statement.is_some() {
        Some(Format::Statement)
    } else if names.tool.is_some() && names.check.is_some() {
        Some(Format::Check)
    } else if names.cyclonedx.is_some() {
        Some(Format::CyclonedxJson)
    } else {
        names.spdx.map(|_| Format::SpdxJson)
    }
}

pub(super) fn is_bundle(bytes: &[u8]) -> bool {
    serde_json::from_slice::<Names>(bytes).is_ok_and(|names| names.bundle.is_some())
}

fn unknown(what: &str) -> ReadError {
    ReadError::new(
        ErrorCode::Format,
        format!("the document is {what}"),
        "give an in-toto statement, a DSSE envelope, a JUnit report, the result of `holdpoint check … --format json`, or a CycloneDX or \
         SPDX document",
    )
}
