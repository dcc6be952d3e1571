//! What a module calls and may not.

use crate::error::Problem;
use crate::functions::{is_allowed, reason_for_refusal, similar};
use crate::package;
use crate::walk::{Found, walk};
use regorus::unstable::{Module, Span};
use std::collections::BTreeSet;

/// What is called in one module and may not be.
///
/// `functions` are those that the modules of the same package define.
pub(crate) fn refused(module: &Module, functions: &BTreeSet<String>) -> Vec<Problem> {
    let aliases: BTreeSet<String> = package::aliases(module).into_keys().collect();
    let check = Check { aliases, functions };
    let mut problems = Vec::new();
    for rule in &module.policy {
        walk(rule, &mut |found| problems.extend(check.found(&found)));
    }
    problems
}

struct Check<'a> {
    aliases: BTreeSet<String>,
    functions: &'a BTreeSet<String>,
}

impl Check<'_> {
    fn found(&self, found: &Found<'_>) -> Option<Problem> {
        match found {
            Found::Path(_) | Found::Declared(_) => None,
            Found::Call(function) => match package::path(function) {
                Some(path) => self.name(package::start(function), &path, true),
                None => {
                    let message = "the function that is called is not written out".to_owned();
                    Some(problem(
                        function.span(),
                        message,
                        "name it: `f(x)`".to_owned(),
                    ))
                }
            },
            Found::Replacement(value) => {
                self.name(package::start(value), &package::path(value)?, false)
            }
            Found::Unknown(expression) => {
                let message = "this syntax is an extension of Rego".to_owned();
                Some(problem(
                    expression.span(),
                    message,
                    "write it in plain Rego".to_owned(),
                ))
            }
        }
    }

    fn name(&self, span: &Span, path: &[String], is_call: bool) -> Option<Problem> {
        let name = path.join(".");
        if let Some(reason) = reason_for_refusal(&name) {
            let message = format!(
                "`{name}` depends on {reason}, so that its answer could not be checked again"
            );
            return Some(problem(
                span,
                message,
                "pass what the rule needs in with the input".to_owned(),
            ));
        }
        let root = path.first().map(String::as_str).unwrap_or_default();
        let own = root == "data" || self.aliases.contains(root) || self.functions.contains(&name);
        if !is_call || own || is_allowed(&name) {
            return None;
        }
        let help = match similar(&name) {
            Some(other) => format!("did you mean `{other}`?"),
            None => "define it, import its package, or use another".to_owned(),
        };
        Some(problem(
            span,
            format!("there is no function `{name}`"),
            help,
        ))
    }
}

pub(crate) fn problem(span: &Span, message: String, help: String) -> Problem {
    let file = span.source.get_path().clone();
    Problem {
        file,
        line: span.line,
        column: span.col,
        message,
        help: Some(help),
    }
}
