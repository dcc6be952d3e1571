//! What every module speaks: names, keys, times, digests, and the shapes of a decision.

mod actor;
mod decision;
mod digest;
mod due;
mod key;
mod lazy;
pub(crate) mod name;
mod refusal;
mod rules;
mod time;

pub use actor::{Actor, Meta};
pub use decision::{Context, Decide, Decision, Evolve, Halt, Need, Opening};
pub use digest::{Digest, DigestError, Sealed};
pub use due::DueIndex;
pub use key::{Key, KeyError, Kind};
pub use lazy::Lazy;
pub use name::{NameError, check_name};
pub use refusal::{Reason, Refusal, RefusalPage};
pub use rules::{
    KnownPolicies, LoadedPolicies, RuleAnswer, RuleAnswers, RuleError, RuleOutcome, RuleQuestion,
    Rules,
};
pub use time::{Time, TimeError};

pub(crate) use digest::canonical;
pub(crate) use name::{name_type, opaque_type};
pub(crate) use refusal::refusals;
