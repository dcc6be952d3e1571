//! The criterion `ran`: all of the release, as it is now, has run elsewhere before.

use super::judge::{Answer, Asked};
use super::{Wait, refusal};
use crate::environment::EnvironmentName;

pub(super) fn ask(asked: &Asked<'_>, environment: &EnvironmentName) -> Answer {
    match asked.release.has_run_in(environment) {
        true => Answer::met(),
        false => Answer::wait(
            refusal::has_not_run(&asked.release.name, environment),
            Wait::Environment {
                environment: environment.clone(),
            },
        ),
    }
}
