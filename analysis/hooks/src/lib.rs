//! What other systems ask before they deploy, and what they are answered, so that a gate can stand inside their deployments;
//! and what they say of what they did.
//!
//! | read here | answered | described in |
//! |---|---|---|
//! | [`github`]: a deployment waits for a custom protection rule | approved, rejected, or a report | GitHub: webhook `deployment_protection_rule`, "Creating custom deployment protection rules" |
//! | [`gitlab`]: a merge request waits for an external status check | passed, failed, pending | GitLab: "External status checks", "External status checks API" |
//! | [`kubernetes`]: something is about to be created or changed in a cluster | allowed, denied, warned of | Kubernetes: `admission.k8s.io/v1`, "Dynamic Admission Control" |
//! | [`cdevents`]: runs, tests, artifacts and deployments elsewhere; written, too | | CDEvents 0.4 and 0.5 over CloudEvents 1.0.2, binary and structured |
//! | [`outcome`]: how a job elsewhere has ended; written, too | | Standard Webhooks 1.0.0 ([`standard`]) |
//!
//! All of it comes from outside. Nothing is fetched here and no clock is asked. First the sender is looked at, which gives a
//! [`Genuine`] body, and only such a body is read. What is wrong is a list of [`Mistakes`], each with its header or pointer, what was
//! expected and what to do.

pub mod cdevents;
pub mod github;
pub mod gitlab;
mod headers;
pub mod kubernetes;
mod mistake;
pub mod outcome;
mod read;
mod secret;
pub mod standard;
mod unsigned;
mod words;

pub use headers::Headers;
pub use mistake::{At, Mistake, Mistakes};
pub use read::LARGEST;
pub use secret::{BadSecret, Secret};
pub use unsigned::{Genuine, Unsigned};
