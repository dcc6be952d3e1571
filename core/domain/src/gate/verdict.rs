//! The verdict: what a gate answers, always with reasons.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::access::Role;
use crate::booking::BookingId;
use crate::catalogue::ComponentName;
use crate::environment::{EnvironmentName, Level};
use crate::kernel::{Digest, Evolve, Key, Meta, Reason, Refusal, Time};
use crate::organisation::{PersonId, TeamName};
use crate::release::ReleaseName;
use crate::waiver::WaiverId;
use crate::window::WindowName;

/// What a gate answers.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It may go further.
    Go,
    /// It cannot be said yet.
    Hold,
    /// It may not.
    NoGo,
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Go => "go",
            Self::Hold => "hold",
            Self::NoGo => "no-go",
        })
    }
}

/// What a hold waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "for", rename_all = "kebab-case")]
pub enum Wait {
    /// More people to approve.
    Approval {
        /// In which role.
        role: Role,
        /// For which component.
        component: ComponentName,
        /// How many more.
        missing: u32,
        /// Who could, and is there now: at most ten.
        eligible: Vec<PersonId>,
        /// Whether only what they sign counts.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        signed: bool,
    },
    /// Evidence.
    Evidence {
        /// Of which predicate type, as the criterion names it.
        predicate: String,
        /// About what.
        subject: String,
        /// By its digest.
        digest: Digest,
    },
    /// A readiness item to be confirmed.
    Readiness {
        /// Which.
        item: String,
    },
    /// The release to run elsewhere first.
    Environment {
        /// Where.
        environment: EnvironmentName,
    },
    /// The release to be submitted.
    Submission {
        /// Which.
        release: ReleaseName,
    },
    /// Enough witnesses to cosign.
    Witnesses {
        /// A checkpoint of at least so many entries.
        entries: u64,
    },
    /// A check of what a consumer knows against what a provider keeps.
    Contract {
        /// Of which interface.
        interface: String,
        /// Who provides it, with the version.
        provider: String,
        /// Who consumes it, with the version.
        consumer: String,
        /// The contract that the consumer knows.
        base: Digest,
        /// The contract that the provider keeps.
        revision: Digest,
    },
    /// Somebody to provide an interface.
    Provider {
        /// Which.
        interface: String,
        /// Who consumes it, with the version.
        consumer: String,
    },
    /// What closes the environment to end.
    Window {
        /// When nothing is closed any more; none if not within five years.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opens: Option<Time>,
        /// The blackout, or the maintenance windows of which one has to be on.
        windows: Vec<WindowName>,
    },
    /// A booking of the environment to end.
    Booking {
        /// Which.
        booking: BookingId,
        /// When it does, if nobody gives it back before.
        until: Time,
    },
    /// Another release to be out of the way.
    Release {
        /// Which.
        release: ReleaseName,
        /// When nothing is in the way any more; none if that is not known, or not within five years.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opens: Option<Time>,
    },
    /// Somebody of a team to be there.
    Team {
        /// Which.
        team: TeamName,
        /// When somebody is.
        until: Time,
    },
    /// The time that the release is planned for there.
    Plan {
        /// Where.
        environment: EnvironmentName,
        /// When that is; none if it is not planned, or was for a time that has passed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Time>,
    },
    /// A custom rule that can be evaluated.
    Rule {
        /// Digest of its text.
        policy: Digest,
    },
}

/// What came of one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The criterion.
    pub criterion: String,
    /// Where it comes from: the environment or a component, as `kind/name`.
    pub source: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The waiver that stands in for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<WaiverId>,
    /// Why: at most twenty.
    pub reasons: Vec<Reason>,
    /// What it waits for: at most twenty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<Wait>,
}

/// What a gate says about a release, at one position of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Verdict {
    /// About which release.
    pub release: ReleaseName,
    /// On what exactly.
    pub manifest: Digest,
    /// For which environment.
    pub environment: EnvironmentName,
    /// What it says.
    pub verdict: Outcome,
    /// What the gate does with it.
    pub level: Level,
    /// Whether the release may go further: the verdict is go, or nothing that is enforced stands against it.
    pub passes: bool,
    /// The criteria, one by one.
    pub criteria: Vec<Finding>,
    /// It is judged from the entries before this position.
    pub position: u64,
    /// As of this moment.
    pub now: Time,
    /// What custom rules were told the time is, if not that: they are asked before the verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules_now: Option<Time>,
    /// How many entries witnesses had cosigned, if a criterion asks for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witnessed: Option<u64>,
    /// Digest of the criteria that were asked.
    pub policy: Digest,
    /// Version of what criteria mean.
    pub semantics: u32,
}

impl Verdict {
    /// Whether nothing stands against it but the time: what is closed now, or planned for later.
    #[must_use]
    pub fn go_in_time(&self) -> bool {
        let timely = |wait: &Wait| {
            matches!(
                wait,
                Wait::Window { .. }
                    | Wait::Booking { .. }
                    | Wait::Release { .. }
                    | Wait::Team { .. }
                    | Wait::Plan { .. }
            )
        };
        self.criteria.iter().all(|line| match line.outcome {
            Outcome::Go => true,
            Outcome::Hold => !line.waits.is_empty() && line.waits.iter().all(timely),
            Outcome::NoGo => false,
        })
    }

    /// A refusal that carries the verdict and its reasons.
    #[must_use]
    pub fn refuse(&self, refusal: Refusal) -> Refusal {
        let stands = self
            .criteria
            .iter()
            .filter(|line| line.outcome != Outcome::Go);
        let reasons = stands.flat_map(|line| line.reasons.iter().cloned());
        Refusal {
            reasons: reasons.take(50).collect(),
            verdict: Some(self.verdict),
            ..refusal
        }
    }
}

impl Judged {
    /// Whether it waits for what nothing waited for at first: what people sign, and contracts.
    fn later(&self) -> bool {
        let mut waits = self.verdict.criteria.iter().flat_map(|line| &line.waits);
        waits.any(|wait| {
            matches!(
                wait,
                Wait::Approval { signed: true, .. }
                    | Wait::Contract { .. }
                    | Wait::Provider { .. }
                    | Wait::Window { .. }
                    | Wait::Booking { .. }
                    | Wait::Release { .. }
                    | Wait::Team { .. }
                    | Wait::Plan { .. }
            )
        })
    }
}

/// A verdict that was relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
}

impl Evolve for Judged {
    fn subject(&self) -> Key {
        self.verdict.release.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![self.verdict.environment.key()]
    }

    fn format(&self) -> u32 {
        // At first custom rules were told the moment of the verdict, and nobody cosigned or signed.
        let told = match (self.verdict.rules_now, self.verdict.witnessed) {
            (None, None) if !self.later() => crate::format::FIRST_FORMAT,
            _ => 2,
        };
        super::semantics::format(self.verdict.semantics).max(told)
    }

    fn apply(&self, _: &mut State, _: &Meta) {}
}
