//! What a release is made of: commits, artifacts, and statements about them.

use holdpoint_domain::Digest;
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::evidence::{AddEvidence, Outcome, Subject};
use holdpoint_domain::release::{AddCommits, Artifact, Commit, ReleaseName};
use serde_json::{Value, json};

use crate::SampleError;
use crate::people::developers;
use crate::world::World;

/// Commits to a component by the developers of its unit.
pub(crate) fn commits(
    world: &mut World<'_>,
    release: &ReleaseName,
    unit: &str,
    component: &str,
) -> Result<AddCommits, SampleError> {
    let count = world.chance.between(2, 14);
    let mut commits = Vec::new();
    for _ in 0..count {
        let author = world
            .chance
            .pick(developers(unit))
            .copied()
            .unwrap_or("arjun");
        commits.push(Commit {
            id: world.chance.object_name(),
            authors: vec![world.person(author)?],
        });
    }
    Ok(AddCommits {
        release: release.clone(),
        repository: format!("https://git.example.com/{unit}/{component}"),
        from: world.chance.object_name(),
        to: commits
            .last()
            .map(|commit| commit.id.clone())
            .unwrap_or_default(),
        commits,
    })
}

/// The jar of a component.
pub(crate) fn artifact(
    world: &mut World<'_>,
    component: &str,
    version: &str,
) -> Result<Artifact, SampleError> {
    let content = world.chance.bytes();
    Ok(Artifact {
        name: format!("{component}-{version}.jar"),
        component: ComponentName::new(component)?,
        version: Some(version.to_owned()),
        purl: Some(format!("pkg:maven/com.example/{component}@{version}")),
        digest: Digest::of(&content),
        size: Some(world.chance.between(400_000, 48_000_000)),
        kind: "maven".to_owned(),
        repository: "repository.example.com/releases".to_owned(),
    })
}

/// What a statement says.
#[derive(Clone, Copy)]
pub(crate) enum Says {
    TestsPassed,
    TestsFailed,
    Contains,
}

/// A statement about artifacts, kept as a blob.
pub(crate) fn evidence(
    world: &mut World<'_>,
    release: &ReleaseName,
    about: &[Artifact],
    says: Says,
) -> Result<AddEvidence, SampleError> {
    let (predicate_type, outcome, predicate) = predicate(world, says);
    let subjects: Vec<_> = about
        .iter()
        .map(|artifact| Subject {
            name: artifact.name.clone(),
            digest: artifact.digest,
        })
        .collect();
    let named: Vec<_> = subjects
        .iter()
        .map(|subject| json!({"name": subject.name, "digest": {"sha256": hex::encode(subject.digest.0)}}))
        .collect();
    let statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": named,
        "predicateType": predicate_type,
        "predicate": predicate,
    });
    Ok(AddEvidence {
        release: Some(release.clone()),
        subjects,
        predicate_type: predicate_type.to_owned(),
        outcome,
        blob: world.keep(statement.to_string().as_bytes())?,
        produced: Some(world.now()),
        signed_by: None,
        summary: predicate,
    })
}

fn predicate(world: &mut World<'_>, says: Says) -> (&'static str, Outcome, Value) {
    let tests = "https://in-toto.io/attestation/test-result/v0.1";
    let total = world.chance.between(180, 2400);
    match says {
        Says::TestsPassed => (
            tests,
            Outcome::Passed,
            json!({"result": "PASSED", "passed": total, "failed": 0}),
        ),
        Says::TestsFailed => {
            let failed = world.chance.between(1, 9);
            let counts = json!({"result": "FAILED", "passed": total - failed, "failed": failed});
            (tests, Outcome::Failed, counts)
        }
        Says::Contains => {
            let count = world.chance.between(40, 310);
            (
                "https://cyclonedx.org/bom/v1.6",
                Outcome::None,
                json!({"components": count}),
            )
        }
    }
}
