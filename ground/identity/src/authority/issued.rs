//! What an agent is answered that asked for a certificate.

use serde::{Deserialize, Serialize};

/// A certificate for an agent, and the roots by which it believes the server from now on. Nothing of it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// The certificate, in PEM.
    pub certificate: String,
    /// One or two certificates of authorities, in PEM.
    pub roots: String,
}
