//! What happens to every request before and after its route.

pub(crate) mod around;
pub(crate) mod compress;
mod form;
pub(crate) mod identity;
pub(crate) mod observe;
pub(crate) mod position;
pub(crate) mod proof;
pub(crate) mod scim;
pub(crate) mod security;
