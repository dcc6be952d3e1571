//! `/api/v1/hooks`: what other systems ask before they deploy, so that a gate stands where deployments already happen.

mod kubernetes;

pub(super) use kubernetes::ROUTES;
