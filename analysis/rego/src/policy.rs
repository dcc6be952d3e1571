//! A set of modules that was loaded and checked.

use crate::error::{Problem, RegoError, problem};
use crate::outcome::Outcome;
use crate::package::{self, Entry, Verdict};
use crate::stack::{watched, with_large_stack};
use crate::{calls, functions, nesting, recursion};
use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, LimitError, Value};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::time::Duration;

/// A policy that was loaded: all of its modules parse, and none calls what it may not.
///
/// ```
/// use holdpoint_rego::Policy;
/// let policy = Policy::load(&[("size.rego", r#"
///     package release
///     deny contains message if {
///         count(input.artifacts) > 20
///         message := sprintf("%d artifacts are too many", [count(input.artifacts)])
///     }
/// "#)]).unwrap();
/// let outcome = policy.evaluate(&serde_json::json!({"artifacts": []})).unwrap();
/// assert!(outcome.allowed);
/// ```
#[derive(Clone)]
pub struct Policy {
    engine: Engine,
    entries: Vec<Entry>,
    digest: String,
    budget: Budget,
}

/// How much one evaluation may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Steps of the engine: the same on every machine, so that an answer depends on no clock. Each rule that is
    /// evaluated may take as many.
    pub steps: NonZeroU32,
    /// After this time nobody waits for it any more, and there is no answer.
    pub limit: Duration,
}

impl Default for Budget {
    /// Five million steps, about a second: hundred times what a large policy needs. Ten seconds for all of it.
    fn default() -> Self {
        Self {
            steps: NonZeroU32::MIN.saturating_add(4_999_999),
            limit: Duration::from_secs(10),
        }
    }
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            entries,
            digest,
            budget,
            ..
        } = self;
        out.debug_struct("Policy")
            .field("entries", entries)
            .field("digest", digest)
            .field("budget", budget)
            .finish_non_exhaustive()
    }
}

impl Policy {
    /// Loads modules, given as names and sources; the names appear in problems.
    ///
    /// # Errors
    /// All problems that were found, in the order of the modules.
    pub fn load<N: AsRef<str>, S: AsRef<str>>(modules: &[(N, S)]) -> Result<Self, Vec<Problem>> {
        let mut modules: Vec<(&str, &str)> = modules
            .iter()
            .map(|(name, source)| (name.as_ref(), source.as_ref()))
            .collect();
        // The order in which modules are given says nothing, so it changes nothing.
        modules.sort_unstable();
        with_large_stack(|| Self::load_sorted(&modules)).unwrap_or_else(|| Err(vec![no_thread()]))
    }

    fn load_sorted(modules: &[(&str, &str)]) -> Result<Self, Vec<Problem>> {
        let mut engine = Engine::new();
        // A built-in that is given something wrong stops the evaluation: undefined, it could let a
        // `deny` say nothing.
        engine.set_strict_builtin_errors(true);
        // What rules print goes nowhere.
        engine.set_gather_prints(true);
        let whole = |error: &dyn std::fmt::Display| vec![problem(error, "policy")];
        functions::register(&mut engine).map_err(|error| whole(&error))?;
        parse(&mut engine, modules)?;
        check_calls(&mut engine)?;
        recursion::check(engine.get_modules())?;
        let entries = entries(&mut engine);
        if !entries.iter().any(|entry| entry.verdict != Verdict::Warn) {
            return Err(vec![no_verdict(modules)]);
        }
        compile(&mut engine, &entries)?;
        Ok(Self {
            engine,
            entries,
            digest: digest(modules),
            budget: Budget::default(),
        })
    }

    /// The same policy with another budget.
    #[must_use]
    pub fn with_budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// The SHA-256 of all modules with their names, in hexadecimal digits; independent of their order.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The rules that are evaluated, such as `data.release.deny`, in their order.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.path.as_str())
    }

    /// Evaluates all rules on an input.
    ///
    /// # Errors
    /// When a rule fails or the budget is used up. An error is no verdict.
    pub fn evaluate(&self, input: &serde_json::Value) -> Result<Outcome, RegoError> {
        self.evaluate_with(input, None)
    }

    /// As [`Policy::evaluate`], with a document that rules see as `data`.
    ///
    /// # Errors
    /// As [`Policy::evaluate`]; also when the data is no object, or defines what a module defines.
    pub fn evaluate_with(
        &self,
        input: &serde_json::Value,
        data: Option<&serde_json::Value>,
    ) -> Result<Outcome, RegoError> {
        let mut engine = self.engine.clone();
        engine.set_input(to_value(input)?);
        if let Some(data) = data {
            engine
                .add_data(to_value(data)?)
                .map_err(|error| RegoError::Input(error.to_string()))?;
        }
        let (entries, Budget { steps, limit }) = (self.entries.clone(), self.budget);
        watched(limit, move || run(engine, &entries, steps))?
    }
}

