//! What is known of artifacts, and how deployments are told of it.

use super::Contracts;
use crate::deployment::{Contracted, Deployment};
use crate::evidence::{Evidence, key, matches};
use crate::kernel::{Digest, Need};
use crate::release::{Artifact, Release, ReleaseName};
use crate::{Fact, State};

/// What the newest evidence says about an artifact, by when it was produced.
///
/// # Errors
/// When evidence about it is not in memory.
pub fn known(state: &State, artifact: &Digest) -> Result<Option<Contracts>, Need> {
    let newest = newest(state, artifact)?;
    Ok(newest.and_then(|piece| Contracts::of_summary(&piece.summary)))
}

/// The statement that says so, kept as a blob.
///
/// # Errors
/// When evidence about it is not in memory.
pub fn statement(state: &State, artifact: &Digest) -> Result<Option<Digest>, Need> {
    Ok(newest(state, artifact)?.map(|piece| piece.statement))
}

fn newest<'a>(state: &'a State, artifact: &Digest) -> Result<Option<&'a Evidence>, Need> {
    let dossier = state.evidence.get(&key(artifact))?;
    let pieces = dossier.into_iter().flat_map(|dossier| &dossier.pieces);
    let said = pieces.filter(|piece| matches("contract", &piece.predicate_type));
    Ok(said.max_by_key(|piece| (piece.produced, piece.position)))
}

/// What a deployment that begins is told of the artifacts that it deploys.
///
/// # Errors
/// When evidence about one of them is not in memory.
pub(crate) fn contracted(
    state: &State,
    release: &Release,
    deployment: &Deployment,
) -> Result<Vec<Fact>, Need> {
    let deployed = deployed(release, deployment);
    let found = deployed.map(|artifact| Ok((artifact, known(state, &artifact.digest)?)));
    let found = Need::gather(found)?.into_iter();
    let said = found.filter_map(|(artifact, known)| Some((artifact, known?)));
    Ok(said
        .map(|(artifact, known)| event(deployment, artifact, Some(known)))
        .collect())
}

/// What deployments that run, or are on their way, are told when evidence about an artifact has changed: those that were
/// told of it before, and those of the release that the evidence was meant for. `state` has the change.
///
/// # Errors
/// When something is not in memory.
pub(crate) fn told(
    state: &State,
    artifacts: &[Digest],
    meant: Option<&ReleaseName>,
) -> Result<Vec<Fact>, Need> {
    let release = match meant {
        Some(name) => state.releases.get(&name.key())?,
        None => None,
    };
    let mut facts = Vec::new();
    for deployment in state.open_deployments() {
        let own = release.filter(|release| release.name == deployment.release);
        let own = own.into_iter().flat_map(|own| deployed(own, deployment));
        let own: Vec<_> = own.filter(|one| artifacts.contains(&one.digest)).collect();
        for artifact in &own {
            let known = known(state, &artifact.digest)?;
            let before = deployment.contracts.get(&artifact.name);
            if before.and_then(|before| before.contracts.as_ref()) != known.as_ref() {
                facts.push(event(deployment, artifact, known));
            }
        }
        for (name, before) in &deployment.contracts {
            let again = own.iter().any(|artifact| artifact.name == *name);
            if again || !artifacts.contains(&before.digest) {
                continue;
            }
            let known = known(state, &before.digest)?;
            if before.contracts != known {
                let contracts = known;
                facts.push(Fact::from(Contracted {
                    contracts,
                    ..before.clone()
                }));
            }
        }
    }
    Ok(facts)
}

/// The artifacts that a deployment deploys.
fn deployed<'a>(
    release: &'a Release,
    deployment: &'a Deployment,
) -> impl Iterator<Item = &'a Artifact> {
    let artifacts = release.artifacts.values();
    artifacts.filter(|artifact| deployment.components.contains(&artifact.component))
}

fn event(deployment: &Deployment, artifact: &Artifact, known: Option<Contracts>) -> Fact {
    Contracted {
        deployment: deployment.id.clone(),
        release: deployment.release.clone(),
        environment: deployment.environment.clone(),
        artifact: artifact.name.clone(),
        component: artifact.component.clone(),
        version: artifact.version.clone(),
        digest: artifact.digest,
        contracts: known,
    }
    .into()
}
