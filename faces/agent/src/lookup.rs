//! What is known of a step, from its files alone.

use crate::place::{CLAIM, Claim, LOST, OUTCOME, PROCESS, Place};
use crate::process::Identity;
use crate::{AgentError, Outcome, Status};

/// How the step of a directory stands.
pub(crate) fn look(place: &Place) -> Result<Status, AgentError> {
    if let Some(status) = exited(place) {
        return Ok(status);
    }
    if let Ok(Some(why)) = place.read::<String>(LOST) {
        return Ok(unknown(place, &why));
    }
    let claim = match place.read::<Claim>(CLAIM) {
        Ok(claim) => claim,
        Err(AgentError::Damaged { path, why }) => {
            return Ok(unknown(
                place,
                &format!("`{}` is damaged: {why}", path.display()),
            ));
        }
        Err(error) => return Err(error),
    };
    Ok(match claim {
        None => Status::NotStarted,
        Some(Claim::Revoked) => Status::Revoked,
        Some(Claim::Supervised {
            supervisor,
            started_ms,
        }) if supervisor.is_alive() => Status::Running { started_ms },
        // It may have ended between the two looks.
        Some(Claim::Supervised { supervisor, .. }) => {
            exited(place).unwrap_or_else(|| unknown(place, lost(&supervisor)))
        }
    })
}

fn exited(place: &Place) -> Option<Status> {
    match place.read::<Outcome>(OUTCOME) {
        Ok(outcome) => outcome.map(Status::Exited),
        Err(error) => Some(unknown(place, &error.to_string())),
    }
}

fn lost(supervisor: &Identity) -> &'static str {
    if supervisor.is_of_another_boot() {
        "the machine was restarted while it ran"
    } else {
        "its supervisor was killed while it ran"
    }
}

fn unknown(place: &Place, why: &str) -> Status {
    let process = place.read::<Identity>(PROCESS).ok().flatten();
    let still_running = process.is_some_and(|process| process.is_alive());
    Status::Unknown {
        why: why.to_owned(),
        still_running,
    }
}