fn run(mut engine: Engine, entries: &[Entry], steps: NonZeroU32) -> Result<Outcome, RegoError> {
    // The engine looks at its clock once in so many steps: at that time it is beyond a limit of nothing.
    engine.set_execution_timer_config(ExecutionTimerConfig {
        limit: Duration::ZERO,
        check_interval: steps,
    });
    let mut answers = Vec::with_capacity(entries.len());
    for entry in entries {
        let value = engine
            .eval_rule(entry.path.clone())
            .map_err(|error| failure(&error, entry, steps))?;
        answers.push((entry.clone(), value));
    }
    Ok(Outcome::of(answers))
}

fn failure(error: &anyhow::Error, entry: &Entry, steps: NonZeroU32) -> RegoError {
    match error.downcast_ref::<LimitError>() {
        Some(LimitError::TimeLimitExceeded { .. }) => RegoError::TooMuch { limit: steps.get() },
        _ => RegoError::Failed(problem(error, &entry.path)),
    }
}

fn no_thread() -> Problem {
    Problem {
        file: "policy".to_owned(),
        line: 0,
        column: 0,
        message: "the engine could not run".to_owned(),
        help: Some(
            "the system gave it no thread, or it stopped by a defect of its own: report it"
                .to_owned(),
        ),
    }
}

fn to_value(json: &serde_json::Value) -> Result<Value, RegoError> {
    Value::from_json_str(&json.to_string()).map_err(|error| RegoError::Input(error.to_string()))
}

fn parse(engine: &mut Engine, modules: &[(&str, &str)]) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    let mut names = BTreeSet::new();
    for (name, source) in modules {
        if !names.insert(name) {
            let message = "two modules have this name".to_owned();
            problems.push(Problem {
                file: (*name).to_owned(),
                line: 0,
                column: 0,
                message,
                help: None,
            });
        }
        let added = nesting::check(name, source).and_then(|()| {
            let added = engine.add_policy((*name).to_owned(), (*source).to_owned());
            added.map(drop).map_err(|error| problem(&error, name))
        });
        problems.extend(added.err());
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn check_calls(engine: &mut Engine) -> Result<(), Vec<Problem>> {
    let modules = engine.get_modules();
    let mut functions: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    for module in modules {
        functions
            .entry(package::package(module))
            .or_default()
            .extend(package::functions(module));
    }
    let none = BTreeSet::new();
    let mut problems: Vec<Problem> = modules
        .iter()
        .flat_map(|module| {
            calls::refused(
                module,
                functions.get(&package::package(module)).unwrap_or(&none),
            )
        })
        .collect();
    problems.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    problems.dedup();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn entries(engine: &mut Engine) -> Vec<Entry> {
    let found: BTreeSet<Entry> = engine
        .get_modules()
        .iter()
        .flat_map(|module| package::entries(module))
        .collect();
    found.into_iter().collect()
}

fn no_verdict(modules: &[(&str, &str)]) -> Problem {
    Problem {
        file: modules
            .first()
            .map_or("policy", |(name, _)| name)
            .to_owned(),
        line: 0,
        column: 0,
        message: "no module defines `deny`, `violation`, `violations` or `allow`".to_owned(),
        help: Some("write `deny contains message if { … }`".to_owned()),
    }
}

/// Lets the engine check the modules together: unsafe variables, recursion, conflicting rules.
fn compile(engine: &mut Engine, entries: &[Entry]) -> Result<(), Vec<Problem>> {
    for entry in entries {
        engine
            .clone()
            .compile_with_entrypoint(&entry.path.as_str().into())
            .map_err(|error| vec![problem(&error, &entry.path)])?;
    }
    Ok(())
}

fn digest(modules: &[(&str, &str)]) -> String {
    let mut hash = Sha256::new();
    for text in modules.iter().flat_map(|(name, source)| [name, source]) {
        // With its length before it, a text cannot run into the next one.
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hex::encode(hash.finalize())
}
