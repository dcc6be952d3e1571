//! Deployments: attempts to bring a release to an environment.

mod state;

pub use state::DeploymentId;
