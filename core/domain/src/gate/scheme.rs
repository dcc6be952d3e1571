//! The criterion `artifact-scheme`: names and versions follow the organisation's scheme.

use super::judge::{Answer, Asked};
use super::refusal;
use crate::organisation::check_artifact;

pub(super) fn ask(asked: &Asked<'_>) -> Answer {
    let settings = asked
        .state
        .organisation
        .as_ref()
        .map(|organisation| &organisation.settings);
    let Some(settings) = settings.filter(|settings| settings.has_scheme()) else {
        return Answer::refuse(refusal::scheme_missing());
    };
    let artifacts = asked.release.artifacts.values();
    let against = artifacts.flat_map(|artifact| {
        let part = asked.state.components.get(&artifact.component);
        check_artifact(settings, artifact, part)
            .into_iter()
            .map(|why| refusal::scheme_broken(&artifact.name, why))
    });
    Answer {
        against: against.collect(),
        ..Answer::met()
    }
}
