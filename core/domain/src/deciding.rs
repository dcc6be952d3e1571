//! Deciding commands: who may ask, what policies say of it, and what comes of it.

use crate::kernel::{Context, Decision, Halt};
use crate::{Command, State, access, workload};

/// What comes of a command: a pure function of the state, the command and its context.
#[must_use]
pub fn decide(state: &State, command: &Command, context: &Context<'_>) -> Decision {
    decided(state, (command, command.signed()), context)
}

pub(crate) fn decided(
    state: &State,
    (command, signed): (&Command, bool),
    context: &Context<'_>,
) -> Decision {
    let asked = workload::check_command(state, context.actor, command.name());
    let required = asked
        .map_err(Halt::from)
        .and_then(|()| command.required(state));
    let permitted = required.and_then(|required| {
        access::check(state, context.actor, &required, context.now)?;
        let about = command.about(state, &required)?;
        let environments = command.environments(state);
        let (name, manner) = (command.name(), command.manner(state, signed));
        access::obey(
            state,
            name,
            &required,
            &about,
            &environments,
            manner,
            context,
        )
    });
    match permitted.and_then(|()| command.decide(state, context)) {
        Ok(facts) => Decision::Accepted(facts),
        Err(Halt::Missing(need)) => Decision::Needs(need),
        Err(Halt::Refused(refusal, mut facts)) => {
            let places = command.environments(state);
            let kept =
                access::refused_fact(state, context.actor, command.name(), &places, &refusal);
            facts.extend(kept.map(Into::into));
            Decision::Refused(refusal, facts)
        }
    }
}
