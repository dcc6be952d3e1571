//! What can be wrong with a reference.

use crate::purl::PurlError;
use thiserror::Error;

/// Why a text names no artifact.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReferenceError {
    /// Nothing was given.
    #[error(
        "the reference is empty: name an image (`registry/name:tag`), `group:artifact:version`, `@scope/name@version` or `name@version`"
    )]
    Empty,
    /// Not an image.
    #[error("`{text}` is no image: {reason}")]
    Oci {
        /// What was given.
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Not a Maven coordinate.
    #[error(
        "`{text}` is no Maven coordinate: {reason}; write `group:artifact:version[:packaging[:classifier]]`"
    )]
    Maven {
        /// What was given.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Not an npm package and version.
    #[error("`{text}` is no npm package: {reason}; write `@scope/name@1.2.3` or `name@1.2.3`")]
    Npm {
        /// What was given.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Not a name and a version.
    #[error("`{text}` names no {ecosystem} artifact: {reason}; write `{example}`")]
    Package {
        /// What was given.
        text: String,
        /// The ecosystem.
        ecosystem: &'static str,
        /// What is wrong with it.
        reason: &'static str,
        /// What it should look like.
        example: &'static str,
    },
    /// Not a package URL.
    #[error(transparent)]
    Purl(#[from] PurlError),
}
