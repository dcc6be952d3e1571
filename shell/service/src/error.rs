//! What goes wrong between a face and the engine, and of what nature it is.

use holdpoint_attestation::ReadError;
use holdpoint_configuration::Diagnostics;
use holdpoint_domain::{Digest, Kind, Refusal};
use holdpoint_engine::EngineError;
use holdpoint_ports::{BlobError, VaultError};

/// Of what nature an error is: what a face makes an exit code or a status of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// The request is not what it should be.
    Input,
    /// What is asked about does not exist.
    Absent,
    /// A rule says no.
    Refused,
    /// Nobody knows who asks.
    Stranger,
    /// It was tried too often.
    TooMany,
    /// Something within failed.
    Failed,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
    /// A rule says no.
    #[error("{0}")]
    Refused(Refusal),
    /// There is no such thing.
    #[error("there is no {} `{name}`", kind.as_str())]
    Absent {
        /// Of what kind.
        kind: Kind,
        /// What was asked for.
        name: String,
        /// One that is nearly called so.
        near: Option<String>,
    },
    /// There is no such query.
    #[error("there is no query `{0}`")]
    QueryUnknown(String),
    /// The arguments of a query do not have their shape.
    #[error("the arguments of `{query}` are wrong: {reason}")]
    Arguments {
        /// The query.
        query: String,
        /// What is wrong.
        reason: String,
    },
    /// A request that is none.
    #[error("the request is malformed: {0}")]
    Malformed(String),
    /// A handle that nobody has.
    #[error("nobody is called `{0}`")]
    HandleUnknown(String),
    /// A moment that cannot be asked about.
    #[error("`{0}` is neither a position of the ledger nor a time")]
    At(String),
    /// Nobody knows who asks.
    #[error("{0}")]
    Stranger(String),
    /// It was tried too often, and wrongly.
    #[error("too many attempts failed: try again in {} s", seconds(*wait_ms))]
    TooMany {
        /// How long to wait, in milliseconds.
        wait_ms: i64,
    },
    /// A configuration file that cannot be applied.
    #[error("{}", summary(.0))]
    Configuration(Diagnostics),
    /// Content that is not kept.
    #[error("there is no content `{0}`")]
    BlobUnknown(Digest),
    /// A document that cannot be read.
    #[error("the document cannot be read: {0}")]
    Document(ReadError),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The vault failed, or says no.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The blob store failed.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// Something that cannot be.
    #[error("{0}")]
    Internal(String),
}

/// Whole seconds, rounded up.
fn seconds(ms: i64) -> i64 {
    ms.saturating_add(999) / 1_000
}

fn summary(found: &Diagnostics) -> String {
    match found.iter().count() + found.more() {
        1 => "the configuration has a mistake".to_owned(),
        count => format!("the configuration has {count} mistakes"),
    }
}

impl From<Refusal> for ServiceError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl ServiceError {
    /// That there is no such thing, with one of `known` that is nearly called so.
    pub fn absent<'a>(kind: Kind, name: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let near = known
            .map(|known| (strsim::jaro_winkler(known, name), known))
            .filter(|(nearness, _)| *nearness > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        Self::Absent {
            kind,
            name: name.to_owned(),
            near: near.map(|(_, name)| name.to_owned()),
        }
    }

