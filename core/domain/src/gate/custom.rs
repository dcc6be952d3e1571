//! The criterion `rego`: a custom rule, given the release as input.

use serde_json::{Value, json};

use super::judge::{Answer, Asked};
use super::{Wait, refusal};
use crate::evidence::{Evidence, key};
use crate::kernel::{Digest, Need, RuleQuestion};

pub(super) fn ask(asked: &Asked<'_>, policy: &Digest, title: &str) -> Result<Answer, Need> {
    let question = RuleQuestion {
        policy: *policy,
        input: input(asked)?,
    };
    let Some(answer) = asked.inputs.rules.get(&question) else {
        return Err(Need::Rule(Box::new(question)));
    };
    Ok(match answer {
        Ok(outcome) if outcome.passed => Answer::met(),
        Ok(outcome) => {
            let against: Vec<_> = outcome
                .messages
                .iter()
                .map(|text| refusal::rule_says(title, text))
                .collect();
            match against.is_empty() {
                true => Answer::refuse(refusal::rule_says(title, "no")),
                false => Answer {
                    against,
                    ..Answer::met()
                },
            }
        }
        Err(error) => Answer::wait(
            refusal::rule_fails(title, error),
            Wait::Rule { policy: *policy },
        ),
    })
}

/// What a custom rule sees: the release, its artifacts and their evidence, the environment, and the time.
fn input(asked: &Asked<'_>) -> Result<Value, Need> {
    let release = asked.release;
    let artifacts = release.artifacts.values();
    let artifacts = Need::gather(artifacts.map(|artifact| {
        let dossier = asked.state.evidence.get(&key(&artifact.digest))?;
        let pieces = dossier
            .into_iter()
            .flat_map(|dossier| &dossier.pieces)
            .map(piece);
        Ok(json!({
            "name": artifact.name,
            "component": artifact.component,
            "version": artifact.version,
            "purl": artifact.purl,
            "digest": artifact.digest,
            "repository": artifact.repository,
            "evidence": pieces.collect::<Vec<_>>(),
        }))
    }))?;
    let components =
        release.components.iter().filter_map(|name| {
            asked.state.components.get(name).map(
                |part| json!({"name": name, "unit": part.unit, "criticality": part.criticality}),
            )
        });
    Ok(json!({
        "now": asked.inputs.rules.now().unwrap_or(asked.inputs.now),
        "environment": {"name": asked.place.name, "protected": asked.place.protected},
        "release": {
            "name": release.name,
            "manifest": asked.manifest,
            "components": components.collect::<Vec<_>>(),
            "scope": release.scope.iter().collect::<Vec<_>>(),
            "authors": release.authors.len(),
            "artifacts": artifacts,
        },
    }))
}

fn piece(piece: &Evidence) -> Value {
    json!({
        "predicate_type": piece.predicate_type,
        "outcome": piece.outcome,
        "produced": piece.produced,
        "signed_by": piece.signed_by,
        "summary": piece.summary,
    })
}
