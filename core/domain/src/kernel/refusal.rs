//! Refusals: outcomes with a name, a stable code and a page.

use serde::{Deserialize, Serialize};

use crate::gate::Outcome;

/// One reason why something does not go, in a form that people and programs read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Reason {
    /// Stable code, such as `approval-missing`.
    pub code: String,
    /// One line, with the input in backticks.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Refusal {
    /// Stable code, such as `release-unknown`; `holdpoint explain CODE` shows its page.
    pub code: String,
    /// One line, with the input in backticks.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Further reasons, when one line does not say all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What the gate says, when it is a gate that does not let pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Outcome>,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

/// The page of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusalPage {
    /// Stable code.
    pub code: &'static str,
    /// Its message, with the names of what is filled in.
    pub message: &'static str,
    /// What to do about it.
    pub help: &'static str,
    /// What it means and why the rule exists.
    pub why: &'static str,
}

/// Refusals as rows: a function for each, and the pages of all.
///
/// `fn name(a, b) = "code": "message with {a} and {b}", help "…", why "…";` (what is filled in is anything
/// that displays itself).
macro_rules! refusals {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident),*) = $code:literal: $message:literal,
        help $help:literal, why $why:literal;)*) => {
        $(
            #[doc = concat!("`", $code, "`: ", $message)]
            pub(crate) fn $name($($arg: impl std::fmt::Display),*) -> $crate::kernel::Refusal {
                $crate::kernel::Refusal {
                    code: $code.to_owned(),
                    message: format!($message),
                    help: $help.to_owned(),
                    reasons: Vec::new(),
                    verdict: None,
                }
            }
        )*

        /// The pages of these refusals.
        pub const PAGES: &[$crate::kernel::RefusalPage] = &[
            $($crate::kernel::RefusalPage {
                code: $code, message: $message, help: $help, why: $why,
            },)*
        ];
    };
}

pub(crate) use refusals;