    /// Its stable code.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.code.clone(),
            Self::Absent { kind, .. } => format!("{}-unknown", kind.as_str()),
            Self::QueryUnknown(_) => "query-unknown".to_owned(),
            Self::Arguments { .. } => "arguments-wrong".to_owned(),
            Self::Malformed(_) => "request-malformed".to_owned(),
            Self::HandleUnknown(_) | Self::Vault(VaultError::Unknown(_)) => {
                "person-unknown".to_owned()
            }
            Self::At(_) => "at-wrong".to_owned(),
            Self::BlobUnknown(_) => "blob-unknown".to_owned(),
            Self::Document(_) => "evidence-malformed".to_owned(),
            Self::Stranger(_) => "who-are-you".to_owned(),
            Self::TooMany { .. } => "too-many-attempts".to_owned(),
            Self::Configuration(_) => "configuration".to_owned(),
            Self::Vault(VaultError::Taken(_)) => "handle-taken".to_owned(),
            Self::Engine(EngineError::Beyond { .. }) => "position-unknown".to_owned(),
            Self::Engine(EngineError::NoVerdict { .. }) => "no-verdict".to_owned(),
            Self::Engine(EngineError::NobodyDecides { .. }) => "nobody-decides".to_owned(),
            Self::Engine(EngineError::Format { .. }) => "ledger-format-newer".to_owned(),
            Self::Engine(EngineError::Blob(error)) => blob_code(error).to_owned(),
            Self::Engine(_) => "engine".to_owned(),
            Self::Vault(_) => "vault".to_owned(),
            Self::Blob(error) => blob_code(error).to_owned(),
            Self::Internal(_) => "internal".to_owned(),
        }
    }

    /// Of what nature it is.
    #[must_use]
    pub fn nature(&self) -> Nature {
        match self {
            Self::Refused(_) => Nature::Refused,
            Self::Absent { .. }
            | Self::QueryUnknown(_)
            | Self::Engine(EngineError::Beyond { .. })
            | Self::HandleUnknown(_) => Nature::Absent,
            Self::Arguments { .. }
            | Self::Malformed(_)
            | Self::At(_)
            | Self::BlobUnknown(_)
            | Self::Document(_)
            | Self::Configuration(_)
            | Self::Vault(VaultError::Taken(_) | VaultError::Unknown(_))
            | Self::Blob(BlobError::Malformed(_)) => Nature::Input,
            Self::Stranger(_) => Nature::Stranger,
            Self::TooMany { .. } => Nature::TooMany,
            Self::Engine(_) | Self::Vault(_) | Self::Blob(_) | Self::Internal(_) => Nature::Failed,
        }
    }

    /// Whether it passes by itself: asked again in a moment, the answer may be another one.
    #[must_use]
    pub fn passes(&self) -> bool {
        let Self::Engine(error) = self else {
            return false;
        };
        let waits = matches!(
            error,
            EngineError::NotYet { .. }
                | EngineError::ClockBehind { .. }
                | EngineError::NoVerdict { .. }
        );
        waits || error.is_deposed()
    }

    /// The lines of a file that are meant, as people are shown them.
    #[must_use]
    pub fn excerpt(&self) -> Option<String> {
        match self {
            Self::Configuration(found) => Some(found.human(false)),
            _ => None,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Refused(refusal) => Some(refusal.help.clone()),
            Self::Absent {
                near: Some(near), ..
            } => Some(format!("did you mean `{near}`?")),
            Self::Absent {
                kind: Kind::Run, ..
            } => Some("`holdpoint pipeline runs` shows those that there are".to_owned()),
            Self::Absent { kind, .. } => Some(format!(
                "`holdpoint {} list` shows those that there are",
                kind.as_str()
            )),
            Self::HandleUnknown(_) => Some("`holdpoint person list` shows everybody".to_owned()),
            Self::Engine(EngineError::NoVerdict { .. }) => Some(
                "ask again; if it stays so, let the rule do less, or look after the machine"
                    .to_owned(),
            ),
            Self::At(_) => {
                Some("write a number, or a time such as `2026-11-23T09:30:00Z`".to_owned())
            }
            Self::BlobUnknown(_) => Some("put it there first, with `PUT /api/v1/blobs`".to_owned()),
            Self::Document(error) => Some(match error.place {
                Some(place) => format!(
                    "line {}, column {}: {}",
                    place.line, place.column, error.help
                ),
                None => error.help.clone(),
            }),
            _ => None,
        }
    }
}

fn blob_code(error: &BlobError) -> &'static str {
    match error {
        BlobError::Refused { trouble, .. } => trouble.code(),
        _ => "blobs",
    }
}
