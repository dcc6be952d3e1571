//! Who agents on other hosts are, and what a step can show to others instead of a secret.
//!
//! | here | as described in |
//! |---|---|
//! | [`Secret`]: lets an agent in that nobody knows yet, once; only its SHA-256 is [`Kept`] | RFC 4648 (base 32) |
//! | [`Authority`]: says who agents are, and who the server is; one takes over from another | RFC 5280, SPIFFE-ID, X.509-SVID |
//! | [`Request`]: an agent asks for a certificate with its own key | RFC 2986 (PKCS #10) |
//! | [`Credentials`]: key, certificate and roots of an agent | RFC 7468 (PEM), RFC 5958 (PKCS #8) |
//! | [`Listener`], [`enrolling_config`], [`agent_config`]: configurations of rustls | RFC 8446 (TLS 1.3) |
//! | [`Issuer`]: signs tokens, with [`TokenKeys`] that anybody can ask for | RFC 7515, 7517, 7519, 7638, OpenID Connect Discovery 1.0 |
//!
//! Nothing is sent here, and no clock is asked: moments are seconds since the epoch, and rustls gets its clock from the
//! caller. Randomness of secrets, serial numbers and tokens is the caller's, that of keys and signatures the system's.
//! All keys are of the curve P-256, all signatures ECDSA with SHA-256.
//!
//! # In what order
//!
//! ```
//! use std::{collections::BTreeSet, time::Duration};
//! use holdpoint_identity::{AgentId, Authority, Credentials, KeyPair, Request, Secret, Serial, Terms, TrustDomain};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let now = 1_800_000_000;
//! # let directory = tempfile::tempdir()?;
//! // The server, once.
//! let domain = TrustDomain::new("release.example.com")?;
//! let years = Terms { now, lifetime: Duration::from_secs(10 * 365 * 86_400), serial: Serial::new([1; 16]) };
//! let authority = Authority::open_or_create(directory.path(), &domain, &years)?;
//!
//! // Somebody invites an agent: the text is shown once, `kept` is kept.
//! let labels = BTreeSet::from(["linux".to_owned()]);
//! let (secret, kept) = Secret::new([2; 32], authority.pin(), now + 3_600, labels.clone());
//! let text = secret.text();
//!
//! // The agent connects with `enrolling_config(secret.pin(), clock)` and sends the text, its labels and a request.
//! let secret = Secret::read(&text)?;
//! let key = KeyPair::generate()?;
//! let request = Request::write(&key)?;
//!
//! // The server lets it in, and uses the secret up.
//! kept.admits(&secret, &labels, now)?;
//! let day = Terms { now, lifetime: Duration::from_secs(86_400), serial: Serial::new([3; 16]) };
//! let issued = authority.issue(&AgentId::new("build-1")?, &Request::read(&request)?, &day)?;
//!
//! // The agent keeps what it got, and connects with `agent_config(&credentials, clock)` from now on.
//! let credentials = Credentials::accept(key, &issued, now)?;
//! credentials.keep(&directory.path().join("agent.pem"))?;
//! assert_eq!(credentials.agent().to_string(), "build-1");
//! # Ok(())
//! # }
//! ```

mod authority;
mod certificate;
mod credentials;
mod enrolment;
mod key;
mod names;
mod pem;
mod pin;
mod tls;
mod token;

pub use authority::{
    Authority, AuthorityMistake, Damage, FileTrouble, Issued, RenewMistake, Rollover,
    ServerIdentity,
};
pub use certificate::{
    Peer, PeerMistake, Request, RequestMistake, Root, RootMistake, Serial, SerialMistake,
    SignFailure, Terms, TermsMistake,
};
pub use credentials::{Credentials, CredentialsMistake, CredentialsTrouble};
pub use enrolment::{FileMistake, Kept, PREFIX, Secret, SecretMistake, Why};
pub use key::{KeyPair, NoRandomness, PublicKey};
pub use names::{AgentId, NameMistake, TrustDomain};
pub use pin::{Pin, PinMistake};
pub use tls::{Admission, Listener, Revoked, TlsTrouble, agent_config, enrolling_config, peer};
pub use token::{
    ANNOUNCED, Claim, IssueMistake, Issuer, IssuerMistake, KeysDamage, KeysTrouble,
    LONGEST_LIFETIME, RotateMistake, StepToken, Subject, SubjectMistake, TokenKeys, TokenProblem,
};
