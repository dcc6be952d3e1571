//! Signed tokens that others issue: what a relying party of OpenID Connect has to read, and has to check.
//!
//! | read here | described in |
//! |---|---|
//! | a token: three parts, header, claims, signature | RFC 7515 (JWS, compact), RFC 7519 (JWT), RFC 8725 (best practices) |
//! | keys, and sets of them | RFC 7517 (JWK), RFC 7518, RFC 8037 |
//! | signatures of RS256, PS256, ES256 and EdDSA with Ed25519; no others | RFC 7518, RFC 8037, RFC 9864 |
//! | claims of ID tokens and of log-out tokens | OpenID Connect Core 1.0, Back-Channel Logout 1.0 |
//! | what a provider says of itself | OpenID Connect Discovery 1.0, RFC 8414, RFC 9207 |
//! | challenges | RFC 7636 (PKCE) |
//!
//! All of it comes from outside. Nothing is fetched here, no clock is asked, and no key that a token brings along, or
//! points to, is ever looked at: keys are those of an issuer whom the caller knows.

mod address;
mod algorithm;
mod base64url;
mod challenge;
mod claims;
mod discovery;
mod expected;
mod form;
mod header;
mod key;
mod key_set;
mod logout;
mod mistake;
mod strict;
mod token;

pub use address::{is_address, is_issuer, well_known};
pub use algorithm::Algorithm;
pub use challenge::{challenge, hash_half};
pub use claims::Claims;
pub use discovery::{DiscoveryMistake, Provider};
pub use expected::{Expected, IdToken};
pub use form::encoded;
pub use key::Key;
pub use key_set::{KeyMistake, KeySet};
pub use logout::LogoutToken;
pub use mistake::TokenMistake;
pub use token::{LONGEST, Token, Verified};
