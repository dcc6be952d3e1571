//! What goes wrong while the sample is made.

use holdpoint_domain::{NameError, Refusal};
use holdpoint_engine::EngineError;
use holdpoint_ports::{BlobError, VaultError};
use holdpoint_signatures::ssh::SignatureMistake;

/// Why the sample could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SampleError {
    /// The engine failed.
    #[error("the sample could not be recorded")]
    Engine(#[from] EngineError),
    /// A command of the story was refused.
    #[error("`{command}` of `{actor}` was refused ({}): {}", refusal.code, refusal.message)]
    Refused {
        /// Which command.
        command: &'static str,
        /// Whose.
        actor: String,
        /// Why.
        refusal: Box<Refusal>,
    },
    /// A command was to be refused, and was not.
    #[error("`{command}` of `{actor}` was accepted against the rules")]
    Accepted {
        /// Which command.
        command: &'static str,
        /// Whose.
        actor: String,
    },
    /// The vault failed.
    #[error("the sample's people could not be kept")]
    Vault(#[from] VaultError),
    /// The blob store failed.
    #[error("the sample's documents could not be kept")]
    Blob(#[from] BlobError),
    /// A key of the story cannot sign.
    #[error("a key in the sample cannot sign")]
    Key(#[from] SignatureMistake),
    /// A name of the story is none.
    #[error("a name in the sample is wrong")]
    Name(#[from] NameError),
    /// The story names something that it does not have.
    #[error("the sample has no `{0}`")]
    Missing(String),
    /// A document of the story cannot be read.
    #[error("a document of the sample cannot be read: {0}")]
    Document(String),
    /// Something of the story has no JSON form.
    #[error("the sample holds something without a JSON form")]
    Json(#[from] serde_json::Error),
}
