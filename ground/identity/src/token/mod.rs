//! Short-lived tokens for steps: an issuer of our own, in the form that clouds and registries take (OpenID Connect).
//!
//! A step shows its token to somebody who has never heard of it, and gets what it is entitled to; no secret lies anywhere.
//! Whoever is shown one asks the issuer's address for its [document](Issuer::discovery) and for its
//! [keys](Issuer::jwks).

mod address;
mod base64url;
mod claims;
mod file;
mod issuer;
mod jwk;
mod keys;
mod mistake;
mod subject;

pub use claims::{Claim, StepToken};
pub use file::{KeysDamage, KeysTrouble};
pub use issuer::{Issuer, LONGEST_LIFETIME};
pub use keys::{ANNOUNCED, TokenKeys};
pub use mistake::{IssueMistake, IssuerMistake, RotateMistake, SubjectMistake, TokenProblem};
pub use subject::Subject;
