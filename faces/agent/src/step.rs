//! What to run.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::AgentError;

/// The longest time limit: a week, in milliseconds.
const LONGEST_MS: u64 = 7 * 24 * 3600 * 1000;

/// Linux refuses a single argument or variable longer than 128 KiB.
const LONGEST_TEXT: usize = 128 * 1024 - 1;

/// Variables that the agent sets; others that begin with `HOLDPOINT_` come with the step.
const OWN_VARIABLES: &[&str] = &["HOLDPOINT_STEP"];

/// What is run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Program {
    /// A program and its arguments, without a shell.
    Argv(Vec<String>),
    /// A script for `/bin/sh -e`: it stops at the first command that fails.
    Shell(String),
}

/// One command step.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The position of the ledger entry that intends it.
    pub key: u64,
    /// What is run.
    pub program: Program,
    /// Variables besides `PATH`, `HOME`, `LANG` and `HOLDPOINT_*`.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// Variables whose values are on no disk, and in no log.
    #[serde(skip)]
    pub secrets: BTreeMap<String, String>,
    /// Where it runs; without, in an empty directory of its own.
    #[serde(default)]
    pub working_directory: Option<PathBuf>,
    /// How long it may take, in milliseconds; then its whole process group is ended.
    pub timeout_ms: u64,
    /// How many bytes of its log are kept; as many as the agent keeps of every one if nothing is said.
    #[serde(default)]
    pub log_limit: Option<u64>,
}

impl Step {
    /// A step with nothing but a command and a time limit.
    #[must_use]
    pub fn new(key: u64, program: Program, timeout_ms: u64) -> Self {
        Self {
            key,
            program,
            environment: BTreeMap::new(),
            secrets: BTreeMap::new(),
            working_directory: None,
            timeout_ms,
            log_limit: None,
        }
    }

    /// Refuses what could not run, or would run as something else than what is written.
    pub(crate) fn check(&self) -> Result<(), AgentError> {
        let refused = |why: String| AgentError::Invalid { key: self.key, why };
        self.check_program().map_err(refused)?;
        self.environment
            .iter()
            .chain(&self.secrets)
            .try_for_each(|(name, value)| check_variable(name, value))
            .map_err(refused)?;
        if self.timeout_ms == 0 || self.timeout_ms > LONGEST_MS {
            let why = format!(
                "a time limit of {} ms is not between 1 and {LONGEST_MS}",
                self.timeout_ms
            );
            return Err(refused(why));
        }
        match &self.working_directory {
            Some(place) if !place.is_absolute() => Err(refused(format!(
                "working directory `{}` is not absolute",
                place.display()
            ))),
            _ => Ok(()),
        }
    }

    fn check_program(&self) -> Result<(), String> {
        let words = match &self.program {
            Program::Argv(words) => words.as_slice(),
            Program::Shell(script) => std::slice::from_ref(script),
        };
        if words.first().is_none_or(|word| word.trim().is_empty()) {
            return Err("it has no command".to_owned());
        }
        match words
            .iter()
            .find(|word| word.contains('\0') || word.len() > LONGEST_TEXT)
        {
            Some(_) => Err("an argument contains a NUL or is longer than 128 KiB".to_owned()),
            None => Ok(()),
        }
    }
}

fn check_variable(name: &str, value: &str) -> Result<(), String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if name.is_empty() || !name.bytes().all(plain) || name.starts_with(|c: char| c.is_ascii_digit())
    {
        return Err(format!("`{name}` is not the name of a variable"));
    }
    if OWN_VARIABLES.contains(&name) {
        return Err(format!("variable `{name}` is set by the agent"));
    }
    if value.contains('\0') || value.len() > LONGEST_TEXT {
        return Err(format!(
            "the value of `{name}` contains a NUL or is longer than 128 KiB"
        ));
    }
    Ok(())
}

impl fmt::Debug for Step {
    /// Values of variables stay out of logs; secrets stay out altogether.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Step")
            .field("key", &self.key)
            .field("program", &self.program)
            .field("environment", &self.environment.keys())
            .field("timeout_ms", &self.timeout_ms)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::{Program, Step};

    fn said(step: &Step) -> String {
        step.check()
            .map_or_else(|error| error.to_string(), |()| "fine".to_owned())
    }

    #[test]
    fn what_cannot_run_is_refused_with_its_reason() {
        let step = |script: &str| Step::new(7, Program::Shell(script.to_owned()), 1000);
        assert_eq!(said(&step("true")), "fine");
        assert_eq!(said(&step(" ")), "step 7 cannot be run: it has no command");
        assert!(said(&Step::new(7, Program::Argv(vec![]), 1)).contains("no command"));
        assert!(said(&Step::new(7, Program::Shell("true".into()), 0)).contains("time limit"));
        let mut odd = step("true");
        odd.environment.insert("A=B".into(), String::new());
        assert!(said(&odd).contains("`A=B` is not the name of a variable"));
        let mut own = step("true");
        own.secrets.insert("HOLDPOINT_STEP".into(), "9".into());
        assert!(said(&own).contains("set by the agent"));
        let mut relative = step("true");
        relative.working_directory = Some("here".into());
        assert!(said(&relative).contains("not absolute"));
    }

    #[test]
    fn no_value_of_a_variable_is_ever_printed_or_written() {
        let mut step = Step::new(7, Program::Shell("true".into()), 1000);
        step.environment.insert("REGION".into(), "planted-1".into());
        step.secrets.insert("TOKEN".into(), "planted-2".into());
        assert!(!format!("{step:?}").contains("planted"));
        assert!(!serde_json::to_string(&step).unwrap().contains("planted-2"));
    }
}
