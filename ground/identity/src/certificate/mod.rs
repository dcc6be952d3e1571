//! Certificates (RFC 5280, of the profile X.509-SVID of SPIFFE), and requests for them (PKCS #10, RFC 2986).

mod draft;
mod extension;
mod parsed;
mod peer;
mod request;
mod root;
mod serial;
mod terms;

pub use draft::SignFailure;
pub use peer::{Peer, PeerMistake};
pub use request::{Request, RequestMistake};
pub use root::{Root, RootMistake};
pub use serial::{Serial, SerialMistake};
pub use terms::{Terms, TermsMistake};

pub(crate) use draft::{Draft, common_name};
pub(crate) use extension::{Level, Profile};
pub(crate) use parsed::Parsed;
pub(crate) use terms::{SKEW, Span};
