//! What is known of a step, from its files alone.

use crate::place::{CLAIM, Claim, LOST, OUTCOME, PROCESS, Place};
use crate::process::Identity;
use crate::{AgentError, Outcome, Status};

/// How the step of a directory stands.
pub(crate) fn look(place: &Place) -> Result<Status, AgentError> {
    if let Some(status) = exited(place)? {
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
        Some(Claim::Revoked) => settled(place, CLAIM, Status::Revoked)?,
        Some(Claim::Supervised {
            supervisor,
            started_ms,
        }) if supervisor.is_alive() => Status::Running { started_ms },
        Some(Claim::Supervised { supervisor, .. }) => match exited(place)? {
            // It has ended between the two looks.
            Some(status) => status,
            None => settled(place, CLAIM, unknown(place, lost(&supervisor)))?,
        },
    })
}

fn exited(place: &Place) -> Result<Option<Status>, AgentError> {
    match place.read::<Outcome>(OUTCOME) {
        Ok(Some(outcome)) => settled(place, OUTCOME, Status::Exited(outcome)).map(Some),
        Ok(None) => Ok(None),
        Err(error) => Ok(Some(unknown(place, &error.to_string()))),
    }
}

/// What is told for ever stands on a file that stays.
fn settled(place: &Place, name: &str, status: Status) -> Result<Status, AgentError> {
    place.settle(name).map(|()| status)
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
