//! Kubernetes: what a validating admission webhook is asked and answers, in `admission.k8s.io/v1`.
//!
//! Sources: Kubernetes' documentation "Dynamic Admission Control" (request, response, warnings, audit annotations) and its API
//! reference of the kinds that have containers; Argo Rollouts' specification of `Rollout`.
//!
//! The API server is known by its client certificate, so its bodies are [vouched](crate::Genuine::vouched) for.

mod answer;
mod images;
mod review;
mod workload;

pub use answer::{AUDIT, Mode, Response, answer};
pub use images::{Image, Role};
pub use review::{Kind, Operation, Review};
pub use workload::{Pods, Reference};

use crate::mistake::Mistakes;
use crate::read;
use crate::unsigned::Genuine;

/// Reads a request.
///
/// # Errors
/// All that is wrong with it. What cannot be read cannot be answered either: the API server then does what `failurePolicy` says.
pub fn read(body: Genuine<'_>) -> Result<Review, Mistakes> {
    read::read(body.bytes(), Review::of)
}
