//! What is known of a deployment.

use crate::kernel::{Kind, opaque_type};

opaque_type!(
    /// A deployment.
    DeploymentId, Kind::Deployment, "dep_"
);
