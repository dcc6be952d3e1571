//! Workloads: programs, such as jobs of a CI system, that prove by a token of their issuer what they are, and act without
//! anybody's credential.
//!
//! | aggregate | begins with | changes with | ends |
//! |---|---|---|---|
//! | workload | `workload.admitted`, for each of its runs | | never |
//!
//! The settings say which issuers are believed, and what the claims of a token have to be for whoever bears it to act as
//! a workload, in one role and scope. A workload asks, and says what it has seen: it attaches evidence and puts releases
//! together. It decides nothing, whatever its role: what is [`done`](COMMANDS) by it, and what it is [`PERMITTED`], is
//! less than any role has.

mod authority;
mod command;
mod event;
mod pattern;
mod refusal;
mod settings;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use crate::access::Permission;
use crate::kernel::{Kind, NameError, name_type, opaque_type};

pub(crate) use authority::{check, check_command, role_on};
pub use command::AdmitWorkload;
pub use event::Admitted;
pub use refusal::PAGES;
pub(crate) use refusal::{workload_wrong, workloads_wrong};
pub use settings::{Issuer, Rule, WorkloadMistake, Workloads};

name_type!(
    /// The name of a workload.
    WorkloadName, Kind::Workload
);
opaque_type!(
    /// One run of a workload: what its issuer calls it, as a digest.
    RunId, Kind::Workload, "wkl_"
);

/// What workloads may be let do; their rules say which of it.
pub const COMMANDS: &[&str] = &[
    "evidence.add",
    "release.create",
    "release.add-artifacts",
    "release.add-commits",
];

/// What workloads may be permitted; their roles say which of it, and where.
pub const PERMITTED: &[Permission] = &[Permission::Read, Permission::Evidence, Permission::Release];

/// A run of a workload that acts; written `workload/NAME/RUN`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Workload {
    /// Which.
    pub name: WorkloadName,
    /// In which run: `workload.admitted` says what its issuer calls it.
    pub run: RunId,
}

/// What every workload is written with.
const PREFIX: &str = "workload/";

impl fmt::Display for Workload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}/{}", self.name, self.run)
    }
}

impl FromStr for Workload {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let rest = text.strip_prefix(PREFIX).unwrap_or_default();
        let (name, run) = rest.rsplit_once('/').unwrap_or_default();
        Ok(Self {
            name: name.parse()?,
            run: run.parse()?,
        })
    }
}
