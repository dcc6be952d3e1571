//! Errors of the service and of a server, as failures of a command.

use holdpoint_server::Problem;
use holdpoint_service::{Nature, ServiceError};

use crate::error::Failure;
use crate::exit::Exit;

/// A failure of a service in this process.
pub(crate) fn from_service(error: ServiceError) -> Failure {
    if let ServiceError::Refused(refusal) = error {
        return refusal.into();
    }
    let mut failure = Failure::new(exit(error.nature()), &error.code(), &error);
    failure.help = error.help();
    failure.excerpt = error.excerpt();
    if let Some(source) = std::error::Error::source(&error) {
        failure = failure.because(source);
    }
    failure
}

fn exit(nature: Nature) -> Exit {
    match nature {
        Nature::Input | Nature::Absent | Nature::Stranger => Exit::Usage,
        Nature::Refused => Exit::NoGo,
        Nature::Failed | Nature::TooMany => Exit::Failed,
    }
}

/// A problem that a server told.
pub(super) fn from_problem(problem: Problem) -> Failure {
    let nature = match problem.status {
        409 => Nature::Refused,
        429 => Nature::TooMany,
        400..=499 => Nature::Input,
        _ => Nature::Failed,
    };
    let mut failure = match nature {
        Nature::Refused => Failure::from(holdpoint_domain::Refusal {
            code: problem.code,
            message: problem.title,
            help: problem.detail.unwrap_or_default(),
            reasons: problem.reasons,
            verdict: problem.verdict,
        }),
        nature => {
            let mut failure = Failure::new(exit(nature), &problem.code, problem.title);
            failure.help = problem.detail;
            failure
        }
    };
    failure.causes = problem.causes;
    failure.excerpt = problem.excerpt;
    failure
}
