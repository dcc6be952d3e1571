//! The criterion `ran`: the release has run elsewhere before.

use super::judge::{Answer, Asked};
use super::{Wait, refusal};
use crate::environment::EnvironmentName;

pub(super) fn ask(asked: &Asked<'_>, environment: &EnvironmentName) -> Answer {
    match asked.release.reached.contains_key(environment) {
        true => Answer::met(),
        false => Answer::wait(
            refusal::has_not_run(&asked.release.name, environment),
            Wait::Environment {
                environment: environment.clone(),
            },
        ),
    }
}
