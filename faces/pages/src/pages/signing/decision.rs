//! The decisions that can be signed.

use holdpoint_domain::signing::Act;

/// A decision that can be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Somebody approves a release in a role.
    Approve,
    /// A release may go to an environment.
    Go,
    /// A release stops.
    NoGo,
    /// A waiver is granted.
    Grant,
    /// A waiver is taken back, or turned down.
    Revoke,
}

impl Decision {
    const ALL: [Self; 5] = [
        Self::Approve,
        Self::Go,
        Self::NoGo,
        Self::Grant,
        Self::Revoke,
    ];

    /// What forms call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Go => "go",
            Self::NoGo => "no-go",
            Self::Grant => "grant",
            Self::Revoke => "revoke",
        }
    }

    /// The decision of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// What asks for the page on which it is signed.
    pub(crate) fn leads(self) -> String {
        format!("sign-{}", self.name())
    }

    /// The decision that is to be signed, if a button asks for that.
    pub(crate) fn to_be_signed(act: &str) -> Option<Self> {
        Self::named(act.strip_prefix("sign-")?)
    }

    /// What the ledger calls it, but for approvals.
    pub(super) fn act(self) -> Option<Act> {
        match self {
            Self::Approve => None,
            Self::Go => Some(Act::Go),
            Self::NoGo => Some(Act::NoGo),
            Self::Grant => Some(Act::Grant),
            Self::Revoke => Some(Act::Revoke),
        }
    }

    /// The code of the sentence that says that it was done.
    pub(crate) fn done(self, signed: bool) -> &'static str {
        match (self, signed) {
            (Self::Approve, true) => "signed",
            (Self::Approve, false) => "approved",
            (_, true) => "decision-signed",
            (Self::Go, false) => "went",
            (Self::NoGo, false) => "stopped",
            (Self::Grant, false) => "waiver-approved",
            (Self::Revoke, false) => "waiver-revoked",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decision;

    #[test]
    fn every_decision_is_found_by_its_name_and_by_what_leads_to_its_page() {
        for decision in Decision::ALL {
            assert_eq!(Decision::named(decision.name()), Some(decision));
            assert_eq!(Decision::to_be_signed(&decision.leads()), Some(decision));
            assert_eq!(Decision::to_be_signed(decision.name()), None);
        }
    }
}
