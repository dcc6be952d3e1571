//! Why tests are no suite.

use std::collections::HashMap;
use std::fmt;

use super::{MOST_TESTS, Test};

/// Why tests are no suite: everything that is wrong, at most a hundred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuiteError(pub Vec<Wrong>);

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Which of the tests as they were given, from 0.
    pub at: usize,
    /// What is wrong with it.
    pub message: String,
}

/// How many are said.
const KEPT: usize = 100;

/// Why a name cannot be a test's id.
pub(crate) fn why_no_id(id: &str) -> Option<&'static str> {
    if id.is_empty() {
        return Some("is empty");
    }
    id.chars()
        .any(char::is_control)
        .then_some("has a control character")
}

pub(super) fn look(tests: &[Test]) -> Result<(), SuiteError> {
    if tests.len() > MOST_TESTS {
        let message = format!("there are more than {MOST_TESTS} tests");
        return Err(SuiteError(vec![Wrong {
            at: MOST_TESTS,
            message,
        }]));
    }
    let mut first = HashMap::new();
    let mut wrong = Vec::new();
    for (at, test) in tests.iter().enumerate() {
        let why = why_no_id(&test.id);
        wrong.extend(why.map(|why| Wrong {
            at,
            message: format!("`{}` {why}", test.id),
        }));
        if *first.entry(test.id.as_str()).or_insert(at) != at {
            wrong.push(Wrong {
                at,
                message: format!("`{}` is there twice", test.id),
            });
        }
    }
    wrong.truncate(KEPT);
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(SuiteError(wrong)),
    }
}

impl fmt::Display for SuiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let messages: Vec<_> = self.0.iter().map(|wrong| wrong.message.as_str()).collect();
        f.write_str(&messages.join("; "))
    }
}

impl std::error::Error for SuiteError {}
